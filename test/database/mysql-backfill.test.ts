import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Connection } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { spanCondition } from '../../src/database/mysql-backfill.ts'
import { DatabaseFault } from '../../src/domain/migration/fault.ts'
import { batchLimits } from '../../src/domain/migration/batch-size.ts'
import type { LedgerEntry } from '../../src/domain/migration/model.ts'
import { backfill } from '../../src/engine/backfilling.ts'
import type { BackfillOrder, MigrationDatabase } from '../../src/ports.ts'
import { localClock } from '../../src/runner/clock.ts'
import { until } from '../e2e/until.ts'
import { describeOnMariadb, entryOf, one, unhurried } from './mysql-stage.ts'

const limits = { lockMs: 100, statementMs: 60_000 }
const begun = entryOf('1', { phase: 'backfill' })

/** Batch by batch to the end; how many rows each had. */
async function filled(
  database: MigrationDatabase,
  order: BackfillOrder,
  rows: number,
  from: LedgerEntry = begun,
): Promise<readonly number[]> {
  const table = database.backfill(order)
  expect((await table.survey(unhurried)).problems).toEqual([])
  const sizes: number[] = []
  for (let entry = from; ;) {
    const done = await table.batch(entry, rows, limits, unhurried)
    if (done.rows === 0) return sizes
    expect(done.changed).toBe(done.rows)
    sizes.push(done.rows)
    entry = { ...entry, backfill: done.progress }
  }
}

