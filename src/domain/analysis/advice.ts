import { crossings, type Forecast, forecast, type PlannedInterval, testedIn } from './forecast.ts'
import { metricOf, planOf } from './members.ts'
import type { AnalysisSpec, ComparedMetric, Frozen } from './model.ts'
import { requestsNeeded } from './own-share.ts'
import { number, percent, times } from './sentences.ts'

/** A plan that would catch what it promises to catch: a canary that is `ratio` times as bad fails with probability `probability`. */
export interface Advice {
  readonly ratio: number
  readonly weight: number
  readonly minutes: number
  readonly probability: number
}

const weights = [5, 10, 25, 50]
const minutesTried = [5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240, 300, 360]
const enough = 0.8
/** A smaller weight harms fewer people; it is worth waiting for so long, or as long as was planned. */
const patienceMinutes = 60

/**
 * The smallest weight that would catch the harm of the spec (`harm`) within an hour, or within the time that was planned where that is longer; else the
 * quickest plan of at most six hours. Undefined where this traffic cannot.
 */
export function recommend(
  spec: AnalysisSpec,
  frozen: Frozen,
  traffic: { readonly requests: number; readonly normal?: number; readonly member?: string },
): Advice | undefined {
  const tested = testedIn(spec, frozen, traffic.normal, traffic.member)
  if (!tested) return undefined
  const ratio = tested.plan.metric.harm
  const minutesOf = (intervals: number): number => (intervals * spec.periodMs) / 60_000
  const within = (weight: number, minutes: number): number => {
    const looks = Math.max(1, Math.round((minutes * 60_000) / spec.periodMs))
    const intervals = Array.from({ length: looks }, () => ({ weight, requests: traffic.requests }))
    return crossings({ ...tested, plan: { ...tested.plan, looks } }, intervals, ratio, 'upper').at(-1)!
  }
  const patience = Math.max(patienceMinutes, minutesOf(spec.looks))
  let quickest: Advice | undefined
  for (const weight of weights) {
    const minutes = first(minutesTried, (tried) => within(weight, tried) >= enough)
    if (minutes === undefined) continue
    if (minutes <= patience) return { ratio, weight, minutes, probability: within(weight, minutes) }
    if (!quickest || minutes < quickest.minutes) quickest = { ratio, weight, minutes, probability: within(weight, minutes) }
  }
  return quickest
}

/** The first value for which it holds, when it then holds for all later ones. */
function first(values: readonly number[], holds: (value: number) => boolean): number | undefined {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(values[middle]!)) high = middle
    else low = middle + 1
  }
  return values[low]
}

/** A forecast and a plan that would do, as two to four lines for people. */
export function forecastLines(spec: AnalysisSpec, told: Forecast, advice: Advice | undefined): readonly string[] {
  const harm = spec.metrics.find(({ name }) => told.member === name || told.member.startsWith(`${name} `))?.harm ?? 2
  const chance = (probability: number): string => (probability > 0.995 ? 'more than 0.99' : probability.toFixed(2))
  const per = spec.periodMs === 60_000 ? 'a minute' : `in ${number(spec.periodMs / 1000)} s`
  const minutes = (intervals: number): string => number((intervals * spec.periodMs) / 60_000)
  const catches = told.caught.map(({ ratio, probability, median }, i) => {
    const when = median !== undefined && probability >= 0.8 ? ` (half of them within ${minutes(median)} min)` : ''
    return `${i === 0 ? 'a canary of ' : ''}${times(ratio)} with probability ${chance(probability)}${when}`
  })
  const lines = [
    `${told.member}: at ${number(told.requests)} requests ${per} and ${percent(told.normal)} bad ones this plan fails ${catches.join(', of ')}`,
    `${told.member}: it passes a canary that is as good as the baseline with probability ${chance(told.passes)}, and else stays undecided`,
  ]
  const due = told.caught.find(({ ratio }) => ratio >= harm)
  if (due && due.ratio === harm && due.probability >= enough) return lines
  return [
    ...lines,
    advice
      ? `${told.member}: to catch ${times(advice.ratio)} with probability ${chance(advice.probability)}, give the canary ${number(advice.weight)} % for ${number(advice.minutes)} min`
      : `${told.member}: no plan of up to six hours would catch ${times(harm)} with probability 0.8 at this traffic`,
  ]
}

/** All of it for one member of a plan; nothing where nobody knows what is normal for it. */
export function adviceLines(spec: AnalysisSpec, frozen: Frozen, intervals: readonly PlannedInterval[], member?: string): readonly string[] {
  const told = forecast(spec, frozen, intervals, undefined, member)
  if (!told) return []
  const metric = metricOf(spec, told.member)
  if (metric?.negligible !== undefined && told.normal * metric.harm <= metric.negligible) {
    return [
      ...(told.normal > 0 ? forecastLines(spec, told, undefined).slice(0, 1) : []),
      rareLine(spec, metric, metric.negligible, told.member, intervals),
    ]
  }
  if (told.normal === 0) {
    return [
      `${told.member}: the baseline had no bad request before; what a ratio would mean is unknown, a canary with a few bad ones fails`,
    ]
  }
  return forecastLines(spec, told, recommend(spec, frozen, { requests: told.requests, member: told.member }))
}

/** Where bad requests are so rare that a pass asks for the canary's own share: when the test of a canary without a bad one would show it. */
function rareLine(
  spec: AnalysisSpec,
  metric: ComparedMetric,
  limit: number,
  member: string,
  intervals: readonly PlannedInterval[],
): string {
  const plan = planOf(spec, metric, member, 1)
  let served = 0
  const enough = intervals.findIndex(
    ({ weight, requests }, index) => (served += (requests * weight) / 100) >= requestsNeeded(limit, plan, index + 1),
  )
  const needed = requestsNeeded(limit, plan, enough === -1 ? intervals.length : enough + 1)
  const when =
    enough === -1
      ? `and this plan brings ${number(served)}`
      : `which this plan brings within ${number(((enough + 1) * spec.periodMs) / 60_000)} min`
  return `${member}: bad requests are so rare that a pass asks for fewer than ${percent(limit)}: ${number(needed)} requests of the canary without a bad one show that, ${when}`
}
