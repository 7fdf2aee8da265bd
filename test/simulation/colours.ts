import type { UpdateServiceResponse } from '@aws-sdk/client-ecs'
import type { Stage } from '../sandbox/stage.ts'

export type Colour = 'blue' | 'green'
export const colours = ['blue', 'green'] as const
export type PerColour<T> = Readonly<Record<Colour, T>>

export function otherColour(colour: Colour): Colour {
  return colour === 'blue' ? 'green' : 'blue'
}

export function serviceOf(colour: Colour): string {
  return `shop-${colour}`
}

export function colourOf(service: string): Colour {
  return service.endsWith('blue') ? 'blue' : 'green'
}

export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}

/** What a service is set to right now, whatever readers see: an update of nothing answers it. */
export function serviceNow(stage: Stage, colour: Colour): { readonly desired: number; readonly revision: string } {
  const { service } = stage.ecs<UpdateServiceResponse>('UpdateService', { cluster: 'main', service: serviceOf(colour) })
  return { desired: service?.desiredCount ?? 0, revision: nameOf(service?.taskDefinition ?? '') }
}
