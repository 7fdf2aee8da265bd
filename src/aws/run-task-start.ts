import type { Failure } from '@aws-sdk/client-ecs'
import type { OneOffStart } from '../domain/migration/one-off.ts'

/**
 * Why RunTask has started nothing although it was no error. Source: "Amazon ECS API failure reasons", Developer Guide; "Capacity is unavailable"
 * is what Fargate says.
 */
export function readFailures(failures: readonly Failure[], name: string): OneOffStart {
  const reasons = [...new Set(failures.map(({ reason, detail }) => [reason, detail].filter((each) => each !== undefined).join(': ')))]
  const reason = reasons.filter((each) => each !== '').join('; ') || 'ECS gives no reason'
  const [kind, hint] = meaningOf(reason)
  const because = `${name} cannot be started: ${kind} (${reason})`
  return hint === undefined ? { kind: 'no-room', because } : { kind: 'refused', because, hint }
}

/** What it means, and what to do where waiting does not help. */
function meaningOf(reason: string): readonly [meaning: string, hint?: string] {
  if (/^RESOURCE:FARGATE|capacity is unavailable/i.test(reason)) return ['Fargate has no capacity in these zones now']
  if (/reached the limit on the number of/i.test(reason)) return ['the account may not run more at once']
  const resource = /^RESOURCE:(\S+)/.exec(reason)?.[1]
  if (resource !== undefined) return [`no instance of the cluster has enough ${resource.toLowerCase().replaceAll('_', ' ')} left`]
  if (/^AGENT/.test(reason)) return ['the agent of an instance is not connected']
  if (/EMPTY CAPACITY PROVIDER|NO ACTIVE INSTANCES|INACTIVE INSTANCES|No Container Instances/i.test(reason))
    return ['the cluster has no instance to run it on']
  if (/^ATTRIBUTE/.test(reason)) {
    return [
      'no instance of the cluster has what the task definition asks for',
      'Compare requiresAttributes of the task definition with the instances, or give run-task-definition one that the service can run.',
    ]
  }
  if (/^LOCATION/.test(reason)) {
    return [
      'the subnets of the service are in other zones than its instances',
      'Give run-task-service a service whose subnets fit the instances of the cluster.',
    ]
  }
  if (/MemberOf placement constraint/i.test(reason)) {
    return ['no instance satisfies its placement constraints', 'Change the placement constraints of the task definition or of the service.']
  }
  return ['ECS has refused it', 'Look up the reason under "API failure reasons" in the guide of ECS.']
}
