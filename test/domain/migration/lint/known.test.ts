import { describe, expect, it } from 'vitest'
import { readChanges } from '../../../../src/domain/migration/changes.ts'
import { type Catalog, type CatalogColumn, namesAsked } from '../../../../src/domain/migration/lint/catalog.ts'
import { knownFrom } from '../../../../src/domain/migration/lint/known.ts'
import { lint } from '../../../../src/domain/migration/lint/lint.ts'
import { lintStanding } from '../../../../src/domain/migration/lint/lint-standing.ts'
import type { Change, LedgerEntry, Statement } from '../../../../src/domain/migration/model.ts'
import { parse } from './read-statement.ts'

function changesOf(files: Readonly<Record<string, string>>): readonly Change[] {
  const { changes, mistakes } = readChanges(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    '',
    parse,
  )
  if (mistakes.length > 0) throw new Error(mistakes.map(({ text }) => text).join())
  return changes
}

const column = (name: string, type: string, rest: Partial<CatalogColumn> = {}): CatalogColumn => ({
  ...{ name, type, notNull: false, indexed: false, computed: false },
  ...rest,
})
const users = {
  id: '1',
  partitioned: false,
  columns: [column('note', 'character varying(50)'), column('email', 'text', { notNull: true })],
}
const catalog: Catalog = {
  relations: [
    { name: 'users', ...users },
    { name: 'public.users', ...users },
    { name: 'events', id: '2', partitioned: true, columns: [] },
  ],
  types: [{ name: 'mood', made: 'plain' }],
}

const statements = (changes: readonly Change[]): readonly Statement[] => changes.flatMap(({ scripts }) => scripts.expand?.statements ?? [])

/** What is known while these statements are to be done. */
function known(...sql: readonly string[]) {
  const changes = changesOf({ '1_a/expand.sql': sql.join(';\n') || 'SELECT 1' })
  return knownFrom(catalog, changes, statements(changes))
}

describe('the names that a catalog is asked for', () => {
  it('are the relations and types of every statement, in their parts', () => {
    const changes = changesOf({
      '1_a/expand.sql': 'ALTER TABLE shop."Users" ADD COLUMN feeling shop.mood[], ADD at timestamptz; CREATE INDEX ON t (a)',
      '1_a/contract.sql': 'ALTER TABLE t DROP COLUMN b; ALTER TABLE "a.b" ADD x int; ALTER TABLE a.b ADD x int',
    })
    const { relations, types } = namesAsked(changes)
    expect(relations).toEqual([
      { schema: 'shop', name: 'Users' },
      { schema: '', name: 't' },
    ])
    expect(types).toEqual([
      { schema: 'shop', name: 'mood' },
      { schema: '', name: 'timestamptz' },
      { schema: '', name: 'int4' },
    ])
  })
})

