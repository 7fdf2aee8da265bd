import { expect, test } from 'vitest'
import { createPairDriver } from '../../src/aws/pair-driver.ts'
import { begin, evolve } from '../../src/domain/evolve.ts'
import { blueGreenPlan } from '../../src/domain/plan.ts'
import type { Look, RolloutRecord } from '../../src/domain/rollout.ts'
import { type PairStageOptions, setPairStage } from './pair-stage.ts'

const everything = ['travel', 'service', 'health', 'tasks', 'alarms', 'traffic'] as const satisfies readonly Look[]
const names = { baseline: 'blue', candidate: 'green' } as const
const revision = { baseline: 'web:1', candidate: 'web:2' } as const
const { signal } = new AbortController()

/** A driver by hand after its first look; green runs four tasks of `web:1`, as blue does. */
async function drive(options: PairStageOptions = {}, candidate = 'web:2') {
  const pair = setPairStage({ idleTasks: 4, ...options })
  const roles = { revision: { ...revision, candidate }, names }
  const plan = blueGreenPlan({
    ...{ target: 'main/blue+green', candidate, baseline: 'web:1', names, candidateWasThere: false },
    ...{ tests: [], bakeMs: 0, watch: [], standbyMs: 0, deadlineMs: 1_800_000, onCancel: 'rollback', success: 'SWAPPED' },
  })
  const driver = createPairDriver({
    ...{ send: pair.send, awsNowMs: () => pair.stage.timeline.nowMs(), region: 'eu-west-1', ref: pair.ref },
    ...{ roles, alarms: [], stickiness: 'keep' },
  })
  const record = begin(plan, '1', pair.stage.timeline.nowMs())
  const look = (kinds: readonly Look[], as: RolloutRecord = record) => driver.observe(kinds, as, signal)
  await look(everything)
  const bringUp = () => driver.perform({ kind: 'size', side: 'candidate', revision: candidate, capacity: 'full' }, signal)
  const release = () => driver.perform({ kind: 'size', side: 'baseline', revision: 'web:1', capacity: 'none' }, signal)
  const shift = (weight: number) => driver.perform({ kind: 'shift', weight }, signal)
  return { pair, driver, look, record, bringUp, release, shift }
}

test('a side whose tasks are replaced is ready when the last old one has gone, and that is seen by the cheap look', async () => {
  const { pair, look, bringUp } = await drive()
  await bringUp()
  let seconds = 0
  for (; (await look(['travel'])).sides.candidate.healthy < 4; seconds += 5) {
    expect(seconds).toBeLessThan(180)
    pair.stage.pass(5)
  }
  expect(pair.service('green').deployments?.filter(({ runningCount = 0 }) => runningCount > 0)).toHaveLength(1)
  expect(seconds).toBeGreaterThan(0)
})

test('a size whose answer was lost is seen by the next look, whichever', async () => {
  const { pair, look, bringUp } = await drive()
  pair.between.after = (operation) => {
    if (operation === 'ecs:UpdateService') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
  }
  await expect(bringUp()).rejects.toMatchObject({ reasonCode: 'AWS_ERROR' })
  expect((await look(['travel'])).sides.candidate).toMatchObject({ revision: 'web:2', desired: 4, healthy: 0 })
})

test('the answer of a size counts, and a read that lags does not override it', async () => {
  const { pair, look, bringUp } = await drive({ readLagMs: 5_000, seed: 3, idleTasks: 0 })
  await bringUp()
  let late = 0
  for (let second = 0; second < 8; second += 1) {
    if (pair.service('green').desiredCount === 0) late += 1
    expect((await look(['travel', 'service'])).sides.candidate).toMatchObject({ revision: 'web:2', desired: 4 })
    pair.stage.pass(1)
  }
  expect(late).toBeGreaterThan(0)
})

test('a revision that somebody else has set is not replaced', async () => {
  const { pair, bringUp } = await drive()
  pair.stage.ecs('UpdateService', { cluster: 'main', service: 'green', taskDefinition: pair.register({ VERSION: 'foreign' }) })
  await expect(bringUp()).rejects.toMatchObject({
    reasonCode: 'SUPERSEDED',
    message: 'Somebody else set the service green to web:3, and it was web:1 before',
  })
  expect(pair.writes()).toEqual([])
})

test('a side that somebody has given traffic since the last look keeps its tasks', async () => {
  const { pair, look, bringUp, shift, release } = await drive({ idleTasks: 0 })
  await bringUp()
  pair.stage.pass(120)
  await shift(100)
  pair.stage.pass(30)
  await look(everything)
  for (const [blue, green] of [
    [50, 50],
    [100, 0],
  ] as const) {
    pair.meddle(blue, green)
    await expect(release()).rejects.toMatchObject({ reasonCode: 'SUPERSEDED' })
  }
  expect(pair.service('blue').desiredCount).toBe(4)
})

test('targets that fail their checks count from the first traffic on', async () => {
  const { pair, look, shift } = await drive({ graceSeconds: 3_600, idleTasks: 4 })
  pair.stage.elb('ModifyTargetGroup', { TargetGroupArn: pair.groups.green[0], Matcher: { HttpCode: '418' } })
  pair.stage.until('all targets fail', () => pair.health('green').every((state) => state === 'unhealthy'))
  expect((await look(['travel'])).faults).toEqual([])
  await shift(5)
  const { faults } = await look(['travel'])
  expect(faults).toHaveLength(4)
  expect(faults[0]).toMatchObject({ side: 'candidate', reasonCode: 'TARGET_UNHEALTHY', subject: expect.stringMatching(/^10\./) as string })
  expect(faults[0]!.because).toMatch(/^target 10\.[\d.]+ of green fails its health checks: Target\.ResponseCodeMismatch/)
})

test('on the way home the side that gains is looked at each time', async () => {
  const { pair, look, record, shift } = await drive()
  await shift(100)
  const homeward = evolve(record, { kind: 'turned-home', atMs: 0, reasonCode: 'CANCELLED', because: '', faults: [] })
  pair.stage.ecs('UpdateService', { cluster: 'main', service: 'blue', desiredCount: 2 })
  pair.stage.pass(60)
  expect((await look(['travel'])).sides.baseline.healthy).toBe(4)
  expect((await look(['travel'], homeward)).sides.baseline.healthy).toBe(2)
})

test('the load to carry is never less than it was', async () => {
  const { pair, look } = await drive()
  pair.stage.ecs('UpdateService', { cluster: 'main', service: 'blue', desiredCount: 6 })
  pair.stage.pass(60)
  expect((await look(['health'])).full).toBe(6)
  pair.stage.ecs('UpdateService', { cluster: 'main', service: 'blue', desiredCount: 2 })
  pair.stage.pass(60)
  expect(await look(['health'])).toMatchObject({ full: 6, sides: { baseline: { healthy: 2 } } })
})
