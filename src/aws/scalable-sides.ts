import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling'
import type { Send } from './operations.ts'
import { type Colour, colours, type PairRef } from './pair.ts'
import { nameOf } from './service-deployments.ts'

/** A scalable target, as far as it matters here. */
export interface ScalableSide {
  readonly min: number
  readonly max: number
  /** By SuspendedState: scaling in, scaling out, and scheduled actions. */
  readonly suspended: Readonly<Record<'in' | 'out' | 'scheduled', boolean>>
}

export type ScalableSides = Readonly<Record<Colour, ScalableSide | undefined>>
export type ResourceIds = Readonly<Record<Colour, string>>

/** What is scaled of an ECS service. */
export const dimension = 'ecs:service:DesiredCount'

/** `service/<cluster>/<service>` of both sides. */
export function resourceIdsOf({ cluster, services }: PairRef): ResourceIds {
  const id = (colour: Colour): string => `service/${nameOf(cluster)}/${nameOf(services[colour])}`
  return { blue: id('blue'), green: id('green') }
}

/** The scalable targets of both sides, in one call; sides that are not scaled have none. */
export async function describeScalableSides(send: Send, resourceIds: ResourceIds, signal?: AbortSignal): Promise<ScalableSides> {
  const input = { ServiceNamespace: 'ecs' as const, ResourceIds: colours.map((colour) => resourceIds[colour]) }
  const { ScalableTargets } = await send('application-autoscaling:DescribeScalableTargets', input, signal)
  const side = (colour: Colour): ScalableSide | undefined => {
    const found = ScalableTargets?.find(
      ({ ResourceId, ScalableDimension }) => ResourceId === resourceIds[colour] && ScalableDimension === dimension,
    )
    return found && sideIn(found)
  }
  return { blue: side('blue'), green: side('green') }
}

function sideIn({ MinCapacity = 0, MaxCapacity = 0, SuspendedState: state = {} }: ScalableTarget): ScalableSide {
  const { DynamicScalingInSuspended = false, DynamicScalingOutSuspended = false, ScheduledScalingSuspended = false } = state
  const suspended = { in: DynamicScalingInSuspended, out: DynamicScalingOutSuspended, scheduled: ScheduledScalingSuspended }
  return { min: MinCapacity, max: MaxCapacity, suspended }
}

/** The flags as AWS names them. */
export function stateOf({ suspended }: ScalableSide) {
  return {
    DynamicScalingInSuspended: suspended.in,
    DynamicScalingOutSuspended: suspended.out,
    ScheduledScalingSuspended: suspended.scheduled,
  }
}

export function sameSide(a: ScalableSide, b: ScalableSide): boolean {
  return (
    a.min === b.min && a.max === b.max && (['in', 'out', 'scheduled'] as const).every((flag) => a.suspended[flag] === b.suspended[flag])
  )
}
