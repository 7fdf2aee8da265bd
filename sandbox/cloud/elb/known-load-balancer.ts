import { AwsFault } from '../ports.ts'
import type { World } from '../world.ts'
import type { LoadBalancerRow } from './model.ts'

/** Throws LoadBalancerNotFound. */
export function requireLoadBalancer(world: World, arn: string | undefined): LoadBalancerRow {
  const loadBalancer = world.elb.loadBalancers.get(arn ?? '')
  if (!loadBalancer) throw new AwsFault('LoadBalancerNotFound', `Load balancers '[${arn}]' not found`)
  return loadBalancer
}
