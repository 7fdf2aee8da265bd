import { beforeAll, describe, expect, it } from 'vitest'
import { loadParser, sqlParser } from '../../../src/database/parser.ts'
import { cut, shownSql } from '../../../src/domain/migration/shown-sql.ts'
import type { SqlParser } from '../../../src/ports.ts'

let parser: SqlParser
beforeAll(async () => {
  parser = sqlParser(await loadParser())
})

function shown(sql: string): string {
  const parsed = parser.parse(sql)
  if ('wrong' in parsed) throw new Error(parsed.wrong.message)
  const { start, end, tokens } = parsed.statements[0]!
  return shownSql({ text: sql.slice(start, end), tokens })
}

describe('a statement as it is shown', () => {
  it.each([
    ["UPDATE users SET email = 'a@b.c',\n  age = 42 -- the secret\n WHERE id > 1.5", 'UPDATE users SET email = ?, age = ? WHERE id > ?'],
    ["SELECT E'a\\'b', $$dollars$$, $x$more$x$, B'101', X'ff', U&'\\0041'", 'SELECT ?, ?, ?, ?, ?, ?'],
    ['/* s3cret */ ALTER TABLE "my table"\tADD COLUMN code varchar(50)', 'ALTER TABLE "my table" ADD COLUMN code varchar(?)'],
    ["SELECT '€' || name FROM t", 'SELECT ? || name FROM t'],
  ])('%s', (sql, expected) => {
    expect(shown(sql)).toBe(expected)
  })

  it('is cut between characters', () => {
    expect(cut('abc', 3)).toBe('abc')
    expect(cut('a🦊c', 2)).toBe('a…')
  })
})
