import type { Plan, RolloutEvent, RolloutRecord } from './rollout.ts'

/** The record of a rollout about to begin. */
export function begin(plan: Plan, run: string, atMs: number): RolloutRecord {
  return {
    schema: 1,
    plan: plan.digest,
    goals: plan.goals.map(({ gate, ...shape }) => ({ ...shape, holdMs: gate.holdMs })),
    committed: plan.committed,
    ...(plan.names && { names: plan.names }),
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
    case 'noted':
    case 'judged':
      return record
    case 'resumed':
      return without(record, 'rest')
    case 'intended':
      return { ...record, intent: { act: event.act.kind, before: event.before, atMs: event.atMs } }
    case 'owed':
      return { ...record, owed: event.owed }
    case 'frozen':
      return { ...record, frozen: event.frozen }
    case 'acted': {
      if (event.act.kind === 'hold') return record
      if (event.act.kind === 'restore') return without(record, 'owed')
      // A deployment is known by its identity only; everything else is done when the call was accepted.
      const after = event.act.kind === 'size' ? record : without(record, 'intent')
      return record.heading === 'home' ? { ...after, accepted: true } : after
    }
    case 'identified':
      return { ...without(record, 'intent'), attempt: event.attempt }
    case 'arrived':
      return { ...without(record, 'intent'), goal: event.goal, arrivals: [...record.arrivals, { goal: event.goal, atMs: event.atMs }] }
    case 'turned-home':
      return { ...record, heading: 'home', turned: { reasonCode: event.reasonCode, because: event.because, atMs: event.atMs } }
    case 'ended':
      if (event.rests) return { ...record, rest: { reasonCode: event.reasonCode, atMs: event.atMs } }
      if (event.unfinished) return record
      return { ...without(record, 'intent'), ended: { outcome: event.outcome, reasonCode: event.reasonCode, atMs: event.atMs } }
  }
}

function without(record: RolloutRecord, key: 'intent' | 'owed' | 'rest'): RolloutRecord {
  const { [key]: _, ...others } = record
  return others as RolloutRecord
}
