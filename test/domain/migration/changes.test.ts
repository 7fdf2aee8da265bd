import { beforeAll, describe, expect, it } from 'vitest'
import { loadParser, sqlParser } from '../../../src/database/parser.ts'
import { readChanges, type ReadChanges } from '../../../src/domain/migration/changes.ts'
import { allowedIn, backfillIn, loosens, usesNothingIn } from '../../../src/domain/migration/directives.ts'
import type { SqlParser } from '../../../src/ports.ts'

let parser: SqlParser
beforeAll(async () => {
  parser = sqlParser(await loadParser())
})

const filled = '-- @backfill table=users key=id\nUPDATE users SET a = b WHERE a IS NULL AND :range'

function read(files: Readonly<Record<string, string>>): ReadChanges {
  return readChanges(
    Object.entries(files).map(([path, text]) => ({ path: `db/changes/${path}`, text })),
    'db/changes',
    parser.parse,
  )
}

/** `path:line text` without the folder. */
function mistakes(files: Readonly<Record<string, string>>): readonly string[] {
  return read(files).mistakes.map(({ path, line, text }) => `${path.replace('db/changes/', '')}:${String(line)} ${text}`)
}

function shape({ changes }: ReadChanges): readonly (readonly [string, string, string])[] {
  return changes.map(({ id, name, scripts }) => [id, name, Object.keys(scripts).sort().join(' ')])
}

describe('what files are changes', () => {
  it('reads folders and flat files, both of one change together, in the order of ids', () => {
    const found = read({
      '0010_later/expand.sql': 'SELECT 1',
      '0009_first.expand.sql': 'SELECT 1',
      '0009_first.contract.sql': 'SELECT 1',
      '20261120T1530_users/expand.sql': 'SELECT 1',
      '20261120T1530_users/verify.sql': 'SELECT 1',
      '20261120T1530_users.undo.sql': 'SELECT 1',
      '0009_first/backfill.sql': filled,
      '0009_first/README.md': 'not SQL',
    })
    expect(found.mistakes).toEqual([])
    expect(shape(found)).toEqual([
      ['0009', 'first', 'backfill contract expand'],
      ['0010', 'later', 'expand'],
      ['20261120T1530', 'users', 'expand undo verify'],
    ])
    expect(found.changes.every((change) => change.foreign === undefined)).toBe(true)
  })

  it.each([
    ['Flyway', ['V1__init.sql', 'V1.2__more.sql', 'V10__last.sql'], ['1', '1.2', '10'], ['expand', 'expand', 'expand']],
    ['Flyway in folders, with what takes back', ['a/b/V2__x.sql', 'a/b/U2__x.sql'], ['2', '2'], ['expand', 'undo']],
    [
      'Prisma',
      ['20260101000000_a/migration.sql', '20260102000000_b/migration.sql'],
      ['20260101000000', '20260102000000'],
      ['expand', 'expand'],
    ],
    ['golang-migrate', ['001_a.up.sql', '001_a.down.sql'], ['001', '001'], ['expand', 'undo']],
    ['Diesel', ['2026-01-01-000000_a/up.sql', '2026-01-01-000000_a/down.sql'], ['2026', '2026'], ['expand', 'undo']],
    ['plain files', ['0002_b.sql', '0001-a.sql', 'schema.sql'], ['0001', '0002', 'schema'], ['expand', 'expand', 'expand']],
  ])('%s: linted as expand, never run by us', (_, paths, ids, roles) => {
    const found = read(Object.fromEntries(paths.map((path) => [path, 'SELECT 1'])))
    expect(found.mistakes).toEqual([])
    expect(found.changes.map(({ id }) => id)).toEqual(ids)
    expect(found.changes.every(({ foreign }) => foreign === true)).toBe(true)
    expect(found.changes.flatMap(({ scripts }) => Object.keys(scripts)).sort()).toEqual([...roles].sort())
  })

  it('passes over what goose, sql-migrate and dbmate run to take a migration back', () => {
    const { changes } = read({
      '1_a.sql': '-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n',
      '3_c.sql': '-- +migrate Up\nSELECT 1;\n-- +migrate Down\nSELECT 2;\n',
      '2_b.sql': '-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\nnot sql {{ at all }}',
    })
    expect(changes.map(({ scripts }) => scripts.expand?.statements.map((statement) => statement.text))).toEqual([
      ['SELECT 1'],
      ['SELECT 1'],
      ['SELECT 1'],
    ])
  })

  it('hides nothing of what another tool runs', () => {
    const drop = 'SELECT 1;\n-- migrate:down\nDROP TABLE users;'
    const { changes } = read({
      'V1__a.sql': drop,
      'V2__b.sql': `-- +goose Up\n${drop}`,
      'V3__c.sql': `-- migrate:down\nSELECT 1;\n-- migrate:up\nDROP TABLE users;`,
      'V4__d.SQL': 'SELECT 1; DROP TABLE users',
    })
    expect(changes.map(({ scripts }) => scripts.expand?.statements.length)).toEqual([2, 2, 2, 2])
  })

  it.each([
    ['\\i other.sql\nSELECT 1', 1, 'a command of the client `psql`, which the server does not know'],
    ['SELECT 1;\n\\copy t FROM x', 2, 'a command of the client `psql`, which the server does not know'],
    ['COPY t (a) FROM stdin;\n1\tsecret\n\\.\n', 2, 'the rows behind COPY ... FROM stdin, which only `psql` sends: write INSERT'],
  ])('names what only psql knows: %j', (text, line, expected) => {
    expect(mistakes({ '1_a/expand.sql': text })).toEqual([`1_a/expand.sql:${String(line)} is not SQL that can be read: ${expected}`])
  })

  it('tells every mistake at once, with its place', () => {
    expect(
      mistakes({
        '0001_a/expand.sql': 'SELECT 1',
        '0001_a.expand.sql': 'SELECT 1',
        '001_b/expand.sql': 'SELECT 1',
        '0003_c/expnd.sql': 'SELECT 1',
        '0004_d.expnd.sql': 'SELECT 1',
        '0005_e.sql': 'SELECT 1',
        'users/expand.sql': 'SELECT 1',
        'expand.sql': 'SELECT 1',
        '0006_f/expand.sql': 'SELECT 1;\n\nSELEC 2;',
        '0007_g/expand.sql': '-- nothing yet',
      }),
    ).toEqual([
      '0001_a/expand.sql:1 is a second expand of 0001_a, beside db/changes/0001_a.expand.sql',
      '0003_c/expnd.sql:1 is no file of a change: those are expand.sql, backfill.sql, contract.sql, verify.sql, undo.sql',
      '0004_d.expnd.sql:1 ends in .expnd.sql, which is no phase: those are expand, backfill, contract, verify, undo',
      '0005_e.sql:1 has no phase, but other changes here do: name it 0005_e.expand.sql, or move it elsewhere',
      '0006_f/expand.sql:3 is not SQL that can be read: syntax error',
      '0007_g/expand.sql:1 holds no statement: remove the file, or write one',
      '001_b/expand.sql:1 has the id 001, which is that of db/changes/0001_a.expand.sql: give one of them another',
      expect.stringMatching(/^expand\.sql:1 has no id before its name/),
      expect.stringMatching(/^users\/expand\.sql:1 has no id before its name/),
    ])
  })

  it('shows no literal of what cannot be read', () => {
    expect(mistakes({ '1_a.expand.sql': `UPDATE users SET email = 'eve@example.com' 'secret' 1` }).join()).not.toMatch(/eve|secret/)
  })
})

