import type { World } from '../world.ts'
import { fewestHealthy, mostTasks } from './bounds.ts'
import { breakerTripped } from './breaker.ts'
import { alarmBakeMs, triggeredAlarms } from './deployment-alarms.ts'
import { endServiceDeployment } from './deployments.ts'
import { isLive, type DeploymentRow, type ServiceRow, type TaskRow } from './model.ts'
import { alarmFailure, breakerFailure, failDeployment, rollBack, stopFailure } from './rollback.ts'
import { addEvent, tasksText } from './service-events.ts'
import { isHealthy } from './task-health.ts'
import { startTask } from './task-start.ts'
import { beginStop } from './task-stop.ts'
import { touchServiceDeployment } from './touch.ts'
import { wake } from './wake.ts'

/**
 * One look of the rolling scheduler at a service: judge the primary deployment, start what may start, stop what may stop, and see whether
 * it is done. Never more than the maximum percent RUNNING and PENDING, never fewer healthy than the minimum healthy percent.
 */
export function reconcile(world: World, service: ServiceRow): void {
  if (service.status === 'INACTIVE') return
  judge(world, service)
  const emptied = dropEmptied(world, service)
  const primary = service.deployments[0]
  if (service.status === 'DRAINING') {
    drainService(world, service)
    return
  }
  if (!primary) return
  const moved = move(world, service, primary)
  if (moved) service.steady = false
  else if (!emptied) finish(world, service, primary)
  if (!service.steady) wake(world, service)
}

/** Failures first: a request to roll back, the circuit breaker, then the alarms. */
function judge(world: World, service: ServiceRow): void {
  const primary = service.deployments[0]
  if (!primary || primary.rolloutState !== 'IN_PROGRESS') return
  const { serviceDeployment } = primary
  if (serviceDeployment?.status === 'PENDING') {
    serviceDeployment.status = 'IN_PROGRESS'
    serviceDeployment.startedAt = world.now()
    touchServiceDeployment(world, serviceDeployment)
  }
  if (serviceDeployment?.status === 'ROLLBACK_REQUESTED') {
    rollBack(world, primary, stopFailure)
    return
  }
  const { deploymentCircuitBreaker: breaker, alarms } = service.deploymentConfiguration
  const rollingBack = serviceDeployment?.status === 'ROLLBACK_IN_PROGRESS'
  if (breakerTripped(primary)) {
    if (breaker?.rollback && !rollingBack) rollBack(world, primary, breakerFailure)
    else failDeployment(world, primary, breakerFailure)
    return
  }
  const triggered = triggeredAlarms(world, primary)
  if (triggered.length === 0) return
  if (serviceDeployment) serviceDeployment.triggeredAlarms = triggered
  if (alarms?.rollback) rollBack(world, primary, alarmFailure)
  else failDeployment(world, primary, alarmFailure)
}

/** Older deployments leave the list with their last task. */
function dropEmptied(world: World, service: ServiceRow): boolean {
  const kept = service.deployments.filter((each, index) => index === 0 || each.tasks.size > 0)
  if (kept.length === service.deployments.length) return false
  service.deployments = kept
  world.ecs.staleServices.add(service)
  return true
}

/** Starts and stops tasks within the bounds. True when it did anything. */
function move(world: World, service: ServiceRow, primary: DeploymentRow): boolean {
  const desired = service.desiredCount
  const live: TaskRow[] = []
  let healthy = 0
  let wanted = 0
  let old = 0
  for (const deployment of service.deployments)
    for (const task of deployment.tasks) {
      if (!isLive(task)) continue
      live.push(task)
      if (isHealthy(world, task)) healthy++
      if (deployment !== primary) old++
      else if (task.condemned === undefined) wanted++
    }
  const failed = primary.rolloutState === 'FAILED'
  const room = mostTasks(desired, service.deploymentConfiguration) - live.length
  const spare = healthy - fewestHealthy(desired, service.deploymentConfiguration)
  const started = failed ? 0 : start(world, service, primary, Math.min(room, desired - wanted))
  const replaceable = room - started <= 0 || healthy >= desired || primary.rolloutState === 'IN_PROGRESS'
  const stopped = stop(world, service, live, { excess: wanted - desired, old: !failed, replaceable, spare })
  if (started + stopped > 0) return true
  reportDeadlock(world, service, primary, { missing: desired - wanted, old, allHealthy: healthy === live.length })
  return false
}

function start(world: World, service: ServiceRow, primary: DeploymentRow, count: number): number {
  if (count <= 0) return 0
  if (world.nowMs() < primary.launchNotBeforeMs) {
    if (!primary.reported.has('inconsistent'))
      addEvent(
        world,
        service,
        'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
      )
    primary.reported.add('inconsistent')
    return 0
  }
  const replaced = [...primary.tasks].filter((task) => isLive(task) && task.condemned !== undefined).length
  const tasks = Array.from({ length: count }, () => startTask(world, primary))
  const because = replaced > 0 ? ` Amazon ECS replaced ${Math.min(replaced, count)} tasks due to an unhealthy status.` : ''
  addEvent(world, service, `has started ${count} tasks: ${tasksText(tasks)}.${because}`)
  return count
}

