import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { AwsFault } from '../ports.ts'

/** What CreateService assumes and DescribeServices always shows. */
export const defaultDeploymentConfiguration: DeploymentConfiguration = {
  deploymentCircuitBreaker: { enable: false, rollback: false },
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  strategy: 'ROLLING',
  bakeTimeInMinutes: 0,
}

/**
 * Members that are given replace the old ones; members that are not stay. AWS does not document the merge; that absent members keep their
 * value is what the CLI and Terraform rely on when they send only the percentages.
 */
export function mergedConfiguration(old: DeploymentConfiguration, given: DeploymentConfiguration | undefined): DeploymentConfiguration {
  if (!given) return old
  const merged = { ...old }
  for (const [name, value] of Object.entries(given) as [string, unknown][])
    if (value !== undefined) Object.assign(merged, { [name]: value })
  validate(merged)
  return merged
}

function validate(configuration: DeploymentConfiguration): void {
  const { minimumHealthyPercent = 100, maximumPercent = 200, strategy = 'ROLLING', alarms, deploymentCircuitBreaker } = configuration
  if (strategy !== 'ROLLING' || configuration.lifecycleHooks?.length || configuration.earlySuccessCriteria?.enable)
    throw new AwsFault(
      'UnsupportedFeatureException',
      'The sandbox models the ROLLING strategy without lifecycle hooks and early success criteria.',
    )
  if (minimumHealthyPercent < 0 || maximumPercent < 0 || minimumHealthyPercent > maximumPercent)
    throw new AwsFault('InvalidParameterException', 'maximumPercent must be greater than or equal to minimumHealthyPercent.')
  if (minimumHealthyPercent === 100 && maximumPercent === 100)
    throw new AwsFault(
      'InvalidParameterException',
      'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
    )
  if (alarms?.enable && !alarms.alarmNames?.length)
    throw new AwsFault('InvalidParameterException', 'alarmNames cannot be empty when alarms are enabled.')
  if (deploymentCircuitBreaker?.rollback && !deploymentCircuitBreaker.enable)
    throw new AwsFault('InvalidParameterException', 'Rollback cannot be enabled when the deployment circuit breaker is disabled.')
}
