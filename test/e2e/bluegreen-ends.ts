import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { revisionOf } from './owner.ts'
import type { PairShop } from './pair-shop.ts'
import { sized, recordOf, servedBy, settingsPutBack } from './pair-state.ts'
import { pairTest } from './shop-test.ts'
import { recoverPair, swapStep } from './swap-step.ts'
import { isMutation, type ToldStep } from './told-step.ts'
import { until } from './until.ts'

/** Calls on the rules alone, in their order: the listener is one rule of two. */
export function shifts(step: Pick<ToldStep, 'writes'>): readonly string[] {
  return step.writes.filter((operation) => /:Modify(Rule|Listener)$/.test(operation)).sort()
}

/** One call for each of the two rules. */
export const oneShift = ['elasticloadbalancing:ModifyListener', 'elasticloadbalancing:ModifyRule'] as const

/** What is left once a rollout has ended: an ended record, no claim, the owner's settings. */
export async function expectTidy(shop: PairShop, outcome: string): Promise<void> {
  await settingsPutBack(shop)
  await until('nobody holds a claim', async () => (await recordOf(shop)).claims.length === 0)
  expect((await recordOf(shop)).text).toContain(` ended=${outcome}`)
}

/** Every way a blue-green rollout comes to a good end. */
export function goodEnds(): void {
  pairTest('registers a file, tests it, swaps once, and finds nothing to do the second time', {}, async (shop) => {
    const workspace = mkdtempSync(join(tmpdir(), 'sluice-checkout-'))
    try {
      writeFileSync(join(workspace, 'web.json'), JSON.stringify(shop.definition({ VERSION: 'v2' })))
      const smoke = `- { path: /, headers: { host: '{side}.test.shop' }, json: { $.version: v2 }, targets: 2, identify-by: { header: x-task } }`
      const inputs = { 'task-definition': 'web.json', 'test-url': shop.url, smoke, bake: '5s' }
      const planned = await swapStep(shop, { workspace, inputs: { ...inputs, mode: 'plan' } })
      expect(planned.outputs, planned.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'PLANNED' })
      expect(planned.outputs['started']).not.toBe('true')
      expect(planned.writes).toEqual([])
      expect(planned.summary).toMatch(/modify-rule/)
      expect(planned.summary).toMatch(/modify-listener/)

      const step = await swapStep(shop, { workspace, inputs })
      expect(step.outputs, step.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'DEPLOYED', started: 'true' })
      expect(step.outputs).toMatchObject({ live: 'green', idle: 'blue', 'test-url': shop.url })
      expect(step.outputs['task-definition-arn']).toMatch(/web:2$/)
      expect(step.outputs['previous-task-definition-arn']).toMatch(/web:1$/)
      expect(JSON.parse(step.outputs['rollout']!)).toMatchObject({
        ...{ schema: 1, topology: 'pair', region: 'eu-west-1', cluster: 'shop', blue: 'web-blue', green: 'web-green', rules: 'auto' },
      })
      expect(step).toMatchObject({ conclusion: 'success', exitCode: 0, stderr: '' })
      expect(step.told).toMatchObject({ from: 'web:1', to: 'web:2', outcome: 'succeeded' })
      expect(step.told?.gates.map((gate) => gate.verdict)).toEqual(['pass'])
      expect(JSON.stringify([step.outputs['result'], step.outputs['rollout']])).not.toContain('123456789012')
      expect(shifts(step)).toEqual(oneShift)
      await servedBy(shop, 'green', 'web:2', 'v2')
      await sized(shop, { blue: 2, green: 2 })
      await expectTidy(shop, 'succeeded/DEPLOYED')

      const again = await swapStep(shop, { workspace, inputs })
      expect(again.outputs, again.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })
      expect(again.conclusion).toBe('success')
      expect(again.writes).toEqual([])
    } finally {
      rmSync(workspace, { recursive: true, force: true })
    }
  })

  pairTest('swaps back with the roles exchanged, and lets the old side go', {}, async (shop) => {
    const inputs = { standby: 'scale-to-zero' }
    const there = await swapStep(shop, { inputs: { ...inputs, 'task-definition': await shop.register({ VERSION: 'v2' }) } })
    expect(there.outputs, there.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'DEPLOYED', live: 'green' })
    await sized(shop, { blue: 0, green: 2 })
    await expectTidy(shop, 'succeeded/DEPLOYED')

    const back = await swapStep(shop, { inputs: { ...inputs, 'task-definition': await shop.register({ VERSION: 'v3' }) } })
    expect(back.outputs, back.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'DEPLOYED', live: 'blue', idle: 'green' })
    await servedBy(shop, 'blue', 'web:3', 'v3')
    await sized(shop, { blue: 2, green: 0 })
    await expectTidy(shop, 'succeeded/DEPLOYED')
  })

  pairTest('is staged, swapped and finished by three jobs', {}, async (shop) => {
    const part = (command: string, inputs: Readonly<Record<string, string>> = {}): Promise<ToldStep> =>
      swapStep(shop, { inputs: { command, standby: 'scale-to-zero', ...inputs }, env: { GITHUB_JOB: command } })

    const early = await part('finish')
    expect(early.outputs, early.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })

    const content = { 'task-definition': await shop.register({ VERSION: 'v2' }), 'test-url': shop.url }
    const staged = await part('stage', content)
    expect(staged.outputs, staged.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'STAGED', live: 'blue', idle: 'green' })
    expect(staged).toMatchObject({ conclusion: 'success', post: { exitCode: 0 } })
    expect(shifts(staged)).toEqual([])
    await servedBy(shop, 'blue', 'web:1', 'v1')
    // Held: green may not fall below the live side, and neither loses tasks.
    const held = await shop.scalable()
    expect(held.green).toMatchObject({ MinCapacity: 2, SuspendedState: { DynamicScalingInSuspended: true } })
    expect(held.blue).toMatchObject({ MinCapacity: 1, SuspendedState: { DynamicScalingInSuspended: true } })

    const told = await part('status')
    expect(told.outputs, told.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })
    for (const words of ['blue is live: web:1', 'green is idle: web:2', 'rests at staged']) expect(told.outputs['reason']).toContain(words)
    expect(told.writes).toEqual([])

    const left = await recoverPair(shop)
    expect(left.outputs, left.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })
    expect(left.outputs['reason']).toContain('on purpose')
    expect(left.writes).toEqual([])

    const soon = await part('finish')
    expect(soon.outputs, soon.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'PREFLIGHT_FAILED' })
    expect(soon.outputs['reason']).toMatch(/at staged.*swapped/)

    const swapped = await part('swap')
    expect(swapped.outputs, swapped.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'SWAPPED', live: 'green', idle: 'blue' })
    expect(shifts(swapped)).toEqual(oneShift)
    expect(swapped.writes).not.toContain('ecs:UpdateService')
    await servedBy(shop, 'green', 'web:2', 'v2')
    await sized(shop, { blue: 2, green: 2 })

    const finished = await part('finish')
    expect(finished.outputs, finished.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'FINISHED' })
    expect(shifts(finished)).toEqual([])
    await sized(shop, { blue: 0, green: 2 })
    await expectTidy(shop, 'succeeded/FINISHED')
  })

  pairTest('keeps a standby for a time without a runner, and recovery lets it go', {}, async (shop) => {
    const step = await swapStep(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }), standby: '30s' } })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'waiting', 'reason-code': 'BAKE_CONTINUES' })
    expect(step.conclusion).toBe('success')
    const resumeAtMs = Date.parse(step.outputs['resume-at']!)
    expect(resumeAtMs).toBeGreaterThan(Date.now() - 5_000)
    await settingsPutBack(shop)
    await sized(shop, { blue: 2, green: 2 })

    await until('the standby is over', () => Promise.resolve(Date.now() > resumeAtMs))
    const recovered = await recoverPair(shop)
    expect(recovered.outputs, recovered.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'FINISHED' })
    await servedBy(shop, 'green', 'web:2', 'v2')
    await sized(shop, { blue: 0, green: 2 })
    await expectTidy(shop, 'succeeded/FINISHED')
  })

  pairTest('swaps to the idle side as it is, where nothing was staged', { idleCount: 1, thorough: true }, async (shop) => {
    const step = await swapStep(shop, { inputs: { command: 'swap' } })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'SWAPPED', live: 'green' })
    await servedBy(shop, 'green', 'web:1', 'v1')
    await sized(shop, { blue: 2, green: 2 })
  })

  pairTest('takes the revision the live side runs with other images', { thorough: true }, async (shop) => {
    const step = await swapStep(shop, { inputs: { images: 'web=sandbox/web:2' } })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'DEPLOYED' })
    expect(step.writes).toContain('ecs:RegisterTaskDefinition')
    await servedBy(shop, 'green', 'web:2', 'v1')
  })

  pairTest('of a pair that nobody scales touches no scaling', { scaling: false, thorough: true }, async (shop) => {
    const step = await swapStep(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }) } })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'DEPLOYED' })
    expect([...new Set(step.writes.filter(isMutation))].sort()).toEqual(['ecs:UpdateService', ...oneShift])
    expect(revisionOf((await shop.service('green')).taskDefinition)).toBe('web:2')
  })
}
