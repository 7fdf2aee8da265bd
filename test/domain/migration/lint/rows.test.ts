import { describe, expect, it } from 'vitest'
import { lintFiles, said } from './said.ts'

describe('what a statement calls', () => {
  const batch = (sql: string): readonly string[] => said('1_a/backfill.sql', `-- @backfill table=users key=id\n${sql}`)

  it.each([
    `INSERT INTO t(x) VALUES (set_config('lock_timeout','0',false))`,
    `INSERT INTO t VALUES (1) RETURNING set_config('lock_timeout','0',false)`,
    `CREATE TABLE n(a int); INSERT INTO n SELECT set_config('lock_timeout','0',false)`,
    `-- @allow update: small\nUPDATE users SET a=set_config('lock_timeout','0',false)`,
    `CREATE TABLE n AS SELECT pg_catalog.set_config('lock_timeout','0',false)`,
    `-- @allow add-column-volatile-default: small\nALTER TABLE users ADD a text DEFAULT set_config('lock_timeout','0',false)`,
    'INSERT INTO t VALUES (pg_advisory_unlock_all())',
    'INSERT INTO t VALUES ((SELECT count(*) FROM pg_advisory_lock(1)))',
    'SELECT pg_advisory_unlock(1)',
    '-- @allow call-function: ours\nSELECT pg_try_advisory_lock_shared(1)',
  ])('%s undoes what guards the run: no word of its author helps', (sql) => {
    const { statements } = lintFiles({ '1_a/expand.sql': sql }, { safeRewrite: true })
    expect(statements.at(-1)).toMatchObject({ verdict: 'refused', steps: [] })
    expect(statements.at(-1)!.findings[0]!.rule).toMatch(/^session-(?:setting|lock)$/)
  })

  it.each([
    [`UPDATE users SET a=set_config('lock_timeout','0',false) WHERE :range`, '2 refused session-setting batched'],
    ['UPDATE users SET a=pg_advisory_unlock_all()::text WHERE :range', '2 refused session-lock batched'],
    ['UPDATE users SET a=pg_sleep(1)::text WHERE :range', '2 refused batched call-function'],
    [`UPDATE users SET a=dblink_exec('x') WHERE :range`, '2 refused batched call-function'],
    [`UPDATE users SET a=ext.dblink_exec('x') WHERE :range`, '2 refused batched call-function'],
    ['UPDATE users SET a=pg_advisory_xact_lock(id)::text WHERE :range', '2 refused batched call-function'],
    ['UPDATE users SET a=gen_random_uuid(), b=now(), c=app.slugify(title) WHERE :range', '2 runs batched'],
  ])('a batch may call what works on its rows: %s', (sql, expected) => {
    expect(batch(sql)).toEqual([expected])
  })

  it.each([
    ['INSERT INTO t VALUES (pg_sleep(1000))', '1 refused insert-values call-function'],
    ['INSERT INTO t VALUES (dangerous())', '1 refused insert-values call-function'],
    [
      "INSERT INTO t VALUES (public.gen_random_uuid(), extensions.uuid_generate_v4(), postgis.ST_MakePoint(1, 2), crypt('a', 'b'))",
      '1 runs insert-values',
    ],
    ['CREATE TABLE n(a int); INSERT INTO n SELECT dangerous()', '1 refused on-new-table call-function'],
    [`INSERT INTO t VALUES (gen_random_uuid(), now(), random(), nextval('s'), lower('A'), pg_catalog.md5('a'))`, '1 runs insert-values'],
    ['CREATE VIEW v AS SELECT dangerous()', '1 runs create-view'],
  ])('%s', (sql, expected) => {
    expect(said('1_a/expand.sql', sql).at(-1)).toBe(expected)
  })

  it('of another tool is its own business where it is of its session', () => {
    expect(said('V1__a.sql', `SELECT set_config('lock_timeout', '0', false); SELECT pg_advisory_lock(1)`)).toEqual([
      '1 runs session-setting',
      '1 runs session-lock',
    ])
  })
})

describe('rows that a query locks', () => {
  it.each([
    ['SELECT * FROM users FOR UPDATE', '1 refused locking-query'],
    ['SELECT 1 FROM users WHERE id = 1 FOR SHARE', '1 refused locking-query'],
    ['SELECT * FROM (SELECT * FROM users FOR KEY SHARE) u', '1 refused locking-query'],
    ['WITH u AS MATERIALIZED (SELECT * FROM users FOR UPDATE) SELECT * FROM u', '1 refused locking-query'],
    ['CREATE TABLE n AS SELECT id FROM users FOR UPDATE', '1 refused create-table locking-query'],
    ['CREATE TABLE n(a int); INSERT INTO n SELECT id FROM users FOR UPDATE', '1 refused on-new-table locking-query'],
    ['CREATE TABLE n(a int); SELECT a FROM n FOR UPDATE', '1 refused locking-query'],
  ])('%s', (sql, expected) => {
    expect(said('1_a/expand.sql', sql).at(-1)).toBe(expected)
  })

  it('are told with the tables that are named', () => {
    const { statements } = lintFiles({ '1_a/expand.sql': 'SELECT 1 FROM users u, teams, (SELECT 1 FROM posts) p FOR UPDATE OF u' })
    expect(statements[0]!.findings[0]!.locks).toEqual([{ relation: 'users', mode: 'ROW SHARE' }])
  })
})

