import { expect, test } from 'vitest'
import type { MigrationEvent, MigrationEnd } from '../../src/domain/migration/events.ts'
import type { PlannedPhase } from '../../src/domain/migration/planned.ts'
import { until } from '../e2e/until.ts'
import { describeOnPostgres } from './on-postgres.ts'
import { expandOf, runOn } from './run-on.ts'
import { ask, session, unhurried } from './sessions.ts'

const building = (sql: string): PlannedPhase => expandOf('0001', { kind: 'index', sql, relations: ['t'], index: 'i' })
const unique = building('CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)')
const ifMissing = building('CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)')

const indexes = (url: string) =>
  ask(
    url,
    "SELECT relname AS name, indisvalid AS valid FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indrelid = 't'::regclass ORDER BY 1",
  )

/** Waits until the session of the run waits for somebody in this statement. */
const waits = (url: string, statement: string) =>
  until(`the run to wait in ${statement}`, async () => {
    const sql = `SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'sluice/%' AND wait_event_type = 'Lock' AND query LIKE '${statement}%' AND datname = current_database()`
    return (await ask(url, sql))[0]?.['pid'] as number | undefined
  })

describeOnPostgres('an index of a run that was ended', (server) => {
  test('is not taken for done where somebody else had made one of its name before it was begun', async () => {
    for (const phase of [unique, ifMissing]) {
      const url = await server().createDatabase()
      await ask(url, 'CREATE TABLE t (id int PRIMARY KEY, a int, b int); CREATE INDEX i ON t (b)')
      const holder = await session(url)
      await holder.query('BEGIN; LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE', [], unhurried)
      const stop = new AbortController()
      const work = runOn(url, [phase], { signal: stop.signal })
      await waits(url, 'CREATE UNIQUE INDEX')
      stop.abort()
      expect(await work).toMatchObject({ reasonCode: 'CANCELLED' })
      await holder.query('ROLLBACK', [], unhurried)
      for (let again = 0; again < 2; again += 1) {
        const end = await runOn(url, [phase])
        expect(end).toMatchObject({ reasonCode: 'MIGRATION_FAILED', hint: expect.stringContaining('IF NOT EXISTS') as unknown })
        expect(end.because).toMatch(phase === unique ? /42P07/ : /There is another i/)
      }
      expect(await ask(url, 'SELECT state, begun FROM sluice.change')).toEqual([{ state: 'failed', begun: null }])
    }
  })

  test('is not taken for done where somebody else made one of its name, another one, while it waited', async () => {
    const url = await server().createDatabase()
    await ask(url, 'CREATE TABLE t (id int PRIMARY KEY, a int, b int); CREATE TABLE other (a int)')
    const holder = await session(url)
    for (const made of ['ON t (b)', 'ON other (a)']) {
      await holder.query('BEGIN; LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE', [], unhurried)
      const stop = new AbortController()
      const work = runOn(url, [unique], { signal: stop.signal })
      await waits(url, 'CREATE UNIQUE INDEX')
      stop.abort()
      expect(await work).toMatchObject({ reasonCode: 'CANCELLED' })
      await holder.query(`CREATE ${made.includes('other') ? 'UNIQUE ' : ''}INDEX i ${made}; COMMIT`, [], unhurried)
      const end = await runOn(url, [unique])
      expect(end.because).toContain('42P07')
      expect(await ask(url, 'SELECT state FROM sluice.change')).toEqual([{ state: 'failed' }])
      await ask(url, 'DROP INDEX i; DROP SCHEMA sluice CASCADE')
    }
  })

  test('stays its own where it could not be dropped, and what it met is what is told', async () => {
    const url = await server().createDatabase()
    await ask(url, 'CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t SELECT n, 1 FROM generate_series(1, 10) AS n')
    const [writer, reader] = [await session(url), await session(url)]
    await writer.query('BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE', [], unhurried)
    const work = runOn(url, [unique])
    await waits(url, 'CREATE UNIQUE INDEX')
    // Stands against the removal of an index, and not against building one.
    await reader.query('BEGIN; LOCK TABLE t IN ROW SHARE MODE', [], unhurried)
    await writer.query('COMMIT', [], unhurried)
    const pid = await waits(url, 'DROP INDEX')
    await ask(url, `SELECT pg_cancel_backend(${String(pid)})`)
    const end = await work
    expect(end.because).toMatch(/could not create unique index "i" \(SQLSTATE 23505\); an index .+ dropping it failed too: .+57014/)
    expect(end.hint).toContain('GROUP BY')
    await reader.query('ROLLBACK', [], unhurried)
    expect(await indexes(url)).toEqual([
      { name: 'i', valid: false },
      { name: 't_pkey', valid: true },
    ])
    await ask(url, 'UPDATE t SET a = id')
    const ran = await runOn(url, [unique])
    expect(ran).toMatchObject({ reasonCode: 'MIGRATED' })
    expect(dropped(ran)).toEqual(['i'])
    expect(await indexes(url)).toEqual([
      { name: 'i', valid: true },
      { name: 't_pkey', valid: true },
    ])
  })

  test.each([
    ['INDEX', 'i', ['i_ccnew']],
    ['TABLE', 't', ['i_ccnew', 'toast', 't_pkey_ccnew']],
  ])(
    'leaves no copies of REINDEX %s CONCURRENTLY to the next one, and takes away those of nothing else',
    async (kind, relation, copies) => {
      const url = await server().createDatabase()
      await ask(url, 'CREATE TABLE t (id int PRIMARY KEY, a int, b text); INSERT INTO t SELECT n, 1 FROM generate_series(1, 10) AS n')
      await ask(url, 'CREATE INDEX i ON t (a)')
      await expect(ask(url, 'CREATE UNIQUE INDEX CONCURRENTLY x_ccnew ON t (a)')).rejects.toMatchObject({ sqlState: '23505' })
      const writer = await session(url)
      await writer.query('BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE', [], unhurried)
      const phase = expandOf('0001', { kind: 'bare', sql: `REINDEX ${kind} CONCURRENTLY ${relation}`, relations: [relation] })
      const stop = new AbortController()
      const work = runOn(url, [phase], { signal: stop.signal })
      await waits(url, 'REINDEX')
      stop.abort()
      expect(await work).toMatchObject({ reasonCode: 'CANCELLED' })
      await writer.query('ROLLBACK', [], unhurried)
      expect(await indexes(url)).toContainEqual({ name: 'i_ccnew', valid: false })
      const ran = await runOn(url, [phase])
      expect(ran).toMatchObject({ reasonCode: 'MIGRATED' })
      expect(dropped(ran).map((name) => (name.startsWith('pg_toast.') ? 'toast' : name))).toEqual(copies)
      const left = await ask(url, "SELECT relname AS name FROM pg_class WHERE relname ~ '_cc(new|old)' ORDER BY 1")
      expect(left).toEqual([{ name: 'x_ccnew' }])
    },
  )
})

function dropped({ events }: MigrationEnd & { readonly events: readonly MigrationEvent[] }): readonly string[] {
  return events.flatMap((event) => (event.kind === 'index-dropped' ? [event.index] : []))
}
