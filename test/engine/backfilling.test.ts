import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchLimits } from '../../src/domain/migration/batch-size.ts'
import { DatabaseFault } from '../../src/domain/migration/fault.ts'
import type { LedgerEntry } from '../../src/domain/migration/model.ts'
import { grouped } from '../../src/domain/render/migration-events.ts'
import { busyFault, lostSession, slowFault } from '../fakes/backfill-table.ts'
import { allOnce, course, kinds } from './backfill-course.ts'
import '../fixed-seed.ts'

function saved(fields: Partial<LedgerEntry>): LedgerEntry {
  const common = { change: '20261120T1530', phase: 'backfill', state: 'running', digest: 'd', steps: [] } as const
  return { ...common, run: '6', attempt: 1, startedAtMs: 0, updatedAtMs: 0, ...fields }
}

test('from one end to the other, each row once; the time of a batch comes to its target', async () => {
  const { end, events, fake } = await course({ rows: 100_000 }, { limits: batchLimits({ targetMs: 100 }) })
  expect(end).toEqual({ kind: 'done', because: '100,000 rows of users are done' })
  expect(allOnce(fake)).toBe(true)
  expect(fake.asked.slice(0, 4)).toEqual([1_000, 1_500, 2_000, 2_000])
  expect(fake.ledger()).toMatchObject([{ state: 'done', run: '7', backfill: { rowsDone: 100_000, cursor: ['100000'], of: 'users(id)' } }])
  expect(events.at(0)).toMatchObject({ kind: 'backfill-began', rowsEstimated: 100_000, resumed: false, edited: false })
  expect(events.at(-1)).toMatchObject({ kind: 'backfill-ended', rowsDone: 100_000, rowsChanged: 100_000 })
})

test('progress is told each five seconds, with the speed and what is left of the time', async () => {
  const { events } = await course({ rows: 600_000 })
  const progress = events.filter((event) => event.kind === 'backfilled')
  expect(progress.length).toBeGreaterThanOrEqual(6)
  for (const [index, event] of progress.entries())
    if (index > 0) expect(event.atMs - progress[index - 1]!.atMs).toBeGreaterThanOrEqual(5_000)
  expect(progress[0]).not.toHaveProperty('rowsPerSecond')
  expect(progress[3]!.rowsPerSecond).toBeCloseTo(20_000, -2)
  expect(progress[3]!.remainingMs! + progress[3]!.atMs).toBeCloseTo(30_000, -3)
})

test('after a batch far beyond its time others have disk and processors to themselves for as long as it was late', async () => {
  const tookMs = async (slow: number): Promise<number> =>
    (await course({ rows: 3_000, meets: (batch) => (batch === 1 ? { tookMs: slow } : undefined) })).tookMs
  const atOnce = await tookMs(100)
  expect((await tookMs(101)) - atOnce).toBe(1 + 51)
  expect((await tookMs(400)) - atOnce).toBe(300 + 350)
  expect((await tookMs(5_000)) - atOnce).toBe(4_900 + 1_000)
})

test('an empty table is done', async () => {
  expect((await course({ rows: 0 })).end).toEqual({ kind: 'done', because: '0 rows of users are done' })
})

test('keys that cannot carry a cursor are refused, all reasons at once, and nothing is written', async () => {
  const { end, fake } = await course({ rows: 10, problems: ['one', 'two'] })
  expect(end).toEqual({ kind: 'failed', reasonCode: 'PREFLIGHT_FAILED', because: '20261120T1530 cannot be backfilled: one; two' })
  expect(fake.ledger()).toEqual([])
})

describe('what an earlier run has left', () => {
  const found = saved({ state: 'failed', backfill: { cursor: ['40000'], rowsDone: 40_000, rowsEstimated: 100_000, of: 'users(id)' } })

  test('is gone on with', async () => {
    const { end, events, fake } = await course({ rows: 100_000, found })
    expect(end.kind).toBe('done')
    expect(fake.hits.indexOf(1)).toBe(40_000)
    expect(events[0]).toMatchObject({ kind: 'backfill-began', rowsDone: 40_000, resumed: true, edited: false })
    expect(fake.ledger()[0]!.backfill!.rowsDone).toBe(100_000)
  })

  test('by an edited statement too, and that is told', async () => {
    const { events } = await course({ rows: 100_000, found: { ...found, digest: 'other' } })
    expect(events[0]).toMatchObject({ resumed: true, edited: true })
  })

  test('but not by another key', async () => {
    const order = { table: 'users', key: ['tenant', 'id'], sql: 'UPDATE users SET a = 1 WHERE :range' }
    const { end, fake } = await course({ rows: 10, found }, { order })
    expect(end).toMatchObject({
      reasonCode: 'MIGRATION_FAILED',
      because: 'The backfill of 20261120T1530 was begun over users(id), and is now written over users(tenant, id)',
    })
    expect(fake.surveys()).toBe(0)
  })
})

