import { describe, expect, it } from 'vitest'
import { lintFiles, said } from './said.ts'

describe('tables of the same script', () => {
  it('are new, and used by nobody', () => {
    const text = [
      'CREATE TABLE made (id int, team_id int);',
      'CREATE INDEX ON made (id);',
      'ALTER TABLE made ADD PRIMARY KEY (id), ADD FOREIGN KEY (team_id) REFERENCES teams;',
      'INSERT INTO made SELECT id FROM users;',
      'CREATE INDEX ON users (id);',
    ].join('\n')
    const { statements } = lintFiles({ '1_a/expand.sql': text })
    expect(statements.map(({ verdict, findings }) => [verdict, findings.map(({ rule }) => rule)])).toEqual([
      ['runs', ['create-table']],
      ['runs', ['on-new-table']],
      ['runs', ['on-new-table']],
      ['runs', ['on-new-table']],
      ['refused', ['add-index']],
    ])
    expect(statements[2]!.findings[0]!.locks).toEqual([
      { relation: 'made', mode: 'ACCESS EXCLUSIVE' },
      { relation: 'teams', mode: 'SHARE ROW EXCLUSIVE' },
    ])
  })

  it('become partitions at once, but for a default partition that may be read', () => {
    const text = 'CREATE TABLE made (LIKE events);\nALTER TABLE events ATTACH PARTITION made FOR VALUES FROM (1) TO (2)'
    const { statements } = lintFiles({ '1_a/expand.sql': text })
    expect(statements[1]).toMatchObject({ verdict: 'runs', findings: [{ rule: 'attach-new-partition', scans: false }] })
    expect(statements[1]!.findings[0]!.because).toContain('A default partition')
  })

  it('may have been there before where they are made IF NOT EXISTS', () => {
    expect(said('1_a/expand.sql', 'CREATE TABLE IF NOT EXISTS made (id int);\nCREATE INDEX ON made (id)')).toEqual([
      '1 runs create-table',
      '2 refused add-index',
    ])
  })

  it.each([
    [
      'CREATE TABLE old (LIKE users);',
      'WITH m AS (DELETE FROM users RETURNING *) INSERT INTO old SELECT * FROM m;',
      'refused on-new-table update',
    ],
    ['CREATE TABLE t (a int);', 'TRUNCATE t CASCADE;', 'refused on-new-table drop-cascade'],
    ['CREATE TEMP TABLE users (LIKE users) ON COMMIT DROP;', 'DELETE FROM users;', 'refused delete'],
    ['CREATE TABLE s (a int); ALTER TABLE s RENAME TO t;', 'DELETE FROM s;', 'refused delete'],
    ['CREATE TABLE s (a int); DROP TABLE s;', 'DELETE FROM s;', 'refused delete'],
  ])('do not stand for what a statement does to others: %s %s', (before, sql, expected) => {
    expect(said('1_a/expand.sql', `${before}\n${sql}`).at(-1)).toBe(`2 ${expected}`)
  })

  it('that are filled by what takes rows away are looked into', () => {
    const [told] = said('1_a/expand.sql', 'CREATE TABLE old AS WITH m AS (DELETE FROM users RETURNING *) SELECT * FROM m')
    expect(told).toBe('1 refused create-table update')
  })

  it.each([
    'CREATE TABLE n AS SELECT id, u FROM orders;',
    'SELECT id, u INTO n FROM orders;',
    'CREATE TABLE n (id int, u int); INSERT INTO n SELECT id, u FROM orders;',
    "CREATE TABLE n (id int, u int); -- @allow copy: dump\nCOPY n FROM PROGRAM 'x';",
    'CREATE TABLE n (id int, u int); WITH m AS (INSERT INTO n SELECT id, u FROM orders RETURNING 1) SELECT * FROM m;',
  ])('that have rows keep others locked while those are read: %s', (before) => {
    const foreign = `${before}\nALTER TABLE n ADD FOREIGN KEY (u) REFERENCES users (id)`
    const { statements } = lintFiles({ '1_a/expand.sql': foreign }, { safeRewrite: true })
    const last = statements.at(-1)!
    expect([last.verdict, ...last.findings.map(({ rule }) => rule)]).toEqual(['runs-rewritten', 'on-new-table', 'add-foreign-key'])
    expect(last.steps.map(({ kind }) => kind)).toEqual(['short', 'long'])
  })

  it.each([
    'CREATE TABLE n (id int, u int); INSERT INTO n VALUES (1, 2);',
    'CREATE TABLE n AS SELECT 1 AS id, 2 AS u;',
    'CREATE TABLE n AS SELECT id, u FROM orders WITH NO DATA;',
  ])('that have none read nothing: %s', (before) => {
    expect(said('1_a/expand.sql', `${before}\nALTER TABLE n ADD FOREIGN KEY (u) REFERENCES users (id)`).at(-1)).toBe('2 runs on-new-table')
  })

  it.each([
    ['CREATE TABLE n AS SELECT id FROM orders;', 'CREATE INDEX ON n (id)', 'runs on-new-table'],
    ['CREATE TABLE n AS SELECT id FROM orders;', 'ALTER TABLE n ADD PRIMARY KEY (id)', 'runs on-new-table'],
    [
      'CREATE TABLE n (id int) PARTITION BY LIST (id); ALTER TABLE n ATTACH PARTITION old DEFAULT;',
      'CREATE INDEX ON n (id)',
      'refused add-index',
    ],
    ['CREATE TABLE n (id int); ALTER TABLE old INHERIT n;', 'ALTER TABLE n ADD CHECK (id > 0)', 'refused add-check'],
  ])('that have rows are still used by nobody, but where those are of older ones: %s %s', (before, sql, expected) => {
    expect(said('1_a/expand.sql', `${before}\n${sql}`).at(-1)).toBe(`2 ${expected}`)
  })

  it('are not those of another script', () => {
    const { statements } = lintFiles({ '1_a/expand.sql': 'CREATE TABLE made (id int)', '2_b/expand.sql': 'CREATE INDEX ON made (id)' })
    expect(statements.map(({ verdict }) => verdict)).toEqual(['runs', 'refused'])
  })

  it('that are attached to a table of the same script are read where they are old', () => {
    const text =
      'CREATE TABLE all_events (id int) PARTITION BY RANGE (id);\nALTER TABLE all_events ATTACH PARTITION old FOR VALUES FROM (1) TO (2)'
    expect(said('1_a/expand.sql', text)[1]).toBe('2 refused attach-partition')
  })
})
