import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Connection } from '../../src/database/connection.ts'
import { readFacts } from '../../src/database/facts.ts'
import type { Rows, Session } from '../../src/database/session.ts'

const rowsOf = (row: Rows['rows'][number]): Rows => ({ rows: [row], count: 1 })

/** A server process 7 that answers our second look after so long; `told` is the process that the session was told at its beginning. */
function slowly(told: number, answerMs: number): Connection {
  let mark: unknown
  const other = { query: () => Promise.resolve(rowsOf({ mark: '', pid: 8 })), end: () => Promise.resolve() } as unknown as Session
  return {
    pid: told,
    another: () => Promise.resolve(other),
    async query(sql: string, params: readonly unknown[]) {
      if (sql.includes('server_version_num')) return rowsOf({ version: 18, superuser: false, replica: false, at: 0 })
      if (sql.includes('set_config')) mark = params[0]
      else await new Promise((done) => setTimeout(done, answerMs))
      return rowsOf({ mark, pid: 7 })
    },
  } as unknown as Connection
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test.each([
  ['is no pool where the process is the one that was told', 7, false],
  ['is a pool that holds us up where it is another one', 1, true],
])('a session that answers after 5 s %s', async (_, told, pooled) => {
  const facts = readFacts(slowly(told, 5_000), new AbortController().signal)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await facts).toMatchObject({ pooled })
})
