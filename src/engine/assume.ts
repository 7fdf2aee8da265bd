import type { Ability, Act, Seen } from '../domain/rollout.ts'

/**
 * What holds after a write until it is looked at: `done` that it happened. A rollout must never be believed nearer home
 * than it is, so a write that leads away from home is assumed even when its call failed. What ECS moves is not assumed: its
 * intent is in the record.
 */
export function assume(seen: Seen, act: Act, ability: Ability, done: boolean): Seen {
  if (!done || ability.mover === 'ecs') return seen
  switch (act.kind) {
    case 'shift':
      return { ...withoutMixed(seen), weight: act.weight, shiftedAtMs: seen.atMs }
    case 'match': {
      const { matched: _, ...others } = seen
      return { ...others, ...(act.on && { matched: 'all' as const }), shiftedAtMs: seen.atMs }
    }
    case 'size': {
      const desired = { none: 0, standby: 1, full: seen.full }[act.capacity]
      return { ...seen, sides: { ...seen.sides, [act.side]: { ...seen.sides[act.side], revision: act.revision, desired } } }
    }
    case 'hold': {
      if (!seen.settings) return seen
      // AWS fills a service up to a raised minimum at once.
      const { candidate } = seen.sides
      const filled = { ...candidate, desired: Math.max(candidate.desired, seen.full) }
      return { ...seen, settings: { ...seen.settings, held: true }, sides: { ...seen.sides, candidate: filled } }
    }
    case 'restore':
      return seen.settings ? { ...seen, settings: { ...seen.settings, held: false } } : seen
    case 'recall':
      return seen
  }
}

function withoutMixed(seen: Seen): Seen {
  const { mixed: _, ...even } = seen
  return even
}
