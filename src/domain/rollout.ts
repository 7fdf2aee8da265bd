import type { Outcome, ReasonCode } from './outcome.ts'

/** Roles in one rollout. Colours, ARNs and hook stages stay in the driver. */
export type Side = 'baseline' | 'candidate'
export type Capacity = 'none' | 'standby' | 'full'
/** `any`: as many tasks as there are, healthy or not. */
export type GoalCapacity = Capacity | 'any'
export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'error'

/** A state that can be held. `goals[0]` of a plan is what was observed before the first write. */
export interface Goal {
  /** Kept in the record: letters, digits, `.` and `-`. */
  readonly name: string
  /** Percent of traffic on the candidate, 0-100, one decimal. */
  readonly weight: number
  /** Chosen users are led to the candidate by rules of their own, which stand at no other goal. */
  readonly matched?: true
  readonly capacity: Readonly<Record<Side, GoalCapacity>>
  readonly gate: Gate
}

/** What must hold before the next goal is entered; for the last goal, before the rollout has succeeded. */
export interface Gate {
  readonly holdMs: number
  readonly checks: readonly Check[]
  /** `pass`: not having failed is enough. `hold` and `extend` go on judging until it is told or the time is over. */
  readonly onInconclusive: 'hold' | 'extend' | 'fail' | 'pass'
  /** How often is judged; each minute when absent. */
  readonly everyMs?: number
  /** Once everything has passed the rest of the hold is left out. */
  readonly early?: true
  /** So long after the hold its last rows may still come: what is not settled by then is judged again before it counts as inconclusive. */
  readonly lateMs?: number
  /** How long a source of evidence may fail before that decides; absent, it decides at the end of the hold. */
  readonly patienceMs?: number
}

/** `alarms` and `health` are facts the driver looks at; the other kinds are judged from evidence. */
export interface Check {
  readonly name: string
  readonly kind: 'analysis' | 'threshold' | 'slo' | 'alarms' | 'smoke' | 'health'
  readonly spec: unknown
}

/** Rolling, blue-green and canary differ only in `goals`. */
export interface Plan {
  /** Covers revision, topology and goals: a resumed rollout must have the same. */
  readonly digest: string
  /** Task definitions as `family:number`; an empty baseline means there is nothing to go back to. */
  readonly revision: Readonly<Record<Side, string>>
  /** What the owner calls the two sides of a pair, `blue` and `green`; absent where one service is both. */
  readonly names?: Readonly<Record<Side, string>>
  readonly goals: readonly Goal[]
  /** Before this index was reached home is `goals[0]`, from there on the last goal. Past it nobody need watch, so no run waits there. */
  readonly committed: number
  /** Healthy targets a side needs at least before it gets any traffic; 1 when absent. */
  readonly minHealthy?: number
  /** From when a run takes the rollout up to turning home, and again for the way home. */
  readonly deadlineMs: number
  readonly rollback: 'auto' | 'none'
  readonly onCancel: 'rollback' | 'leave'
  /** What a candidate without a single task means. */
  readonly onEmpty: 'fail' | 'pass'
  /** The reason code of success. */
  readonly success: ReasonCode
  /** A run may end with traffic on both sides and nobody watching: for a person who decides, or until another run goes on. */
  readonly unattended?: 'hold'
}

/** What the topology can hold, and who moves it. */
export interface Ability {
  readonly rests: 'any' | readonly number[]
  readonly mover: 'sluice' | 'ecs'
}

/** What ECS is doing by itself, in domain words. `attempt` identifies our deployment. */
export type Travel =
  | { readonly kind: 'still' }
  | { readonly kind: 'moving'; readonly attempt: string; readonly stage: string }
  | { readonly kind: 'arrived'; readonly attempt: string }
  /** Going, gone or stuck on the way back; or ended without going back. */
  | {
      readonly kind: 'returning' | 'returned' | 'stranded' | 'stopped'
      readonly attempt: string
      readonly reasonCode: ReasonCode
      readonly because: string
    }
  | { readonly kind: 'superseded'; readonly by: string }

