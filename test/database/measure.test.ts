import { expect, onTestFinished, test } from 'vitest'
import { createScratch } from '../../src/database/measure.ts'
import type { ScratchDatabase, Trial } from '../../src/ports.ts'
import { describeOnPostgres } from './on-postgres.ts'
import { until } from '../e2e/until.ts'
import { ask, faultOf, session, unhurried } from './sessions.ts'

/** A scratch database with this schema, closed with the test. */
async function scratchOn(url: string, schema = ''): Promise<ScratchDatabase> {
  const scratch = createScratch({ url, run: '100' })
  onTestFinished(() => scratch.close())
  await scratch.open(unhurried)
  if (schema !== '') await scratch.run(schema, unhurried)
  await scratch.settle(unhurried)
  return scratch
}

const schema = `CREATE TABLE teams (id int PRIMARY KEY, name text);
  CREATE TABLE users (id int PRIMARY KEY, team_id int, email text, age int, born timestamp);
  CREATE INDEX users_age_idx ON users (age); CREATE INDEX users_team_idx ON users (team_id);
  CREATE TABLE events (id int, at timestamptz) PARTITION BY RANGE (id); CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
  CREATE SCHEMA shop; CREATE TABLE shop."Orders" (id int);
  CREATE MATERIALIZED VIEW ages AS SELECT id, team_id FROM users; CREATE UNIQUE INDEX ON ages (id)`

/** `users:ACCESS EXCLUSIVE`, from SHARE UPDATE EXCLUSIVE on. */
const strong = ['SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE']

describeOnPostgres(
  'measuring on a scratch database without a row',
  (server, version) => {
    const seen = async (sql: string, rest: Partial<Trial> = {}) => {
      const scratch = await scratchOn(server().url, schema)
      const { locks, rewrites, scans, inParts } = await scratch.measure({ sql, relations: [], ...rest }, unhurried)
      return {
        locks: Object.fromEntries(
          locks.filter(({ mode, of }) => strong.includes(mode) && of === undefined).map(({ relation, mode }) => [relation, mode]),
        ),
        rewrites,
        scans,
        ...(inParts && { inParts }),
      }
    }
    const AEL = 'ACCESS EXCLUSIVE'

    test.each([
      ['ALTER TABLE users ADD COLUMN nick text', { users: AEL }, [], []],
      ['ALTER TABLE users ALTER email SET NOT NULL', { users: AEL }, [], ['users']],
      ['ALTER TABLE users ADD CHECK (age > 0)', { users: AEL }, [], ['users']],
      ['ALTER TABLE users ADD CHECK (age > 0) NOT VALID', { users: AEL }, [], []],
      ['ALTER TABLE users ALTER age TYPE bigint', { users: AEL }, ['users'], ['users']],
      ['ALTER TABLE users ALTER born TYPE timestamptz', { users: AEL }, ['users'], ['users']],
      ['ALTER TABLE users ADD COLUMN n serial', { users: AEL }, ['users'], ['users']],
      ['CREATE INDEX ON users (email)', { users: 'SHARE' }, [], ['users']],
      [
        'ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams',
        { users: 'SHARE ROW EXCLUSIVE', teams: 'SHARE ROW EXCLUSIVE' },
        [],
        'some',
      ],
      [
        'ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams NOT VALID',
        { users: 'SHARE ROW EXCLUSIVE', teams: 'SHARE ROW EXCLUSIVE' },
        [],
        [],
      ],
      ['CREATE TABLE made (id int REFERENCES teams)', { teams: 'SHARE ROW EXCLUSIVE' }, [], []],
      ['CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (9) TO (19)', { events: AEL }, [], []],
      ['DROP INDEX users_age_idx', { users: AEL }, [], []],
      ['TRUNCATE shop."Orders"', { 'shop.Orders': AEL }, ['shop.Orders'], []],
      ['UPDATE users SET email = NULL', {}, [], ['users']],
      [`INSERT INTO teams VALUES (1, 'one')`, {}, [], []],
      ['REFRESH MATERIALIZED VIEW CONCURRENTLY ages', { ages: 'EXCLUSIVE' }, [], ['users', 'ages']],
      ['CREATE TABLE made (id int)', {}, [], []],
      ['SELECT count(*) FROM users', {}, [], ['users']],
    ] as const)('%s', async (sql, locks, rewrites, scans) => {
      const found = await seen(sql)
      expect(found).toMatchObject({ locks, rewrites })
      if (scans === 'some') expect(found.scans).toContain('users')
      else expect(new Set(found.scans)).toEqual(new Set(scans))
    })

    test.each([
      ['CREATE INDEX CONCURRENTLY made ON users (email)', ['users'], { users: 'SHARE UPDATE EXCLUSIVE' }, []],
      ['DROP INDEX CONCURRENTLY users_age_idx', ['users_age_idx'], { users: 'SHARE UPDATE EXCLUSIVE' }, []],
      ['REINDEX TABLE CONCURRENTLY users', ['users'], { users: 'SHARE UPDATE EXCLUSIVE' }, []],
      ['VACUUM users', ['users'], { users: 'SHARE UPDATE EXCLUSIVE' }, []],
      ['VACUUM FULL users', ['users'], { users: 'ACCESS EXCLUSIVE' }, ['users']],
      ['ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY', ['events', 'events_1'], { events: 'SHARE UPDATE EXCLUSIVE' }, []],
    ] as const)('what cannot be in a transaction is stopped on its way: %s', async (sql, relations, locks, rewrites) => {
      if (version < 14 && sql.includes('DETACH')) return
      const found = await seen(sql, { relations })
      expect(found).toMatchObject({ locks, rewrites, inParts: true })
      expect(found.scans).toBeUndefined()
    })
  },
  { versions: [12, 15, 18] },
)

