import type {
  DeregisterScalableTargetRequest,
  DeregisterScalableTargetResponse,
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
  RegisterScalableTargetRequest,
  RegisterScalableTargetResponse,
  ScalableTarget,
} from '@aws-sdk/client-application-auto-scaling'
import { publish, seen, unseen } from '../../lag.ts'
import { pageOf } from '../paging.ts'
import { AwsFault } from '../ports.ts'
import { arnOf, type World } from '../world.ts'
import type { ScalableTargetRow } from './model.ts'
import { requireEcsName, requireTarget, serviceOf } from './named-service.ts'
import { removePolicy } from './policies.ts'
import { keepWithinBounds } from './scaling.ts'

/** Most resource ids in one DescribeScalableTargets call, and most targets in one answer. */
const TARGETS_MOST = 50

/**
 * Registers a service, or changes what is given of a registered one; absent members and flags stay as they are. The desired count is put within
 * the bounds at once, even by a call that names neither (API reference, RegisterScalableTarget; that a single absent flag stays is from
 * memory). Tags are taken and not kept: no operation modelled shows them.
 */
export function registerScalableTarget(world: World, input: RegisterScalableTargetRequest): RegisterScalableTargetResponse {
  const resourceId = requireEcsName(input)
  const service = serviceOf(world, resourceId)
  if (!service) throw new AwsFault('ValidationException', `ECS service doesn't exist: ${resourceId}`)
  const known = world.autoScaling.targets.get(resourceId)
  const minCapacity = input.MinCapacity ?? known?.minCapacity
  const maxCapacity = input.MaxCapacity ?? known?.maxCapacity
  if (minCapacity === undefined || maxCapacity === undefined)
    throw new AwsFault('ValidationException', 'MinCapacity and MaxCapacity are required to register a new scalable target')
  if (!isCapacity(minCapacity) || !isCapacity(maxCapacity))
    throw new AwsFault('ValidationException', 'MinCapacity and MaxCapacity must be whole numbers of 0 or more')
  if (minCapacity > maxCapacity) throw new AwsFault('ValidationException', 'Maximum capacity cannot be less than minimum capacity')
  const target = known ?? newTarget(world, resourceId)
  target.minCapacity = minCapacity
  target.maxCapacity = maxCapacity
  if (input.RoleARN !== undefined) target.roleArn = input.RoleARN
  const { DynamicScalingInSuspended, DynamicScalingOutSuspended, ScheduledScalingSuspended } = input.SuspendedState ?? {}
  target.suspended = {
    DynamicScalingInSuspended: DynamicScalingInSuspended ?? target.suspended.DynamicScalingInSuspended,
    DynamicScalingOutSuspended: DynamicScalingOutSuspended ?? target.suspended.DynamicScalingOutSuspended,
    ScheduledScalingSuspended: ScheduledScalingSuspended ?? target.suspended.ScheduledScalingSuspended,
  }
  world.autoScaling.targets.set(resourceId, target)
  publish(target.seen, render(target), world.nowMs(), world.drawReadLagMs())
  keepWithinBounds(world, service, target)
  return { ScalableTargetARN: target.arn }
}

/** Targets that are not registered are left out without a word; a new one, and a change, can be read only after the read lag. */
export function describeScalableTargets(world: World, input: DescribeScalableTargetsRequest): DescribeScalableTargetsResponse {
  const { ResourceIds: ids, ScalableDimension } = input
  if ((ids?.length ?? 0) > TARGETS_MOST)
    throw new AwsFault('ValidationException', `ResourceIds must have length less than or equal to ${TARGETS_MOST}`)
  if (ScalableDimension !== undefined && !ids?.length)
    throw new AwsFault('ValidationException', 'A scalable dimension needs a resource ID beside it')
  const wanted =
    input.ServiceNamespace === 'ecs' && (ScalableDimension === undefined || ScalableDimension === 'ecs:service:DesiredCount')
      ? [...world.autoScaling.targets.values()].filter((target) => !ids?.length || ids.includes(target.resourceId))
      : []
  const readable = wanted.flatMap((target) => seen(target.seen, world.nowMs()) ?? [])
  const size = Math.min(input.MaxResults ?? TARGETS_MOST, TARGETS_MOST)
  const { page, nextToken } = pageOf(readable, size, input.NextToken, 'InvalidNextTokenException')
  return { ScalableTargets: page, ...(nextToken === undefined ? {} : { NextToken: nextToken }) }
}

/** Its policies and their alarms go with it; the desired count stays (API reference, DeregisterScalableTarget). */
export function deregisterScalableTarget(world: World, input: DeregisterScalableTargetRequest): DeregisterScalableTargetResponse {
  const target = requireTarget(world, input)
  for (const policy of target.policies.values()) removePolicy(world, target, policy)
  world.autoScaling.targets.delete(target.resourceId)
  return {}
}

function newTarget(world: World, resourceId: string): ScalableTargetRow {
  const role = 'aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService'
  return {
    arn: arnOf(world, 'application-autoscaling', `scalable-target/${world.random.hex(36)}`),
    resourceId,
    createdAt: world.now(),
    roleArn: `arn:aws:iam::${world.options.accountId}:role/${role}`,
    minCapacity: 0,
    maxCapacity: 0,
    suspended: { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false, ScheduledScalingSuspended: false },
    policies: new Map(),
    lastOut: undefined,
    lastInAtMs: undefined,
    seen: unseen(),
  }
}

function isCapacity(value: number): boolean {
  return Number.isInteger(value) && value >= 0
}

function render(target: ScalableTargetRow): ScalableTarget {
  return {
    ServiceNamespace: 'ecs',
    ResourceId: target.resourceId,
    ScalableDimension: 'ecs:service:DesiredCount',
    MinCapacity: target.minCapacity,
    MaxCapacity: target.maxCapacity,
    RoleARN: target.roleArn,
    CreationTime: target.createdAt,
    SuspendedState: { ...target.suspended },
    ScalableTargetARN: target.arn,
  }
}