/** A fact that needs no statistics: a task that ended, a target that fails its checks, an alarm. */
export interface Fault {
  readonly side: Side
  /** What failed, so that one failure seen twice counts once: a task id, an alarm name. */
  readonly subject: string
  readonly reasonCode: ReasonCode
  /** One sentence with the real values. May hold untrusted text. */
  readonly because: string
  /** Last log lines, events: untrusted text, each a line. */
  readonly details: readonly string[]
}

/** Kinds of observation by cost: `travel` is one call, the others are made when due or when something changed. */
export type Look = 'travel' | 'service' | 'health' | 'tasks' | 'alarms' | 'traffic'

export interface SideSeen {
  readonly revision: string
  readonly desired: number
  readonly running: number
  readonly healthy: number
  readonly draining: number
}

/** One observation. What was not looked at this time is carried over from the last look of its kind. */
export interface Seen {
  /** AWS's clock. */
  readonly atMs: number
  readonly weight: number
  /** Some rules hold another weight than others: a shift was cut short. `weight` is the largest. */
  readonly mixed?: true
  /**
   * Rules that lead chosen users to the candidate: `all` that were asked for, or `some`; `unsure`, a write of one was not answered and none has
   * been seen yet. Absent: there is none.
   */
  readonly matched?: 'all' | 'some' | 'unsure'
  /** Since when traffic has been as it is, as far as is known: the load balancer follows its rules with a delay. */
  readonly shiftedAtMs?: number
  /** Settings of the owner that would work against the rollout: how they were found, and whether they are held now. */
  readonly settings?: { readonly found: string; readonly held: boolean }
  readonly travel: Travel
  /** Who wrote last: a foreign write is never overwritten. */
  readonly writer: 'us' | 'nobody' | 'other'
  readonly sides: Readonly<Record<Side, SideSeen>>
  /** Tasks that carry full load: the larger of the live side's healthy count now and at the start. */
  readonly full: number
  readonly faults: readonly Fault[]
  /** The cheap poll saw a sign of trouble (a failure count): look closer now. */
  readonly suspicious: boolean
  /** When each kind was last looked at. */
  readonly lookedAtMs: Readonly<Partial<Record<Look, number>>>
  /** Where the topology stood, so that the effect of a write can be told from what was there before it. */
  readonly mark: string
  /** Lines worth telling a person since the last observation (service events). Untrusted text. */
  readonly news: readonly string[]
}

/** What one check says of the rows between two times. Rows are re-read from the provider, never stored. */
export interface Evidence {
  readonly check: string
  readonly verdict: Verdict
  readonly because: string
  readonly fromMs: number
  readonly toMs: number
  /** Inconclusive, and no policy makes a pass of it: nothing was seen, or both sides are failing. */
  readonly blocks?: true
}

/** How a rollout came to where it is, for whoever judges it. */
export interface Course {
  /** The goals at which the candidate had traffic, with their arrival, oldest first. */
  readonly arrivals: readonly { readonly weight: number; readonly atMs: number }[]
  /** What was fixed before the first of them, as it was written down. */
  readonly frozen?: string
}

/** Every write is data: plan mode prints it, tests crash around it, the IAM docs list it. Every act is "make it so". */
export type Act =
  | { readonly kind: 'size'; readonly side: Side; readonly revision: string; readonly capacity: Capacity }
  | { readonly kind: 'shift'; readonly weight: number }
  /** Leads chosen users to the candidate, beside the weights, or nobody any more. */
  | { readonly kind: 'match'; readonly on: boolean }
  | { readonly kind: 'recall'; readonly attempt: string }
  /** Keeps the owner's autoscaling from working against the rollout; `owed` is what it was, and is put back by `restore`. */
  | { readonly kind: 'hold' | 'restore'; readonly owed: string }

/** A goal without what is judged at it. */
export type GoalShape = Pick<Goal, 'name' | 'weight' | 'matched' | 'capacity'> & { readonly holdMs: number }

