import { describe, expect, it } from 'vitest'
import { readChanges } from '../../../../src/domain/migration/changes.ts'
import type { Known } from '../../../../src/domain/migration/lint/about.ts'
import { lint, type Linted } from '../../../../src/domain/migration/lint/lint.ts'
import { corpus } from './corpus/corpus.ts'
import { parse } from './read-statement.ts'

interface Asked {
  readonly safeRewrite?: boolean
  readonly version?: number
}

function lintFiles(files: Readonly<Record<string, string>>, { safeRewrite = false, version = 15 }: Asked = {}): Linted {
  const { changes, mistakes } = readChanges(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    '',
    parse,
  )
  expect(mistakes).toEqual([])
  return lint(changes, { version, safeRewrite })
}

/** `line verdict rules`, of one file. */
function said(path: string, text: string, asked?: Asked): readonly string[] {
  const { statements, mistakes } = lintFiles({ [path]: text }, asked)
  return [
    ...statements.map(({ line, verdict, findings }) => `${String(line)} ${verdict} ${findings.map(({ rule }) => rule).join(' ')}`),
    ...mistakes.map(({ line, text: mistake }) => `${String(line)} ${mistake}`),
  ]
}

describe('expand.sql', () => {
  it('runs what is safe, and refuses the rest', () => {
    const text = [
      'ALTER TABLE users ADD COLUMN nick text;',
      'CREATE INDEX users_nick ON users (nick);',
      'ALTER TABLE users ADD COLUMN n serial;',
      'ALTER TABLE users DROP COLUMN name;',
      'UPDATE users SET nick = name;',
    ].join('\n')
    expect(said('1_a/expand.sql', text)).toEqual([
      '1 runs add-column',
      '2 refused add-index',
      '3 refused add-column-serial',
      '4 refused drop-column',
      '5 refused update',
    ])
    expect(said('1_a/expand.sql', text, { safeRewrite: true })[1]).toBe('2 runs-rewritten add-index')
  })

  it('runs what is allowed by name and with a reason, as it is written', () => {
    const { statements, mistakes } = lintFiles(
      {
        '1_a/expand.sql':
          '-- @allow add-index: it is small\nCREATE INDEX users_nick ON users (nick);\nCREATE INDEX users_name ON users (name);',
      },
      { safeRewrite: true },
    )
    expect(mistakes).toEqual([])
    expect(statements.map(({ verdict, allowed, steps }) => ({ verdict, allowed, steps }))).toEqual([
      {
        verdict: 'runs',
        allowed: 'it is small',
        steps: [{ kind: 'short', sql: 'CREATE INDEX users_nick ON users (nick)', relations: ['users'] }],
      },
      {
        verdict: 'runs-rewritten',
        allowed: undefined,
        steps: [{ kind: 'index', sql: 'CREATE INDEX CONCURRENTLY users_name ON users (name)', relations: ['users'], index: 'users_name' }],
      },
    ])
  })

  it('needs a word for each of several findings', () => {
    const drop = 'ALTER TABLE users DROP COLUMN a CASCADE'
    expect(said('1_a/expand.sql', `-- @allow drop-column: nobody\n${drop}`)).toEqual(['2 refused drop-column drop-cascade'])
    expect(said('1_a/expand.sql', `-- @allow drop-column: nobody\n-- @allow drop-cascade: nothing\n${drop}`)).toEqual([
      '3 runs drop-column drop-cascade',
    ])
  })

  it('calls an @allow of what is not found a mistake', () => {
    expect(said('1_a/expand.sql', '-- @allow drop-column: old\nALTER TABLE users ADD a int')).toEqual([
      '2 runs add-column',
      '1 @allow drop-column allows what is not found here: remove it',
    ])
  })

  it('leaves an @allow of no rule to those who read the files', () => {
    const { changes, mistakes } = readChanges([{ path: '1_a/expand.sql', text: '-- @allow nonsense: a\nSELECT 1' }], '', parse)
    expect([...mistakes, ...lint(changes, { version: 15, safeRewrite: true }).mistakes]).toHaveLength(1)
  })

  it.each(['BEGIN', `SET lock_timeout = '1s'`])('never runs %s: no word of its author helps', (sql) => {
    const rule = sql === 'BEGIN' ? 'transaction-control' : 'session-setting'
    expect(said('1_a/expand.sql', `-- @allow ${rule}: please\n${sql}`)).toEqual([`2 refused ${rule}`])
  })

  it('takes a recipe that cannot be written by itself for refused, with advice', () => {
    const { statements } = lintFiles({ '1_a/expand.sql': 'ALTER TABLE users ADD a json' }, { safeRewrite: true })
    expect(statements[0]).toMatchObject({ verdict: 'refused', steps: [], findings: [{ rule: 'add-column-json', advice: 'Use jsonb.' }] })
  })
})

