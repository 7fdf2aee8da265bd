import type { TaskStopCode } from '@aws-sdk/client-ecs'
import { deregisterTarget } from '../elb/targets.ts'
import type { World } from '../world.ts'
import { countFailure } from './breaker.ts'
import { type ContainerRow, loadBalancersOf, type TaskRow } from './model.ts'
import { addEvent } from './service-events.ts'
import { touchTask } from './touch.ts'
import { wake } from './wake.ts'

const DEPROVISIONING_MS = 3_000
/** How long a stopped task can still be described. */
const STOPPED_KEPT_MS = 3_600_000
/** Default stopTimeout (developer guide, container definition parameters), and the least a task gets at any time scale. */
const STOP_TIMEOUT_S = 30
const STOP_TIMEOUT_LEAST_MS = 500
/** A container that does not even answer SIGKILL is given up. */
const KILL_TIMEOUT_MS = 10_000

/**
 * Takes a task out of service: DEACTIVATING while its targets drain, STOPPING from SIGTERM on, DEPROVISIONING, STOPPED.
 * The scheduler waits for the drain before SIGTERM; StopTask and a task that dies do not.
 */
export function beginStop(world: World, task: TaskRow, code: TaskStopCode, reason: string): void {
  if (task.desiredStatus === 'STOPPED') return
  task.cancelStep?.()
  task.cancelStep = undefined
  countFailure(world, task, code)
  task.desiredStatus = 'STOPPED'
  task.stopCode = code
  task.stoppedReason = reason
  task.stoppingAt = world.now()
  touchTask(world, task)
  wakeOwner(world, task)
  if (!task.launched) {
    for (const container of task.containers) container.lastStatus = 'STOPPED'
    deprovision(world, task)
    return
  }
  if (task.registered) deregister(world, task)
  if (code === 'ServiceSchedulerInitiated' && task.draining.size > 0) {
    task.lastStatus = 'DEACTIVATING'
    return
  }
  terminate(world, task)
}

/** A drain has ended; when it was the last, SIGTERM follows. */
export function drained(world: World, task: TaskRow, groupArn: string): void {
  task.draining.delete(groupArn)
  if (task.draining.size === 0 && task.lastStatus === 'DEACTIVATING') terminate(world, task)
}

/** A container has ended, or never came up (no exit code then). An essential one takes the task with it. */
export function containerExited(
  world: World,
  task: TaskRow,
  container: ContainerRow,
  exitCode: number | undefined,
  reason: string | undefined,
): void {
  if (container.lastStatus === 'STOPPED') return
  container.lastStatus = 'STOPPED'
  container.exitCode = exitCode
  container.reason = reason
  touchTask(world, task)
  if (container.essential || exitCode === undefined) {
    if (exitCode === undefined) beginStop(world, task, 'TaskFailedToStart', reason ?? 'CannotStartContainerError')
    else beginStop(world, task, 'EssentialContainerExited', 'Essential container in task exited')
  }
  settleExit(world, task)
}

function terminate(world: World, task: TaskRow): void {
  task.lastStatus = 'STOPPING'
  touchTask(world, task)
  if (settleExit(world, task)) return
  world.options.tasks.signal(task.arn, 'SIGTERM')
  const timeoutS = Math.max(...(task.definition.definition.containerDefinitions ?? []).map((each) => each.stopTimeout ?? STOP_TIMEOUT_S))
  task.cancelStep = world.at(world.nowMs() + Math.max(STOP_TIMEOUT_LEAST_MS, world.scaled(timeoutS * 1000)), () => {
    world.options.tasks.signal(task.arn, 'SIGKILL')
    task.cancelStep = world.at(world.nowMs() + KILL_TIMEOUT_MS, () => {
      for (const container of task.containers) containerExited(world, task, container, 137, undefined)
    })
  })
}

/** True when every container has ended and the task is on its way out. */
function settleExit(world: World, task: TaskRow): boolean {
  if (task.desiredStatus !== 'STOPPED' || task.containers.some((container) => container.lastStatus !== 'STOPPED')) return false
  if (task.lastStatus === 'DEPROVISIONING' || task.lastStatus === 'STOPPED') return true
  deprovision(world, task)
  return true
}

function deprovision(world: World, task: TaskRow): void {
  task.cancelStep?.()
  task.lastStatus = 'DEPROVISIONING'
  task.executionStoppedAt = world.now()
  touchTask(world, task)
  task.cancelStep = world.after(DEPROVISIONING_MS, () => {
    task.cancelStep = undefined
    task.lastStatus = 'STOPPED'
    task.stoppedAt = world.now()
    task.deployment?.tasks.delete(task)
    world.ecs.tasksByAddress.delete(task.launch.address)
    world.options.tasks.release(task.launch.address)
    touchTask(world, task)
    wakeOwner(world, task)
    world.after(STOPPED_KEPT_MS, () => {
      task.deployment?.service.tasks.delete(task)
      task.cluster.standalone.delete(task)
      world.ecs.tasks.delete(task.arn)
    })
  })
}

function wakeOwner(world: World, task: TaskRow): void {
  if (task.deployment) wake(world, task.deployment.service)
}

function deregister(world: World, task: TaskRow): void {
  task.registered = false
  if (!task.deployment) return
  const { id, service } = task.deployment
  addEvent(world, service, 'has begun draining connections on 1 tasks.', id)
  for (const { targetGroupArn, containerPort } of loadBalancersOf(task)) {
    if (targetGroupArn === undefined || containerPort === undefined) continue
    if (deregisterTarget(world, targetGroupArn, task.launch.address, containerPort)) task.draining.add(targetGroupArn)
    addEvent(world, service, `deregistered 1 targets in (target-group ${targetGroupArn})`)
  }
}