describe('backfills', () => {
  const one = (text: string): readonly string[] => mistakes({ '1_a/backfill.sql': text })

  it('are read with table, key, target, and the statement as written', () => {
    const text = `-- @backfill table=app."Users" key=tenant_id,"Id" target=250ms\nUPDATE app."Users" SET a = ':range' WHERE a IS NULL -- :range\n AND :range;`
    const { changes, mistakes: wrong } = read({ '1_a/backfill.sql': text })
    expect(wrong).toEqual([])
    expect(backfillIn(changes[0]!.scripts.backfill!)).toEqual({
      table: 'app.Users',
      key: ['tenant_id', 'Id'],
      targetMs: 250,
      sql: `UPDATE app."Users" SET a = ':range' WHERE a IS NULL -- :range\n AND :range`,
    })
  })

  it('leave the target to us where there is none', () => {
    const { changes } = read({ '1_a/backfill.sql': filled })
    expect(backfillIn(changes[0]!.scripts.backfill!)).toEqual({ table: 'users', key: ['id'], sql: filled.split('\n')[1] })
  })

  it.each([
    `UPDATE users SET a = b WHERE c = 'x' OR c = 'y' AND :range`,
    'UPDATE users SET a = b WHERE NOT :range',
    'UPDATE users SET a = :range',
    'UPDATE users SET a = (SELECT max(b) FROM teams WHERE :range)',
    'DELETE FROM users WHERE EXISTS (SELECT 1 FROM users u WHERE :range)',
    'INSERT INTO log SELECT id FROM users WHERE :range UNION ALL SELECT id FROM users',
    'WITH batch AS (SELECT id FROM users WHERE :range) UPDATE users SET a = b',
    'WITH batch AS (SELECT id FROM users WHERE :range) UPDATE users SET a = b FROM batch',
    'WITH u AS (SELECT id FROM users WHERE :range UNION SELECT id FROM teams) DELETE FROM users USING u WHERE u.id = users.id',
    'WITH batch AS (SELECT id FROM users WHERE :range) INSERT INTO log SELECT id FROM batch UNION SELECT id FROM teams',
  ])('%s does not choose the rows of a batch', (sql) => {
    expect(one(`-- @backfill table=users key=id\n${sql}`)).toEqual([expect.stringMatching(/:2 has :range where it does not choose/)])
  })

  it.each([
    `UPDATE users SET a = b WHERE (c = 'x' OR c = 'y') AND :range`,
    'UPDATE users u SET a = s.b FROM (SELECT id, b FROM users WHERE d AND :range) s WHERE s.id = u.id',
    'WITH s AS (SELECT id FROM users WHERE :range) DELETE FROM users USING s WHERE s.id = users.id',
    'INSERT INTO log SELECT id FROM users WHERE :range ON CONFLICT DO NOTHING',
    'WITH gone AS (DELETE FROM users WHERE :range RETURNING *) INSERT INTO archive SELECT * FROM gone',
    'WITH s AS (SELECT id FROM users WHERE :range), t AS (SELECT s.id, b FROM s JOIN teams USING (id)) UPDATE users SET a = t.b FROM t WHERE t.id = users.id',
  ])('%s does', (sql) => {
    expect(one(`-- @backfill table=users key=id\n${sql}`)).toEqual([])
  })

  it.each([
    [
      'no directive',
      'UPDATE users SET a = b WHERE :range',
      ['1_a/backfill.sql:1 has no directive: write -- @backfill table=users key=id before it'],
    ],
    ['no :range', '-- @backfill table=users key=id\nUPDATE users SET a = b', [expect.stringMatching(/:2 has no :range/)]],
    ['only in a string', `-- @backfill table=users key=id\nUPDATE users SET a = ':range'`, [expect.stringMatching(/:2 has no :range/)]],
    [
      'a cast to a type of that name',
      `-- @backfill table=users key=id\nUPDATE users SET a = b::range`,
      [expect.stringMatching(/:2 has no :range/)],
    ],
    [
      'twice',
      '-- @backfill table=users key=id\nUPDATE users SET a = b WHERE :range\n AND :range',
      [expect.stringMatching(/:3 has :range a second/)],
    ],
    ['RETURNING', `${filled} RETURNING id`, [expect.stringMatching(/RETURNING, which nobody reads/)]],
    ['two statements', `${filled};\nUPDATE users SET c = d`, [expect.stringMatching(/:3 is a second statement/)]],
    ['no UPDATE', '-- @backfill table=users key=id\nSELECT * FROM users WHERE :range', [expect.stringMatching(/:2 is no UPDATE/)]],
    [
      'another table',
      '-- @backfill table=teams key=id\nUPDATE users SET a = b WHERE :range',
      [expect.stringMatching(/:1 @backfill names a table/)],
    ],
    ['no key', '-- @backfill table=users\nUPDATE users SET a = b WHERE :range', [expect.stringMatching(/:1 @backfill names no key/)]],
    [
      'a key twice',
      '-- @backfill table=users key=id,id\nUPDATE users SET a = b WHERE :range',
      [expect.stringMatching(/a column of the key twice/)],
    ],
    [
      'everything',
      '-- @backfill tabel=users key=id,1 target=100 fast\nUPDATE users SET a = b',
      [
        '1_a/backfill.sql:1 @backfill holds a word that is none of table=, key= and target=; @backfill holds a word that is none of table=, key= and target=; @backfill names no table: table=users, or table=schema.users; @backfill names no key: key=id, or key=tenant_id,id; @backfill has a target that is no time from 10ms to 5s, such as 100ms',
        expect.stringMatching(/:2 has no :range/),
      ],
    ],
  ])('%s is a mistake', (_, text, expected) => {
    expect(one(text)).toEqual(expected)
  })

  it.each([
    ['a comment in a comment', '/* /* */ :range */'],
    ['a string with backslashes', `E'\\' :range'`],
    ['a quoted name', '":range"'],
    ['dollars', '$a$ :range $a$'],
    ['dollars without a name', '$$ :range $$'],
  ])('%s holds no :range', (_, piece) => {
    const text = `-- @backfill table=users key=id\nUPDATE users SET a = b WHERE c = 1 ${piece.startsWith('/') ? piece : `AND ${piece} = d`} AND :range`
    const { mistakes: wrong, changes } = read({ '1_a/backfill.sql': text })
    expect(wrong).toEqual([])
    expect(changes[0]!.scripts.backfill!.statements[0]!.text).toContain(piece)
  })

  it('belong to backfill.sql alone', () => {
    expect(mistakes({ '1_a/expand.sql': 'UPDATE users SET a = b WHERE\n :range' })).toEqual([
      '1_a/expand.sql:2 has :range, which only a backfill is run with',
    ])
  })
})

