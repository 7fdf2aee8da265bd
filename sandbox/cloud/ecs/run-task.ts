import type { Failure, RunTaskRequest, RunTaskResponse } from '@aws-sdk/client-ecs'
import { AwsFault } from '../ports.ts'
import type { World } from '../world.ts'
import { requireCluster } from './clusters.ts'
import type { TaskDefinitionRow, TaskRow, TaskTerms } from './model.ts'
import { keepToken, tasksOfToken } from './run-tokens.ts'
import { requireTaskDefinition } from './task-definitions.ts'
import { beginTask } from './task-start.ts'
import { renderTask } from './tasks.ts'

/** Most tasks one call may start (API reference, RunTask). */
const COUNT_MOST = 10
/** Most characters of overrides, those of the JSON itself included (API reference, TaskOverride). */
const OVERRIDES_MOST = 8192

/** Starts tasks of no service. The same token again answers with the tasks of the first call. */
export function runTask(world: World, input: RunTaskRequest): RunTaskResponse {
  const cluster = requireCluster(world, input.cluster)
  const before = tasksOfToken(world, cluster, input)
  if (before) return { tasks: before.map((task) => answerAgain(world, task)), failures: [] }
  const definition = requireTaskDefinition(world, input.taskDefinition)
  const count = input.count ?? 1
  if (!Number.isInteger(count) || count < 1 || count > COUNT_MOST) throw invalid(`Count must be between 1 and ${COUNT_MOST}.`)
  if (input.startedBy !== undefined && !/^[A-Za-z0-9/_-]{1,128}$/.test(input.startedBy)) throw invalid('startedBy is invalid.')
  checkNetwork(input, definition)
  checkOverrides(input, definition)
  const terms = termsOf(input, definition)
  const subnets = input.networkConfiguration?.awsvpcConfiguration?.subnets ?? []
  const tasks: TaskRow[] = []
  while (tasks.length < count) {
    const taken = tasks.map(({ zone }) => zone)
    const task = beginTask(world, { cluster, deployment: undefined, definition, terms, subnets, taken, tags: input.tags ?? [] })
    cluster.standalone.add(task)
    tasks.push(task)
  }
  keepToken(world, cluster, input, tasks)
  const failures: Failure[] = []
  return { tasks: tasks.map((task) => ({ ...renderTask(world, task), tags: [...task.tags] })), failures }
}

/** Of a task that has stopped little is told (developer guide, Ensuring idempotency). */
function answerAgain(world: World, task: TaskRow): NonNullable<RunTaskResponse['tasks']>[number] {
  if (task.lastStatus !== 'STOPPED') return renderTask(world, task)
  return { taskArn: task.arn, lastStatus: task.lastStatus, desiredStatus: task.desiredStatus }
}

/** Its messages are those of the API, from memory. */
function checkNetwork(input: RunTaskRequest, { definition }: TaskDefinitionRow): void {
  const subnets = input.networkConfiguration?.awsvpcConfiguration?.subnets
  const awsvpc = definition.networkMode === 'awsvpc'
  if (awsvpc && !subnets?.length) throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
  if (!awsvpc && input.networkConfiguration !== undefined)
    throw invalid('Network Configuration is not valid for the given networkMode of this task definition.')
}

function checkOverrides({ overrides }: RunTaskRequest, { definition }: TaskDefinitionRow): void {
  for (const { name } of overrides?.containerOverrides ?? []) {
    if (!definition.containerDefinitions?.some((container) => container.name === name))
      throw invalid(`Override for container named ${name} is not a container in the TaskDefinition.`)
  }
  if (overrides && JSON.stringify(overrides).length > OVERRIDES_MOST)
    throw invalid(`Container Overrides length must be at most ${OVERRIDES_MOST}`)
}

/** Without a launch type and a strategy a task goes to the instances of the cluster, and here there are none. */
function termsOf(input: RunTaskRequest, { definition }: TaskDefinitionRow): TaskTerms {
  const provider = input.capacityProviderStrategy?.[0]?.capacityProvider
  if (input.launchType !== undefined && provider !== undefined)
    throw invalid('Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.')
  if (provider !== undefined && provider !== 'FARGATE' && provider !== 'FARGATE_SPOT')
    throw invalid('The specified capacity provider was not found.')
  const launchType = provider !== undefined ? 'FARGATE' : (input.launchType ?? 'EC2')
  if (launchType === 'FARGATE' && !definition.compatibilities?.includes('FARGATE'))
    throw invalid('Task definition does not support launch_type FARGATE.')
  if (launchType !== 'FARGATE') throw invalid('No Container Instances were found in your cluster.')
  return {
    group: input.group ?? `family:${definition.family}`,
    startedBy: input.startedBy,
    launchType,
    capacityProviderName: provider,
    platformVersion: input.platformVersion ?? 'LATEST',
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    overrides: input.overrides ?? {},
  }
}

function invalid(message: string): AwsFault {
  return new AwsFault('InvalidParameterException', message)
}
