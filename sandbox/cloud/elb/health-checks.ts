import type { TargetHealth } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { MatterEvent } from '../../matter/ports.ts'
import type { World } from '../world.ts'
import type { TargetRow } from './model.ts'
import { groupChanged } from './plane.ts'

/** The first check follows registration within a few seconds (seen: 2.2 s from "registered" to healthy). */
const FIRST_CHECK_MS = [500, 2_500] as const

/** Shortest time-out of a health check at any time scale. */
const TIMEOUT_LEAST_MS = 1_000

type Answer = Extract<MatterEvent, { kind: 'probe-answered' }>['answer']

/** Begins to check a target that the data plane knows, in a group that is in use. */
export function startChecks(world: World, target: TargetRow): void {
  if (!target.group.user || target.inPlane !== 'registered' || target.cancelProbe || target.probeId !== undefined) return
  target.cancelProbe = world.after(world.random.between(...FIRST_CHECK_MS), () => check(world, target))
}

/** No more checks; an answer on its way is forgotten. */
export function stopChecks(world: World, target: TargetRow): void {
  target.cancelProbe?.()
  target.cancelProbe = undefined
  if (target.probeId !== undefined) world.elb.probes.delete(target.probeId)
  target.probeId = undefined
}

/** A check has been answered: one success makes an initial target healthy; otherwise the thresholds of the group count consecutive answers. */
export function probeAnswered(world: World, id: string, answer: Answer): void {
  const target = world.elb.probes.get(id)
  if (!target) return
  world.elb.probes.delete(id)
  target.probeId = undefined
  const { check: settings } = target.group
  const failure = failureOf(answer, settings.matcher)
  if (failure) {
    target.failures++
    target.successes = 0
  } else {
    target.successes++
    target.failures = 0
  }
  const { State } = target.health
  if (!failure && State !== 'healthy' && (State === 'initial' || target.successes >= settings.healthyCount))
    setHealth(world, target, { State: 'healthy' }, 'healthy')
  else if (failure && (State === 'unhealthy' || target.failures >= settings.unhealthyCount)) setHealth(world, target, failure, 'unhealthy')
}

function check(world: World, target: TargetRow): void {
  const { group } = target
  const settings = group.check
  const intervalMs = world.scaled(settings.intervalS * 1000)
  target.cancelProbe = world.at(world.nowMs() + intervalMs, () => check(world, target))
  // The one before has not been answered yet: the target gets one check at a time.
  if (target.probeId !== undefined) return
  const id = `probe-${++world.elb.probeCount}`
  target.probeId = id
  world.elb.probes.set(id, target)
  world.options.traffic.probe({
    id,
    address: target.address,
    port: settings.port === 'traffic-port' ? target.port : Number(settings.port),
    protocol: settings.protocol,
    path: settings.path,
    timeoutMs: Math.max(TIMEOUT_LEAST_MS, world.scaled(settings.timeoutS * 1000)),
  })
}

function setHealth(world: World, target: TargetRow, health: TargetHealth, verdict: 'healthy' | 'unhealthy'): void {
  const changed = target.verdict !== verdict
  target.verdict = verdict
  target.health = health
  if (!changed) return
  groupChanged(world, target.group)
  world.targetChanged(target.group.arn, target.address)
}

function failureOf(answer: Answer, matcher: string): TargetHealth | undefined {
  if ('status' in answer) {
    if (matches(answer.status, matcher)) return undefined
    return {
      State: 'unhealthy',
      Reason: 'Target.ResponseCodeMismatch',
      Description: `Health checks failed with these codes: [${answer.status}]`,
    }
  }
  if (answer.failed === 'timeout') return { State: 'unhealthy', Reason: 'Target.Timeout', Description: 'Request timed out' }
  return { State: 'unhealthy', Reason: 'Target.FailedHealthChecks', Description: 'Health checks failed' }
}

/** A matcher lists codes and ranges: `200,202`, `200-299`. */
function matches(status: number, matcher: string): boolean {
  return matcher.split(',').some((part) => {
    const [from, to = from] = part.split('-').map(Number)
    return status >= (from ?? 0) && status <= (to ?? 0)
  })
}
