import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betaBinomial, binomial, hypergeometric, type Law, logGamma } from '../../../src/domain/analysis/distributions.ts'
import { advance, type Course, start } from '../../../src/domain/analysis/sequential.ts'
import { logLikelihoodRatio, type Split, splitLaw } from '../../../src/domain/analysis/split.ts'

const mass = ({ mass: all }: Law): number => all.reduce((sum, each) => sum + each, 0)
const mean = ({ low, mass: all }: Law): number => all.reduce((sum, each, i) => sum + each * (low + i), 0)
const variance = (law: Law): number => {
  const middle = mean(law)
  return law.mass.reduce((sum, each, i) => sum + each * (law.low + i - middle) ** 2, 0)
}
const splitOf = (nc: number, xc: number, nb: number, xb: number, usual = xc + xb): Split => {
  return { canary: { n: nc, x: xc }, baseline: { n: nb, x: xb }, usual }
}

describe('laws', () => {
  test('add up to 1 and have the mean and variance that they should, from one trial to a hundred thousand', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }), (trials, share) => {
        const law = binomial(trials, share)
        expect(mass(law)).toBeCloseTo(1, 12)
        expect(mean(law) / (trials * share)).toBeCloseTo(1, 9)
        expect(variance(law) / (trials * share * (1 - share))).toBeCloseTo(1, 9)
      }),
      { numRuns: 50 },
    )
  })

  test('the beta-binomial, from U-shaped to nearly binomial', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3_000 }),
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        fc.double({ min: 0.02, max: 5_000, noNaN: true }),
        (trials, share, sum) => {
          const law = betaBinomial(trials, share * sum, (1 - share) * sum)
          expect(mass(law)).toBeCloseTo(1, 10)
          expect(mean(law) / (trials * share)).toBeCloseTo(1, 7)
          expect(variance(law) / ((trials * share * (1 - share) * (trials + sum)) / (1 + sum))).toBeCloseTo(1, 6)
        },
      ),
      { numRuns: 80 },
    )
  })

  test('the hypergeometric with odds 1, and with others by all ways there are', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k)
    for (const odds of [1, 0.4, 3]) {
      const weights = Array.from({ length: 6 }, (_, k) => (k >= 1 ? choose(8, k) * choose(4, 5 - k) * odds ** k : 0))
      const sum = weights.reduce((total, each) => total + each, 0)
      const law = hypergeometric(8, 4, 5, odds)
      expect(law.low).toBe(1)
      for (const [i, each] of law.mass.entries()) expect(each).toBeCloseTo(weights[law.low + i]! / sum, 12)
    }
  })

  test('logGamma', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13)
    expect(logGamma(101)).toBeCloseTo(363.73937555556349, 10)
  })
})

describe('how bad requests are split', () => {
  test('rare ones by the binomial of the measured requests', () => {
    const law = splitLaw(splitOf(500, 2, 9_500, 18), 2, 1)
    expect(mean(law)).toBeCloseTo((20 * 1_000) / 10_500, 9)
  })

  test('frequent ones by odds: as the hypergeometric, tighter than the binomial', () => {
    const split = splitOf(500, 250, 500, 250)
    expect(variance(splitLaw(split, 1, 1))).toBeCloseTo((500 * 0.25 * 500) / 999, 6)
    expect(variance(splitLaw(split, 1, 1.1))).toBeCloseTo((500 * 0.25 * 500) / 999, 6)
  })

  test('in clumps by a law that spreads so many times as far, at the usual number and below it', () => {
    for (const [bad, usual] of [
      [40, 400],
      [400, 400],
      [1_600, 400],
    ] as const) {
      const split = splitOf(500, 0, 9_500, bad, usual)
      const times = variance(splitLaw(split, 1, 3)) / variance(splitLaw(split, 1, 1))
      expect(times).toBeGreaterThan(2.99)
      expect(times).toBeLessThan(3.1 * Math.max(1, bad / usual))
    }
    const frequent = splitOf(500, 250, 500, 250)
    expect(variance(splitLaw(frequent, 1, 4)) / variance(splitLaw(frequent, 1, 1))).toBeCloseTo(4, 0)
  })

  test('says nothing where an arm had no request, or nothing was bad', () => {
    for (const split of [splitOf(0, 0, 9_500, 10), splitOf(500, 3, 0, 0), splitOf(500, 0, 9_500, 0)]) {
      expect(splitLaw(split, 1.25, 3).mass).toEqual(Float64Array.of(1))
      expect(logLikelihoodRatio(split, 3, 1.25, 3)).toBe(0)
    }
  })

  test('is likelier under the ratio that it shows, whatever the form', () => {
    for (const [split, overdispersion] of [
      [splitOf(500, 6, 9_500, 36), 1],
      [splitOf(500, 6, 9_500, 36), 4],
      [splitOf(500, 300, 9_500, 3_200), 1],
      [splitOf(500, 300, 9_500, 3_200), 4],
    ] as const) {
      expect(logLikelihoodRatio(split, 3, 1, overdispersion)).toBeGreaterThan(0)
      expect(logLikelihoodRatio(split, 0.3, 1, overdispersion)).toBeLessThan(0)
    }
  })

  test.each([
    ['clumped', splitOf(40, 0, 160, 12), 3],
    ['frequent', splitOf(40, 20, 60, 30), 1],
  ])('%s: the expected likelihood ratio is 1 in every interval', (_, { canary, baseline, usual }, overdispersion) => {
    const bad = canary.x + baseline.x
    const law = splitLaw({ canary, baseline, usual }, 1.25, overdispersion)
    let sum = 0
    for (const [i, each] of law.mass.entries()) {
      const x = law.low + i
      sum += each * Math.exp(logLikelihoodRatio(splitOf(canary.n, x, baseline.n, bad - x, usual), 2.5, 1.25, overdispersion))
    }
    expect(sum).toBeCloseTo(1, 8)
  })
})

test('a wide law is kept coarser, and so on the safe side: never more than alpha by the exact law', () => {
  const law = binomial(40_000, 0.5)
  let coarse: Course = start
  const boundaries: number[] = []
  for (let look = 1; look <= 6; look += 1) {
    const taken = advance(coarse, law, (0.05 * look) / 6, 'upper')
    coarse = taken.course
    boundaries.push(taken.boundary!)
  }
  expect(coarse.grain).toBeGreaterThan(1)
  // The chance to cross at the last look alone, by the normal law, which is exact enough at a variance of 60,000.
  const z = (boundaries.at(-1)! - 0.5 - 120_000) / Math.sqrt(60_000)
  expect(z).toBeGreaterThan(1.7)
  expect(z).toBeLessThan(2.1)
  expect(coarse.spent).toBeGreaterThan(0.048)
  expect(coarse.spent).toBeLessThanOrEqual(0.05)
})
