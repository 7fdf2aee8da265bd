import { describe, expect, test } from 'vitest'
import { readChanges } from '../../../src/domain/migration/changes.ts'
import { lint, type Linted } from '../../../src/domain/migration/lint/lint.ts'
import type { Blocker, LedgerEntry } from '../../../src/domain/migration/model.ts'
import { shownSql } from '../../../src/domain/migration/shown-sql.ts'
import { findingLines, findingSections, lintSections, placeIn, safeForms, waitsOf } from '../../../src/domain/render/migration-lint.ts'
import { migrationPlanLines } from '../../../src/domain/render/migration-plan.ts'
import { parse } from '../migration/lint/read-statement.ts'

const path = 'db/changes/0001_a/expand.sql'
const files = (text: string) => readChanges([{ path, text }], 'db/changes', parse)
const linted = (text: string, safeRewrite = false): Linted => lint(files(text).changes, { version: 15, safeRewrite })

function shown(sql: string): string {
  const parsed = parse(sql)
  const [statement] = 'wrong' in parsed ? [] : parsed.statements
  return statement ? shownSql({ text: sql.slice(statement.start, statement.end), tokens: statement.tokens }) : ''
}

const text = `ALTER TABLE users ADD COLUMN age int;
CREATE INDEX users_age ON users (age) WHERE age > 4711;
ALTER TABLE users ADD CONSTRAINT adult CHECK (age > 17);
-- @allow drop-table: it was never used
DROP TABLE orders;
SELECT 1;
`

describe('who waits for a statement', () => {
  test.each([
    ['ALTER TABLE users ADD COLUMN age int', 'brief', 'brief'],
    ['CREATE INDEX users_age ON users (age)', 'none', 'long'],
    ['CREATE INDEX CONCURRENTLY users_age ON users (age)', 'none', 'none'],
    ['ALTER TABLE users ADD CONSTRAINT adult CHECK (age > 17)', 'long', 'long'],
    ['ALTER TABLE users VALIDATE CONSTRAINT adult', 'none', 'none'],
    ['CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()', 'none', 'brief'],
    ['SELECT 1', 'none', 'none'],
    ['REINDEX DATABASE', 'none', 'long'],
    ['REINDEX DATABASE CONCURRENTLY', 'none', 'none'],
    ['VACUUM FULL', 'long', 'long'],
    ['VACUUM', 'none', 'none'],
    ['ALTER DOMAIN size ADD CHECK (VALUE > 0)', 'none', 'long'],
  ])('%s: readers %s, writers %s', (sql, reads, writes) => {
    expect(waitsOf(linted(sql).statements[0]!)).toEqual({ reads, writes })
  })
})

test('the log has a line for each statement, without literals', () => {
  expect(findingLines(linted(text).statements)).toEqual([
    `✓ ▏▏ ${path}:1  ALTER TABLE users ADD COLUMN age int`,
    `✗ ·█ ${path}:2  CREATE INDEX users_age ON users (age) WHERE age > ?  add-index`,
    `✗ ██ ${path}:3  ALTER TABLE users ADD CONSTRAINT adult CHECK (age > ?)  add-check`,
    `✓ ▏▏ ${path}:5  DROP TABLE orders  drop-table, allowed: it was never used`,
    `✓ ·· ${path}:6  SELECT ?`,
  ])
  expect(findingLines(linted(text, true).statements)[1]).toMatch(/^↻ ·█ .* add-index$/)
})

