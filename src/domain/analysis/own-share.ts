import { betaBinomial, binomial, type Law, logSumExp } from './distributions.ts'
import type { MemberPlan } from './members.ts'
import type { Counts } from './model.ts'
import { advance, type Course, start } from './sequential.ts'

/**
 * Whether the canary's own share of bad requests is shown to be below `limit`: the PASS of a metric whose bad requests are so rare that no ratio of them could be
 * told, and none would harm. The same two tests as elsewhere, from the side of PASS: of Binomial(n, limit), exact and group-sequential, or a mixture of the
 * likelihoods of smaller shares over that of the limit. Each interval is taken by the overdispersion known at its look.
 */
export interface OwnShare {
  readonly limit: number
  readonly bad: number
  readonly course: Course
  /** ln of the likelihood of each smaller share over that of the limit. */
  readonly logs: readonly number[]
  readonly boundary?: number
  readonly crossed: boolean
}

const smaller = Array.from({ length: 19 }, (_, i) => 0.05 * (i + 1))
const leastClumping = 0.02

export function newOwnShare(limit: number): OwnShare {
  return { limit, bad: 0, course: start, logs: smaller.map(() => 0), crossed: false }
}

/** One more interval, the `slot`-th of the plan. */
export function taken(before: OwnShare, { beta, looks }: MemberPlan, { n, x }: Counts, slot: number, overdispersion: number): OwnShare {
  const { limit } = before
  const bad = before.bad + x
  const logs = smaller.map(
    (part, i) => before.logs[i]! + (x * Math.log(part) + (n - x) * Math.log((1 - part * limit) / (1 - limit))) / overdispersion,
  )
  const logE = logSumExp(logs) - Math.log(smaller.length)
  const { course, boundary } =
    beta.sequential > 0
      ? advance(before.course, lawOf(n, limit, overdispersion), beta.sequential * Math.min(1, slot / looks), 'lower')
      : { course: before.course, boundary: undefined }
  const reached = (boundary !== undefined && bad <= boundary) || (beta.eProcess > 0 && logE >= Math.log(1 / beta.eProcess))
  return { limit, bad, course, logs, ...(boundary !== undefined && { boundary }), crossed: before.crossed || reached }
}

/** Spreads `overdispersion` times as far as the binomial, where so many requests can. */
function lawOf(n: number, share: number, overdispersion: number): Law {
  if (overdispersion <= 1 || n < 2) return binomial(n, share)
  const clumping = Math.max(leastClumping, (n - overdispersion) / (overdispersion - 1))
  return betaBinomial(n, share * clumping, (1 - share) * clumping)
}

/** Requests without a bad one that show it in the `slot`-th interval: early looks may spend little of beta. */
export function requestsNeeded(limit: number, { beta, looks }: Pick<MemberPlan, 'beta' | 'looks'>, slot: number): number {
  const spent = beta.sequential > 0 ? beta.sequential * Math.min(1, Math.max(1, slot) / looks) : beta.eProcess / smaller.length
  return Math.ceil(Math.log(1 / spent) / -Math.log(1 - limit))
}