describe('what is known', () => {
  it('is what the catalog says where one statement changes it', () => {
    const one = known('ALTER TABLE users ALTER note TYPE varchar(100)', 'ALTER TABLE users ALTER email SET NOT NULL')
    expect(one.columnType?.('users', 'note')).toBe('character varying(50)')
    expect(one.notNull?.('users', 'email')).toBe(true)
    expect(one.computed?.('users', 'note')).toBe(false)
    expect(one.partitioned?.('users')).toBe(false)
    expect(one.madeType?.('mood')).toBe('plain')
    expect(one.columnType?.('users', 'absent')).toBeUndefined()
    expect(one.partitioned?.('absent')).toBeUndefined()
  })

  it.each([
    [
      'a type changed twice',
      ['ALTER TABLE users ALTER note TYPE text', 'ALTER TABLE public.users ALTER note TYPE varchar(9)'],
      'columnType',
    ],
    ['a column made anew', ['ALTER TABLE users DROP note', 'ALTER TABLE users ADD note int'], 'columnType'],
    ['a column renamed', ['ALTER TABLE users RENAME email TO note', 'ALTER TABLE users ALTER note TYPE text'], 'columnType'],
    ['a table renamed', ['ALTER TABLE people RENAME TO users'], 'columnType'],
    ['a table made', ['DROP TABLE users', 'CREATE TABLE users (note text)'], 'columnType'],
    ['a table moved', ['ALTER TABLE users SET SCHEMA old'], 'columnType'],
    ['an index made', ['CREATE INDEX ON users (lower(note))', 'ALTER TABLE users ALTER note TYPE text'], 'computed'],
    ['a CHECK made', ['ALTER TABLE public.users ADD CHECK (note <> email)'], 'computed'],
    ['a column with a CHECK', ['ALTER TABLE users ADD x text CHECK (x <> note)'], 'computed'],
    ['code that is not seen', ['DO $$BEGIN END$$'], 'columnType'],
    ['a function that is not seen', ['SELECT change_all()'], 'columnType'],
    ['a search path', ['SET search_path = other'], 'columnType'],
    ['a search path by a function', [`SELECT set_config('search_path', '', false)`], 'columnType'],
  ] as const)('is nothing after %s', (_, sql, what) => {
    expect(known(...sql)[what]?.('users', 'note')).toBeUndefined()
  })

  it.each(["SELECT setval('s', 1)", 'SELECT pg_sleep(1)', 'INSERT INTO t VALUES (ext.gen_random_uuid())'])(
    'stays after a function that touches no table: %s',
    (sql) => {
      expect(known(sql).columnType?.('users', 'note')).toBe('character varying(50)')
    },
  )

  it.each([
    ['NOT NULL given and taken', ['ALTER TABLE users ALTER email DROP NOT NULL', 'ALTER TABLE users ALTER email SET NOT NULL']],
    ['a constraint taken', ['ALTER TABLE users DROP CONSTRAINT c', 'ALTER TABLE users ADD PRIMARY KEY (email)']],
    ['an index that becomes a key', ['ALTER TABLE users ADD PRIMARY KEY USING INDEX i', 'ALTER TABLE users ALTER email SET NOT NULL']],
    ['rows of another table', ['ALTER TABLE child INHERIT users', 'ALTER TABLE users ALTER email SET NOT NULL']],
  ])('is nothing of nulls after %s', (_, sql) => {
    expect(known(...sql).notNull?.('users', 'email')).toBeUndefined()
    expect(known(...sql).columnType?.('users', 'email')).toBe('text')
  })

  it('is nothing of types after a domain checks more, for others may be above it', () => {
    expect(known('ALTER DOMAIN size ADD CHECK (VALUE > 0) NOT VALID').madeType?.('mood')).toBeUndefined()
    expect(known('ALTER DOMAIN size DROP CONSTRAINT c').madeType?.('mood')).toBe('plain')
  })

  it('is of a table that a change makes what its statement says', () => {
    const made = known('CREATE TABLE parts (a int) PARTITION BY RANGE (a)', 'CREATE TABLE plain (a int)', 'CREATE INDEX ON parts (a)')
    expect(made.partitioned?.('parts')).toBe(true)
    expect(made.partitioned?.('plain')).toBe(false)
  })
})

