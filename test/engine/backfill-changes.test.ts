import { describe, expect, test } from 'vitest'
import type { MigrationEnd, MigrationEvent } from '../../src/domain/migration/events.ts'
import type { LedgerEntry } from '../../src/domain/migration/model.ts'
import { type BackfillOptions, backfillChanges, type PlannedBackfill } from '../../src/engine/backfill-changes.ts'
import { defaultLimits, type MigrationLimits } from '../../src/engine/migration-stage.ts'
import type { MigrationDatabase, Pressure } from '../../src/ports.ts'
import { createFakeBackfill, type FakeBackfill, type FakeBackfillOptions, lostSession } from '../fakes/backfill-table.ts'
import { createFakeTime } from '../fakes/fake-clock.ts'
import { createMemoryServer, faultFor, type MemoryServer } from '../fakes/memory-database.ts'
import { createRandom } from '../fakes/random.ts'

interface Course {
  readonly end: MigrationEnd | undefined
  readonly error: unknown
  readonly events: readonly MigrationEvent[]
  readonly fake: FakeBackfill
  readonly server: MemoryServer
  readonly asked: readonly (readonly [table: string, query: string | undefined])[]
}

interface Told {
  readonly ledger?: readonly LedgerEntry[]
  readonly options?: Partial<BackfillOptions>
  readonly limits?: Partial<MigrationLimits>
  readonly cancelAtMs?: number
  readonly table?: Partial<FakeBackfillOptions>
  readonly pressures?: readonly Pressure[]
  /** What the database says cannot be watched. */
  readonly noted?: string
  readonly prepare?: (server: MemoryServer, fake: () => FakeBackfill) => void
}

/** A run over a table in memory, in time that moves only by sleeping. */
async function course(planned: readonly PlannedBackfill[], told: Told = {}): Promise<Course> {
  const time = createFakeTime()
  const local = time.nowMs()
  const server = createMemoryServer({
    nowMs: () => time.nowMs() - local,
    sleep: () => Promise.reject(new Error('A server does not sleep')),
  })
  for (const entry of told.ledger ?? []) server.ledger.set(`${entry.change} ${entry.phase}`, entry)
  let fake: FakeBackfill | undefined
  told.prepare?.(server, () => fake!)
  const stop = new AbortController()
  let atMs: number | undefined
  if (told.cancelAtMs !== undefined)
    time.at(local + told.cancelAtMs, () => {
      atMs = time.nowMs()
      stop.abort()
    })
  const events: MigrationEvent[] = []
  const asked: (readonly [string, string | undefined])[] = []
  const finish = await time.run('runner', async ({ clock }) => {
    const rows = (fake = createFakeBackfill(clock, { rows: 10_000, ...told.table }))
    const session = server.session('7')
    const database: MigrationDatabase = {
      ...session,
      ...rows.database,
      async ledger(signal) {
        const kept = rows.ledger()
        const others = (await session.ledger(signal)).filter(
          ({ change, phase }) => !kept.some((each) => each.change === change && each.phase === phase),
        )
        return [...others, ...kept]
      },
      pressures(table, _limits, query, note) {
        asked.push([table, query])
        if (told.noted !== undefined) note?.(told.noted)
        return told.pressures ?? []
      },
    }
    return backfillChanges(
      planned,
      { mostRows: 1_000, pressure: {}, pressures: [], ...told.options },
      {
        ...{ database, clock, random: createRandom(1), run: '7', attempt: 1 },
        cancellation: { signal: stop.signal, atMs: () => atMs },
        limits: { ...defaultLimits, ...told.limits },
        tell: (event) => events.push(event),
      },
    )
  })
  return {
    end: finish.kind === 'done' ? finish.value : undefined,
    error: finish.kind === 'threw' ? finish.error : undefined,
    ...{ events, fake: fake!, server, asked },
  }
}

const fill = (id: string, overrides: Partial<PlannedBackfill> = {}): PlannedBackfill => ({
  change: { id, name: 'names' },
  digest: `digest of ${id}`,
  order: { table: 'users', key: ['id'], sql: 'UPDATE users SET a = 1 WHERE :range' },
  verify: [],
  expands: false,
  ...overrides,
})

function entry(change: string, overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  const base = { change, phase: 'backfill', state: 'done', digest: `digest of ${change}`, steps: [], run: '6', attempt: 1 } as const
  return { ...base, startedAtMs: 0, updatedAtMs: 0, ...overrides }
}

