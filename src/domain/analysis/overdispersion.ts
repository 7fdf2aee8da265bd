import { zonesOf } from './counts.ts'
import type { Counts, Row } from './model.ts'

/** How far bad requests are from being spread evenly over cells, as sums that can be added up: `found / expected` is an overdispersion. */
export interface Spread {
  readonly found: number
  /** Of independent requests. */
  readonly expected: number
  /** Variance of `found` for independent requests. */
  readonly noise: number
}

export interface Cell {
  readonly x: number
  /** Its part of the bad requests, were they spread evenly. */
  readonly part: number
}

export const noSpread: Spread = { found: 0, expected: 0, noise: 0 }

/**
 * Pearson's chi-square of the bad requests over cells, times their number; `share` is that of bad requests among all. With the number as weight the
 * quotient of sums is unbiased where clumps are few: a minute with a single bad request says nothing about clumps, and counts little.
 * `noise` is Haldane's variance of chi-square (1937), which is large where a cell has next to nothing.
 */
export function spreadOf(cells: readonly Cell[], share: number): Spread {
  const used = cells.filter(({ part }) => part > 0)
  const bad = used.reduce((sum, { x }) => sum + x, 0)
  if (used.length < 2 || bad === 0 || share >= 1) return noSpread
  const squares = used.reduce((sum, { x, part }) => sum + (x - bad * part) ** 2 / part, 0)
  const rare = used.reduce((sum, { part }) => sum + 1 / part, 0) - used.length ** 2 - 2 * used.length + 2
  const freedom = used.length - 1
  return { found: squares / (1 - share), expected: freedom * bad, noise: bad * (bad * 2 * freedom + Math.max(0, rare)) }
}

/** Over cells whose rates are the same. */
export function evenSpread(counts: readonly Counts[]): Spread {
  const n = counts.reduce((sum, each) => sum + each.n, 0)
  if (n === 0) return noSpread
  const x = counts.reduce((sum, each) => sum + each.x, 0)
  return spreadOf(
    counts.map((each) => ({ x: each.x, part: each.n / n })),
    x / n,
  )
}

/** Of neighbouring intervals: a slow change of the rate hardly shows in it. Each interval is in two pairs, so that they vary more together. */
export function neighbourSpread(before: Counts, after: Counts): Spread {
  const spread = evenSpread([before, after])
  return { ...spread, noise: spread.noise * 1.5 }
}

export function totalOf(spreads: readonly Spread[]): Spread {
  let found = 0
  let expected = 0
  let noise = 0
  for (const spread of spreads) {
    found += spread.found
    expected += spread.expected
    noise += spread.noise
  }
  return { found, expected, noise }
}

export interface Caution {
  /** How much an excess over 1 is enlarged, in relative standard errors: 1.28 is the upper end of a one-sided 90 % interval. */
  readonly more: number
  /** What is taken off, in standard errors of an overdispersion of 1. */
  readonly less: number
}

/**
 * An estimate to judge by. Too small a value raises false alarms, so what exceeds 1 is enlarged; but first the noise of an overdispersion of 1 is taken
 * off: where there are no clumps, it would cost power and protect nobody.
 */
export function cautious(value: number, error: number, { more, less }: Caution = { more: 1.28, less: 1 }): number {
  return 1 + Math.max(0, (value - 1) * (1 + more * error) - less * error)
}

/** Too few bad requests for an estimate: fewer than this many of them, or degrees of freedom they are worth. */
const leastBad = 20
const leastFreedom = 5

/** Of one member of the baseline's past: from its zones where there are any, else from neighbouring intervals. Undefined with too little. */
export function pastOverdispersion(rows: readonly Row[], member: string): number | undefined {
  const samples = rows.flatMap((row) => row.metrics[member] ?? [])
  const zones = samples.flatMap((sample) => {
    const own = zonesOf(sample)
    return own ? [evenSpread(own)] : []
  })
  const spreads = zones.length > 0 ? zones : samples.slice(1).map((sample, i) => neighbourSpread(samples[i]!.baseline, sample.baseline))
  const { found, expected, noise } = totalOf(spreads)
  if (samples.reduce((sum, { baseline }) => sum + baseline.x, 0) < leastBad || expected === 0) return undefined
  const value = found / expected
  // Its own variation tells what it is worth: few large clumps are worth few degrees of freedom.
  const seen = Math.sqrt(spreads.reduce((sum, each) => sum + (each.found - value * each.expected) ** 2, 0)) / expected
  const relative = Math.max(Math.sqrt(noise) / expected, value > 0 ? seen / value : 0)
  return relative > Math.sqrt(2 / leastFreedom) ? undefined : cautious(value, relative)
}
