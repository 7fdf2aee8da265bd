import { ratioOf } from './interval.ts'
import { zonesOf } from './counts.ts'
import { overdispersionOf } from './learned.ts'
import { evenSpread } from './overdispersion.ts'
import type { MemberPlan } from './members.ts'
import type { Counts, FrozenMember, MemberLook, Sample } from './model.ts'
import { evidenceOf, type Judged, newTrial, takenOn, type Trial } from './trial.ts'

/** One member after some judged intervals. Never changed: the next interval makes another. */
export interface MemberState {
  readonly plan: MemberPlan
  readonly frozen: FrozenMember | undefined
  readonly history: readonly Judged[]
  /**
   * By overdispersion. One that is learned from the rows may change; each value has a trial of its own over all rows, and the one that is asked
   * is that of the present value. Where it is no smaller than the true one, that errs to the safe side.
   */
  readonly trials: ReadonlyMap<number, Trial>
  readonly trial: Trial
  /** Weighted sums of what came before, the newest most: what is usual. */
  readonly usual: Counts
  readonly failed: boolean
  readonly passed: boolean
}

const memory = 0.9

export function newMember(plan: MemberPlan, frozen: FrozenMember | undefined): MemberState {
  const trial = newTrial(plan, present(plan, frozen, []))
  const none = { n: 0, x: 0 }
  const trials = new Map([[trial.overdispersion, trial]])
  return { plan, frozen, history: [], trials, trial, usual: none, failed: false, passed: false }
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
  const trial = takenOn(state.trials.get(overdispersion) ?? newTrial(plan, overdispersion), plan, history)
  const failed = state.failed || trial.worse.crossed
  return {
    plan,
    frozen,
    history,
    trials: new Map(state.trials).set(overdispersion, trial),
    trial,
    usual: { n: state.usual.n * memory + n, x: state.usual.x * memory + x },
    failed,
    passed: !failed && (state.passed || trial.better.crossed),
  }
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
  const fail = evidenceOf(trial, 'worse', plan.alpha.eProcess)
  const pass = evidenceOf(trial, 'better', plan.beta.eProcess)
  let ratio: MemberLook['ratio'] | undefined
  return {
    name: plan.name,
    canary: { n: sum('canary', 'n'), x: sum('canary', 'x') },
    baseline: { n: sum('baseline', 'n'), x: sum('baseline', 'x') },
    expected,
    get ratio() {
      return (ratio ??= ratioOf(history, plan.alpha.sequential + plan.alpha.eProcess, trial.overdispersion))
    },
    overdispersion: trial.overdispersion,
    ...(fail && { fail }),
    ...(pass && { pass }),
    failed: state.failed,
    passed: state.passed,
  }
}
