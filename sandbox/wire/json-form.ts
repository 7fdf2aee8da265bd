import type { Shape } from './codec.ts'

/**
 * The JSON protocols: timestamps are epoch seconds with a fraction, bytes are base64, null means absent.
 * Values that do not fit their shape pass through unchanged, for checkShape to name.
 */
export function fromJson(shape: Shape, value: unknown): unknown {
  if (value === null) return undefined
  if (shape.kind === 'timestamp') return typeof value === 'number' ? new Date(Math.round(value * 1000)) : value
  if (shape.kind === 'blob') return typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value
  return eachPart(shape, value, fromJson)
}

/** The same way back. The value must have passed checkShape. */
export function toJson(shape: Shape, value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (typeof value === 'bigint') return Number(value)
  return eachPart(shape, value, toJson)
}

function eachPart(shape: Shape, value: unknown, turn: (shape: Shape, value: unknown) => unknown): unknown {
  if (shape.kind === 'list' && Array.isArray(value)) return value.map((item) => turn(shape.of(), item))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (shape.kind === 'map') return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, turn(shape.of(), item)]))
  if (shape.kind !== 'structure') return value
  const members = shape.members()
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const member = members.get(name)
      return [name, member === undefined || item === undefined ? item : turn(member.shape, item)]
    }),
  )
}