test('max-duration ends it, and the next run goes on', async () => {
  const first = await course({ rows: 600_000 }, { maxDurationMs: 10_000 })
  expect(first.end.kind).toBe('waiting')
  expect(first.end.because).toMatch(/^After 10 s users stands at [\d,]+ of about 600,000 rows; the next run goes on there$/)
  expect(first.tookMs).toBeLessThan(10_200)
  const [entry] = first.fake.ledger()
  const second = await course({ rows: 600_000, found: entry! })
  expect(second.end.kind).toBe('done')
  expect(second.fake.hits.map((count, row) => count + first.fake.hits[row]!).every((count) => count === 1)).toBe(true)
})

test('a cancelled batch is not done, and where it stands is told', async () => {
  const { end, fake, tookMs } = await course({ rows: 600_000 }, { cancelAtMs: 5_020 })
  const { rowsDone } = fake.ledger()[0]!.backfill!
  expect(end).toEqual({
    kind: 'cancelled',
    because: `Cancelled; users stands at ${grouped(rowsDone)} of about 600,000 rows, and the next run goes on there`,
  })
  expect(fake.hits.filter((count) => count === 1)).toHaveLength(rowsDone)
  expect(tookMs).toBe(5_020)
})

describe('rows that somebody holds', () => {
  const holder = {
    pid: 4711,
    application: 'report',
    user: 'u',
    state: 'idle in transaction',
    ageMs: 65_000,
    relation: 'users',
    mode: 'ROW EXCLUSIVE',
  } as const

  test('smaller batches, growing pauses; then it goes on and grows again', async () => {
    const { end, events, fake } = await course({
      rows: 50_000,
      meets: (batch) => (batch >= 3 && batch < 7 ? { before: busyFault } : undefined),
    })
    expect(end.kind).toBe('done')
    expect(allOnce(fake)).toBe(true)
    expect(fake.asked.slice(2, 10)).toEqual([1_000, 1_000, 500, 250, 125, 100, 150, 225])
    expect(kinds(events).filter((kind) => kind === 'backfill-gave-way')).toHaveLength(3)
  })

  test('for too long: it is given up, and who holds them is named', async () => {
    const { end, events, fake, tookMs } = await course({
      rows: 50_000,
      meets: (_, from, to) => (from < 3_000 && to >= 3_000 ? { before: busyFault } : undefined),
      blockers: [holder],
    })
    expect(end).toMatchObject({ kind: 'failed', reasonCode: 'LOCK_BUSY' })
    expect(end.because).toMatch(/^Rows of users could not be had for 1 min( \d+ s)?: held by session 4711 \(report, for 1 min 5 s\)$/)
    expect(tookMs).toBeLessThan(75_000)
    expect(fake.asked.length).toBeLessThan(40)
    expect(kinds(events).filter((kind) => kind === 'backfill-gave-way').length).toBeLessThan(15)
    expect(fake.hits.slice(0, 2_800).every((count) => count === 1)).toBe(true)
  })
})

describe('a session that is lost', () => {
  test.each([
    ['before a batch is done', { before: lostSession }],
    ['after it was done', { after: lostSession }],
  ])('%s: the cursor is read anew', async (_, met) => {
    const { end, events, fake } = await course({ rows: 50_000, meets: (batch) => (batch === 5 ? met : undefined) })
    expect(end.kind).toBe('done')
    expect(allOnce(fake)).toBe(true)
    expect(fake.surveys()).toBe(2)
    expect(kinds(events).filter((kind) => kind === 'backfill-began')).toHaveLength(1)
    expect(kinds(events).filter((kind) => kind === 'backfill-reconnected')).toHaveLength(1)
  })

  test.each([
    ['the first save', 0, { before: lostSession }],
    ['the first save, though it was done', 0, { after: lostSession }],
    ['the last save', 1, { before: lostSession }],
    ['the last save, though it was done', 1, { after: lostSession }],
  ])('at %s', async (_, at, met) => {
    const { end, fake } = await course({ rows: 5_000, saves: (_entry, save) => (save === at ? met : undefined) })
    expect(end).toMatchObject({ kind: 'done' })
    expect(allOnce(fake)).toBe(true)
    expect(fake.ledger()[0]!.state).toBe('done')
  })

  test('again and again while nothing gets done', async () => {
    const { end } = await course({ rows: 5_000, meets: () => ({ before: lostSession }) })
    expect(end).toMatchObject({ kind: 'failed', because: 'The session was lost 6 times in a row: terminating connection (SQLSTATE 57P01)' })
  })

  test('that cannot be replaced', async () => {
    const lost = course({ rows: 5_000, meets: () => ({ before: lostSession }) }, { rejoin: () => Promise.reject(lostSession) })
    await expect(lost).rejects.toBe(lostSession)
  })
})

