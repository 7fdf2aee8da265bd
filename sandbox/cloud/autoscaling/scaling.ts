import { setDesiredCount } from '../ecs/desired-count.ts'
import type { ServiceRow } from '../ecs/model.ts'
import type { World } from '../world.ts'
import type { ScalableTargetRow, ScalingPolicyRow } from './model.ts'
import { serviceOf } from './named-service.ts'

/** What a target tracking policy of an ECS service waits after an activity (user guide, target tracking, cooldown periods). */
const COOLDOWN_S = 300

/**
 * Puts the desired count within the bounds when they are written, and at no other time; suspended scaling does not keep it from being done
 * (that is from memory). A service that is being deleted is left alone.
 */
export function keepWithinBounds(world: World, service: ServiceRow, { minCapacity, maxCapacity }: ScalableTargetRow): void {
  const within = Math.min(maxCapacity, Math.max(minCapacity, service.desiredCount))
  if (service.status === 'ACTIVE' && within !== service.desiredCount) setDesiredCount(world, service, within)
}

/** An alarm of a policy has been evaluated: as long as it rings, each period asks for another look. */
export function evaluated(
  world: World,
  target: ScalableTargetRow,
  policy: ScalingPolicyRow,
  kind: 'High' | 'Low',
  latest: number | undefined,
): void {
  policy.latest = latest
  const service = serviceOf(world, target.resourceId)
  if (service?.status !== 'ACTIVE' || latest === undefined || !rings(world, kind === 'High' ? policy.high : policy.low)) return
  if (kind === 'High') scaleOut(world, service, target, policy)
  else scaleIn(world, service, target, policy)
}

/**
 * As far as the metric asks, at least by one. Within the cooldown only what goes beyond the last step is added: the metric is applied to the
 * capacity before it (user guide, target tracking, cooldown periods).
 */
function scaleOut(world: World, service: ServiceRow, target: ScalableTargetRow, policy: ScalingPolicyRow): void {
  if (target.suspended.DynamicScalingOutSuspended) return
  const { lastOut } = target
  const cooling = lastOut !== undefined && isWithin(world, lastOut.atMs, policy.configuration.ScaleOutCooldown)
  const from = cooling ? lastOut.from : service.desiredCount
  const wanted = Math.min(target.maxCapacity, Math.max(target.minCapacity, from + 1, capacityFor(from, policy)))
  if (wanted <= service.desiredCount) return
  target.lastOut = { atMs: world.nowMs(), from }
  // A scale-out ends the cooldown of a scale-in.
  target.lastInAtMs = undefined
  setDesiredCount(world, service, wanted)
}

/**
 * One task at a time, never below what the metric asks for; only when every policy that may scale in is ready to, and never while a
 * deployment of the service is in progress (developer guide, service auto scaling and deployments).
 */
function scaleIn(world: World, service: ServiceRow, target: ScalableTargetRow, policy: ScalingPolicyRow): void {
  if (target.suspended.DynamicScalingInSuspended || service.deployments[0]?.rolloutState === 'IN_PROGRESS') return
  if (target.lastInAtMs !== undefined && isWithin(world, target.lastInAtMs, policy.configuration.ScaleInCooldown)) return
  const concerned = [...target.policies.values()].filter((each) => each.low !== undefined)
  if (!concerned.every((each) => rings(world, each.low))) return
  const asked = Math.max(...concerned.map((each) => capacityFor(service.desiredCount, each)))
  const wanted = Math.max(target.minCapacity, Math.min(target.maxCapacity, Math.max(asked, service.desiredCount - 1)))
  if (wanted >= service.desiredCount) return
  target.lastInAtMs = world.nowMs()
  setDesiredCount(world, service, wanted)
}

/** How many tasks bring the metric to its target, rounded up. */
function capacityFor(capacity: number, { configuration, latest }: ScalingPolicyRow): number {
  const exact = (capacity * (latest ?? 0)) / (configuration.TargetValue ?? 1)
  // A hair above a whole number is rounding.
  return Math.ceil(exact - 1e-9)
}

function rings(world: World, alarm: string | undefined): boolean {
  return world.cloudWatch.alarms.get(alarm ?? '')?.state === 'ALARM'
}

function isWithin(world: World, sinceMs: number, cooldownS: number | undefined): boolean {
  return world.nowMs() - sinceMs < world.scaled((cooldownS ?? COOLDOWN_S) * 1000)
}
