import { outcomes, reasonCodes } from './outcome.ts'
import type { GoalCapacity, GoalShape, RolloutRecord } from './rollout.ts'

/** The longest value of an entry, and the characters it may hold (AWS tags). */
const maxLength = 240
const prefix = 'record.'

/**
 * A record as entries of short tag-safe strings: `key=value` fields separated by spaces, cut into numbered entries.
 * Free text loses the characters tags cannot hold; everything else comes back as it was.
 */
export function writeRecord(record: RolloutRecord, previousEntries: readonly string[] = []): Record<string, string | null> {
  const fields: [string, string][] = [
    ['v', String(record.schema)],
    ['plan', record.plan],
    ['run', record.run],
    ['at', String(record.startedAtMs)],
    ['from', record.revision.baseline],
    ['to', record.revision.candidate],
    ['goals', record.goals.map(goalText).join('/')],
    ['committed', String(record.committed)],
    ['goal', String(record.goal)],
    ['heading', record.heading],
    ['arrivals', record.arrivals.map((arrival) => `${arrival.goal}:${arrival.atMs}`).join('/')],
  ]
  if (record.names) fields.push(['names', `${record.names.baseline}/${record.names.candidate}`])
  if (record.owed !== undefined) fields.push(['owed', record.owed])
  if (record.frozen !== undefined) fields.push(['frozen', record.frozen])
  if (record.rest) fields.push(['rest', `${record.rest.reasonCode}/${record.rest.atMs}`])
  if (record.intent) fields.push(['intent', `${record.intent.act}/${record.intent.atMs}/${record.intent.before}`])
  if (record.attempt !== undefined) fields.push(['attempt', record.attempt])
  if (record.accepted) fields.push(['accepted', '1'])
  if (record.turned) fields.push(['turned', `${record.turned.reasonCode}/${record.turned.atMs}/${tagSafe(record.turned.because, 300)}`])
  if (record.ended) fields.push(['ended', `${record.ended.outcome}/${record.ended.reasonCode}/${record.ended.atMs}`])

  const text = fields.map(([key, value]) => `${key}=${value}`).join(' ')
  const entries: Record<string, string | null> = {}
  const count = Math.ceil(text.length / maxLength)
  // Each piece says how many there are, so that one left over from a longer record is not read. The dots fence it: tags may trim spaces.
  for (let i = 0; i < count; i += 1) {
    entries[`${prefix}${i + 1}`] = `${count}.${text.slice(i * maxLength, (i + 1) * maxLength)}.`
  }
  for (const stale of previousEntries) if (stale.startsWith(prefix) && !(stale in entries)) entries[stale] = null
  return entries
}

const capacities = { n: 'none', s: 'standby', f: 'full', a: 'any' } as const satisfies Record<string, GoalCapacity>

/** `name:weight:<capacity of the baseline><of the candidate>:hold`, the capacities by their first letters; `:matched` behind it. */
function goalText({ name, weight, matched, capacity, holdMs }: GoalShape): string {
  return `${name}:${weight}:${capacity.baseline.charAt(0)}${capacity.candidate.charAt(0)}:${holdMs}${matched ? ':matched' : ''}`
}

function goalIn(text: string): GoalShape {
  const [name = '', weight = '', sides = '', holdMs, matched] = text.split(':')
  const capacity = (letter: string): GoalCapacity => {
    const found = Object.entries(capacities).find(([key]) => key === letter)
    if (!found) throw new RecordUnreadable(`${text} is not a goal`)
    return found[1]
  }
  if (name === '' || weight === '' || !(Number(weight) >= 0 && Number(weight) <= 100)) throw new RecordUnreadable(`${text} is not a goal`)
  return {
    name,
    weight: Number(weight),
    capacity: { baseline: capacity(sides.charAt(0)), candidate: capacity(sides.charAt(1)) },
    holdMs: integer(holdMs),
    ...(matched === 'matched' && { matched: true as const }),
  }
}

/** The text of the record in the entries, empty when there is none. Equal texts are equal records. */
export function recordText(entries: Readonly<Record<string, string | null>>): string {
  const first = entries[`${prefix}1`] ?? '0'
  const count = Number.parseInt(first, 10)
  if (Number.isNaN(count)) throw new RecordUnreadable(`${first} does not begin with a number of pieces`)
  let text = ''
  for (let i = 1; i <= count; i += 1) {
    const piece = entries[`${prefix}${i}`]
    if (piece === undefined || piece === null) throw new RecordUnreadable(`piece ${i} of ${count} is missing`)
    text += piece.slice(piece.indexOf('.') + 1, -1)
  }
  return text
}

