import type { Task } from '@aws-sdk/client-ecs'
import type { Send } from './operations.ts'
import type { ServiceRef } from './service-deployments.ts'
import { describeTasks } from './stopped-tasks.ts'
import { revisionOf } from './task-definitions.ts'

/** One registered target, as its load balancer sees it. */
export interface TargetSeen {
  readonly group: string
  /** Address or instance. */
  readonly id: string
  readonly state: string
  /** AWS's reason and description of a state that is not healthy. */
  readonly why: string
}

/** All targets of the groups, one call a group. */
export async function describeTargets(send: Send, groups: readonly string[], signal?: AbortSignal): Promise<readonly TargetSeen[]> {
  const answers = await Promise.all(
    groups.map(async (group) => {
      const answer = await send('elasticloadbalancing:DescribeTargetHealth', { TargetGroupArn: group }, signal)
      return (answer.TargetHealthDescriptions ?? []).map(({ Target, TargetHealth }): TargetSeen => {
        const why = [TargetHealth?.Reason, TargetHealth?.Description].filter((part) => part !== undefined).join(': ')
        return { group, id: Target?.Id ?? '', state: TargetHealth?.State ?? 'unavailable', why }
      })
    }),
  )
  return answers.flat()
}

/**
 * Whether a target is an instance, as those of bridge and host networking are: several tasks share its address, and nothing in an
 * answer says which of them a target is.
 */
export function isInstance({ id }: TargetSeen): boolean {
  return /^i-/.test(id)
}

/** The candidate's addresses among the service's running tasks; two calls. Tasks without an address of their own have none. */
export async function candidateAddresses(
  send: Send,
  { cluster, service }: ServiceRef,
  candidate: string,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const arns: string[] = []
  let nextToken: string | undefined
  do {
    const answer = await send('ecs:ListTasks', { cluster, serviceName: service, ...(nextToken !== undefined && { nextToken }) }, signal)
    arns.push(...(answer.taskArns ?? []))
    nextToken = answer.nextToken
  } while (nextToken !== undefined)
  const tasks = await describeTasks(send, cluster, arns, signal)
  return new Set(tasks.filter((task) => revisionOf(task.taskDefinitionArn ?? '') === candidate).flatMap(addressesOf))
}

function addressesOf(task: Task): string[] {
  const attached = (task.attachments ?? []).flatMap((attachment) => attachment.details ?? [])
  return attached.flatMap(({ name, value }) => (name === 'privateIPv4Address' && value !== undefined ? [value] : []))
}

/** Targets in a state that are healthy in every group: with several groups the one with the fewest counts. */
export function countTargets(
  targets: readonly TargetSeen[],
  groups: readonly string[],
  state: 'healthy' | 'draining',
  of: (target: TargetSeen) => boolean,
): number {
  if (groups.length === 0) return 0
  return Math.min(...groups.map((group) => targets.filter((each) => each.group === group && each.state === state && of(each)).length))
}
