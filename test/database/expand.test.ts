import { expect, onTestFinished, test } from 'vitest'
import type { MigrationEvent } from '../../src/domain/migration/events.ts'
import type { Step } from '../../src/domain/migration/model.ts'
import type { PlannedPhase } from '../../src/domain/migration/planned.ts'
import { until } from '../e2e/until.ts'
import { describeOnPostgres } from './on-postgres.ts'
import { hasPgBouncer, startPgBouncer } from './pgbouncer.ts'
import { expandOf, runOn } from './run-on.ts'
import { type RunnerProcess, startRunner } from './runner-process.ts'
import { ask, session, unhurried } from './sessions.ts'

const short = (sql: string, ...relations: readonly string[]): Step => ({ kind: 'short', sql, relations })
const users = short('CREATE TABLE users (id int PRIMARY KEY, email text)')
const filled = short('INSERT INTO users SELECT n, n::text FROM generate_series(1, 1000) AS n', 'users')
const emailIndex: Step = {
  kind: 'index',
  sql: 'CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email)',
  relations: ['users'],
  index: 'users_email',
}
/** Takes as long as the table `pace` says when it is run. */
const slow: Step = { kind: 'long', sql: 'SELECT pg_sleep(seconds) FROM pace -- done', relations: ['users'] }
const pace = short('CREATE TABLE pace AS SELECT 40 AS seconds')

const sleeping = (url: string) => async (): Promise<boolean> => {
  const sql = "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
  return (await ask(url, sql)).length > 0
}

const killed = (url: string, planned: readonly PlannedPhase[], run: string): RunnerProcess => {
  const runner = startRunner(url, planned, run)
  onTestFinished(() => runner.kill())
  return runner
}

