import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createMysql } from '../../src/database/mysql.ts'
import { DatabaseFault } from '../../src/domain/migration/fault.ts'
import type { MigrationEvent } from '../../src/domain/migration/events.ts'
import type { PlannedPhase } from '../../src/domain/migration/planned.ts'
import { defaultLimits } from '../../src/engine/migration-stage.ts'
import { migrate } from '../../src/engine/migrating.ts'
import type { MigrationDatabase } from '../../src/ports.ts'
import { localClock } from '../../src/runner/clock.ts'
import { until } from '../e2e/until.ts'
import { describeOnMariadb, entryOf, leastOf, longestRead, one, phaseOf, queuedMs, shortStep, unhurried } from './mysql-stage.ts'

const limits = { lockMs: 100 }

async function migrated(
  database: MigrationDatabase,
  planned: readonly PlannedPhase[],
  tell: (event: MigrationEvent) => void = () => undefined,
) {
  return migrate(planned, {
    database,
    clock: localClock,
    cancellation: { signal: unhurried, atMs: () => undefined },
    random: () => 0.5,
    run: '7',
    attempt: 1,
    limits: { ...defaultLimits, maxWaitMs: 60_000 },
    tell,
  })
}

const faultIn = async (work: Promise<unknown>): Promise<DatabaseFault> => {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof DatabaseFault)) throw new Error(`no fault of a database: ${String(thrown)}`)
  return thrown
}

