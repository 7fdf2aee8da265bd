import { describe, expect, test } from 'vitest'
import { readChanges } from '../../../src/domain/migration/changes.ts'
import { mysqlDialect } from '../../../src/domain/migration/dialect.ts'

describe('of MySQL', () => {
  const dialect = mysqlDialect((text) => text)
  const lint = (text: string, safeRewrite = true) => {
    const { changes } = readChanges([{ path: 'db/1_x/expand.sql', text }], 'db', dialect.parse)
    return dialect.lint(changes, { version: 0, safeRewrite })
  }

  test('a statement runs where each finding is well, is written for its author, or is allowed', () => {
    const text = 'ALTER TABLE users DROP INDEX i, DROP COLUMN email'
    const one = lint(`-- @allow drop-index: unused\n${text}`).statements[0]!
    expect([one.verdict, one.steps, one.allowed, one.findings.map(({ rule }) => rule)]).toEqual([
      'refused',
      [],
      undefined,
      ['drop-index', 'drop-column'],
    ])
    const both = lint(`-- @allow drop-index: unused\n-- @allow drop-column: empty\n${text}`).statements[0]!
    expect([both.verdict, both.allowed, both.steps]).toEqual([
      'runs',
      'unused; empty',
      [{ kind: 'short', sql: text, relations: ['users'] }],
    ])
    expect(lint('ALTER TABLE users ADD COLUMN a int').statements[0]!.verdict).toBe('runs-rewritten')
    expect(lint('ALTER TABLE users ADD COLUMN a int', false).statements[0]!.verdict).toBe('refused')
  })

  test('what matters to our session and ledger alone is the own business of another tool', () => {
    const verdictOf = (path: string, text: string) =>
      dialect
        .lint(readChanges([{ path, text }], 'db', dialect.parse).changes, { version: 0, safeRewrite: false })
        .statements.map(({ verdict }) => verdict)
    const text = 'ALTER TABLE t ADD INDEX (a), ALGORITHM=INPLACE, LOCK=NONE;\nSET lock_wait_timeout = 5;'
    expect(verdictOf('db/1_x/expand.sql', text)).toEqual(['refused', 'refused'])
    expect(verdictOf('db/V1__x.sql', text)).toEqual(['runs', 'runs'])
  })

  test('what allows nothing is a mistake', () => {
    const { mistakes } = lint('-- @allow drop-index: unused\n-- @allow drop-column: empty\nALTER TABLE users DROP COLUMN email')
    expect(mistakes).toEqual([{ path: 'db/1_x/expand.sql', line: 1, text: '@allow drop-index allows what is not found here: remove it' }])
  })
})
