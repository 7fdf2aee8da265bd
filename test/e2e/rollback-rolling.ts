import { expect } from 'vitest'
import { startRoll, undecided } from './midway.ts'
import { isMutation, rollStep } from './roll-step.ts'
import type { Shop } from './shop.ts'
import { shopTest } from './shop-test.ts'
import { rollbackStep } from './swap-step.ts'
import type { ToldOptions, ToldStep } from './told-step.ts'

const names = { cluster: 'shop', service: 'web' } as const

function recover(shop: Shop, options: ToldOptions = {}): Promise<ToldStep> {
  return rollbackStep(shop, { ...options, inputs: { ...names, when: 'unfinished' } })
}

/** A rollout that stays under way, its runner gone with it. */
async function lost(shop: Shop): Promise<void> {
  const step = startRoll(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }, undecided) } })
  await step.called('ecs:DescribeServiceDeployments')
  step.lose()
  expect((await step.ended).signal).toBe('SIGKILL')
}

/** What rolling-ecs began is led home by the service's name alone. */
export function rollingRollbacks(): void {
  shopTest('of a lost runner is led home by the name of the service, with one call', {}, async (shop) => {
    await lost(shop)
    const end = await recover(shop)
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'ROLLED_BACK' })
    expect(end.writes.filter(isMutation)).toEqual(['ecs:StopServiceDeployment'])
    await shop.settled('web:1')
    const again = await recover(shop)
    expect(again.outputs, again.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })
    expect(again.writes).toEqual([])
  })

  shopTest('of a killed process is led home by the post stage of its own step', {}, async (shop) => {
    const step = startRoll(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }, undecided) } })
    await step.called('ecs:DescribeServiceDeployments')
    step.kill()
    const end = await step.ended
    expect(end.post, end.post?.stdout).toMatchObject({ exitCode: 0, stderr: '' })
    expect(end.writes.filter(isMutation)).toEqual(['ecs:UpdateService', 'ecs:StopServiceDeployment'])
    await shop.settled('web:1')
  })

  shopTest('undoes the last one', {}, async (shop) => {
    const step = await rollStep(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }) } })
    const { rollout = '' } = step.outputs
    const end = await rollbackStep(shop, { inputs: { rollout } })
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'ROLLED_BACK' })
    expect(end.writes.filter(isMutation)).toEqual(['ecs:UpdateService'])
    await shop.settled('web:1')
  })

  shopTest('returns to a named revision', { thorough: true }, async (shop) => {
    const old = await shop.register({ VERSION: 'v0' })
    const end = await rollbackStep(shop, { inputs: { ...names, 'to-revision': old } })
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'ROLLED_BACK' })
    await shop.settled(old)
  })

  for (const [onUnfinished, reasonCode] of [
    ['resume', 'PLAN_CHANGED'],
    ['refuse', 'PLAN_CHANGED'],
    ['rollback', 'DEPLOYED'],
  ] as const) {
    shopTest(`found unfinished by another plan, on-unfinished ${onUnfinished}`, { thorough: true }, async (shop) => {
      await lost(shop)
      const other = await shop.register({ VERSION: 'v3' })

      const end = await afterLapse(() => rollStep(shop, { inputs: { 'task-definition': other, 'on-unfinished': onUnfinished } }))
      expect(end.outputs['reason-code'], end.stdout).toBe(reasonCode)
      if (reasonCode === 'DEPLOYED') await shop.settled(other)
      else expect(end.writes.filter(isMutation)).toEqual([])
    })
  }

  shopTest('found unfinished by the same plan is resumed', { thorough: true }, async (shop) => {
    const candidate = await shop.register({ VERSION: 'v2' })
    const step = startRoll(shop, { runId: '4711', inputs: { 'task-definition': candidate, bake: '20s' } })
    await step.called('ecs:DescribeServiceDeployments')
    step.lose()
    await step.ended
    const end = await rollStep(shop, { runId: '4711', attempt: 2, inputs: { 'task-definition': candidate, bake: '20s' } })
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'DEPLOYED' })
    expect(end.writes.filter(isMutation)).toEqual([])
  })
}

/** Asks until the claim of a dead run has lapsed: an action that begins does not wait for it, it says so. */
async function afterLapse(ask: () => Promise<ToldStep>): Promise<ToldStep> {
  for (let tries = 0; ; tries += 1) {
    const end = await ask()
    if (end.outputs['reason-code'] !== 'ROLLOUT_IN_PROGRESS' || tries === 12) return end
  }
}
