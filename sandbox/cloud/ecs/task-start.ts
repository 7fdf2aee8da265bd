import type { ContainerDefinition, Tag, TaskOverride } from '@aws-sdk/client-ecs'
import { unseen } from '../../lag.ts'
import type { ContainerLaunch } from '../../matter/ports.ts'
import { registerTarget } from '../elb/targets.ts'
import { openLogStream } from '../logs/streams.ts'
import { arnOf, type World } from '../world.ts'
import { zoneOfNextTask } from '../zones.ts'
import { type ContainerRow, type DeploymentRow, loadBalancersOf, type TaskRow } from './model.ts'
import { bornTagged } from './tagging.ts'
import { addEvent } from './service-events.ts'
import { beginStop } from './task-stop.ts'
import { awaitUnchecked } from './task-health.ts'
import { touchTask } from './touch.ts'
import { wake } from './wake.ts'

/** Typical Fargate durations: attaching the network interface, pulling the image, and noticing that the containers run. */
const PROVISIONING_MS = [5_000, 9_000] as const
const PULLING_MS = [4_000, 8_000] as const
const NOTICING_MS = 1_000

/** Shortest time-out of a health check, whatever the time scale. */
const CHECK_TIMEOUT_LEAST_MS = 1_000

/** Starts a task of a deployment. */
export function startTask(world: World, deployment: DeploymentRow): TaskRow {
  const { service, definition } = deployment
  const { settings } = service
  const live = [...service.tasks].filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
  const task = beginTask(world, {
    cluster: service.cluster,
    deployment,
    definition,
    terms: {
      group: `service:${service.name}`,
      startedBy: deployment.id,
      launchType: settings.launchType,
      capacityProviderName: undefined,
      platformVersion: settings.platformVersion,
      enableExecuteCommand: settings.enableExecuteCommand ?? false,
      overrides: {},
    },
    subnets: settings.networkConfiguration?.awsvpcConfiguration?.subnets ?? [],
    taken: live.map(({ zone }) => zone),
    tags: settings.propagateTags === 'SERVICE' ? service.tags : [],
  })
  service.tasks.add(task)
  deployment.tasks.add(task)
  return task
}

export interface TaskOrder extends Pick<TaskRow, 'cluster' | 'deployment' | 'definition' | 'terms'> {
  readonly subnets: readonly string[]
  /** The availability zones of those it is to be spread from. */
  readonly taken: readonly string[]
  readonly tags: readonly Tag[]
}

/** Starts a task: PROVISIONING, then PENDING, then (ACTIVATING and) RUNNING once its containers run. */
export function beginTask(world: World, { cluster, deployment, definition, terms, subnets, taken, tags }: TaskOrder): TaskRow {
  const id = world.random.hex(32)
  const arn = arnOf(world, 'ecs', `task/${cluster.name}/${id}`)
  const address = world.options.tasks.allot()
  const definitions = definition.definition.containerDefinitions ?? []
  const task: TaskRow = {
    arn,
    id,
    cluster,
    deployment,
    definition,
    terms,
    launch: {
      taskArn: arn,
      address,
      containers: definitions.map((container) => containerLaunch(world, overridden(container, terms.overrides))),
    },
    zone: zoneOfNextTask(world, subnets, taken),
    containers: definitions.map((container) => containerRow(world, container)),
    createdAt: world.now(),
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    version: 1,
    launched: false,
    pullStartedAt: undefined,
    pullStoppedAt: undefined,
    startedAt: undefined,
    stoppingAt: undefined,
    executionStoppedAt: undefined,
    stoppedAt: undefined,
    stopCode: undefined,
    stoppedReason: undefined,
    registered: false,
    draining: new Set(),
    wasHealthy: false,
    condemned: undefined,
    cancelStep: undefined,
    seen: unseen(),
    ...bornTagged(tags),
  }
  world.ecs.tasks.set(arn, task)
  world.ecs.tasksByAddress.set(address, task)
  touchTask(world, task)
  task.cancelStep = world.after(world.random.between(...PROVISIONING_MS), () => pull(world, task))
  return task
}

