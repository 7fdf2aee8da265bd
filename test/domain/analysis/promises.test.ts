import { describe, expect, test } from 'vitest'
import { replay } from '../../../src/domain/analysis/analyst.ts'
import type { AnalysisSpec } from '../../../src/domain/analysis/model.ts'
import { drawn, specOf, type Truth } from './sampled.ts'

// The benchmark measures these at length; here a few hundred runs see a fault that is no hair's breadth.
const truth: Truth = { requests: 10_000, base: 0.001, weight: 5, ratio: 1, clump: 1 }
const withPast = { past: 120, zones: true }

function minutes(given: Truth, runs: number, verdict: 'fail' | 'pass', spec: AnalysisSpec): readonly number[] {
  return Array.from({ length: runs }, (_, seed) => {
    const at = replay(spec, drawn(given, 1_000 + seed)).findIndex((look) => look.verdict === verdict)
    return at < 0 ? Infinity : at + 1
  })
}
const share = (found: readonly number[]): number => found.filter((minute) => minute < Infinity).length / found.length
const median = (found: readonly number[]): number => [...found].sort((a, b) => a - b)[Math.floor(found.length / 2)]!
/** Three standard errors above what is promised. */
const most = (promised: number, runs: number): number => promised + 3 * Math.sqrt((promised * (1 - promised)) / runs)

describe.each([
  ['with a past', withPast],
  ['without one', {}],
])('a canary as good as its baseline, %s', (_, past) => {
  test.each([
    [1, 10_000, 5],
    [3, 10_000, 5],
    [7, 10_000, 5],
    [7, 300, 25],
    [3, 1_000, 25],
  ])('is failed with alpha at most: clumps of %i, %i requests a minute, weight %i', (clump, requests, weight) => {
    const found = minutes(
      { ...truth, ...past, clump, requests, weight, base: requests < 10_000 ? 0.01 : 0.001 },
      150,
      'fail',
      specOf({}, { margin: 1 }),
    )
    expect(share(found)).toBeLessThanOrEqual(most(0.05, 100))
  })
})

test('by an e-process as well', () => {
  const found = minutes({ ...truth, ...withPast, clump: 3 }, 100, 'fail', specOf({ design: 'extendable', looks: 20 }, { margin: 1 }))
  expect(share(found)).toBeLessThanOrEqual(most(0.05, 100))
})

describe.each([
  ['with a past', withPast],
  ['without one', {}],
])('a canary that is worse, %s', (_, past) => {
  test('three times: in minutes', () => {
    expect(median(minutes({ ...truth, ...past, ratio: 3 }, 100, 'fail', specOf({}, { margin: 1 })))).toBeLessThanOrEqual(9)
    expect(median(minutes({ ...truth, ...past, ratio: 3 }, 100, 'fail', specOf()))).toBeLessThanOrEqual(12)
  })

  test('twice: nearly always, and hardly ever passed', () => {
    expect(share(minutes({ ...truth, ...past, ratio: 2 }, 100, 'fail', specOf({}, { margin: 1 })))).toBeGreaterThanOrEqual(0.95)
    expect(share(minutes({ ...truth, ...past, ratio: 2 }, 100, 'pass', specOf()))).toBeLessThanOrEqual(most(0.05, 100))
  })
})
