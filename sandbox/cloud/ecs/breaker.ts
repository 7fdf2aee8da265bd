import type { TaskStopCode } from '@aws-sdk/client-ecs'
import type { World } from '../world.ts'
import { breakerThreshold } from './bounds.ts'
import type { DeploymentRow, TaskRow } from './model.ts'

/** First wait after a failed launch and the longest: starts back off while a deployment keeps failing (developer guide, service throttle logic). */
const BACK_OFF_FIRST_MS = 10_000
const BACK_OFF_LONGEST_MS = 15 * 60_000

/**
 * Counts a task that ends, if it counts: one that never reached RUNNING, one condemned by a health check, and one that has a
 * check to pass and ended by itself before it ever passed. A task that was healthy and exits later does not count (repost,
 * "deployment roll back failure"), nor does one the scheduler or a user stopped.
 */
export function countFailure(world: World, task: TaskRow, code: TaskStopCode): void {
  const { deployment } = task
  if (!deployment) return
  const hasCheck = deployment.service.settings.loadBalancers.length > 0 || task.containers.some((container) => container.checked)
  const endedByItself = code === 'TaskFailedToStart' || code === 'EssentialContainerExited'
  const counts = task.condemned !== undefined || (endedByItself && (task.startedAt === undefined || (hasCheck && !task.wasHealthy)))
  if (counts) deployment.failedTasks++
  if (endedByItself || task.condemned !== undefined) backOff(world, deployment)
  if (!counts || deployment.rolloutState !== 'IN_PROGRESS') return
  deployment.breakerFailures++
  deployment.updatedAt = world.now()
  const { serviceDeployment } = deployment
  if (serviceDeployment?.status === 'IN_PROGRESS') serviceDeployment.breakerFailures = deployment.breakerFailures
}

/** A task became healthy: the count of consecutive failures starts anew, that of the breaker unless told to go on. */
export function countSuccess(deployment: DeploymentRow): void {
  deployment.failedTasks = 0
  deployment.launchNotBeforeMs = 0
  deployment.reported.delete('inconsistent')
  if (deployment.service.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask === false) return
  deployment.breakerFailures = 0
  if (deployment.serviceDeployment?.status === 'IN_PROGRESS') deployment.serviceDeployment.breakerFailures = 0
}

/** Whether the circuit breaker is on and has had enough. The threshold follows the latest desired count. */
export function breakerTripped(deployment: DeploymentRow): boolean {
  const breaker = deployment.service.deploymentConfiguration.deploymentCircuitBreaker
  if (!breaker?.enable) return false
  return deployment.breakerFailures >= breakerThreshold(deployment.service.desiredCount, breaker.thresholdConfiguration)
}

function backOff(world: World, deployment: DeploymentRow): void {
  const failures = deployment.failedTasks
  const waitMs = failures < 3 ? 0 : Math.min(BACK_OFF_LONGEST_MS, BACK_OFF_FIRST_MS * 2 ** Math.floor(failures / 3 - 1))
  deployment.launchNotBeforeMs = world.nowMs() + world.scaled(waitMs)
}
