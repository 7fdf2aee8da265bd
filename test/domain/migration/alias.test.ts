import { beforeAll, expect, test } from 'vitest'
import { loadParser, sqlParser } from '../../../src/database/parser.ts'
import { aliasIn } from '../../../src/domain/migration/alias.ts'
import type { SqlParser } from '../../../src/ports.ts'

let parser: SqlParser
beforeAll(async () => {
  parser = sqlParser(await loadParser())
})

test.each([
  ['UPDATE users SET a = 1 WHERE (true)', 'users', undefined],
  ['UPDATE users AS u SET a = 1 WHERE (true)', 'users', 'u'],
  ['UPDATE users "U x" SET a = o.b FROM orders o WHERE o.id = "U x".id AND (true)', 'users', 'U x'],
  ['UPDATE shop.users u SET a = 1 WHERE (true)', 'shop.users', 'u'],
  ['UPDATE users new SET a = old.b FROM users old WHERE old.id = new.id - 1 AND (true)', 'users', 'new'],
  ['DELETE FROM users u USING orders o WHERE o.id = u.id AND (true)', 'users', 'u'],
  ['INSERT INTO copy SELECT u.id FROM users u WHERE (true)', 'users', 'u'],
  ['INSERT INTO copy SELECT u.id FROM orders o JOIN users u ON o.id = u.id WHERE (true)', 'users', 'u'],
  ['WITH x AS (SELECT id FROM users y WHERE (true)) UPDATE copy SET a = 1 FROM x WHERE x.id = copy.id', 'users', 'y'],
  ['UPDATE users u SET a = 1 WHERE (true)', 'orders', undefined],
])('%s: %s is %s', (sql, table, alias) => {
  const parsed = parser.parse(sql)
  if ('wrong' in parsed) throw new Error(parsed.wrong.message)
  expect(aliasIn(parsed.statements[0]!.node, table)).toBe(alias)
})
