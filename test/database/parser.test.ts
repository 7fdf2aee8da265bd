import { beforeAll, describe, expect, it } from 'vitest'
import { loadParser, sqlParser } from '../../src/database/parser.ts'
import type { ParsedSql } from '../../src/domain/migration/sql.ts'
import type { SqlParser } from '../../src/ports.ts'

let parser: SqlParser
beforeAll(async () => {
  parser = sqlParser(await loadParser())
})

function parsed(text: string): ParsedSql {
  const result = parser.parse(text)
  if ('wrong' in result) throw new Error(result.wrong.message)
  return result
}

function wrong(text: string): { readonly offset: number; readonly message: string } {
  const result = parser.parse(text)
  if (!('wrong' in result)) throw new Error('this is SQL')
  return result.wrong
}

/** The statements as they are cut out of the text. */
function cut(text: string): readonly string[] {
  return parsed(text).statements.map(({ start, end }) => text.slice(start, end))
}

describe('where statements stand', () => {
  it.each([
    ['one without a semicolon', 'SELECT 1', ['SELECT 1']],
    ['several, with spaces between', '  SELECT 1 ;\n\n SELECT 2;SELECT 3  ', ['SELECT 1', 'SELECT 2', 'SELECT 3']],
    ['semicolons alone', ';;  ;', []],
    ['nothing', '', []],
    ['spaces', ' \n\t', []],
    ['a comment alone', '-- SELECT 1', []],
    ['comments around', '/* a */ SELECT 1 /* b */ ; -- c\n SELECT 2 -- d', ['SELECT 1', 'SELECT 2']],
    ['a comment inside', 'SELECT -- one\n 1;', ['SELECT -- one\n 1']],
    ['semicolons in strings, names and bodies', `SELECT ';', ";", $a$;$a$; SELECT 2`, [`SELECT ';', ";", $a$;$a$`, 'SELECT 2']],
    ['two bytes a character', `-- größer\nSELECT 'ü'; -- ö\nSELECT 'é';`, [`SELECT 'ü'`, `SELECT 'é'`]],
    ['four bytes, two characters of JavaScript', `SELECT '😀😀'; SELECT "😀" /* 😀 */;`, [`SELECT '😀😀'`, `SELECT "😀"`]],
    ['line ends of Windows', 'SELECT 1;\r\nSELECT 2;\r\n', ['SELECT 1', 'SELECT 2']],
  ])('%s', (_, text, statements) => {
    expect(cut(text)).toEqual(statements)
  })

  it('tells comments and tokens with their places, in characters', () => {
    const text = `-- größe 😀\nSELECT 'ü' /* ä */, b`
    const { comments, statements } = parsed(text)
    expect(comments.map(({ start, text: comment }) => [comment, text.slice(start, start + comment.length)])).toEqual([
      ['-- größe 😀', '-- größe 😀'],
      ['/* ä */', '/* ä */'],
    ])
    const [{ start, tokens } = { start: 0, tokens: [] }] = statements
    expect(tokens.map((token) => text.slice(start + token.start, start + token.end))).toEqual(['SELECT', `'ü'`, ',', 'b'])
  })

  it('counts the places in a tree from the start of the statement', () => {
    const text = `SELECT 'ä';\n-- 😀\nALTER TABLE "größe" ADD CHECK (a > 0), ADD CHECK (b > 0)`
    const { start, node } = parsed(text).statements[1]!
    const { cmds } = node.AlterTableStmt as { cmds: { AlterTableCmd: { def: { Constraint: { location: number } } } }[] }
    expect(cmds.map((each) => text.slice(start).slice(each.AlterTableCmd.def.Constraint.location))).toEqual([
      'CHECK (a > 0), ADD CHECK (b > 0)',
      'CHECK (b > 0)',
    ])
  })
})

describe('digests', () => {
  const digest = (text: string): string => parsed(text).digest

  it('do not depend on comments, spaces and line ends', () => {
    const plain = digest('SELECT a,b FROM t; SELECT 1')
    expect(digest('-- why\r\nSELECT a , b\r\n  FROM t /* x */ ;\r\nSELECT 1')).toBe(plain)
    expect(digest('SELECT a, c FROM t; SELECT 1')).not.toBe(plain)
  })

  it('depend on where a token ends', () => {
    expect(digest('SELECT ab')).not.toBe(digest('SELECT a b'))
  })

  it('of a statement are those of the same statement alone', () => {
    const together = parsed('SELECT 1; /* x */ DROP TABLE  t;').statements.map((statement) => statement.digest)
    expect(together).toEqual([digest('SELECT 1'), digest('DROP TABLE t')])
  })
})

describe('what is no SQL', () => {
  it.each([
    ['a keyword that does not fit', 'SELECT 1;\nSELECT FROM FROM', 22, 'syntax error at FROM'],
    ['the end', 'SELECT (1', 9, 'syntax error at the end'],
    ['a literal is not shown', `SELECT 1 'secret'`, 9, 'syntax error'],
    ['nor a name', 'SELECT 1 FROM t secret geheim x', 23, 'syntax error'],
    ['nor an open string', `SELECT 'secret`, 7, 'unterminated quoted string'],
    ['an open comment', `SELECT 1 /* secret`, 9, 'unterminated /* comment'],
    ['the place counts characters', `SELECT 'ü😀' FROM FROM`, 18, 'syntax error at FROM'],
    ['a command of psql', '\\set a 1', 0, 'syntax error'],
    ['a NUL', 'SELECT 1;\0DROP TABLE t', 9, 'a NUL character, which no SQL holds'],
  ])('%s', (_, text, offset, message) => {
    expect(wrong(text)).toEqual({ offset, message })
  })
})
