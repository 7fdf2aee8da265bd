import type { Shape } from './codec.ts'

/** A value that does not fit its shape. `path` is as AWS writes it: `loadBalancers.1.member.containerPort`. */
export interface Misfit {
  readonly kind: 'unknown' | 'missing' | 'type' | 'enum'
  readonly path: string
  readonly text: string
}

/**
 * Compares a value in the form the SDK uses (Date for timestamps) with its shape. Strict on purpose: AWS ignores some unknown members,
 * the sandbox names them, because a member AWS would ignore is a mistake of the caller too. Undefined members count as absent.
 */
export function checkShape(shape: Shape, value: unknown, path = ''): readonly Misfit[] {
  switch (shape.kind) {
    case 'structure':
      return checkStructure(shape, value, path)
    case 'list':
      if (!Array.isArray(value)) return [wrongType(path, 'a list', value)]
      return value.flatMap((item, index) => checkShape(shape.of(), item, join(path, `${index + 1}.member`)))
    case 'map':
      if (!isRecord(value)) return [wrongType(path, 'a map', value)]
      return Object.entries(value).flatMap(([key, item]) => checkShape(shape.of(), item, join(path, `${key}.member`)))
    case 'string':
      if (typeof value !== 'string') return [wrongType(path, 'a string', value)]
      if (shape.values === undefined || shape.values.includes(value)) return []
      return [
        {
          kind: 'enum',
          path,
          text: `Value '${value}' at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [${shape.values.join(', ')}]`,
        },
      ]
    case 'number':
      return typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value)) ? [] : [wrongType(path, 'a number', value)]
    case 'boolean':
      return typeof value === 'boolean' ? [] : [wrongType(path, 'a boolean', value)]
    case 'timestamp':
      return value instanceof Date && !Number.isNaN(value.getTime()) ? [] : [wrongType(path, 'a timestamp', value)]
    case 'blob':
      return value instanceof Uint8Array ? [] : [wrongType(path, 'bytes', value)]
    case 'document':
      return []
  }
}

function checkStructure(shape: Extract<Shape, { kind: 'structure' }>, value: unknown, path: string): readonly Misfit[] {
  if (!isRecord(value)) return [wrongType(path, 'a structure', value)]
  const misfits: Misfit[] = []
  const members = shape.members()
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue
    const member = members.get(name)
    if (member === undefined)
      misfits.push({ kind: 'unknown', path: join(path, name), text: `'${join(path, name)}' is not a member of ${shape.name}` })
    else misfits.push(...checkShape(member.shape, item, join(path, name)))
  }
  for (const [name, member] of members) {
    if (member.required && value[name] === undefined) {
      const missing = join(path, name)
      misfits.push({
        kind: 'missing',
        path: missing,
        text: `Value null at '${missing}' failed to satisfy constraint: Member must not be null`,
      })
    }
  }
  return misfits
}

function wrongType(path: string, wanted: string, value: unknown): Misfit {
  const shown = value instanceof Date ? 'a timestamp' : (JSON.stringify(value) ?? String(value))
  return { kind: 'type', path, text: `'${path}' must be ${wanted}, not ${shown.slice(0, 60)}` }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array)
}
