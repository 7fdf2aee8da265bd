import type { ComparedMetric, Counts, Row } from './model.ts'

/** Intervals in a row without a request on the canary that are one too many. */
const silent = 4

/**
 * Whether the canary got nothing for more than three intervals in which it should have got some: ten requests by its share so far. Where it never had any, a
 * thousand of the baseline's say enough: the smallest weight there is would have brought one.
 */
export function canaryIsSilent(rows: readonly Row[], members: readonly string[]): boolean {
  const last = rows.slice(-silent)
  const sum = (of: readonly Row[], arm: 'canary' | 'baseline'): number => of.reduce((all, row) => all + total(row, members, arm), 0)
  if (last.length < silent || last.some((row) => total(row, members, 'canary') > 0)) return false
  const canary = sum(rows, 'canary')
  const missed = sum(last, 'baseline')
  return canary === 0 ? missed >= 1_000 : (missed * canary) / sum(rows, 'baseline') >= 10
}

/** Requests of an arm: metrics may count differently, so the largest. */
export function total(row: Row, members: readonly string[], arm: 'canary' | 'baseline'): number {
  return Math.max(0, ...members.map((name) => row.metrics[name]?.[arm].n ?? 0))
}

/** Intervals back to which a canary with few requests is looked at as a whole. */
const furthest = 10
const leastRequests = 5
/** A chance so small for each look that all looks of a plan together hardly add to alpha. */
const tiny = 1e-4
/** Where nothing is known about how bad requests clump, assume much. */
const unknownOverdispersion = 10

/**
 * The newest intervals in which the canary answered nothing well, if they are no chance: at least five requests, less than half of the
 * baseline's bad, and so improbable with the baseline's share that clumped errors do not explain them either. With overdispersion phi a clump
 * covers the canary's n requests of an interval with probability share * ((phi - 1) / phi)^(n - 1) at most (a negative binomial's tail).
 */
export function zeroSuccess(rows: readonly Row[], member: string, overdispersion: number | undefined): Counts | undefined {
  const phi = Math.max(1, overdispersion ?? unknownOverdispersion)
  let canary = { n: 0, x: 0 }
  let baseline = { n: 0, x: 0 }
  const sizes: number[] = []
  for (const row of rows.slice(-furthest).reverse()) {
    const sample = row.metrics[member]
    if (!sample) continue
    if (sample.canary.x < sample.canary.n) break
    canary = added(canary, sample.canary)
    baseline = added(baseline, sample.baseline)
    if (sample.canary.n > 0) sizes.push(sample.canary.n)
    if (canary.n < leastRequests || baseline.n === 0 || baseline.x * 2 >= baseline.n) continue
    const share = (baseline.x + 0.5) / (baseline.n + 1)
    const chance = sizes.reduce((product, n) => product * Math.max(share ** n, share * ((phi - 1) / phi) ** (n - 1)), 1)
    if (chance <= tiny) return canary
  }
  return undefined
}

const recent = 3
const farAbove = 5
const leastShare = 0.01
const leastBad = 10

/** The baseline's recent counts, where they are far worse than normal: five times the odds, at least 1 % and ten bad requests. */
export function baselineFails(
  rows: readonly Row[],
  metric: ComparedMetric,
  member: string,
  normal: number | undefined,
): Counts | undefined {
  if (!metric.failures && !metric.required) return undefined
  const counts = rows.flatMap((row) => row.metrics[member]?.baseline ?? [])
  const usual = normal ?? median(counts.slice(0, -recent).flatMap(({ n, x }) => (n > 0 ? [x / n] : [])))
  if (usual === undefined) return undefined
  const now = counts.slice(-recent).reduce(added, { n: 0, x: 0 })
  const share = now.n > 0 ? now.x / now.n : 0
  return now.x >= leastBad && share >= leastShare && share * (1 - usual) >= farAbove * usual * (1 - share) ? now : undefined
}

function median(values: readonly number[]): number | undefined {
  return values.length < recent ? undefined : [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}

function added(a: Counts, b: Counts): Counts {
  return { n: a.n + b.n, x: a.x + b.x }
}