/** The record kept in the entries, if there is one. Throws RecordUnreadable, which says what is wrong with it. */
export function readRecord(entries: Readonly<Record<string, string>>): RolloutRecord | undefined {
  const text = recordText(entries)
  if (text === '') return undefined
  const fields = new Map(
    text.split(' ').map((field) => {
      const at = field.indexOf('=')
      return [field.slice(0, at), field.slice(at + 1)]
    }),
  )
  const field = (key: string): string => {
    const value = fields.get(key)
    if (value === undefined) throw new RecordUnreadable(`it has no field ${key}`)
    return value
  }
  const optional = <T>(key: string, parse: (value: string) => T): T | undefined => (fields.has(key) ? parse(field(key)) : undefined)

  if (field('v') !== '1') throw new RecordUnreadable(`its version is ${field('v')}, this release reads version 1`)
  const intent = optional('intent', (value) => {
    const [act, atMs, before] = split(value, 3)
    return { act: oneOf(['size', 'shift', 'recall'] as const, act), atMs: integer(atMs), before: before! }
  })
  const turned = optional('turned', (value) => {
    const [reasonCode, atMs, because] = split(value, 3)
    return { reasonCode: oneOf(reasonCodes, reasonCode), atMs: integer(atMs), because: because!.replaceAll('_', ' ') }
  })
  const ended = optional('ended', (value) => {
    const [outcome, reasonCode, atMs] = split(value, 3)
    return { outcome: oneOf(outcomes, outcome), reasonCode: oneOf(reasonCodes, reasonCode), atMs: integer(atMs) }
  })
  const attempt = optional('attempt', (value) => value)
  const owed = optional('owed', (value) => value)
  const frozen = optional('frozen', (value) => value)
  const names = optional('names', (value) => {
    const [baseline, candidate] = split(value, 2)
    return { baseline: baseline!, candidate: candidate! }
  })
  const rest = optional('rest', (value) => {
    const [reasonCode, atMs] = split(value, 2)
    return { reasonCode: oneOf(reasonCodes, reasonCode), atMs: integer(atMs) }
  })
  const record: RolloutRecord = {
    schema: 1,
    plan: field('plan'),
    run: field('run'),
    startedAtMs: integer(field('at')),
    revision: { baseline: field('from'), candidate: field('to') },
    goals: field('goals').split('/').map(goalIn),
    committed: integer(field('committed')),
    goal: integer(field('goal')),
    heading: oneOf(['forward', 'home'] as const, field('heading')),
    arrivals: field('arrivals')
      .split('/')
      .map((arrival) => {
        const [goal, atMs] = arrival.split(':')
        return { goal: integer(goal), atMs: integer(atMs) }
      }),
    ...(names && { names }),
    ...(owed !== undefined && { owed }),
    ...(frozen !== undefined && { frozen }),
    ...(rest && { rest }),
    ...(intent && { intent }),
    ...(turned && { turned }),
    ...(ended && { ended }),
    ...(attempt !== undefined && { attempt }),
    ...(fields.has('accepted') && { accepted: true as const }),
  }
  if (record.goals[record.goal] === undefined) throw new RecordUnreadable(`it has no goal ${record.goal}`)
  if (record.arrivals.at(-1)?.goal !== record.goal) throw new RecordUnreadable(`goal ${record.goal} is not the last arrival`)
  if ((record.heading === 'home') !== (record.turned !== undefined)) throw new RecordUnreadable('it does not tell why it turned home')
  return record
}

/** The entries hold something that is not a record of ours, or one of another version. */
export class RecordUnreadable extends Error {}

/** Free text in the characters of a tag, without spaces, cut to `length`. */
export function tagSafe(text: string, length: number): string {
  return text.replaceAll(/[^A-Za-z0-9+=.:/@-]+/g, '_').slice(0, length)
}

function split(value: string, parts: number): string[] {
  const pieces = value.split('/')
  if (pieces.length < parts) throw new RecordUnreadable(`the value ${value} has fewer than ${parts} parts`)
  return [...pieces.slice(0, parts - 1), pieces.slice(parts - 1).join('/')]
}

function integer(text: string | undefined): number {
  const value = Number(text)
  if (text === undefined || text === '' || !Number.isSafeInteger(value)) throw new RecordUnreadable(`${text} is not a whole number`)
  return value
}

function oneOf<const T extends string>(allowed: readonly T[], text: string | undefined): T {
  const found = allowed.find((value) => value === text)
  if (found === undefined) throw new RecordUnreadable(`${text} is none of ${allowed.join(', ')}`)
  return found
}
