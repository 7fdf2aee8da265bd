import { gateState } from './gate.ts'
import { decideHome, home, restored } from './homeward.ts'
import { readLagMs } from './looks.ts'
import type { ReasonCode } from './outcome.ts'
import { span } from './render/time.ts'
import type { Ending, Fault, Goal, Seen, Step } from './rollout.ts'
import { isMatched, route, routeByUs } from './route.ts'
import { deadlineAtMs, end, position, type Situation, unresolved, wait } from './situation.ts'

/** The next step of a rollout. Pure and total: called again with what then is seen, it always leads to an end. */
export function decide(situation: Situation): Step {
  const { record, seen, hurried } = situation
  const step = next(situation)
  // Whatever the end is, the owner gets back what was changed; a rollout left unfinished still needs it.
  if (step.kind !== 'end' || step.unfinished) return step
  const late = hurried || seen.atMs >= deadlineAtMs(situation) + restoreMs
  if (late) return step
  // No rule of ours outlives its rollout, whoever else has changed what.
  if (isMatched(seen)) return { kind: 'act', act: { kind: 'match', on: false } }
  if (seen.matched) return { kind: 'wait', untilMs: seen.atMs + unsurePollMs, look: ['travel'] }
  return record.owed === undefined ? step : { kind: 'act', act: { kind: 'restore', owed: record.owed } }
}

const unsurePollMs = 2_000
/** After the deadline, for removing rules and putting settings back. */
const restoreMs = 60_000

function next(situation: Situation): Step {
  const { record, seen } = situation
  if (record.ended) return end(record.ended.outcome, record.ended.reasonCode, record.turned?.because ?? 'The rollout has ended already')
  if (seen.travel.kind === 'superseded') return end('failed', 'SUPERSEDED', seen.travel.by)
  if (seen.writer === 'other') return end('failed', 'SUPERSEDED', 'Somebody else changed the service while this rollout was under way')
  const identity = identify(situation)
  if (identity) return identity
  return record.heading === 'home' ? decideHome(situation) : decideForward(situation)
}

function identify({ record, seen }: Situation): Step | undefined {
  const { travel } = seen
  if (!('attempt' in travel) || travel.attempt === '' || travel.attempt === record.attempt) return undefined
  return { kind: 'record', event: { kind: 'identified', atMs: seen.atMs, attempt: travel.attempt } }
}

function decideForward(situation: Situation): Step {
  const { plan, record, seen, ability, cancelledAtMs } = situation
  if (cancelledAtMs !== undefined) return cancel(situation)

  if (wasSentBack(situation)) {
    const back = `${plan.goals[record.goal]!.name} had been reached, and since then traffic was sent back to ${plan.revision.baseline}`
    return turn(situation, 'CANCELLED', `${back}: by a run that was killed after its signal, or by hand`)
  }
  const { travel } = seen
  if (travel.kind === 'returning' || travel.kind === 'returned' || travel.kind === 'stranded' || travel.kind === 'stopped') {
    // ECS turned round by itself. Look once at the tasks, so that the report says why.
    if (seen.lookedAtMs.tasks !== seen.atMs) return lookNow(situation)
    const why = cause(travel, seen.faults)
    return turn(situation, why.reasonCode, why.because, true)
  }
  if (seen.suspicious && seen.lookedAtMs.tasks !== seen.atMs) return lookNow(situation)
  const committed = record.goal >= plan.committed
  const fault = intolerable(seen)
  if (fault && !committed) return turn(situation, fault.reasonCode, fault.because)
  if (unresolved(situation)) return onward(situation, wait(situation, record.intent!.atMs + readLagMs))

  const here = plan.goals[record.goal]!
  const gate = gateState(here, record, seen, situation.evidence)
  switch (gate.kind) {
    case 'closed':
      if (committed) return waitUnwatched(situation, gate.untilMs)
      if (seen.atMs >= deadlineAtMs(situation) && plan.unattended) return bakeOn(situation, here)
      return onward(situation, upkeep(situation, here) ?? wait(situation, gate.untilMs))
    case 'look':
      return { kind: 'wait', untilMs: seen.atMs, look: ['travel', ...gate.look] }
    case 'measure':
      return { kind: 'measure', checks: gate.checks, fromMs: gate.fromMs, toMs: gate.toMs }
    case 'failed':
      return turn(situation, gate.reasonCode, gate.because)
    case 'undecided': {
      const late = seen.atMs >= deadlineAtMs(situation)
      if (plan.unattended && (late || here.gate.onInconclusive === 'hold'))
        return rest(end('paused', 'ANALYSIS_INCONCLUSIVE', gate.because))
      if (!late) return upkeep(situation, here) ?? wait(situation, gate.untilMs)
      return turn(situation, gate.reasonCode, `${gate.because}. Still so when the time of ${span(plan.deadlineMs)} was over`)
    }
    case 'open':
      break
  }
  const next = plan.goals[record.goal + 1]
  if (!next) return succeed(situation)
  if (record.goal === situation.until) return rest(end('succeeded', plan.success, `Reached ${here.name}: ${position(seen)}`))
  if (mustFreeze(situation, next)) {
    if (situation.blind !== undefined) return turn(situation, 'METRICS_UNAVAILABLE', situation.blind)
    return onward(situation, { kind: 'freeze' })
  }
  const settle = committed ? restored(record) : held(situation)
  if (settle) return settle.kind === 'act' ? onward(situation, settle) : settle
  const act = route(seen, next, plan, ability)
  if (act === 'on-the-way') return onward(situation, wait(situation))
  if (act !== 'there') return onward(situation, { kind: 'act', act })
  return { kind: 'record', event: { kind: 'arrived', atMs: seen.atMs, goal: record.goal + 1, name: next.name, weight: next.weight } }
}

