import { expect, test } from 'vitest'
import { createPairDriver } from '../../src/aws/pair-driver.ts'
import { begin } from '../../src/domain/evolve.ts'
import { blueGreenPlan } from '../../src/domain/plan.ts'
import type { Look } from '../../src/domain/rollout.ts'
import { type PairStage, type PairStageOptions, setPairStage } from './pair-stage.ts'

const everything = ['travel', 'service', 'health', 'tasks', 'alarms', 'traffic'] as const satisfies readonly Look[]
const names = { baseline: 'blue', candidate: 'green' } as const
const revision = { baseline: 'web:1', candidate: 'web:2' } as const
const { signal } = new AbortController()

/** A driver by hand, as a canary would use it, after its first look. Green runs `web:1` at first. */
async function drive(options: PairStageOptions = {}) {
  const pair = setPairStage({ idleTasks: 4, ...options })
  const plan = blueGreenPlan({
    ...{ target: 'main/blue+green', ...{ candidate: 'web:2', baseline: 'web:1', names }, candidateWasThere: false },
    ...{ tests: [], bakeMs: 0, watch: [], standbyMs: 0, deadlineMs: 1_800_000, onCancel: 'rollback', success: 'SWAPPED' },
  })
  const driver = createPairDriver({
    ...{ send: pair.send, awsNowMs: () => pair.stage.timeline.nowMs(), region: 'eu-west-1', ref: pair.ref },
    ...{ roles: { revision, names }, alarms: [], stickiness: 'keep' },
  })
  const record = begin(plan, '1', pair.stage.timeline.nowMs())
  const look = (...kinds: readonly Look[]) => driver.observe(kinds, record, signal)
  await look(...everything)
  const shift = (weight: number) => driver.perform({ kind: 'shift', weight }, signal)
  return { pair, driver, look, shift, record }
}

function cutOnce(pair: PairStage, side: 'before' | 'after'): void {
  let cut = false
  pair.between[side] = (operation) => {
    if (cut || !/:Modify/.test(operation)) return
    cut = true
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
  }
}

test('weights between the rests are written in the smallest integers, and seen as they are', async () => {
  const { pair, shift, look } = await drive()
  for (const [weight, integers] of [
    [5, '19:1'],
    [25, '3:1'],
    [33.3, '667:333'],
    [99.9, '1:999'],
    [100, '0:100'],
    [0, '100:0'],
  ] as const) {
    // prettier-ignore
    await shift(weight)
    expect(pair.weights()).toEqual([integers])
    expect(await look('travel')).toMatchObject({ weight, shiftedAtMs: pair.stage.timeline.nowMs(), writer: 'us' })
  }
})

test('the answer of a shift counts, and a read that lags does not override it', async () => {
  const { pair, shift, look } = await drive({ readLagMs: 5_000, seed: 3 })
  await shift(25)
  const atMs = pair.stage.timeline.nowMs()
  let late = 0
  for (let second = 0; second < 8; second += 1) {
    if (pair.weights()[0] === '100:0') late += 1
    expect(await look('travel', 'service')).toMatchObject({ weight: 25, shiftedAtMs: atMs, travel: { kind: 'still' } })
    pair.stage.pass(1)
  }
  expect(late).toBeGreaterThan(0)
})

test('a shift whose answer is lost counts as half done until reads must show it', async () => {
  for (const side of ['before', 'after'] as const) {
    const { pair, shift, look } = await drive({ readLagMs: 5_000, seed: 3 })
    cutOnce(pair, side)
    await expect(shift(25)).rejects.toMatchObject({ reasonCode: 'AWS_ERROR' })
    expect(await look('travel')).toMatchObject({ weight: 25, mixed: true })
    pair.stage.pass(6)
    const seen = await look('travel')
    expect(seen.weight).toBe(side === 'after' ? 25 : 0)
    expect(seen.mixed).toBeUndefined()
    expect(seen.travel).toEqual({ kind: 'still' })
  }
})

test('several writes of unknown fate do not make a stranger of what was there before them', async () => {
  const { pair, shift, look } = await drive()
  await shift(5)
  pair.between.before = (operation) => {
    if (/:Modify/.test(operation)) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
  }
  for (const weight of [25, 0, 0]) await expect(shift(weight)).rejects.toMatchObject({ reasonCode: 'AWS_ERROR' })
  delete pair.between.before
  pair.stage.pass(10)
  expect(await look('travel', 'service')).toMatchObject({ weight: 5, travel: { kind: 'still' } })
  await shift(0)
  expect(pair.weights()).toEqual(['100:0'])
})

test('nobody who has put traffic back is overruled, and the way home is open all the same', async () => {
  const { pair, shift } = await drive()
  await shift(25)
  pair.stage.pass(30)
  pair.meddle(100, 0)
  await expect(shift(50)).rejects.toMatchObject({
    reasonCode: 'SUPERSEDED',
    message:
      'Somebody else changed the weights of app/shop :80, rule 10 (host shop.example): blue 100, green 0, where green had 25 % of the traffic before',
  })
  const other = await drive()
  await other.shift(25)
  await other.shift(50)
  other.pair.stage.pass(30)
  other.pair.meddle(3, 1)
  await other.shift(0)
  expect(other.pair.weights()).toEqual(['100:0'])
})

