import type { ServiceRevision } from '@aws-sdk/client-ecs'
import { unseen } from '../../lag.ts'
import { arnOf, type World } from '../world.ts'
import { watchAlarms } from './deployment-alarms.ts'
import type { DeploymentRow, ServiceDeploymentRow, ServiceRow, TaskDefinitionRow } from './model.ts'
import { touchServiceDeployment } from './touch.ts'
import { wake } from './wake.ts'

/** `currentServiceDeployment` goes on naming the previous one for a while after UpdateService (kayac/ecspresso#945). */
const CURRENT_LAG_MS = [2_000, 6_000] as const

/**
 * Starts a deployment of a revision: it becomes the primary, the one before it stays ACTIVE until its tasks are gone. A service deployment
 * that was under way ends STOPPED: it has been superseded.
 */
export function startDeployment(world: World, service: ServiceRow, definition: TaskDefinitionRow): DeploymentRow {
  const sources = [...new Set(service.deployments.filter((each) => each.tasks.size > 0).map((each) => each.revision))]
  for (const each of service.serviceDeployments) {
    if (!isUnderWay(each)) break
    endServiceDeployment(world, each, 'STOPPED', 'Service deployment was stopped because a newer service deployment was started.')
    each.stoppedAt = world.now()
  }
  const revision = createRevision(world, service, definition)
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker
  const serviceDeployment: ServiceDeploymentRow = {
    arn: arnOf(world, 'ecs', `service-deployment/${service.cluster.name}/${service.name}/${randomId(world)}`),
    service,
    revision,
    sources,
    createdAt: world.now(),
    status: 'PENDING',
    statusReason: undefined,
    startedAt: undefined,
    updatedAt: world.now(),
    finishedAt: undefined,
    stoppedAt: undefined,
    rollback: undefined,
    breakerStatus: breaker?.enable ? 'MONITORING' : 'DISABLED',
    breakerFailures: 0,
    alarmStatus: 'DISABLED',
    triggeredAlarms: [],
    configuration: service.deploymentConfiguration,
    seen: unseen(),
    settled: false,
  }
  service.serviceDeployments.unshift(serviceDeployment)
  world.ecs.serviceDeployments.set(serviceDeployment.arn, serviceDeployment)
  const deployment = makePrimary(world, service, deploymentOf(world, service, definition, revision, serviceDeployment))
  deployment.rolloutStateReason = `ECS deployment ${deployment.id} in progress.`
  watchAlarms(world, deployment)
  world.after(world.random.between(...CURRENT_LAG_MS), () => {
    service.currentServiceDeployment = service.serviceDeployments[0]?.arn
    world.ecs.staleServices.add(service)
  })
  return deployment
}

/** Puts a deployment at the head; the others become ACTIVE. */
export function makePrimary(world: World, service: ServiceRow, deployment: DeploymentRow): DeploymentRow {
  for (const each of service.deployments) each.status = 'ACTIVE'
  deployment.status = 'PRIMARY'
  deployment.rolloutState = 'IN_PROGRESS'
  deployment.updatedAt = world.now()
  service.deployments = [deployment, ...service.deployments.filter((each) => each !== deployment)]
  service.steady = false
  world.ecs.staleServices.add(service)
  wake(world, service)
  return deployment
}

/** A deployment that is not yet in the list of its service. */
export function deploymentOf(
  world: World,
  service: ServiceRow,
  definition: TaskDefinitionRow,
  revision: ServiceRevision,
  serviceDeployment: ServiceDeploymentRow | undefined,
): DeploymentRow {
  return {
    id: `ecs-svc/${world.random.digits(19)}`,
    service,
    definition,
    revision,
    createdAt: world.now(),
    updatedAt: world.now(),
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: '',
    serviceDeployment,
    tasks: new Set(),
    failedTasks: 0,
    breakerFailures: 0,
    anyRunning: false,
    launchNotBeforeMs: 0,
    reported: new Set(),
    alarmsWatched: false,
    bakeUntilMs: undefined,
  }
}

/** Whether a service deployment has not come to its end. */
export function isUnderWay({ status }: ServiceDeploymentRow): boolean {
  return (
    status === 'PENDING' ||
    status === 'IN_PROGRESS' ||
    status === 'STOP_REQUESTED' ||
    status === 'ROLLBACK_REQUESTED' ||
    status === 'ROLLBACK_IN_PROGRESS'
  )
}

/** Gives a service deployment its last status. */
export function endServiceDeployment(
  world: World,
  row: ServiceDeploymentRow,
  status: ServiceDeploymentRow['status'],
  reason: string | undefined,
): void {
  row.status = status
  if (reason !== undefined) row.statusReason = reason
  row.finishedAt = world.now()
  if (row.breakerStatus === 'MONITORING') row.breakerStatus = 'MONITORING_COMPLETE'
  if (row.alarmStatus === 'MONITORING') row.alarmStatus = 'MONITORING_COMPLETE'
  touchServiceDeployment(world, row)
}

function createRevision(world: World, service: ServiceRow, definition: TaskDefinitionRow): ServiceRevision {
  const { settings } = service
  const revision: ServiceRevision = {
    serviceRevisionArn: arnOf(world, 'ecs', `service-revision/${service.cluster.name}/${service.name}/${world.random.digits(19)}`),
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    taskDefinition: definition.arn,
    launchType: settings.launchType ?? 'FARGATE',
    platformVersion: settings.platformVersion === 'LATEST' ? '1.4.0' : settings.platformVersion,
    platformFamily: 'Linux',
    loadBalancers: settings.loadBalancers.map((each) => ({ ...each })),
    serviceRegistries: settings.serviceRegistries?.map((each) => ({ ...each })),
    serviceConnectConfiguration: settings.serviceConnectConfiguration,
    networkConfiguration: settings.networkConfiguration,
    containerImages: (definition.definition.containerDefinitions ?? []).map((each) => ({ containerName: each.name, image: each.image })),
    guardDutyEnabled: false,
    createdAt: world.now(),
  }
  world.ecs.revisions.set(revision.serviceRevisionArn!, revision)
  return revision
}

/** 21 characters as AWS draws them for service deployments. */
function randomId(world: World): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  let id = ''
  while (id.length < 21) id += alphabet[Math.floor(world.random.next() * alphabet.length)]
  return id
}
