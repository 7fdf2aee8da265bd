import { zonesOf } from './counts.ts'
import type { Counts, Row } from './model.ts'

/** Squares of how bad requests spread over cells, and what independent requests would give: their quotient estimates the overdispersion. */
export interface Spread {
  readonly found: number
  readonly expected: number
}

/**
 * Pearson's chi-square of the bad requests over cells that should have equal shares of them, times their number. The number as weight makes
 * the quotient of sums unbiased where clumps are few: a minute with a single bad request says nothing about clumps, and counts little.
 */
export function spreadOf(cells: readonly Counts[]): Spread {
  const used = cells.filter(({ n }) => n > 0)
  const requests = used.reduce((sum, { n }) => sum + n, 0)
  const bad = used.reduce((sum, { x }) => sum + x, 0)
  if (used.length < 2 || bad === 0 || bad === requests) return { found: 0, expected: 0 }
  const squares = used.reduce((sum, { n, x }) => sum + ((x - (bad * n) / requests) ** 2 * requests) / n, 0)
  return { found: squares / (1 - bad / requests), expected: (used.length - 1) * bad }
}

export interface Estimate {
  readonly value: number
  /** Degrees of freedom it is worth, by its own variation: few large clumps are worth few. */
  readonly freedom: number
}

/** The quotient of sums; undefined without a single bad request. */
export function estimateOf(spreads: readonly Spread[], nominal: number): Estimate | undefined {
  const found = spreads.reduce((sum, each) => sum + each.found, 0)
  const expected = spreads.reduce((sum, each) => sum + each.expected, 0)
  if (expected === 0) return undefined
  const value = found / expected
  const error = spreads.reduce((sum, each) => sum + (each.found - value * each.expected) ** 2, 0) / expected ** 2
  return { value, freedom: Math.min(nominal, error > 0 ? (2 * value ** 2) / error : nominal) }
}

/** Of one member of the baseline's past: from its zones where there are any, else from neighbouring intervals. */
export function pastOverdispersion(rows: readonly Row[], member: string): number | undefined {
  const samples = rows.flatMap((row) => row.metrics[member] ?? [])
  const zones = samples.flatMap((sample) => zonesOf(sample) ?? [])
  const split = samples.flatMap((sample) => {
    const own = zonesOf(sample)
    return own ? [spreadOf(own)] : []
  })
  if (zones.length > 0) return safely(estimateOf(split, zones.length - split.length))
  const neighbours = samples.slice(1).map((sample, i) => spreadOf([samples[i]!.baseline, sample.baseline]))
  return safely(estimateOf(neighbours, (neighbours.length * 2) / 3))
}

function safely(estimate: Estimate | undefined): number | undefined {
  if (!estimate || estimate.freedom < 5) return undefined
  return Math.max(1, estimate.value * (1 + 3 / estimate.freedom))
}
