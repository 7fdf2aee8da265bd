import { DatabaseFault } from '../domain/migration/fault.ts'
import { noPressureMemory, pressing, type PressureLimits } from '../domain/migration/pressure.ts'
import type { Pressure } from '../ports.ts'
import { tidy } from './fault-of.ts'
import type { MysqlServer } from './mysql-facts.ts'
import { errorNumberOf } from './mysql-fault.ts'
import type { MysqlQueries } from './mysql-session.ts'
import { ended, objection } from './pressure.ts'

const readOnlyTransaction = 1792

/** No such table, no right to it, not known in this version. */
const unseen = new Set([1044, 1054, 1109, 1142, 1146, 1227])

/**
 * What the server says: who waits for rows of the session, and on Aurora how far its readers are behind. Other writers know nothing of their replicas: for
 * those a query, or a metric of CloudWatch, must speak.
 */
export function createMysqlPressure(side: MysqlQueries, server: () => MysqlServer, thread: () => number, limits: PressureLimits): Pressure {
  let memory = noPressureMemory
  const ask = async (sql: string, signal: AbortSignal) => {
    try {
      return (await side.query(sql, signal))[0]?.rows ?? []
    } catch (error) {
      if (unseen.has(errorNumberOf(error))) return []
      throw error
    }
  }
  return async (signal) => {
    const [waits] = await ask(waitsSql(server(), thread()), signal)
    const replicas = await ask(auroraSql, signal)
    const [clock] = await ask('SELECT UNIX_TIMESTAMP(NOW(3)) * 1000 AS at', signal)
    const found = pressing(
      {
        atMs: Number(clock?.['at'] ?? 0),
        replicas: replicas.map((row) => ({ name: tidy(String(row['name'])), lagMs: Number(row['lag_ms']) })),
        vacuums: 0,
        longestWaitMs: Number(waits?.['wait_ms'] ?? 0),
      },
      limits,
      memory,
    )
    memory = found.memory
    return found.reasons
  }
}

/** A query of the user: waits while it answers a number that is not 0, or a text, which is then why. */
export function createMysqlQueryPressure(side: MysqlQueries, query: string): Pressure {
  return async (signal) => {
    const results = await side.query(`START TRANSACTION READ ONLY; ${ended(query)}\n; COMMIT`, signal).catch((error: unknown) => {
      if (!(error instanceof DatabaseFault) || error.kind === 'cancelled') throw error
      const { kind, sqlState, message } = error
      // In a transaction that may only read, a write means nothing about the server.
      if (errorNumberOf(error) === readOnlyTransaction)
        throw new DatabaseFault('refused', sqlState, `throttle-query may only read: ${message}`)
      throw new DatabaseFault(kind, sqlState, `throttle-query: ${message}`)
    })
    return (results[1]?.rows ?? []).flatMap((row) => objection(Object.values(row)[0]) ?? [])
  }
}

function waitsSql({ mariadb }: MysqlServer, thread: number): string {
  const [table, waiting, blocking] = mariadb
    ? ['information_schema.INNODB_LOCK_WAITS', 'requesting_trx_id', 'blocking_trx_id']
    : ['performance_schema.data_lock_waits', 'REQUESTING_ENGINE_TRANSACTION_ID', 'BLOCKING_ENGINE_TRANSACTION_ID']
  return `SELECT MAX(TIMESTAMPDIFF(MICROSECOND, theirs.trx_wait_started, NOW(6)) / 1000) AS wait_ms
    FROM ${table} AS waits
    JOIN information_schema.INNODB_TRX AS theirs ON theirs.trx_id = waits.${waiting}
    JOIN information_schema.INNODB_TRX AS ours ON ours.trx_id = waits.${blocking}
    WHERE ours.trx_mysql_thread_id = ${String(thread)}`
}

/** Aurora's readers share the storage: what lags is their cache. */
const auroraSql = `SELECT SERVER_ID AS name, REPLICA_LAG_IN_MILLISECONDS AS lag_ms FROM information_schema.REPLICA_HOST_STATUS
  WHERE SESSION_ID <> 'MASTER_SESSION_ID'`
