import type { Look, Plan, RolloutRecord, Seen } from './rollout.ts'

/** Reads lag behind writes by up to this long: what is not seen after it has not happened. */
export const readLagMs = 6_000

/**
 * How often each kind is looked at while nothing happens. With one call a look this is 20 reads a minute:
 * 12 + 1 + 1 + 3 + 3 on the way, 6 + 4 + 1 + 3 + 6 during a bake.
 */
const periodMs = {
  moving: { travel: 5_000, service: 60_000, health: 60_000, tasks: 20_000, alarms: 20_000 },
  resting: { travel: 10_000, service: 15_000, health: 60_000, tasks: 20_000, alarms: 10_000 },
} as const satisfies Record<string, Record<Look, number>>

const looks = ['travel', 'service', 'health', 'tasks', 'alarms'] as const satisfies readonly Look[]

/** When to look next and at what: the cheap poll by default, the rest when due. Never later than `byMs`. */
export function nextLook(
  plan: Plan,
  record: RolloutRecord,
  seen: Seen,
  byMs: number,
): { readonly untilMs: number; readonly look: readonly Look[] } {
  const periods = seen.travel.kind === 'arrived' ? periodMs.resting : periodMs.moving
  const untilMs = Math.max(seen.atMs, Math.min(seen.atMs + periods.travel, byMs))
  const watched = looks.filter((look) => look !== 'alarms' || watchesAlarms(plan, record))
  const due = watched.filter((look) => look === 'travel' || untilMs - (seen.lookedAtMs[look] ?? -Infinity) >= periods[look])
  return { untilMs, look: due }
}

/** Whether the goal we are at or on the way to is guarded by alarms. On the way home nothing is judged any more. */
export function watchesAlarms(plan: Plan, record: RolloutRecord): boolean {
  const near = plan.goals.slice(record.goal, record.goal + 2)
  return record.heading === 'forward' && near.some((goal) => goal.gate.checks.some((check) => check.kind === 'alarms'))
}
