import { DescribeScalableTargetsCommand, RegisterScalableTargetCommand } from '@aws-sdk/client-application-auto-scaling'
import { setTimeout as delay } from 'node:timers/promises'
import type { Owner } from './owner.ts'
import { cluster, service } from './owner.ts'

export const colours = ['blue', 'green'] as const
export type Colour = (typeof colours)[number]

export function serviceOf(colour: Colour): string {
  return `${service}-${colour}`
}

/** What the owner lets autoscaling do with each side; the one that serves keeps a task at least. */
const bounds = { blue: { min: 1, max: 8 }, green: { min: 0, max: 8 } } as const
const resourceOf = (colour: Colour): string => `service/${cluster}/${serviceOf(colour)}`

/** Both sides are scalable targets of their owner. */
export async function setScaling({ autoscaling }: Owner): Promise<void> {
  for (const colour of colours) {
    await autoscaling.send(
      new RegisterScalableTargetCommand({
        ...{ ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount', ResourceId: resourceOf(colour) },
        ...{ MinCapacity: bounds[colour].min, MaxCapacity: bounds[colour].max },
      }),
    )
  }
}

/** Reads follow writes late: what differs is read again before it is told. */
const lookAgainMs = [500, 1000]

/** What of the scaling is not as the owner set it, a sentence for each side. */
export async function changedScaling(owner: Owner): Promise<readonly string[]> {
  for (const waitMs of lookAgainMs) {
    if ((await differing(owner)).length === 0) return []
    await delay(waitMs)
  }
  return differing(owner)
}

async function differing({ autoscaling }: Owner): Promise<readonly string[]> {
  const ResourceIds = colours.map(resourceOf)
  const { ScalableTargets = [] } = await autoscaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs', ResourceIds }))
  return colours.flatMap((colour) => {
    const target = ScalableTargets.find(({ ResourceId }) => ResourceId === resourceOf(colour))
    const { min, max } = bounds[colour]
    const suspended = Object.entries(target?.SuspendedState ?? {}).flatMap(([what, is]) => (is ? [what] : []))
    const asSet = target?.MinCapacity === min && target.MaxCapacity === max && suspended.length === 0
    if (asSet) return []
    const found = target ? [`${target.MinCapacity} to ${target.MaxCapacity} tasks`, ...suspended].join(', ') : 'no scalable target'
    return [`the scaling of ${serviceOf(colour)} was ${min} to ${max} tasks, and is now: ${found}`]
  })
}