describeOnMariadb('a backfill', ({ scene, runner, plain }) => {
  test.each([
    ['a number', 'id bigint', ['id'], (at: number) => String(9_007_199_254_740_000 + at)],
    ['bytes', 'id binary(4)', ['id'], (at: number) => `UNHEX('${(at * 40_503_127).toString(16).padStart(8, '0').slice(-8)}')`],
    [
      'a text of which capitals do not matter',
      'id varchar(20) COLLATE utf8mb4_general_ci',
      ['id'],
      (at: number) => `'${at % 2 === 0 ? 'A' : 'a'}''\\\\${String(at)}'`,
    ],
    ['a time', 'id datetime(3)', ['id'], (at: number) => `'2026-01-01' + INTERVAL ${String(at * 7_000)} MICROSECOND`],
    [
      'a text and a number, where equal texts are written in two ways',
      'kind varchar(9) COLLATE utf8mb4_general_ci, id int',
      ['kind', 'id'],
      (at: number) => `'${['x', 'X', 'y'][at % 3]!}', ${String(at)}`,
    ],
    [
      'three numbers',
      'a int, b int, c decimal(9,2)',
      ['a', 'b', 'c'],
      (at: number) => `${String(at % 3)}, ${String(at % 7)}, ${String(at)}.25`,
    ],
  ])('over %s reaches every row once', async (_, columns, key, valueAt) => {
    const { url, sql } = await scene()
    const values = Array.from({ length: 100 }, (__, at) => `(${valueAt(at)}, 0)`)
    await sql.query(
      `CREATE TABLE t (${columns}, n int NOT NULL, PRIMARY KEY (${key.join(', ')})); INSERT INTO t VALUES ${values.join(', ')}`,
    )
    const database = await runner(url)
    const sizes = await filled(database, { table: 't', key, sql: 'UPDATE t SET n = n + 1 WHERE :range # the end' }, 7)
    expect(sizes).toEqual([...Array.from({ length: 14 }, () => 7), 2])
    expect(await one(sql, 'SELECT count(*) FROM t WHERE n = 1')).toBe(100)
    expect((await database.ledger(unhurried))[0]!.backfill).toMatchObject({ rowsDone: 100 })
  })

  test('reads no more of a key of two columns than its range', async () => {
    const { sql } = await scene()
    await sql.query(`CREATE TABLE t (a int, b int, n int NOT NULL, PRIMARY KEY (a, b));
      INSERT INTO t SELECT 1 + (seq > 4000), seq, 0 FROM seq_1_to_8000; ANALYZE TABLE t`)
    const read = async (after: readonly string[], upTo: readonly string[]): Promise<number> => {
      const key = ['`a`', '`b`'].map((name) => ({ name, form: 'number' as const }))
      await sql.query(`FLUSH STATUS; UPDATE t SET n = n + 1 WHERE ${spanCondition(key, '', after, upTo)}`)
      return Number(
        await one(sql, "SELECT SUM(VARIABLE_VALUE) FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME LIKE 'HANDLER_READ%'"),
      )
    }
    expect(await read(['1', '2000'], ['1', '2100'])).toBeLessThan(120)
    expect(await read(['1', '3950'], ['2', '4050'])).toBeLessThan(120)
    expect(await one(sql, 'SELECT SUM(n) FROM t')).toBe('200')
  })

  test('knows its table in a statement of several', async () => {
    const { url, sql } = await scene()
    await sql.query(`CREATE TABLE users (id int PRIMARY KEY, total int); CREATE TABLE orders (id int PRIMARY KEY, user_id int);
      INSERT INTO users SELECT seq, 0 FROM seq_1_to_10; INSERT INTO orders SELECT seq, 1 + seq % 10 FROM seq_1_to_30`)
    const database = await runner(url)
    const statement = 'UPDATE users AS u JOIN orders AS o ON o.user_id = u.id SET u.total = u.total + 1 WHERE :range'
    const table = database.backfill({ table: 'users', alias: 'u', key: ['id'], sql: statement })
    expect(await table.survey(unhurried)).toMatchObject({ problems: [] })
    const done = await table.batch(begun, 4, limits, unhurried)
    expect([done.rows, done.progress.cursor]).toEqual([4, ['4']])
    expect(await one(sql, 'SELECT group_concat(id ORDER BY id) FROM users WHERE total > 0')).toBe('1,2,3,4')
  })

  test('refuses what carries no cursor, by every mistake at once', async () => {
    const { url, sql } = await scene()
    await sql.query(`CREATE TABLE bad (a float NOT NULL, b int NULL, c timestamp NOT NULL, UNIQUE (a));
      CREATE TABLE old (id int PRIMARY KEY) ENGINE=MyISAM; CREATE TABLE part (id varchar(90), UNIQUE (id(5)));
      CREATE TABLE good (id int, k int NOT NULL, PRIMARY KEY (id), UNIQUE (k, id)); CREATE VIEW v AS SELECT * FROM good`)
    const database = await runner(url)
    const problems = async (table: string, ...key: string[]) =>
      (await database.backfill({ table, key, sql: `UPDATE ${table} SET x = 1 WHERE :range` }).survey(unhurried)).problems
    expect(await problems('bad', 'a', 'b', 'c', 'd')).toEqual([
      'column a of the key is of type float, whose values have no order or no exact text',
      'column b of the key may be NULL: a row with NULL there would never be reached',
      'column c of the key is of type timestamp, whose values have no order or no exact text',
      'table bad has no column d, which the key names',
    ])
    expect(await problems('old', 'id')).toEqual(['table old is kept by MyISAM, which has no transactions: rows and progress could part'])
    const into = database.backfill({ table: 'good', key: ['id'], sql: 'INSERT INTO old SELECT id FROM good WHERE :range' })
    expect((await into.survey(unhurried)).problems).toEqual([
      'table old is kept by MyISAM, which has no transactions: rows and progress could part',
    ])
    expect((await problems('good', 'id', 'k')).join()).toMatch(/no unique index.*such keys are (k, id; id|id; k, id)$/)
    expect((await problems('v', 'id')).join()).toContain('is no table')
    expect((await problems('none', 'id')).join()).toContain('does not exist')
    await sql.query('ALTER TABLE part MODIFY id varchar(90) NOT NULL')
    expect((await problems('part', 'id')).join()).toContain('no unique index')
  })

  test('gives way to who holds one of its rows, and leaves neither rows nor progress of that batch', async () => {
    const { url, sql } = await scene()
    await sql.query('CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL); INSERT INTO t SELECT seq, 0 FROM seq_1_to_20')
    const database = await runner(url)
    const holder = await plain(url)
    const table = database.backfill({ table: 't', key: ['id'], sql: 'UPDATE t SET n = n + 1 WHERE :range' })
    await table.survey(unhurried)
    const first = await table.batch(begun, 5, limits, unhurried)
    await holder.query('START TRANSACTION; UPDATE t SET n = 0 WHERE id = 8')
    const entry = { ...begun, backfill: first.progress }
    const refused: unknown = await table.batch(entry, 5, limits, unhurried).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(DatabaseFault)
    expect((refused as DatabaseFault).kind).toBe('busy')
    expect((await database.ledger(unhurried))[0]!.backfill).toMatchObject({ cursor: ['5'], rowsDone: 5 })
    expect(await one(sql, 'SELECT SUM(n) FROM t')).toBe('5')
    await holder.query('ROLLBACK')
    await table.batch(entry, 5, limits, unhurried)
    expect(await one(sql, 'SELECT SUM(n) FROM t')).toBe('10')
  })

  test('says when a batch takes too long, and waits for those who wait for it', async () => {
    const { url, sql } = await scene()
    await sql.query('CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL); INSERT INTO t SELECT seq, 0 FROM seq_1_to_20')
    const database = await runner(url)
    const table = database.backfill({ table: 't', key: ['id'], sql: 'UPDATE t SET n = n + 1 + SLEEP(600) WHERE :range' })
    await table.survey(unhurried)
    const slow = table.batch(begun, 5, { ...limits, statementMs: 10_000 }, unhurried).catch((error: unknown) => error)
    const sleeping = "SELECT count(*) FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'"
    await until('the batch', async () => (await one(sql, sleeping)) !== 0)
    const waiter = (await plain(url)).query('UPDATE t SET n = 7 WHERE id = 1')
    const [pressure] = database.pressures('t', { waiterMs: 200 }, undefined)
    expect(await until('somebody who waits', () => pressure!(unhurried).then((reasons) => reasons.length > 0 && reasons))).toEqual([
      expect.stringMatching(/^somebody waits for this backfill for/),
    ])
    expect(await slow).toMatchObject({ kind: 'refused', sqlState: '57014', message: 'The batch took longer than 10000 ms' })
    await waiter
    expect(await one(sql, 'SELECT SUM(n) FROM t')).toBe('7')
    const [, query] = database.pressures('t', {}, "SELECT IF((SELECT n FROM t WHERE id = 1) = 7, 'seven', NULL)")
    expect(await query!(unhurried)).toEqual(['throttle-query answers seven'])
    await sql.query('UPDATE t SET n = 0')
    expect(await query!(unhurried)).toEqual([])
  })

  test('asks a query of the user that may only read, and whose faults are its own', async () => {
    const { url, sql } = await scene()
    await sql.query("CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE switch (paused bit(9)); INSERT INTO switch VALUES (b'0')")
    const database = await runner(url)
    const answer = (query: string) => database.pressures('t', {}, query).at(-1)!(unhurried)
    expect(await answer('SELECT ROUND(0, 2);')).toEqual([])
    expect(await answer('SELECT paused FROM switch')).toEqual([])
    await sql.query("UPDATE switch SET paused = b'100000000'")
    expect(await answer('SELECT paused FROM switch')).toHaveLength(1)
    expect(await answer("SELECT 'jobs wait' -- why")).toEqual(['throttle-query answers jobs wait'])
    await expect(answer('SELECT * FROM no_such')).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/^throttle-query: .*no_such/) as string,
    })
    await expect(answer('INSERT INTO t VALUES (1)')).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/^throttle-query may only read: /) as string,
    })
    expect(await one(sql, 'SELECT count(*) FROM t')).toBe(0)
  })

  test('goes on behind its cursor when its session is ended, as on Postgres', async () => {
    const { url, sql } = await scene()
    await sql.query('CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL); INSERT INTO t SELECT seq, 0 FROM seq_1_to_5000')
    const database = await runner(url)
    const kinds: string[] = []
    const end = await backfill(
      {
        change: '1',
        digest: 'd',
        order: { table: 't', key: ['id'], sql: 'UPDATE t SET n = n + 1 WHERE :range' },
        run: '1',
        attempt: 1,
        limits: batchLimits({ mostRows: 100 }),
        lockMs: 100,
        maxWaitMs: 60_000,
        verify: [{ path: 'verify.sql', line: 1, sql: 'SELECT id FROM t WHERE n <> 1' }],
      },
      {
        database,
        clock: localClock,
        cancellation: { signal: unhurried, atMs: () => undefined },
        nowMs: () => 0,
        random: () => 0.5,
        // Asked before the batches, and a place from which the session can be ended.
        pressures: [
          async () => {
            if (kinds.filter((kind) => kind === 'killed').length > 0) return []
            kinds.push('killed')
            await sql.query(`KILL ${String(await one(sql, "SELECT IS_USED_LOCK(CONCAT('sluice/', DATABASE()))"))}`)
            return []
          },
        ],
        async rejoin(signal) {
          await database.connect(signal)
          await until('the lock', async () => (await database.lock(signal)).heldBy === undefined)
          return database.ledger(signal)
        },
        tell: ({ kind }) => kinds.push(kind),
      },
    )
    expect(end).toMatchObject({ kind: 'done' })
    expect(kinds).toEqual(expect.arrayContaining(['killed', 'backfill-reconnected', 'backfill-ended']))
    expect(await one(sql, 'SELECT count(*) FROM t WHERE n = 1')).toBe(5_000)
    expect((await database.ledger(unhurried))[0]).toMatchObject({ state: 'done', backfill: { rowsDone: 5_000 } })
  })

  test('is killed three times, and loses no row and does none again', { timeout: 180_000 }, async () => {
    const { url, sql } = await scene()
    await sql.query('CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL); INSERT INTO t SELECT seq, 0 FROM seq_1_to_60000')
    const somebody = await plain(url)
    const doneRows = async (): Promise<number> => {
      const text = await one(sql, 'SELECT backfill FROM sluice_changes').catch(() => undefined)
      return typeof text === 'string' ? (JSON.parse(text) as { readonly rowsDone: number }).rowsDone : 0
    }
    for (let kill = 1; kill <= 3; kill += 1) {
      // It cannot come to its end, however late it is killed.
      await somebody.query(`START TRANSACTION; SELECT id FROM t WHERE id = ${String(kill * 18_000)} FOR UPDATE`)
      const child = start(url)
      const from = await doneRows()
      await until(`progress before kill ${String(kill)}`, async () => (await doneRows()) > from + 3_000)
      child.kill('SIGKILL')
      await once(child, 'exit')
      await agree(sql)
      await somebody.query('COMMIT')
    }
    const [code] = (await once(start(url), 'exit')) as [number]
    expect(code).toBe(0)
    expect(await one(sql, 'SELECT count(*) FROM t WHERE n = 1')).toBe(60_000)
    expect(await doneRows()).toBe(60_000)
  })
})

