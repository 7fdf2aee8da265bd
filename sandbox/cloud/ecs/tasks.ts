import type {
  DescribeTasksRequest,
  DescribeTasksResponse,
  Failure,
  ListTasksRequest,
  ListTasksResponse,
  StopTaskRequest,
  StopTaskResponse,
  Task,
} from '@aws-sdk/client-ecs'
import { seen } from '../../lag.ts'
import { pageOf } from '../paging.ts'
import { AwsFault } from '../ports.ts'
import { arnOf, type World } from '../world.ts'
import { requireCluster, tasksOf } from './clusters.ts'
import type { ClusterRow, TaskRow } from './model.ts'
import { findService } from './services.ts'
import { seenTagsOf } from './tagging.ts'
import { beginStop } from './task-stop.ts'

/** Tasks wanted RUNNING unless asked for STOPPED; stopped ones are kept for an hour. */
export function listTasks(world: World, input: ListTasksRequest): ListTasksResponse {
  const cluster = requireCluster(world, input.cluster)
  const nowMs = world.nowMs()
  let tasks: Iterable<TaskRow> = tasksOf(cluster)
  if (input.serviceName !== undefined) {
    const service = findService(world, cluster, input.serviceName)
    if (!service) throw new AwsFault('ServiceNotFoundException', 'Service not found.')
    tasks = service.tasks
  }
  // The API reference of ListTasks: by startedBy it lists, it must be the only filter.
  if (input.startedBy !== undefined && (input.family !== undefined || input.serviceName !== undefined))
    throw new AwsFault('InvalidParameterException', 'startedBy must be the only filter.')
  const arns: string[] = []
  for (const task of tasks) {
    const answer = seen(task.seen, nowMs)
    if (!answer || answer.desiredStatus !== (input.desiredStatus ?? 'RUNNING')) continue
    if (input.family !== undefined && task.definition.definition.family !== input.family) continue
    if (input.startedBy !== undefined && task.terms.startedBy !== input.startedBy) continue
    arns.push(task.arn)
  }
  const { page, nextToken } = pageOf(arns, input.maxResults ?? 100, input.nextToken)
  return { taskArns: page, ...(nextToken === undefined ? {} : { nextToken }) }
}

export function describeTasks(world: World, input: DescribeTasksRequest): DescribeTasksResponse {
  const cluster = requireCluster(world, input.cluster)
  if (!input.tasks?.length) throw new AwsFault('InvalidParameterException', 'Tasks cannot be empty.')
  if (input.tasks.length > 100) throw new AwsFault('InvalidParameterException', 'Tasks must have at most 100 elements.')
  const tasks: Task[] = []
  const failures: Failure[] = []
  for (const ref of input.tasks) {
    const task = findTask(world, cluster, ref)
    const answer = task && seen(task.seen, world.nowMs())
    if (!answer) failures.push({ arn: taskArn(world, cluster, ref), reason: 'MISSING' })
    else tasks.push(input.include?.includes('TAGS') ? { ...answer, tags: seenTagsOf(world, task) } : answer)
  }
  return { tasks, failures }
}

/** SIGTERM follows at once: the load balancer learns of it only later (containers-roadmap#708). */
export function stopTask(world: World, input: StopTaskRequest): StopTaskResponse {
  const task = findTask(world, requireCluster(world, input.cluster), input.task ?? '')
  if (!task) throw new AwsFault('InvalidParameterException', 'The referenced task was not found.')
  beginStop(world, task, 'UserInitiated', input.reason ?? 'Task stopped by user')
  return { task: renderTask(world, task) }
}

/** The task as AWS describes it: an immutable answer. */
export function renderTask(world: World, task: TaskRow): Task {
  const { definition } = task.definition
  const eni = `eni-${task.id.slice(0, 17)}`
  const attached = task.lastStatus !== 'PROVISIONING'
  return {
    attachments: [
      {
        id: `${task.id.slice(0, 8)}-${task.id.slice(8, 12)}-4${task.id.slice(13, 16)}-8${task.id.slice(17, 20)}-${task.id.slice(20)}`,
        type: 'ElasticNetworkInterface',
        status: task.lastStatus === 'STOPPED' ? 'DELETED' : attached ? 'ATTACHED' : 'PRECREATED',
        details: [
          { name: 'networkInterfaceId', value: eni },
          { name: 'privateIPv4Address', value: task.launch.address },
        ],
      },
    ],
    attributes: [{ name: 'ecs.cpu-architecture', value: definition.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'arm64' : 'x86_64' }],
    availabilityZone: task.zone,
    clusterArn: task.cluster.arn,
    connectivity: attached ? 'CONNECTED' : undefined,
    containers: task.containers.map((container) => ({
      containerArn: arnOf(world, 'ecs', `container/${task.cluster.name}/${task.id}/${container.runtimeId}`),
      taskArn: task.arn,
      name: container.name,
      image: container.image,
      runtimeId: `${task.id}-${container.runtimeId.slice(0, 10)}`,
      lastStatus: container.lastStatus,
      exitCode: container.exitCode,
      reason: container.reason,
      networkBindings: [],
      networkInterfaces: attached ? [{ attachmentId: eni, privateIpv4Address: task.launch.address }] : [],
      healthStatus: container.health,
      cpu: '0',
    })),
    cpu: definition.cpu,
    createdAt: task.createdAt,
    desiredStatus: task.desiredStatus,
    capacityProviderName: task.terms.capacityProviderName,
    enableExecuteCommand: task.terms.enableExecuteCommand,
    executionStoppedAt: task.executionStoppedAt,
    group: task.terms.group,
    healthStatus: overallHealth(task),
    lastStatus: task.lastStatus,
    launchType: task.terms.launchType,
    memory: definition.memory,
    overrides: {
      ...task.terms.overrides,
      // Every container is listed, whether something of it was overridden or not.
      containerOverrides: task.containers.map(
        ({ name }) => task.terms.overrides.containerOverrides?.find((each) => each.name === name) ?? { name },
      ),
      inferenceAcceleratorOverrides: [],
    },
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    pullStartedAt: task.pullStartedAt,
    pullStoppedAt: task.pullStoppedAt,
    startedAt: task.startedAt,
    startedBy: task.terms.startedBy,
    stopCode: task.stopCode,
    stoppedAt: task.stoppedAt,
    stoppedReason: task.stoppedReason,
    stoppingAt: task.stoppingAt,
    tags: [],
    taskArn: task.arn,
    taskDefinitionArn: task.definition.arn,
    version: task.version,
  }
}

/** UNHEALTHY beats UNKNOWN beats HEALTHY, over the essential containers (API reference, HealthCheck). */
function overallHealth(task: TaskRow): 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY' {
  const essential = task.containers.filter((container) => container.essential)
  if (essential.some((container) => container.health === 'UNHEALTHY')) return 'UNHEALTHY'
  return essential.every((container) => container.health === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN'
}

function findTask(world: World, cluster: ClusterRow, ref: string): TaskRow | undefined {
  return world.ecs.tasks.get(taskArn(world, cluster, ref))
}

function taskArn(world: World, cluster: ClusterRow, ref: string): string {
  return ref.startsWith('arn:') ? ref : arnOf(world, 'ecs', `task/${cluster.name}/${ref}`)
}
