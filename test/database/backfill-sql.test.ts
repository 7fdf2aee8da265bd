import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withRange } from '../../src/database/backfill-sql.ts'
import '../fixed-seed.ts'

test.each([
  ['UPDATE t SET a = b WHERE a IS NULL AND :range', 'UPDATE t SET a = b WHERE a IS NULL AND (id > 1)'],
  ['DELETE FROM t WHERE :range AND x', 'DELETE FROM t WHERE (id > 1) AND x'],
  ['INSERT INTO u SELECT * FROM t WHERE(:range)', 'INSERT INTO u SELECT * FROM t WHERE((id > 1))'],
  ['UPDATE t SET a = :range_of WHERE :range', 'UPDATE t SET a = :range_of WHERE (id > 1)'],
  ["UPDATE t SET a = ':range' WHERE :range", "UPDATE t SET a = ':range' WHERE (id > 1)"],
  ["UPDATE t SET a = 'it''s :range' WHERE :range", "UPDATE t SET a = 'it''s :range' WHERE (id > 1)"],
  ["UPDATE t SET a = E'\\':range' WHERE :range", "UPDATE t SET a = E'\\':range' WHERE (id > 1)"],
  ["UPDATE t SET a = '\\' WHERE :range", "UPDATE t SET a = '\\' WHERE (id > 1)"],
  ['UPDATE t SET ":range" = 1 WHERE :range', 'UPDATE t SET ":range" = 1 WHERE (id > 1)'],
  ['UPDATE t -- by :range\nSET a = 1 WHERE :range', 'UPDATE t -- by :range\nSET a = 1 WHERE (id > 1)'],
  ['UPDATE t /* by :range */ SET a = 1 WHERE :range', 'UPDATE t /* by :range */ SET a = 1 WHERE (id > 1)'],
  ['UPDATE t /* /* :range */ :range */ SET a = 1 WHERE :range', 'UPDATE t /* /* :range */ :range */ SET a = 1 WHERE (id > 1)'],
  ['UPDATE t /* a */ SET a = 1 WHERE :range /* b */', 'UPDATE t /* a */ SET a = 1 WHERE (id > 1) /* b */'],
  ["UPDATE t SET a = somE'\\' WHERE :range", "UPDATE t SET a = somE'\\' WHERE (id > 1)"],
  ['UPDATE t SET a = $$:range$$ WHERE :range', 'UPDATE t SET a = $$:range$$ WHERE (id > 1)'],
  ['UPDATE t SET a = $x$:range $$ $x$ WHERE :range', 'UPDATE t SET a = $x$:range $$ $x$ WHERE (id > 1)'],
  ["UPDATE t SET a = b::range WHERE :range AND c = 'x'", "UPDATE t SET a = b::range WHERE (id > 1) AND c = 'x'"],
  [
    'WITH x AS (SELECT 1 FROM t WHERE :range) UPDATE t SET a = 1 WHERE :range',
    'WITH x AS (SELECT 1 FROM t WHERE (id > 1)) UPDATE t SET a = 1 WHERE (id > 1)',
  ],
])('%s', (sql, expected) => {
  expect(withRange(sql, 'id > 1')).toBe(expected)
})

test('what a condition holds is not read as a pattern', () => {
  expect(withRange('WHERE :range', "k > '$& $1 :range'")).toBe("WHERE (k > '$& $1 :range')")
})

test('a mark in a string stays one, whatever is in the string', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const literal = `'${text.replaceAll("'", "''")} :range'`
      expect(withRange(`x = ${literal} AND :range`, 'y')).toBe(`x = ${literal} AND (y)`)
    }),
  )
})