test('a statement the database refuses fails it, with the reason in the ledger, behind what is done', async () => {
  const refused = new DatabaseFault('refused', '23514', 'new row for relation "users" violates check constraint "c" (SQLSTATE 23514)')
  const { end, fake } = await course({ rows: 50_000, meets: (batch) => (batch === 2 ? { before: refused } : undefined) })
  expect(end).toMatchObject({ kind: 'failed', reasonCode: 'MIGRATION_FAILED' })
  expect(end.because).toContain('violates check constraint "c"')
  expect(fake.ledger()[0]).toMatchObject({ state: 'failed', error: end.because, backfill: { rowsDone: 2_000 } })
})

test('where the role lacks a right, or may not see all rows, the hint says what to grant', async () => {
  const hidden = new DatabaseFault('refused', '42501', 'query would be affected by row-level security policy for table "users"')
  const { end } = await course({ rows: 10, meets: () => ({ before: hidden }) })
  expect(end).toMatchObject({ kind: 'failed', hint: expect.stringContaining('BYPASSRLS') as string })
})

test('a batch that runs into its time-out is made smaller, and given up where that does not help', async () => {
  const once = await course({ rows: 20_000, meets: (batch) => (batch === 1 ? { before: slowFault } : undefined) })
  expect(once.end.kind).toBe('done')
  expect(once.fake.asked.slice(0, 3)).toEqual([1_000, 1_000, 500])
  const ever = await course({ rows: 20_000, meets: () => ({ before: slowFault }) })
  expect(ever.end).toMatchObject({ kind: 'failed', hint: 'Is an index missing for what the statement joins? EXPLAIN tells.' })
  expect(ever.fake.asked).toEqual([1_000, 500, 250, 125, 100])
  const few = await course({ rows: 20_000, meets: () => ({ before: slowFault }) }, { limits: batchLimits({ mostRows: 50 }) })
  expect(few.fake.asked).toEqual([50, 50, 50])
})

test('rows that take so long that only the smallest batch is in time are filled all the same', async () => {
  const rows = (from: number, to: number) => (to - from > 160 ? { before: slowFault } : { tookMs: (to - from) * 30 })
  const { end, fake } = await course({ rows: 1_000, meets: (_, from, to) => rows(from, to) })
  expect(end.kind).toBe('done')
  expect(allOnce(fake)).toBe(true)
})

test('whatever is met and whenever: each row once, and it ends', async () => {
  const faults = fc.constantFrom({ before: busyFault }, { before: lostSession }, { after: lostSession }, { before: slowFault })
  const story = fc.record({
    rows: fc.integer({ min: 0, max: 30_000 }),
    met: fc.dictionary(fc.integer({ min: 0, max: 25 }).map(String), faults, { maxKeys: 8 }),
    stopMs: fc.option(fc.integer({ min: 1, max: 3_000 }), { nil: undefined }),
    cancel: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(story, async ({ rows, met, stopMs, cancel }) => {
      const stop = stopMs === undefined ? {} : cancel ? { cancelAtMs: stopMs } : { maxDurationMs: stopMs }
      const first = await course({ rows, meets: (batch) => met[String(batch)] }, stop)
      let { hits } = first.fake
      if (first.end.kind !== 'done') {
        const [entry] = first.fake.ledger()
        expect(hits.filter((count) => count > 0)).toHaveLength(entry?.backfill?.rowsDone ?? 0)
        const second = await course({ rows, ...(entry && { found: entry }) })
        expect(second.end.kind).toBe('done')
        hits = hits.map((count, row) => count + second.fake.hits[row]!)
      }
      expect(hits.every((count) => count === 1)).toBe(true)
    }),
    { numRuns: 200 },
  )
})
