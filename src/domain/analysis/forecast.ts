import { logSumExp } from './distributions.ts'
import { betterThan, type EProcess, worseThan } from './e-process.ts'
import { metricOf, planOf, type MemberPlan } from './members.ts'
import type { AnalysisSpec, Frozen } from './model.ts'
import { advance, advanceTo, type Course, type Side, start } from './sequential.ts'
import { logLikelihoodRatio, type Split, splitLaw } from './split.ts'

/** One judged interval of a plan: percent of traffic on the canary, and requests of both arms together. */
export interface PlannedInterval {
  readonly weight: number
  readonly requests: number
}

export interface Forecast {
  readonly member: string
  /** Requests in a mean interval, and the share of bad ones that is normal. */
  readonly requests: number
  readonly normal: number
  /** Of canaries that are so many times as bad: the chance to FAIL within the plan, and after how many intervals half of them have. */
  readonly caught: readonly { readonly ratio: number; readonly probability: number; readonly median?: number }[]
  /** The chance of an equal canary to PASS within the plan. */
  readonly passes: number
}

const ratios = [1.5, 2, 3, 5]

/** What is taken as known beforehand of the member that a forecast is about. */
export interface Tested {
  readonly plan: MemberPlan
  /** Of bad requests, normally. */
  readonly share: number
  readonly overdispersion: number
}

/** The member called so, else the first that was frozen; undefined where nobody knows what is normal for it. */
export function testedIn(spec: AnalysisSpec, frozen: Frozen, normal?: number, member?: string): Tested | undefined {
  const known = frozen.members.find(({ name }) => (member === undefined ? metricOf(spec, name) : name === member))
  const name = member ?? known?.name ?? spec.metrics[0]?.name
  const metric = name === undefined ? undefined : metricOf(spec, name)
  const share = normal ?? known?.normal
  if (!metric || name === undefined || share === undefined || !(share < 1)) return undefined
  const siblings = frozen.members.filter((each) => metricOf(spec, each.name) === metric).length
  const overdispersion = metric.overdispersion === 'auto' ? (known?.overdispersion ?? 1) : Math.max(1, metric.overdispersion)
  return { plan: planOf(spec, metric, name, Math.max(1, siblings)), share, overdispersion }
}

/**
 * What a plan will see of one member: the very boundaries of the tests, and the chance to cross them by the same exact convolution under another
 * ratio (adaptive plans by the mixture's first start alone, which is a little less). Traffic, share of bad requests and overdispersion are
 * taken as known.
 */
export function forecast(
  spec: AnalysisSpec,
  frozen: Frozen,
  intervals: readonly PlannedInterval[],
  normal?: number,
  member?: string,
): Forecast | undefined {
  const tested = testedIn(spec, frozen, normal, member)
  if (!tested || intervals.length === 0) return undefined
  const requests = intervals.reduce((sum, each) => sum + each.requests, 0) / intervals.length
  const caught = ratios.map((ratio) => {
    const chances = crossings(tested, intervals, ratio, 'upper')
    const median = chances.findIndex((chance) => chance >= 0.5) + 1
    return { ratio, probability: chances.at(-1)!, ...(median > 0 && { median }) }
  })
  const passes = crossings(tested, intervals, 1, 'lower').at(-1)!
  return { member: tested.plan.name, requests, normal: tested.share, caught, passes }
}

/** The chance to have crossed the boundary of a side after each interval. */
export function crossings(
  { plan, share, overdispersion: phi }: Tested,
  intervals: readonly PlannedInterval[],
  ratio: number,
  side: Side,
): readonly number[] {
  const upper = side === 'upper'
  const [limit, level] = upper ? [plan.metric.margin, plan.alpha] : [plan.metric.harm, plan.beta]
  let sequential: Course = start
  let truth: Course = start
  let mixed = upper ? worseThan(limit, plan.restarts) : betterThan(limit)
  return expectedSplits(intervals, share, ratio).map((split, i) => {
    const bounds: number[] = []
    if (level.sequential > 0) {
      const budget = level.sequential * Math.min(1, (i + 1) / plan.looks)
      const step = advance(sequential, splitLaw(split, limit, phi), budget, side)
      sequential = step.course
      if (step.boundary !== undefined) bounds.push(step.boundary)
    }
    if (level.eProcess > 0) {
      mixed = { ...mixed, logs: [withoutCanary(mixed, split, phi)] }
      const bound = boundaryOf(mixed, level.eProcess, phi, side)
      if (bound !== undefined) bounds.push(bound)
    }
    const boundary = bounds.length === 0 ? undefined : upper ? Math.min(...bounds) : Math.max(...bounds)
    truth = advanceTo(truth, splitLaw(split, ratio, phi), boundary, side)
    return truth.spent
  })
}

/** As many bad requests in each interval as are to be expected, in whole numbers: what is left over goes to the next. */
function expectedSplits(intervals: readonly PlannedInterval[], share: number, ratio: number): readonly Split[] {
  let due = 0
  let told = 0
  return intervals.map(({ weight, requests }) => {
    const canary = Math.round((requests * weight) / 100)
    const baseline = Math.max(0, Math.round(requests) - canary)
    const usual = share * (baseline + Math.min(ratio, 1 / share) * canary)
    due += usual
    const bad = Math.min(canary + baseline, Math.round(due) - told)
    told += bad
    // How they are split does not matter to a law; all on the baseline is a way to write their number down.
    const x = Math.min(bad, baseline)
    return { canary: { n: canary, x: bad - x }, baseline: { n: baseline, x }, usual }
  })
}

/** The part of the logarithms that does not depend on how many bad requests are the canary's; tempered by the overdispersion. */
function withoutCanary(mixed: EProcess, split: Split, phi: number): Float64Array {
  const none: Split = { ...split, canary: { ...split.canary, x: 0 }, baseline: { ...split.baseline, x: split.canary.x + split.baseline.x } }
  return Float64Array.from(mixed.alternatives, (ratio, j) => mixed.logs[0]![j]! + logLikelihoodRatio(none, ratio, mixed.null, 1) / phi)
}

/** The fewest (or most) bad requests on the canary with which the first start of the mixture alone reaches its level. */
function boundaryOf(mixed: EProcess, level: number, phi: number, side: Side): number | undefined {
  const enough = Math.log(1 / level) + (mixed.restarts.count > 0 ? Math.LN2 : 0)
  const evidence = (bad: number): number =>
    logSumExp(mixed.alternatives.map((ratio, j) => mixed.logs[0]![j]! + (bad * Math.log(ratio / mixed.null)) / phi)) -
    Math.log(mixed.alternatives.length)
  if (side === 'lower') {
    if (evidence(0) < enough) return undefined
    return bisected((bad) => evidence(bad) < enough) - 1
  }
  return bisected((bad) => evidence(bad) >= enough)
}

/** The first whole number for which it holds, when it holds for all larger ones. */
function bisected(holds: (value: number) => boolean): number {
  let low = 0
  let high = 1
  while (!holds(high)) high *= 2
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