describe('tables of the same script', () => {
  it('are new, and used by nobody', () => {
    const text = [
      'CREATE TABLE made (id int, team_id int);',
      'CREATE INDEX ON made (id);',
      'ALTER TABLE made ADD PRIMARY KEY (id), ADD FOREIGN KEY (team_id) REFERENCES teams;',
      'INSERT INTO made SELECT id FROM users;',
      'CREATE INDEX ON users (id);',
    ].join('\n')
    const { statements } = lintFiles({ '1_a/expand.sql': text })
    expect(statements.map(({ verdict, findings }) => [verdict, findings.map(({ rule }) => rule)])).toEqual([
      ['runs', ['create-table']],
      ['runs', ['on-new-table']],
      ['runs', ['on-new-table']],
      ['runs', ['on-new-table']],
      ['refused', ['add-index']],
    ])
    expect(statements[2]!.findings[0]!.locks).toEqual([
      { relation: 'made', mode: 'ACCESS EXCLUSIVE' },
      { relation: 'teams', mode: 'SHARE ROW EXCLUSIVE' },
    ])
  })

  it('may have been there before where they are made IF NOT EXISTS', () => {
    expect(said('1_a/expand.sql', 'CREATE TABLE IF NOT EXISTS made (id int);\nCREATE INDEX ON made (id)')).toEqual([
      '1 runs create-table',
      '2 refused add-index',
    ])
  })

  it.each([
    [
      'CREATE TABLE old (LIKE users);',
      'WITH m AS (DELETE FROM users RETURNING *) INSERT INTO old SELECT * FROM m;',
      'refused on-new-table update',
    ],
    ['CREATE TABLE t (a int);', 'TRUNCATE t CASCADE;', 'refused on-new-table drop-cascade'],
    ['CREATE TEMP TABLE users (LIKE users) ON COMMIT DROP;', 'DELETE FROM users;', 'refused delete'],
    ['CREATE TABLE s (a int); ALTER TABLE s RENAME TO t;', 'DELETE FROM s;', 'refused delete'],
    ['CREATE TABLE s (a int); DROP TABLE s;', 'DELETE FROM s;', 'refused delete'],
  ])('do not stand for what a statement does to others: %s %s', (before, sql, expected) => {
    expect(said('1_a/expand.sql', `${before}\n${sql}`).at(-1)).toBe(`2 ${expected}`)
  })

  it('that are filled by what takes rows away are looked into', () => {
    const [told] = said('1_a/expand.sql', 'CREATE TABLE old AS WITH m AS (DELETE FROM users RETURNING *) SELECT * FROM m')
    expect(told).toBe('1 refused create-table update')
  })

  it.each([
    'CREATE TABLE n AS SELECT id, u FROM orders;',
    'SELECT id, u INTO n FROM orders;',
    'CREATE TABLE n (id int, u int); INSERT INTO n SELECT id, u FROM orders;',
    "CREATE TABLE n (id int, u int); -- @allow copy: dump\nCOPY n FROM PROGRAM 'x';",
    'CREATE TABLE n (id int, u int); WITH m AS (INSERT INTO n SELECT id, u FROM orders RETURNING 1) SELECT * FROM m;',
  ])('that have rows keep others locked while those are read: %s', (before) => {
    const foreign = `${before}\nALTER TABLE n ADD FOREIGN KEY (u) REFERENCES users (id)`
    const { statements } = lintFiles({ '1_a/expand.sql': foreign }, { safeRewrite: true })
    const last = statements.at(-1)!
    expect([last.verdict, ...last.findings.map(({ rule }) => rule)]).toEqual(['runs-rewritten', 'on-new-table', 'add-foreign-key'])
    expect(last.steps.map(({ kind }) => kind)).toEqual(['short', 'long'])
  })

  it.each(['CREATE TABLE n (id int, u int); INSERT INTO n VALUES (1, 2);', 'CREATE TABLE n AS SELECT id, u FROM orders WITH NO DATA;'])(
    'that have none read nothing: %s',
    (before) => {
      expect(said('1_a/expand.sql', `${before}\nALTER TABLE n ADD FOREIGN KEY (u) REFERENCES users (id)`).at(-1)).toBe(
        '2 runs on-new-table',
      )
    },
  )

  it.each([
    ['CREATE TABLE n AS SELECT id FROM orders;', 'CREATE INDEX ON n (id)', 'runs on-new-table'],
    ['CREATE TABLE n AS SELECT id FROM orders;', 'ALTER TABLE n ADD PRIMARY KEY (id)', 'runs on-new-table'],
    [
      'CREATE TABLE n (id int) PARTITION BY LIST (id); ALTER TABLE n ATTACH PARTITION old DEFAULT;',
      'CREATE INDEX ON n (id)',
      'refused add-index',
    ],
    ['CREATE TABLE n (id int); ALTER TABLE old INHERIT n;', 'ALTER TABLE n ADD CHECK (id > 0)', 'refused add-check'],
  ])('that have rows are still used by nobody, but where those are of older ones: %s %s', (before, sql, expected) => {
    expect(said('1_a/expand.sql', `${before}\n${sql}`).at(-1)).toBe(`2 ${expected}`)
  })

  it('are not those of another script', () => {
    const { statements } = lintFiles({ '1_a/expand.sql': 'CREATE TABLE made (id int)', '2_b/expand.sql': 'CREATE INDEX ON made (id)' })
    expect(statements.map(({ verdict }) => verdict)).toEqual(['runs', 'refused'])
  })

  it('that are attached to a table of the same script are read where they are old', () => {
    const text =
      'CREATE TABLE all_events (id int) PARTITION BY RANGE (id);\nALTER TABLE all_events ATTACH PARTITION old FOR VALUES FROM (1) TO (2)'
    expect(said('1_a/expand.sql', text)[1]).toBe('2 refused attach-partition')
  })
})

