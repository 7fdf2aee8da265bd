import type { Check, Goal, Plan } from './rollout.ts'

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
  const checks: readonly Check[] = spec.alarms.length > 0 ? [{ name: 'alarms', kind: 'alarms', spec: spec.alarms }] : []
  const goals: readonly Goal[] = [
    { name: 'baseline', weight: 0, capacity: { baseline: 'full', candidate: 'none' }, gate: openGate },
    {
      name: 'deployed',
      weight: 100,
      capacity: { baseline: 'none', candidate: 'full' },
      gate: { holdMs: spec.bakeMs, checks, onInconclusive: 'hold' },
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