describeOnPostgres('an expand', (server, version) => {
  test('is done once by two runs at once: the second waits and finds nothing to do', async () => {
    const url = await server().createDatabase()
    const planned = [expandOf('0001', users, short('SELECT pg_sleep(1.5)'), filled)]
    const ends = await Promise.all(['1', '2', '3'].map((run) => runOn(url, planned, { run })))
    expect(ends.map(({ outcome }) => outcome).sort()).toEqual(['no-op', 'no-op', 'succeeded'])
    const waited = ends
      .filter(({ outcome }) => outcome === 'no-op')
      .flatMap(({ events }) => events.filter(({ kind }) => kind === 'lock-awaited'))
    expect(waited.length).toBeGreaterThanOrEqual(2)
    expect(await ask(url, 'SELECT count(*)::int AS n FROM users')).toEqual([{ n: 1000 }])
    expect(await ask(url, 'SELECT state, array_length(steps, 1) AS steps FROM sluice.change')).toEqual([{ state: 'done', steps: 3 }])
  })

  // The server looks for its client in the middle of a statement from 14 on.
  test.skipIf(version < 14)(
    'whose runner is killed within a long statement leaves the lock free within seconds, and is resumed',
    async () => {
      const url = await server().createDatabase()
      const planned = [expandOf('0001', users, pace, slow, filled)]
      const runner = killed(url, planned, '1')
      await until('the statement to run', sleeping(url))
      await runner.kill()
      await ask(url, 'UPDATE pace SET seconds = 0')
      const sinceMs = performance.now()
      const end = await runOn(url, planned, { run: '2' })
      // The statement would have taken longer.
      expect(performance.now() - sinceMs).toBeLessThan(20_000)
      expect(end).toMatchObject({ reasonCode: 'MIGRATED', because: '2 steps of 1 change done' })
      expect(await ask(url, 'SELECT count(*)::int AS n FROM users')).toEqual([{ n: 1000 }])
    },
  )

  test.skipIf(version < 14)(
    'whose runner is killed while it builds an index leaves one that is not valid, which the next run rebuilds',
    async () => {
      const url = await server().createDatabase()
      await runOn(url, [expandOf('0001', users, filled)])
      const report = await session(url, 'report')
      await report.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM pg_class', [], unhurried)
      const planned = [expandOf('0002', emailIndex)]
      const runner = killed(url, planned, '2')
      const state = async () =>
        (await ask(url, "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('users_email')"))[0]
      await until('the index to be there and not to be valid', async () => (await state())?.['valid'] === false)
      await runner.kill()
      // Or the index would be finished by whoever goes on without its client.
      await until('its session to be gone', async () => {
        const found = await ask(url, "SELECT FROM pg_stat_activity WHERE application_name = 'sluice/2'")
        return found.length === 0
      })
      await report.query('COMMIT', [], unhurried)
      const end = await runOn(url, planned, { run: '3' })
      expect(end).toMatchObject({ reasonCode: 'MIGRATED' })
      expect(end.events.filter(({ kind }) => kind === 'index-dropped')).toMatchObject([{ index: 'users_email' }])
      expect(await state()).toEqual({ valid: true })
    },
  )

  test.skipIf(!hasPgBouncer)(
    'is refused through a pool of transactions, before it writes (skipped where there is no pgbouncer)',
    async () => {
      const url = await server().createDatabase()
      const pooler = (await startPgBouncer({ to: url, mode: 'transaction' }))!
      try {
        await expect(runOn(pooler.url, [expandOf('0001', users)])).rejects.toMatchObject({ reasonCode: 'PREFLIGHT_FAILED' })
      } finally {
        await pooler.stop()
      }
      expect(await ask(url, "SELECT to_regclass('users') AS users, to_regnamespace('sluice') AS ledger")).toEqual([
        { users: null, ledger: null },
      ])
    },
  )

  test('builds an index beside an old snapshot of something else: it is named, waited for, and then it is valid', async () => {
    const url = await server().createDatabase()
    await runOn(url, [expandOf('0001', users, filled, short('CREATE TABLE other ()'))])
    const report = await session(url, 'report')
    await report.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM other', [], unhurried)
    await until('the snapshot to be old', async () => {
      const found = await ask(
        url,
        `SELECT FROM pg_stat_activity WHERE pid = ${String(report.pid)} AND xact_start < clock_timestamp() - interval '1.2 s'`,
      )
      return found.length > 0
    })
    const told: MigrationEvent[] = []
    const work = runOn(url, [expandOf('0002', emailIndex)], { tell: (event) => told.push(event) })
    await until('it to tell that it waits', () =>
      Promise.resolve(told.some((event) => event.kind === 'index-progress' && event.text.startsWith('waiting for old snapshots'))),
    )
    expect(told.find(({ kind }) => kind === 'outlasts')).toMatchObject({ by: [{ pid: report.pid, application: 'report' }] })
    await report.query('COMMIT', [], unhurried)
    expect(await work).toMatchObject({ reasonCode: 'MIGRATED' })
    expect(await ask(url, "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('users_email')")).toEqual([
      { valid: true },
    ])
  })

  test('whose unique index meets rows that are not unique says so without their values, leaves no index, and goes on when they are corrected', async () => {
    const url = await server().createDatabase()
    await runOn(url, [expandOf('0001', users, filled)])
    await ask(url, "UPDATE users SET email = 'hidden@example.com' WHERE id < 3")
    const planned = [expandOf('0002', emailIndex)]
    const end = await runOn(url, planned)
    expect(end).toMatchObject({ outcome: 'failed', reasonCode: 'MIGRATION_FAILED' })
    expect(end.because).toContain('could not create unique index "users_email" (SQLSTATE 23505)')
    expect(end.hint).toContain('GROUP BY')
    expect(
      JSON.stringify([end, await ask(url, 'SELECT * FROM sluice.change'), await ask(url, 'SELECT * FROM sluice.event')]),
    ).not.toContain('hidden')
    expect(await ask(url, "SELECT to_regclass('users_email') AS index")).toEqual([{ index: null }])
    await ask(url, 'UPDATE users SET email = id::text')
    expect(await runOn(url, planned)).toMatchObject({ reasonCode: 'MIGRATED' })
  })

  test('of a file that was edited after a part of it was run goes on where the failed statement was edited, and is drift where a done one was', async () => {
    const url = await server().createDatabase()
    const failing = expandOf('0001', users, short('ALTER TABLE users ADD COLUMN email text', 'users'), filled)
    const failed = await runOn(url, [failing])
    expect(failed).toMatchObject({
      reasonCode: 'MIGRATION_FAILED',
      because: expect.stringContaining('step 2 of 3 (db/changes/0001/expand.sql:2)') as unknown,
    })
    const edited = await runOn(url, [expandOf('0001', short('CREATE TABLE people ()'), filled)])
    expect(edited).toMatchObject({ outcome: 'failed', reasonCode: 'DRIFT_FOUND' })
    const corrected = expandOf('0001', users, short('ALTER TABLE users ADD COLUMN mail text', 'users'), filled)
    expect(await runOn(url, [corrected])).toMatchObject({ reasonCode: 'MIGRATED', because: '2 steps of 1 change done' })
    expect(await runOn(url, [failing])).toMatchObject({ reasonCode: 'DRIFT_FOUND' })
    expect(await runOn(url, [corrected])).toMatchObject({ outcome: 'no-op' })
  })

  test('with a statement that takes a superuser is refused for an ordinary role, with the next move', async () => {
    const url = await server().createDatabase()
    const role = `ordinary_${new URL(url).pathname.slice(1)}`
    await ask(
      url,
      `CREATE ROLE ${role} LOGIN; GRANT CREATE ON DATABASE ${new URL(url).pathname.slice(1)} TO ${role}; GRANT CREATE ON SCHEMA public TO ${role}`,
    )
    const theirs = new URL(url)
    theirs.username = role
    const end = await runOn(theirs.href, [expandOf('0001', users, short("COPY users FROM PROGRAM 'true'"))])
    expect(end).toMatchObject({
      outcome: 'failed',
      reasonCode: 'MIGRATION_FAILED',
      hint: expect.stringContaining('by a role that may') as unknown,
    })
    expect(end.because).toMatch(/expand\.sql:2\) was refused by the database: .+ \(SQLSTATE 42501\)/)
    expect(await ask(url, 'SELECT array_length(steps, 1) AS done, state FROM sluice.change')).toEqual([{ done: 1, state: 'failed' }])
    await ask(url, `DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`)
  })

  test('under a long reader and writers asks for nothing while the reader is there, and is done right after', async () => {
    const url = await server().createDatabase()
    await runOn(url, [expandOf('0001', users, filled)])
    const [reader, writer] = [await session(url, 'report'), await session(url, 'shop')]
    await reader.query('BEGIN; SELECT FROM users', [], unhurried)
    await until('the reader to be there for a while', async () => {
      const found = await ask(
        url,
        `SELECT FROM pg_stat_activity WHERE pid = ${String(reader.pid)} AND xact_start < clock_timestamp() - interval '1.2 s'`,
      )
      return found.length > 0
    })
    const told: MigrationEvent[] = []
    const added = expandOf('0002', short('ALTER TABLE users ADD COLUMN age int', 'users'))
    const work = runOn(url, [added], { tell: (event) => told.push(event) })
    await until('it to tell who is in its way', () => Promise.resolve(told.some(({ kind }) => kind === 'blocked')))
    expect(told.find(({ kind }) => kind === 'blocked')).toMatchObject({
      by: [{ pid: reader.pid, application: 'report', relation: 'users' }],
    })
    // Nobody stands in the queue, so whoever writes does not wait.
    for (let write = 0; write < 20; write += 1) {
      await writer.query("SET lock_timeout = '20ms'; UPDATE users SET email = email WHERE id = 1", [], unhurried)
      expect(await ask(url, 'SELECT FROM pg_locks WHERE NOT granted')).toEqual([])
    }
    expect(told.filter(({ kind }) => kind === 'retried')).toEqual([])
    await reader.query('COMMIT', [], unhurried)
    expect(await work).toMatchObject({ reasonCode: 'MIGRATED' })
  })

  test('goes on by itself when the server is restarted in the middle', async () => {
    const url = await server().createDatabase()
    const planned = [expandOf('0001', users, pace, slow, filled, emailIndex)]
    const told: MigrationEvent[] = []
    const work = runOn(url, planned, { tell: (event) => told.push(event) })
    await until('the statement to run', sleeping(url))
    await server().crash()
    await ask(url, 'UPDATE pace SET seconds = 0')
    // Whatever runs by now runs at the new pace, or is ended once more.
    await ask(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()")
    expect(await work).toMatchObject({ outcome: 'succeeded', reasonCode: 'MIGRATED', because: '5 steps of 1 change done' })
    expect(told.filter(({ kind }) => kind === 'lost').length).toBeGreaterThanOrEqual(1)
    expect(await ask(url, 'SELECT count(*)::int AS n FROM users')).toEqual([{ n: 1000 }])
  })

  test('that is cancelled within a statement ends it in the server, and the next run goes on there', async () => {
    const url = await server().createDatabase()
    const planned = [expandOf('0001', users, pace, slow, filled)]
    const stop = new AbortController()
    const work = runOn(url, planned, { signal: stop.signal })
    const runs = sleeping(url)
    await until('the statement to run', runs)
    stop.abort()
    expect(await work).toMatchObject({
      outcome: 'failed',
      reasonCode: 'CANCELLED',
      because: expect.stringContaining('step 3 of 4') as unknown,
    })
    expect(await runs()).toBe(false)
    expect(await ask(url, 'SELECT state, error, array_length(steps, 1) AS done FROM sluice.change')).toEqual([
      { state: 'failed', error: 'Cancelled', done: 2 },
    ])
    await ask(url, 'UPDATE pace SET seconds = 0')
    expect(await runOn(url, planned)).toMatchObject({ because: '2 steps of 1 change done' })
  })
})