/** What a killed runner had sent may still be at work: the ledger and the rows are read in one snapshot. */
async function agree(sql: Connection): Promise<void> {
  await sql.query('START TRANSACTION WITH CONSISTENT SNAPSHOT')
  const backfill = JSON.parse(String(await one(sql, 'SELECT backfill FROM sluice_changes'))) as { readonly rowsDone: number }
  expect(await one(sql, 'SELECT count(*) FROM t WHERE n = 1')).toBe(backfill.rowsDone)
  expect(await one(sql, 'SELECT count(*) FROM t WHERE n > 1')).toBe(0)
  await sql.query('COMMIT')
}

/** A runner of its own, in batches of 50 rows. */
function start(url: string): ChildProcess {
  const module = fileURLToPath(new URL('../../src/database/mysql.ts', import.meta.url))
  const program = `
    const { createMysql } = await import(${JSON.stringify(module)})
    const { signal } = new AbortController()
    const database = createMysql({ url: ${JSON.stringify(url)}, run: '1' })
    await database.connect(signal)
    while ((await database.lock(signal)).heldBy !== undefined) await new Promise((resolve) => setTimeout(resolve, 20))
    const found = (await database.ledger(signal))[0]
    let entry = found ?? ${JSON.stringify(begun)}
    const table = database.backfill({ table: 't', key: ['id'], sql: 'UPDATE t SET n = n + 1 WHERE :range' })
    await table.survey(signal)
    for (;;) {
      const done = await table.batch(entry, 50, { lockMs: 1000, statementMs: 60000 }, signal)
      if (done.rows === 0) break
      entry = { ...entry, backfill: done.progress }
    }
    await database.close()`
  return spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
