import { element, member, type Place, quoted, readMembers, readText, shown, wrong } from './document.ts'
import type { Made } from './task-definition.ts'

/** What a request must have so that it counts as one of a chosen user; of several values one is enough. */
export type MatchCondition =
  | { readonly kind: 'header'; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: 'query'; readonly pairs: readonly { readonly key?: string; readonly value: string }[] }
  | { readonly kind: SingleKind; readonly values: readonly string[] }

/** Kinds of which a rule can have one. */
export type SingleKind = 'host' | 'path' | 'method' | 'source-ip'

/** Comparisons a rule can make, those of one condition, and its wildcards (user guide, Condition types for listener rules). */
export const ruleLimits = { values: 5, ofOne: 3, wildcards: 5 } as const

const singleKinds: readonly SingleKind[] = ['host', 'path', 'method', 'source-ip']
const kinds = ['header', 'cookie', 'query', ...singleKinds]

/** The list `match`, as YAML gives it, or every mistake in it. All conditions must hold. */
export function parseMatch(value: unknown): Made<readonly MatchCondition[]> {
  const place: Place = { at: 'match', problems: [] }
  const entries = Array.isArray(value) ? (value as readonly unknown[]) : []
  if (entries.length === 0) wrong(place, value, 'a list of conditions, such as "- header: { name: x-canary, value: yes }",')
  const conditions = entries.flatMap((entry, index) => readCondition(element(place, index), entry) ?? [])
  for (const kind of singleKinds) {
    if (conditions.filter((each) => each.kind === kind).length > 1)
      place.problems.push(`${place.at} has several conditions on ${kind}, and a rule can have one: put the values in one list`)
  }
  const { values, wildcards } = countsOf(conditions)
  if (values > ruleLimits.values)
    place.problems.push(`${place.at} has ${String(values)} values, and a rule can compare ${String(ruleLimits.values)}`)
  if (wildcards > ruleLimits.wildcards)
    place.problems.push(`${place.at} has ${String(wildcards)} wildcards, and a rule can have ${String(ruleLimits.wildcards)}`)
  return place.problems.length > 0 ? { problems: place.problems } : { value: conditions }
}

/** How much of what a rule can compare the conditions take. */
export function countsOf(conditions: readonly MatchCondition[]): { readonly values: number; readonly wildcards: number } {
  const texts = conditions.flatMap((condition) => {
    if (condition.kind === 'query') return condition.pairs.map(({ key = '', value }) => `${key}=${value}`)
    return condition.values
  })
  return { values: texts.length, wildcards: texts.join('').split(/[*?]/).length - 1 }
}

/** For people: `header x-canary 1, path /admin/*`. */
export function matchText(conditions: readonly MatchCondition[]): string {
  return conditions
    .map((condition) => {
      if (condition.kind === 'header') return `header ${condition.name} ${condition.values.join(' or ')}`
      if (condition.kind !== 'query') return `${condition.kind} ${condition.values.join(' or ')}`
      return `query ${condition.pairs.map(({ key, value }) => (key === undefined ? value : `${key}=${value}`)).join(' or ')}`
    })
    .join(' and ')
}

function readCondition(place: Place, entry: unknown): MatchCondition | undefined {
  const members = typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? Object.entries(entry) : []
  const [kind, spec] = (members[0] ?? ['', undefined]) as readonly [string, unknown]
  if (members.length !== 1 || !kinds.includes(kind)) {
    const found = members.length === 0 ? shown(entry) : `a mapping of ${members.map(([name]) => quoted(name)).join(', ')}`
    place.problems.push(`${place.at} is ${found}: one of ${kinds.join(', ')} is expected, such as "header: { name: x-canary, value: yes }"`)
    return undefined
  }
  const at = member(place, kind)
  const single = singleKinds.find((each) => each === kind)
  if (single) {
    const values = readValues(at, spec, formOf[single])
    return values && { kind: single, values }
  }
  if (kind === 'query') return readQuery(at, spec)
  return readHeader(at, spec, kind === 'cookie')
}