const filled = { cursor: ['10000'], rowsDone: 10_000, rowsEstimated: 10_000, of: 'users(id)' }

const kinds = ({ events }: Course): readonly string[] => events.map(({ kind }) => kind).filter((kind) => kind !== 'backfilled')

describe('backfills of several changes', () => {
  test('are run one after the other, and the end says what each has done', async () => {
    const found = await course([fill('0001'), fill('0002')])
    expect(found.end).toMatchObject({ outcome: 'succeeded', reasonCode: 'MIGRATED' })
    expect(found.end?.because.split('; ')).toHaveLength(2)
    expect(found.fake.hits.every((hits) => hits === 2)).toBe(true)
    const one = ['backfill-began', 'backfill-ended', 'phase-done']
    expect(kinds(found)).toEqual(['connected', 'locked', 'pending', ...one, ...one, 'ended'])
    expect(found.events.filter((event) => event.kind === 'phase-done').map(({ change }) => change)).toEqual(['0001', '0002'])
  })

  test('of which some are done run the others', async () => {
    const found = await course([fill('0001'), fill('0002')], { ledger: [entry('0001')] })
    expect(found.end).toMatchObject({ reasonCode: 'MIGRATED' })
    expect(found.events.find((event) => event.kind === 'pending')?.phases).toEqual([
      { change: '0002', name: 'names', phase: 'backfill', steps: 1, done: 0 },
    ])
    expect(found.fake.hits.every((hits) => hits === 1)).toBe(true)
  })

  test('of which one is spelled anew while it is under way go on in its line', async () => {
    const under = entry('0042', { state: 'running', digest: 'digest of 42' })
    const found = await course([fill('42')], { ledger: [under] })
    expect(found.end).toMatchObject({ reasonCode: 'MIGRATED' })
    expect(found.fake.ledger()).toMatchObject([{ change: '0042', state: 'done' }])
  })

  test('that are all done, or of which there are none, are no change', async () => {
    for (const planned of [[fill('0001')], []])
      expect((await course(planned, { ledger: [entry('0001')] })).end).toMatchObject({ outcome: 'no-op', reasonCode: 'NO_CHANGE' })
  })

  test('whose file was changed after it was done is drift, and nothing is run', async () => {
    const found = await course([fill('0001', { digest: 'another' }), fill('0002')], { ledger: [entry('0001')] })
    expect(found.end).toMatchObject({ outcome: 'failed', reasonCode: 'DRIFT_FOUND' })
    expect(found.end?.because).toContain('0001')
    expect(found.fake.asked).toEqual([])
  })

  test('that were done, or begun, under an id that has no file any more are not done again', async () => {
    const begun = entry('0001', { state: 'running', backfill: { ...filled, rowsDone: 4_000 } })
    for (const before of [entry('0001'), begun]) {
      const found = await course([fill('0002', { digest: before.digest })], { ledger: [before] })
      expect(found.end).toMatchObject({ outcome: 'failed', reasonCode: 'DRIFT_FOUND' })
      expect(found.end?.because).toContain('0002 backfill has the text of 0001 backfill')
      expect(found.fake.asked).toEqual([])
    }
    const untouched = entry('0001', { state: 'running', backfill: { ...filled, rowsDone: 0 } })
    expect((await course([fill('0002', { digest: untouched.digest })], { ledger: [untouched] })).end?.reasonCode).toBe('MIGRATED')
  })

  test('before their expand are refused, all of them named', async () => {
    const early = [fill('0001', { expands: true }), fill('0002', { expands: true }), fill('0003')]
    const found = await course(early, {
      ledger: [entry('0001', { phase: 'expand' }), entry('0002', { phase: 'expand', state: 'running' })],
    })
    expect(found.end).toMatchObject({ outcome: 'failed', reasonCode: 'PREFLIGHT_FAILED' })
    expect(found.end?.because).toContain('expand of 0002 is not done')
    expect(found.fake.asked).toEqual([])
  })

  test('share their time: what has none left waits for the next run', async () => {
    const slow = { rows: 10_000, perRowMs: 1 }
    const found = await course([fill('0001'), fill('0002')], { table: slow, options: { maxDurationMs: 12_000 } })
    expect(found.end).toMatchObject({ outcome: 'waiting', reasonCode: 'BACKFILL_CONTINUES' })
    expect(found.events.filter((event) => event.kind === 'phase-done').map(({ change }) => change)).toEqual(['0001'])
    expect(found.fake.hits.some((hits) => hits < 2)).toBe(true)
    expect(found.fake.hits.every((hits) => hits >= 1)).toBe(true)
  })

  test('of which one fails leave the later ones alone', async () => {
    const verify = [{ path: 'db/changes/0001_names/verify.sql', line: 3, sql: 'SELECT 1' }]
    const found = await course([fill('0001', { verify }), fill('0002')], { table: { verify: () => 12 } })
    expect(found.end).toMatchObject({ outcome: 'failed', reasonCode: 'MIGRATION_FAILED' })
    expect(found.end?.because).toMatch(/db\/changes\/0001_names\/verify\.sql:3.*12/)
    expect(found.fake.hits.every((hits) => hits === 1)).toBe(true)
  })

  test('go on behind the cursor of an earlier run', async () => {
    const running = entry('0001', {
      state: 'running',
      backfill: { cursor: ['4000'], rowsDone: 4_000, rowsEstimated: 10_000, of: 'users(id)' },
    })
    const found = await course([fill('0001')], { ledger: [running] })
    expect(found.end).toMatchObject({ reasonCode: 'MIGRATED' })
    expect(found.events.find((event) => event.kind === 'backfill-began')).toMatchObject({ resumed: true, rowsDone: 4_000 })
    expect(found.fake.hits.slice(0, 4_000).every((hits) => hits === 0)).toBe(true)
    expect(found.fake.hits.slice(4_000).every((hits) => hits === 1)).toBe(true)
  })

  test('ask what speaks for waiting about their own table, with the query of the user', async () => {
    const found = await course([fill('0001', { order: { table: 'orders', key: ['id'], sql: 'UPDATE' } }), fill('0002')], {
      options: { query: 'SELECT true' },
    })
    expect(found.asked).toEqual([
      ['orders', 'SELECT true'],
      ['users', 'SELECT true'],
    ])
  })

  test('tell once what cannot be watched', async () => {
    const { events } = await course([fill('0001'), fill('0002')], { noted: 'The lag of 1 replica cannot be seen' })
    expect(events.filter(({ kind }) => kind === 'backfill-noted')).toMatchObject([
      { change: '0001', text: 'The lag of 1 replica cannot be seen' },
    ])
  })

  test('wait for whatever source says so, that of the database or another', async () => {
    let asked = 0
    const busy: Pressure = () => Promise.resolve((asked += 1) < 3 ? ['the disk is busy'] : [])
    for (const told of [{ pressures: [busy] }, { options: { pressures: [busy] } }]) {
      asked = 0
      const found = await course([fill('0001')], told)
      expect(found.events.find((event) => event.kind === 'backfill-paused')).toMatchObject({ reasons: ['the disk is busy'] })
      expect(found.end).toMatchObject({ reasonCode: 'MIGRATED' })
    }
  })
})