test('weights nobody knows stop even the way home', async () => {
  const { pair, shift } = await drive()
  await shift(25)
  pair.stage.pass(30)
  pair.meddle(60, 40)
  await expect(shift(0)).rejects.toMatchObject({ reasonCode: 'SUPERSEDED' })
  expect(pair.weights()).toEqual(['60:40'])
})

test('what differs is believed after two looks 6 s apart, and not before', async () => {
  const { pair, shift, look } = await drive()
  await shift(25)
  pair.stage.pass(30)
  pair.meddle(60, 40)
  expect(await look('service')).toMatchObject({ weight: 25, travel: { kind: 'still' } })
  pair.stage.pass(5)
  expect(await look('travel')).toMatchObject({ weight: 25, travel: { kind: 'still' } })
  pair.stage.pass(1)
  const seen = await look('travel')
  expect(seen).toMatchObject({ writer: 'other', weight: 40, travel: { kind: 'superseded' } })
})

test('before our first write one look is enough', async () => {
  const { pair, look } = await drive()
  pair.meddle(60, 40)
  expect(await look('service')).toMatchObject({ writer: 'other', weight: 40, travel: { kind: 'superseded' } })
})

test('rules that differ are mixed, and one shift makes them one', async () => {
  const { pair, look, shift } = await drive({ groupsPerSide: 2 })
  await shift(25)
  pair.between.before = (operation, input) => {
    if (/:Modify/.test(operation) && 'RuleArn' in input && input.RuleArn === pair.ruleArns[0]) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }) // prettier-ignore
  }
  await expect(shift(0)).rejects.toMatchObject({ reasonCode: 'AWS_ERROR' })
  delete pair.between.before
  pair.stage.pass(10)
  expect(pair.weights()).toEqual(['3:1', '100:0'])
  expect(await look('travel', 'service')).toMatchObject({ weight: 25, mixed: true })
  const before = pair.calls.length
  await shift(0)
  expect(pair.weights()).toEqual(['100:0', '100:0'])
  // The other is there already.
  expect(pair.calls.slice(before).filter(({ operation }) => /:Modify/.test(operation))).toHaveLength(1)
})

test('after a signal nothing is put back behind the way home', async () => {
  const { pair, driver, shift } = await drive({ groupsPerSide: 2 })
  const cancel = new AbortController()
  pair.between.before = (operation, input) => {
    if (!/:Modify/.test(operation) || !('RuleArn' in input) || input.RuleArn !== pair.ruleArns[1]) return
    cancel.abort()
    throw Object.assign(new Error('aborted'), { name: 'AbortError' })
  }
  await expect(driver.perform({ kind: 'shift', weight: 25 }, cancel.signal)).rejects.toThrow()
  expect(pair.weights()).toEqual(['3:1', '100:0'])
  delete pair.between.before
  await shift(0)
  expect(pair.weights()).toEqual(['100:0', '100:0'])
})

test('a side with weight keeps its tasks, whoever gave it', async () => {
  const { pair, driver, look, shift } = await drive()
  await shift(50)
  for (const side of ['baseline', 'candidate'] as const) {
    const release = driver.perform({ kind: 'size', side, revision: revision[side], capacity: 'none' }, signal)
    await expect(release).rejects.toMatchObject({ reasonCode: 'SUPERSEDED' })
  }
  await shift(100)
  await look('travel')
  await driver.perform({ kind: 'size', side: 'baseline', revision: 'web:1', capacity: 'standby' }, signal)
  expect(pair.service('blue').desiredCount).toBe(1)
})

test('a revision whose deployment ECS gave up before is started anew', async () => {
  const pair = setPairStage({ idleTasks: 0 })
  pair.register({ CRASH_AFTER_MS: '100' })
  const quick = { enable: true, rollback: false, thresholdConfiguration: { type: 'COUNT', value: 1 } }
  pair.stage.ecs('UpdateService', { cluster: 'main', service: 'green', taskDefinition: 'web:3', desiredCount: 2, deploymentConfiguration: { deploymentCircuitBreaker: quick } }) // prettier-ignore
  pair.stage.until('the deployment has failed', () => pair.service('green').deployments![0]!.rolloutState === 'FAILED')
  pair.stage.pass(60)
  const driver = createPairDriver({
    ...{ send: pair.send, awsNowMs: () => pair.stage.timeline.nowMs(), region: 'eu-west-1', ref: pair.ref },
    ...{ roles: { revision: { baseline: 'web:1', candidate: 'web:3' }, names }, alarms: [], stickiness: 'keep' },
  })
  await driver.perform({ kind: 'size', side: 'candidate', revision: 'web:3', capacity: 'full' }, signal)
  const sized = pair.calls.filter(({ operation }) => operation === 'ecs:UpdateService')
  expect(sized.map(({ input }) => input)).toMatchObject([{ taskDefinition: 'web:3', desiredCount: 4, forceNewDeployment: true }])
})

test('without names nobody is moved', async () => {
  const pair = setPairStage()
  const driver = createPairDriver({
    ...{ send: pair.send, awsNowMs: () => pair.stage.timeline.nowMs(), region: 'eu-west-1', ref: pair.ref },
    ...{ roles: { revision }, alarms: [], stickiness: 'keep' },
  })
  await expect(driver.perform({ kind: 'shift', weight: 100 }, signal)).rejects.toMatchObject({ reasonCode: 'RECORD_LOST' })
  expect(pair.calls).toEqual([])
})
