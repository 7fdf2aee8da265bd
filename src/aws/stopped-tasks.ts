import type { Container, Task } from '@aws-sdk/client-ecs'
import type { ReasonCode } from '../domain/outcome.ts'
import type { Send } from './operations.ts'
import type { ServiceRef } from './service-deployments.ts'

/** Why a task ended, when the reason lies in the task itself. */
export interface TaskFailure {
  readonly reasonCode: ReasonCode
  /** The container that explains it; empty when it is the task as a whole. */
  readonly container: string
  /** Without the last log line. */
  readonly because: string
  readonly details: readonly string[]
}

/** ARNs of the service's tasks that have ended or are ending. ECS keeps them for about an hour. */
export async function listStoppedTasks(send: Send, { cluster, service }: ServiceRef, signal?: AbortSignal): Promise<readonly string[]> {
  const arns: string[] = []
  let nextToken: string | undefined
  do {
    const input = { cluster, serviceName: service, desiredStatus: 'STOPPED', ...(nextToken !== undefined && { nextToken }) } as const
    const answer = await send('ecs:ListTasks', input, signal)
    arns.push(...(answer.taskArns ?? []))
    nextToken = answer.nextToken
  } while (nextToken !== undefined)
  return arns
}

/** Tasks by ARN, a hundred a call. */
export async function describeTasks(send: Send, cluster: string, arns: readonly string[], signal?: AbortSignal): Promise<readonly Task[]> {
  const tasks: Task[] = []
  for (let i = 0; i < arns.length; i += 100) {
    const answer = await send('ecs:DescribeTasks', { cluster, tasks: arns.slice(i, i + 100) }, signal)
    tasks.push(...(answer.tasks ?? []))
  }
  return tasks
}

/** Whether a task has said why it ends; until then it is to be looked at again. */
export function hasVerdict(task: Task): boolean {
  return task.stopCode !== undefined || task.lastStatus === 'STOPPED'
}

/**
 * A task that ended for a reason of its own, or undefined for one that was ended: scaled in, rolled back, taken by Spot or by a person,
 * lost with its host. Source: "Stopped task error codes", Developer Guide.
 */
export function failureOf(task: Task): TaskFailure | undefined {
  const reason = task.stoppedReason ?? ''
  const name = `task ${shortId(task)}`
  const failed = culprit(task)
  const details = detailsOf(task)
  const lived = livedFor(task)
  if (/failed ELB health checks/i.test(reason)) {
    return {
      reasonCode: 'TARGET_UNHEALTHY',
      container: failed?.name ?? '',
      because: `${name} failed the load balancer's health checks${lived}: ${reason}`,
      details,
    }
  }
  if (/failed container health checks/i.test(reason)) {
    const unhealthy = task.containers?.find((container) => container.healthStatus === 'UNHEALTHY') ?? failed
    const which = unhealthy?.name === undefined ? '' : ` (${unhealthy.name})`
    return {
      reasonCode: 'CONTAINER_UNHEALTHY',
      container: unhealthy?.name ?? '',
      because: `${name}${which} failed its container health check${lived}`,
      details,
    }
  }
  if (task.stopCode === 'EssentialContainerExited' || (task.stopCode === undefined && failed?.exitCode !== undefined)) {
    return { reasonCode: 'TASK_EXITED', container: failed?.name ?? '', because: `${name}${exitWords(failed)}${lived}`, details }
  }
  if (task.stopCode === 'TaskFailedToStart') {
    // Room in the cluster is not the revision's fault; ECS tries again.
    if (/capacity is unavailable|unable to place|RESOURCE:/i.test(reason)) return undefined
    const why = failed?.reason ?? (reason === '' ? 'ECS gives no reason' : reason)
    const which = failed?.name === undefined ? '' : ` (${failed.name})`
    return { reasonCode: 'TASK_START_FAILED', container: '', because: `${name}${which} could not start: ${why}`, details }
  }
  return undefined
}

/**
 * The container that explains the end. When an essential one ends, the others are stopped by SIGTERM and then SIGKILL, so a code of
 * its own says more than 137 or 143.
 */
function culprit(task: Task): Container | undefined {
  const containers = task.containers ?? []
  const exited = (wanted: (code: number) => boolean): Container | undefined =>
    containers.find((container) => container.exitCode !== undefined && wanted(container.exitCode))
  return (
    containers.find(isOutOfMemory) ??
    exited((code) => code !== 0 && code !== 137 && code !== 143) ??
    exited((code) => code === 137) ??
    exited((code) => code === 0) ??
    containers.find((container) => container.reason !== undefined) ??
    exited(() => true) ??
    (containers.length === 1 ? containers[0] : undefined)
  )
}

/** ECS says so in the reason of the container; its exit code is that of any SIGKILL. */
export function isOutOfMemory(container: Container): boolean {
  return /OutOfMemory/i.test(container.reason ?? '')
}

/** What became of a container, to be put behind the name of its task. */
export function exitWords(container: Container | undefined): string {
  if (container === undefined) return ' exited'
  const which = container.name === undefined ? '' : ` (${container.name})`
  if (isOutOfMemory(container)) return `${which} was killed for using more memory than it may`
  const code = container.exitCode
  if (code === undefined) return `${which} exited`
  const signal = code === 137 ? ' (SIGKILL)' : code === 139 ? ' (SIGSEGV)' : code === 143 ? ' (SIGTERM)' : ''
  return `${which} exited with code ${String(code)}${signal}`
}

/** Every reason ECS gives, a line each. */
export function detailsOf(task: Task): readonly string[] {
  const containers = (task.containers ?? []).filter((container) => container.reason !== undefined)
  return [
    ...(task.stoppedReason === undefined ? [] : [`stopped: ${task.stoppedReason}`]),
    ...containers.map((container) => `${container.name ?? 'container'}: ${container.reason!}`),
  ]
}

/** How long it ran, where AWS says so. */
export function livedFor(task: Task): string {
  const end = task.stoppingAt ?? task.executionStoppedAt ?? task.stoppedAt
  if (!task.startedAt || !end) return ''
  const seconds = Math.max(0, Math.round((end.getTime() - task.startedAt.getTime()) / 1000))
  return ` after ${seconds < 120 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`}`
}

/** The last part of the ARN. */
export function taskId(task: Task): string {
  const arn = task.taskArn ?? ''
  return arn.slice(arn.lastIndexOf('/') + 1)
}

function shortId(task: Task): string {
  return `${taskId(task).slice(0, 8)}…`
}
