import { describe, expect, it } from 'vitest'
import { loadParser, sqlParser } from '../../../src/database/parser.ts'
import { claimOfStep, compare, type Effects } from '../../../src/domain/migration/measured.ts'
import { readSchema } from '../../../src/domain/migration/measured-schema.ts'
import { workOf } from '../../../src/domain/migration/measured-work.ts'
import type { LockMode, Step } from '../../../src/domain/migration/model.ts'

const { parse } = sqlParser(await loadParser())
const on = (relation: string, mode: LockMode, of?: string) => ({ relation, mode, ...(of !== undefined && { of }) })
const claim = (locks: readonly ReturnType<typeof on>[], rewrites = false, scans = false) => ({ locks, rewrites, scans })
const effects = (locks: Effects['locks'], rest: Partial<Effects> = {}): Effects => ({ locks, rewrites: [], scans: [], ...rest })

describe('what was seen beside what was said', () => {
  it('is as told where locks, rewrites and scans are the same', () => {
    const told = claim([on('users', 'ACCESS EXCLUSIVE')], true, true)
    expect(compare(told, effects([on('users', 'ACCESS EXCLUSIVE')], { rewrites: ['users'], scans: ['users'] }))).toEqual({
      worse: [],
      milder: [],
    })
  })

  it('is worse by a stronger lock, a lock that is not told, a rewrite, a scan', () => {
    const told = claim([on('users', 'SHARE')])
    const seen = effects([on('users', 'ACCESS EXCLUSIVE'), on('teams', 'SHARE ROW EXCLUSIVE')], { rewrites: ['users'], scans: ['teams'] })
    expect(compare(told, seen).worse).toEqual([
      'ACCESS EXCLUSIVE on users is taken, not SHARE',
      'SHARE ROW EXCLUSIVE on teams is taken, which is not told',
      'users is written anew',
      'teams is read as a whole under that lock',
    ])
  })

  it('is not worse by locks that nobody waits for, or by reading as readers do', () => {
    const seen = effects([on('users', 'ACCESS SHARE'), on('teams', 'SHARE UPDATE EXCLUSIVE')], { scans: ['users'] })
    expect(compare(claim([]), seen)).toEqual({ worse: [], milder: [] })
  })

  it('takes an index and its table for one', () => {
    const dropped = effects([on('users_idx', 'ACCESS EXCLUSIVE', 'users'), on('users', 'ACCESS EXCLUSIVE')])
    expect(compare(claim([on('users_idx', 'ACCESS EXCLUSIVE')]), dropped)).toEqual({ worse: [], milder: [] })
    const built = effects([on('users', 'SHARE'), on('users_pkey', 'ACCESS EXCLUSIVE', 'users')])
    expect(compare(claim([on('users', 'SHARE')]), built).worse).toEqual([
      'ACCESS EXCLUSIVE on users_pkey, an index of users, is taken, not SHARE',
    ])
  })

  it('is milder by a weaker lock and by what did not happen, unless it was only seen in parts', () => {
    const told = claim([on('users', 'ACCESS EXCLUSIVE')], true, true)
    expect(compare(told, effects([on('users', 'SHARE')])).milder).toEqual([
      'SHARE on users is taken, not ACCESS EXCLUSIVE',
      'no table is written anew',
    ])
    expect(compare(claim([], false, true), effects([])).milder).toEqual(['no table is read as a whole'])
    const { scans: _, ...parts } = effects([on('users', 'SHARE')])
    expect(compare(claim([on('users', 'ACCESS EXCLUSIVE')], false, true), { ...parts, inParts: true }).milder).toEqual([])
  })
})

describe('what the steps of a safe form promise', () => {
  it('is a short lock without a scan, or nobody in the way', () => {
    const short: Step = { kind: 'short', sql: 'ALTER TABLE t ADD a int', relations: ['t'] }
    expect(claimOfStep(short)).toEqual(claim([on('t', 'ACCESS EXCLUSIVE')]))
    expect(claimOfStep({ ...short, lock: 'SHARE' })).toEqual(claim([on('t', 'SHARE')]))
    const long: Step = { kind: 'long', sql: 'ALTER TABLE t VALIDATE CONSTRAINT c', relations: ['t'] }
    expect(claimOfStep(long)).toEqual(claim([on('t', 'SHARE UPDATE EXCLUSIVE')], false, true))
    expect(claimOfStep({ ...long, sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY t' }).locks).toEqual([on('t', 'EXCLUSIVE')])
  })
})

describe('a schema that was there before', () => {
  it('is read without what is for psql, rows of COPY and what concerns the whole server, and keeps its lines', () => {
    const text =
      '\\restrict x\nCREATE TABLE a (b text);\nCOPY a (b) FROM stdin;\nit\'s; "x\n\\.\nCREATE ROLE r;\nALTER TABLE a OWNER TO r;\nCREATE INDEX ON a (b);\n'
    const { statements, mistakes } = readSchema('s.sql', text, parse)
    expect(mistakes).toEqual([])
    expect(statements).toEqual([
      { sql: 'CREATE TABLE a (b text)', line: 2, mayFail: false },
      { sql: 'ALTER TABLE a OWNER TO r', line: 7, mayFail: true },
      { sql: 'CREATE INDEX ON a (b)', line: 8, mayFail: false },
    ])
  })

  it('that is no SQL is a mistake at its line, without a word of it', () => {
    const { mistakes } = readSchema('s.sql', `SELECT 1;\nCREATE TABEL 'secret'`, parse)
    expect(mistakes).toMatchObject([{ path: 's.sql', line: 2 }])
    expect(mistakes[0]?.text).not.toContain('secret')
  })
})

describe('what is measured of the changes', () => {
  const work = (sql: string, role: 'expand' | 'contract' | 'backfill' | 'undo' | 'verify' = 'expand') => {
    const parsed = parse(sql)
    if ('wrong' in parsed) throw new Error(parsed.wrong.message)
    return workOf({ role, statement: { text: sql, line: 1, directives: [], ...parsed.statements[0]! } }).kind
  }

  it.each(['ALTER TABLE a ADD b int', 'CREATE INDEX CONCURRENTLY ON a (b)', 'VACUUM FULL a', 'DO $$BEGIN END$$', 'GRANT SELECT ON a TO b'])(
    '%s is',
    (sql) => expect(work(sql)).toBe('measure'),
  )
  it.each([
    'CREATE ROLE a',
    'ALTER ROLE a RENAME TO b',
    'COMMENT ON DATABASE a IS NULL',
    'ALTER DATABASE a OWNER TO b',
    'DROP DATABASE a',
    'ALTER SYSTEM SET a = 1',
    `CREATE SUBSCRIPTION a CONNECTION '' PUBLICATION b`,
    'BEGIN',
    'COPY a FROM STDIN',
    'SET LOCAL a.b = 1',
    'DISCARD ALL',
  ])('%s is not', (sql) => expect(work(sql)).toBe('skip'))
  it('a setting of the session is set', () => expect(work('SET search_path = a')).toBe('set'))
  it('a backfill, what verifies and what undoes are not', () => {
    for (const role of ['backfill', 'verify', 'undo'] as const) expect(work('SELECT 1', role)).toBe('skip')
    expect(work('SELECT 1', 'contract')).toBe('measure')
  })
})
