import type { Ability, Act, Goal, Plan, Seen, Side } from './rollout.ts'

/**
 * The next act on the way to a goal, or that none is needed. Make before break lives here and nowhere else:
 * capacity and health before traffic, traffic away before capacity.
 */
export function route(seen: Seen, goal: Goal, plan: Plan, ability: Ability): Act | 'there' | 'on-the-way' {
  return ability.mover === 'ecs' ? routeByEcs(seen, goal, plan) : routeByUs(seen, goal, plan)
}

/** ECS moves by itself: we start it, call it back, or start it towards the baseline again once it has arrived. */
function routeByEcs(seen: Seen, goal: Goal, plan: Plan): Act | 'there' | 'on-the-way' {
  const forward = goal.weight > 0
  const start = (side: Side): Act => ({ kind: 'size', side, revision: plan.revision[side], capacity: 'full' })
  const { travel } = seen
  switch (travel.kind) {
    case 'still':
      return forward ? start('candidate') : 'there'
    case 'moving':
      if (forward) return 'on-the-way'
      // Without its identity the deployment cannot be called back, but one write of the baseline replaces it.
      return travel.attempt === '' ? start('baseline') : { kind: 'recall', attempt: travel.attempt }
    case 'arrived':
      return forward ? 'there' : start('baseline')
    case 'stopped':
      return forward ? 'on-the-way' : start('baseline')
    case 'returned':
      return forward ? 'on-the-way' : 'there'
    case 'returning':
    case 'stranded':
    case 'superseded':
      return 'on-the-way'
  }
}

function routeByUs(seen: Seen, goal: Goal, plan: Plan): Act | 'there' | 'on-the-way' {
  const wanted = (side: Side) => ({ none: 0, standby: 1, full: seen.full })[goal.capacity[side]]
  const size = (side: Side): Act => ({ kind: 'size', side, revision: plan.revision[side], capacity: goal.capacity[side] })
  const sides = ['candidate', 'baseline'] as const

  for (const side of sides) {
    const { desired, revision } = seen.sides[side]
    if (wanted(side) > 0 && (desired < wanted(side) || revision !== plan.revision[side])) return size(side)
  }
  if (seen.weight !== goal.weight) {
    const gaining: Side = goal.weight > seen.weight ? 'candidate' : 'baseline'
    const share = gaining === 'candidate' ? goal.weight : 100 - goal.weight
    return seen.sides[gaining].healthy >= healthyNeeded(seen.full, share) ? { kind: 'shift', weight: goal.weight } : 'on-the-way'
  }
  for (const side of sides) {
    if (seen.sides[side].desired > 0 && goal.capacity[side] === 'none') return size(side)
    if (goal.capacity[side] === 'standby' && seen.sides[side].desired > 1) return size(side)
  }
  const ready = sides.every((side) => seen.sides[side].healthy >= wanted(side))
  return ready ? 'there' : 'on-the-way'
}

/** Healthy targets a side needs before it may carry `share` percent: a tenth more than its part of the full load, and never none. */
export function healthyNeeded(full: number, share: number): number {
  return share === 0 ? 0 : Math.max(1, Math.min(full, Math.ceil((full * share * 1.1) / 100)))
}
