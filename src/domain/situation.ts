import { nextLook, readLagMs } from './looks.ts'
import type { Outcome, ReasonCode } from './outcome.ts'
import type { Ability, Ending, Evidence, Plan, RolloutRecord, Seen, Step } from './rollout.ts'

/** Everything a decision depends on. */
export interface Situation {
  readonly plan: Plan
  readonly record: RolloutRecord
  readonly seen: Seen
  readonly evidence: readonly Evidence[]
  readonly ability: Ability
  /** AWS's time when this run took the rollout up: a rollout taken up late has its full time again. */
  readonly beganAtMs: number
  /** When the wish to stop was heard, if it was. */
  readonly cancelledAtMs?: number
  /** So much of the time after that has gone that nothing may be begun which is not the way home itself. */
  readonly hurried?: true
  /** Why the judge could not fix what it judges by. */
  readonly blind?: string
  /** The goal at which this run stops, leaving the rest to another; the last one when absent. */
  readonly until?: number
}

/** Looks again when it is due, at the deadline at the latest. */
export function wait(situation: Situation, byMs = Infinity): Step {
  const { plan, record, seen, ability } = situation
  return { kind: 'wait', ...nextLook(plan, record, seen, ability, Math.min(byMs, deadlineAtMs(situation))) }
}

export function deadlineAtMs({ plan, record, beganAtMs }: Situation): number {
  return Math.max(record.turned?.atMs ?? record.startedAtMs, beganAtMs) + plan.deadlineMs
}

/** A deployment may have been started, but no read has shown it yet. */
export function unresolved({ record, seen, ability }: Situation): boolean {
  return (
    ability.mover === 'ecs' && record.intent?.act === 'size' && seen.travel.kind === 'still' && seen.atMs < record.intent.atMs + readLagMs
  )
}

export function end(outcome: Outcome, reasonCode: ReasonCode, why: string): Ending {
  return { kind: 'end', outcome, reasonCode, because: why }
}

/** Where a rollout stands, for a person. */
export function position(seen: Seen): string {
  const { candidate } = seen.sides
  return `${candidate.running} of ${candidate.desired} tasks of ${candidate.revision || 'the candidate'} running, ${candidate.healthy} healthy, weight ${seen.weight} %${seen.matched ? ' and chosen users' : ''}`
}
