import { AwsFault } from '../ports.ts'
import { arnOf, type World } from '../world.ts'
import type { ServiceRow } from '../ecs/model.ts'
import type { ScalableTargetRow } from './model.ts'

/** What names a scalable target in every call. */
export interface TargetName {
  readonly ServiceNamespace?: string | undefined
  readonly ResourceId?: string | undefined
  readonly ScalableDimension?: string | undefined
}

/** Only the desired count of an ECS service can be scaled here. Throws ValidationException for anything else, in AWS's words. */
export function requireEcsName({ ServiceNamespace, ResourceId = '', ScalableDimension }: TargetName): string {
  if (ServiceNamespace !== 'ecs' || ScalableDimension !== 'ecs:service:DesiredCount' || !/^service\/[\w-]+\/[\w-]+$/.test(ResourceId))
    throw new AwsFault('ValidationException', 'Unsupported service namespace, resource type or scalable dimension')
  return ResourceId
}

/** The service behind a resource id, or undefined when ECS has none, or one that has been deleted. */
export function serviceOf(world: World, resourceId: string): ServiceRow | undefined {
  const service = world.ecs.services.get(arnOf(world, 'ecs', resourceId))
  return service?.status === 'INACTIVE' ? undefined : service
}

/** Throws ObjectNotFoundException. */
export function requireTarget(world: World, name: TargetName): ScalableTargetRow {
  const target = world.autoScaling.targets.get(requireEcsName(name))
  if (!target) throw new AwsFault('ObjectNotFoundException', `No scalable target registered for ${textOf(name)}`)
  return target
}

/** `service namespace: ecs, resource ID: ..., scalable dimension: ...`: how errors name a target. */
export function textOf({ ServiceNamespace, ResourceId, ScalableDimension }: TargetName): string {
  return `service namespace: ${ServiceNamespace}, resource ID: ${ResourceId}, scalable dimension: ${ScalableDimension}`
}
