import { createRandom } from '../cloud/random.ts'

/**
 * Faults on purpose: what an AWS API does on a bad day, ordered over `POST /_sandbox/faults`.
 * A fault is chosen before the call is read; `lost-response` cuts the connection after the handler has run.
 */
export interface FaultOrder {
  /** `ecs:UpdateService`, `ecs:*` or `*`. */
  readonly operation: string
  readonly kind: FaultKind
  /** Only calls signed with this access key: credentials that have expired stay expired, renewed ones work. */
  readonly accessKeyId?: string
  /** The next so many calls; without it, and without `probability`, the next one. */
  readonly times?: number
  /** Calls let through first. */
  readonly after?: number
  /** Each call by itself, drawn from `seed`; lasts until cleared, or for `times` hits. */
  readonly probability?: number
  readonly seed?: number
  /** With `delay`: real milliseconds before the handler runs. */
  readonly delayMs?: number
  /** With `error`: what is answered; default InternalFailure, 500. With `failures`: `message` is the reason, `RESOURCE:CPU` by default. */
  readonly code?: string
  readonly status?: number
  readonly message?: string
}

const kinds = ['throttle', 'error', 'delay', 'lost-response', 'expired-credentials', 'access-denied', 'failures'] as const
export type FaultKind = (typeof kinds)[number]

/** The orders in force. */
export interface Faults {
  /** Throws a TypeError that names every mistake of an order. */
  order(given: unknown): FaultOrder
  clear(): void
  /** Those that may still strike. */
  inForce(): readonly FaultOrder[]
  /** The orders that strike this call, each counted as used. */
  strike(operation: string, accessKeyId: string): readonly FaultOrder[]
}

export function createFaults(): Faults {
  let standing: { readonly order: FaultOrder; toSkip: number; left: number; readonly draw: () => number }[] = []
  return {
    order(given) {
      const order = parseFault(given)
      standing.push({
        order,
        toSkip: order.after ?? 0,
        left: order.times ?? (order.probability === undefined ? 1 : Infinity),
        draw: createRandom(order.seed ?? 1).next,
      })
      return order
    },
    clear() {
      standing = []
    },
    inForce: () => standing.map(({ order }) => order),
    strike(operation, accessKeyId) {
      const struck: FaultOrder[] = []
      for (const one of standing) {
        if (!matches(one.order.operation, operation) || (one.order.accessKeyId ?? accessKeyId) !== accessKeyId) continue
        if (one.toSkip > 0) one.toSkip--
        else if (one.order.probability === undefined || one.draw() < one.order.probability) {
          one.left--
          struck.push(one.order)
        }
      }
      standing = standing.filter((one) => one.left > 0)
      return struck
    },
  }
}

function matches(pattern: string, operation: string): boolean {
  return pattern === '*' || pattern === operation || (pattern.endsWith(':*') && operation.startsWith(pattern.slice(0, -1)))
}

const fields: Readonly<Record<keyof FaultOrder, 'string' | 'number'>> = {
  operation: 'string',
  kind: 'string',
  accessKeyId: 'string',
  times: 'number',
  after: 'number',
  probability: 'number',
  seed: 'number',
  delayMs: 'number',
  code: 'string',
  status: 'number',
  message: 'string',
}

function parseFault(given: unknown): FaultOrder {
  if (typeof given !== 'object' || given === null) throw new TypeError('a fault is an object with operation and kind')
  const order = given as Readonly<Record<string, unknown>>
  const mistakes: string[] = []
  for (const [name, value] of Object.entries(order)) {
    const wanted = fields[name as keyof FaultOrder] as string | undefined
    if (wanted === undefined) mistakes.push(`${name} is not known; there are ${Object.keys(fields).join(', ')}`)
    else if (typeof value !== wanted) mistakes.push(`${name} must be a ${wanted}`)
    else if (typeof value === 'number' && !(value >= 0)) mistakes.push(`${name} must not be below 0`)
  }
  if (order['operation'] === undefined) mistakes.push('operation is missing')
  if (!kinds.includes(order['kind'] as FaultKind)) mistakes.push(`kind must be one of ${kinds.join(', ')}`)
  if (order['kind'] === 'failures' && order['operation'] !== 'ecs:RunTask') mistakes.push('failures are answered by ecs:RunTask alone')
  if (order['kind'] === 'delay' && order['delayMs'] === undefined) mistakes.push('delay needs delayMs')
  if (mistakes.length > 0) throw new TypeError(mistakes.join('; '))
  return given as FaultOrder
}
