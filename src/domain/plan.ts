import type { ReasonCode } from './outcome.ts'
import type { Check, Gate, Goal, Plan, RolloutRecord, Side } from './rollout.ts'

export interface RollingSpec {
  /** What identifies the target: cluster and service. */
  readonly target: string
  readonly candidate: string
  readonly baseline: string
  /** How long the candidate is watched with full load before the rollout has succeeded. */
  readonly bakeMs: number
  readonly alarms: readonly string[]
  readonly deadlineMs: number
  readonly rollback: Plan['rollback']
  readonly onCancel: Plan['onCancel']
  readonly onEmpty: Plan['onEmpty']
}

/** A rolling rollout: from the baseline straight to the candidate, moved by ECS, guarded by alarms while it bakes. */
export function rollingPlan(spec: RollingSpec): Plan {
  const goals: readonly Goal[] = [
    { name: 'baseline', weight: 0, capacity: { baseline: 'full', candidate: 'none' }, gate: openGate },
    {
      name: 'deployed',
      weight: 100,
      capacity: { baseline: 'none', candidate: 'full' },
      gate: { holdMs: spec.bakeMs, checks: alarmChecks(spec.alarms), onInconclusive: 'hold' },
    },
  ]
  return {
    digest: digest([spec.target, spec.candidate, goals]),
    revision: { baseline: spec.baseline, candidate: spec.candidate },
    goals,
    committed: goals.length,
    deadlineMs: spec.deadlineMs,
    rollback: spec.rollback,
    onCancel: spec.onCancel,
    onEmpty: spec.onEmpty,
    success: 'DEPLOYED',
  }
}

export interface BlueGreenSpec {
  /** What identifies the target: cluster and both services. */
  readonly target: string
  readonly candidate: string
  readonly baseline: string
  /** What the owner calls the sides. */
  readonly names: Readonly<Record<Side, string>>
  /** The idle side ran the candidate before: going home leaves it as it is found. */
  readonly candidateWasThere: boolean
  /** Judged at the idle side before it gets traffic. */
  readonly tests: readonly Check[]
  readonly bakeMs: number
  /** Judged while all traffic is on the candidate and the way back is short. */
  readonly watch: readonly Check[]
  /** What becomes of the side that served before: left as it is, scaled to zero at once, or after so many milliseconds. */
  readonly standbyMs: 'keep' | number
  readonly deadlineMs: number
  readonly onCancel: Plan['onCancel']
  readonly success: ReasonCode
}

/**
 * A blue-green rollout: both sides full, tests, all traffic at once, bake, and then the old side is let go. The digest leaves out what is
 * judged and what becomes of the old side: a rollout may be staged by one job, and swapped by another that watches other alarms.
 */
export function blueGreenPlan(spec: BlueGreenSpec): Plan {
  const both = { baseline: 'full', candidate: 'full' } as const
  const gate = (holdMs: number, checks: readonly Check[]): Gate => ({ holdMs, checks, onInconclusive: 'fail' })
  const standbyMs = spec.standbyMs === 'keep' ? 0 : spec.standbyMs
  const goals: readonly Goal[] = [
    { name: 'live', weight: 0, capacity: { baseline: 'full', candidate: spec.candidateWasThere ? 'any' : 'none' }, gate: openGate },
    { name: 'staged', weight: 0, capacity: both, gate: gate(0, spec.tests) },
    { name: 'swapped', weight: 100, capacity: both, gate: gate(spec.bakeMs, spec.watch) },
    { name: 'promoted', weight: 100, capacity: { baseline: 'any', candidate: 'full' }, gate: gate(standbyMs, []) },
    ...(spec.standbyMs === 'keep'
      ? []
      : [{ name: 'finished', weight: 100, capacity: { baseline: 'none', candidate: 'full' }, gate: openGate } as const]),
  ]
  const committed = 3
  return {
    digest: digest([spec.target, spec.names, spec.candidate, goals.slice(0, committed + 1).map(({ name, weight }) => [name, weight])]),
    revision: { baseline: spec.baseline, candidate: spec.candidate },
    names: spec.names,
    goals,
    committed,
    deadlineMs: spec.deadlineMs,
    rollback: 'auto',
    onCancel: spec.onCancel,
    onEmpty: 'fail',
    success: spec.success,
  }
}

/** The plan a record tells of, without what was judged: enough to lead the rollout home, or to its end once it is committed. */
export function planIn(record: RolloutRecord, deadlineMs: number): Plan {
  return {
    digest: record.plan,
    revision: record.revision,
    ...(record.names && { names: record.names }),
    goals: record.goals.map(({ holdMs, ...goal }) => ({ ...goal, gate: { ...openGate, holdMs } })),
    committed: record.committed,
    deadlineMs,
    rollback: 'auto',
    onCancel: 'rollback',
    onEmpty: 'pass',
    success: 'FINISHED',
  }
}

/** One check for all alarms: any of them in ALARM fails it. */
export function alarmChecks(alarms: readonly string[]): readonly Check[] {
  return alarms.length > 0 ? [{ name: 'alarms', kind: 'alarms', spec: alarms }] : []
}

/** The plan as it goes on from a record. Where it began is told by the record alone: what is seen by now is its own work. */
export function goingOn(plan: Plan, { revision, goals }: RolloutRecord): Plan {
  const start = { ...plan.goals[0]!, capacity: goals[0]!.capacity }
  return { ...plan, revision, goals: [start, ...plan.goals.slice(1)] }
}

/** Holds nothing back. */
export const openGate = { holdMs: 0, checks: [], onInconclusive: 'hold' } as const

/** A short fingerprint of a JSON value (FNV-1a, 64 bit): tells plans apart, protects nothing. */
export function digest(value: unknown): string {
  let hash = 0xcbf29ce484222325n
  for (const char of JSON.stringify(value)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0)!)) * 0x100000001b3n)
  }
  return hash.toString(16).padStart(16, '0')
}
