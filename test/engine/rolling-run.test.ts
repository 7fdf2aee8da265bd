import { expect, test } from 'vitest'
import { SluiceError } from '../../src/domain/errors.ts'
import { actsOf, baseline, candidate, endOf, rolling, rollingStage, told } from './stage.ts'

const minuteMs = 60_000
const size = (side: 'baseline' | 'candidate') => ({
  kind: 'size',
  side,
  revision: side === 'baseline' ? baseline : candidate,
  capacity: 'full',
})

test('a good candidate is rolled once, recorded, and the claim given back', async () => {
  const stage = rollingStage()
  const finish = await stage.roll()
  expect(endOf(finish)).toBe('succeeded DEPLOYED')
  expect(actsOf(finish)).toEqual([size('candidate')])
  expect(stage.ecs.started).toEqual([candidate])
  expect(stage.record()).toMatchObject({ goal: 1, heading: 'forward', ended: { outcome: 'succeeded', reasonCode: 'DEPLOYED' } })
  expect(Object.keys(stage.store.now()).filter((key) => key.startsWith('claim.'))).toEqual([])
})

test('the end follows the end of the deployment within one poll', async () => {
  const stage = rollingStage()
  const ended = told(await stage.roll()).history.at(-1)!
  const arrivedAtMs = stage.ecs.deployments[0]!.startedAtMs + 2 * minuteMs
  expect(ended.atMs - arrivedAtMs).toBeLessThanOrEqual(5_000 + 2_000)
})

test('a bake is watched to its end, and a fault in it leads home', async () => {
  const good = rollingStage()
  const finish = await good.roll(rolling({ bakeMs: 5 * minuteMs, alarms: ['errors-high'] }))
  expect(endOf(finish)).toBe('succeeded DEPLOYED')
  expect(told(finish).history.at(-1)!.atMs - good.ecs.deployments[0]!.startedAtMs).toBeGreaterThanOrEqual(7 * minuteMs)

  const start = rollingStage().startMs
  const bad = rollingStage({ alarmsAtMs: start + 4 * minuteMs })
  const failed = await bad.roll(rolling({ bakeMs: 5 * minuteMs, alarms: ['errors-high'] }))
  expect(endOf(failed)).toBe('rolled-back ALARM_TRIGGERED')
  expect(actsOf(failed)).toEqual([size('candidate'), size('baseline')])
  expect(bad.ecs.target()).toBe(baseline)
})

test('tasks that fail call the deployment back', async () => {
  const stage = rollingStage({ fates: { [candidate]: { kind: 'stuck', takesMs: 0, faultsFromMs: 20_000 } } })
  const finish = await stage.roll()
  expect(endOf(finish)).toBe('rolled-back TASK_EXITED')
  expect(actsOf(finish)).toEqual([size('candidate'), { kind: 'recall', attempt: 'deployment/1' }])
  const turned = told(finish).history.find((event) => event.kind === 'turned-home')
  expect(turned?.kind === 'turned-home' && turned.faults.map((fault) => fault.details)).toEqual([['Error: cannot reach the database']])
})

test.each([
  ['breaker', 'rolled-back BREAKER_TRIPPED', baseline],
  ['stranded', 'failed ROLLBACK_FAILED', candidate],
  ['stops', 'rolled-back DEPLOYMENT_STOPPED', baseline],
  ['stuck', 'rolled-back TIMED_OUT', baseline],
] as const)('a deployment that ends %s is told apart: %s', async (kind, end, target) => {
  const stage = rollingStage({ fates: { [candidate]: { kind, takesMs: minuteMs } } })
  expect(endOf(await stage.roll())).toBe(end)
  stage.settle()
  expect(stage.ecs.target()).toBe(target)
  expect(stage.ecs.started.filter((revision) => revision === candidate)).toHaveLength(1)
})

test('somebody else deploying is superseding, and nothing of theirs is undone', async () => {
  const stage = rollingStage()
  stage.time.at(stage.startMs + minuteMs, () => stage.ecs.deploy('web:9'))
  expect(endOf(await stage.roll())).toBe('failed SUPERSEDED')
  stage.settle()
  expect(stage.ecs.started).toEqual([candidate, 'web:9'])
})

test.each([
  ['fail', 'failed NO_TASKS'],
  ['pass', 'succeeded NO_TASKS'],
] as const)('a service scaled to zero is never called deployed: on-empty %s', async (onEmpty, end) => {
  expect(endOf(await rollingStage({ desired: 0 }).roll(rolling({ onEmpty })))).toBe(end)
})

test('without leave to roll back, or a baseline, a failure ends where it is', async () => {
  const fates = { [candidate]: { kind: 'stuck', takesMs: 0, faultsFromMs: 20_000 } } as const
  const off = rollingStage({ fates })
  expect(endOf(await off.roll(rolling({ rollback: 'none' })))).toBe('failed TASK_EXITED')
  expect(off.ecs.started).toEqual([candidate])
  const first = rollingStage({ fates, revision: { baseline: '', candidate } })
  expect(endOf(await first.roll())).toBe('failed TASK_EXITED')
  expect(first.ecs.started).toEqual([candidate])
})

