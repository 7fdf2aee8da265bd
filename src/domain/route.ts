import type { Ability, Act, Capacity, Goal, Plan, RolloutEvent, Seen, Side } from './rollout.ts'

/**
 * The next act on the way to a goal, or that none is needed. Make before break lives here and nowhere else:
 * capacity and health before traffic, traffic away before capacity.
 */
export function route(seen: Seen, goal: Goal, plan: Plan, ability: Ability): Act | 'there' | 'on-the-way' {
  if (ability.mover === 'ecs') return routeByEcs(seen, goal, plan)
  const way = routeByUs(seen, goal, plan)
  return typeof way === 'object' || way === 'there' ? way : 'on-the-way'
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

/** As `route`, telling apart what is waited for: healthy targets before a shift, the end of a drain, healthy targets after it. */
export function routeByUs(seen: Seen, goal: Goal, plan: Plan): Act | 'there' | 'warming' | 'draining' | 'unready' {
  const { capacity } = goal
  const size = (side: Side, wanted: Capacity): Act => ({ kind: 'size', side, revision: plan.revision[side], capacity: wanted })
  const sides = ['candidate', 'baseline'] as const

  if (!goal.matched && isMatched(seen)) return { kind: 'match', on: false }
  for (const side of sides) {
    const { desired, revision } = seen.sides[side]
    const wanted = capacity[side]
    if (wanted === 'any' || wanted === 'none') continue
    if (desired < tasksOf(wanted, seen) || revision !== plan.revision[side]) return size(side, wanted)
  }
  if (seen.weight !== goal.weight || seen.mixed) {
    const gaining: Side = goal.weight > seen.weight || (seen.mixed && goal.weight > 0) ? 'candidate' : 'baseline'
    const share = gaining === 'candidate' ? goal.weight : 100 - goal.weight
    const isWarm = seen.sides[gaining].healthy >= healthyNeeded(seen.full, share, plan.minHealthy)
    if (gaining === 'candidate' && mayBeMatched(seen, plan)) return 'draining'
    return isWarm ? { kind: 'shift', weight: goal.weight } : 'warming'
  }
  if (goal.matched && seen.matched !== 'all') {
    // How many users are chosen nobody knows: it might be all of them.
    const isWarm = seen.sides.candidate.healthy >= healthyNeeded(seen.full, 100, plan.minHealthy)
    return isWarm ? { kind: 'match', on: true } : 'warming'
  }
  if (!goal.matched && seen.matched) return 'draining'
  for (const side of sides) {
    const wanted = capacity[side]
    if (wanted === 'any' || wanted === 'full' || seen.sides[side].desired <= tasksOf(wanted, seen)) continue
    // The load balancer goes on sending there for some seconds after its rules have changed.
    return seen.atMs < (seen.shiftedAtMs ?? -Infinity) + propagationMs ? 'draining' : size(side, wanted)
  }
  const ready = sides.every((side) => capacity[side] === 'any' || seen.sides[side].healthy >= tasksOf(capacity[side], seen))
  return ready ? 'there' : 'unready'
}

/** Whether all rules hold the weight of the goal, and chosen users go where they should. */
export function holds(seen: Seen, goal: Goal): boolean {
  return seen.weight === goal.weight && !seen.mixed && seen.matched === (goal.matched && 'all')
}

/** Rules for chosen users are known, and so can be removed. */
export function isMatched({ matched }: Seen): boolean {
  return matched === 'all' || matched === 'some'
}

/** What is judged begins with the first weight, so until then no node of the load balancer may send chosen users by rules that were. */
function mayBeMatched({ weight, matched, atMs, shiftedAtMs = -Infinity }: Seen, { goals }: Plan): boolean {
  return weight === 0 && (matched !== undefined || (goals.some((goal) => goal.matched) && atMs < shiftedAtMs + propagationMs))
}

/**
 * From the answer of ModifyRule until no load balancer node sends by the old weights. AWS documents no bound; nodes were seen to lag
 * by 2 to 17 s (kubernetes-sigs/aws-load-balancer-controller#2366).
 */
export const propagationMs = 20_000

function tasksOf(capacity: Capacity, { full }: Seen): number {
  return { none: 0, standby: 1, full }[capacity]
}

/**
 * Healthy targets a side needs before it may carry `share` percent: a tenth more than its part of the full load, at least `floor`, and
 * never none; but never more than carry the full load.
 */
export function healthyNeeded(full: number, share: number, floor = 1): number {
  return share === 0 ? 0 : Math.max(1, Math.min(full, Math.max(floor, Math.ceil((full * share * 1.1) / 100))))
}

/** The acts of a whole rollout in their order, for plan mode. */
export function foreseen(plan: Plan, ability: Ability): readonly Act[] {
  const size = (side: Side, capacity: Capacity): Act => ({ kind: 'size', side, revision: plan.revision[side], capacity })
  if (ability.mover === 'ecs') return [size('candidate', 'full')]
  const acts: Act[] = [{ kind: 'hold', owed: '' }]
  plan.goals.forEach((goal, index) => {
    const before = plan.goals[index - 1]
    if (!before) return
    const wants = (side: Side, grows: boolean): Act[] => {
      const [was, is] = [before.capacity[side], goal.capacity[side]]
      return is === 'any' || is === was || (is === 'full') !== grows ? [] : [size(side, is)]
    }
    if (index === plan.committed) acts.push({ kind: 'restore', owed: '' })
    acts.push(...wants('candidate', true))
    if (goal.matched !== before.matched) acts.push({ kind: 'match', on: goal.matched ?? false })
    if (goal.weight !== before.weight) acts.push({ kind: 'shift', weight: goal.weight })
    acts.push(...wants('baseline', false))
  })
  return acts
}

/** The acts that lead back by hand, or that this end has left to do. None where the baseline serves again, or never ceased to. */
export function undoing(plan: Plan, history: readonly RolloutEvent[], ability: Ability): readonly Act[] {
  const ended = history.findLast((event) => event.kind === 'ended')
  const touched = history.some(
    (event) => event.kind === 'intended' || event.kind === 'identified' || event.kind === 'resumed' || event.kind === 'acted',
  )
  const size = (side: Side, capacity: Capacity): Act => ({ kind: 'size', side, revision: plan.revision[side], capacity })
  const off: Act = { kind: 'match', on: false }
  if (plan.revision.baseline === '' || !touched || !ended) return []
  if (ended.outcome !== 'rolled-back')
    return ability.mover === 'ecs'
      ? [size('baseline', 'full')]
      : [...(plan.goals.some(({ matched }) => matched) ? [off] : []), size('baseline', 'full'), { kind: 'shift', weight: 0 }]
  return ended.unfinished && ability.mover === 'sluice' ? [{ kind: 'restore', owed: '' }, size('candidate', 'none')] : []
}
