import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ratioOf } from '../../../src/domain/analysis/interval.ts'
import type { Judged } from '../../../src/domain/analysis/trial.ts'
import { createRandom } from '../../fakes/random.ts'
import { type Arms, poisson, times } from './sampled.ts'

const historyOf = (arms: readonly Arms[]): readonly Judged[] =>
  arms.map(([nc, xc, nb, xb], i) => ({ slot: i + 1, split: { canary: { n: nc, x: xc }, baseline: { n: nb, x: xb }, usual: xc + xb } }))

describe('the ratio and its interval', () => {
  test('of nothing bad at all is open', () => {
    expect(ratioOf(historyOf([[500, 0, 9_500, 0]]), 0.05, 1)).toEqual({ estimate: 1, low: 0, high: Infinity })
    expect(ratioOf([], 0.05, 1)).toEqual({ estimate: 1, low: 0, high: Infinity })
  })

  test('of one arm without a bad request is open to that side', () => {
    expect(ratioOf(historyOf(times(9, [500, 0, 9_500, 100] as const)), 0.05, 1)).toMatchObject({ estimate: 0, low: 0 })
    const only = ratioOf(historyOf(times(9, [500, 5, 9_500, 0] as const)), 0.05, 1)
    expect(only).toMatchObject({ estimate: Infinity, high: Infinity })
    expect(only.low).toBeGreaterThan(10)
  })

  test('over a ramp it is what fits every interval, not what totals say', () => {
    const ramp = historyOf([
      [500, 2, 9_500, 19],
      [5_000, 4, 5_000, 2],
    ])
    expect(ratioOf(ramp, 0.05, 1).estimate).toBeCloseTo(2.05, 1)
  })

  test('is narrower with more rows, wider with a smaller alpha and with clumps', () => {
    const few = historyOf(times(5, [500, 2, 9_500, 19] as const))
    const more = historyOf(times(50, [500, 2, 9_500, 19] as const))
    const width = (history: readonly Judged[], alpha: number, overdispersion: number): number => {
      const { low, high } = ratioOf(history, alpha, overdispersion)
      return high / low
    }
    expect(width(more, 0.05, 1)).toBeLessThan(width(few, 0.05, 1))
    expect(width(more, 0.01, 1)).toBeGreaterThan(width(more, 0.05, 1))
    expect(width(more, 0.05, 3)).toBeGreaterThan(width(more, 0.05, 1))
  })

  test('always holds its estimate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 999 }), fc.nat(20), fc.integer({ min: 1, max: 9_999 }), fc.nat(50)), { maxLength: 8 }),
        (each) => {
          const { estimate, low, high } = ratioOf(historyOf(each), 0.05, 1)
          expect(low).toBeLessThanOrEqual(estimate)
          expect(high).toBeGreaterThanOrEqual(estimate)
        },
      ),
      { numRuns: 100 },
    )
  })

  test('holds the truth at all looks together', () => {
    const random = createRandom(7)
    let missed = 0
    for (let run = 0; run < 150; run += 1) {
      const arms = Array.from({ length: 30 }, (): Arms => [500, poisson(1, random), 9_500, poisson(9.5, random)])
      const wrong = [1, 2, 5, 10, 20, 30].some((looks) => {
        const { low, high } = ratioOf(historyOf(arms.slice(0, looks)), 0.05, 1)
        return low > 2 || high < 2
      })
      if (wrong) missed += 1
    }
    expect(missed / 150).toBeLessThanOrEqual(0.05)
  })
})
