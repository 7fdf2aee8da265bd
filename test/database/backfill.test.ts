import { Client } from 'pg'
import { expect, test } from 'vitest'
import { createBackfill } from '../../src/database/backfill.ts'
import { type Connection, createConnection } from '../../src/database/connection.ts'
import { DatabaseFault } from '../../src/domain/migration/fault.ts'
import type { BackfillProgress, LedgerEntry } from '../../src/domain/migration/model.ts'
import type { BackfillOrder, BackfillTable } from '../../src/ports.ts'
import { describeOnPostgres } from './on-postgres.ts'
import type { PostgresServer } from './server.ts'

const limits = { lockMs: 100, statementMs: 10_000 }
const unhurried = new AbortController().signal
const odd = [
  "it's",
  'back\\slash',
  "\\'",
  '*/ DROP TABLE t; --',
  ':range',
  '$1',
  '$$',
  'Ω 漢字 😀',
  'tab\tand\nline',
  '',
  ' ',
  '"quoted"',
  'E',
  '%',
  '{a,b}',
  'NULL',
]

/** A database with a table, and the session of a backfill beside one of its owner. */
interface Stage {
  readonly owner: Client
  readonly connection: Connection
  table(order: Pick<BackfillOrder, 'key' | 'sql'> & Partial<BackfillOrder>): BackfillTable
  saved(): Promise<BackfillProgress | undefined>
}

async function onStage(server: PostgresServer, schema: string, body: (stage: Stage) => Promise<void>): Promise<void> {
  const url = await server.createDatabase()
  const owner = new Client({ connectionString: url })
  await owner.connect()
  const connection = createConnection({ url, application: 'sluice/1' })
  try {
    await owner.query(`CREATE TABLE line (change text PRIMARY KEY, progress jsonb); INSERT INTO line VALUES ('1'); ${schema}`)
    await connection.open(unhurried)
    const saveSql = ({ change, backfill }: LedgerEntry): string =>
      `UPDATE line SET progress = ${literal(JSON.stringify(backfill))}::jsonb WHERE change = ${literal(change)}`
    await body({
      owner,
      connection,
      table: (order) => createBackfill(connection, { table: 't', ...order }, saveSql),
      saved: async () => {
        const { rows } = await owner.query<{ progress: BackfillProgress | null }>('SELECT progress FROM line')
        return rows[0]?.progress ?? undefined
      },
    })
  } finally {
    await connection.close()
    await owner.end()
  }
}

function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function entryWith(backfill: BackfillProgress | undefined): LedgerEntry {
  const common = {
    change: '1',
    phase: 'backfill',
    state: 'running',
    digest: 'd',
    steps: [],
    run: 'r',
    attempt: 1,
    startedAtMs: 0,
    updatedAtMs: 0,
  } as const
  return { ...common, ...(backfill && { backfill }) }
}

/** Batches to the end, or to as many as are asked for; sizes go to and fro so that looks ahead are used and thrown away. */
async function run(table: BackfillTable, sizes: readonly number[], from?: BackfillProgress, most = Infinity) {
  let progress = from
  const batches: number[] = []
  let changed = 0
  while (batches.length < most) {
    const batch = await table.batch(entryWith(progress), sizes[batches.length % sizes.length]!, limits, unhurried)
    if (batch.rows === 0) break
    progress = batch.progress
    batches.push(batch.rows)
    changed += batch.changed
  }
  return { progress, batches, changed }
}

const hit = 'UPDATE t SET hits = hits + 1 WHERE :range'

