import { expect, test } from 'vitest'
import type { Connection } from '../../src/database/connection.ts'
import { faultOf } from '../../src/database/fault-of.ts'
import { createPerforming } from '../../src/database/performing.ts'
import { entryOf } from './sessions.ts'

const step = { kind: 'short', sql: 'ALTER TABLE t ADD COLUMN c int', relations: ['t'] } as const

/** A connection that answers as it is told, by the beginning of what it is asked. */
function scripted(answer: (sql: string) => void): Connection & { readonly asked: readonly string[] } {
  const asked: string[] = []
  const query: Connection['query'] = (sql, _, signal) => {
    if (signal.aborted) return Promise.reject(faultOf(undefined, true))
    asked.push(sql)
    try {
      answer(sql)
      return Promise.resolve({ rows: [], count: 0 })
    } catch (error) {
      return Promise.reject(error as Error)
    }
  }
  return {
    asked,
    name: 'db',
    pid: 1,
    alive: true,
    query,
    open: () => Promise.resolve(),
    side: () => ({ query }),
    another: () => Promise.reject(new Error('There is no other')),
    close: () => Promise.resolve(),
  }
}

test('a short step is one message, its line of the ledger before its lock, and waits for the disk after its locks are gone', async () => {
  const connection = scripted(() => undefined)
  await createPerforming(connection).perform(step, entryOf(), 100, [], new AbortController().signal)
  const [message = '', after = ''] = connection.asked
  expect(connection.asked).toHaveLength(2)
  const lines = message.split(';\n')
  expect(lines[0]).toBe('BEGIN')
  expect(lines[1]).toMatch(/^INSERT INTO sluice\.change/)
  expect(lines.slice(2)).toEqual(['SET LOCAL synchronous_commit = off', 'SET LOCAL lock_timeout = 100', `${step.sql}\n`, 'COMMIT'])
  expect(after).toMatch(/^INSERT INTO sluice\.event/)
})

test('a step that is committed is done, whether the end is asked for in that moment or its line in the history is refused', async () => {
  const stop = new AbortController()
  const aborted = scripted((sql) => {
    if (sql.startsWith('BEGIN')) stop.abort()
  })
  await createPerforming(aborted).perform(step, entryOf(), 100, [], stop.signal)
  expect(aborted.asked).toHaveLength(2)
  const full = scripted((sql) => {
    if (sql.includes('sluice.event')) throw faultOf({ severity: 'ERROR', code: '53100', message: 'disk full' }, false)
  })
  await createPerforming(full).perform(step, entryOf(), 100, [], new AbortController().signal)
})

test('a step whose transaction failed is rolled back even when the end was asked for, and its fault is told', async () => {
  const stop = new AbortController()
  const connection = scripted((sql) => {
    if (!sql.startsWith('BEGIN')) return
    stop.abort()
    throw faultOf({ severity: 'ERROR', code: '57014', message: 'canceling statement due to user request' }, true)
  })
  const done = createPerforming(connection).perform(step, entryOf(), 100, [], stop.signal)
  await expect(done).rejects.toMatchObject({ kind: 'cancelled' })
  expect(connection.asked.at(-1)).toBe('ROLLBACK')
})

test('where autovacuum is at a table its lock is waited for gently first', async () => {
  const connection = scripted(() => undefined)
  await createPerforming(connection).perform(step, entryOf(), 100, ['shop."T"'], new AbortController().signal)
  const lines = connection.asked[0]!.split(';\n')
  const gentle = lines.indexOf('LOCK TABLE shop."T" IN SHARE UPDATE EXCLUSIVE MODE')
  expect(lines[gentle - 1]).toBe('SET LOCAL lock_timeout = 5000')
  expect(lines.slice(gentle + 1)).toContain('SET LOCAL lock_timeout = 100')
})

test('outside of transactions the time-outs are off for the statement alone', async () => {
  const connection = scripted((sql) => {
    if (sql === 'VACUUM t') throw faultOf({ severity: 'ERROR', code: '42P01', message: 'relation "t" does not exist' }, false)
  })
  const vacuum = { kind: 'bare', sql: 'VACUUM t', relations: ['t'] } as const
  await expect(createPerforming(connection).perform(vacuum, entryOf(), 0, [], new AbortController().signal)).rejects.toMatchObject({
    kind: 'refused',
  })
  expect(connection.asked).toEqual([
    'SET statement_timeout = 0; SET lock_timeout = 0',
    'VACUUM t',
    'RESET statement_timeout; RESET lock_timeout',
  ])
})

test('outside of transactions a lock that others wait behind is waited for no longer than it may be', async () => {
  const connection = scripted(() => undefined)
  const reindex = { kind: 'bare', sql: 'REINDEX TABLE t', relations: ['t'], lock: 'ACCESS EXCLUSIVE' } as const
  await createPerforming(connection).perform(reindex, entryOf(), 100, [], new AbortController().signal)
  expect(connection.asked.slice(0, 2)).toEqual(['SET statement_timeout = 0; SET lock_timeout = 100', 'REINDEX TABLE t'])
})