describeOnPostgres(
  'an expand beside autovacuum',
  (server) => {
    test('has it give way, although its own lock is only asked for a moment', async () => {
      const url = await server().createDatabase()
      await ask(url, 'CREATE TABLE users AS SELECT n AS id, n::text AS email FROM generate_series(1, 200000) AS n')
      // As slow as it may be, so that it is still there.
      await ask(
        url,
        'ALTER TABLE users SET (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1, autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0)',
      )
      await ask(url, 'UPDATE users SET email = email')
      const vacuums = async (): Promise<boolean> => {
        const found = await ask(
          url,
          "SELECT FROM pg_locks WHERE relation = 'users'::regclass AND mode = 'ShareUpdateExclusiveLock' AND granted",
        )
        return found.length > 0
      }
      await until('autovacuum to be at the table', vacuums)
      const added = expandOf('0002', short('ALTER TABLE users ADD COLUMN age int', 'users'))
      const end = await runOn(url, [added], { limits: { maxWaitMs: 30_000 } })
      expect(end).toMatchObject({ reasonCode: 'MIGRATED' })
      expect(end.events.filter(({ kind }) => kind === 'blocked')).toEqual([])
      expect(server().log()).toContain('canceling autovacuum task')
    })

    test('waits for its end at a materialized view, which knows no gentle lock', async () => {
      const url = await server().createDatabase()
      await ask(url, 'CREATE TABLE source AS SELECT n AS id, 0 AS round FROM generate_series(1, 100000) AS n')
      await ask(url, 'CREATE MATERIALIZED VIEW seen AS SELECT * FROM source; CREATE UNIQUE INDEX seen_id ON seen (id)')
      await ask(
        url,
        'ALTER MATERIALIZED VIEW seen SET (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1, autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0)',
      )
      await ask(url, 'UPDATE source SET round = 1')
      await ask(url, 'REFRESH MATERIALIZED VIEW CONCURRENTLY seen')
      await until('autovacuum to be at the view', async () => {
        const found = await ask(
          url,
          "SELECT FROM pg_locks WHERE relation = 'seen'::regclass AND mode = 'ShareUpdateExclusiveLock' AND granted",
        )
        return found.length > 0
      })
      const told: MigrationEvent[] = []
      const renamed = expandOf('0002', short('ALTER MATERIALIZED VIEW seen RENAME COLUMN round TO turn', 'seen'))
      const work = runOn(url, [renamed], { tell: (event) => told.push(event) })
      await until('it to end, or to tell that it waits', () =>
        Promise.resolve(told.some(({ kind }) => kind === 'blocked' || kind === 'ended')),
      )
      expect(told.find(({ kind }) => kind === 'blocked')).toMatchObject({ by: [{ state: 'autovacuum', relation: 'seen' }] })
      await ask(url, 'ALTER MATERIALIZED VIEW seen SET (autovacuum_enabled = off)')
      expect(await work).toMatchObject({ reasonCode: 'MIGRATED' })
    })
  },
  { settings: { autovacuum_naptime: '1s' } },
)

