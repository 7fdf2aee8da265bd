import { DatabaseFault, readOnly } from '../domain/migration/fault.ts'
import { noPressureMemory, pressing, type PressureLimits, type PressureReading } from '../domain/migration/pressure.ts'
import type { Pressure } from '../ports.ts'
import { seeingAll } from './facts.ts'
import { tidy } from './fault-of.ts'
import { literal, quotedName } from './literal.ts'
import type { Queries } from './session.ts'

/** Whom a backfill may harm. Asked beside the session that works. */
export interface PressureOrder {
  readonly limits: PressureLimits
  readonly table: string
  /** The server process of the session that works. */
  readonly pid: () => number
  /** Hears once what is hidden from the role. */
  readonly note?: (text: string) => void
}

/** How long a look may take, its own queries included: whoever is asked must not be burdened by it. */
const limited = 'SET LOCAL statement_timeout = 2000'

/** What the server itself says. Rights that are missing (`pg_monitor`) leave out what they hide, which is noted. Throws DatabaseFault. */
export function createDatabasePressure(side: Queries, order: PressureOrder): Pressure {
  let memory = noPressureMemory
  let aurora: boolean | undefined
  let noted = order.limits.lagMs === undefined && order.limits.lagBytes === undefined
  return async (signal) => {
    aurora ??= (await side.query("SELECT to_regproc('aurora_replica_status') IS NOT NULL AS there", [], signal)).rows[0]?.['there'] === true
    const { hidden, ...reading } = await read(side, order, aurora, signal)
    if (hidden > 0 && !noted) {
      noted = true
      order.note?.(await hiddenWords(side, hidden, signal))
    }
    const found = pressing(reading, order.limits, memory)
    memory = found.memory
    return found.reasons
  }
}

/**
 * A query of the user: waits while it answers true, or a text, which is then why. No row, NULL, false, an empty text, and 0 or nothing of
 * whatever type are no objection. Throws DatabaseFault.
 */
export function createQueryPressure(side: Queries, query: string): Pressure {
  return async (signal) => {
    const { rows } = await side
      .query(`SET LOCAL transaction_read_only = on; ${limited}; ${seeingAll('transaction')}; ${ended(query)}`, [], signal)
      .catch((error: unknown) => {
        if (!(error instanceof DatabaseFault) || error.kind === 'cancelled') throw error
        const { kind, sqlState, message } = error
        // Of a session of its own a write would mean that its server has become a copy.
        if (sqlState === readOnly) throw new DatabaseFault('refused', readOnly, `throttle-query may only read: ${message}`)
        throw new DatabaseFault(kind, sqlState, `throttle-query: ${message}`)
      })
    return rows.flatMap((row) => objection(Object.values(row)[0]) ?? [])
  }
}

/** Why to wait, in the words of the answer; undefined where it is nothing, 0, false or empty. */
export function objection(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined
  // BIT of MySQL.
  if (value instanceof Uint8Array && value.every((byte) => byte === 0)) return undefined
  // An interval is an object of its parts, without any where it is 0.
  const text = tidy(typeof value === 'object' ? JSON.stringify(value) : String(value))
  if (Number(text) === 0 || /^(f|false|\{\}|\[\])$/i.test(text)) return undefined
  return /^(t|true)$/i.test(text) ? 'throttle-query answers true' : `throttle-query answers ${text.slice(0, 200)}`
}

/** One statement alone: what follows it would answer in its place. */
export function ended(query: string): string {
  return query.replace(/[;\s]+$/, '')
}

async function hiddenWords(side: Queries, replicas: number, signal: AbortSignal): Promise<string> {
  const { rows } = await side.query('SELECT quote_ident(current_user) AS role', [], signal)
  const lag = replicas === 1 ? 'The lag of 1 replica' : `The lag of ${String(replicas)} replicas`
  return `${lag} cannot be seen, and max-lag does not hold for it: GRANT pg_monitor TO ${tidy(String(rows[0]?.['role']))}`
}

interface ReplicaRow {
  readonly hidden: boolean
  readonly name: string
  readonly lag_ms: number | null
  readonly replayed: number | null
}

async function read(
  side: Queries,
  { table, pid }: PressureOrder,
  aurora: boolean,
  signal: AbortSignal,
): Promise<PressureReading & { readonly hidden: number }> {
  const ask = async (sql: string) => (await side.query(`${limited}; ${sql}`, [], signal)).rows
  const replicas = (await ask(aurora ? auroraSql : replicasSql)) as unknown as readonly ReplicaRow[]
  const [state] = (await ask(stateSql(table, pid(), aurora))) as unknown as readonly {
    readonly copy: boolean
    readonly at_ms: number
    readonly wal: number | null
    readonly vacuums: number
    readonly wait_ms: number
  }[]
  const seen = replicas.filter(({ hidden }) => !hidden)
  if (state?.copy) throw new DatabaseFault('lost', readOnly, 'The server has become a copy that cannot be written')
  return {
    atMs: state?.at_ms ?? 0,
    hidden: replicas.length - seen.length,
    replicas: seen.map(({ name, lag_ms, replayed }) => ({
      name: tidy(name),
      ...(lag_ms !== null && { lagMs: lag_ms }),
      ...(replayed !== null && { replayedBytes: replayed }),
    })),
    ...(state !== undefined && state.wal !== null && { walBytes: state.wal }),
    vacuums: state?.vacuums ?? 0,
    longestWaitMs: state?.wait_ms ?? 0,
  }
}

/** Backups are no replicas. Subscribers are: they have come as far as they have told. Whoever may not see them sees that they are there. */
const replicasSql = `SELECT state IS NULL AS hidden, coalesce(nullif(application_name, ''), host(client_addr), pid::text) AS name,
    extract(epoch FROM replay_lag)::float8 * 1000 AS lag_ms, pg_wal_lsn_diff(replay_lsn, '0/0')::float8 AS replayed
  FROM pg_stat_replication WHERE state IS NULL OR state IN ('streaming', 'catchup')`

/** Aurora's replicas share the storage: what lags is their cache. The writer is in the list too. */
const auroraSql = `SELECT false AS hidden, server_id AS name, replica_lag_in_msec::float8 AS lag_ms, NULL::float8 AS replayed
  FROM aurora_replica_status() WHERE session_id <> 'MASTER_SESSION_ID'`

/** Those who wait are found by our own transaction: `pg_blocking_pids` of every session would hold up the table of locks. */
function stateSql(table: string, pid: number, aurora: boolean): string {
  const relation = `to_regclass(${literal(quotedName(table))})`
  const wal = aurora ? 'NULL::float8' : "CASE WHEN NOT pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 END"
  return `SELECT pg_is_in_recovery() AS copy, extract(epoch FROM clock_timestamp())::float8 * 1000 AS at_ms,
    ${wal} AS wal,
    (SELECT count(*)::int FROM pg_stat_progress_vacuum v
      WHERE v.datname = current_database() AND (v.relid = ${relation} OR v.relid IN (SELECT relid FROM pg_partition_tree(${relation})))) AS vacuums,
    (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - coalesce(a.state_change, a.query_start)) * 1000), 0)::float8
      FROM pg_locks held
      JOIN pg_locks wanted ON NOT wanted.granted AND wanted.locktype = 'transactionid' AND wanted.transactionid = held.transactionid
      JOIN pg_stat_activity a ON a.pid = wanted.pid
      WHERE held.locktype = 'transactionid' AND held.granted AND held.pid = ${Math.trunc(pid)}) AS wait_ms`
}
