import { AwsFault } from '../ports.ts'

interface Attribute {
  readonly Key?: string | undefined
  readonly Value?: string | undefined
}

/** Attributes as AWS lists them. */
export function attributesOf(attributes: ReadonlyMap<string, string>): { Key: string; Value: string }[] {
  return [...attributes].map(([Key, Value]) => ({ Key, Value }))
}

/** Whole numbers with a range (API reference, TargetGroupAttribute and LoadBalancerAttribute). */
const ranges: Readonly<Record<string, readonly [least: number, most: number]>> = {
  'deregistration_delay.timeout_seconds': [0, 3600],
  'idle_timeout.timeout_seconds': [1, 4000],
  'client_keep_alive.seconds': [60, 604800],
  'stickiness.lb_cookie.duration_seconds': [1, 604800],
  'stickiness.app_cookie.duration_seconds': [1, 604800],
}

/** Sets known attributes, all or none. Throws ValidationError for an unknown key or a value out of its range. */
export function modifyAttributes(attributes: Map<string, string>, given: readonly Attribute[] | undefined, subject: string): void {
  for (const { Key = '', Value = '' } of given ?? []) {
    if (!attributes.has(Key)) throw new AwsFault('ValidationError', `${subject} attribute key '${Key}' is not recognized`)
    const range = ranges[Key]
    if (range && !(/^\d+$/.test(Value) && Number(Value) >= range[0] && Number(Value) <= range[1]))
      throw new AwsFault('ValidationError', `'${Key}' must be a valid value in the range of ${range[0]}-${range[1]}`)
    if (Key.endsWith('.enabled') && Value !== 'true' && Value !== 'false' && Value !== 'use_load_balancer_configuration')
      throw new AwsFault('ValidationError', `'${Key}' must be a valid value: true or false`)
    if (Key === 'slow_start.duration_seconds' && Value !== '0')
      throw new AwsFault('ValidationError', 'The sandbox does not model slow start')
  }
  for (const { Key = '', Value = '' } of given ?? []) attributes.set(Key, Value)
}
