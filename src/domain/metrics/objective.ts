import type { Counts, Row } from '../analysis/model.ts'
import type { Verdict } from '../rollout.ts'
import { latencyMember } from './latency.ts'
import type { Objective } from './model.ts'

export interface ObjectiveVerdict {
  readonly verdict: Verdict
  /** A clause for a person, with the numbers. */
  readonly because: string
  /** Inconclusive, and no policy makes a pass of it. */
  readonly blocks?: true
}

/**
 * The short window. What burns in the long one alone is over already; a rollout is too short for windows of hours (SRE workbook, alerting on SLOs), so that
 * the long one is all of it, and both are one at the start.
 */
const recentMinutes = 5
/** So many bad requests must be expected at the limit, that none of them is no chance: exp(-3) is 5 %. */
const telling = 3

/** The member whose counts an objective reads. */
export function objectiveMember({ from, source }: Pick<Objective, 'from' | 'source'>): string {
  const thresholds =
    source.kind === 'prometheus-histogram' || (source.kind === 'alb' && source.what === 'latency') ? source.thresholdsMs : 'auto'
  const [threshold] = thresholds === 'auto' ? [] : thresholds
  return threshold === undefined ? from : latencyMember(from, threshold)
}

/**
 * Whether the canary burns the error budget: share of bad requests over the share that may be. It fails where it burns too fast in both windows and is
 * worse than the baseline beyond doubt: `ratioLow`, the lower bound of that ratio, is above 1. Where it burns as the baseline does, it is not the canary's
 * fault, and no time to go on. Rows before minute 0 are the baseline's past.
 */
export function judgeObjective(objective: Objective, rows: readonly Row[], ratioLow: number | undefined): ObjectiveVerdict {
  const { burn, target } = objective
  const member = objectiveMember(objective)
  const samples = rows.flatMap(({ minute, metrics }) => (metrics[member] ? [{ minute, ...metrics[member] }] : []))
  const since = samples.filter(({ minute }) => minute >= 0)
  const before = samples.filter(({ minute }) => minute < 0)
  const lastMinute = Math.max(0, ...rows.map(({ minute }) => minute))
  const budget = Number((1 - target).toPrecision(12))
  const look = (of: readonly (Counts & { readonly minute: number })[], last: number): Burning => {
    const [recent, whole] = [of.filter(({ minute }) => minute > last - recentMinutes), of].map(sum) as [Counts, Counts]
    return { whole, recent, burns: [recent, whole].every((counts) => timesOf(counts, budget) > burn), over: timesOf(whole, budget) > burn }
  }
  const canary = look(
    since.map(({ minute, canary }) => ({ minute, ...canary })),
    lastMinute,
  )
  const baseline = look(
    since.map(({ minute, baseline }) => ({ minute, ...baseline })),
    lastMinute,
  )
  const past = look(
    before.map(({ minute, baseline }) => ({ minute, ...baseline })),
    Math.max(-Infinity, ...before.map(({ minute }) => minute)),
  )

  const most = `at most ${numberText(burn)} times`
  const theCanary = `the canary burns ${burnText(canary, budget)}, ${most}`
  const theBaseline = `the baseline burns ${burnText(baseline, budget)}`
  const already = past.burns ? ', and did so before the first shift already' : ''
  if (canary.whole.n === 0) return { verdict: 'inconclusive', because: 'the canary served nothing yet that could be judged', blocks: true }
  if (canary.burns) {
    if (baseline.burns && (past.burns || !isWorse(ratioLow)))
      return {
        verdict: 'inconclusive',
        because: `${theCanary}; but ${theBaseline} too${already}: it is not the canary alone`,
        blocks: true,
      }
    if (isWorse(ratioLow))
      return { verdict: 'fail', because: `${theCanary}, and is at least ${numberText(ratioLow)} times as bad as the baseline` }
    return { verdict: 'inconclusive', because: `${theCanary}; but it is not sure that it is worse than the baseline`, blocks: true }
  }
  if (canary.over && canary.recent.n === 0)
    return {
      verdict: 'inconclusive',
      because: `${theCanary}; it served nothing in the last ${String(recentMinutes)} minutes`,
      blocks: true,
    }
  const enough = Math.ceil(telling / (burn * budget))
  if (canary.whole.n < enough) {
    const because = `the canary served ${countText(canary.whole.n)} requests, ${countText(enough)} would show whether it burns more than ${numberText(burn)} times its budget`
    return { verdict: 'inconclusive', because }
  }
  return { verdict: 'pass', because: baseline.burns ? `${theCanary}; ${theBaseline}${already}` : theCanary }
}

interface Burning {
  readonly recent: Counts
  readonly whole: Counts
  /** Too fast in both windows. */
  readonly burns: boolean
  /** Too fast in the long one. */
  readonly over: boolean
}

function isWorse(ratioLow: number | undefined): ratioLow is number {
  return ratioLow !== undefined && ratioLow > 1
}

function sum(all: readonly Counts[]): Counts {
  return all.reduce<Counts>((total, { n, x }) => ({ n: total.n + n, x: total.x + x }), { n: 0, x: 0 })
}

/** How many times the budget; 0 where nothing was served. */
function timesOf({ n, x }: Counts, budget: number): number {
  return n === 0 ? 0 : x / n / budget
}

function burnText({ recent, whole }: Burning, budget: number): string {
  const [now, all] = [recent, whole].map((counts) => numberText(timesOf(counts, budget))) as [string, string]
  const times = recent.n === whole.n ? `${all} times` : `${now} times (last ${String(recentMinutes)} minutes) and ${all} times (in all)`
  return `its error budget ${times}: ${countText(whole.x)} of ${countText(whole.n)} bad where ${numberText(budget * 100)} % may be`
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(3)))
}

function countText(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}