/** Before the candidate gets its first traffic, what it will be judged by is fixed. */
function mustFreeze({ plan, record }: Situation, next: Goal): boolean {
  if (record.frozen !== undefined || next.weight === 0) return false
  return plan.goals.some(({ gate }) => gate.checks.some(({ kind }) => kind === 'analysis'))
}

/** The hold is longer than this run: another one goes on with it. */
function bakeOn({ record, seen }: Situation, here: Goal): Ending {
  const resumeAtMs = record.arrivals.at(-1)!.atMs + here.gate.holdMs
  const because = `${here.name} is held until ${new Date(resumeAtMs).toISOString()}, longer than this run may take: ${position(seen)}`
  return { ...rest(end('waiting', 'BAKE_CONTINUES', because)), resumeAtMs }
}

/**
 * Some of the traffic that was on the candidate at the goal reached is not there any more, and nobody wrote why: the way home after a signal
 * comes before the record. It is not sent out again, for its hold would count as done.
 */
function wasSentBack({ plan, record, seen, ability }: Situation): boolean {
  const { weight, matched, gate } = plan.goals[record.goal]!
  if (ability.mover !== 'sluice') return false
  // Once their time is over chosen users are let go on the way forward too.
  if (matched) return seen.matched !== 'all' && seen.atMs < record.arrivals.at(-1)!.atMs + gate.holdMs
  return weight > 0 && (seen.weight < weight || (seen.mixed === true && seen.weight === weight))
}

/** Before traffic or capacity moves, the owner's autoscaling is kept from working against it, and what it was is written down first. */
function held({ record, seen }: Situation): Step | undefined {
  const { settings } = seen
  if (!settings) return undefined
  if (record.owed === undefined) return { kind: 'record', event: { kind: 'owed', atMs: seen.atMs, owed: settings.found } }
  return settings.held ? undefined : { kind: 'act', act: { kind: 'hold', owed: record.owed } }
}

/** A goal is held, not only reached: where the live side has grown, both sides grow, or the way home would be too narrow. */
function upkeep(situation: Situation, here: Goal): Step | undefined {
  const { plan, seen, ability } = situation
  if (ability.mover === 'ecs' || situation.record.goal === 0) return undefined
  const act = routeByUs(seen, here, plan)
  const settle = held(situation)
  return settle ?? (typeof act === 'object' && act.kind === 'size' ? { kind: 'act', act } : undefined)
}

/** Nothing is judged any more, so no runner is kept for it; the settings of the owner are not kept either. */
function waitUnwatched({ record, seen }: Situation, untilMs: number): Step {
  const because = `The former side stays as it is until ${new Date(untilMs).toISOString()}: ${position(seen)}`
  return restored(record) ?? { ...rest(end('waiting', 'BAKE_CONTINUES', because)), resumeAtMs: untilMs }
}

/** Ends this run and leaves the rollout where it is, on purpose. */
function rest(ending: Ending): Ending {
  return { ...ending, unfinished: true, rests: true }
}

