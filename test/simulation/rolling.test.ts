import { expect, test } from 'vitest'
import { simulateCrashes, simulateRolling } from './rolling.ts'

test('300 rollouts with faults of every kind: nothing that must never happen, and every kind of end', async () => {
  const { ends, violations } = await simulateRolling({ seeds: 300, faults: 'all' })
  expect(violations).toEqual([])
  for (const end of [
    'succeeded DEPLOYED',
    'rolled-back TASK_EXITED',
    'rolled-back TARGET_UNHEALTHY',
    'rolled-back CANCELLED',
    'failed SUPERSEDED',
    'died',
  ]) {
    expect(ends, end).toHaveProperty([end])
  }
})

test('rollouts without trouble all succeed, and the same seed gives the same report', async () => {
  const report = await simulateRolling({ seeds: 10, firstSeed: 5_000, faults: 'none' })
  expect(report.violations).toEqual([])
  expect(report.ends).toEqual({ 'succeeded DEPLOYED': 10 })
  expect(await simulateRolling({ seeds: 10, firstSeed: 5_000, faults: 'none' })).toEqual(report)
})

test.each([
  ['good', 'rerun'],
  ['crashes', 'nothing'],
  ['never healthy', 'rerun'],
  ['cannot start', 'nothing'],
] as const)('a crash at every second call, candidate %s, then %s', async (candidate, then) => {
  const { rollouts, violations } = await simulateCrashes(7, candidate, then, 2)
  expect(violations).toEqual([])
  expect(rollouts).toBeGreaterThan(40)
})
