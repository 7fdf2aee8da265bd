import { describe, expect, it } from 'vitest'
import { readChanges } from '../../../../src/domain/migration/changes.ts'
import type { Known } from '../../../../src/domain/migration/lint/about.ts'
import { lint } from '../../../../src/domain/migration/lint/lint.ts'
import { corpus } from './corpus/corpus.ts'
import { parse } from './read-statement.ts'
import { lintFiles, said } from './said.ts'

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

it.each([
  ['CREATE PUBLICATION p FOR TABLE users', /another replica identity/],
  ['CREATE PUBLICATION p FOR ALL TABLES', /another replica identity/],
  ['ALTER PUBLICATION p SET TABLE users', /another replica identity/],
  ['CREATE PUBLICATION p', /^p: what is new is used by nobody\.$/],
  ['ALTER PUBLICATION p DROP TABLE users', /Code that uses it fails\.$/i],
  ['DROP TABLE child', /Tables that it refers to/],
])('says what the text alone does not show of %s', (sql, because) => {
  expect(lintFiles({ '1_a/expand.sql': sql }).statements[0]!.findings[0]!.because).toMatch(because)
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
