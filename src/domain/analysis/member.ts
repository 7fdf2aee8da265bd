import { ratioOf } from './interval.ts'
import { zonesOf } from './counts.ts'
import { overdispersionOf } from './learned.ts'
import { evenSpread } from './overdispersion.ts'
import type { MemberPlan } from './members.ts'
import type { Counts, Evidence, FrozenMember, MemberLook, Sample } from './model.ts'
import { newOwnShare, type OwnShare, taken } from './own-share.ts'
import { isFrequent } from './split.ts'
import { evidenceOf, type Judged, newTrial, takenOn, type Trial } from './trial.ts'

/** One member after some judged intervals. Never changed: the next interval makes another. */
export interface MemberState {
  readonly plan: MemberPlan
  readonly frozen: FrozenMember | undefined
  readonly history: readonly Judged[]
  /**
   * By overdispersion. One that is learned from the rows may change; each value has a trial of its own over all rows, and those that are asked
   * are that of the present value and that of independent requests, both: with an overdispersion far too large any bad request looks like the
   * one clump that is not there, so a large value alone would not err to the safe side.
   */
  readonly trials: ReadonlyMap<number, Trial>
  /** That of the present value. */
  readonly trial: Trial
  /** Of metrics with a share that is negligible. */
  readonly own?: OwnShare
  /** Weighted sums of what came before, the newest most: what is usual. */
  readonly usual: Counts
  readonly failed: boolean
  readonly passed: boolean
}

const memory = 0.9

export function newMember(plan: MemberPlan, frozen: FrozenMember | undefined): MemberState {
  const trial = newTrial(tested(plan, frozen), present(plan, frozen, []))
  const none = { n: 0, x: 0 }
  const trials = new Map([[trial.overdispersion, trial]])
  const { negligible } = plan.metric
  const own = negligible === undefined ? {} : { own: newOwnShare(negligible) }
  return { plan, frozen, history: [], trials, trial, ...own, usual: none, failed: false, passed: false }
}

/** After one more interval with requests on the canary. */
export function judge(state: MemberState, sample: Sample, slot: number): MemberState {
  const { plan, frozen } = state
  const { canary, baseline } = sample
  const zones = zonesOf(sample)
  const n = canary.n + baseline.n
  const x = canary.x + baseline.x
  const share = state.usual.n > 0 ? state.usual.x / state.usual.n : frozen?.normal
  const split = { canary, baseline, usual: share === undefined ? x : share * n }
  const history = [...state.history, { split, slot, ...(zones && { zones: evenSpread(zones) }) }]
  const overdispersion = present(plan, frozen, history, state)
  const asked = tested(plan, frozen)
  const at = (value: number): Trial => takenOn(state.trials.get(value) ?? newTrial(asked, value), asked, history)
  const trial = at(overdispersion)
  const independent = overdispersion === 1 ? trial : at(1)
  const failed = state.failed || (trial.worse.crossed && independent.worse.crossed)
  const own = state.own && taken(state.own, plan, canary, slot, ownOverdispersion(history, frozen, overdispersion))
  const better = isRare(plan, frozen, history) ? own!.crossed : trial.better.crossed && independent.better.crossed
  return {
    plan,
    frozen,
    history,
    trials: new Map(state.trials).set(1, independent).set(overdispersion, trial),
    trial,
    ...(own && { own }),
    usual: { n: state.usual.n * memory + n, x: state.usual.x * memory + x },
    failed,
    passed: !failed && (state.passed || better),
  }
}

/** The part of beta that is spent where the overdispersion is learned from the rows: the rest is for what that may err, at first above all. */
const certain = 0.5

function tested(plan: MemberPlan, frozen: FrozenMember | undefined): MemberPlan {
  if (plan.metric.overdispersion !== 'auto' || frozen?.overdispersion !== undefined) return plan
  return { ...plan, beta: { sequential: plan.beta.sequential * certain, eProcess: plan.beta.eProcess * certain } }
}

