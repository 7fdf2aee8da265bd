import type { Service } from '@aws-sdk/client-ecs'
import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { TaskDefinition } from '../domain/task-definition.ts'
import type { Problem } from '../ports.ts'
import { alarmProblems, type AlarmSeen, describeAlarms } from './alarm-faults.ts'
import { awsErrorName } from './explain-error.ts'
import type { Send } from './operations.ts'
import { createRevisionNames, listDeployments, type ServiceRef } from './service-deployments.ts'
import { serviceProblems, serviceWarnings, targetGroupProblems } from './service-problems.ts'
import { revisionOf } from './task-definitions.ts'

/** What is found before the first write. */
export interface RollingPreflight {
  readonly problems: readonly Problem[]
  readonly warnings: readonly string[]
  readonly facts: {
    /** `family:number` the service is set to. */
    readonly current: string
    /** What to go back to, as `family:number`; empty when nothing was ever deployed to its end. */
    readonly baseline: string
    /** No deployment is under way, and the last one reached its end. */
    readonly steady: boolean
    readonly desired: number
  }
}

/** Reads what could forbid a rolling rollout of the content; `definition` is absent when the content itself is wrong. Writes nothing. */
export async function rollingPreflight(
  send: Send,
  ref: ServiceRef,
  service: Service,
  definition: TaskDefinition | undefined,
  alarmNames: readonly string[],
  signal?: AbortSignal,
): Promise<RollingPreflight> {
  const { alarms: own } = service.deploymentConfiguration ?? {}
  const ownAlarms = own?.enable === true ? (own.alarmNames ?? []).filter((name) => !alarmNames.includes(name)) : []
  const names = [...alarmNames, ...ownAlarms]
  const [alarms, groups, baseline] = await Promise.all([
    names.length === 0 ? [] : describeAlarms(send, names, signal),
    describeGroups(send, service, signal),
    baselineOf(send, ref, service, signal),
  ])
  return {
    problems: [
      ...serviceProblems(service),
      ...alarmProblems(alarmNames, alarms),
      ...(definition ? targetGroupProblems(service, groups, definition) : []),
    ],
    warnings: [...serviceWarnings(service), ...ownAlarmWarnings(ownAlarms, alarms)],
    facts: { current: revisionOf(service.taskDefinition ?? ''), baseline, steady: isSteady(service), desired: service.desiredCount ?? 0 },
  }
}

/** One deployment, and it reached its end. */
export function isSteady(service: Service): boolean {
  const [only, ...others] = service.deployments ?? []
  if (!only || others.length > 0) return false
  return only.rolloutState === undefined ? only.runningCount === only.desiredCount : only.rolloutState === 'COMPLETED'
}

/** What the service runs when nothing is under way, else the target of the last deployment that succeeded. */
async function baselineOf(send: Send, ref: ServiceRef, service: Service, signal?: AbortSignal): Promise<string> {
  if (isSteady(service)) return revisionOf(service.taskDefinition ?? '')
  const deployments = await listDeployments(send, ref, undefined, signal)
  const last = deployments.find((each) => each.status === 'SUCCESSFUL')?.targetServiceRevisionArn
  if (last === undefined) return ''
  return (await createRevisionNames(send).get([last], signal)).get(last) ?? ''
}

async function describeGroups(send: Send, service: Service, signal?: AbortSignal): Promise<readonly TargetGroup[]> {
  const arns = (service.loadBalancers ?? []).flatMap((each) => (each.targetGroupArn === undefined ? [] : [each.targetGroupArn]))
  if (arns.length === 0) return []
  try {
    const answer = await send('elasticloadbalancing:DescribeTargetGroups', { TargetGroupArns: arns }, signal)
    return answer.TargetGroups ?? []
  } catch (error) {
    // One that is missing fails the whole call; which one does not matter, none can be checked.
    if (awsErrorName(error).startsWith('TargetGroupNotFound')) return []
    throw error
  }
}

/** ECS ignores its deployment alarms for a deployment that starts while one of them is in ALARM. */
function ownAlarmWarnings(names: readonly string[], alarms: readonly AlarmSeen[]): readonly string[] {
  return names.flatMap((name) => {
    const alarm = alarms.find((each) => each.name === name)
    if (!alarm) return [`The deployment alarm ${name} of the service does not exist`]
    return alarm.state === 'ALARM'
      ? [`The deployment alarm ${name} is in ALARM already: ECS will not watch the alarms of this deployment`]
      : []
  })
}
