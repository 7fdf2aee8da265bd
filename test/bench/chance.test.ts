import { describe, expect, it } from 'vitest'
import { betaBinomial, chance, type Chance, logFactorial, logGamma, negativeBinomial } from '../../bench/analysis/chance.ts'
import { normalTail } from '../../bench/analysis/latency.ts'

const draws = 40_000

/** Chi-square of drawn counts against a law, over cells that are expected at least 20 times. */
function chiSquare(draw: () => number, mass: (k: number) => number): { readonly value: number; readonly cells: number } {
  const seen = new Map<number, number>()
  for (let at = 0; at < draws; at++) {
    const k = draw()
    seen.set(k, (seen.get(k) ?? 0) + 1)
  }
  let [value, cells, restExpected, restSeen] = [0, 0, draws, draws]
  for (let k = 0; k < 5_000; k++) {
    const expected = draws * mass(k)
    if (expected < 20) continue
    const count = seen.get(k) ?? 0
    value += (count - expected) ** 2 / expected
    restExpected -= expected
    restSeen -= count
    cells++
  }
  if (restExpected > 20) value += (restSeen - restExpected) ** 2 / restExpected
  return { value, cells }
}

function binomialMass(n: number, p: number): (k: number) => number {
  return (k) => (k > n ? 0 : Math.exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p)))
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}

type Law = readonly [name: string, draw: (chance: Chance) => number, mass: (k: number) => number]

const laws: readonly Law[] = [
  ...[0.3, 4, 9.9, 10.1, 60, 900].map((mean): Law => [
    `Poisson ${mean}`,
    (c) => c.poisson(mean),
    (k) => Math.exp(k * Math.log(mean) - mean - logFactorial(k)),
  ]),
  ...(
    [
      [1, 0.3],
      [500, 0.001],
      [500, 0.05],
      [9_500, 0.01],
      [40, 0.9],
      [700, 0.5],
    ] as const
  ).map(([n, p]): Law => [`binomial ${n} ${p}`, (c) => c.binomial(n, p), binomialMass(n, p)]),
  ...(
    [
      [0.5, 3],
      [9.5, 7],
      [50, 3],
    ] as const
  ).map(([mean, phi]): Law => {
    const size = mean / (phi - 1)
    const law = (k: number): number =>
      Math.exp(logGamma(k + size) - logGamma(size) - logFactorial(k) - size * Math.log(phi) + k * Math.log((phi - 1) / phi))
    return [`negative binomial ${mean} ${phi}`, (c) => negativeBinomial(c, mean, phi), law]
  }),
  (() => {
    const [n, p, phi] = [200, 0.4, 3]
    const size = (n - phi) / (phi - 1)
    const law = (k: number): number =>
      k > n
        ? 0
        : Math.exp(
            logFactorial(n) -
              logFactorial(k) -
              logFactorial(n - k) +
              logBeta(k + size * p, n - k + size * (1 - p)) -
              logBeta(size * p, size * (1 - p)),
          )
    return ['beta-binomial 200 0.4 3', (c) => betaBinomial(c, n, p, phi), law] satisfies Law
  })(),
]

describe('chance', () => {
  it.each(laws)('draws from its law: %s', (name, draw, mass) => {
    const source = chance(`law ${name}`)
    const { value, cells } = chiSquare(() => draw(source), mass)
    // 4 standard deviations of a chi-square.
    expect(value).toBeLessThan(cells + 4 * Math.sqrt(2 * cells) + 4)
  })

  it('has the moments of a beta-binomial and of a gamma', () => {
    const source = chance('moments')
    const values = Array.from({ length: draws }, () => betaBinomial(source, 1_000, 0.3, 5))
    const mean = values.reduce((sum, value) => sum + value, 0) / draws
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws
    expect(mean).toBeCloseTo(300, -1)
    expect(variance / (1_000 * 0.3 * 0.7)).toBeGreaterThan(4.8)
    expect(variance / (1_000 * 0.3 * 0.7)).toBeLessThan(5.2)
    const gammas = Array.from({ length: draws }, () => source.gamma(0.4))
    expect(gammas.reduce((sum, value) => sum + value, 0) / draws).toBeCloseTo(0.4, 1)
  })

  it('gives the same numbers to the same seed, and others to the next', () => {
    const five = (seed: string): readonly number[] => {
      const source = chance(seed)
      return Array.from({ length: 5 }, () => source.poisson(1_000))
    }
    expect(five('run 1')).toEqual(five('run 1'))
    expect(five('run 1')).not.toEqual(five('run 2'))
  })

  it('knows the tail of the normal law and the gamma function', () => {
    expect(normalTail(1.959963984540054)).toBeCloseTo(0.025, 12)
    expect(normalTail(3.090232306167813)).toBeCloseTo(0.001, 12)
    expect(normalTail(-1)).toBeCloseTo(0.8413447460685429, 12)
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 10)
    expect(logFactorial(300)).toBeCloseTo(logGamma(301), 8)
  })
})