/** A container says it runs. The task is RUNNING once all do, and ECS has noticed. */
export function containerStarted(world: World, task: TaskRow, container: ContainerRow): void {
  if (container.lastStatus === 'STOPPED') return
  container.lastStatus = 'RUNNING'
  touchTask(world, task)
  if (task.desiredStatus === 'RUNNING' && task.lastStatus === 'PENDING' && task.containers.every((each) => each.lastStatus !== 'PENDING'))
    task.cancelStep = world.after(NOTICING_MS, () => activate(world, task))
}

function pull(world: World, task: TaskRow): void {
  task.lastStatus = 'PENDING'
  task.pullStartedAt = world.now()
  touchTask(world, task)
  task.cancelStep = world.after(world.random.between(...PULLING_MS), () => {
    task.pullStoppedAt = world.now()
    task.cancelStep = undefined
    for (const container of task.definition.definition.containerDefinitions ?? []) {
      const problem = openLogStream(world, container, task.id)
      if (problem !== undefined) {
        beginStop(world, task, 'TaskFailedToStart', `ResourceInitializationError: ${problem}`)
        return
      }
    }
    task.launched = true
    world.options.tasks.launch(task.launch)
  })
}

/** With several target groups the task registers before it counts as running; with one, right after. */
function activate(world: World, task: TaskRow): void {
  task.cancelStep = undefined
  const several = loadBalancersOf(task).length > 1
  if (several) {
    task.lastStatus = 'ACTIVATING'
    register(world, task)
    touchTask(world, task)
    task.cancelStep = world.after(NOTICING_MS, () => run(world, task))
    return
  }
  run(world, task)
  register(world, task)
}

function run(world: World, task: TaskRow): void {
  task.cancelStep = undefined
  task.lastStatus = 'RUNNING'
  task.startedAt = world.now()
  touchTask(world, task)
  if (!task.deployment) return
  task.deployment.anyRunning = true
  awaitUnchecked(world, task)
  wake(world, task.deployment.service)
}

function register(world: World, task: TaskRow): void {
  if (!task.deployment) return
  const { service } = task.deployment
  for (const { targetGroupArn, containerPort } of loadBalancersOf(task)) {
    if (targetGroupArn === undefined || containerPort === undefined) continue
    registerTarget(world, targetGroupArn, task.launch.address, containerPort)
    addEvent(world, service, `registered 1 targets in (target-group ${targetGroupArn})`)
  }
  task.registered = loadBalancersOf(task).length > 0
}

function containerRow(world: World, container: ContainerDefinition): ContainerRow {
  return {
    name: container.name ?? '',
    essential: container.essential ?? true,
    checked: container.healthCheck !== undefined,
    image: container.image ?? '',
    runtimeId: world.random.hex(32),
    lastStatus: 'PENDING',
    health: 'UNKNOWN',
    exitCode: undefined,
    reason: undefined,
  }
}

/** The container as this task wants it: another command in place of its own, more or other environment (API reference, ContainerOverride). */
function overridden(container: ContainerDefinition, { containerOverrides }: TaskOverride): ContainerDefinition {
  const override = containerOverrides?.find((each) => each.name === container.name)
  if (!override) return container
  return {
    ...container,
    ...(override.command && { command: override.command }),
    // Of two entries of one name the later one counts.
    environment: [...(container.environment ?? []), ...(override.environment ?? [])],
  }
}

function containerLaunch(world: World, container: ContainerDefinition): ContainerLaunch {
  const check = container.healthCheck
  const port = container.portMappings?.[0]?.containerPort
  return {
    name: container.name ?? '',
    image: container.image ?? '',
    entryPoint: container.entryPoint ?? [],
    command: container.command ?? [],
    environment: {
      AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
      AWS_REGION: world.options.region,
      AWS_DEFAULT_REGION: world.options.region,
      ...Object.fromEntries((container.environment ?? []).map(({ name = '', value = '' }) => [name, value])),
    },
    ...(container.workingDirectory === undefined ? {} : { workingDirectory: container.workingDirectory }),
    ...(port === undefined ? {} : { port }),
    ...(check
      ? {
          healthCheck: {
            command: check.command ?? [],
            intervalMs: world.scaled((check.interval ?? 30) * 1000),
            timeoutMs: Math.max(CHECK_TIMEOUT_LEAST_MS, world.scaled((check.timeout ?? 5) * 1000)),
            retries: check.retries ?? 3,
            startPeriodMs: world.scaled((check.startPeriod ?? 0) * 1000),
          },
        }
      : {}),
  }
}
