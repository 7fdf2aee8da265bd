import type { Deployment, Service, ServiceDeployment, ServiceRevision, ServiceRevisionSummary } from '@aws-sdk/client-ecs'
import { breakerThreshold } from './bounds.ts'
import { isLive, type DeploymentRow, type ServiceDeploymentRow, type ServiceRow } from './model.ts'

interface Counts {
  running: number
  pending: number
  live: number
}

/** The service as AWS describes it, without tags: an immutable answer. */
export function renderService(service: ServiceRow): Service {
  const { settings } = service
  const counted = service.deployments.map((deployment) => ({ deployment, counts: countsOf(deployment) }))
  let running = 0
  let pending = 0
  for (const { counts } of counted) {
    running += counts.running
    pending += counts.pending
  }
  const primary = service.deployments[0]
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.cluster.arn,
    loadBalancers: settings.loadBalancers,
    serviceRegistries: settings.serviceRegistries ?? [],
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: running,
    pendingCount: pending,
    launchType: settings.launchType,
    capacityProviderStrategy: settings.capacityProviderStrategy,
    platformVersion: settings.platformVersion,
    platformFamily: 'Linux',
    taskDefinition: (primary?.definition ?? service.lastCompleted?.definition ?? service.firstDefinition).arn,
    deploymentConfiguration: service.deploymentConfiguration,
    deployments: counted.map(({ deployment, counts }) => renderDeployment(service, deployment, counts)),
    roleArn: `${service.arn.split(':').slice(0, 2).join(':')}:iam::${service.arn.split(':')[4]}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    events: service.events as NonNullable<Service['events']>,
    createdAt: service.createdAt,
    currentServiceDeployment: service.currentServiceDeployment,
    currentServiceRevisions: counted.map(({ deployment, counts }) =>
      summary(deployment.revision, requested(service, deployment, counts), counts),
    ),
    placementConstraints: settings.placementConstraints ?? [],
    placementStrategy: settings.placementStrategy ?? [],
    networkConfiguration: settings.networkConfiguration,
    healthCheckGracePeriodSeconds: settings.healthCheckGracePeriodSeconds,
    schedulingStrategy: service.schedulingStrategy,
    deploymentController: { type: service.controller },
    createdBy: `arn:aws:iam::${service.arn.split(':')[4]}:role/sandbox`,
    enableECSManagedTags: settings.enableECSManagedTags ?? false,
    propagateTags: settings.propagateTags ?? 'NONE',
    enableExecuteCommand: settings.enableExecuteCommand ?? false,
    availabilityZoneRebalancing: settings.availabilityZoneRebalancing ?? 'ENABLED',
  }
}

/** A service deployment as AWS describes it. `lifecycleStage` belongs to the other strategies and is absent for a rolling one. */
export function renderServiceDeployment(row: ServiceDeploymentRow): ServiceDeployment {
  const { service } = row
  const breaker = row.configuration.deploymentCircuitBreaker
  const alarms = service.deploymentConfiguration.alarms
  const isCurrent = service.deployments[0]?.revision === row.revision
  const target = countsOfRevision(service, row.revision)
  return {
    serviceDeploymentArn: row.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    stoppedAt: row.stoppedAt,
    updatedAt: row.updatedAt,
    sourceServiceRevisions: row.sources.map((revision) => {
      const counts = countsOfRevision(service, revision)
      return summary(revision, counts.live, counts)
    }),
    targetServiceRevision: summary(row.revision, isCurrent ? service.desiredCount : target.live, target),
    status: row.status,
    statusReason: row.statusReason,
    deploymentConfiguration: row.configuration,
    rollback: row.rollback,
    deploymentCircuitBreaker: {
      status: row.breakerStatus,
      failureCount: row.breakerFailures,
      threshold: breakerThreshold(service.desiredCount, breaker?.thresholdConfiguration),
    },
    alarms: {
      status: row.alarmStatus,
      alarmNames: [...(alarms?.alarmNames ?? [])],
      triggeredAlarmNames: [...row.triggeredAlarms],
    },
  }
}

function renderDeployment(service: ServiceRow, deployment: DeploymentRow, counts: Counts): Deployment {
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.definition.arn,
    desiredCount: requested(service, deployment, counts),
    pendingCount: counts.pending,
    runningCount: counts.running,
    failedTasks: deployment.failedTasks,
    createdAt: deployment.createdAt,
    updatedAt: deployment.updatedAt,
    launchType: deployment.revision.launchType,
    platformVersion: deployment.revision.platformVersion,
    platformFamily: deployment.revision.platformFamily,
    networkConfiguration: deployment.revision.networkConfiguration,
    serviceConnectConfiguration: deployment.revision.serviceConnectConfiguration,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  }
}

function requested(service: ServiceRow, deployment: DeploymentRow, counts: Counts): number {
  return deployment.status === 'PRIMARY' ? service.desiredCount : counts.live
}

function summary(revision: ServiceRevision, requestedCount: number, counts: Counts): ServiceRevisionSummary {
  return {
    arn: revision.serviceRevisionArn,
    requestedTaskCount: requestedCount,
    runningTaskCount: counts.running,
    pendingTaskCount: counts.pending,
  }
}

function countsOfRevision(service: ServiceRow, revision: ServiceRevision): Counts {
  const total = { running: 0, pending: 0, live: 0 }
  for (const deployment of service.deployments) if (deployment.revision === revision) addCounts(total, deployment)
  return total
}

function countsOf(deployment: DeploymentRow): Counts {
  const counts = { running: 0, pending: 0, live: 0 }
  addCounts(counts, deployment)
  return counts
}

function addCounts(counts: Counts, deployment: DeploymentRow): void {
  for (const task of deployment.tasks) {
    if (task.lastStatus === 'RUNNING') counts.running++
    else if (task.lastStatus === 'PROVISIONING' || task.lastStatus === 'PENDING' || task.lastStatus === 'ACTIVATING') counts.pending++
    if (isLive(task)) counts.live++
  }
}
