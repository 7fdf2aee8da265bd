import type { Ability, Look, Plan, RolloutRecord, Seen } from './rollout.ts'

/** Reads lag behind writes by up to this long: what is not seen after it has not happened. */
export const readLagMs = 6_000

/**
 * How often each kind is looked at while nothing happens, at most 20 reads a minute. Where ECS moves, one call a look: 12 + 1 + 1 + 3 + 3
 * on the way, 6 + 4 + 1 + 3 + 6 during a bake. Of a pair `travel` is the candidate's targets, `service` both services and their rules.
 */
const periodMs = {
  ecs: {
    moving: { travel: 5_000, service: 60_000, health: 60_000, tasks: 20_000, alarms: 20_000, traffic: Infinity },
    resting: { travel: 10_000, service: 15_000, health: 60_000, tasks: 20_000, alarms: 10_000, traffic: Infinity },
  },
  sluice: {
    moving: { travel: 5_000, service: 60_000, health: 60_000, tasks: 30_000, alarms: 30_000, traffic: 60_000 },
    resting: { travel: 12_000, service: 30_000, health: 60_000, tasks: 60_000, alarms: 12_000, traffic: 60_000 },
  },
} as const satisfies Record<Ability['mover'], Record<string, Record<Look, number>>>

const looks = ['travel', 'service', 'health', 'tasks', 'alarms', 'traffic'] as const satisfies readonly Look[]

/** When to look next and at what: the cheap poll by default, the rest when due. Never later than `byMs`. */
export function nextLook(
  plan: Plan,
  record: RolloutRecord,
  seen: Seen,
  { mover }: Ability,
  byMs: number,
): { readonly untilMs: number; readonly look: readonly Look[] } {
  const serves = seen.weight > 0 || seen.matched !== undefined
  const rests = mover === 'ecs' ? seen.travel.kind === 'arrived' : record.heading === 'forward' && serves
  const periods = periodMs[mover][rests ? 'resting' : 'moving']
  const untilMs = Math.max(seen.atMs, Math.min(seen.atMs + periods.travel, byMs))
  const watched = looks.filter((look) => (look !== 'alarms' || watchesAlarms(plan, record)) && (look !== 'traffic' || serves))
  const due = watched.filter((look) => look === 'travel' || untilMs - (seen.lookedAtMs[look] ?? -Infinity) >= periods[look])
  return { untilMs, look: due }
}

/** Whether the goal we are at or on the way to is guarded by alarms. On the way home nothing is judged any more. */
export function watchesAlarms(plan: Plan, record: RolloutRecord): boolean {
  const near = plan.goals.slice(record.goal, record.goal + 2)
  return record.heading === 'forward' && near.some((goal) => goal.gate.checks.some((check) => check.kind === 'alarms'))
}