describeOnPostgres(
  'backfill',
  (server) => {
    test('a key whose text is read as another is an error, and no loop', () => {
      const schema = 'CREATE TABLE t (k float8 PRIMARY KEY, hits int); INSERT INTO t VALUES (11.1234567890123456, 0)'
      return onStage(server(), schema, async ({ connection, table }) => {
        await connection.query('SET extra_float_digits = -3', [], unhurried)
        const rounded = table({ key: ['k'], sql: hit })
        await rounded.survey(unhurried)
        await expect(run(rounded, [1])).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('last key') as string })
      })
    })

    test.each([
      [
        'whole numbers with gaps, negative ones too',
        'k bigint',
        ['k'],
        'SELECT i * i * CASE WHEN i % 3 = 0 THEN -1 ELSE 1 END FROM generate_series(1, 500) i',
      ],
      ['uuid', 'k uuid', ['k'], 'SELECT md5(i::text)::uuid FROM generate_series(1, 500) i'],
      ['two columns, one of them uuid', 'k int, l uuid', ['k', 'l'], 'SELECT i % 7, md5(i::text)::uuid FROM generate_series(1, 500) i'],
      [
        'three columns, by another order than they stand',
        'k int, l text, m date',
        ['m', 'k', 'l'],
        `SELECT i % 5, 'x' || i % 10, date '2026-01-01' + i / 50 FROM generate_series(1, 500) i ON CONFLICT DO NOTHING`,
      ],
      [
        'text',
        'k text',
        ['k'],
        `SELECT unnest(ARRAY[${odd.map(literal).join(', ')}]) UNION SELECT 'n' || i FROM generate_series(1, 300) i`,
      ],
      [
        'text and text',
        'k text, l varchar(40)',
        ['k', 'l'],
        `SELECT a, b FROM unnest(ARRAY[${odd.map(literal).join(', ')}]) a, unnest(ARRAY[${odd.map(literal).join(', ')}]) b`,
      ],
      ['text of another collation', 'k text COLLATE "POSIX"', ['k'], `SELECT 'n' || i FROM generate_series(1, 300) i`],
      ['padded text', 'k char(6)', ['k'], `SELECT 'n' || i FROM generate_series(1, 300) i`],
      ['numeric', 'k numeric(12,3)', ['k'], `SELECT i / 7.0 FROM generate_series(-200, 300) i`],
      ['floating point', 'k float8', ['k'], `SELECT i / 7.0::float8 FROM generate_series(-200, 300) i`],
      [
        'time',
        'k timestamptz',
        ['k'],
        `SELECT timestamptz '2026-10-25 00:00:00.123456+00' + i * interval '7.7 seconds' FROM generate_series(1, 500) i`,
      ],
      ['an enum', 'k mood', ['k'], `SELECT unnest(enum_range(NULL::mood))`],
      ['a domain', 'k positive', ['k'], `SELECT generate_series(1, 300)`],
      ['a name that must be quoted', '"Key ""of"" it" int', ['Key "of" it'], `SELECT generate_series(1, 300)`],
      ['bytes', 'k bytea', ['k'], `SELECT decode(md5(i::text), 'hex') FROM generate_series(1, 300) i`],
    ])('each row once: %s', async (_, columns, key, rows) => {
      const list = key.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ')
      const schema = `CREATE TYPE mood AS ENUM ('z', 'a', 'm', 'b'); CREATE DOMAIN positive AS int CHECK (VALUE > 0);
      CREATE TABLE t (${columns}, PRIMARY KEY (${list}), hits int NOT NULL DEFAULT 0); INSERT INTO t ${rows}`
      await onStage(server(), schema, async ({ owner, table, saved }) => {
        const backfill = table({ key, sql: hit })
        expect(await backfill.survey(unhurried)).toMatchObject({ problems: [] })
        const total = Number((await owner.query<{ n: string }>('SELECT count(*) AS n FROM t')).rows[0]!.n)
        const { batches, changed } = await run(backfill, [1, 7, 40, 3])
        expect(batches.reduce((sum, each) => sum + each, 0)).toBe(total)
        expect(changed).toBe(total)
        expect((await owner.query('SELECT DISTINCT hits FROM t')).rows).toEqual([{ hits: 1 }])
        expect(await saved()).toMatchObject({ rowsDone: total })
      })
    })

    const numbers =
      'CREATE TABLE t (id int PRIMARY KEY, hits int NOT NULL DEFAULT 0); INSERT INTO t SELECT i * 10 FROM generate_series(1, 100) i;'

    test('a session that follows goes on behind the cursor that is saved', async () => {
      await onStage(server(), numbers, async ({ owner, table, saved, connection }) => {
        const first = table({ key: ['id'], sql: hit })
        await first.survey(unhurried)
        await run(first, [10], undefined, 3)
        expect(await saved()).toMatchObject({ cursor: ['300'], rowsDone: 30 })
        await connection.open(unhurried)
        const second = table({ key: ['id'], sql: hit })
        await second.survey(unhurried)
        expect((await run(second, [10], await saved())).batches).toEqual(Array.from({ length: 7 }, () => 10))
        expect((await owner.query('SELECT DISTINCT hits FROM t')).rows).toEqual([{ hits: 1 }])
      })
    })

    test('rows that come ahead of the cursor are done, rows that come behind it are not, and it ends while rows are added', async () => {
      await onStage(server(), numbers, async ({ owner, table }) => {
        const backfill = table({ key: ['id'], sql: hit })
        await backfill.survey(unhurried)
        const begun = await run(backfill, [20], undefined, 2)
        // 401 lies within the batch that is already looked for.
        await owner.query('INSERT INTO t VALUES (5), (401), (995), (5000)')
        const rest = await run(backfill, [20], begun.progress)
        expect((await owner.query('SELECT id FROM t WHERE hits = 0')).rows).toEqual([{ id: 5 }])
        expect((await owner.query('SELECT id FROM t WHERE hits > 1')).rows).toEqual([])
        expect(rest.changed).toBe(63)
      })
    })

    test('rows that go away do not stop it', async () => {
      await onStage(server(), numbers, async ({ owner, table }) => {
        const backfill = table({ key: ['id'], sql: hit })
        await backfill.survey(unhurried)
        const begun = await run(backfill, [20], undefined, 2)
        await owner.query('DELETE FROM t WHERE id > 300')
        expect((await run(backfill, [20], begun.progress)).changed).toBe(0)
      })
    })

    test.each([
      ['another table with a column of this name', { sql: 'UPDATE t SET hits = hits + o.n FROM o WHERE o.t = t.id AND :range' }],
      [
        'the table has another name in it',
        { sql: 'UPDATE t AS "T x" SET hits = hits + o.n FROM o WHERE o.t = "T x".id AND :range', alias: 'T x' },
      ],
      [
        'a schema before the table',
        { sql: 'UPDATE public.t SET hits = hits + o.n FROM o WHERE o.t = public.t.id AND :range', table: 'public.t' },
      ],
      [
        'a CTE, and a comment at the end',
        { sql: 'WITH x AS (SELECT t AS of, n FROM o) UPDATE t SET hits = hits + x.n FROM x WHERE x.of = t.id AND :range -- all' },
      ],
      ['DELETE', { sql: 'DELETE FROM t WHERE hits = 0 AND :range', left: 0 }],
      ['INSERT of what is missing', { sql: 'INSERT INTO copy SELECT id, 1 FROM t WHERE :range ON CONFLICT DO NOTHING', into: 'copy' }],
    ])(
      'statements: %s',
      async (_, { left = 100, into = 't', ...order }: { sql: string; left?: number; into?: string; alias?: string; table?: string }) => {
        const more =
          'CREATE TABLE o (id int, t int, n int); INSERT INTO o SELECT i, i * 10, 1 FROM generate_series(1, 100) i; CREATE INDEX ON o (t); CREATE TABLE copy (id int PRIMARY KEY, hits int)'
        await onStage(server(), `${numbers} ${more}`, async ({ owner, table }) => {
          const backfill = table({ key: ['id'], ...order })
          expect(await backfill.survey(unhurried)).toMatchObject({ problems: [] })
          expect(await run(backfill, [30])).toMatchObject({ batches: [30, 30, 30, 10], changed: 100 })
          expect((await owner.query(`SELECT count(*)::int AS n FROM ${into} WHERE hits = 1`)).rows).toEqual([{ n: left }])
        })
      },
    )

    test('a row that somebody holds: it gives way soon, and neither rows nor cursor have moved', async () => {
      await onStage(server(), numbers, async ({ owner, table, saved }) => {
        const backfill = table({ key: ['id'], sql: hit })
        await backfill.survey(unhurried)
        const begun = await run(backfill, [20], undefined, 1)
        await owner.query('BEGIN; UPDATE t SET hits = hits WHERE id = 350')
        const sinceMs = performance.now()
        const fault = await backfill.batch(entryWith(begun.progress), 20, limits, unhurried).catch((error: unknown) => error)
        expect(fault).toMatchObject({ kind: 'busy', sqlState: '55P03' })
        expect(performance.now() - sinceMs).toBeLessThan(5_000)
        expect(await saved()).toEqual(begun.progress)
        // Ten rows end before the one that is held.
        expect(await backfill.batch(entryWith(begun.progress), 10, limits, unhurried)).toMatchObject({
          rows: 10,
          progress: { cursor: ['300'], rowsDone: 30 },
        })
        await owner.query('COMMIT')
        await run(backfill, [20], await saved())
        expect((await owner.query('SELECT DISTINCT hits FROM t')).rows).toEqual([{ hits: 1 }])
      })
    })

    test('a batch that takes too long is ended by its own limit, one that is cancelled by its signal; the settings are gone after each', async () => {
      await onStage(server(), numbers, async ({ table, saved, connection }) => {
        const backfill = table({ key: ['id'], sql: `${hit} AND pg_sleep(0.05) IS NOT NULL` })
        await backfill.survey(unhurried)
        const slow = await backfill
          .batch(entryWith(undefined), 100, { lockMs: 100, statementMs: 200 }, unhurried)
          .catch((error: unknown) => error)
        expect(slow).toMatchObject({ kind: 'refused', sqlState: '57014' })
        const cancel = new AbortController()
        const cancelled = backfill.batch(entryWith(undefined), 100, limits, cancel.signal).catch((error: unknown) => error)
        cancel.abort()
        expect(await cancelled).toMatchObject({ kind: 'cancelled' })
        expect(await saved()).toBeUndefined()
        expect(await backfill.batch(entryWith(undefined), 1, limits, unhurried)).toMatchObject({ rows: 1 })
        const { rows } = await connection.query(
          "SELECT current_setting('lock_timeout') AS a, current_setting('enable_seqscan') AS b, current_setting('jit') AS c",
          [],
          unhurried,
        )
        expect(rows).toEqual([{ a: '0', b: 'on', c: 'on' }])
      })
    })

    test('a batch reads no more of the table than its rows, without statistics too', async () => {
      const many =
        'CREATE TABLE t (id int PRIMARY KEY, hits int NOT NULL DEFAULT 0) WITH (autovacuum_enabled = off); INSERT INTO t SELECT i FROM generate_series(1, 50000) i;'
      await onStage(server(), many, async ({ table, connection }) => {
        const backfill = table({ key: ['id'], sql: hit })
        expect(await backfill.survey(unhurried)).toEqual({ problems: [], rowsEstimated: -1 })
        await run(backfill, [100], undefined, 5)
        await connection.query('SELECT pg_stat_clear_snapshot()', [], unhurried)
        await expect
          .poll(
            async () =>
              (
                await connection.query(
                  "SELECT seq_scan::int AS scans, n_tup_upd::int AS updated FROM pg_stat_user_tables WHERE relname = 't'",
                  [],
                  unhurried,
                )
              ).rows,
          )
          .toEqual([{ scans: 0, updated: 500 }])
      })
    })

    test.each([
      ['no such table', 'SELECT 1', { key: ['id'] }, ['table t does not exist, or the search_path does not lead to it']],
      ['a view', 'CREATE VIEW t AS SELECT 1 AS id', { key: ['id'] }, ['t is no table: name the table whose rows are to be filled']],
      ['no such column', 'CREATE TABLE t (id int PRIMARY KEY)', { key: ['id', 'of'] }, ['table t has no column of, which the key names']],
      [
        'may be NULL, and has no index',
        'CREATE TABLE t (id int, of int PRIMARY KEY)',
        { key: ['id'] },
        [
          'column id of the key may be NULL: a row with NULL there would never be reached',
          'no unique and valid index of t has just the columns id in this order: such keys are of',
        ],
      ],
      [
        'another order',
        'CREATE TABLE t (a int, b int, PRIMARY KEY (a, b))',
        { key: ['b', 'a'] },
        ['no unique and valid index of t has just the columns b, a in this order: such keys are a, b'],
      ],
      [
        'an index of some rows',
        'CREATE TABLE t (id int NOT NULL); CREATE UNIQUE INDEX ON t (id) WHERE id > 5',
        { key: ['id'] },
        ['no unique and valid index of t has just the columns id in this order: give it one'],
      ],
      [
        'an index that is not unique',
        'CREATE TABLE t (id int NOT NULL); CREATE INDEX ON t (id)',
        { key: ['id'] },
        ['no unique and valid index of t has just the columns id in this order: give it one'],
      ],
      [
        'up and down',
        'CREATE TABLE t (a int NOT NULL, b int NOT NULL); CREATE UNIQUE INDEX i ON t (a, b DESC)',
        { key: ['a', 'b'] },
        ['index i orders its columns unlike <: one of them descends, or has an operator class or collation of its own'],
      ],
      [
        'an operator class',
        'CREATE TABLE t (a text NOT NULL); CREATE UNIQUE INDEX i ON t (a text_pattern_ops)',
        { key: ['a'] },
        ['index i orders its columns unlike <: one of them descends, or has an operator class or collation of its own'],
      ],
      [
        'all of them down',
        'CREATE TABLE t (a int NOT NULL, b int NOT NULL, hits int); CREATE UNIQUE INDEX i ON t (a DESC, b DESC)',
        { key: ['a', 'b'] },
        [],
      ],
      [
        'columns beside the key',
        'CREATE TABLE t (a int NOT NULL, b int, hits int); CREATE UNIQUE INDEX i ON t (a) INCLUDE (b)',
        { key: ['a'] },
        [],
      ],
      [
        'parts of a table',
        'CREATE TABLE t (a int, b int, hits int, PRIMARY KEY (a, b)) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)',
        { key: ['a', 'b'] },
        [],
      ],
    ])('survey: %s', async (_, schema, { key }, problems) => {
      await onStage(server(), schema, async ({ table }) => {
        expect((await table({ key, sql: hit }).survey(unhurried)).problems).toEqual(problems)
      })
    })

    test('parts of a table are one', async () => {
      const parts = `CREATE TABLE t (a int, b int, hits int DEFAULT 0, PRIMARY KEY (a, b)) PARTITION BY LIST (b);
      CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2);
      INSERT INTO t SELECT i, 1 + i % 2 FROM generate_series(1, 200) i; ANALYZE`
      await onStage(server(), parts, async ({ table, owner }) => {
        const backfill = table({ key: ['a', 'b'], sql: hit })
        expect(await backfill.survey(unhurried)).toEqual({ problems: [], rowsEstimated: 200 })
        expect(await run(backfill, [70])).toMatchObject({ batches: [70, 70, 60], changed: 200 })
        expect((await owner.query('SELECT DISTINCT hits FROM t')).rows).toEqual([{ hits: 1 }])
      })
    })

    test('a statement that the database does not understand is refused before the first batch', async () => {
      await onStage(server(), numbers, async ({ table }) => {
        const refused = table({ key: ['id'], sql: 'UPDATE t SET nothing = 1 WHERE :range' }).survey(unhurried)
        await expect(refused).rejects.toThrow(DatabaseFault)
        await expect(refused).rejects.toThrow('column "nothing" of relation "t" does not exist')
      })
    })
  },
  { versions: [12, 15, 18] },
)
