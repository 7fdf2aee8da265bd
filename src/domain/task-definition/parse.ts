import type { Json, Made, TaskDefinition } from '../task-definition.ts'
import { readOnlyMembers, registrationShape, type Shape } from './members.ts'
import { contradictions } from './contradictions.ts'

/**
 * A document (what a JSON or YAML file holds, or what DescribeTaskDefinition returns, with or without the wrapper `taskDefinition`)
 * as the content to register. Read-only members and nulls are dropped; members spelled with a capital, as CloudFormation does, are taken.
 * Images may be missing: `applyImages` asks for them.
 */
export function parseTaskDefinition(document: unknown): Made<TaskDefinition> {
  const problems: string[] = []
  const value = parseShape(unwrap(document), registrationShape, '', problems)
  if (problems.length > 0) return { problems }
  // The shape has been checked member by member, which the compiler cannot follow.
  const definition = value as unknown as TaskDefinition
  const wrong = contradictions(definition)
  return wrong.length > 0 ? { problems: wrong } : { value: definition }
}

function unwrap(document: unknown): unknown {
  if (!isObject(document)) return document
  const { taskDefinition, tags, ...rest } = document
  if (!isObject(taskDefinition)) {
    return Object.fromEntries(Object.entries(document).filter(([key]) => !readOnlyMembers.has(lowerFirst(key))))
  }
  const surplus = Object.keys(rest).filter((key) => !key.startsWith('$'))
  const inner = Object.entries(taskDefinition).filter(([key]) => !readOnlyMembers.has(lowerFirst(key)))
  return {
    ...Object.fromEntries(inner),
    ...(tags !== undefined && { tags }),
    ...Object.fromEntries(surplus.map((key) => [key, rest[key]])),
  }
}

/** The value in the shape's own spelling, or undefined when it is absent or wrong; what is wrong is added to `problems`. */
function parseShape(value: unknown, shape: Shape, path: string, problems: string[]): Json | undefined {
  const wrong = (expected: string): undefined => {
    problems.push(`${path === '' ? 'The task definition' : path} is ${show(value, shape.kind)}: ${expected} is expected`)
  }
  switch (shape.kind) {
    case 'text':
      return typeof value === 'string' ? value : wrong(isScalar(value) ? 'text (put it in quotes)' : 'text')
    case 'boolean':
      return typeof value === 'boolean' ? value : wrong('true or false')
    case 'whole':
      if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value)
      return Number.isSafeInteger(value) ? (value as number) : wrong('a whole number')
    case 'digits':
      return typeof value === 'string' ? value : Number.isSafeInteger(value) ? String(value) : wrong('a number or text')
    case 'map':
      if (!isObject(value)) return wrong('an object of texts')
      return Object.fromEntries(
        present(value).flatMap(([key, each]) => {
          const parsed = parseShape(each, { kind: 'text' }, `${path}.${key}`, problems)
          return parsed === undefined ? [] : [[key, parsed]]
        }),
      )
    case 'list':
      if (!Array.isArray(value)) return wrong('a list')
      return value.flatMap((each: unknown, index) => parseShape(each, shape.of, `${path}[${String(index)}]`, problems) ?? [])
    case 'object':
      return isObject(value) ? parseObject(value, shape, path, problems) : wrong('an object')
  }
}

function parseObject(value: Record<string, unknown>, shape: Shape & { kind: 'object' }, path: string, problems: string[]): Json {
  const parsed: Record<string, Json> = {}
  const at = (member: string): string => (path === '' ? member : `${path}.${member}`)
  for (const [key, each] of present(value)) {
    const member = key in shape.members ? key : lowerFirst(key)
    const known = shape.members[member]
    if (known === undefined) {
      const near = nearest(key, Object.keys(shape.members))
      problems.push(`${at(key)} is no member of a task definition${near === undefined ? '' : `: did you mean ${near}?`}`)
    } else if (member in parsed) {
      problems.push(`${at(member)} is given twice, as ${member} and ${key}`)
    } else {
      const member_ = parseShape(each, known, at(member), problems)
      if (member_ !== undefined) parsed[member] = member_
    }
  }
  const given = new Set(present(value).map(([key]) => (key in shape.members ? key : lowerFirst(key))))
  for (const member of shape.required) if (!given.has(member)) problems.push(`${at(member)} is missing`)
  return parsed
}

/** AWS treats null as absent. */
function present(value: Record<string, unknown>): [string, unknown][] {
  return Object.entries(value).filter(([, each]) => each !== null && each !== undefined)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isScalar(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean'
}

function lowerFirst(key: string): string {
  return key.charAt(0).toLowerCase() + key.slice(1)
}

/** A wrong value for a person. It may be a secret in the wrong place, so only its kind is told, unless it is a number where one belongs. */
function show(value: unknown, expected: Shape['kind']): string {
  if (value === undefined || value === null) return 'empty'
  if (typeof value === 'number' && expected === 'whole') return String(value)
  if (Array.isArray(value)) return 'a list'
  return { string: 'text', number: 'a number', bigint: 'a number', boolean: 'true or false' }[typeof value as string] ?? 'an object'
}

/** The known name that differs least, when it differs by no more than a slip of the pen. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known.map((each) => ({ each, distance: distance(name.toLowerCase(), each.toLowerCase()) }))
  const best = ranked.sort((a, b) => a.distance - b.distance)[0]
  return best && best.distance <= Math.max(1, Math.floor(name.length / 4)) ? best.each : undefined
}

/** Edits between two words (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}