/** Only what AWS cannot tell, small enough for tags. */
export interface RolloutRecord {
  readonly schema: 1
  readonly plan: string
  /** The shape of the plan, so that the record alone is enough to lead the rollout home. */
  readonly goals: readonly GoalShape[]
  readonly committed: number
  readonly names?: Readonly<Record<Side, string>>
  /** The workflow run that took it up last. */
  readonly run: string
  readonly startedAtMs: number
  /** The last goal that was reached. */
  readonly goal: number
  readonly heading: 'forward' | 'home'
  /** Why it turned home, and when. */
  readonly turned?: { readonly reasonCode: ReasonCode; readonly because: string; readonly atMs: number }
  /** Written before the first act: what to go back to. */
  readonly revision: Readonly<Record<Side, string>>
  /** A write that was about to be made, and the mark seen before it. Cleared when its effect is seen. */
  readonly intent?: { readonly act: Act['kind']; readonly before: string; readonly atMs: number }
  /** Our deployment, once it is known. */
  readonly attempt?: string
  /** AWS accepted an act on the way home: from here on it gets there without us. */
  readonly accepted?: true
  /** Settings of the owner that we changed and must put back, as the driver wrote them. */
  readonly owed?: string
  /** What the judge fixed before the candidate had any traffic, as it wrote it: every later run judges by it. */
  readonly frozen?: string
  /** A run left it here on purpose: for a person, for time, or because only so much was asked for. Cleared when it is taken up. */
  readonly rest?: { readonly reasonCode: ReasonCode; readonly atMs: number }
  /** Give hold times and evidence windows. */
  readonly arrivals: readonly { readonly goal: number; readonly atMs: number }[]
  readonly ended?: { readonly outcome: Outcome; readonly reasonCode: ReasonCode; readonly atMs: number }
}

/** `unfinished`: only this run ends; the rollout is left for the next one to take up. `rests`: on purpose. */
export interface Ending {
  readonly kind: 'end'
  readonly outcome: Outcome
  readonly reasonCode: ReasonCode
  readonly because: string
  readonly unfinished?: true
  readonly rests?: true
  /** When it goes on, where that is a matter of time. */
  readonly resumeAtMs?: number
}

export type Step =
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'measure'; readonly checks: readonly Check[]; readonly fromMs: number; readonly toMs: number }
  /** Have the judge fix what must stand before the first shift. */
  | { readonly kind: 'freeze' }
  | { readonly kind: 'record'; readonly event: RolloutEvent }
  | { readonly kind: 'wait'; readonly untilMs: number; readonly look: readonly Look[] }
  | Ending

/** The history of a rollout. Log, summary, comment and report are one fold over it. */
export type RolloutEvent =
  | { readonly kind: 'started'; readonly atMs: number; readonly run: string; readonly plan: Plan }
  | { readonly kind: 'resumed'; readonly atMs: number; readonly run: string; readonly goal: number; readonly heading: 'forward' | 'home' }
  | { readonly kind: 'intended' | 'acted'; readonly atMs: number; readonly act: Act; readonly before: string }
  /** ECS gave our write an identity. */
  | { readonly kind: 'identified'; readonly atMs: number; readonly attempt: string }
  /** Something a person wants to read; changes no state. `detail` lines are untrusted. */
  | { readonly kind: 'noted'; readonly atMs: number; readonly text: string; readonly weight?: number; readonly detail?: readonly string[] }
  /** Written before the owner's settings are touched. */
  | { readonly kind: 'owed'; readonly atMs: number; readonly owed: string }
  /** What the judge will judge by; `lines` tell what it will be able to see. */
  | { readonly kind: 'frozen'; readonly atMs: number; readonly frozen: string; readonly lines: readonly string[] }
  | { readonly kind: 'arrived'; readonly atMs: number; readonly goal: number; readonly name: string; readonly weight: number }
  | { readonly kind: 'judged'; readonly atMs: number; readonly goal: string; readonly evidence: readonly Evidence[] }
  | {
      readonly kind: 'turned-home'
      readonly atMs: number
      readonly reasonCode: ReasonCode
      readonly because: string
      readonly faults: readonly Fault[]
    }
  | ({ readonly kind: 'ended'; readonly atMs: number } & Omit<Ending, 'kind'>)
