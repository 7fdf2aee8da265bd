import type { LoadBalancer } from '@aws-sdk/client-ecs'
import { isInUse } from '../elb/usage.ts'
import { AwsFault } from '../ports.ts'
import type { World } from '../world.ts'
import type { TaskDefinitionRow } from './model.ts'

/** At most five target groups; each must exist, be of type ip and hang on a load balancer, and name a port of a container. Advanced configuration is kept where a service is only described. */
export function validLoadBalancers(
  world: World,
  definition: TaskDefinitionRow,
  given: readonly LoadBalancer[],
  moved = true,
): LoadBalancer[] {
  if (given.length > 5) throw new AwsFault('InvalidParameterException', 'load balancers can have at most 5 items.')
  return given.map((each) => {
    const { targetGroupArn, containerName, containerPort, advancedConfiguration } = each
    if (each.loadBalancerName !== undefined || (advancedConfiguration && moved))
      throw new AwsFault('UnsupportedFeatureException', 'The sandbox models services behind target groups, without advanced configuration.')
    const group = targetGroupArn === undefined ? undefined : world.elb.groups.get(targetGroupArn)
    if (!group) throw new AwsFault('InvalidParameterException', `The target group ${targetGroupArn} does not exist.`)
    if (!isInUse(world, group.arn))
      throw new AwsFault(
        'InvalidParameterException',
        `The target group with targetGroupArn ${group.arn} does not have an associated load balancer.`,
      )
    if (group.targetType !== 'ip')
      throw new AwsFault(
        'InvalidParameterException',
        `The provided target group ${group.arn} has target type ${group.targetType}, which is incompatible with the awsvpc network mode specified in the task definition.`,
      )
    const container = definition.definition.containerDefinitions?.find((one) => one.name === containerName)
    if (!container) throw new AwsFault('InvalidParameterException', `The container ${containerName} does not exist in the task definition.`)
    if (!container.portMappings?.some((mapping) => mapping.containerPort === containerPort))
      throw new AwsFault(
        'InvalidParameterException',
        `The container ${containerName} did not have a container port ${containerPort} defined.`,
      )
    return { targetGroupArn: group.arn, containerName, containerPort, ...(advancedConfiguration ? { advancedConfiguration } : {}) }
  })
}
