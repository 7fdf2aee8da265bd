import { expect } from 'vitest'
import { expectTidy, oneShift, shifts } from './bluegreen-ends.ts'
import type { PairShop } from './pair-shop.ts'
import { recorded, recordOf, servedBy, sized, settingsPutBack, wholly } from './pair-state.ts'
import { stoppedWithinMs } from './patience.ts'
import { pairTest } from './shop-test.ts'
import { startSwap } from './swap-step.ts'
import { isMutation, type Running, type ToldStep } from './told-step.ts'
import { until } from './until.ts'

/** Cancels the step, and sees that it ended by itself in its time. Answers with its end and with the calls on rules made since. */
async function cancelNow(step: Running): Promise<{ readonly end: ToldStep; readonly since: readonly string[] }> {
  const before = (await step.calls()).length
  step.cancel()
  const end = await step.ended
  expect(end.stoppedAfterMs, end.stdout).toBeLessThan(stoppedWithinMs)
  expect(end.signalsSent.map(([signal]) => signal)).toEqual(['SIGINT'])
  expect(end).toMatchObject({ conclusion: 'cancelled', signal: undefined, stderr: '' })
  return { end, since: shifts({ writes: end.calls.slice(before).map((call) => call.operation) }) }
}

/** Starts a rollout, cancels it when `moment` has come, and sees that everything went home, capacity by the post stage. */
function cancelled(
  name: string,
  options: { readonly thorough?: true; readonly shifts: readonly string[] },
  moment: (shop: PairShop, step: Running) => Promise<unknown>,
): void {
  pairTest(name, options.thorough ? { thorough: true } : {}, async (shop) => {
    const step = startSwap(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }), bake: '5m' } })
    await moment(shop, step)
    const { end, since } = await cancelNow(step)
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'rolled-back', 'reason-code': 'CANCELLED', started: 'true', live: 'blue' })
    expect(end.summary).toContain('CANCELLED')
    expect(since).toEqual(options.shifts)
    await wholly(shop, 'blue')
    expect(end.post, end.post?.stdout).toMatchObject({ stderr: '', signal: undefined })
    await servedBy(shop, 'blue', 'web:1', 'v1')
    await sized(shop, { blue: 2, green: 0 })
    await expectTidy(shop, 'rolled-back/CANCELLED')
  })
}

/** A cancelled step ends by itself within 7 s and sends traffic home with one call for each rule. */
export function cancellations(): void {
  cancelled('once the new side is being brought up', { shifts: [] }, (_, step) => step.called('ecs:UpdateService'))

  cancelled('once the new side is up', { shifts: [], thorough: true }, async (shop, step) => {
    await step.called('ecs:UpdateService')
    await until('green runs the candidate', async () => {
      const { deployments = [], runningCount, desiredCount } = await shop.service('green')
      return deployments.length === 1 && deployments[0]?.taskDefinition?.endsWith('web:2') && runningCount === desiredCount
    })
  })

  cancelled('between the calls on the rules', { shifts: [...oneShift], thorough: true }, async (_, step) => {
    await Promise.race([step.called('elasticloadbalancing:ModifyListener'), step.called('elasticloadbalancing:ModifyRule')])
  })

  cancelled('while it bakes', { shifts: [...oneShift] }, (_, step) => step.said('Reached swapped'))

  cancelled('once it has baked for a while', { shifts: [...oneShift], thorough: true }, async (_, step) => {
    await step.said('Reached swapped')
    const atMs = Date.now()
    await until('some looks', () => Promise.resolve(Date.now() - atMs > 30_000))
  })

  pairTest('before anything was changed nothing is changed', {}, async (shop) => {
    const step = startSwap(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }) } })
    await step.called('elasticloadbalancing:AddTags')
    const { end } = await cancelNow(step)
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'CANCELLED' })
    expect(end.writes.filter(isMutation)).toEqual([])
    await until('nothing to be on record', async () => {
      const { text, claims } = await recordOf(shop)
      return text === '' && claims.length === 0
    })
    await settingsPutBack(shop)
  })

  pairTest('with on-cancel leave keeps its traffic, settings and tasks, post too', {}, async (shop) => {
    const inputs = { 'task-definition': await shop.register({ VERSION: 'v2' }), bake: '5m', 'on-cancel': 'leave' }
    const step = startSwap(shop, { inputs })
    await step.said('Reached swapped')
    const { end, since } = await cancelNow(step)
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'CANCELLED_LEFT_RUNNING', live: 'green' })
    expect(since).toEqual([])
    await servedBy(shop, 'green', 'web:2', 'v2')
    await sized(shop, { blue: 2, green: 2 })
    await recorded(shop, 'rest=CANCELLED_LEFT_RUNNING')
  })
}
