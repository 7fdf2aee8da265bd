import type { Arm } from '../domain/metrics/arm.ts'
import type { Send } from './operations.ts'
import type { Colour, Pair, PairRef } from './pair.ts'
import { nameOf } from './service-deployments.ts'
import { revisionOf } from './task-definitions.ts'

/** One side of a pair as metrics name it; of several groups the first is meant. */
export function pairArm({ services, groups }: Pair, { cluster }: PairRef, side: Colour): Arm {
  const [group] = groups[side]
  const after = (arn: string | undefined, word: string): string => /:(?:loadbalancer\/)?([^:]+)$/.exec(arn ?? '')?.[1] ?? word
  return {
    side,
    service: nameOf(services[side].serviceName ?? ''),
    cluster: nameOf(cluster),
    revision: revisionOf(services[side].taskDefinition ?? ''),
    group: after(group?.TargetGroupArn, ''),
    loadBalancer: after(group?.LoadBalancerArns?.[0], ''),
  }
}

/** The availability zones of the load balancers before a side: by them its past shows how bad requests clump. */
export async function zonesBefore(send: Send, { groups }: Pair, side: Colour, signal: AbortSignal): Promise<readonly string[]> {
  const arns = [...new Set(groups[side].flatMap(({ LoadBalancerArns = [] }) => LoadBalancerArns))]
  if (arns.length === 0) return []
  const { LoadBalancers = [] } = await send('elasticloadbalancing:DescribeLoadBalancers', { LoadBalancerArns: arns }, signal)
  const zones = LoadBalancers.flatMap(({ AvailabilityZones = [] }) => AvailabilityZones.flatMap(({ ZoneName }) => ZoneName ?? []))
  return [...new Set(zones)].sort()
}
