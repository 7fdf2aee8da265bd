import { onTestFinished } from 'vitest'
import { type Connection, createConnection } from '../../src/database/connection.ts'
import { createPostgres, type PostgresOptions } from '../../src/database/postgres.ts'
import type { DatabaseFault } from '../../src/domain/migration/fault.ts'
import type { LedgerEntry } from '../../src/domain/migration/model.ts'
import type { MigrationDatabase } from '../../src/ports.ts'

/** The signal of what nobody cancels. */
export const { signal: unhurried } = new AbortController()

/** A session of somebody else, ended with the test. */
export async function session(url: string, application = 'shop'): Promise<Connection> {
  const connection = createConnection({ url, application })
  onTestFinished(() => connection.close())
  await connection.open(unhurried)
  return connection
}

/** Rows of one query in a session of its own. */
export async function ask(url: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const connection = createConnection({ url, application: 'test' })
  try {
    await connection.open(unhurried)
    return (await connection.query(sql, [], unhurried)).rows
  } finally {
    await connection.close()
  }
}

/** A database as a run has it, closed with the test. Not connected yet. */
export function database(url: string, options: Partial<PostgresOptions> = {}): MigrationDatabase {
  const made = createPostgres({ url, run: '100', ...options })
  onTestFinished(() => made.close())
  return made
}

export function entryOf(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  const base = { change: '0001', phase: 'expand', state: 'running', digest: 'd', steps: [], run: '100', attempt: 1 } as const
  return { ...base, startedAtMs: 0, updatedAtMs: 0, ...overrides }
}

export function faultOf(work: Promise<unknown>): Promise<DatabaseFault> {
  return work.then(
    () => Promise.reject(new Error('There was no fault')),
    (error: unknown) => error as DatabaseFault,
  )
}
