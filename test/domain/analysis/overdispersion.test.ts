import { describe, expect, test } from 'vitest'
import { overdispersionOf } from '../../../src/domain/analysis/learned.ts'
import { cautious, evenSpread, pastOverdispersion } from '../../../src/domain/analysis/overdispersion.ts'
import type { Judged } from '../../../src/domain/analysis/trial.ts'
import { counts, drawn, rowsOf, times } from './sampled.ts'

const truth = { requests: 10_000, base: 0.001, weight: 5, ratio: 1, clump: 1, past: 120, zones: true }
const pastOf = (clump: number, seed: number, changes = {}): number | undefined => {
  return pastOverdispersion(
    drawn({ ...truth, clump, ...changes }, seed).filter(({ minute }) => minute < 0),
    'errors',
  )
}
const historyOf = (clump: number, seed: number, changes = {}): readonly Judged[] =>
  drawn({ ...truth, past: 0, zones: false, clump, ...changes }, seed).map(({ minute, metrics }) => {
    const { canary, baseline } = metrics['errors']!
    return { slot: minute + 1, split: { canary, baseline, usual: canary.x + baseline.x } }
  })
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length
const seeds = Array.from({ length: 20 }, (_, i) => i + 1)

test('the spread over cells is that of Pearson, weighted by the number of bad requests', () => {
  // Expected 2, 2, 2: chi-square (4 + 1 + 1) / 2 = 3, times 6.
  expect(evenSpread([counts(100, 4), counts(100, 1), counts(100, 1)])).toMatchObject({ found: (3 * 6) / (1 - 0.02), expected: 12 })
  expect(evenSpread([counts(100, 4), counts(0, 0)]).expected).toBe(0)
})

test('an estimate is enlarged where there are clumps, and its noise taken off where there are none', () => {
  expect(cautious(0.8, 0.1)).toBe(1)
  expect(cautious(1.08, 0.1)).toBe(1)
  expect(cautious(3, 0.1)).toBeCloseTo(3 + 2 * 0.128 - 0.1)
})

describe('of the past', () => {
  test.each([
    [1, 1, 1.1],
    [3, 2.9, 3.9],
    [7, 6.5, 9.5],
  ])('clumps of %i are seen between zones', (clump, least, most) => {
    const found = mean(seeds.map((seed) => pastOf(clump, seed)!))
    expect(found).toBeGreaterThanOrEqual(least)
    expect(found).toBeLessThanOrEqual(most)
  })

  test.each([
    [1, 1, 1.15],
    [7, 6.5, 10.5],
  ])('clumps of %i are seen from minute to minute, where there are no zones', (clump, least, most) => {
    const found = mean(seeds.map((seed) => pastOf(clump, seed, { zones: false })!))
    expect(found).toBeGreaterThanOrEqual(least)
    expect(found).toBeLessThanOrEqual(most)
  })

  test('a level that shifts once hardly counts', () => {
    const quiet = drawn({ ...truth, zones: false }, 4).filter(({ minute }) => minute < -60)
    const busy = drawn({ ...truth, zones: false, base: 0.002 }, 5).filter(({ minute }) => minute < 0 && minute >= -60)
    expect(pastOverdispersion([...quiet, ...busy], 'errors')).toBeLessThan(1.3)
  })

  test('too little of it is no estimate', () => {
    expect(pastOverdispersion(rowsOf(times(120, [0, 0, 300, 0] as const), -120), 'errors')).toBeUndefined()
    expect(pastOverdispersion(rowsOf([[0, 0, 300, 30]], -1), 'errors')).toBeUndefined()
    expect(pastOverdispersion([], 'errors')).toBeUndefined()
  })
})

describe('of the rows', () => {
  test('without a past a first interval says nothing: clumps are assumed', () => {
    expect(overdispersionOf([], undefined)).toBeGreaterThan(4)
    expect(overdispersionOf(historyOf(1, 1).slice(0, 1), undefined)).toBeGreaterThan(4)
  })

  test('none are learned soon, also of a canary that is three times as bad', () => {
    for (const ratio of [1, 3]) {
      const found = seeds.map((seed) => overdispersionOf(historyOf(1, seed, { ratio }).slice(0, 12), undefined))
      expect(found.filter((value) => value <= 1.15).length).toBeGreaterThan(12)
    }
  })

  test.each([3, 7])('clumps of %i are learned', (clump) => {
    const found = mean(seeds.map((seed) => overdispersionOf(historyOf(clump, seed), undefined)))
    expect(found).toBeGreaterThan(clump)
    expect(found).toBeLessThan(clump * 1.6)
  })

  test('a fault that begins late is no clump', () => {
    const late = [...historyOf(1, 3).slice(0, 20), ...historyOf(1, 4, { ratio: 50 }).slice(20, 26)]
    expect(overdispersionOf(late, 1)).toBeLessThan(4)
  })

  test('a brown-out of both arms is none', () => {
    const brown = [...historyOf(1, 3).slice(0, 20), ...historyOf(1, 4, { base: 0.02 }).slice(20, 26), ...historyOf(1, 3).slice(26, 40)]
    expect(overdispersionOf(brown, undefined)).toBeLessThan(5)
  })

  test('what was frozen is raised where the split of the rows contradicts it, never lowered', () => {
    expect(overdispersionOf(historyOf(1, 2), 5)).toBe(5)
    expect(mean(seeds.map((seed) => overdispersionOf(historyOf(7, seed), 1)))).toBeGreaterThan(4)
    expect(mean(seeds.map((seed) => overdispersionOf(historyOf(1, seed), 1)))).toBeLessThan(1.1)
  })

  test('zones in the rows say the more', () => {
    const judged = historyOf(1, 2)
    const zoned = judged.map((each) => ({ ...each, zones: evenSpread([counts(3_000, 9), counts(3_000, 0), counts(3_500, 0)]) }))
    expect(overdispersionOf(zoned, 1)).toBeGreaterThan(5)
  })

  test('a value stays while the new one is hardly smaller', () => {
    const history = historyOf(3, 5)
    const fresh = overdispersionOf(history, undefined)
    expect(overdispersionOf(history, undefined, fresh * 1.1)).toBe(fresh * 1.1)
    expect(overdispersionOf(history, undefined, fresh * 2)).toBe(fresh)
    expect(overdispersionOf(history, undefined, 1)).toBe(fresh)
  })
})