describe('types', () => {
  it('are known where any of the changes makes them', () => {
    const { statements } = lintFiles({
      '1_a/expand.sql': `CREATE TYPE app.mood AS ENUM ('sad'); CREATE DOMAIN plain AS text; CREATE DOMAIN size AS int CHECK (VALUE > 0); CREATE DOMAIN later AS int; CREATE DOMAIN over AS size; CREATE DOMAIN sizes AS size[]; CREATE DOMAIN above AS later; CREATE DOMAIN elsewhere AS other`,
      '2_b/expand.sql': 'ALTER DOMAIN later ADD CHECK (VALUE > 0) NOT VALID',
      '3_c/expand.sql': ['app.mood', 'plain', 'sizes', 'size', 'later', 'over', 'above', 'elsewhere', 'other', 'mood']
        .map((type) => `ALTER TABLE t ADD c ${type}`)
        .join(';'),
    })
    const told = statements.filter(({ change }) => change === '3').map(({ statement, verdict }) => `${statement.text.slice(20)} ${verdict}`)
    expect(told).toEqual([
      'app.mood runs',
      'plain runs',
      'sizes runs',
      'size refused',
      'later refused',
      'over refused',
      'above refused',
      'elsewhere refused',
      'other refused',
      'mood refused',
    ])
  })

  it('are told by the catalog where a domain is above one that no change makes', () => {
    const text = 'CREATE DOMAIN above AS other; ALTER TABLE t ADD c above DEFAULT 5'
    const { changes } = readChanges([{ path: '1_a/expand.sql', text }], '', parse)
    const rules = (made: 'plain' | 'checked'): readonly string[] =>
      lint(changes, { version: 15, safeRewrite: true, known: { madeType: () => made } }).statements[1]!.findings.map(({ rule }) => rule)
    expect(rules('plain')).toEqual(['add-column'])
    expect(rules('checked')).toEqual(['add-column-unknown-type'])
  })
})

