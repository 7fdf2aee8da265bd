import { expect } from 'vitest'
import { startRoll, undecided, type Running } from './midway.ts'
import { stoppedWithinMs } from './patience.ts'
import { isMutation } from './roll-step.ts'
import type { Shop } from './shop.ts'
import { shopTest } from './shop-test.ts'
import { until } from './until.ts'

/** Starts a rollout that stays under way, cancels it when `moment` has come, and sees that it went home with one call. */
function cancelled(name: string, options: { readonly thorough?: true }, moment: (shop: Shop, step: Running) => Promise<unknown>): void {
  shopTest(name, options, async (shop) => {
    const step = startRoll(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }, undecided) } })
    await moment(shop, step)
    const before = (await step.calls()).filter((call) => isMutation(call.operation)).length
    step.cancel()
    const end = await step.ended
    expect(end.stoppedAfterMs, end.stdout).toBeLessThan(stoppedWithinMs)
    expect(end.signalsSent.map(([signal]) => signal)).toEqual(['SIGINT'])
    expect(end).toMatchObject({ conclusion: 'cancelled', signal: undefined, stderr: '' })
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'rolled-back', 'reason-code': 'CANCELLED', started: 'true' })
    expect(end.summary).toContain('CANCELLED')
    expect(end.calls.filter((call) => isMutation(call.operation)).length - before).toBe(1)
    await shop.settled('web:1')
  })
}

/** A cancelled step ends by itself within 7 s and sends traffic home with one call. */
export function cancellations(): void {
  cancelled('right after the deployment was started', {}, (_, step) => step.called('ecs:UpdateService'))

  cancelled('while the new tasks start', { thorough: true }, async (shop, step) => {
    await step.called('ecs:UpdateService')
    await until('a new task runs', async () =>
      (await shop.service()).deployments?.some((each) => each.taskDefinition?.endsWith('web:2') && each.runningCount! > 0),
    )
  })

  cancelled('once it has been watched for a while', { thorough: true }, (_, step) =>
    until('three looks', async () => {
      const calls = (await step.calls()).map((call) => call.operation)
      const since = calls.slice(calls.indexOf('ecs:UpdateService') + 1)
      return calls.includes('ecs:UpdateService') && since.filter((operation) => operation === 'ecs:DescribeServiceDeployments').length >= 3
    }),
  )

  shopTest('before anything was changed nothing is changed', {}, async (shop) => {
    const step = startRoll(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }) } })
    await step.called('ecs:TagResource')
    step.cancel()
    const end = await step.ended
    expect(end.stoppedAfterMs, end.stdout).toBeLessThan(stoppedWithinMs)
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'CANCELLED' })
    expect(end.writes.filter(isMutation)).toEqual([])
    await until('no claim is left', async () => (await shop.service()).tags?.every((tag) => !tag.key?.startsWith('sluice.claim')) ?? true)
    expect(await shop.revision()).toBe('web:1')
  })

  shopTest('on the way home already no second call is made', { thorough: true }, async (shop) => {
    const crashing = await shop.register({ VERSION: 'v2', CRASH_AFTER_MS: '0' })
    const step = startRoll(shop, { inputs: { 'task-definition': crashing } })
    await step.said('Asked ECS to roll the deployment back')
    step.cancel()
    const end = await step.ended
    expect(end.stoppedAfterMs, end.stdout).toBeLessThan(stoppedWithinMs)
    expect(end.outputs['outcome'], end.stdout).toBe('rolled-back')
    expect(end.outputs['reason-code']).toBe('TASK_EXITED')
    expect(end.writes.filter(isMutation)).toEqual(['ecs:UpdateService', 'ecs:StopServiceDeployment'])
    await shop.settled('web:1')
  })

  shopTest('with on-cancel leave the rollout goes on', { thorough: true }, async (shop) => {
    const candidate = await shop.register({ VERSION: 'v2' })
    const step = startRoll(shop, { inputs: { 'task-definition': candidate, 'on-cancel': 'leave' } })
    await step.called('ecs:UpdateService')
    step.cancel()
    const end = await step.ended
    expect(end.stoppedAfterMs, end.stdout).toBeLessThan(stoppedWithinMs)
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'CANCELLED_LEFT_RUNNING' })
    expect(end.writes.filter(isMutation)).toEqual(['ecs:UpdateService'])
    await shop.settled(candidate)
  })
}
