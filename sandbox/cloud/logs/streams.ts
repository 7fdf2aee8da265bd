import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { arnOf, type World } from '../world.ts'
import type { LogGroupRow, LogStreamRow } from './model.ts'

/**
 * Opens the log stream of a container, as the awslogs driver does when the task starts. Answers with what ECS says when it cannot: the group
 * must exist, unless `awslogs-create-group` is true.
 */
export function openLogStream(world: World, container: ContainerDefinition, taskId: string): string | undefined {
  const place = placeOf(container, taskId)
  if (!place) return undefined
  const create = container.logConfiguration?.options?.['awslogs-create-group'] === 'true'
  const group = world.logs.groups.get(place.group) ?? (create ? addGroup(world, place.group) : undefined)
  if (!group)
    return 'failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1'
  if (!group.streams.has(place.stream)) addStream(world, group, place.stream)
  return undefined
}

/** Writes what a container printed. Lines of containers without awslogs are dropped. */
export function writeOutput(world: World, container: ContainerDefinition, taskId: string, lines: readonly string[]): void {
  const place = placeOf(container, taskId)
  const stream = place && world.logs.groups.get(place.group)?.streams.get(place.stream)
  if (!stream) return
  const timestamp = Math.floor(world.nowMs())
  for (const message of lines) stream.events.push({ timestamp, ingestionTime: timestamp, message })
}

export function addGroup(world: World, name: string): LogGroupRow {
  const group = { name, arn: arnOf(world, 'logs', `log-group:${name}`), createdAtMs: Math.floor(world.nowMs()), streams: new Map() }
  world.logs.groups.set(name, group)
  return group
}

export function addStream(world: World, group: LogGroupRow, name: string): LogStreamRow {
  const stream = { name, arn: `${group.arn}:log-stream:${name}`, createdAtMs: Math.floor(world.nowMs()), events: [] }
  group.streams.set(name, stream)
  return stream
}

/** `prefix/container/task`, or undefined when the container does not log to CloudWatch. */
function placeOf(container: ContainerDefinition, taskId: string): { readonly group: string; readonly stream: string } | undefined {
  const { logDriver, options } = container.logConfiguration ?? {}
  const group = options?.['awslogs-group']
  if (logDriver !== 'awslogs' || group === undefined) return undefined
  return { group, stream: `${options?.['awslogs-stream-prefix'] ?? 'ecs'}/${container.name}/${taskId}` }
}
