import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createConnection } from '../../src/database/connection.ts'
import { tryRunLock } from '../../src/database/run-lock.ts'
import { until } from '../e2e/until.ts'
import { describeOnPostgres } from './on-postgres.ts'
import { hasPgBouncer, startPgBouncer } from './pgbouncer.ts'
import { ask, database, entryOf, faultOf, session, unhurried } from './sessions.ts'

describeOnPostgres('a database as a run has it', (server, version) => {
  test('tells its facts and prepares its session', async () => {
    const url = await server().createDatabase()
    const run = database(url)
    const beforeMs = Date.now()
    const facts = await run.connect(unhurried)
    expect(facts).toMatchObject({ version, superuser: true, replica: false, pooled: false })
    expect(Math.abs(facts.atMs - beforeMs)).toBeLessThan(60_000)
    expect(run.name).toMatch(/^127\.0\.0\.1:\d+\/test_\d+$/)
    const names = ['idle_in_transaction_session_timeout', 'client_encoding', ...(version >= 14 ? ['client_connection_check_interval'] : [])]
    const kept = `CREATE TABLE kept AS SELECT ${names.map((name) => `current_setting('${name}') AS ${name}`).join(', ')}`
    await run.perform({ kind: 'short', sql: kept, relations: [] }, entryOf(), { lockMs: 100 }, unhurried)
    expect(await ask(url, 'SELECT * FROM kept')).toEqual([
      {
        idle_in_transaction_session_timeout: '1min',
        client_encoding: 'UTF8',
        ...(version >= 14 ? { client_connection_check_interval: '1s' } : {}),
      },
    ])
  })

  test('reads values as it writes them, whatever the role is set to', async () => {
    const url = await server().createDatabase()
    const name = new URL(url).pathname.slice(1)
    await ask(url, `ALTER DATABASE ${name} SET extra_float_digits = -3`)
    await ask(url, `ALTER DATABASE ${name} SET DateStyle = 'SQL, DMY'`)
    await ask(url, `ALTER DATABASE ${name} SET IntervalStyle = sql_standard`)
    const run = database(url)
    await run.connect(unhurried)
    const query = `SELECT 11.1234567890123456::float8::text, date '2026-02-01'::text, interval '-1 day 1 hour'::text, date '03/02/2026'::text`
    await run.perform(
      { kind: 'short', sql: `CREATE TABLE kept (a, b, c, d) AS ${query}`, relations: [] },
      entryOf(),
      { lockMs: 100 },
      unhurried,
    )
    const kept = { a: '11.123456789012346', b: '2026-02-01', c: '-1 days +01:00:00', d: '2026-02-03' }
    expect(await ask(url, 'SELECT * FROM kept')).toEqual([kept])
  })

  test('refuses to see some rows only, unless the role is told that its policies show it all', async () => {
    const url = await server().createDatabase()
    await ask(
      url,
      `CREATE ROLE tenant LOGIN; GRANT CREATE ON DATABASE ${new URL(url).pathname.slice(1)} TO tenant;
       CREATE TABLE t AS SELECT 1 AS id; GRANT SELECT, UPDATE ON t TO tenant; ALTER TABLE t ADD PRIMARY KEY (id);
       ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON t USING (current_setting('app.tenant', true) = 'a')`,
    )
    const open = async () => {
      const run = database(url.replace('owner@', 'tenant@'))
      await run.connect(unhurried)
      return run
    }
    const order = { table: 't', key: ['id'], sql: 'UPDATE t SET id = id WHERE :range' }
    const run = await open()
    expect(await faultOf(run.verify(['SELECT FROM t'], unhurried))).toMatchObject({ kind: 'refused', sqlState: '42501' })
    expect(await faultOf(run.backfill(order).survey(unhurried))).toMatchObject({ kind: 'refused', sqlState: '42501' })
    await ask(url, 'ALTER ROLE tenant SET row_security = on; CREATE POLICY run ON t TO tenant USING (true)')
    expect(await (await open()).verify(['SELECT FROM t'], unhurried)).toEqual([1])
    await ask(url, 'ALTER ROLE tenant RESET row_security; ALTER ROLE tenant BYPASSRLS')
    expect(await (await open()).verify(['SELECT FROM t'], unhurried)).toEqual([1])
  })

  test('is told from a copy that cannot be written, where no ledger is tried', async () => {
    const url = await server().createDatabase()
    await ask(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET default_transaction_read_only = on`)
    expect(await database(url).connect(unhurried)).toMatchObject({ replica: true })
    expect(await ask(url, "SELECT to_regnamespace('sluice') AS ledger")).toEqual([{ ledger: null }])
  })

  test.skipIf(!hasPgBouncer)(
    'is told from a pool of transactions, and not from one of sessions (skipped where there is no pgbouncer)',
    async () => {
      const url = await server().createDatabase()
      for (const poolSize of [1, 4]) {
        const pooler = (await startPgBouncer({ to: url, mode: 'transaction', poolSize }))!
        try {
          expect(await database(pooler.url).connect(unhurried)).toMatchObject({ pooled: true })
        } finally {
          await pooler.stop()
        }
      }
      expect(await ask(url, "SELECT to_regnamespace('sluice') AS ledger")).toEqual([{ ledger: null }])
      const sessions = (await startPgBouncer({ to: url, mode: 'session', poolSize: 8 }))!
      try {
        const run = database(sessions.url)
        expect(await run.connect(unhurried)).toMatchObject({ pooled: false })
        expect(await run.lock(unhurried)).toEqual({})
        await run.close()
      } finally {
        await sessions.stop()
      }
    },
  )

  test('keeps a ledger that several runs may create at once, and a history of it', async () => {
    const url = await server().createDatabase()
    const runs = Array.from({ length: 6 }, () => database(url))
    await Promise.all(runs.map((run) => run.connect(unhurried)))
    const [first, second] = [runs[0]!, runs[1]!]
    const awkward = String.raw`it's \ "quoted" $$ ; -- ${'\u{1F6A2}'}`
    await first.save(
      entryOf({ error: awkward, begun: 's1', backfill: { cursor: ['7', "o'x"], rowsDone: 7, rowsEstimated: -1 } }),
      unhurried,
    )
    const [saved] = await second.ledger(unhurried)
    expect(saved).toMatchObject({ change: '0001', state: 'running', steps: [], begun: 's1', error: awkward })
    expect(saved).toMatchObject({ backfill: { cursor: ['7', "o'x"], rowsDone: 7, rowsEstimated: -1 } })
    await first.save(entryOf({ state: 'done', steps: ['s1', awkward] }), unhurried)
    const [done] = await second.ledger(unhurried)
    expect(done).toMatchObject({ state: 'done', steps: ['s1', awkward], backfill: { rowsDone: 7 }, startedAtMs: saved!.startedAtMs })
    expect(done).not.toHaveProperty('begun')
    expect(done).not.toHaveProperty('error')
    expect(done!.updatedAtMs).toBeGreaterThan(saved!.updatedAtMs)
    const history = await ask(url, 'SELECT state, steps_done, error FROM sluice.event ORDER BY id')
    expect(history).toEqual([
      { state: 'running', steps_done: 0, error: awkward },
      { state: 'done', steps_done: 2, error: null },
    ])
  })

  test('says what to grant where the role may not keep the ledger, and needs no right to create it where it is', async () => {
    const url = await server().createDatabase()
    await ask(url, `DROP ROLE IF EXISTS ordinary; CREATE ROLE ordinary LOGIN`)
    const theirs = new URL(url)
    theirs.username = 'ordinary'
    const fault = await faultOf(database(theirs.href).connect(unhurried))
    expect(fault).toMatchObject({ kind: 'refused', sqlState: '42501' })
    expect(fault.message).toContain(`GRANT CREATE ON DATABASE ${theirs.pathname.slice(1)} TO ordinary`)
    await database(url).connect(unhurried)
    expect(await faultOf(database(theirs.href).connect(unhurried))).toMatchObject({ kind: 'refused', sqlState: '42501' })
    await ask(url, 'GRANT USAGE, CREATE ON SCHEMA sluice TO ordinary; GRANT ALL ON ALL TABLES IN SCHEMA sluice TO ordinary')
    const run = database(theirs.href)
    expect(await run.connect(unhurried)).toMatchObject({ superuser: false })
    await run.save(entryOf(), unhurried)
    await ask(url, `DROP OWNED BY ordinary; DROP ROLE ordinary`)
  })

  test('makes the ledger in a schema that was made for it, by a role that may make none', async () => {
    const url = await server().createDatabase()
    await ask(
      url,
      'DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN; CREATE SCHEMA sluice; GRANT USAGE, CREATE ON SCHEMA sluice TO guest',
    )
    const theirs = new URL(url)
    theirs.username = 'guest'
    const run = database(theirs.href)
    expect(await run.connect(unhurried)).toMatchObject({ superuser: false })
    await run.save(entryOf(), unhurried)
    expect(await run.ledger(unhurried)).toHaveLength(1)
    await ask(url, 'DROP OWNED BY guest; DROP ROLE guest')
  })

  test('is refused where names without a schema would land beside the ledger', async () => {
    const url = await server().createDatabase()
    await ask(url, 'CREATE ROLE sluice LOGIN SUPERUSER')
    const theirs = new URL(url)
    theirs.username = 'sluice'
    const fault = await faultOf(database(theirs.href).connect(unhurried))
    expect(fault).toMatchObject({ kind: 'refused', message: expect.stringContaining('search_path') as unknown })
    await ask(url, 'DROP OWNED BY sluice; DROP ROLE sluice')
  })

  test('is held by one run at a time, which is told by its run and where it is', async () => {
    const url = await server().createDatabase()
    const [first, second] = [database(url, { run: '7' }), database(url, { run: '8' })]
    await first.connect(unhurried)
    await second.connect(unhurried)
    expect(await first.lock(unhurried)).toEqual({})
    const held = await second.lock(unhurried)
    expect(held).toEqual({ heldBy: expect.stringMatching(/^run 7 \(session \d+\)$/) as string })
    // To a session that replaces the one which has it, it is its own.
    const other = createConnection({ url, application: 'sluice/7' })
    await other.open(unhurried)
    expect(await tryRunLock(other, new Set([Number(/\d+(?=\))/.exec(held.heldBy!)![0])]), unhurried)).toEqual({ ...held, own: true })
    await other.close()
    await first.save(entryOf({ run: '7', attempt: 3, change: '0042' }), unhurried)
    expect((await second.lock(unhurried)).heldBy).toMatch(/^run 7, attempt 3, at 0042 expand \(session \d+\)$/)
    const elsewhere = database(await server().createDatabase())
    await elsewhere.connect(unhurried)
    expect(await elsewhere.lock(unhurried)).toEqual({})
    await first.close()
    await until('the lock to be free', async () => (await second.lock(unhurried)).heldBy === undefined)
  })

  test('knows its own lock where the session that has it is lost here, and the server has not noticed', async () => {
    const url = await server().createDatabase()
    const port = Number(new URL(url).port)
    const ends: (readonly [here: Socket, there: Socket])[] = []
    const between = createServer((here) => {
      const there = connect(port, '127.0.0.1')
      ends.push([here, there])
      here.pipe(there, { end: false }).pipe(here)
      for (const end of [here, there]) end.on('error', () => undefined)
    })
    await new Promise<void>((settle) => between.listen(0, '127.0.0.1', settle))
    try {
      const run = database(url.replace(`:${String(port)}/`, `:${String((between.address() as AddressInfo).port)}/`), { run: '7' })
      await run.connect(unhurried)
      expect(await run.lock(unhurried)).toEqual({})
      ends[0]![0].destroy()
      expect(await faultOf(run.lock(unhurried))).toMatchObject({ kind: 'lost' })
      await run.connect(unhurried)
      expect(await run.lock(unhurried)).toMatchObject({ own: true })
      ends[0]![1].destroy()
      await until('the lock to be free', async () => (await run.lock(unhurried)).heldBy === undefined)
      await run.close()
    } finally {
      for (const [here, there] of ends) [here, there].forEach((end) => end.destroy())
      between.close()
    }
  })

  test('does a short step and its line of the ledger together, or neither', async () => {
    const url = await server().createDatabase()
    const run = database(url)
    await run.connect(unhurried)
    const step = (sql: string, settings = {}) => ({ kind: 'short', sql, relations: ['t'], settings }) as const
    await run.perform(step('CREATE TABLE t (n int) -- with an end'), entryOf({ steps: ['s1'] }), { lockMs: 100 }, unhurried)
    const fault = await faultOf(run.perform(step("SELECT 'hidden'::int"), entryOf({ steps: ['s1', 's2'] }), { lockMs: 100 }, unhurried))
    expect(fault).toMatchObject({ kind: 'refused', sqlState: '22P02' })
    expect(await run.ledger(unhurried)).toMatchObject([{ steps: ['s1'] }])
    const zone = "INSERT INTO t SELECT 1 WHERE current_setting('timezone') = 'Asia/Tokyo' AND current_setting('lock_timeout') = '123ms'"
    await run.perform(step(zone, { timezone: 'Asia/Tokyo' }), entryOf({ steps: ['s1', 's2'] }), { lockMs: 123 }, unhurried)
    expect(await ask(url, 'SELECT n FROM t')).toEqual([{ n: 1 }])
  })

  test('gives up soon on a lock, says who holds it, by relation, partition and index, and holds nothing afterwards', async () => {
    const url = await server().createDatabase()
    const [run, reader] = [database(url), await session(url, 'report')]
    await run.connect(unhurried)
    await ask(
      url,
      'CREATE TABLE shop_orders (n int, day int) PARTITION BY LIST (day); CREATE TABLE monday PARTITION OF shop_orders FOR VALUES IN (1)',
    )
    await ask(url, 'CREATE INDEX monday_n ON monday (n)')
    await reader.query('BEGIN; SELECT FROM monday', [], unhurried)
    const step = { kind: 'short', sql: 'ALTER TABLE shop_orders ADD COLUMN c int', relations: ['shop_orders'] } as const
    const fault = await faultOf(run.perform(step, entryOf({ steps: ['s1'] }), { lockMs: 50 }, unhurried))
    expect(fault).toMatchObject({ kind: 'busy', sqlState: '55P03' })
    for (const relation of ['shop_orders', 'public.shop_orders', 'monday_n']) {
      const [blocker, ...others] = await run.blockers([relation], 'ACCESS EXCLUSIVE', 0, unhurried)
      expect(others).toEqual([])
      expect(blocker).toMatchObject({
        pid: reader.pid,
        application: 'report',
        user: 'owner',
        state: 'idle in transaction',
        mode: 'ACCESS SHARE',
      })
      expect(blocker).toMatchObject({ relation: 'monday' })
    }
    expect(await run.blockers(['shop_orders', 'missing'], 'ACCESS EXCLUSIVE', 3_600_000, unhurried)).toEqual([])
    expect(await run.blockers(['shop_orders'], 'SHARE ROW EXCLUSIVE', 0, unhurried)).toEqual([])
    await reader.query('COMMIT', [], unhurried)
    expect(await run.blockers(['shop_orders'], 'ACCESS EXCLUSIVE', 0, unhurried)).toEqual([])
    await run.perform(step, entryOf({ steps: ['s1'] }), { lockMs: 50 }, unhurried)
  })

  test('takes the time since it saw a transaction for its age where the role may not see it', async () => {
    const url = await server().createDatabase()
    await ask(url, 'DROP ROLE IF EXISTS modest; CREATE ROLE modest LOGIN')
    await ask(url, `GRANT CREATE ON DATABASE ${new URL(url).pathname.slice(1)} TO modest; CREATE TABLE t ()`)
    const theirs = new URL(url)
    theirs.username = 'modest'
    const [run, reader] = [database(theirs.href), await session(url, 'report')]
    await run.connect(unhurried)
    await reader.query('BEGIN; SELECT FROM t', [], unhurried)
    expect(await run.blockers(['t'], 'ACCESS EXCLUSIVE', 1, unhurried)).toEqual([])
    const seen = await until('it to have been seen for a while', async () => {
      const found = await run.blockers(['t'], 'ACCESS EXCLUSIVE', 300, unhurried)
      return found.length > 0 && found
    })
    expect(seen).toMatchObject([{ pid: reader.pid, application: 'report', relation: 't' }])
    await run.close()
    await ask(url, 'DROP OWNED BY modest CASCADE; DROP ROLE modest')
  })

  test('builds an index outside of transactions, knows one that is not valid, and drops it', async () => {
    const url = await server().createDatabase()
    const run = database(url)
    await run.connect(unhurried)
    await ask(url, 'CREATE SCHEMA store; CREATE TABLE store."Users" (email text); INSERT INTO store."Users" VALUES (1), (1)')
    const unique = 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS users_email ON store."Users" (email)'
    const step = { kind: 'index', sql: unique, relations: ['store.Users'], index: 'store.users_email' } as const
    const entry = entryOf({ steps: ['s1'] })
    expect(await run.index(step, unhurried)).toBe('absent')
    expect(await faultOf(run.perform(step, entry, { lockMs: 50 }, unhurried))).toMatchObject({ kind: 'refused', sqlState: '23505' })
    expect(await run.index(step, unhurried)).toBe('invalid')
    // Postgres calls this a success.
    const again = await faultOf(run.perform(step, entry, { lockMs: 50 }, unhurried))
    expect(again.message).toBe('The index store.users_email is invalid although its statement succeeded')
    expect(await run.ledger(unhurried)).toEqual([])
    await run.dropIndex(step.index, unhurried)
    expect(await run.index(step, unhurried)).toBe('absent')
    await run.dropIndex(step.index, unhurried)
    await ask(url, 'DELETE FROM store."Users"')
    await run.perform(step, entry, { lockMs: 50 }, unhurried)
    expect(await run.index(step, unhurried)).toBe('valid')
    expect(await run.ledger(unhurried)).toMatchObject([{ steps: ['s1'] }])
  })

  test('looks for an index beside its table, whatever else has its name, and says where it is of another kind', async () => {
    const url = await server().createDatabase()
    await ask(url, `CREATE SCHEMA first; ALTER DATABASE ${new URL(url).pathname.slice(1)} SET search_path = first, public`)
    await ask(url, 'CREATE TABLE first.other (a int); CREATE INDEX i ON first.other (a); CREATE TABLE public.t (a int, b int)')
    const run = database(url)
    await run.connect(unhurried)
    const plain = { kind: 'index', sql: 'CREATE INDEX CONCURRENTLY i ON t (a)', relations: ['t'], index: 'i' } as const
    const unique = { ...plain, sql: 'CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)' } as const
    expect(await run.index(plain, unhurried)).toBe('absent')
    await ask(url, 'INSERT INTO t VALUES (1), (1)')
    expect(await faultOf(run.perform(unique, entryOf(), { lockMs: 50 }, unhurried))).toMatchObject({ sqlState: '23505' })
    expect(await run.index(plain, unhurried)).toBe('invalid')
    expect(await run.left(unique, unhurried)).toEqual(['public.i'])
    await run.dropIndex('public.i', unhurried)
    expect(await run.left(unique, unhurried)).toEqual([])
    await run.perform(plain, entryOf(), { lockMs: 50 }, unhurried)
    expect(await run.index(plain, unhurried)).toBe('valid')
    expect(await run.index(unique, unhurried)).toBe('other')
    expect(await run.index({ ...plain, relations: ['first.other'] }, unhurried)).toBe('valid')
    await ask(url, 'CREATE TABLE u (a int)')
    for (const index of ['i', 't'])
      expect(await run.index({ ...plain, relations: ['u'], index }, unhurried)).toBe(index === 'i' ? 'other' : 'absent')
  })

  test('tells whose snapshots an index must outlast, and how far it has come', async () => {
    const url = await server().createDatabase()
    const [run, report] = [database(url), await session(url, 'report')]
    await run.connect(unhurried)
    await ask(url, 'CREATE TABLE t AS SELECT 1 AS n; CREATE TABLE other ()')
    await report.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM other', [], unhurried)
    const snapshots = await until('the snapshot to be old enough', async () => {
      const found = await run.snapshots(unhurried)
      return found.length > 0 && found
    })
    expect(snapshots).toMatchObject([{ pid: report.pid, application: 'report', relation: '' }])
    const step = { kind: 'index', sql: 'CREATE INDEX CONCURRENTLY t_n ON t (n)', relations: ['t'], index: 't_n' } as const
    const built = run.perform(step, entryOf({ steps: ['s1'] }), { lockMs: 0 }, unhurried)
    await until(
      'it to wait for the snapshot',
      async () => (await run.progress(unhurried))?.startsWith('waiting for old snapshots') === true,
    )
    await report.query('COMMIT', [], unhurried)
    await built
    expect(await run.progress(unhurried)).toBeUndefined()
  })

  test('counts what queries find, and lets none of them write', async () => {
    const url = await server().createDatabase()
    const run = database(url)
    await run.connect(unhurried)
    await ask(url, 'CREATE TABLE t AS SELECT generate_series(1, 5) AS n')
    const queries = [
      'SELECT n, n FROM t -- all',
      'WITH few AS (SELECT FROM t WHERE n < 3) SELECT FROM few',
      'SELECT FROM t WHERE n IS NULL',
    ]
    expect(await run.verify(queries, unhurried)).toEqual([5, 2, 0])
    await ask(url, 'CREATE FUNCTION clean() RETURNS int LANGUAGE sql AS $$DELETE FROM t; SELECT 1$$')
    expect(await faultOf(run.verify(['SELECT clean()'], unhurried))).toMatchObject({ kind: 'refused', sqlState: '25006' })
    expect(await run.verify(['SELECT FROM t'], unhurried)).toEqual([5])
    const somebody = await session(url)
    await somebody.query('BEGIN', [], unhurried)
    await somebody.query('LOCK TABLE t', [], unhurried)
    expect(await faultOf(run.verify(['SELECT FROM t'], unhurried))).toMatchObject({ kind: 'busy', sqlState: '55P03' })
    await somebody.query('ROLLBACK', [], unhurried)
    expect(await run.verify(['SELECT FROM t'], unhurried)).toEqual([5])
  })
})
