import { expect, test } from 'vitest'
import { simulatePair, simulatePairCrashes } from './pair.ts'

test('300 rollouts of a pair with faults of every kind: nothing that must never happen, and every kind of end', async () => {
  const { ends, violations } = await simulatePair({ seeds: 300, faults: 'all' })
  expect(violations).toEqual([])
  for (const end of [
    'succeeded DEPLOYED',
    'succeeded STAGED',
    'waiting BAKE_CONTINUES',
    'rolled-back SMOKE_FAILED',
    'rolled-back ALARM_TRIGGERED',
    'rolled-back TASK_START_FAILED',
    'rolled-back CANCELLED unfinished',
    'failed SUPERSEDED',
    'died',
  ]) {
    expect(ends, end).toHaveProperty([end])
  }
})

test('rollouts of a pair without trouble all succeed, and the same seed gives the same report', async () => {
  const report = await simulatePair({ seeds: 5, firstSeed: 5_000, faults: 'none' })
  expect(report.violations).toEqual([])
  expect(report.ends).toEqual({ 'succeeded DEPLOYED': 5 })
  expect(await simulatePair({ seeds: 5, firstSeed: 5_000, faults: 'none' })).toEqual(report)
})

test.each([
  ['good', 'rerun', 7],
  ['good', 'recovery', 7],
  ['rings the alarm after the swap', 'post', 9],
  ['dies after the swap', 'nothing', 11],
  ['cannot start', 'recovery', 11],
] as const)('a pair, candidate %s, whose runner dies, then %s: at every %ith call', async (candidate, then, every) => {
  const { rollouts, violations } = await simulatePairCrashes(7, candidate, then, every)
  expect(violations).toEqual([])
  expect(rollouts).toBeGreaterThan(10)
})