interface Surplus {
  /** Tasks of the primary beyond the desired count. */
  readonly excess: number
  /** Whether tasks of older deployments are surplus. */
  readonly old: boolean
  /** Whether condemned tasks may go before their replacement is up. */
  readonly replaceable: boolean
  /** Healthy tasks beyond the minimum. */
  readonly spare: number
}

/** Tasks that do not count as healthy go first and freely; healthy ones only as far as the minimum allows. */
function stop(world: World, service: ServiceRow, live: readonly TaskRow[], surplus: Surplus): number {
  const primary = service.deployments[0]
  let { excess, spare } = surplus
  const running: TaskRow[] = []
  const pending: TaskRow[] = []
  const unhealthyFirst = live.length > 1 ? [...live].sort((a, b) => rank(world, a) - rank(world, b)) : live
  for (const task of unhealthyFirst) {
    const isOld = task.deployment !== primary
    const condemned = task.condemned !== undefined
    if (condemned ? !surplus.replaceable : isOld ? !surplus.old : excess <= 0) continue
    if (isHealthy(world, task)) {
      if (spare <= 0) continue
      spare--
    }
    if (!isOld && !condemned) excess--
    ;(task.lastStatus === 'RUNNING' ? running : pending).push(task)
  }
  if (pending.length > 0) addEvent(world, service, `stopped ${pending.length} pending tasks.`)
  if (running.length > 0) addEvent(world, service, `has stopped ${running.length} running tasks: ${tasksText(running)}.`)
  for (const task of [...pending, ...running]) beginStop(world, task, 'ServiceSchedulerInitiated', stopReason(service, task))
  return pending.length + running.length
}

function rank(world: World, task: TaskRow): number {
  return task.lastStatus !== 'RUNNING' ? 0 : isHealthy(world, task) ? 2 : 1
}

function stopReason(service: ServiceRow, task: TaskRow): string {
  return task.condemned ?? `Scaling activity initiated by (deployment ${service.deployments[0]?.id ?? task.deployment?.id})`
}

/** Nothing moves, nothing is on its way, and the percentages forbid every step (developer guide, service event messages). */
function reportDeadlock(
  world: World,
  service: ServiceRow,
  primary: DeploymentRow,
  now: { missing: number; old: number; allHealthy: boolean },
): void {
  if (now.missing <= 0 || now.old === 0 || !now.allHealthy || primary.rolloutState !== 'IN_PROGRESS') return
  if (world.nowMs() < primary.launchNotBeforeMs || primary.reported.has('deadlock')) return
  primary.reported.add('deadlock')
  addEvent(
    world,
    service,
    'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
  )
}

/** All wanted tasks healthy and no others left: bake while alarms are watched, then complete. */
function finish(world: World, service: ServiceRow, primary: DeploymentRow): void {
  if (service.deployments.length > 1 || primary.rolloutState === 'FAILED') return
  if (primary.tasks.size !== service.desiredCount) return
  for (const task of primary.tasks) if (!isHealthy(world, task)) return
  if (primary.rolloutState === 'IN_PROGRESS') {
    primary.bakeUntilMs ??= world.nowMs() + world.scaled(alarmBakeMs(world, primary))
    if (world.nowMs() < primary.bakeUntilMs) return
    complete(world, service, primary)
  }
  if (service.steady) return
  service.steady = true
  addEvent(world, service, 'has reached a steady state.')
}

function complete(world: World, service: ServiceRow, primary: DeploymentRow): void {
  primary.rolloutState = 'COMPLETED'
  primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`
  primary.updatedAt = world.now()
  primary.alarmsWatched = false
  service.lastCompleted = { deploymentId: primary.id, revision: primary.revision, definition: primary.definition }
  addEvent(world, service, `(deployment ${primary.id}) deployment completed.`)
  const { serviceDeployment } = primary
  if (!serviceDeployment) return
  if (serviceDeployment.status === 'ROLLBACK_IN_PROGRESS') endServiceDeployment(world, serviceDeployment, 'ROLLBACK_SUCCESSFUL', undefined)
  else if (serviceDeployment.status === 'IN_PROGRESS') endServiceDeployment(world, serviceDeployment, 'SUCCESSFUL', undefined)
}

/** A deleted service stops its tasks and becomes INACTIVE with the last of them. */
function drainService(world: World, service: ServiceRow): void {
  const live = [...service.tasks].filter(isLive)
  for (const task of live) beginStop(world, task, 'ServiceSchedulerInitiated', stopReason(service, task))
  if ([...service.tasks].some((task) => task.lastStatus !== 'STOPPED')) {
    wake(world, service)
    return
  }
  service.status = 'INACTIVE'
  service.deployments = []
  world.ecs.staleServices.add(service)
}
