import type { World } from '../world.ts'
import { deploymentOf, endServiceDeployment, makePrimary } from './deployments.ts'
import type { DeploymentRow } from './model.ts'
import { addEvent } from './service-events.ts'
import { touchServiceDeployment } from './touch.ts'

export interface Failure {
  /** In the words of `rolloutStateReason`: who found the failure. */
  readonly finder: 'ECS deployment circuit breaker' | 'ECS deployment alarms' | 'ECS deployment stop request'
  /** What the event and the failed deployment say. */
  readonly cause: 'tasks failed to start.' | 'alarm detected.' | 'rollback requested.'
  /** The reason the service deployment carries. */
  readonly reason: string
}

export const breakerFailure: Failure = {
  finder: 'ECS deployment circuit breaker',
  cause: 'tasks failed to start.',
  reason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
}
export const alarmFailure: Failure = {
  finder: 'ECS deployment alarms',
  cause: 'alarm detected.',
  reason: 'Service deployment rolled back because one or more deployment alarms were in the ALARM state.',
}
export const stopFailure: Failure = {
  finder: 'ECS deployment stop request',
  cause: 'rollback requested.',
  reason: 'Service deployment rolled back because of a StopServiceDeployment request.',
}

/** A failed deployment starts no more tasks. Without roll-back it stays the primary and its service deployment ends STOPPED. */
export function failDeployment(world: World, deployment: DeploymentRow, failure: Failure): void {
  markFailed(world, deployment, failure)
  const { serviceDeployment } = deployment
  if (!serviceDeployment) return
  if (serviceDeployment.status === 'ROLLBACK_IN_PROGRESS') {
    endServiceDeployment(world, serviceDeployment, 'ROLLBACK_FAILED', `Rollback failed: ${failure.cause}`)
    return
  }
  serviceDeployment.stoppedAt = world.now()
  endServiceDeployment(world, serviceDeployment, 'STOPPED', failure.reason.replace('rolled back', 'stopped'))
}

/**
 * Returns the service to its last completed deployment. While that one still has tasks it becomes the primary again, so that they
 * stay; else its revision is deployed anew. Without one the roll-back fails, and the service stays where it is.
 */
export function rollBack(world: World, deployment: DeploymentRow, failure: Failure): void {
  const { service, serviceDeployment } = deployment
  markFailed(world, deployment, failure)
  const target = service.lastCompleted
  if (!target || target.revision === deployment.revision) {
    if (serviceDeployment)
      endServiceDeployment(world, serviceDeployment, 'ROLLBACK_FAILED', 'No rollback candidate was found to run the rollback.')
    return
  }
  addEvent(world, service, `rolling back to deployment ${target.deploymentId}.`)
  const living = service.deployments.find((each) => each.id === target.deploymentId)
  const home = living ?? deploymentOf(world, service, target.definition, target.revision, undefined)
  makePrimary(world, service, home)
  home.serviceDeployment = serviceDeployment
  home.breakerFailures = 0
  home.failedTasks = 0
  home.launchNotBeforeMs = 0
  home.bakeUntilMs = undefined
  home.alarmsWatched = false
  home.rolloutStateReason = `${failure.finder}: rolling back to deploymentId ${target.deploymentId}`
  deployment.serviceDeployment = undefined
  if (!serviceDeployment) return
  serviceDeployment.status = 'ROLLBACK_IN_PROGRESS'
  serviceDeployment.statusReason = failure.reason
  serviceDeployment.rollback = {
    reason: failure.reason,
    startedAt: world.now(),
    serviceRevisionArn: target.revision.serviceRevisionArn,
  }
  touchServiceDeployment(world, serviceDeployment)
}

function markFailed(world: World, deployment: DeploymentRow, failure: Failure): void {
  deployment.rolloutState = 'FAILED'
  deployment.rolloutStateReason = `${failure.finder}: ${failure.cause}`
  deployment.updatedAt = world.now()
  const { serviceDeployment, service } = deployment
  if (serviceDeployment && failure === breakerFailure) serviceDeployment.breakerStatus = 'TRIGGERED'
  if (serviceDeployment && failure === alarmFailure) serviceDeployment.alarmStatus = 'TRIGGERED'
  addEvent(world, service, `(deployment ${deployment.id}) deployment failed: ${failure.cause}`)
}
