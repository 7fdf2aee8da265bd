import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestText, tokensOf, withoutLiterals, withRange } from '../../../../src/domain/migration/mysql/tokens.ts'

const digested = (sql: string): string => {
  const read = tokensOf(sql)
  if ('wrong' in read) throw new Error(read.wrong.message)
  return digestText(read.tokens)
}

describe('what is compared to find a statement again', () => {
  test.each([
    ['spaces and line ends', 'SELECT\r\n  1', 'SELECT 1'],
    ['comments of every kind', 'SELECT 1 -- it\'s\n + # a `name\n 2 /* and " */', 'SELECT 1 + 2'],
    ['a comment that ends the text', 'SELECT 1 --', 'SELECT 1'],
  ])('leaves out %s', (_, one, other) => {
    expect(digested(one)).toBe(digested(other))
  })

  test.each([
    ['two minus signs without a space are no comment', 'SELECT 1--2', 'SELECT 1'],
    ['a text', "SELECT 'a -- b'", "SELECT 'a'"],
    ['a text with an escaped quote', String.raw`SELECT 'it\'s # one' + 1`, String.raw`SELECT 'it\'s # one'`],
    ['a name with a comment in it', 'SELECT `a # b`', 'SELECT `a `'],
  ])('keeps %s', (_, one, other) => {
    expect(digested(one)).not.toBe(digested(other))
  })

  test('every character belongs to a token or is a space, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab1 .\'"`-#/*\\\n;:@é'.split('')) }), (text) => {
        const read = tokensOf(text)
        if ('wrong' in read) {
          expect(read.wrong.offset).toBeLessThan(text.length)
          return
        }
        let rest = text
        for (const token of [...read.tokens].reverse()) {
          expect(text.slice(token.start, token.end)).toBe(token.text)
          rest = rest.slice(0, token.start) + rest.slice(token.end)
        }
        expect(rest.trim()).toBe('')
      }),
    )
  })
})

describe('what cannot be read', () => {
  test.each([
    ["SELECT 'secret", 7, 'a text in quotes that does not end'],
    [String.raw`SELECT 'secret\'`, 7, 'a text in quotes that does not end'],
    ['SELECT `secret', 7, 'a name in backquotes that is empty or does not end'],
    ['/* secret', 0, 'a comment that does not end'],
    ['/*!40101 SET NAMES utf8 */', 0, 'a comment that some servers run as code'],
    ['SELECT 1\\G', 8, 'a command of the client'],
  ])('%s', (sql, offset, message) => {
    expect(tokensOf(sql)).toEqual({ wrong: { offset, message: expect.stringContaining(message) as string } })
    expect(JSON.stringify(tokensOf(sql))).not.toContain('secret')
  })
})

describe('a statement for people', () => {
  test('holds no literal and no comment', () => {
    const sql = `UPDATE u -- pw is hunter2\n SET a='it''s', b="x\\"y", c = 0xFF + 12.5e3, d = X'ab', e = _utf8mb4'z' WHERE \`k 1\` = 7 AND t2.id5 > -3`
    expect(withoutLiterals(sql)).toBe('UPDATE u SET a=?, b=?, c = ? + ?, d = ?, e = _utf8mb4? WHERE `k 1` = ? AND t2.id5 > -?')
  })

  test('that cannot be read is not shown', () => {
    expect(withoutLiterals("SELECT 'hunter2")).toBe('a statement that cannot be read')
  })
})

test('a range is put at its mark alone', () => {
  const sql = "UPDATE t SET a = ':range', b = 1 /* :range */ WHERE :ranges AND x = 'it\\'s' AND :range"
  expect(withRange(sql, 'id > 5')).toBe("UPDATE t SET a = ':range', b = 1 /* :range */ WHERE :ranges AND x = 'it\\'s' AND (id > 5)")
})