describe('the sections', () => {
  test('draw who waits, and say what to do', () => {
    const sections = lintSections(linted(text).statements, [], shown)
    expect(sections).toHaveLength(3)
    const [picture, table, forms] = sections as readonly [string, string, string]
    expect(picture.split('\n').slice(1, 5)).toEqual([
      ' line  reads  writes   · nobody waits  ▏ for milliseconds  █ as long as the table is large',
      path,
      '    1  ▏▏▏▏▏  ▏▏▏▏▏▏  ALTER TABLE users ADD COLUMN age int',
      '    2  ·····  ██████  CREATE INDEX users_age ON users (age) WHERE age > ?',
    ])
    expect(table.split('\n').filter((line) => line.startsWith('| ❌'))).toHaveLength(2)
    expect(table).toContain('`SHARE` on `users`')
    expect(table).toContain('allowed: it was never used')
    expect(forms).toContain('CREATE INDEX CONCURRENTLY users_age ON users (age) WHERE age > ?;')
    expect(sections.join()).not.toMatch(/4711|17/)
  })

  test('leave the picture out where the statements are listed already', () => {
    expect(findingSections(linted(text).statements, shown)).toEqual(lintSections(linted(text).statements, [], shown).slice(1))
  })

  test('are none where there is nothing, and the picture alone where all is well', () => {
    expect(lintSections([], [], shown)).toEqual([])
    expect(lintSections(linted('SELECT 1').statements, [], shown)).toHaveLength(1)
  })

  test('show mistakes first, as text of others', () => {
    const [mistakes = ''] = lintSections([], [{ path, line: 3, text: 'a | b <i>' }], shown)
    expect(mistakes).toContain(`\`${path}:3\``)
    expect(mistakes).not.toContain('<i>')
    expect(
      mistakes
        .split('\n')
        .at(-1)!
        .match(/(?<!\\)\|/g),
    ).toHaveLength(3)
  })

  test('of many statements say how many more there are', () => {
    const many = linted(Array.from({ length: 60 }, (_, index) => `DROP TABLE t${String(index)};`).join('\n')).statements
    const [picture = '', table = ''] = lintSections(many, [], shown)
    expect(picture).toContain('and 20 more')
    expect(table).toContain('20 more findings are in the log.')
  })

  test('cut what is long', () => {
    const long = linted(`CREATE TABLE a (${Array.from({ length: 60 }, (_, index) => `column_${String(index)} int`).join(', ')})`).statements
    const [picture = ''] = lintSections(long, [], shown)
    expect(Math.max(...picture.split('\n').map((line) => line.length))).toBeLessThan(130)
    expect(picture).toContain('…')
  })
})

test('safe forms are told with their place, and changed by whoever asks', () => {
  const forms = safeForms(linted(text).statements, (sql) => sql)
  expect(forms[0]).toBe(`-- ${path}:2`)
  expect(forms).toContain('CREATE INDEX CONCURRENTLY users_age ON users (age) WHERE age > 4711;')
  expect(forms).toContain('ALTER TABLE users VALIDATE CONSTRAINT adult;')
  expect(safeForms(linted('SELECT 1').statements, shown)).toEqual([])
  expect(placeIn({ path, line: 3 })).toBe(`${path}:3`)
})

describe('a plan', () => {
  const reader: Blocker = {
    ...{ pid: 7, application: 'report', user: 'ann', state: 'active', ageMs: 5_000 },
    ...{ relation: 'users', mode: 'ACCESS SHARE' as const },
  }
  const about = { ledger: [], phase: 'expand', statements: [], blockers: [], settings: [] } as const
  const entry: LedgerEntry = {
    ...{ change: '0001', phase: 'expand', state: 'failed', digest: 'd', steps: ['a', 'b'], run: '6', attempt: 1 },
    ...{ startedAtMs: 0, updatedAtMs: 0 },
  }

  test('says what is pending, its statements with what the bars mean, who is in the way, and each input', () => {
    const { changes } = files(text)
    const lines = migrationPlanLines({
      ...{ ...about, changes, statements: linted(text).statements, blockers: [reader] },
      settings: [['command', 'expand', 'input']],
    })
    expect(lines.slice(0, 2)).toEqual(['expand: 1 of 1 change is pending', '  0001 a'])
    expect(lines.join('\n')).toContain('█ as long as the table is large')
    expect(lines).toContain('In the way now: session 7 "report" (of ann, active) holds ACCESS SHARE on users for 5 s')
    expect(lines.slice(-2)).toEqual(['Inputs', '  command: expand (input)'])
    expect(lines.join()).not.toMatch(/4711/)
  })

  test('knows what an earlier run has done of it', () => {
    const { changes } = files(text)
    expect(migrationPlanLines({ ...about, changes, ledger: [entry] })[1]).toBe('  0001 a, 2 steps were done by run 6')
    expect(migrationPlanLines({ ...about, changes, ledger: [{ ...entry, state: 'done' }] })[0]).toBe('expand: 0 of 1 change is pending')
    const { digest } = changes[0]!.scripts.expand!
    expect(migrationPlanLines({ ...about, changes, ledger: [{ ...entry, change: '0000', digest }] }).slice(0, 3)).toEqual([
      'expand: 1 of 1 change is pending',
      '  0001 a, 2 steps were done by run 6 as 0000, which has no file any more',
      '  0000, 2 steps were done by run 6, has no file any more',
    ])
    const filled = { ...entry, phase: 'backfill', backfill: { rowsDone: 1_200_000, rowsEstimated: 2_000_000 } } as const
    const backfills = readChanges(
      [{ path: 'db/changes/0001_a/backfill.sql', text: '-- @backfill table=users key=id\nUPDATE users SET a = 1 WHERE :range' }],
      'db/changes',
      parse,
    )
    expect(migrationPlanLines({ ...about, phase: 'backfill', changes: backfills.changes, ledger: [filled] })[1]).toBe(
      '  0001 a, 1,200,000 rows were done by run 6',
    )
  })
})