describe('a batch', () => {
  const batch = (sql: string): readonly string[] => said('1_a/backfill.sql', `-- @backfill table=users key=id\n${sql}`)

  it.each([
    'WITH gone AS (DELETE FROM orders RETURNING id) UPDATE users SET a=1 WHERE :range',
    'WITH more AS (UPDATE users SET b=2 RETURNING id) UPDATE users SET a=1 WHERE :range',
    'WITH batch AS (SELECT id FROM users WHERE :range), gone AS (DELETE FROM orders USING batch) UPDATE users SET a=1 FROM batch WHERE batch.id = users.id',
  ])('that writes more than its rows needs a word: %s', (sql) => {
    expect(batch(sql)).toEqual(['2 refused batched update'])
    expect(said('1_a/backfill.sql', `-- @backfill table=users key=id\n-- @allow update: few\n${sql}`)).toEqual(['3 runs batched update'])
  })

  it('is told with every table it writes', () => {
    const sql = 'WITH gone AS (DELETE FROM users WHERE :range RETURNING *) INSERT INTO archive SELECT * FROM gone'
    expect(batch(sql)).toEqual(['2 runs batched'])
    const { statements } = lintFiles({ '1_a/backfill.sql': `-- @backfill table=users key=id\n${sql}` })
    expect(statements[0]!.findings[0]!.locks.map(({ relation }) => relation)).toEqual(['archive', 'users'])
  })

  it.each([
    'WITH batch AS (SELECT id FROM users WHERE :range FOR UPDATE SKIP LOCKED) UPDATE users SET a=1 FROM batch WHERE batch.id = users.id',
    'WITH batch AS (SELECT id FROM users WHERE :range), gone AS (DELETE FROM orders WHERE user_id IN (SELECT id FROM batch)) DELETE FROM users WHERE id IN (SELECT id FROM batch)',
  ])('may write and lock what comes from its rows: %s', (sql) => {
    expect(batch(sql)).toEqual(['2 runs batched'])
  })

  it('may not lock others', () => {
    expect(batch('UPDATE users SET a=1 FROM (SELECT id FROM orders FOR UPDATE) o WHERE o.id = users.id AND :range')).toEqual([
      '2 refused batched locking-query',
    ])
  })

  it.each([
    'UPDATE users SET id = id + 1000 WHERE :range',
    'UPDATE users SET (a, id) = (1, 2) WHERE :range',
    'INSERT INTO users (id) SELECT id FROM users WHERE :range ON CONFLICT (id) DO UPDATE SET id = users.id + 1',
    'INSERT INTO users (name) SELECT name FROM users WHERE :range',
    'WITH m AS (UPDATE users SET id = -id WHERE :range RETURNING id) INSERT INTO log SELECT id FROM m',
  ])('never sets the key it goes along: %s', (sql) => {
    expect(said('1_a/backfill.sql', `-- @backfill table=users key=id\n-- @allow backfill-moves-key: please\n${sql}`)).toEqual([
      '3 refused batched backfill-moves-key',
    ])
  })

  it.each([
    ['UPDATE users SET n = n + 1 WHERE :range', true],
    [`UPDATE users u SET name = 'x' || u.name WHERE :range`, true],
    ['INSERT INTO log SELECT id FROM users WHERE :range', true],
    ['UPDATE users SET n = n + 1, done = true WHERE NOT done AND :range', false],
    ['UPDATE users SET name = lower(name), n = m + 1 WHERE :range', false],
    ['INSERT INTO log SELECT id FROM users WHERE :range ON CONFLICT DO NOTHING', false],
    ['INSERT INTO log SELECT id FROM users u WHERE NOT EXISTS (SELECT FROM log l WHERE l.id = u.id) AND :range', false],
    ['WITH gone AS (DELETE FROM users WHERE :range RETURNING *) INSERT INTO log SELECT * FROM gone', false],
    ['DELETE FROM users WHERE :range', false],
  ])('may come to a row again where there is a verify.sql: %s', (sql, adds) => {
    const text = `-- @backfill table=users key=id\n${sql}`
    expect(said('1_a/backfill.sql', text)).toEqual(['2 runs batched'])
    const { statements } = lintFiles({ '1_a/backfill.sql': text, '1_a/verify.sql': 'SELECT 1 FROM users WHERE n IS NULL' })
    expect(statements[0]!.findings.map(({ rule }) => rule)).toEqual(adds ? ['batched', 'backfill-not-repeatable'] : ['batched'])
  })

  it('may set a column of that name elsewhere, and make rows that it passes over', () => {
    expect(batch(`INSERT INTO users (name, kind) SELECT name, 'b' FROM users WHERE kind = 'a' AND :range`)).toEqual(['2 runs batched'])
    expect(batch('UPDATE orders SET id = u.a FROM users u WHERE u.id = orders.user_id AND :range')).toEqual(['2 runs batched'])
  })
})
