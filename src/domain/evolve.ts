import type { Plan, RolloutEvent, RolloutRecord } from './rollout.ts'

/** The record of a rollout about to begin. */
export function begin(plan: Plan, run: string, atMs: number): RolloutRecord {
  return {
    schema: 1,
    plan: plan.digest,
    run,
    startedAtMs: atMs,
    goal: 0,
    heading: 'forward',
    revision: plan.revision,
    arrivals: [{ goal: 0, atMs }],
  }
}

/** The record after an event. Pure: the same events always give the same record. */
export function evolve(record: RolloutRecord, event: RolloutEvent): RolloutRecord {
  switch (event.kind) {
    case 'started':
    case 'resumed':
    case 'noted':
    case 'judged':
      return record
    case 'intended':
      return { ...record, intent: { act: event.act.kind, before: event.before, atMs: event.atMs } }
    case 'acted':
      // A deployment is known by its identity only; everything else is done when the call was accepted.
      return record.heading === 'home' ? { ...settled(record, event.act.kind), accepted: true } : settled(record, event.act.kind)
    case 'identified':
      return { ...withoutIntent(record), attempt: event.attempt }
    case 'arrived':
      return { ...withoutIntent(record), goal: event.goal, arrivals: [...record.arrivals, { goal: event.goal, atMs: event.atMs }] }
    case 'turned-home':
      return { ...record, heading: 'home', turned: { reasonCode: event.reasonCode, because: event.because, atMs: event.atMs } }
    case 'ended':
      if (event.unfinished) return record
      return { ...withoutIntent(record), ended: { outcome: event.outcome, reasonCode: event.reasonCode, atMs: event.atMs } }
  }
}

function settled(record: RolloutRecord, act: string): RolloutRecord {
  return act === 'size' ? record : withoutIntent(record)
}

function withoutIntent(record: RolloutRecord): RolloutRecord {
  const { intent: _, ...rest } = record
  return rest
}
