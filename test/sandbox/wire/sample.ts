import type { Shape } from '../../../sandbox/wire/codec.ts'

/**
 * A value of a shape with every member present, down to `depth` levels; awkward characters and dates among the leaves.
 * Undefined where nothing lawful fits in: the query protocol cannot say "an empty structure", and required members are required.
 */
export function sampleOf(shape: Shape, depth = 6): unknown {
  switch (shape.kind) {
    case 'structure': {
      if (depth < 0) return undefined
      const members = [...shape.members()]
      const given = (shape.union ? members.slice(0, 1) : members).map(
        ([name, member]) => [name, sampleOf(member.shape, depth - 1)] as const,
      )
      const complete = given.every(([name, value]) => value !== undefined || !shape.members().get(name)!.required)
      const present = given.filter(([, value]) => value !== undefined)
      return !complete || (present.length === 0 && members.length > 0) ? undefined : Object.fromEntries(present)
    }
    case 'list': {
      const item = sampleOf(shape.of(), depth - 1)
      return item === undefined ? undefined : [item, item]
    }
    case 'map': {
      const item = sampleOf(shape.of(), depth - 1)
      return item === undefined ? undefined : { 'a key': item, 'b&<>': item }
    }
    case 'string':
      return shape.values?.[0] ?? `a "text" & <more> 'é' +1=2%`
    case 'number':
      return 7
    case 'boolean':
      return true
    case 'timestamp':
      return new Date(1_790_000_123_456)
    case 'blob':
      return new Uint8Array([1, 2, 250])
    case 'document':
      return { any: 'thing' }
  }
}