describe('a run of backfills that does not get there', () => {
  test('is cancelled midway, and says that the next run goes on', async () => {
    const found = await course([fill('0001')], { table: { perRowMs: 1 }, cancelAtMs: 3_000 })
    expect(found.end).toMatchObject({ outcome: 'failed', reasonCode: 'CANCELLED', hint: expect.stringContaining('goes on') as string })
    expect(found.fake.hits.some((hits) => hits === 1)).toBe(true)
    expect(kinds(found).at(-1)).toBe('ended')
  })

  test('is cancelled while another run is at work, before anything was begun', async () => {
    const found = await course([fill('0001')], {
      cancelAtMs: 5_000,
      prepare(server) {
        const other = server.session('6')
        const never = new AbortController().signal
        void other.connect(never).then(() => other.lock(never))
      },
    })
    expect(found.end).toMatchObject({ outcome: 'failed', reasonCode: 'CANCELLED' })
    expect(found.fake.asked).toEqual([])
  })

  test('gives up on another run that does not end, and names it', async () => {
    const found = await course([fill('0001')], {
      limits: { lockWaitMs: 2_000 },
      prepare(server) {
        const other = server.session('run 6')
        const never = new AbortController().signal
        void other.connect(never).then(() => other.lock(never))
      },
    })
    expect(found.end).toMatchObject({ outcome: 'failed', reasonCode: 'LOCK_BUSY' })
    expect(found.end?.because).toContain('run 6')
  })

  test('throws where it was not begun: through a pool, and where the server does not answer', async () => {
    const pooled = await course([fill('0001')], { prepare: (server) => (server.facts.pooled = true) })
    expect(pooled.error).toMatchObject({ reasonCode: 'PREFLIGHT_FAILED' })
    const away = await course([fill('0001')], {
      limits: { outageMs: 5_000 },
      prepare(server) {
        server.onAct = () => Promise.reject(faultFor('lost', '', 'ECONNREFUSED'))
      },
    })
    expect(away.error).toMatchObject({ reasonCode: 'DATABASE_UNREACHABLE' })
    expect(away.events.map(({ kind }) => kind)).toEqual(['unreached'])
  })

  test('takes a new session in the place of one that was lost, with the lock, and does nothing twice', async () => {
    const found = await course([fill('0001')], { table: { meets: (batch) => (batch === 2 ? { after: lostSession } : undefined) } })
    expect(found.end).toMatchObject({ reasonCode: 'MIGRATED' })
    expect(found.fake.hits.every((hits) => hits === 1)).toBe(true)
    expect(kinds(found)).toContain('backfill-reconnected')
    expect(found.server.acts.filter((act) => act === 'lock')).toHaveLength(2)
  })

  describe('after another run had the lock in between', () => {
    /** The session is lost in the second batch, and `saved` is in the ledger when there is one again. */
    const between = (saved: readonly LedgerEntry[]): Promise<Course> =>
      course([fill('0001'), fill('0002')], {
        table: { meets: (batch) => (batch === 2 ? { before: lostSession } : undefined) },
        prepare(server, fake) {
          let connects = 0
          server.onAct = (act) => {
            if (act === 'connect' && (connects += 1) === 2) for (const each of saved) fake().keep(each)
          }
        },
      })

    test('does nothing of what that run has done', async () => {
      const found = await between([entry('0001', { backfill: filled }), entry('0002', { backfill: filled })])
      expect(found.end).toMatchObject({ reasonCode: 'MIGRATED' })
      expect(found.fake.hits.every((hits, row) => hits === (row < 2_000 ? 1 : 0))).toBe(true)
      expect(found.fake.ledger().map(({ state, run }) => [state, run])).toEqual([
        ['done', '6'],
        ['done', '6'],
      ])
    })

    test('goes on behind its cursor, in its line', async () => {
      const begun = { state: 'running', backfill: { ...filled, cursor: ['4000'], rowsDone: 4_000 } } as const
      const found = await between([entry('0001', { backfill: filled }), entry('2', { ...begun, digest: 'digest of 0002' })])
      expect(found.end).toMatchObject({ reasonCode: 'MIGRATED' })
      expect(found.fake.hits.every((hits, row) => hits === (row < 2_000 || row >= 4_000 ? 1 : 0))).toBe(true)
      expect(found.fake.ledger()).toMatchObject([{ change: '2', state: 'done' }, { change: '0001' }])
    })

    test('refuses what that run has done by another text, or by another key', async () => {
      const drifted = await between([entry('0001', { backfill: filled, digest: 'another' })])
      expect(drifted.end).toMatchObject({ outcome: 'failed', reasonCode: 'DRIFT_FOUND' })
      const other = await between([entry('0001', { state: 'running', backfill: { ...filled, of: 'users(tenant, id)' } })])
      expect(other.end).toMatchObject({ outcome: 'failed', reasonCode: 'MIGRATION_FAILED' })
      expect(other.end?.because).toContain('begun over users(tenant, id)')
    })
  })

  test('ends in words, and not in an error, where the server is away for too long once it was begun', async () => {
    const found = await course([fill('0001')], {
      limits: { outageMs: 5_000 },
      table: {
        meets: (batch) => (batch === 2 ? { before: lostSession } : undefined),
      },
      prepare(server) {
        let connects = 0
        server.onAct = (act) => {
          if (act === 'connect' && (connects += 1) > 1) throw faultFor('lost', '', 'ECONNREFUSED')
        }
      },
    })
    expect(found.error).toBeUndefined()
    expect(found.end).toMatchObject({ outcome: 'failed', reasonCode: 'DATABASE_UNREACHABLE' })
  })
})
