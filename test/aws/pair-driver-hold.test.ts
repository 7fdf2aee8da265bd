import { expect, test } from 'vitest'
import { begin } from '../../src/domain/evolve.ts'
import { blueGreenPlan } from '../../src/domain/plan.ts'
import { setPairStage } from './pair-stage.ts'

const { signal } = new AbortController()
const names = { baseline: 'blue', candidate: 'green' } as const
const revision = { baseline: 'web:1', candidate: 'web:2' } as const

/** A pair whose sides may be scaled to zero, and a driver that has seen it as it was. */
async function set(readLagMs: number) {
  const pair = setPairStage({ readLagMs, seed: 3 })
  for (const side of ['blue', 'green']) {
    const identity = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount', ResourceId: `service/main/${side}` }
    pair.stage.scaling('RegisterScalableTarget', { ...identity, MinCapacity: 0, MaxCapacity: 8 })
  }
  pair.stage.pass(60)
  const target = pair.target()
  const { atMs } = await target.survey(signal)
  const driver = target.driver({ revision, names })
  const spec = { ...revision, target: target.name, names, candidateWasThere: false, tests: [], watch: [], bakeMs: 0, deadlineMs: 60_000 }
  const record = begin(blueGreenPlan({ ...spec, standbyMs: 0, onCancel: 'rollback', success: 'DEPLOYED' }), '100', atMs)
  const { sides, settings } = await driver.observe(['travel', 'service', 'health'], record, signal)
  expect(sides.candidate.desired).toBe(0)
  return { pair, driver, record, owed: settings!.found }
}

test.each([0, 5_000])(
  'tasks started by a raised minimum are seen on the idle side at once, reads lagging by up to %i ms',
  async (lagMs) => {
    const { pair, driver, record, owed } = await set(lagMs)
    await driver.perform({ kind: 'hold', owed }, signal)
    for (const seconds of [0, 1, 4, 2, 30]) {
      pair.stage.pass(seconds)
      const { sides } = await driver.observe(['travel'], record, signal)
      expect(sides.candidate.desired).toBe(4)
    }
    expect(pair.service('green').desiredCount).toBe(4)
  },
)

test('a side that is sized after that has what it was sized to', async () => {
  const { driver, record, owed } = await set(5_000)
  await driver.perform({ kind: 'hold', owed }, signal)
  await driver.perform({ kind: 'size', side: 'candidate', revision: revision.candidate, capacity: 'none' }, signal)
  const { sides } = await driver.observe(['travel'], record, signal)
  expect(sides.candidate.desired).toBe(0)
})