test('AWS out of reach for a while is waited for; for too long the rollout is left unfinished', async () => {
  const throttledDuring = (fromMs: number, toMs: number) => {
    const stage = rollingStage()
    const at = () => {
      const sinceMs = stage.time.nowMs() - stage.startMs
      return sinceMs >= fromMs && sinceMs < toMs ? ('refused' as const) : undefined
    }
    return { stage, finish: stage.roll(rolling(), { trouble: { at } }) }
  }
  const short = throttledDuring(30_000, 120_000)
  expect(endOf(await short.finish)).toBe('succeeded DEPLOYED')
  const long = throttledDuring(30_000, Infinity)
  expect(endOf(await long.finish)).toBe('failed THROTTLED')
  expect(long.stage.record()).toMatchObject({ heading: 'forward', attempt: 'deployment/1' })
  expect(long.stage.record()!.ended).toBeUndefined()

  // The hint says to run the step again: it then finds the deployment done, long after the first deadline.
  long.stage.settle()
  expect(endOf(await long.stage.roll(rolling(), { attempt: 2 }))).toBe('succeeded DEPLOYED')
  expect(long.stage.ecs.started).toEqual([candidate])
})

test.each(['CREDENTIALS_EXPIRED', 'ACCESS_DENIED'] as const)('%s ends the run, not the rollout', async (reasonCode) => {
  const stage = rollingStage()
  const at = () => (stage.time.nowMs() - stage.startMs > 60_000 ? new SluiceError(reasonCode, 'no') : undefined)
  expect(endOf(await stage.roll(rolling(), { trouble: { at } }))).toBe(`failed ${reasonCode}`)
  expect(stage.ecs.started).toEqual([candidate])
  stage.time.advanceTo(stage.time.nowMs() + 60_000)
  expect(endOf(await stage.roll(rolling(), { attempt: 2 }))).toBe('succeeded DEPLOYED')
  expect(stage.ecs.started).toEqual([candidate])
})

test('what one call may not do ends the run, is written down as unfinished, and the rollout goes on once it may', async () => {
  const stage = rollingStage()
  const at = (_: number, name: string) =>
    name.startsWith('observe') && stage.time.nowMs() - stage.startMs > 60_000 ? new SluiceError('ACCESS_DENIED', 'no') : undefined
  expect(endOf(await stage.roll(rolling(), { trouble: { at } }))).toBe('failed ACCESS_DENIED')
  expect(stage.record()).toMatchObject({ heading: 'forward', attempt: 'deployment/1' })
  expect(stage.record()!.ended).toBeUndefined()
  expect(Object.keys(stage.store.now()).filter((key) => key.startsWith('claim.'))).toEqual([])
  expect(endOf(await stage.roll(rolling(), { attempt: 2 }))).toBe('succeeded DEPLOYED')
  expect(stage.ecs.started).toEqual([candidate])
})

test('of two runs at once one rolls and the other is told who does', async () => {
  const stage = rollingStage({ storeLagMs: () => 2_000 })
  const both = await Promise.all([stage.roll(), stage.roll(rolling(), { run: '101' })])
  expect(both.map(endOf).sort()).toEqual(['succeeded DEPLOYED', 'threw ROLLOUT_IN_PROGRESS'])
  expect(stage.ecs.started).toEqual([candidate])
})

test('a record that somebody else changes is not overwritten', async () => {
  const stage = rollingStage()
  stage.time.at(stage.startMs + minuteMs, () => stage.store.write({ 'record.1': 'somebody else' }))
  const finish = await stage.roll()
  expect(endOf(finish)).toBe('failed RECORD_LOST')
  expect(stage.store.now()).toMatchObject({ 'record.1': 'somebody else' })
})

test.each([0, 1, 2, 3, 4, 5, 6, 7])('a stale read of our own record is not foreign (seed %i)', async (seed) => {
  let draw = seed
  const stage = rollingStage({ storeLagMs: () => [0, 3_900, 1_000, 2_500, 500][draw++ % 5]!, lagMs: () => [5_000, 0, 2_000][draw++ % 3]! })
  expect(endOf(await stage.roll(rolling({ bakeMs: 30_000 })))).toBe('succeeded DEPLOYED')
  expect(stage.ecs.started).toEqual([candidate])
})

test('the same run asked again for what it has tried starts nothing', async () => {
  const stage = rollingStage({ fates: { [candidate]: { kind: 'breaker', takesMs: minuteMs } } })
  expect(endOf(await stage.roll())).toBe('rolled-back BREAKER_TRIPPED')
  expect(endOf(await stage.roll(rolling(), { attempt: 2 }))).toBe('rolled-back BREAKER_TRIPPED')
  expect(stage.ecs.started).toEqual([candidate])
  expect(endOf(await stage.roll(rolling(), { run: '101' }))).toBe('rolled-back BREAKER_TRIPPED')
  expect(stage.ecs.started).toEqual([candidate, candidate])
})

test.each([
  ['on the way', { takesMs: 20 * minuteMs, bakeMs: 0 }],
  ['in a bake', { takesMs: minuteMs, bakeMs: 20 * minuteMs }],
])('while nothing happens there are at most 20 looks a minute: %s', async (_, { takesMs, bakeMs }) => {
  const stage = rollingStage({ fates: { [candidate]: { kind: 'completes', takesMs } } })
  const finish = await stage.roll(rolling({ bakeMs, alarms: ['errors-high'], deadlineMs: 40 * minuteMs }))
  expect(endOf(finish)).toBe('succeeded DEPLOYED')
  const { calls } = told(finish)
  const looks = calls.filter((call) => call.startsWith('observe ')).flatMap((call) => call.split(' ').slice(1))
  const renewals = calls.filter((call) => call === 'write')
  const others = calls.filter((call) => !call.startsWith('observe ') && call !== 'write')
  // 20 quiet minutes, and at most two busy ones around them.
  expect(looks.length).toBeLessThanOrEqual(20 * 20 + 2 * 25)
  expect(looks.length).toBeGreaterThan(20 * 6)
  expect(others.length).toBeLessThanOrEqual(20)
  // The claim lives for a minute and is renewed at half of it.
  expect(renewals.length).toBeLessThanOrEqual(2 * 22 + 10)
})
