import { describe, expect, test } from 'vitest'
import { readChanges } from '../../../../src/domain/migration/changes.ts'
import { shownSql } from '../../../../src/domain/migration/shown-sql.ts'
import { backfillIn } from '../../../../src/domain/migration/directives.ts'
import { createParse } from '../../../../src/domain/migration/mysql/script.ts'

const parse = createParse((text) => text.replaceAll('\u0000', ' '))

describe('a script', () => {
  test('is split at semicolons outside of texts, names and comments', () => {
    const text = 'SET a = \';\' -- x;y\n; SELECT `b;c`;;# last\nINSERT INTO t VALUES ("d;e")'
    const parsed = parse(text)
    if ('wrong' in parsed) throw new Error(parsed.wrong.message)
    expect(parsed.statements.map(({ start, end }) => text.slice(start, end))).toEqual([
      "SET a = ';'",
      'SELECT `b;c`',
      'INSERT INTO t VALUES ("d;e")',
    ])
    expect(parsed.comments.map((each) => each.text)).toEqual(['-- x;y', '-- last'])
    expect(parsed.statements[1]!.digest).toBe('SELECT `b;c`')
  })

  test('is shown without literals, those of its hints neither', () => {
    const text = "SELECT /*+ SET_VAR(x=16) 'secret' 12345 */ 'a', b FROM t"
    const parsed = parse(text)
    if ('wrong' in parsed) throw new Error(parsed.wrong.message)
    expect(shownSql({ text, tokens: parsed.statements[0]!.tokens })).toBe('SELECT ?, b FROM t')
  })

  test.each([
    [
      'DELIMITER //\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.a = 1; END//',
      0,
      'DELIMITER is a command of the client',
    ],
    ['CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.a = 1; END', 49, 'BEGIN ... END'],
    ["CREATE DEFINER='x'@'%' PROCEDURE p() BEGIN SELECT 1; END", 37, 'BEGIN ... END'],
  ])('%s is refused with words', (text, offset, message) => {
    expect(parse(text)).toEqual({ wrong: { offset, message: expect.stringContaining(message) as string } })
  })

  test('with a trigger of one statement is read', () => {
    expect(parse('CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = COALESCE(NEW.b, NEW.a)')).toMatchObject({ statements: [{}] })
  })
})

describe('changes', () => {
  const file = (name: string, text: string) => ({ path: `db/1_users/${name}.sql`, text })

  test('are read with their directives, in the comments of MySQL too', () => {
    const { changes, mistakes } = readChanges(
      [
        file('expand', 'ALTER TABLE users ADD COLUMN `display` varchar(80);'),
        file('backfill', '# @backfill table=users key=tenant_id,id\nUPDATE users u SET display = "it\'s" WHERE display IS NULL AND :range'),
        file('verify', 'SELECT id FROM users WHERE display IS NULL'),
      ],
      'db',
      parse,
    )
    expect(mistakes).toEqual([])
    expect(changes[0]?.scripts.backfill?.statements[0]?.directives).toEqual([
      { name: 'backfill', text: 'table=users key=tenant_id,id', line: 1 },
    ])
  })

  test.each([
    ['verify', 'DELETE FROM users', 'is no query'],
    ['verify', 'SELECT id FROM users FOR UPDATE', 'is no query'],
    ['verify', "SELECT id INTO OUTFILE 'x.csv' FROM users", 'is no query'],
    ['backfill', '-- @backfill table=users key=id\nUPDATE orders SET a = 1 WHERE :range', 'names a table that the statement does not'],
    ['backfill', '-- @backfill table=users key=id\nALTER TABLE users ADD COLUMN a int', 'is no UPDATE, INSERT or DELETE'],
  ])('%s: %s is a mistake', (role, text, words) => {
    const { mistakes } = readChanges([file(role, text)], 'db', parse)
    expect(mistakes.map((each) => each.text).join()).toContain(words)
  })

  test.each([
    'UPDATE users AS u JOIN orders o ON o.user_id = u.id SET o.a = 1 WHERE :range',
    'UPDATE LOW_PRIORITY x, users SET users.a = x.a WHERE :range',
    'INSERT INTO other (id) SELECT id FROM `users` WHERE :range ON DUPLICATE KEY UPDATE id = id',
    'WITH few AS (SELECT 1) DELETE FROM users WHERE :range',
  ])('%s names the table of its backfill', (sql) => {
    expect(readChanges([file('backfill', `-- @backfill table=users key=id\n${sql}`)], 'db', parse).mistakes).toEqual([])
  })

  test.each([
    ['UPDATE users AS u JOIN orders o ON o.user_id = u.id SET o.a = 1 WHERE :range', 'u'],
    ['UPDATE orders o, users `the users` SET o.a = 1 WHERE :range', 'the users'],
    ['INSERT INTO other (id) SELECT x.id FROM users x LEFT JOIN orders USING (id) WHERE :range', 'x'],
    ['UPDATE users SET a = 1 WHERE :range', undefined],
    ['UPDATE users JOIN orders o USING (id) SET a = 1 WHERE :range', undefined],
    ['DELETE FROM users USING users JOIN orders USING (id) WHERE :range', undefined],
  ])('%s calls the table of its backfill %s', (sql, alias) => {
    const { changes } = readChanges([file('backfill', `-- @backfill table=users key=id\n${sql}`)], 'db', parse)
    expect(backfillIn(changes[0]!.scripts.backfill!)?.alias).toBe(alias)
  })
})
