import { DatabaseFault, readOnly } from '../domain/migration/fault.ts'
import type { Relation } from '../domain/migration/model.ts'
import type { MigrationDatabase } from '../ports.ts'
import { createBackfill } from './backfill.ts'
import { readCatalog } from './catalog.ts'
import { createConnection } from './connection.ts'
import { prepareSession, readFacts } from './facts.ts'
import { createHolders } from './holders.ts'
import { ensureLedger, hasLedger, readLedger, saveSql, saveWithEventSql } from './ledger.ts'
import { createPerforming } from './performing.ts'
import { createDatabasePressure, createQueryPressure } from './pressure.ts'
import { tryRunLock } from './run-lock.ts'

export interface PostgresOptions {
  /** Of the writer itself, not of a transaction pooler. */
  readonly url: string
  /** Of the workflow; others see it as `sluice/<run>`. */
  readonly run: string
  /** Certificates to trust instead of those of Node, as PEM. */
  readonly ca?: string
  /** Nothing is to be written, the ledger neither: where there is none it is empty. */
  readonly looks?: true
}

/** Nobody waits behind a query that waits to read, but whoever asked it must be told. */
const verifyLockMs = 1_000
/** An index need not outlast what is younger: it ends by itself. */
const snapshotAgeMs = 1_000

const progressSql = `
  SELECT phase, blocks_done::float8 AS blocks, blocks_total::float8 AS "allBlocks", tuples_done::float8 AS rows, tuples_total::float8 AS "allRows",
    lockers_done::float8 AS lockers, lockers_total::float8 AS "allLockers"
  FROM pg_catalog.pg_stat_progress_create_index WHERE pid = $1`

/** Postgres 12 to 18. Opens nothing yet. Throws DatabaseFault where the URL is none. */
export function createPostgres({ url, run, ca, looks }: PostgresOptions): MigrationDatabase {
  const connection = createConnection({ url, application: `sluice/${run}`, ...(ca === undefined ? {} : { ca }) })
  const holders = createHolders(connection)
  const performing = createPerforming(connection)
  /** As seen by the last look at blockers. */
  let yielding: readonly Relation[] = []
  const replaced = new Set<number>()

  return {
    name: connection.name,
    async connect(signal) {
      replaced.add(connection.pid)
      await connection.open(signal)
      const facts = await readFacts(connection, signal)
      // What a session is set to would leak into those of others, and a copy cannot be written.
      if (facts.pooled || facts.replica) return facts
      await prepareSession(connection, signal)
      if (looks) await connection.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY', [], signal)
      else await ensureLedger(connection, signal)
      return facts
    },
    lock: (signal) => tryRunLock(connection, replaced, signal),
    async ledger(signal) {
      return looks && !(await hasLedger(connection, signal)) ? [] : readLedger(connection, signal)
    },
    catalog: (names, signal) => readCatalog(connection, names, signal),
    async save(entry, signal) {
      await connection.query(saveWithEventSql(entry), [], signal)
    },
    async blockers(relations, mode, olderThanMs, signal) {
      const found = await holders.of(relations, mode, olderThanMs, signal)
      yielding = found.yielding
      return found.blockers
    },
    snapshots: (signal) => holders.snapshots(snapshotAgeMs, signal),
    async perform(step, entry, { lockMs }, signal) {
      const aside = yielding
      yielding = []
      await performing.perform(step, entry, lockMs, aside, signal)
    },
    index: (step, signal) => performing.index(step, signal),
    left: (step, signal) => performing.left(step, signal),
    dropIndex: (name, signal) => performing.dropIndex(name, signal),
    async progress(signal) {
      const { rows } = await connection.side().query(progressSql, [connection.pid], signal)
      const [row] = rows as unknown as readonly ProgressRow[]
      return row && progressWords(row)
    },
    backfill: (order) => createBackfill(connection, order, saveSql),
    pressures: (table, limits, query, note) => [
      createDatabasePressure(connection.side(), { table, limits, pid: () => connection.pid, ...(note && { note }) }),
      ...(query === undefined ? [] : [createQueryPressure(connection.side(), query)]),
    ],
    async verify(queries, signal) {
      const counts: number[] = []
      for (const query of queries) {
        // Reading alone: a query that writes is refused by the server.
        const statements = [
          'BEGIN READ ONLY',
          'SET LOCAL statement_timeout = 0',
          `SET LOCAL lock_timeout = ${String(verifyLockMs)}`,
          `SELECT count(*)::float8 AS found FROM (\n${query}\n) AS rows`,
        ]
        try {
          const { rows } = await connection.query(statements.join('; '), [], signal)
          counts.push(rows[0]?.['found'] as number)
        } catch (error) {
          if (!(error instanceof DatabaseFault) || error.sqlState !== readOnly) throw error
          throw new DatabaseFault('refused', readOnly, 'A query of verify writes, and is only meant to look')
        } finally {
          if (connection.alive) await connection.query('ROLLBACK', [], new AbortController().signal).catch(() => undefined)
        }
      }
      return counts
    },
    close: () => connection.close(),
  }
}

interface ProgressRow {
  readonly phase: string
  readonly blocks: number
  readonly allBlocks: number
  readonly rows: number
  readonly allRows: number
  readonly lockers: number
  readonly allLockers: number
}

/** Of the counters the one that moves in this part of the work. */
function progressWords({ phase, blocks, allBlocks, rows, allRows, lockers, allLockers }: ProgressRow): string {
  if (phase.startsWith('waiting')) return `${phase}: ${String(lockers)} of ${String(allLockers)} have ended`
  if (allBlocks > 0) return `${phase}: ${String(Math.floor((100 * blocks) / allBlocks))} %`
  if (allRows > 0) return `${phase}: ${String(Math.floor((100 * rows) / allRows))} %`
  return phase
}
