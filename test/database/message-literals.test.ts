import { expect, test } from 'vitest'
import { withoutLiterals } from '../../src/database/message-literals.ts'

test.each([
  ["SELECT 'hidden'::regclass", 'relation "hidden" does not exist', 'relation "?" does not exist'],
  ["SELECT 'Hidden'::regclass", 'relation "hidden" does not exist', 'relation "?" does not exist'],
  ["SELECT 'hidden.t'::regclass", 'schema "hidden" does not exist', 'schema "?" does not exist'],
  ["SELECT E'hid''den'::regclass", 'relation "hid\'den" does not exist', 'relation "?" does not exist'],
  ['SELECT $$hidden$$::regclass', 'relation "hidden" does not exist', 'relation "?" does not exist'],
  ['SELECT $a$hidden$a$::regclass', 'relation "hidden" does not exist', 'relation "?" does not exist'],
  [
    `CREATE FUNCTION f() RETURNS regclass LANGUAGE sql AS $$ SELECT 'hidden'::regclass FROM users $$`,
    'relation "hidden" does not exist',
    'relation "?" does not exist',
  ],
  ['SELECT a FROM t ORDER BY 4711', 'ORDER BY position 4711 is not in select list', 'ORDER BY position ? is not in select list'],
])('a literal of %s is not told', (sql, message, told) => {
  expect(withoutLiterals(message, sql)).toBe(told)
})

test.each([
  ['SELECT FROM hidden', 'relation "hidden" does not exist'],
  ['SELECT "hidden" FROM t', 'column "hidden" does not exist'],
  ["SELECT FROM users -- it's 'users'", 'relation "users" does not exist'],
  ["SELECT FROM users /* 'users' */", 'relation "users" does not exist'],
  ['CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 FROM users $$', 'relation "users" does not exist'],
  ['ALTER TABLE t2 ADD COLUMN a int DEFAULT 2', 'relation "t2" does not exist'],
  ['', 'could not serialize access'],
])('what %s names is told', (sql, message) => {
  expect(withoutLiterals(message, sql)).toBe(message)
})