describeOnMariadb('a migration', ({ scene, runner, plain }) => {
  test('goes step by step with its ledger in the same database, and finds nothing to do the next time', async () => {
    const { url, sql } = await scene()
    await sql.query("CREATE TABLE users (id int PRIMARY KEY, name varchar(20)); INSERT INTO users VALUES (1, 'a')")
    const planned = [
      phaseOf('1', [
        shortStep('ALTER TABLE users ADD COLUMN display varchar(40) -- the end', 'users'),
        shortStep('CREATE INDEX by_name ON users (name)', 'users'),
        shortStep("INSERT INTO users VALUES (2, 'it''s', NULL)", 'users'),
      ]),
    ]
    const database = createMysql({ url, run: '7' })
    try {
      expect(await migrated(database, planned)).toMatchObject({ outcome: 'succeeded', because: '3 steps of 1 change done' })
      expect(await one(sql, 'SELECT count(*) FROM users')).toBe(2)
      const [entry] = await database.ledger(unhurried)
      expect(entry).toMatchObject({
        change: '1',
        phase: 'expand',
        state: 'done',
        run: '7',
        steps: planned[0]!.steps.map(({ digest }) => digest),
      })
      expect(Math.abs(entry!.updatedAtMs - Number(await one(sql, 'SELECT UNIX_TIMESTAMP(NOW(3)) * 1000')))).toBeLessThan(600_000)
      expect(await one(sql, 'SELECT in_flight FROM sluice_changes')).toBeNull()
      expect(await migrated(database, planned)).toMatchObject({ outcome: 'no-op' })
    } finally {
      await database.close()
    }
  })

  test('waits for a transaction that has read the table, and nobody waits behind it', async () => {
    const { url, sql } = await scene()
    await sql.query('CREATE TABLE users (id int PRIMARY KEY); INSERT INTO users VALUES (1)')
    const reader = await plain(url)
    await reader.query('START TRANSACTION; SELECT * FROM users')
    const database = await runner(url)
    await database.save(entryOf('1'), unhurried)
    const fault = await faultIn(database.perform(shortStep('ALTER TABLE users ADD COLUMN a int', 'users'), entryOf('1'), limits, unhurried))
    expect(fault.kind).toBe('busy')

    await database.close()

    // Others go on: each of their reads would queue behind an ALTER that waits.
    let holder = reader
    const longestMs = await leastOf(['b', 'c', 'd'], (column) =>
      longestRead(sql, 'users', async () => {
        const events: MigrationEvent[] = []
        const planned = [phaseOf(column, [shortStep(`ALTER TABLE users ADD COLUMN ${column} int`, 'users')])]
        const running = migrated(database, planned, (event) => events.push(event))
        const blocked = await until('the reader to be named', () => Promise.resolve(events.find(({ kind }) => kind === 'blocked')))
        expect(blocked).toMatchObject({ by: [{ user: 'sluice', relation: 'users' }] })
        await holder.query('COMMIT')
        expect(await running).toMatchObject({ outcome: 'succeeded' })
        holder = await plain(url)
        await holder.query('START TRANSACTION; SELECT * FROM users')
      }),
    )
    expect(longestMs).toBeLessThan(queuedMs)
    const columns = "SELECT count(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'users'"
    expect(await one(sql, columns)).toBeGreaterThanOrEqual(2)
  })

  test('never copies a table of which nobody said so', async () => {
    const { url, sql } = await scene()
    await sql.query('CREATE TABLE users (id int PRIMARY KEY, n int); INSERT INTO users VALUES (1, 1)')
    const database = await runner(url)
    await database.save(entryOf('1'), unhurried)
    const perform = (text: string) => database.perform(shortStep(text, 'users'), entryOf('1'), limits, unhurried)
    const refused = await faultIn(perform('ALTER TABLE users MODIFY n bigint'))
    expect([refused.kind, refused.message]).toEqual(['refused', expect.stringMatching(/ALGORITHM=INPLACE is not supported.*1846/)])
    expect((await faultIn(perform('ALTER TABLE users ADD CHECK (n > 0)'))).message).toContain('is not supported')
    // The second form is taken where the first is not to be had.
    expect((await faultIn(perform('ALTER TABLE users ADD INDEX i (n), ALGORITHM=INSTANT'))).message).toContain('is not supported')
    await perform('ALTER TABLE users ADD INDEX i (n)')
    const step = { kind: 'index', sql: '', relations: ['users'], index: 'users.i' } as const
    expect(await database.index(step, unhurried)).toBe('valid')
    await database.dropIndex('i', unhurried)
    expect(await database.index(step, unhurried)).toBe('absent')
    await perform('ALTER TABLE users MODIFY n bigint, ALGORITHM=COPY')
    expect(await one(sql, "SELECT DATA_TYPE FROM information_schema.COLUMNS WHERE COLUMN_NAME = 'n' AND TABLE_SCHEMA = DATABASE()")).toBe(
      'bigint',
    )
  })

  test('changes rows in one transaction with the ledger', async () => {
    const { url, sql } = await scene()
    await sql.query('CREATE TABLE users (id int PRIMARY KEY)')
    const database = await runner(url)
    await database.save(entryOf('1'), unhurried)
    const step = shortStep('INSERT INTO users VALUES (1), (2), (1)', 'users')
    await faultIn(database.perform(step, entryOf('1', { steps: ['a'] }), limits, unhurried))
    expect([await one(sql, 'SELECT count(*) FROM users'), (await database.ledger(unhurried))[0]!.steps]).toEqual([0, []])
    await database.perform(shortStep('INSERT INTO users VALUES (1), (2)', 'users'), entryOf('1', { steps: ['a'] }), limits, unhurried)
    expect([await one(sql, 'SELECT count(*) FROM users'), (await database.ledger(unhurried))[0]!.steps]).toEqual([2, ['a']])
  })

  test('knows a statement that was done, but not written down, from one that somebody else has done', async () => {
    const { url, sql } = await scene()
    await sql.query('CREATE TABLE users (id int PRIMARY KEY)')
    const step = shortStep('ALTER TABLE users ADD COLUMN a int', 'users')
    const first = await runner(url)
    await first.save(entryOf('1'), unhurried)
    // The row of the ledger is held, so that what follows the statement waits, and the runner dies meanwhile.
    const holder = await plain(url)
    const added = () => one(sql, "SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'a'")
    const held = (async () => {
      await until('the note', () => one(sql, 'SELECT in_flight FROM sluice_changes').then((note) => note !== null))
      await holder.query("START TRANSACTION; UPDATE sluice_changes SET run_id = 'held'")
    })()
    const reader = await plain(url)
    await reader.query('START TRANSACTION; SELECT * FROM users')
    const performing = faultIn(first.perform(step, entryOf('1', { steps: ['a'], state: 'done' }), { lockMs: 60_000 }, unhurried))
    await held
    await reader.query('COMMIT')
    await until('the column', () => added().then((found) => found === 1))
    // What was sent already would still be done.
    await sql.query(`KILL ${String(await one(sql, "SELECT IS_USED_LOCK(CONCAT('sluice/', DATABASE()))"))}`)
    expect((await performing).kind).toBe('lost')
    await holder.query('ROLLBACK')

    const second = await until('the lock', async () => {
      const database = await runner(url)
      return (await database.lock(unhurried)).heldBy === undefined ? database : undefined
    })
    expect((await second.ledger(unhurried))[0]).toMatchObject({ state: 'running', steps: [] })
    await second.perform(step, entryOf('1', { steps: ['a'], state: 'done' }), limits, unhurried)
    expect((await second.ledger(unhurried))[0]).toMatchObject({ state: 'done', steps: ['a'] })

    await sql.query('ALTER TABLE users ADD COLUMN b int')
    const again = shortStep('ALTER TABLE users ADD COLUMN b int', 'users')
    for (let tries = 0; tries < 2; tries += 1)
      expect((await faultIn(second.perform(again, entryOf('1'), limits, unhurried))).message).toContain('Duplicate column name')
  })

  test('does nothing again of which it cannot be told whether it was done, and which would do more', async () => {
    const { url, sql } = await scene()
    await sql.query('CREATE TABLE users (a int); CREATE TABLE calls (n int); CREATE PROCEDURE called() INSERT INTO calls VALUES (1)')
    const database = await runner(url)
    await database.save(entryOf('1'), unhurried)
    const perform = (text: string) => database.perform(shortStep(text, 'users'), entryOf('1'), limits, unhurried)
    const begunBefore = async (text: string) => {
      const note = JSON.stringify({ sql: createHash('sha256').update(text).digest('hex'), before: 'other' })
      await sql.query('UPDATE sluice_changes SET in_flight = ?', [note])
    }
    const indexes = () =>
      one(sql, "SELECT count(*) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'users'")
    const unnamed = 'ALTER TABLE users ADD INDEX (a), ALGORITHM=INPLACE, LOCK=NONE'
    for (const text of [unnamed, 'CALL called()', 'TRUNCATE users']) {
      await begunBefore(text)
      const { kind, message } = await faultIn(perform(text))
      expect([kind, message]).toEqual(['refused', expect.stringContaining('cannot be told')])
    }
    expect([await indexes(), await one(sql, 'SELECT count(*) FROM calls')]).toEqual([0, 0])
    // Whoever has looked says so.
    await sql.query('UPDATE sluice_changes SET in_flight = NULL')
    await perform('CALL called()')
    // What the server refuses to do again, or does without a difference, is done.
    for (const text of [
      'ALTER TABLE users ADD INDEX i (a)',
      'ALTER TABLE users ADD INDEX i (a)',
      'ALTER TABLE users ALTER a SET DEFAULT 5',
    ]) {
      await begunBefore(text)
      await perform(text)
    }
    expect([await indexes(), await one(sql, 'SELECT count(*) FROM calls')]).toEqual([1, 1])
  })

  test('writes no rows that could part from its ledger', async () => {
    const { url, sql } = await scene()
    await sql.query(`CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE log (id int) ENGINE=MyISAM; CREATE VIEW v AS SELECT * FROM users;
      CREATE TABLE watched (id int); CREATE TRIGGER w AFTER INSERT ON watched FOR EACH ROW INSERT INTO log VALUES (NEW.id)`)
    const database = await runner(url)
    await database.save(entryOf('1'), unhurried)
    const perform = (text: string) => database.perform(shortStep(text), entryOf('1'), limits, unhurried)
    for (const text of ['INSERT INTO log VALUES (1)', 'UPDATE users JOIN log USING (id) SET log.id = 2', 'INSERT INTO watched VALUES (1)'])
      expect((await faultIn(perform(text))).message).toContain('table log is kept by MyISAM, which has no transactions')
    expect((await faultIn(perform('DELETE FROM v'))).message).toContain('v is a view')
    expect(await one(sql, 'SELECT count(*) FROM log')).toBe(0)
    await perform('INSERT INTO users SELECT 1 FROM log RIGHT JOIN (SELECT 1) one ON 1')
    expect(await one(sql, 'SELECT count(*) FROM users')).toBe(1)
  })

  test('is done by one of two runners, and the lock ends with the session of a dead one', async () => {
    const { url, sql } = await scene()
    const first = await runner(url, '100')
    await first.save(entryOf('5', { run: '100' }), unhurried)
    // Asked again it is still one lock.
    expect(await first.lock(unhurried)).toEqual({})
    const second = await runner(url, '200')
    expect((await second.lock(unhurried)).heldBy).toMatch(/^run 100, attempt 1, at 5 expand \(session \d+ of sluice\)$/)
    const other = await scene()
    expect(await (await runner(other.url)).lock(unhurried)).toEqual({})
    const held = await one(sql, "SELECT IS_USED_LOCK(CONCAT('sluice/', DATABASE()))")
    await sql.query(`KILL ${String(held)}`)
    await until('the lock', async () => (await second.lock(unhurried)).heldBy === undefined)
    expect((await faultIn(first.save(entryOf('5'), unhurried))).kind).toBe('lost')
  })

  test('tells no value of a row or a statement', async () => {
    const { url, sql } = await scene()
    await sql.query(
      "CREATE TABLE users (email varchar(20) NOT NULL, n int, UNIQUE KEY one_email (email)); INSERT INTO users VALUES ('hunter2', 1)",
    )
    const database = await runner(url)
    await database.save(entryOf('1'), unhurried)
    const said: string[] = []
    for (const text of [
      "INSERT INTO users VALUES ('hunter2', 1)",
      "INSERT INTO users VALUES ('x', 'hunter2')",
      "INSERT INTO users VALUES ('hunter2hunter2hunter2', 1)",
      "INSERT INTO users SELECT 'hunter2' 'hunter2",
      "INSERT INTO users VALUES ('y', CAST('hunter2' AS date) + hunter3('hunter2'))",
      "UPDATE users SET email = NULL WHERE email = 'hunter2'",
    ]) {
      const fault = await faultIn(database.perform(shortStep(text, 'users'), entryOf('1'), limits, unhurried))
      expect(fault.kind).toBe('refused')
      said.push(`${fault.message} ${String(fault.stack)} ${JSON.stringify(fault.cause)}`)
    }
    expect(said.join('\n')).not.toContain('hunter2')
    expect(said[0]).toContain('two rows would be equal, at key one_email (error 1062, SQLSTATE 23000)')
  })

  test('is cancelled in the server, and a session that was ended is told as lost', async () => {
    const { url, sql } = await scene()
    await sql.query('CREATE TABLE t (id int PRIMARY KEY)')
    const database = await runner(url)
    await database.save(entryOf('1'), unhurried)
    const cancel = new AbortController()
    const slow = faultIn(database.perform(shortStep('INSERT INTO t SELECT SLEEP(600)'), entryOf('1'), limits, cancel.signal))
    const sleeping = () =>
      one(sql, "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE '%SLEEP(600)%' AND ID <> CONNECTION_ID()")
    await until('the statement', async () => (await sleeping()) !== undefined)
    const sinceMs = performance.now()
    cancel.abort()
    expect((await slow).kind).toBe('cancelled')
    // The statement takes ten times as long.
    expect(performance.now() - sinceMs).toBeLessThan(60_000)
    expect(await sleeping()).toBeUndefined()
    // The session lives, and the lock with it.
    expect(await database.lock(unhurried)).toEqual({})
    const again = faultIn(database.perform(shortStep('INSERT INTO t SELECT SLEEP(600)'), entryOf('1'), limits, unhurried))
    const id = await until('the statement', sleeping)
    await sql.query(`KILL ${String(id)}`)
    expect((await again).kind).toBe('lost')
  })

  test('is verified by reading alone', async () => {
    const { url, sql } = await scene()
    await sql.query('CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1), (2)')
    const database = await runner(url)
    expect(
      await database.verify(
        ['SELECT id FROM t WHERE id > 5', 'SELECT id FROM t -- all', 'WITH x AS (SELECT 1 AS a) SELECT a FROM x'],
        unhurried,
      ),
    ).toEqual([0, 2, 1])
    expect((await faultIn(database.verify(['SELECT 1 AS a, 2 AS a'], unhurried))).message).toContain('two columns of one name')
    await faultIn(database.verify(['DELETE FROM t'], unhurried))
    expect(await one(sql, 'SELECT count(*) FROM t')).toBe(2)
  })

  test('needs no right to create where the ledger is there, and says which right is missing where it is not', async () => {
    const { url, sql } = await scene()
    const name = new URL(url).pathname.slice(1)
    await sql.query(`CREATE USER poor_${name}@'127.0.0.1'; GRANT SELECT ON ${name}.* TO poor_${name}@'127.0.0.1'`)
    const poor = url.replace('sluice@', `poor_${name}@`)
    expect((await faultIn(runner(poor))).message).toMatch(/GRANT CREATE, SELECT, INSERT, UPDATE/)
    await runner(url)
    await sql.query(`GRANT SELECT, INSERT, UPDATE ON ${name}.sluice_changes TO poor_${name}@'127.0.0.1'`)
    const database = await runner(poor, '2')
    expect(await database.ledger(unhurried)).toEqual([])
    expect(await database.connect(unhurried)).toMatchObject({ superuser: false, pooled: false, replica: false })
  })
})
