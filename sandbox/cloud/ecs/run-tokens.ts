import type { RunTaskRequest } from '@aws-sdk/client-ecs'
import { AwsFault } from '../ports.ts'
import type { World } from '../world.ts'
import type { ClusterRow, RunTokenRow, TaskRow } from './model.ts'

/**
 * Tokens of RunTask, each of one cluster. A token stands for its first request, with these parameters, for 24 hours or until an hour after
 * its last task has stopped, whichever comes first (developer guide, Ensuring idempotency).
 */
const LIFE_MS = 24 * 3_600_000
const AFTER_STOP_MS = 3_600_000
const TOKEN = /^[\x21-\x7e]{1,64}$/

/** The tasks a token stands for, undefined when it is new. Throws ConflictException when it was used for something else. */
export function tasksOfToken(world: World, cluster: ClusterRow, input: RunTaskRequest): readonly TaskRow[] | undefined {
  const { clientToken } = input
  if (clientToken === undefined) return undefined
  if (!TOKEN.test(clientToken)) throw new AwsFault('InvalidParameterException', 'Invalid client token.')
  const key = keyOf(cluster, clientToken)
  const row = world.ecs.runTokens.get(key)
  if (!row) return undefined
  if (hasLapsed(world, row)) {
    world.ecs.runTokens.delete(key)
    return undefined
  }
  if (row.request !== requestOf(input))
    throw new AwsFault('ConflictException', 'The client token was used with other parameters.', 400, {
      resourceIds: row.tasks.map((task) => task.arn),
    })
  return row.tasks
}

export function keepToken(world: World, cluster: ClusterRow, input: RunTaskRequest, tasks: readonly TaskRow[]): void {
  if (input.clientToken === undefined) return
  world.ecs.runTokens.set(keyOf(cluster, input.clientToken), { request: requestOf(input), atMs: world.nowMs(), tasks })
}

function hasLapsed(world: World, { atMs, tasks }: RunTokenRow): boolean {
  const nowMs = world.nowMs()
  if (nowMs >= atMs + world.scaled(LIFE_MS)) return true
  const stopsMs = tasks.map((task) => task.stoppedAt?.getTime() ?? Infinity)
  return nowMs >= Math.max(...stopsMs) + world.scaled(AFTER_STOP_MS)
}

function keyOf(cluster: ClusterRow, token: string): string {
  return `${cluster.arn} ${token}`
}

/** The parameters, whatever their order. */
function requestOf({ clientToken: _, ...input }: RunTaskRequest): string {
  return JSON.stringify(input, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
