import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outcomes, reasonCodes } from '../../src/domain/outcome.ts'
import { readRecord, RecordUnreadable, tagSafe, writeRecord } from '../../src/domain/record-text.ts'
import type { GoalShape, RolloutRecord } from '../../src/domain/rollout.ts'

const token = fc.stringMatching(/^[A-Za-z0-9+=.:/@-]{1,120}$/)
const atMs = fc.integer({ min: 0, max: 4_000_000_000_000 })
const arrivals = fc.array(atMs, { minLength: 1, maxLength: 12 }).map((times) => times.map((at, goal) => ({ goal, atMs: at })))

const name = fc.stringMatching(/^[A-Za-z0-9.-]{1,20}$/)
const capacity = fc.constantFrom('none', 'standby', 'full', 'any')
const shape: fc.Arbitrary<GoalShape> = fc.record(
  {
    name,
    weight: fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10),
    matched: fc.constant(true),
    capacity: fc.record({ baseline: capacity, candidate: capacity }),
    holdMs: fc.integer({ min: 0, max: 90 * 86_400_000 }),
  },
  { requiredKeys: ['name', 'weight', 'capacity', 'holdMs'] },
)

/** Every record the engine can reach, with free text as wild as it comes. */
const records: fc.Arbitrary<RolloutRecord> = fc
  .record({
    plan: token,
    run: token,
    startedAtMs: atMs,
    revision: fc.record({ baseline: fc.oneof(fc.constant(''), token), candidate: token }),
    arrivals,
    shapes: fc.array(shape, { minLength: 12, maxLength: 12 }),
    committed: fc.integer({ min: 1, max: 12 }),
    names: fc.option(fc.record({ baseline: name, candidate: name }), { nil: undefined }),
    owed: fc.option(fc.oneof(fc.constant(''), token), { nil: undefined }),
    rest: fc.option(fc.record({ reasonCode: fc.constantFrom(...reasonCodes), atMs }), { nil: undefined }),
    turned: fc.option(
      fc.record({ reasonCode: fc.constantFrom(...reasonCodes), because: fc.string({ unit: 'binary', maxLength: 500 }), atMs }),
      { nil: undefined },
    ),
    intent: fc.option(fc.record({ act: fc.constantFrom('size', 'shift', 'recall'), before: fc.oneof(fc.constant(''), token), atMs }), {
      nil: undefined,
    }),
    attempt: fc.option(token, { nil: undefined }),
    accepted: fc.option(fc.constant(true), { nil: undefined }),
    ended: fc.option(fc.record({ outcome: fc.constantFrom(...outcomes), reasonCode: fc.constantFrom(...reasonCodes), atMs }), {
      nil: undefined,
    }),
  })
  .map(({ shapes, names, owed, rest, turned, intent, attempt, accepted, ended, ...always }) => ({
    schema: 1,
    goals: shapes.slice(0, Math.max(2, always.arrivals.length)),
    goal: always.arrivals.length - 1,
    heading: turned ? 'home' : 'forward',
    ...always,
    ...(names && { names }),
    ...(owed !== undefined && { owed }),
    ...(rest && { rest }),
    ...(turned && { turned }),
    ...(intent && { intent }),
    ...(attempt !== undefined && { attempt }),
    ...(accepted && { accepted }),
    ...(ended && { ended }),
  }))

const entriesOf = (record: RolloutRecord): Record<string, string> =>
  Object.fromEntries(Object.entries(writeRecord(record)).flatMap(([key, value]) => (value === null ? [] : [[key, value]])))

test('property: every record comes back as it was, but for the free text, which comes back readable and settles', () => {
  fc.assert(
    fc.property(records, (record) => {
      const read = readRecord(entriesOf(record))!
      const { turned, ...rest } = record
      const { turned: turnedRead, ...restRead } = read
      expect(restRead).toEqual(rest)
      expect(turnedRead && { ...turnedRead, because: '' }).toEqual(turned && { ...turned, because: '' })
      if (turned) expect(turnedRead!.because).toBe(tagSafe(turned.because, 300).replaceAll('_', ' '))
      expect(entriesOf(read)).toEqual(entriesOf(record))
    }),
    { numRuns: 500 },
  )
})

test('property: every value fits a tag, and no key is longer than it may be', () => {
  fc.assert(
    fc.property(records, (record) => {
      for (const [key, value] of Object.entries(entriesOf(record))) {
        expect(value).toMatch(/^[A-Za-z0-9+=._:/@ -]{1,255}$/)
        expect(value).toBe(value.trim())
        expect(`sluice.${key}`.length).toBeLessThanOrEqual(128)
      }
    }),
    { numRuns: 500 },
  )
})

