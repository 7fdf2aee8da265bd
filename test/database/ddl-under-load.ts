import { setTimeout as delay } from 'node:timers/promises'
import { startWriters, withClient } from '../../bench/backfill-stage.ts'
import type { MigrationEvent } from '../../src/domain/migration/events.ts'
import { blockerAgeMs } from '../../src/domain/migration/acquire.ts'
import { until } from '../e2e/until.ts'
import { expandOf, runOn } from './run-on.ts'
import { startPostgres } from './server.ts'

/** What an ALTER TABLE did to writers while a long transaction read the table. */
export interface DdlUnderLoad {
  /** The longest wait of a write, from when it was due. */
  readonly worstStallMs: number
  /** The same before, while nobody altered anything: a disk that keeps writers waiting so long tells nothing about locks. */
  readonly quietStallMs: number
  /** Waits for a lock of 100 ms and longer, as the server has logged them: what a busy disk cannot be taken for. */
  readonly longLockWaits: number
  readonly writes: number
  readonly failedWrites: number
  /** Of the writers themselves: above 20 ms the figures say nothing. */
  readonly latenessP99Ms: number
  /** From the end of the reader to the end of the run. */
  readonly doneAfterReaderMs: number
  /** How often the lock was asked for, and how often of these while the reader was still there. */
  readonly tries: number
  readonly triesTooEarly: number
  readonly reasonCode: string
}

export interface DdlUnderLoadOptions {
  readonly readerMs: number
  /** How long writers are watched alone before. */
  readonly quietMs?: number
  /** Whether writes wait for the disk, as they do in earnest; without it locks alone are measured. */
  readonly flush?: boolean
  readonly version: number
}

const rows = 100_000

/**
 * Eight writers in a process of their own, 400 single-row updates a second in an open loop; a transaction that has read the table and stays for `readerMs`;
 * and the expand run with one ALTER TABLE in between. Acceptance: worst stall at most 100 ms, done right after the reader has left.
 */
export async function ddlUnderLoad({ readerMs, quietMs = readerMs, flush = true, version }: DdlUnderLoadOptions): Promise<DdlUnderLoad> {
  const logged = { log_lock_waits: 'on', deadlock_timeout: '100ms' }
  const server = await startPostgres({ version, settings: { fsync: flush ? 'on' : 'off', shared_buffers: '256MB', ...logged } })
  try {
    const url = await server.createDatabase()
    await withClient(url, async (client) => {
      await client.query('CREATE TABLE users (id int PRIMARY KEY, touched int NOT NULL DEFAULT 0)')
      await client.query(`INSERT INTO users SELECT generate_series(1, ${rows})`)
      await client.query('VACUUM ANALYZE users')
    })
    const quiet = await alone(url, quietMs)
    const writers = await startWriters(url, rows, 400, 8)
    try {
      return await withClient(url, async (reader) => {
        writers.start()
        await reader.query('BEGIN; SELECT FROM users LIMIT 1')
        // Until it is one that a run waits for, and not one that is gone in a moment.
        await delay(blockerAgeMs * 1.2)
        const told: MigrationEvent[] = []
        const altered = expandOf('0001', { kind: 'short', sql: 'ALTER TABLE users ADD COLUMN age int', relations: ['users'] })
        const run = runOn(url, [altered], { tell: (event) => told.push(event) })
        run.catch(() => undefined)
        await until('the run to be at its statement', () => Promise.resolve(told.some(({ kind }) => kind === 'step-begun')))
        await delay(readerMs)
        const triesTooEarly = told.filter(({ kind }) => kind === 'retried').length
        await reader.query('COMMIT')
        const leftMs = performance.now()
        const { reasonCode } = await run
        const doneAfterReaderMs = performance.now() - leftMs
        const report = await writers.stop()
        const done = told.find((event) => event.kind === 'step-done')
        return {
          worstStallMs: report.maxMs,
          quietStallMs: quiet.maxMs,
          longLockWaits: server.log().split('still waiting for').length - 1,
          writes: report.done,
          failedWrites: report.failed,
          latenessP99Ms: report.latenessP99Ms,
          doneAfterReaderMs,
          tries: done?.tries ?? 0,
          triesTooEarly,
          reasonCode,
        }
      })
    } finally {
      writers.kill()
    }
  } finally {
    await server.stop()
  }
}

async function alone(url: string, ms: number) {
  const writers = await startWriters(url, rows, 400, 8)
  try {
    writers.start()
    await delay(ms)
    return await writers.stop()
  } finally {
    writers.kill()
  }
}