/** One text or a list of them. */
function readValues(place: Place, value: unknown, form: Form): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const before = place.problems.length
  if (list.length === 0) wrong(place, value, form.expected)
  if (list.length > ruleLimits.ofOne)
    place.problems.push(`${place.at} has ${String(list.length)} values, and one condition can have ${String(ruleLimits.ofOne)}`)
  const values = list.flatMap((each, index) => {
    const at = Array.isArray(value) ? element(place, index) : place
    const text = readText(at, each)
    if (text === undefined) return []
    if (form.pattern.test(text) && text.length <= form.most) return [text]
    wrong(at, text, form.expected)
    return []
  })
  return place.problems.length === before ? values : undefined
}

/** Either of two members, of which the second is a shorter word for a single value of the first. */
function valuesOf(place: Place, known: ReadonlyMap<string, unknown>, form: Form): readonly string[] | undefined {
  if (known.has('value') === known.has('values')) return wrong(place, Object.fromEntries(known), '`value` or `values`')
  const name = known.has('value') ? 'value' : 'values'
  return readValues(member(place, name), known.get(name), form)
}

function readHeader(place: Place, spec: unknown, isCookie: boolean): MatchCondition | undefined {
  const known = readMembers(place, spec, ['name', 'value', 'values'])
  if (!known) return undefined
  const [name] = readValues(member(place, 'name'), known.get('name'), isCookie ? cookieName : headerName) ?? []
  const values = valuesOf(place, known, isCookie ? cookieValue : text)
  if (name === undefined || values === undefined) return undefined
  if (!isCookie && /^host$/i.test(name)) return wrong(member(place, 'name'), name, '`- host: …` instead of a header condition on it')
  // All cookies of a request come in one header.
  return isCookie ? { kind: 'header', name: 'Cookie', values: values.map((each) => `*${name}=${each}*`) } : { kind: 'header', name, values }
}

function readQuery(place: Place, spec: unknown): MatchCondition | undefined {
  const known = readMembers(place, spec, ['key', 'value', 'values'])
  if (!known) return undefined
  const [key] = known.has('key') ? (readValues(member(place, 'key'), known.get('key'), text) ?? [undefined]) : ['']
  const values = valuesOf(place, known, text)
  if (key === undefined || values === undefined) return undefined
  return { kind: 'query', pairs: values.map((value) => (key === '' ? { value } : { key, value })) }
}

/** What a value may look like, and how it is called. */
interface Form {
  readonly pattern: RegExp
  readonly most: number
  readonly expected: string
}

/** As the API reference has them (HttpHeaderConditionConfig and its neighbours). */
const text: Form = { pattern: /^[\x20-\x7e]+$/, most: 128, expected: 'a text of 1 to 128 visible ASCII characters' }
const headerName: Form = { pattern: /^[!#$%&'*+.^_`|~\w-]+$/, most: 40, expected: 'the name of a header, of at most 40 characters,' }
const cookieName: Form = { pattern: /^[!#$%&'+.^_`|~\w-]+$/, most: 60, expected: 'the name of a cookie' }
const cookieValue: Form = {
  pattern: /^[\x21-\x2b\x2d-\x3a\x3c-\x7e]+$/,
  most: 60,
  expected: 'the value of a cookie, of at most 60 characters,',
}
const formOf: Readonly<Record<SingleKind, Form>> = {
  host: { pattern: /^[\w.*?-]+$/, most: 128, expected: 'a host name such as beta.shop.example' },
  path: { pattern: /^[\w.$/~"'@:+&*?-]+$/, most: 128, expected: 'a path such as /beta/*' },
  method: { pattern: /^[A-Z_-]+$/, most: 40, expected: 'a method such as GET' },
  'source-ip': {
    pattern: /^(\d{1,3}(\.\d{1,3}){3}\/([12]?\d|3[0-2])|[\da-fA-F:]+:[\da-fA-F:.]*\/\d{1,3})$/,
    most: 49,
    expected: 'a network such as 10.0.0.0/8',
  },
}
