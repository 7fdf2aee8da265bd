import { expect, test } from 'vitest'
import { createDatabasePressure, createQueryPressure } from '../../src/database/pressure.ts'
import { describeOnPostgres } from './on-postgres.ts'
import { ask, database, faultOf, session, unhurried } from './sessions.ts'

describeOnPostgres(
  'pressure',
  (server) => {
    test.each([
      ['SELECT false', []],
      ['SELECT NULL', []],
      ["SELECT ''", []],
      ['SELECT 1 WHERE false', []],
      ['SELECT count(*) FROM generate_series(1, 0)', []],
      ['SELECT round(0::numeric, 2)', []],
      ["SELECT '-0.0'::float8", []],
      ["SELECT interval '0'", []],
      ["SELECT '{}'::jsonb", []],
      ["SELECT '[]'::jsonb", []],
      ['SELECT true', ['throttle-query answers true']],
      ['SELECT 3', ['throttle-query answers 3']],
      ['SELECT 0.01', ['throttle-query answers 0.01']],
      ["SELECT interval '5 seconds'", ['throttle-query answers {"seconds":5}']],
      ["SELECT 'jobs wait' -- why\n;", ['throttle-query answers jobs wait']],
      ["SELECT E'two\\nlines'", ['throttle-query answers two lines']],
      ["VALUES ('a'), (NULL), ('b')", ['throttle-query answers a', 'throttle-query answers b']],
      ['WITH x AS (SELECT true AS y) SELECT y FROM x', ['throttle-query answers true']],
    ])('%s', async (query, reasons) => {
      expect(await createQueryPressure(await session(await server().createDatabase()), query)(unhurried)).toEqual(reasons)
    })

    test('a query that writes or waits is ended, and leaves nothing in the session', async () => {
      const url = await server().createDatabase()
      await ask(url, 'CREATE TABLE t (a int)')
      const side = await session(url)
      expect(await faultOf(createQueryPressure(side, 'DELETE FROM t RETURNING true')(unhurried))).toMatchObject({
        kind: 'refused',
        sqlState: '25006',
      })
      expect(await faultOf(createQueryPressure(side, 'SELECT pg_sleep(60)')(unhurried))).toMatchObject({ sqlState: '57014' })
      expect(
        (await side.query("SELECT current_setting('transaction_read_only') AS a, current_setting('statement_timeout') AS b", [], unhurried))
          .rows,
      ).toEqual([{ a: 'off', b: '0' }])
    })

    test('a query that is refused, or that would not see all rows, is named', async () => {
      const url = await server().createDatabase()
      await ask(
        url,
        'CREATE ROLE sees_some LOGIN; CREATE TABLE t (a int); GRANT SELECT ON t TO sees_some; ALTER TABLE t ENABLE ROW LEVEL SECURITY',
      )
      const look = async (query: string) => createQueryPressure(await session(url.replace('owner@', 'sees_some@')), query)(unhurried)
      expect(await faultOf(look('SELECT no_such()'))).toMatchObject({
        ...{ kind: 'refused', sqlState: '42883' },
        message: 'throttle-query: function no_such() does not exist (SQLSTATE 42883)',
      })
      expect(await faultOf(look('SELECT true FROM t'))).toMatchObject({ kind: 'refused', sqlState: '42501' })
      await ask(url, 'ALTER ROLE sees_some SET row_security = on')
      expect(await look('SELECT true FROM t')).toEqual([])
      await ask(url, 'DROP OWNED BY sees_some; DROP ROLE sees_some')
    })

    test('who waits for a row of ours is seen, and how much is written', async () => {
      const url = await server().createDatabase()
      await ask(url, 'CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1)')
      const [ours, other, side] = await Promise.all([session(url), session(url), session(url)])
      const limits = { lagMs: 1, lagBytes: 1, walBytesPerSecond: 1_000, waiterMs: 300, autovacuum: true }
      const pressure = createDatabasePressure(side, { limits, table: 't', pid: () => ours.pid })
      expect(await pressure(unhurried)).toEqual([])
      await ours.query('BEGIN', [], unhurried)
      await ours.query("UPDATE t SET a = repeat('x', 100)", [], unhurried)
      const waiting = other.query('UPDATE t SET a = NULL', [], unhurried)
      await expect
        .poll(() => pressure(unhurried))
        .toEqual([expect.stringMatching(/^somebody waits for this backfill for \d+\.\d s, limit 0\.3 s$/)])
      await ours.query('COMMIT', [], unhurried)
      await waiting
      await ours.query('INSERT INTO t SELECT i, repeat(md5(i::text), 100) FROM generate_series(2, 5000) i', [], unhurried)
      expect(await pressure(unhurried)).toEqual([expect.stringMatching(/^\d+\.\d MB of WAL are written a second, limit 0\.0 MB$/)])
    })

    test('where the replicas are those of Aurora, its own function is asked', async () => {
      const url = await server().createDatabase()
      await ask(
        url,
        `CREATE FUNCTION aurora_replica_status(OUT server_id text, OUT session_id text, OUT replica_lag_in_msec float8) RETURNS SETOF record
          LANGUAGE sql AS $$ VALUES ('writer', 'MASTER_SESSION_ID', NULL), ('reader-1', 'a', 20.5::float8), ('reader-2', 'b', 12000) $$`,
      )
      const pressure = createDatabasePressure(await session(url), { limits: { lagMs: 10_000 }, table: 't', pid: () => 0 })
      expect(await pressure(unhurried)).toEqual(['replica reader-2 is 12.0 s behind, limit 10.0 s'])
    })

    test('all sources share one session beside the one that works', async () => {
      const url = await server().createDatabase()
      const made = database(url)
      await made.connect(unhurried)
      const pressures = made.pressures('t', { lagMs: 10_000 }, 'SELECT false')
      for (let look = 0; look < 2; look += 1) expect(await Promise.all(pressures.map((pressure) => pressure(unhurried)))).toEqual([[], []])
      const sessions =
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'sluice/%'"
      expect(await ask(url, sessions)).toEqual([{ n: 2 }])
      await made.close()
      await expect.poll(() => ask(url, sessions)).toEqual([{ n: 0 }])
    })

    test('a table that is being vacuumed', async () => {
      const url = await server().createDatabase()
      await ask(url, 'CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 200000)')
      const [vacuum, side] = await Promise.all([session(url), session(url)])
      const pressure = createDatabasePressure(side, { limits: { autovacuum: true }, table: 't', pid: () => 0 })
      expect(await pressure(unhurried)).toEqual([])
      await vacuum.query('DELETE FROM t WHERE id % 2 = 0', [], unhurried)
      await vacuum.query("SET vacuum_cost_delay = '50ms'", [], unhurried)
      await vacuum.query('SET vacuum_cost_limit = 100', [], unhurried)
      const stop = new AbortController()
      const done = vacuum.query('VACUUM t', [], stop.signal).catch(() => undefined)
      await expect.poll(() => pressure(unhurried)).toEqual(['the table is being vacuumed'])
      stop.abort()
      await done
    })
  },
  { versions: [12, 15, 18] },
)