/** A step that does not get us there by itself is taken only while there is time. What has been reached by the deadline counts. */
function onward(situation: Situation, step: Step): Step {
  const { plan, seen } = situation
  if (seen.atMs < deadlineAtMs(situation)) return step
  return turn(situation, 'TIMED_OUT', `Not done after ${span(plan.deadlineMs)}: ${position(seen)}`)
}

function cancel(situation: Situation): Step {
  const { plan, record, seen, ability, hurried } = situation
  const mayBeAway = record.intent !== undefined || record.attempt !== undefined || record.owed !== undefined || record.goal > 0
  const way = ability.mover === 'ecs' ? route(seen, home(plan, record), plan, ability) : routeByUs(seen, home(plan, record), plan)
  const started = mayBeAway || (way !== 'there' && way !== 'unready')
  if (!started) return end('failed', 'CANCELLED', 'Cancelled before anything was changed')
  if (plan.onCancel === 'leave') {
    return rest(end('failed', 'CANCELLED_LEFT_RUNNING', `Cancelled; the rollout goes on as asked: ${position(seen)}`))
  }
  if (record.goal < plan.committed) return turn(situation, 'CANCELLED', `Cancelled at ${position(seen)}`)
  // A standby is not cut short: what is left to do is for the next run, when it is due.
  const left = end('failed', 'CANCELLED', `Cancelled after the rollout was committed: ${plan.revision.candidate} stays. ${position(seen)}`)
  return (hurried ? undefined : restored(record)) ?? { ...left, unfinished: true }
}

/** Turns home, or ends where it is when nobody may or can go back. `byItself`: ECS is on its way already. */
function turn({ plan, seen }: Situation, reasonCode: ReasonCode, why: string, byItself = false): Step {
  if (!byItself && plan.rollback === 'none') return end('failed', reasonCode, `${why}. Nothing was rolled back: rollback is off`)
  if (!byItself && plan.revision.baseline === '') return end('failed', reasonCode, `${why}. There is no earlier revision to go back to`)
  if (byItself && seen.travel.kind === 'stopped' && (plan.rollback === 'none' || plan.revision.baseline === '')) {
    return end('failed', reasonCode, `${why}. Nothing was rolled back`)
  }
  return { kind: 'record', event: { kind: 'turned-home', atMs: seen.atMs, reasonCode, because: why, faults: seen.faults } }
}

function succeed(situation: Situation): Step {
  const { plan, record, seen } = situation
  // The last word needs the service itself: scaled to zero and superseded look like success from the deployment alone.
  const arrivedAtMs = record.arrivals.at(-1)!.atMs
  if ((seen.lookedAtMs.service ?? -Infinity) < arrivedAtMs) return { kind: 'wait', untilMs: seen.atMs, look: ['travel', 'service'] }
  if (seen.sides.candidate.desired === 0) {
    const text = `${plan.revision.candidate} is in place, but no task of it runs: the desired count is 0`
    return end(plan.onEmpty === 'pass' ? 'succeeded' : 'failed', 'NO_TASKS', text)
  }
  return end('succeeded', plan.success, `${plan.revision.candidate} serves all traffic: ${position(seen)}`)
}

/**
 * The first sign is enough while nothing of the candidate is healthy; after that one task in ten may fail for
 * reasons of its own before the revision is blamed. Alarms need no count.
 */
function intolerable(seen: Seen): Fault | undefined {
  const faults = seen.faults.filter((fault) => fault.side === 'candidate')
  const alarm = faults.find((fault) => fault.reasonCode === 'ALARM_TRIGGERED')
  const tasks = faults.filter((fault) => fault.reasonCode !== 'ALARM_TRIGGERED')
  const tolerated = seen.sides.candidate.healthy > 0 ? Math.floor(seen.sides.candidate.desired / 10) : 0
  return alarm ?? (tasks.length > tolerated ? tasks.at(-1) : undefined)
}

function lookNow({ seen }: Situation): Step {
  return { kind: 'wait', untilMs: seen.atMs, look: ['travel', 'tasks', 'service'] }
}

/** Why ECS turned round: the circuit breaker only counts, the tasks it counted are the cause. */
function cause(
  travel: { readonly reasonCode: ReasonCode; readonly because: string },
  faults: readonly Fault[],
): { readonly reasonCode: ReasonCode; readonly because: string } {
  const last = faults.findLast((fault) => fault.side === 'candidate')
  if (!last) return travel
  if (travel.reasonCode !== 'BREAKER_TRIPPED') return { ...travel, because: `${travel.because} (${last.because})` }
  return { reasonCode: last.reasonCode, because: `${last.because}. ECS: ${travel.because}` }
}
