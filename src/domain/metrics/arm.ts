import { SluiceError } from '../errors.ts'

/** What one arm of a comparison is in AWS. Empty is what it has not got. */
export interface Arm {
  /** Which arm it is, for sources that know neither sides nor services: around a flag, say. */
  readonly arm?: 'canary' | 'baseline'
  /** `blue` or `green`. */
  readonly side: string
  readonly service: string
  readonly cluster: string
  /** `family:number` */
  readonly revision: string
  /** As CloudWatch names it: `targetgroup/name/id`. */
  readonly group: string
  /** `app/name/id` */
  readonly loadBalancer: string
}

export interface Arms {
  readonly canary: Arm
  readonly baseline: Arm
}

/** An arm of what is no pair. */
export const bareArm: Arm = { side: '', service: '', cluster: '', revision: '', group: '', loadBalancer: '' }

const members = {
  arm: 'arm',
  side: 'side',
  service: 'service',
  cluster: 'cluster',
  revision: 'revision',
  group: 'group',
  'load-balancer': 'loadBalancer',
} as const

/** What differs between the arms. A text without any of these asks for the same of both. */
export const tellingPlaceholders = ['{arm}', '{side}', '{service}', '{revision}', '{group}'] as const

/** Every placeholder of an arm. */
export const placeholder = /\{(arm|side|service|cluster|revision|group|load-balancer)\}/g

export function tellsArms(text: string): boolean {
  return tellingPlaceholders.some((each) => text.includes(each))
}

/** A text with the placeholders of an arm filled in. Throws INPUT_INVALID where it has nothing for one of them. */
export function fillArm(text: string, arm: Arm, escape: (value: string) => string = (value) => value): string {
  return text.replaceAll(placeholder, (whole, name: keyof typeof members) => {
    const value = arm[members[name]] ?? ''
    if (value === '')
      throw new SluiceError('INPUT_INVALID', `There is nothing that ${whole} could stand for in a metric of ${armText(arm)}`)
    return escape(value)
  })
}

/** For people: `green (shop:7)`. */
export function armText({ arm, side, service, revision }: Arm): string {
  return `${side || service || (arm ?? '')}${revision === '' ? '' : ` (${revision})`}`
}

/** For the inside of a PromQL string, whichever of `"` and `'` it stands in. */
export function escapePromql(value: string): string {
  return value.replaceAll(/[^\w :/.-]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
