import { expect, it } from 'vitest'
import { lintExpand } from './read-statement.ts'

it.each([
  ['CREATE FUNCTION one() RETURNS int RETURN 1', 14],
  ['CREATE FUNCTION one() RETURNS int BEGIN ATOMIC SELECT 1; END', 14],
  ['REINDEX (VERBOSE, TABLESPACE fast) TABLE users', 14],
  ['REINDEX (VERBOSE off) TABLE users', 14],
  ['CREATE STATISTICS s ON lower(a), b FROM users', 14],
  ['WITH RECURSIVE t AS (SELECT 1 AS a UNION SELECT a FROM t) CYCLE a SET c USING p SELECT a FROM t', 14],
  ['CREATE VIEW mine WITH (security_invoker) AS SELECT 1', 15],
  ['ALTER VIEW mine SET (security_invoker = true)', 15],
  ['ALTER TABLE users ADD FOREIGN KEY (a, b) REFERENCES teams ON DELETE SET NULL (a)', 15],
  ['CREATE TABLE made (a int, b int, FOREIGN KEY (a, b) REFERENCES teams ON DELETE SET DEFAULT (a))', 15],
  ['ALTER TABLE users ALTER CONSTRAINT filled INHERIT', 18],
])('%s is not for a server before %i', (sql, since) => {
  const told = (version: number): boolean => lintExpand(sql, { version }).findings.some(({ rule }) => rule === 'not-in-version')
  expect([told(since - 1), told(since)]).toEqual([true, false])
})
