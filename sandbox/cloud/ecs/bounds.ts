import type { DeploymentConfiguration, ThresholdConfiguration } from '@aws-sdk/client-ecs'

/** How many tasks may be RUNNING or PENDING together: the maximum percent rounds down (API reference, DeploymentConfiguration). */
export function mostTasks(desired: number, configuration: DeploymentConfiguration): number {
  return Math.floor((desired * (configuration.maximumPercent ?? 200)) / 100)
}

/** How many tasks must stay healthy: the minimum healthy percent rounds up (API reference, DeploymentConfiguration). */
export function fewestHealthy(desired: number, configuration: DeploymentConfiguration): number {
  return Math.ceil((desired * (configuration.minimumHealthyPercent ?? 100)) / 100)
}

/**
 * How many failed tasks trip the circuit breaker. A percentage of the desired count rounds up; BOUNDED_PERCENT (the default, 50) is
 * held between 3 and 200, UNBOUNDED_PERCENT is not, COUNT is the number itself (developer guide, deployment circuit breaker).
 */
export function breakerThreshold(desired: number, configuration: ThresholdConfiguration | undefined): number {
  const value = configuration?.value ?? 50
  switch (configuration?.type) {
    case 'COUNT':
      return value
    case 'UNBOUNDED_PERCENT':
      return Math.max(1, Math.ceil((desired * value) / 100))
    default:
      return Math.min(200, Math.max(3, Math.ceil((desired * value) / 100)))
  }
}