describe('the other scripts', () => {
  it('contract.sql may take away', () => {
    const text = 'ALTER TABLE users DROP COLUMN a;\nDROP INDEX users_a;\nDROP TABLE old CASCADE;\nALTER TABLE users ALTER b SET NOT NULL'
    expect(said('1_a/contract.sql', text, { safeRewrite: true })).toEqual([
      '1 runs drop-column',
      '2 runs-rewritten drop-index drop-index-blocking',
      '3 refused drop-table drop-cascade',
      '4 runs-rewritten set-not-null',
    ])
    const { statements } = lintFiles({ '1_a/contract.sql': 'DROP INDEX app.users_a, users_b' }, { safeRewrite: true })
    expect(statements[0]!.steps).toEqual([
      { kind: 'bare', sql: 'DROP INDEX CONCURRENTLY IF EXISTS app.users_a', relations: ['app.users_a'] },
      { kind: 'bare', sql: 'DROP INDEX CONCURRENTLY IF EXISTS users_b', relations: ['users_b'] },
    ])
  })

  it('undo.sql takes back what expand.sql added', () => {
    expect(said('1_a/undo.sql', 'ALTER TABLE users DROP COLUMN a')).toEqual(['1 runs drop-column'])
  })

  it('backfill.sql and verify.sql hold what they are for', () => {
    expect(said('1_a/backfill.sql', '-- @backfill table=users key=id\nUPDATE users SET a = b WHERE :range')).toEqual(['2 runs batched'])
    expect(said('1_a/verify.sql', 'SELECT 1 FROM users WHERE a IS NULL')).toEqual(['1 runs query'])
    expect(said('1_a/verify.sql', 'SELECT count_all()')).toEqual(['1 refused call-function'])
  })
})

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
    ['UPDATE users SET a=pg_advisory_xact_lock(id)::text WHERE :range', '2 refused batched call-function'],
    ['UPDATE users SET a=gen_random_uuid(), b=now(), c=app.slugify(title) WHERE :range', '2 runs batched'],
  ])('a batch may call what works on its rows: %s', (sql, expected) => {
    expect(batch(sql)).toEqual([expected])
  })

  it.each([
    ['INSERT INTO t VALUES (pg_sleep(1000))', '1 refused insert-values call-function'],
    ['INSERT INTO t VALUES (dangerous())', '1 refused insert-values call-function'],
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
    'WITH m AS (UPDATE users SET id = -id WHERE :range RETURNING id) INSERT INTO log SELECT id FROM m',
  ])('never sets the key it goes along: %s', (sql) => {
    expect(said('1_a/backfill.sql', `-- @backfill table=users key=id\n-- @allow backfill-moves-key: please\n${sql}`)).toEqual([
      '3 refused batched backfill-moves-key',
    ])
  })

  it('may set a column of that name elsewhere', () => {
    expect(batch('UPDATE orders SET id = u.a FROM users u WHERE u.id = orders.user_id AND :range')).toEqual(['2 runs batched'])
  })
})

describe('files of other tools', () => {
  it('are judged as expand, never rewritten, and may have transactions of their own', () => {
    const { statements } = lintFiles(
      {
        'V1__a.sql': `BEGIN; SET lock_timeout = '1s'; ALTER TABLE users ADD a int; CREATE INDEX ON users (a); ALTER TABLE users DROP b; COMMIT`,
      },
      { safeRewrite: true },
    )
    expect(statements.map(({ verdict, steps }) => [verdict, steps.length])).toEqual([
      ['runs', 0],
      ['runs', 0],
      ['runs', 0],
      ['refused', 0],
      ['refused', 0],
      ['runs', 0],
    ])
  })
})