test('property: whatever else stands in the entries is refused in words or read as a record, never anything worse', () => {
  const piece = fc.oneof(fc.string({ maxLength: 300 }), fc.stringMatching(/^[0-9]{0,2}\.[a-z0-9= /:.]{0,80}\.?$/))
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('record.1', 'record.2', 'record.3', 'claim.1.1', 'other'), piece), (entries) => {
      try {
        const record = readRecord(entries)
        if (record) expect(record.arrivals.at(-1)!.goal).toBe(record.goal)
      } catch (error) {
        expect(error).toBeInstanceOf(RecordUnreadable)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('property: a record that lost a piece or a field is never read as one that has all', () => {
  fc.assert(
    fc.property(records, fc.nat(), (record, chance) => {
      const entries = entriesOf(record)
      const keys = Object.keys(entries)
      const { [keys[chance % keys.length]!]: _, ...rest } = entries
      // Without its first piece nothing says that there is a record.
      if (chance % keys.length === 0) expect(readRecord(rest)).toBeUndefined()
      else expect(() => readRecord(rest)).toThrow(RecordUnreadable)
    }),
  )
})

test('what is left of a longer record is taken away, and not read as long as it stands', () => {
  const long = entriesOf({ ...base, attempt: 'a'.repeat(600) })
  const short = writeRecord(base, Object.keys(long))
  expect(Object.keys(long).length).toBeGreaterThan(Object.keys(entriesOf(base)).length)
  expect(
    Object.entries(short)
      .filter(([, value]) => value === null)
      .map(([key]) => key),
  ).toEqual(Object.keys(long).filter((key) => !(key in entriesOf(base))))
  expect(readRecord({ ...long, ...entriesOf(base) })).toEqual(base)
})

const base: RolloutRecord = {
  schema: 1,
  plan: 'd',
  goals: [
    { name: 'live', weight: 0, capacity: { baseline: 'full', candidate: 'any' }, holdMs: 0 },
    { name: 'swapped', weight: 100, capacity: { baseline: 'standby', candidate: 'full' }, holdMs: 300_000 },
  ],
  committed: 1,
  run: '100',
  startedAtMs: 5,
  goal: 0,
  heading: 'forward',
  revision: { baseline: 'web:7', candidate: 'web:8' },
  arrivals: [{ goal: 0, atMs: 5 }],
}

test.each<[string, Record<string, string>, RegExp]>([
  ['another version', { 'record.1': entriesOf(base)['record.1']!.replace('v=1', 'v=2') }, /version is 2/],
  ['foreign text', { 'record.1': 'hello' }, /does not begin with a number/],
  ['a missing field', { 'record.1': entriesOf(base)['record.1']!.replace('plan=d ', '') }, /no field plan/],
  ['a garbled time', { 'record.1': entriesOf(base)['record.1']!.replace(' at=5', ' at=soon') }, /soon is not a whole number/],
  ['a garbled heading', { 'record.1': entriesOf(base)['record.1']!.replace('heading=forward', 'heading=north') }, /north is none of/],
  ['home without a reason', { 'record.1': entriesOf(base)['record.1']!.replace('heading=forward', 'heading=home') }, /why it turned home/],
  ['a goal it never reached', { 'record.1': entriesOf(base)['record.1']!.replace('goal=0', 'goal=1') }, /not the last arrival/],
  ['a goal that is not in its plan', { 'record.1': entriesOf(base)['record.1']!.replace('goal=0', 'goal=3') }, /no goal 3/],
  ['a weight beyond all', { 'record.1': entriesOf(base)['record.1']!.replace('swapped:100', 'swapped:101') }, /is not a goal/],
  ['no weight', { 'record.1': entriesOf(base)['record.1']!.replace('swapped:100', 'swapped:') }, /is not a goal/],
  ['an unknown capacity', { 'record.1': entriesOf(base)['record.1']!.replace(':sf:', ':sx:') }, /is not a goal/],
  ['a hold that is no time', { 'record.1': entriesOf(base)['record.1']!.replace(':300000', ':soon') }, /soon is not a whole number/],
])('%s is told', (_, entries, text) => {
  expect(() => readRecord(entries)).toThrow(RecordUnreadable)
  expect(() => readRecord(entries)).toThrow(text)
})

test('without entries of ours there is no record', () => {
  expect(readRecord({ 'claim.100.1': '1/2' })).toBeUndefined()
})
