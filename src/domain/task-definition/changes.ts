import type { Json, TaskDefinition } from '../task-definition.ts'
import { canonical } from './content.ts'

/** One difference between two contents. Values that may be secret are told by name only. */
export interface ContentChange {
  /** `containerDefinitions.web.image`, `containerDefinitions.web.environment.LOG_LEVEL` */
  readonly path: string
  readonly before: string
  readonly after: string
}

type Members = Readonly<Record<string, Json | undefined>>

/** Lists whose items have a name of their own, which says more than a position. */
const named: Readonly<Record<string, string>> = {
  containerDefinitions: 'name',
  environment: 'name',
  secrets: 'name',
  secretOptions: 'name',
  volumes: 'name',
  portMappings: 'containerPort',
  mountPoints: 'containerPath',
  ulimits: 'name',
}
/** What may hold a secret, whatever it is called. */
const secretive = new Set(['environment', 'secrets', 'secretOptions'])
const secretKey = /token|secret|passw|credential|api.?key/i

/** What registering `after` in the place of `before` changes, in order of the paths. */
export function contentChanges(before: TaskDefinition, after: TaskDefinition): readonly ContentChange[] {
  const changes: ContentChange[] = []
  compare(canonical(before), canonical(after), [], changes)
  return changes
}

/** A line for a person: `containerDefinitions.web.image: web:1 -> web:2`. */
export function changeLine({ path, before, after }: ContentChange): string {
  return `${path}: ${before} -> ${after}`
}

function compare(before: Json | undefined, after: Json | undefined, path: readonly string[], changes: ContentChange[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return
  const left = asMembers(before, after, path)
  const right = asMembers(after, before, path)
  if (left && right) {
    for (const key of [...new Set([...Object.keys(left), ...Object.keys(right)])].sort())
      compare(left[key], right[key], [...path, key], changes)
    return
  }
  const hidden = path.some((part) => secretive.has(part)) || secretKey.test(path.at(-1) ?? '')
  changes.push({
    path: path.join('.'),
    before: tell(before, hidden, 'set'),
    after: tell(after, hidden, before === undefined ? 'set' : 'another value'),
  })
}

/**
 * An object or a list of named items as members, an absent one as having none: what was added or removed is told member by member,
 * so that no value slips out within a larger one.
 */
function asMembers(value: Json | undefined, other: Json | undefined, path: readonly string[]): Members | undefined {
  const like = value ?? other
  if (Array.isArray(like)) {
    const key = named[path.at(-1) ?? '']
    return key === undefined ? undefined : asNamed((value ?? []) as readonly Members[], key)
  }
  if (typeof like !== 'object' || like === null) return undefined
  return (value ?? {}) as Members
}

/** Items by name; of a name and a value only the value is left. The second of the same name is told apart by a number. */
function asNamed(items: readonly Members[], key: string): Members {
  const members: Record<string, Json | undefined> = {}
  for (const item of items) {
    const { [key]: own, ...rest } = item
    const name = String((own ?? '') as string)
    let unique = name
    for (let nth = 2; unique in members; nth += 1) unique = `${name}#${String(nth)}`
    const [only] = Object.keys(rest)
    members[unique] = Object.keys(rest).length === 1 && (only === 'value' || only === 'valueFrom') ? rest[only] : rest
  }
  return members
}

function tell(value: Json | undefined, hidden: boolean, set: string): string {
  if (value === undefined) return 'absent'
  if (hidden) return set
  return typeof value === 'string' ? value : JSON.stringify(value)
}