describeOnPostgres('an expand on a server that waits for a copy which is not there', (server) => {
  test('hears that the end is asked for while only its history waits, and leaves the ledger telling what is done', async () => {
    const url = await server().createDatabase()
    await runOn(url, [expandOf('0001', users)])
    const [holder, probe] = [await session(url), await session(url)]
    await holder.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE', [], unhurried)
    const stop = new AbortController()
    const told: MigrationEvent[] = []
    const added = ['a', 'b'].map((column) => short(`ALTER TABLE users ADD COLUMN ${column} int`, 'users'))
    const work = runOn(url, [expandOf('0002', ...added)], { signal: stop.signal, tell: (event) => told.push(event) })
    await until('it to wait for the lock', () => Promise.resolve(told.some(({ kind }) => kind === 'blocked')))
    await ask(url, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
    await ask(url, 'SELECT pg_reload_conf()')
    const waiting = async (pid: number): Promise<boolean> =>
      (await ask(url, `SELECT FROM pg_stat_activity WHERE pid = ${String(pid)} AND wait_event = 'SyncRep'`)).length > 0
    let commits = 0
    await until('commits to wait', async () => {
      if (commits > 0 && (await waiting(probe.pid))) return true
      commits += 1
      void probe.query(`CREATE TABLE probe_${String(commits)} ()`, [], unhurried).catch(() => undefined)
      return false
    })
    await holder.query('ROLLBACK', [], unhurried)
    const own = "SELECT pid FROM pg_stat_activity WHERE application_name = 'sluice/100' AND wait_event = 'SyncRep'"
    await until('its history to wait', async () => (await ask(url, own)).length > 0)
    stop.abort()
    expect(await work).toMatchObject({
      reasonCode: 'CANCELLED',
      because: expect.stringContaining('step 2 of 2 (db/changes/0002/expand.sql:2), after 1 that') as unknown,
    })
    await until('nothing of it to wait in the server', async () => (await ask(url, own)).length === 0)
    expect(await ask(url, "SELECT state, array_length(steps, 1) AS done FROM sluice.change WHERE change = '0002'")).toEqual([
      { state: 'failed', done: 1 },
    ])
    await ask(url, 'ALTER SYSTEM RESET synchronous_standby_names')
    await ask(url, 'SELECT pg_reload_conf()')
  })
})
