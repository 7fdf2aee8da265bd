import type { Situation } from '../../src/domain/situation.ts'
import { begin } from '../../src/domain/evolve.ts'
import { type BlueGreenSpec, blueGreenPlan, rollingPlan, type RollingSpec } from '../../src/domain/plan.ts'
import type { Ability, Evidence, Fault, Plan, RolloutRecord, Seen, SideSeen, Travel } from '../../src/domain/rollout.ts'

export const startMs = 1_900_000_000_000
export const byEcs: Ability = { rests: [0, 100], mover: 'ecs' }
export const byUs: Ability = { rests: 'any', mover: 'sluice' }

export function planOf(changes: Partial<RollingSpec> = {}): Plan {
  return rollingPlan({
    target: 'prod/web',
    candidate: 'web:8',
    baseline: 'web:7',
    bakeMs: 0,
    alarms: [],
    deadlineMs: 600_000,
    rollback: 'auto',
    onCancel: 'rollback',
    onEmpty: 'fail',
    ...changes,
  })
}

export function blueGreenOf(changes: Partial<BlueGreenSpec> = {}): Plan {
  return blueGreenPlan({
    target: 'prod/blue+green',
    candidate: 'web:8',
    baseline: 'web:7',
    names: { baseline: 'blue', candidate: 'green' },
    candidateWasThere: false,
    tests: [],
    bakeMs: 300_000,
    watch: [],
    standbyMs: 0,
    deadlineMs: 600_000,
    onCancel: 'rollback',
    success: 'DEPLOYED',
    ...changes,
  })
}

const still: Travel = { kind: 'still' }

export function seenOf(
  changes: Partial<Omit<Seen, 'sides'>> & { readonly candidate?: Partial<SideSeen>; readonly baseline?: Partial<SideSeen> } = {},
): Seen {
  const { candidate, baseline, ...rest } = changes
  const atMs = rest.atMs ?? startMs + 10_000
  return {
    atMs,
    weight: 0,
    travel: still,
    writer: 'nobody',
    sides: {
      candidate: { revision: 'web:8', desired: 4, running: 0, healthy: 0, draining: 0, ...candidate },
      baseline: { revision: 'web:7', desired: 4, running: 4, healthy: 4, draining: 0, ...baseline },
    },
    full: 4,
    faults: [],
    suspicious: false,
    lookedAtMs: { travel: atMs, service: atMs, health: atMs, tasks: atMs, alarms: atMs, traffic: atMs },
    mark: 'before',
    news: [],
    ...rest,
  }
}

export function recordOf(plan: Plan, changes: Partial<RolloutRecord> = {}): RolloutRecord {
  return { ...begin(plan, '100', startMs), ...changes }
}

export function situationOf(changes: Partial<Situation> = {}): Situation {
  const plan = changes.plan ?? planOf()
  return { plan, record: recordOf(plan), seen: seenOf(), evidence: [], ability: byEcs, beganAtMs: startMs, ...changes }
}

export function faultOf(subject: string, changes: Partial<Fault> = {}): Fault {
  return { side: 'candidate', subject, reasonCode: 'TASK_EXITED', because: `${subject} exited`, details: [], ...changes }
}

export function evidenceOf(check: string, verdict: Evidence['verdict'], toMs: number, fromMs = startMs): Evidence {
  return { check, verdict, because: `${check} says ${verdict}`, fromMs, toMs }
}