describe('verify.sql', () => {
  it.each([
    ['SELECT 1 FROM users WHERE a IS NULL', 0],
    ['TABLE users', 0],
    ['WITH x AS (SELECT 1) SELECT * FROM x', 0],
    ['DELETE FROM users', 1],
    ['WITH x AS (DELETE FROM users RETURNING 1) SELECT * FROM x', 1],
    ['SELECT 1 FROM users FOR UPDATE', 1],
    ['SELECT 1 INTO made', 1],
  ])('%s', (text, count) => {
    expect(mistakes({ '1_a/verify.sql': text })).toHaveLength(count)
  })
})

describe('directives', () => {
  it('belong to the statement after them, around them, or before them in the same line', () => {
    const text = [
      '-- @allow update: few rows',
      'UPDATE a SET b = 1; -- @allow delete: of this line',
      '/* words',
      ' * @loosens',
      ' */',
      'ALTER TABLE a -- @allow drop-not-null: inside',
      '  ALTER b DROP NOT NULL;',
      'SELECT 1;',
    ].join('\n')
    const { changes, mistakes: wrong } = read({ '1_a/expand.sql': text })
    const statements = changes[0]!.scripts.expand!.statements
    expect(wrong).toEqual([])
    expect(statements.map(allowedIn)).toEqual([
      [
        { rule: 'update', reason: 'few rows', line: 1 },
        { rule: 'delete', reason: 'of this line', line: 2 },
      ],
      [{ rule: 'drop-not-null', reason: 'inside', line: 6 }],
      [],
    ])
    expect(statements.map(loosens)).toEqual([false, true, false])
    expect(statements.map(({ line }) => line)).toEqual([2, 6, 8])
  })

  it.each([
    ['no reason', '-- @allow update', '@allow update gives no reason: write -- @allow <rule>: <reason>'],
    ['an empty reason', '-- @allow update:  ', '@allow update gives no reason: write -- @allow <rule>: <reason>'],
    ['no rule', '-- @allow', '@allow names no rule: write -- @allow <rule>: <reason>'],
    ['a rule that is none', '-- @allow upddate: x', '@allow upddate names a rule that does not exist'],
    ['a word too much', '-- @loosens: the check', '@loosens stands alone: what follows it is not read'],
    ['another place', '-- @uses-nothing: a.b', '@uses-nothing means nothing in expand.sql: it belongs to contract'],
    [
      'an unknown word',
      '-- @alow update: x',
      '@alow is not known: -- @allow <rule>: <reason>, -- @loosens, -- @backfill table=users key=id target=100ms, -- @uses-nothing: users.full_name are',
    ],
  ])('%s is a mistake', (_, comment, expected) => {
    expect(mistakes({ '1_a/expand.sql': `SELECT 1;\n${comment}\nSELECT 2;` })).toEqual([`1_a/expand.sql:2 ${expected}`])
  })

  it('behind the last statement mean nothing', () => {
    expect(mistakes({ '1_a/expand.sql': 'SELECT 1;\n-- @loosens' })).toEqual([
      '1_a/expand.sql:2 @loosens stands behind the last statement: it belongs before the one it means',
    ])
  })

  it('are not looked for inside of sentences, strings, and comments of other tools', () => {
    expect(mistakes({ '1_a/expand.sql': `-- ask eve@example.com, or @bob\nSELECT '-- @bob';` })).toEqual([])
    expect(mistakes({ 'V1__a.sql': '-- @author bob\nSELECT 1;' })).toEqual([])
    expect(mistakes({ 'V1__a.sql': '-- @allow update\nSELECT 1;' })).toHaveLength(1)
  })

  it('name what nothing uses any more', () => {
    const text = '-- @uses-nothing: users.full_name, app."Teams"\nALTER TABLE users DROP COLUMN full_name;'
    expect(usesNothingIn(read({ '1_a/contract.sql': text }).changes[0]!.scripts.contract!)).toEqual(['users.full_name', 'app.Teams'])
  })
})
