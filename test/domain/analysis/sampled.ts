import type { AnalysisSpec, ComparedMetric, Counts, Row, Sample } from '../../../src/domain/analysis/model.ts'
import { createRandom } from '../../fakes/random.ts'

/** What a team gets that sets nothing: one metric, an hour, no warm-up. */
export const errors: ComparedMetric = {
  ...{ name: 'errors', alphaShare: 1, margin: 1.25, harm: 2, required: true, overdispersion: 'auto', failures: true },
}

export function specOf(changes: Partial<AnalysisSpec> = {}, metric: Partial<ComparedMetric> = {}): AnalysisSpec {
  const metrics = [{ ...errors, ...metric }]
  return { metrics, alpha: 0.05, beta: 0.05, periodMs: 60_000, looks: 60, warmUp: 0, floor: 5, design: 'declared', ...changes }
}

export function counts(n: number, x: number): Counts {
  return { n, x }
}

/** Canary and baseline: requests and bad ones of each. */
export type Arms = readonly [nc: number, xc: number, nb: number, xb: number]

export function sample([nc, xc, nb, xb]: Arms): Sample {
  return { canary: counts(nc, xc), baseline: counts(nb, xb) }
}

/** Rows of one metric from a minute on. */
export function rowsOf(arms: readonly Arms[], from = 0, name = 'errors'): readonly Row[] {
  return arms.map((each, i) => ({ minute: from + i, metrics: { [name]: sample(each) } }))
}

export function times<T>(count: number, value: T): readonly T[] {
  return Array.from({ length: count }, () => value)
}

export interface Truth {
  readonly requests: number
  readonly base: number
  /** Percent on the canary; none before minute 0. */
  readonly weight: number
  readonly ratio: number
  /** Mean size of clumps: 1 is independent. All clumps are of this size. */
  readonly clump: number
  /** Minutes of the past, and whether it is split into three zones. */
  readonly past?: number
  readonly zones?: boolean
}

/** An hour of rows with their past, drawn from a truth: bad requests in clumps, each arm (and zone) for itself. */
export function drawn(truth: Truth, seed: number): readonly Row[] {
  const random = createRandom(seed)
  const { requests, base, weight, ratio, clump, past = 0, zones = false } = truth
  const bad = (n: number, rate: number): number => Math.min(n, clump * poisson((n * rate) / clump, random))
  return Array.from({ length: past + 60 }, (_, i) => {
    const minute = i - past
    const n = minute < 0 ? 0 : Math.round((requests * weight) / 100)
    const parts = zones ? times(3, Math.round((requests - n) / 3)) : [requests - n]
    const split = parts.map((part) => counts(part, bad(part, base)))
    const baseline = split.reduce((sum, each) => counts(sum.n + each.n, sum.x + each.x), counts(0, 0))
    return { minute, metrics: { errors: { canary: counts(n, bad(n, base * ratio)), baseline, ...(zones && { zones: split }) } } }
  })
}

/** By inversion; by halves where the mean is large. */
export function poisson(mean: number, random: () => number): number {
  if (mean > 30) return poisson(mean / 2, random) + poisson(mean / 2, random)
  let left = random()
  let mass = Math.exp(-mean)
  let value = 0
  while (left > mass && value < 1_000) {
    left -= mass
    value += 1
    mass *= mean / value
  }
  return value
}