const left = async (url: string): Promise<number> =>
  (await ask(url, `SELECT count(*)::int AS n FROM pg_database WHERE datname LIKE 'sluice_lint_%'`))[0]?.['n'] as number

describeOnPostgres(
  'the scratch database',
  (server) => {
    /** A role that may make no database, and one of its own. */
    const modest = async (): Promise<{ readonly url: string; readonly owner: string }> => {
      const owner = await server().createDatabase()
      const name = new URL(owner).pathname.slice(1)
      await ask(server().url, `CREATE ROLE modest_${name} LOGIN; ALTER DATABASE ${name} OWNER TO modest_${name}`)
      await ask(owner, `ALTER SCHEMA public OWNER TO modest_${name}`)
      const url = new URL(owner)
      url.username = `modest_${name}`
      return { url: url.href, owner }
    }

    test('is one of its own, and gone afterwards', async () => {
      const url = await server().createDatabase()
      const scratch = await scratchOn(url, 'CREATE TABLE t (a int)')
      expect(await left(url)).toBe(1)
      expect(await ask(url, `SELECT to_regclass('t') AS found`)).toEqual([{ found: null }])
      await scratch.close()
      expect(await left(url)).toBe(0)
      await scratch.close()
    })

    test('is removed when its session was ended, and when it was cancelled', async () => {
      const url = await server().createDatabase()
      const ended = await scratchOn(url)
      const ours = `FROM pg_stat_activity WHERE application_name = 'sluice/100'`
      await ask(url, `SELECT pg_terminate_backend(pid) ${ours}`)
      // It is asked to end, and may answer once more before it does.
      await until('it to end', async () => (await ask(url, `SELECT pid ${ours}`)).length === 0)
      expect(await faultOf(ended.run('SELECT 1', unhurried))).toMatchObject({ kind: 'lost' })
      await ended.close()
      expect(await left(url)).toBe(0)

      const cancelled = await scratchOn(url, 'CREATE TABLE t (a int)')
      const control = new AbortController()
      const waits = faultOf(cancelled.measure({ sql: 'SELECT pg_sleep(60)', relations: [] }, control.signal))
      await until('it to sleep', async () => {
        const found = await ask(url, `SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'`)
        return found.length > 0
      })
      control.abort()
      expect(await waits).toMatchObject({ kind: 'cancelled' })
      await cancelled.close()
      expect(await left(url)).toBe(0)

      const before = new AbortController()
      before.abort()
      const never = createScratch({ url, run: '100' })
      expect(await faultOf(never.open(before.signal))).toMatchObject({ kind: 'cancelled' })
      await never.close()
      expect(await left(url)).toBe(0)
    })

    test('of a run that was killed is removed by the next one, and that of a run that lives is not', async () => {
      const url = await server().createDatabase()
      await ask(url, 'CREATE DATABASE sluice_lint_00000000dead')
      await ask(url, 'CREATE DATABASE sluice_lint_00000000cafe')
      // That of another database of the server: its locks are its own.
      const alive = await session(await server().createDatabase())
      await alive.query(`SELECT pg_advisory_lock(hashtext('sluice_lint_00000000cafe'))`, [], unhurried)
      await (await scratchOn(url)).close()
      const names = (await ask(url, `SELECT datname FROM pg_database WHERE datname LIKE 'sluice_lint_%'`)).map((row) => row['datname'])
      expect(names).toEqual(['sluice_lint_00000000cafe'])
      await alive.close()
      await (await scratchOn(url)).close()
      expect(await left(url)).toBe(0)
    })

    test('is the one that is named where its role may make no other and it holds no table; it is emptied again', async () => {
      const { url, owner } = await modest()
      const scratch = await scratchOn(
        url,
        `CREATE TABLE t (a int); CREATE VIEW v AS SELECT * FROM t; CREATE SCHEMA shop; CREATE TABLE shop.orders (a serial); CREATE TYPE mood AS ENUM ('a');
         CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE FUNCTION two() RETURNS int LANGUAGE sql AS 'SELECT 2'; CREATE SEQUENCE s; CREATE PUBLICATION p`,
      )
      const effects = await scratch.measure({ sql: 'ALTER TABLE shop.orders ALTER a TYPE bigint', relations: [], undo: true }, unhurried)
      expect(effects.rewrites).toEqual(['shop.orders'])
      await scratch.close()
      const count = `SELECT (SELECT count(*)::int FROM pg_class WHERE relnamespace = 'public'::regnamespace) AS relations,
        (SELECT count(*)::int FROM pg_type WHERE typnamespace = 'public'::regnamespace) AS types,
        (SELECT count(*)::int FROM pg_proc WHERE pronamespace = 'public'::regnamespace) AS routines,
        (SELECT count(*)::int FROM pg_namespace WHERE nspname = 'shop') AS schemas, (SELECT count(*)::int FROM pg_publication) AS publications`
      expect(await ask(owner, count)).toEqual([{ relations: 0, types: 0, routines: 0, schemas: 0, publications: 0 }])
      await (await scratchOn(url, 'CREATE TABLE t (a int)')).close()
    })

    test('is refused where what is named holds tables and its role may make no other, and nothing in it is touched', async () => {
      const { url, owner } = await modest()
      await ask(owner, 'CREATE TABLE precious (a int)')
      const scratch = createScratch({ url, run: '100' })
      const fault = await faultOf(scratch.open(unhurried))
      expect(fault).toMatchObject({ kind: 'refused' })
      expect(fault.message).toBe('it holds 1 tables, views or sequences, and its role may not create a database')
      await scratch.close()
      expect(await ask(owner, `SELECT to_regclass('precious') IS NULL AS gone`)).toEqual([{ gone: false }])
    })

    test('that is named is not shared by two runs', async () => {
      const { url } = await modest()
      await scratchOn(url)
      const other = createScratch({ url, run: '101' })
      expect((await faultOf(other.open(unhurried))).message).toBe(
        'another run measures there just now, and its role may not create a database',
      )
    })
  },
  { versions: [12, 15, 18] },
)
