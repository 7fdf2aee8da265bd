import { expect, test } from 'vitest'
import type { Catalog, NamesAsked, WrittenName } from '../../src/domain/migration/lint/catalog.ts'
import { describeOnPostgres } from './on-postgres.ts'
import { ask, database, session, unhurried } from './sessions.ts'

const written = (text: string): WrittenName => {
  const [name = '', schema = ''] = text.split('.').reverse()
  return { schema, name }
}
const names = (relations: readonly string[], types: readonly string[] = []): NamesAsked => ({
  relations: relations.map(written),
  types: types.map(written),
})
const column = ({ relations }: Catalog, relation: string, name: string) =>
  relations.find((each) => each.name === relation)?.columns.find((each) => each.name === name)

describeOnPostgres(
  'the catalog of a server',
  (server, version) => {
    const read = async (setup: string, asked: NamesAsked): Promise<Catalog> => {
      const url = await server().createDatabase()
      await ask(url, setup)
      const run = database(url, { looks: true })
      await run.connect(unhurried)
      return run.catalog(asked, unhurried)
    }

    test('types are told as format_type writes them, and what may be null', async () => {
      const setup = `CREATE SCHEMA shop; CREATE TYPE shop.mood AS ENUM ('a');
        CREATE TABLE shop."Users" (id int PRIMARY KEY, note varchar(50) NOT NULL, amount numeric(10, 2), at timestamp(3), feeling shop.mood, tags text[], gone int);
        ALTER TABLE shop."Users" DROP COLUMN gone; CREATE TABLE bare ()`
      const catalog = await read(setup, names(['shop.Users', 'bare', 'absent', 'shop.absent']))
      expect(catalog.relations.map(({ name }) => name)).toEqual(['shop.Users', 'bare'])
      expect(catalog.relations[0]?.columns.map(({ name, type, notNull }) => [name, type, notNull])).toEqual([
        ['id', 'integer', true],
        ['note', 'character varying(50)', true],
        ['amount', 'numeric(10,2)', false],
        ['at', 'timestamp(3) without time zone', false],
        ['feeling', 'shop.mood', false],
        ['tags', 'text[]', false],
      ])
      expect(catalog.relations[1]).toMatchObject({ partitioned: false, columns: [] })
    })

    test('names are found by the search path, and two names of one table are known to be one', async () => {
      const url = await server().createDatabase()
      await ask(
        url,
        `CREATE SCHEMA first; CREATE SCHEMA second; CREATE TABLE second.t (a int); CREATE TABLE first.t (a bigint); CREATE TABLE second.u (a int)`,
      )
      await ask(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET search_path = first, second`)
      const run = database(url)
      await run.connect(unhurried)
      const catalog = await run.catalog(names(['t', 'first.t', 'second.t', 'u', 'pg_class']), unhurried)
      const ids = Object.fromEntries(catalog.relations.map(({ name, id }) => [name, id]))
      expect(ids['t']).toBe(ids['first.t'])
      expect(ids['t']).not.toBe(ids['second.t'])
      expect(column(catalog, 't', 'a')?.type).toBe('bigint')
      expect(column(catalog, 'u', 'a')?.type).toBe('integer')
      expect(ids['pg_class']).toBeDefined()
    })

    test('domains that check their values are told from those that do not, however deep', async () => {
      const setup = `CREATE DOMAIN plain AS text; CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE DOMAIN small AS positive;
        CREATE DOMAIN required AS text NOT NULL; CREATE TYPE mood AS ENUM ('a'); CREATE SCHEMA shop; CREATE DOMAIN shop."Key" AS text CHECK (VALUE <> '')`
      const catalog = await read(setup, names([], ['plain', 'positive', 'small', 'required', 'mood', 'shop.Key', 'absent', 'int4']))
      expect(Object.fromEntries(catalog.types.map(({ name, made }) => [name, made]))).toEqual({
        plain: 'plain',
        positive: 'checked',
        small: 'checked',
        required: 'checked',
        mood: 'plain',
        'shop.Key': 'checked',
        int4: 'plain',
      })
    })

    test('what would be looked at when a column changes is told, and the server does look: at a CHECK, an index, those of partitions', async () => {
      const url = await server().createDatabase()
      const columns = ['free', 'checked', 'indexed', 'lowered', 'part', 'sorted', 'apart', 'alone']
      await ask(
        url,
        `CREATE TABLE t (${columns.map((name) => `${name} varchar(9)${name === 'sorted' ? ' COLLATE "C"' : ''}`).join()}); CREATE INDEX ON t (sorted);
        ALTER TABLE t ADD CHECK (checked <> ''), ADD EXCLUDE USING btree (apart WITH =); CREATE INDEX ON t (indexed); CREATE INDEX ON t (lower(lowered));
        CREATE INDEX ON t (free) WHERE part <> ''; INSERT INTO t DEFAULT VALUES;
        CREATE TABLE p (id int, note varchar(9), free varchar(9)) PARTITION BY RANGE (id);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9); CREATE INDEX ON p1 (lower(note)); INSERT INTO p VALUES (1)`,
      )
      const run = database(url, { looks: true })
      await run.connect(unhurried)
      const catalog = await run.catalog(names(['t', 'p']), unhurried)
      const marks = (relation: string) =>
        Object.fromEntries(
          (catalog.relations.find(({ name }) => name === relation)?.columns ?? []).map(({ name, indexed, computed }) => [
            name,
            [indexed, computed],
          ]),
        )
      expect(marks('t')).toEqual({
        free: [true, true],
        checked: [false, true],
        indexed: [true, false],
        lowered: [false, true],
        part: [false, true],
        sorted: [true, true],
        apart: [true, false],
        alone: [false, false],
      })
      expect(marks('p')).toEqual({ id: [false, false], note: [false, true], free: [false, false] })
      expect(catalog.relations.map(({ name, partitioned }) => [name, partitioned])).toEqual([
        ['t', false],
        ['p', true],
      ])
      const other = await session(url)
      const reads = async (table: string, name: string): Promise<boolean> => {
        const scans = `SELECT sum(seq_scan)::int AS scans FROM pg_stat_xact_user_tables`
        await other.query('BEGIN', [], unhurried)
        const before = (await other.query(scans, [], unhurried)).rows[0]?.['scans'] as number
        await other.query(`ALTER TABLE ${table} ALTER ${name} TYPE varchar(20)`, [], unhurried)
        const after = (await other.query(scans, [], unhurried)).rows[0]?.['scans'] as number
        await other.query('ROLLBACK', [], unhurried)
        return after > before
      }
      for (const name of columns) expect([name, await reads('t', name)]).toEqual([name, marks('t')[name]?.[1]])
      for (const name of ['note', 'free']) expect([name, await reads('p', name)]).toEqual([name, marks('p')[name]?.[1]])
    })

    test('NOT NULL is not told where a child may be null, or the constraint holds for rows to come alone', async () => {
      const late = version >= 18 ? 'ALTER TABLE parent ADD CONSTRAINT late NOT NULL late NOT VALID;' : ''
      const setup = `CREATE TABLE parent (a int, late int); CREATE TABLE child () INHERITS (parent); CREATE TABLE lone (a int NOT NULL); ${late}
        ${version >= 18 ? '' : 'ALTER TABLE ONLY parent ALTER a SET NOT NULL'}`
      const catalog = await read(setup, names(['parent', 'lone']))
      expect(column(catalog, 'parent', 'a')?.notNull).toBe(false)
      expect(column(catalog, 'parent', 'late')?.notNull).toBe(false)
      expect(column(catalog, 'lone', 'a')?.notNull).toBe(true)
    })

    test('a role without rights in a schema is told of it all the same', async () => {
      const url = await server().createDatabase()
      await ask(url, 'DROP ROLE IF EXISTS modest; CREATE ROLE modest LOGIN; CREATE SCHEMA closed; CREATE TABLE closed.t (a int)')
      const theirs = new URL(url)
      theirs.username = 'modest'
      const run = database(theirs.href, { looks: true })
      await run.connect(unhurried)
      expect(column(await run.catalog(names(['closed.t', 't']), unhurried), 'closed.t', 'a')?.type).toBe('integer')
      await run.close()
      await ask(url, 'DROP ROLE modest')
    })
  },
  { versions: [12, 15, 18] },
)