describe('files of other tools are run as one transaction', () => {
  const last = (path: string, text: string): string => said(path, text).at(-1)!.replace(/^\d+ /, '')
  const check = 'ALTER TABLE users ADD CONSTRAINT c CHECK (a > 0) NOT VALID;'
  const add = 'ALTER TABLE users ADD COLUMN a int;'
  const validate = 'ALTER TABLE users VALIDATE CONSTRAINT c;'
  const index = 'CREATE INDEX CONCURRENTLY i ON users (a);'

  it.each([
    ['V1__x.sql', `${check} ${validate}`],
    ['V1__x.sql', `${add} ALTER TABLE teams VALIDATE CONSTRAINT c;`],
    ['20260101_x/migration.sql', `${add} CREATE TABLE n AS SELECT * FROM orders;`],
    ['V1__x.sql', `-- flyway:executeInTransaction=false\nBEGIN; ${check} ${validate}`],
  ])('so that locks are kept while a table is read: %s %s', (path, text) => {
    expect(last(path, text)).toMatch(/^refused .*locks-held-meanwhile$/)
    const { statements } = lintFiles({ [path]: text })
    expect(statements.at(-1)!.findings.at(-1)).toMatchObject({ scans: true, locks: [{ relation: 'users', mode: 'ACCESS EXCLUSIVE' }] })
  })

  it.each([
    ['V1__x.sql', validate],
    ['V1__x.sql', `${validate} ${add}`],
    ['V1__x.sql', `${add} COMMIT; ${validate}`],
    ['V1__x.sql', `CREATE TABLE n (a int); CREATE INDEX ON n (a); ${validate}`],
    ['1_x.sql', `-- +goose NO TRANSACTION\n-- +goose Up\n${check} ${validate}`],
    ['1_x.sql', `-- migrate:up transaction:false\n${check} ${validate}`],
    ['1_x.sql', `-- no-transaction\n${check} ${index}`],
    ['1_x.sql', `-- atlas:txmode none\n${add} ${index}`],
    ['1_x.sql', `-- +migrate Up notransaction\n${add} ${index}`],
    ['V1__x.sql', `-- flyway:executeInTransaction=false\n${add} ${index}`],
    ['V1__x.sql', `${index} CREATE INDEX CONCURRENTLY j ON users (b);`],
    ['1_x.sql', index],
    ['1_x/expand.sql', `${check} ${validate} ${index}`],
  ])('but not all: %s %s', (path, text) => {
    expect(said(path, text).filter((line) => !line.includes(' runs '))).toEqual([])
  })

  it.each([
    `BEGIN; ${add} ${index}`,
    `${add} ${index}`,
    `${index} CREATE INDEX CONCURRENTLY j ON users (b);`,
    `${add} DROP INDEX CONCURRENTLY i;`,
    `${add} REINDEX TABLE CONCURRENTLY users;`,
    `${add} VACUUM users;`,
  ])('in which some statements fail: %s', (text) => {
    expect(last('1_x.sql', text)).toMatch(/^refused .*not-in-transaction$/)
  })

  it('and who says that a table is small need not say it twice', () => {
    expect(last('V1__x.sql', `${add}\n-- @allow add-index: small\nCREATE INDEX ON users (a);`)).toBe('runs add-index')
    expect(last('V1__x.sql', `${check}\n-- @allow locks-held-meanwhile: small\n${validate}`)).toBe(
      'runs validate-constraint locks-held-meanwhile',
    )
  })
})

describe('steps that are allowed although others wait behind them', () => {
  it.each([
    ['reindex', 'REINDEX TABLE users', 'bare ACCESS EXCLUSIVE'],
    ['vacuum-full', 'VACUUM FULL users', 'bare ACCESS EXCLUSIVE'],
    ['refresh-view', 'REFRESH MATERIALIZED VIEW totals', 'short'],
  ])('%s asks for its lock as a short step does', (rule, sql, expected) => {
    const { statements } = lintFiles({ '1_a/expand.sql': `-- @allow ${rule}: it is small\n${sql}` })
    expect(statements[0]!.verdict).toBe('runs')
    expect(statements[0]!.steps.map((step) => [step.kind, ...('lock' in step ? [step.lock] : [])].join(' '))).toEqual([expected])
  })

  it('those that make nobody wait have no time-out', () => {
    const { statements } = lintFiles({ '1_a/expand.sql': 'REINDEX TABLE CONCURRENTLY users;\nVACUUM users;' })
    expect(statements.flatMap(({ steps }) => steps.map((step) => ('lock' in step ? step.lock : 'none')))).toEqual(['none', 'none'])
  })
})

