import { logSumExp } from './distributions.ts'
import { logLikelihoodRatios, type Split } from './split.ts'

/**
 * A test martingale: the likelihood of ratios that are worse (or better) than `null`, mixed, over that of `null`. Whatever the ratio on the
 * side of `null`, it reaches 1 / alpha with probability alpha at most, however long one goes on and whatever one does in between (Ville).
 * So plans may be extended, weights may follow the data, and steps may end early.
 */
export interface EProcess {
  readonly null: number
  readonly alternatives: readonly number[]
  /** Later starts: a fault that begins late is not diluted by the good minutes before it. Half of the weight is on the first start. */
  readonly restarts: { readonly count: number; readonly every: number }
  /** ln of the likelihood ratio of each alternative, from each start that has begun; the first start first. */
  readonly logs: readonly Float64Array[]
  readonly logE: number
}

/** The restarts of the mixture: one every so many minutes of the declared plan. */
export const restartMinutes = 5

const size = 30

/** Against `null` or better: the alternatives are 1.1 to 10 times as bad. */
export function worseThan(limit: number, restarts: EProcess['restarts'] = { count: 0, every: 1 }): EProcess {
  return begin(limit, spaced(limit * 1.1, limit * 10), restarts)
}

/** Against `null` or worse: the alternatives are 0.05 to 0.95 times as bad. It has no restarts: a canary that was bad does not pass soon. */
export function betterThan(limit: number): EProcess {
  return begin(limit, spaced(limit * 0.05, limit * 0.95), { count: 0, every: 1 })
}

export function begin(limit: number, alternatives: readonly number[], restarts: EProcess['restarts']): EProcess {
  return { null: limit, alternatives, restarts, logs: [new Float64Array(alternatives.length)], logE: 0 }
}

/** One more interval, which is the `slot`-th of the plan, counted from 1. Intervals between that were not judged change nothing. */
export function observe(evidence: EProcess, split: Split, slot: number, overdispersion: number): EProcess {
  const { alternatives, restarts } = evidence
  const gain = logLikelihoodRatios(split, alternatives, evidence.null, overdispersion)
  const begun = 1 + Math.min(restarts.count, Math.floor((slot - 1) / restarts.every))
  const logs = Array.from({ length: Math.max(begun, evidence.logs.length) }, (_, start) => {
    const before = evidence.logs[start]
    return Float64Array.from(gain, (value, j) => (before?.[j] ?? 0) + value)
  })
  return { ...evidence, logs, logE: mixture(logs, restarts.count, alternatives.length) }
}

/** 1/2 of the first start and 1/2 spread over all others, begun or not: one that has not begun is 1. */
function mixture(logs: readonly Float64Array[], restarts: number, alternatives: number): number {
  const each = logs.map((own) => logSumExp(own) - Math.log(alternatives))
  if (restarts === 0) return each[0]!
  const waiting = restarts - (logs.length - 1)
  const later = each.slice(1).map((log) => log + Math.log(0.5 / restarts))
  return logSumExp([each[0]! + Math.log(0.5), ...later, ...(waiting > 0 ? [Math.log((0.5 * waiting) / restarts)] : [])])
}

function spaced(from: number, to: number): readonly number[] {
  return Array.from({ length: size }, (_, i) => from * (to / from) ** (i / (size - 1)))
}
