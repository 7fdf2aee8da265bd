import type { Verdict } from '../rollout.ts'

/** Requests, and those of them that are bad: failed, or slower than a threshold. Whole numbers, 0 <= x <= n. */
export interface Counts {
  readonly n: number
  readonly x: number
}

/** One metric in one interval, both arms at the same time. */
export interface Sample {
  readonly canary: Counts
  readonly baseline: Counts
  /** The baseline again, split by availability zone, where the source can tell: shows how bad requests clump. */
  readonly zones?: readonly Counts[]
}

/** One mature interval of counts. The configured weight is in none of it: what is compared is what was measured. */
export interface Row {
  /** Minutes from the start of the canary's first traffic to the start of the interval. Negative: before it, the baseline's own past. */
  readonly minute: number
  /** By member. A metric the source has nothing for is absent, and that is no zero. */
  readonly metrics: Readonly<Record<string, Sample>>
}

/** A metric that is compared between the arms. It stands for one or several members: latency is one for each threshold. */
export interface ComparedMetric {
  /** Of the metric; its members are called the same, or begin with it and a space: `latency >250ms`. */
  readonly name: string
  /** Its part of alpha. Those of all metrics add up to 1; members of one metric share alike. */
  readonly alphaShare: number
  /** The ratio canary : baseline up to which the canary counts as no worse. At least 1. */
  readonly margin: number
  /** The ratio that a PASS rules out. Above `margin`. */
  readonly harm: number
  /** Whether a PASS needs this metric. */
  readonly required: boolean
  /** Variance over that of independent requests; `auto` estimates it from the baseline. */
  readonly overdispersion: 'auto' | number
  /**
   * Share of bad requests that harms nobody. Where even `harm` times what is normal for the baseline would be less, no ratio can be told from so few, and a PASS
   * asks whether the canary's own share is below it. Absent: only ratios count.
   */
  readonly negligible?: number
  /** Counts failed requests: a canary without a single success fails at once. */
  readonly failures: boolean
}

export interface AnalysisSpec {
  readonly metrics: readonly ComparedMetric[]
  /** Bound on the probability that a canary no worse than `margin` is failed, over all looks and metrics. */
  readonly alpha: number
  /** Bound on the probability that a canary as bad as `harm` is passed, for each metric. */
  readonly beta: number
  /** Length of an interval. */
  readonly periodMs: number
  /** Intervals of the declared plan that are judged: those of all steps, less the warm-up. */
  readonly looks: number
  /** Intervals left out at the start. */
  readonly warmUp: number
  /** Intervals with canary traffic that a PASS needs at least. */
  readonly floor: number
  /**
   * `declared`: the plan stands before the first look, so FAIL and PASS are group-sequential. `extendable`: the same with four fifths of alpha;
   * one fifth is for an e-process, which may go on for any time. `adaptive`: steps end early on evidence, so there is only the e-process.
   */
  readonly design: 'declared' | 'extendable' | 'adaptive'
}

/** What is fixed before the first look, so that every later run judges alike. */
export interface Frozen {
  readonly members: readonly FrozenMember[]
}

export interface FrozenMember {
  readonly name: string
  /** Absent where there was no past to estimate it from: then it is learned from the rows, as they come. Rows whose split contradicts it raise it. */
  readonly overdispersion?: number
  /** Share of bad requests that is normal for the baseline. */
  readonly normal?: number
}

/** What all rows up to one interval say. */
export interface Look {
  readonly minute: number
  readonly verdict: Verdict
  /** One sentence for a person, with the numbers. */
  readonly because: string
  /** Whatever is asked of an inconclusive verdict, no gate opens on this one: nothing was seen, or both arms are failing. */
  readonly blocks?: true
  /** Intervals judged so far: after the warm-up, with requests on the canary. */
  readonly judged: number
  readonly members: readonly MemberLook[]
}

export interface MemberLook {
  readonly name: string
  /** Totals of all judged intervals. */
  readonly canary: Counts
  readonly baseline: Counts
  /** Bad requests the canary would have had as part of the baseline, interval by interval. */
  readonly expected: number
  /**
   * Ratio of the rates, with an interval that holds at all looks together (1 - alpha of this member), and that ends at what a test has ruled out. `high` may be
   * Infinity, and `estimate` too; with no bad request at all it is 1.
   */
  readonly ratio: { readonly estimate: number; readonly low: number; readonly high: number }
  /** PASS does not ask for a ratio here, but whether the canary's own share is below this: see `negligible`. */
  readonly below?: number
  /** As it was used at this look. */
  readonly overdispersion: number
  /** How far the evidence is: it decides where `value` reaches `boundary`. Absent where no boundary can be reached at this look. */
  readonly fail?: Evidence
  readonly pass?: Evidence
  readonly failed: boolean
  readonly passed: boolean
}

/** `bad requests`: FAIL at or above the boundary, PASS at or below it. `log e`: both at or above it. */
export interface Evidence {
  readonly kind: 'bad requests' | 'log e'
  readonly value: number
  readonly boundary: number
}
