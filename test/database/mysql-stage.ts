import { createHash } from 'node:crypto'
import { type Connection, createConnection } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { createMysql } from '../../src/database/mysql.ts'
import type { LedgerEntry, Step } from '../../src/domain/migration/model.ts'
import type { PlannedPhase } from '../../src/domain/migration/planned.ts'
import type { MigrationDatabase } from '../../src/ports.ts'
import { hasMariadb, type MysqlTestServer, startMariadb } from './mysql-server.ts'

/** A new database on a real server for each test, and what a test has opened closed behind it. */
export interface MysqlStage {
  /** A new and empty database, and a plain connection to it. */
  scene(): Promise<{ readonly url: string; readonly sql: Connection }>
  /** The adapter, connected and with the lock where it is to be had. */
  runner(url: string, run?: string): Promise<MigrationDatabase>
  /** A plain connection. */
  plain(url: string): Promise<Connection>
}

export const unhurried = new AbortController().signal

/** A group of tests on a real MariaDB; one that is skipped, and says so, where there is none. */
export function describeOnMariadb(what: string, body: (stage: MysqlStage) => void, flags: readonly string[] = []): void {
  if (!hasMariadb) {
    // Only Debian's packages bring one, and where they cannot be had the name of the group says so.
    describe.skip(`${what} (skipped: no mariadbd here)`, () => body({ scene: missing, runner: missing, plain: missing }))
    return
  }
  describe(`${what}, MariaDB`, () => {
    let server: MysqlTestServer | undefined
    const opened: (() => Promise<unknown>)[] = []
    beforeAll(async () => {
      server = await startMariadb(flags)
    }, 120_000)
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((close) => close().catch(() => undefined)))
    })
    afterAll(() => server?.stop())
    const plain = async (url: string) => {
      const connection = await createConnection({ uri: url, multipleStatements: true })
      connection.on('error', () => undefined)
      opened.push(() => connection.end())
      return connection
    }
    body({
      plain,
      async scene() {
        const url = await server!.createDatabase()
        return { url, sql: await plain(url) }
      },
      async runner(url, run = '1') {
        const database = createMysql({ url, run })
        opened.push(() => database.close())
        await database.connect(unhurried)
        await database.lock(unhurried)
        return database
      },
    })
  })
}

function missing(): never {
  throw new Error('There is no server here')
}

export function entryOf(change: string, more: Partial<LedgerEntry> = {}): LedgerEntry {
  const times = { startedAtMs: 0, updatedAtMs: 0 }
  return { change, phase: 'expand', state: 'running', digest: 'd', steps: [], run: '1', attempt: 1, ...times, ...more }
}

export function shortStep(sql: string, ...relations: readonly string[]): Step {
  return { kind: 'short', sql, relations }
}

export function phaseOf(id: string, steps: readonly Step[]): PlannedPhase {
  const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')
  return {
    change: { id, name: 'x' },
    phase: 'expand',
    digest: digestOf(JSON.stringify(steps)),
    steps: steps.map((step, index) => ({ step, digest: digestOf(step.sql), path: `db/${id}_x/expand.sql`, line: index + 1 })),
  }
}

/** The first value of the first row. */
export async function one(sql: Connection, query: string): Promise<unknown> {
  const [rows] = await sql.query(query)
  return Object.values((rows as readonly Readonly<Record<string, unknown>>[])[0] ?? {})[0]
}

/** A read that took longer has stood in a queue: the least that the server lets anybody wait is a second. */
export const queuedMs = 900

/** How long the longest took of reads one after another while `work` goes on, in milliseconds. */
export async function longestRead(sql: Connection, table: string, work: () => Promise<unknown>): Promise<number> {
  let over = false
  let longestMs = 0
  const reads = (async () => {
    while (!over) {
      const sinceMs = performance.now()
      await sql.query(`SELECT * FROM ${table}`)
      longestMs = Math.max(longestMs, performance.now() - sinceMs)
    }
  })()
  try {
    await work()
  } finally {
    over = true
    await reads
  }
  return longestMs
}

/** Measures until nothing has stood in a queue, once for each of `rounds` at most: who queues does so each time, a busy machine is slow once. */
export async function leastOf<T>(rounds: readonly T[], measure: (round: T) => Promise<number>): Promise<number> {
  let leastMs = Infinity
  for (const round of rounds) {
    leastMs = Math.min(leastMs, await measure(round))
    if (leastMs < queuedMs) break
  }
  return leastMs
}