/** Where nothing bad has ever been seen nothing tells that it clumps, and requests are taken to be independent, as in the rule of three. */
function ownOverdispersion(history: readonly Judged[], frozen: FrozenMember | undefined, learned: number): number {
  const seen = history.some(({ split: { canary, baseline } }) => canary.x + baseline.x > 0)
  return frozen?.overdispersion ?? (seen ? learned : 1)
}

/** Even `harm` times what is normal would be negligible, and the baseline has shown no more since. */
function isRare({ metric }: MemberPlan, frozen: FrozenMember | undefined, history: readonly Judged[]): boolean {
  const { negligible, harm } = metric
  if (negligible === undefined) return false
  return Math.max(frozen?.normal ?? 0, shareOf(history)) * harm <= negligible
}

/** Of the baseline's bad requests so far. */
function shareOf(history: readonly Judged[]): number {
  const sum = (of: 'n' | 'x'): number => history.reduce((total, { split }) => total + split.baseline[of], 0)
  return sum('n') > 0 ? sum('x') / sum('n') : Infinity
}

function present({ metric }: MemberPlan, frozen: FrozenMember | undefined, history: readonly Judged[], before?: MemberState): number {
  if (metric.overdispersion !== 'auto') return Math.max(1, metric.overdispersion)
  return overdispersionOf(history, frozen?.overdispersion, before && before.history.length > 0 ? before.trial.overdispersion : undefined)
}

/** What is told of it. The ratio is worked out when it is asked for. */
export function memberLook(state: MemberState): MemberLook {
  const { plan, history, trial } = state
  const sum = (arm: 'canary' | 'baseline', of: 'n' | 'x'): number => history.reduce((total, { split }) => total + split[arm][of], 0)
  const expected = history.reduce((total, { split: { canary, baseline } }) => {
    return total + (baseline.n > 0 ? (canary.n * baseline.x) / baseline.n : 0)
  }, 0)
  const independent = state.trials.get(1) ?? trial
  const binding = (side: 'worse' | 'better'): Trial => (trial[side].crossed && !independent[side].crossed ? independent : trial)
  const fail = evidenceOf(binding('worse'), 'worse', plan.alpha.eProcess)
  const below = isRare(plan, state.frozen, history) ? state.own : undefined
  const pass = below ? ownEvidence(below) : evidenceOf(binding('better'), 'better', tested(plan, state.frozen).beta.eProcess)
  let ratio: MemberLook['ratio'] | undefined
  return {
    name: plan.name,
    canary: { n: sum('canary', 'n'), x: sum('canary', 'x') },
    baseline: { n: sum('baseline', 'n'), x: sum('baseline', 'x') },
    expected,
    get ratio() {
      return (ratio ??= decided(state, ratioOf(history, plan.alpha.sequential + plan.alpha.eProcess, trial.overdispersion)))
    },
    ...(below && { below: below.limit }),
    overdispersion: trial.overdispersion,
    ...(fail && { fail }),
    ...(pass && { pass }),
    failed: state.failed,
    passed: state.passed,
  }
}

function ownEvidence({ bad, boundary }: OwnShare): Evidence | undefined {
  return boundary === undefined ? undefined : { kind: 'bad requests', value: bad, boundary }
}

/** Where a test has decided, the interval ends at what it has ruled out. */
function decided({ plan, history, failed, passed }: MemberState, { estimate, low, high }: MemberLook['ratio']): MemberLook['ratio'] {
  const { x, n } = history.reduce((sum, { split }) => ({ x: sum.x + split.baseline.x, n: sum.n + split.baseline.n }), { x: 0, n: 0 })
  // Limits on frequent bad requests are ratios of odds.
  const rate = (limit: number): number => (isFrequent(x, n) ? limit / (1 - x / n + (x / n) * limit) : limit)
  return {
    estimate,
    low: failed ? Math.max(low, Math.min(rate(plan.metric.margin), estimate)) : low,
    high: passed ? Math.min(high, Math.max(rate(plan.metric.harm), estimate)) : high,
  }
}
