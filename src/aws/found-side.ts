import type { Service } from '@aws-sdk/client-ecs'
import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { FoundGroup, FoundService } from '../domain/missing.ts'
import { awsErrorName } from './explain-error.ts'
import type { Send } from './operations.ts'
import type { ScalableSide } from './scalable-sides.ts'
import { revisionOf } from './task-definitions.ts'

/** A service in the words of what is to be built beside it. */
export function foundService(service: Service, scaling: ScalableSide | undefined): FoundService {
  const network = service.networkConfiguration?.awsvpcConfiguration
  const limits = service.deploymentConfiguration
  const breaker = limits?.deploymentCircuitBreaker
  const first = service.loadBalancers?.find((each) => each.targetGroupArn !== undefined)
  const strategy = service.capacityProviderStrategy ?? []
  const launchType = strategy.length > 0 ? undefined : service.launchType
  return {
    name: service.serviceName ?? '',
    revision: revisionOf(service.taskDefinition ?? ''),
    container: first?.containerName ?? '',
    port: first?.containerPort ?? 0,
    ...((launchType === 'FARGATE' || launchType === 'EC2' || launchType === 'EXTERNAL') && { launchType }),
    ...(strategy.length > 0 && {
      capacityProviders: strategy.map(({ capacityProvider: name = '', weight = 0, base = 0 }) => ({ name, weight, base })),
    }),
    ...(service.platformVersion !== undefined && { platformVersion: service.platformVersion }),
    ...(network && {
      network: {
        subnets: network.subnets ?? [],
        securityGroups: network.securityGroups ?? [],
        publicIp: network.assignPublicIp === 'ENABLED',
      },
    }),
    ...(service.healthCheckGracePeriodSeconds !== undefined && { graceSeconds: service.healthCheckGracePeriodSeconds }),
    ...(limits?.minimumHealthyPercent !== undefined && { minHealthyPercent: limits.minimumHealthyPercent }),
    ...(limits?.maximumPercent !== undefined && { maxPercent: limits.maximumPercent }),
    ...(breaker && { breaker: { enable: breaker.enable === true, rollback: breaker.rollback === true } }),
    ...(scaling && { scaling: { min: scaling.min, max: scaling.max } }),
  }
}

/** A target group as it is described, and in the words of what is to be built beside it. */
export interface GroupFound {
  readonly arn: string
  readonly seen: TargetGroup
  readonly found: FoundGroup
}

/** The group; undefined where it is none of an Application Load Balancer, or there is none. Two calls. */
export async function foundGroup(send: Send, arn: string | undefined, signal?: AbortSignal): Promise<GroupFound | undefined> {
  if (arn === undefined) return undefined
  const seen = await describeGroup(send, arn, signal)
  const { Protocol: protocol, TargetType: targetType, ProtocolVersion: version } = seen ?? {}
  if (!seen || (protocol !== 'HTTP' && protocol !== 'HTTPS') || (targetType !== 'ip' && targetType !== 'instance')) return undefined
  const { Attributes } = await send('elasticloadbalancing:DescribeTargetGroupAttributes', { TargetGroupArn: arn }, signal)
  const seconds = (key: string): number | undefined => {
    const value = Attributes?.find(({ Key }) => Key === key)?.Value
    return value === undefined ? undefined : Number(value)
  }
  const [delay, slowStart] = [seconds('deregistration_delay.timeout_seconds'), seconds('slow_start.duration_seconds')]
  const found: FoundGroup = {
    arn,
    name: seen.TargetGroupName ?? '',
    port: seen.Port ?? 0,
    protocol,
    targetType,
    vpc: seen.VpcId ?? '',
    ...((version === 'HTTP1' || version === 'HTTP2' || version === 'GRPC') && { protocolVersion: version }),
    ...(delay !== undefined && { deregistrationDelaySeconds: delay }),
    ...(slowStart !== undefined && slowStart > 0 && { slowStartSeconds: slowStart }),
    ...(seen.HealthCheckEnabled !== false && { healthCheck: healthCheckOf(seen) }),
  }
  return { arn, seen, found }
}

async function describeGroup(send: Send, arn: string, signal?: AbortSignal): Promise<TargetGroup | undefined> {
  try {
    return (await send('elasticloadbalancing:DescribeTargetGroups', { TargetGroupArns: [arn] }, signal)).TargetGroups?.[0]
  } catch (error) {
    if (awsErrorName(error).startsWith('TargetGroupNotFound')) return undefined
    throw error
  }
}

function healthCheckOf(group: TargetGroup): NonNullable<FoundGroup['healthCheck']> {
  const { HealthCheckPath: path, HealthCheckPort: port, HealthCheckProtocol: protocol } = group
  const matcher = group.Matcher?.HttpCode ?? group.Matcher?.GrpcCode
  return {
    ...(path !== undefined && { path }),
    ...(port !== undefined && { port }),
    ...((protocol === 'HTTP' || protocol === 'HTTPS') && { protocol }),
    ...(matcher !== undefined && { matcher }),
    ...(group.HealthCheckIntervalSeconds !== undefined && { intervalSeconds: group.HealthCheckIntervalSeconds }),
    ...(group.HealthCheckTimeoutSeconds !== undefined && { timeoutSeconds: group.HealthCheckTimeoutSeconds }),
    ...(group.HealthyThresholdCount !== undefined && { healthy: group.HealthyThresholdCount }),
    ...(group.UnhealthyThresholdCount !== undefined && { unhealthy: group.UnhealthyThresholdCount }),
  }
}
