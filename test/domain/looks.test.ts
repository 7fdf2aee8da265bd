import { describe, expect, test } from 'vitest'
import { nextLook, watchesAlarms } from '../../src/domain/looks.ts'
import type { Look, Seen, Travel } from '../../src/domain/rollout.ts'
import { blueGreenOf, byEcs, byUs, planOf, recordOf, seenOf, startMs } from './situation.ts'

const moving: Travel = { kind: 'moving', attempt: 'a', stage: '' }
const arrived: Travel = { kind: 'arrived', attempt: 'a' }
const guarded = planOf({ alarms: ['errors-high'] })

/** How often each kind is looked at in half an hour, nothing happening. */
function count(first: Partial<Seen>, plan = guarded, ability = byEcs): Record<Look, number> {
  const counts: Record<Look, number> = { travel: 0, service: 0, health: 0, tasks: 0, alarms: 0, traffic: 0 }
  let seen = seenOf({ ...first, atMs: startMs })
  while (seen.atMs < startMs + 30 * 60_000) {
    const next = nextLook(plan, recordOf(plan), seen, ability, Infinity)
    expect(next.untilMs).toBeGreaterThan(seen.atMs)
    for (const look of next.look) counts[look] += 1
    const lookedAtMs = { ...seen.lookedAtMs, ...Object.fromEntries(next.look.map((look) => [look, next.untilMs])) }
    seen = { ...seen, atMs: next.untilMs, lookedAtMs }
  }
  return counts
}

describe.each([
  ['on the way', moving, 5_000],
  ['in a bake', arrived, 10_000],
] as const)('%s', (_, travel, pollMs) => {
  test('there are at most 20 looks a minute, and each kind has its turn', () => {
    const counts = count({ travel })
    expect(Object.values(counts).reduce((sum, one) => sum + one, 0) / 30).toBeLessThanOrEqual(20)
    expect(counts.travel).toBe((30 * 60_000) / pollMs)
    for (const look of ['service', 'health', 'tasks', 'alarms'] as const) expect(counts[look]).toBeGreaterThanOrEqual(30)
  })

  test('alarms are not read where none are asked for', () => {
    expect(count({ travel }, planOf()).alarms).toBe(0)
  })
})

describe.each([
  ['both sides being made ready', 0, 5_000],
  ['traffic being watched', 100, 12_000],
] as const)('of a pair, %s', (_, weight, pollMs) => {
  const pair = blueGreenOf({ watch: [{ name: 'alarms', kind: 'alarms', spec: ['errors-high'] }] })

  test('there are at most 20 looks a minute, and each kind that says something has its turn', () => {
    const counts = count({ weight }, { ...pair, goals: pair.goals.slice(1) }, byUs)
    expect(Object.values(counts).reduce((sum, one) => sum + one, 0) / 30).toBeLessThanOrEqual(20)
    expect(counts.travel).toBe((30 * 60_000) / pollMs)
    for (const look of ['service', 'health', 'tasks', 'alarms'] as const) expect(counts[look]).toBeGreaterThanOrEqual(30)
    if (weight === 0) expect(counts.traffic).toBe(0)
    else expect(counts.traffic).toBeGreaterThanOrEqual(30)
  })
})

test('a look is never later than it must be, nor in the past', () => {
  const seen = seenOf({ atMs: startMs, travel: moving })
  expect(nextLook(guarded, recordOf(guarded), seen, byEcs, startMs + 1_000).untilMs).toBe(startMs + 1_000)
  expect(nextLook(guarded, recordOf(guarded), seen, byEcs, startMs - 1_000).untilMs).toBe(startMs)
})

test('what was never looked at is due', () => {
  expect(nextLook(guarded, recordOf(guarded), seenOf({ lookedAtMs: {} }), byEcs, Infinity).look).toEqual([
    'travel',
    'service',
    'health',
    'tasks',
    'alarms',
  ])
})

test('alarms guard the goal ahead and the one we are at, and nothing on the way home', () => {
  const turned = { reasonCode: 'TASK_EXITED', because: 'x', atMs: startMs } as const
  expect(watchesAlarms(guarded, recordOf(guarded))).toBe(true)
  expect(watchesAlarms(guarded, recordOf(guarded, { goal: 1 }))).toBe(true)
  expect(watchesAlarms(guarded, recordOf(guarded, { heading: 'home', turned }))).toBe(false)
  expect(watchesAlarms(planOf(), recordOf(planOf()))).toBe(false)
})