describe('steps of what runs as it is written', () => {
  it.each([
    ['CREATE INDEX CONCURRENTLY ON app.users (lower(email))', 'index'],
    ['CREATE INDEX CONCURRENTLY IF NOT EXISTS e ON users (email)', 'index'],
    ['REINDEX TABLE CONCURRENTLY users', 'bare'],
    ['VACUUM users', 'bare'],
    ['ANALYZE users', 'long'],
    ['ALTER TABLE users VALIDATE CONSTRAINT c', 'long'],
    ['ALTER TABLE users VALIDATE CONSTRAINT c, ADD a int', 'long'],
    ['REFRESH MATERIALIZED VIEW CONCURRENTLY v', 'long'],
    ['CREATE TABLE a AS SELECT 1', 'long'],
    [`ALTER TYPE mood ADD VALUE 'x'`, 'short'],
    ['ALTER TABLE users ADD a int, ADD b int', 'short'],
    ['GRANT SELECT ON users TO somebody', 'short'],
  ])('%s: %s', (sql, kind) => {
    const { statements } = lintFiles({ '1_a/expand.sql': sql }, { safeRewrite: true })
    const steps = statements[0]!.steps
    expect(steps.at(-1)!.kind).toBe(sql.includes(', ADD a int') ? 'long' : kind)
    if (kind === 'index') expect(steps[0]).toMatchObject({ index: sql.includes('app') ? 'app.users_lower_idx' : 'e' })
  })

  it('names of indexes and constraints that Postgres would choose are not chosen twice', () => {
    const { statements } = lintFiles(
      {
        '1_a/expand.sql':
          'CREATE INDEX ON t (a); CREATE INDEX ON t (a) WHERE a > 3; ALTER TABLE t ADD CHECK (a > 0); ALTER TABLE t ADD CHECK (a < 9)',
      },
      { safeRewrite: true },
    )
    expect(statements.map(({ steps }) => /(?:CONCURRENTLY|CONSTRAINT) (\w+)/.exec(steps[0]!.sql)?.[1])).toEqual([
      't_a_idx',
      't_a_idx1',
      't_a_check',
      't_a_check1',
    ])
  })
})

it('says nothing of what stands in strings', () => {
  for (const { sql } of corpus) {
    const secret = sql.replace(/'[^']*'/g, `'geheim 4915112345678'`).replace(/(?<![\w'])\d+(?!\w)/g, '77')
    const { changes } = readChanges([{ path: '1_a/expand.sql', text: secret }], '', parse)
    const { statements } = lint(changes, { version: 18, safeRewrite: true })
    for (const { because, advice } of statements.flatMap(({ findings }) => findings)) {
      expect(`${because} ${advice}`).not.toMatch(/geheim|4915|\b77\b/)
    }
  }
})

it('does not write a recipe that would do more than its statement', () => {
  const text = 'ALTER TABLE users ADD COLUMN IF NOT EXISTS a int CHECK (a > 0);\nCREATE TABLE IF NOT EXISTS b (a int REFERENCES teams)'
  expect(said('1_a/expand.sql', text, { safeRewrite: true })).toEqual(['1 refused add-column-check', '2 refused create-table-foreign-key'])
})

it('takes what the catalog does not say for the worse', () => {
  const { changes } = readChanges(
    [{ path: '1_a/expand.sql', text: 'ALTER TABLE t ALTER a TYPE timestamptz; ALTER TABLE t ALTER b TYPE text' }],
    '',
    parse,
  )
  const types: Readonly<Record<string, string>> = { a: 'timestamp without time zone', b: 'character varying(3)' }
  const columnType = (_: string, column: string): string | undefined => types[column]
  const verdicts = (known: Known): readonly string[] =>
    lint(changes, { version: 15, safeRewrite: true, known }).statements.map(({ verdict }) => verdict)
  expect(verdicts({})).toEqual(['refused', 'refused'])
  expect(verdicts({ columnType })).toEqual(['refused', 'refused'])
  expect(verdicts({ columnType, computed: () => false })).toEqual(['refused', 'runs'])
  expect(verdicts({ columnType, computed: () => false, indexed: () => true })).toEqual(['refused', 'runs'])
  expect(verdicts({ columnType, computed: () => false, indexed: () => false })).toEqual(['runs-rewritten', 'runs'])
})
