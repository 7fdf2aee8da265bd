import { readLagMs } from './looks.ts'
import { span } from './render/time.ts'
import type { Ending, Goal, Plan, RolloutRecord, Step } from './rollout.ts'
import { holds, route, routeByUs } from './route.ts'
import { deadlineAtMs, end, position, type Situation, unresolved, wait } from './situation.ts'

/** The next step of a rollout on its way home. */
export function decideHome(situation: Situation): Step {
  const { plan, record, seen, ability } = situation
  const turned = record.turned!
  if (seen.travel.kind === 'stranded') {
    if (plan.revision.baseline === '')
      return end('failed', turned.reasonCode, `${turned.because}. There is no earlier revision to go back to`)
    return end('failed', 'ROLLBACK_FAILED', `${turned.because}. Rolling back failed too: ${seen.travel.because}`)
  }
  const step = ability.mover === 'ecs' ? homeByEcs(situation) : homeByUs(situation)
  if (step.kind !== 'end' && seen.atMs >= deadlineAtMs(situation)) {
    return end('failed', 'ROLLBACK_FAILED', `${turned.because}. Still not back after ${span(plan.deadlineMs)}: ${position(seen)}`)
  }
  return step
}

function homeByEcs(situation: Situation): Step {
  const { plan, record, seen, ability, cancelledAtMs } = situation
  // What ECS has accepted it finishes by itself.
  const safe = record.accepted || seen.travel.kind === 'returning'
  if (cancelledAtMs !== undefined && safe) return back(situation, 'AWS accepted the way home and needs this runner no more')
  // A write may have happened although it cannot be seen yet: one write of the baseline settles it either way.
  const act = unresolved(situation) ? replaceUnseen(situation) : route(seen, home(plan, record), plan, ability)
  if (act === 'there') return back(situation)
  return act === 'on-the-way' ? wait(situation) : { kind: 'act', act }
}

/** Traffic, then the owner's settings, then capacity. Once traffic is home the rest can be left to whoever comes next. */
function homeByUs(situation: Situation): Step {
  const { plan, record, seen, cancelledAtMs, hurried } = situation
  const goal = home(plan, record)
  const act = routeByUs(seen, goal, plan)
  if (!holds(seen, goal)) return typeof act === 'object' ? { kind: 'act', act } : wait(situation)
  const cancelled = cancelledAtMs !== undefined
  const left = { ...back(situation, 'Traffic is home; what is left to tidy up is in the record'), unfinished: true } as const
  if (cancelled && hurried) return left
  const settle = restored(record)
  if (settle) return settle
  // A side that is not quite well again is no reason to call the way home failed.
  if (act === 'there' || act === 'unready') return back(situation)
  if (typeof act === 'object') return { kind: 'act', act }
  return cancelled ? left : wait(situation)
}

/** Home was reached. Past the point of no return home is the candidate, and that is not called rolled back. */
function back({ plan, record }: Situation, remark = ''): Ending {
  const { reasonCode, because: why } = record.turned!
  const committed = record.goal >= plan.committed
  const facts = [why, ...(committed ? [`The rollout was committed by then: ${plan.revision.candidate} stays`] : []), remark]
  return end(committed ? 'failed' : 'rolled-back', reasonCode, facts.filter((fact) => fact !== '').join('. '))
}

/** Before the plan was committed home is where it started, from there on where it leads. */
export function home(plan: Plan, record: RolloutRecord): Goal {
  return record.goal >= plan.committed ? plan.goals.at(-1)! : plan.goals[0]!
}

function replaceUnseen({ plan, record, seen }: Situation): ReturnType<typeof route> {
  if (record.accepted && seen.atMs - record.intent!.atMs < readLagMs) return 'on-the-way'
  return { kind: 'size', side: 'baseline', revision: plan.revision.baseline, capacity: 'full' }
}

/** Settings come back before capacity goes: put back afterwards, a minimum would raise it again. */
export function restored({ owed }: RolloutRecord): (Step & { kind: 'act' }) | undefined {
  return owed === undefined ? undefined : { kind: 'act', act: { kind: 'restore', owed } }
}
