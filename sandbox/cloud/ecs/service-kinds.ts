import type { CreateServiceRequest, DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { AwsFault } from '../ports.ts'
import { defaultDeploymentConfiguration, mergedConfiguration } from './deployment-configuration.ts'

export interface ServiceKind {
  readonly schedulingStrategy: 'REPLICA' | 'DAEMON'
  readonly controller: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL'
  readonly deploymentConfiguration: DeploymentConfiguration
  /** False where the sandbox only keeps and describes the service, so that a caller can see what it is and leave it alone. */
  readonly moved: boolean
}

/**
 * The kind of service asked for. Replicas that ECS rolls are moved. A DAEMON, another controller and another strategy are only described, and
 * therefore have no tasks.
 */
export function kindOf(input: CreateServiceRequest): ServiceKind {
  const schedulingStrategy = input.schedulingStrategy ?? 'REPLICA'
  const controller = input.deploymentController?.type ?? 'ECS'
  const strategy = input.deploymentConfiguration?.strategy ?? 'ROLLING'
  if (schedulingStrategy === 'REPLICA' && controller === 'ECS' && strategy === 'ROLLING')
    return {
      schedulingStrategy,
      controller,
      deploymentConfiguration: mergedConfiguration(defaultDeploymentConfiguration, input.deploymentConfiguration),
      moved: true,
    }
  if (input.desiredCount)
    throw new AwsFault(
      'UnsupportedFeatureException',
      'The sandbox moves REPLICA services with the ECS controller and the ROLLING strategy; it describes others, without tasks: leave out desiredCount.',
    )
  const daemon = schedulingStrategy === 'DAEMON' ? { minimumHealthyPercent: 0, maximumPercent: 100 } : {}
  return {
    schedulingStrategy,
    controller,
    deploymentConfiguration: { ...defaultDeploymentConfiguration, ...daemon, ...input.deploymentConfiguration },
    moved: false,
  }
}

/** Members of a service nothing of which is kept. */
export function refuseUnkept(input: Pick<CreateServiceRequest, 'volumeConfigurations' | 'vpcLatticeConfigurations'>): void {
  if (input.volumeConfigurations || input.vpcLatticeConfigurations)
    throw new AwsFault('UnsupportedFeatureException', 'The sandbox does not model volumes and VPC Lattice.')
}