describe('the lint of what a database stands at', () => {
  const digestOf = (sql: string): string => {
    const parsed = parse(sql)
    if ('wrong' in parsed) throw new Error(parsed.wrong.message)
    return parsed.digest
  }
  const options = { version: 15, safeRewrite: true }
  const standing = (sql: string, seen: Catalog, done: readonly string[] = [], state: LedgerEntry['state'] = 'failed') => {
    const changes = changesOf({ '1_a/expand.sql': sql })
    const entry: LedgerEntry = {
      ...{
        change: '1',
        phase: 'expand',
        state,
        digest: 'd',
        steps: done.map(digestOf),
        run: '1',
        attempt: 1,
        startedAtMs: 0,
        updatedAtMs: 0,
      },
    }
    const ledger = done.length === 0 ? [] : [entry]
    const asked = { catalog: seen, ledger, phase: 'expand' } as const
    return lintStanding(changes, (own) => lint(changes, { ...options, ...(own && { known: own }) }).statements, asked, digestOf)
  }
  const filled = (notNull: boolean): Catalog => ({
    relations: [{ name: 't', id: '1', partitioned: false, columns: [column('a', 'integer', { notNull }), column('b', 'integer')] }],
    types: [],
  })
  const setA = 'ALTER TABLE t ALTER a SET NOT NULL'
  const recipe = [
    'ALTER TABLE t ADD CONSTRAINT t_a_filled CHECK (a IS NOT NULL) NOT VALID',
    'ALTER TABLE t VALIDATE CONSTRAINT t_a_filled',
    'ALTER TABLE t ALTER COLUMN a SET NOT NULL',
    'ALTER TABLE t DROP CONSTRAINT t_a_filled',
  ]
  const sqlOf = (linted: ReturnType<typeof standing>) => linted.map(({ steps }) => steps.map(({ sql }) => sql))

  it('takes the catalog at its word in a phase that was not begun', () => {
    expect(sqlOf(standing(setA, filled(true)))).toEqual([[setA]])
    expect(sqlOf(standing(setA, filled(false)))).toEqual([recipe])
  })

  it('goes on with the steps that were begun though the catalog has changed by them', () => {
    expect(sqlOf(standing(setA, filled(true), recipe.slice(0, 3)))).toEqual([recipe])
    const both = `${setA};\nALTER TABLE t ALTER b SET NOT NULL`
    expect(sqlOf(standing(both, filled(true), recipe))[0]).toEqual(recipe)
    // The other way round: what was NOT NULL before took one step.
    expect(sqlOf(standing(both, filled(true), [setA]))[0]).toEqual([setA])
  })

  it('leaves drift to be found where neither reading is what was done', () => {
    expect(sqlOf(standing(setA, filled(true), ['SELECT 1']))).toEqual([[setA]])
  })

  it('says nothing new of a phase that is done', () => {
    expect(sqlOf(standing(setA, filled(true), recipe, 'done'))).toEqual([recipe])
  })
})

describe('an allowance', () => {
  const allowed = (sql: string, own?: Catalog) => {
    const changes = changesOf({ '1_a/expand.sql': sql })
    const found = lint(changes, { version: 15, safeRewrite: false, ...(own && { known: knownFrom(own, changes, statements(changes)) }) })
    return {
      mistakes: found.mistakes.map(({ text }) => text),
      verdict: found.statements[0]?.verdict,
      allowed: found.statements[0]?.allowed,
    }
  }
  const narrower = 'ALTER TABLE users ALTER note TYPE varchar(9)'

  it('of what only a database can tell is accepted before it is asked, and after', () => {
    const sql = `-- @allow change-type-narrower: ten rows\n${narrower}`
    expect(allowed(sql)).toEqual({ mistakes: [], verdict: 'runs', allowed: 'ten rows' })
    expect(allowed(sql, catalog)).toEqual({ mistakes: [], verdict: 'runs', allowed: 'ten rows' })
  })

  it('of what was not known does not hold for what it turned out to be', () => {
    const sql = `-- @allow change-type-unknown: it gets wider\n${narrower}`
    expect(allowed(sql)).toEqual({ mistakes: [], verdict: 'runs', allowed: 'it gets wider' })
    expect(allowed(sql, catalog).verdict).toBe('refused')
  })

  it('of what it can never be is a mistake all the same', () => {
    expect(allowed(`-- @allow set-not-null: why\n${narrower}`).mistakes).toEqual([
      '@allow set-not-null allows what is not found here: remove it',
    ])
  })

  it('of an index on a partitioned table is accepted before it is known to be one', () => {
    const sql = '-- @allow add-index-on-parent: it is small\nCREATE INDEX ON events (at)'
    expect(allowed(sql)).toMatchObject({ mistakes: [], verdict: 'runs' })
    expect(allowed(sql, catalog)).toMatchObject({ mistakes: [], verdict: 'runs', allowed: 'it is small' })
  })
})
