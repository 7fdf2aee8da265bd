import { DatabaseFault } from '../domain/migration/fault.ts'
import type { BackfillProgress, LedgerEntry, Phase } from '../domain/migration/model.ts'
import { errorNumberOf } from './mysql-fault.ts'
import { type MysqlQueries, mysqlRefusal, mysqlText } from './mysql-session.ts'

/**
 * Beside the tables it is about: a schema is a database here, and a user that may change one database may seldom make another. What follows one database
 * (copies, backups, filters of replication) has the ledger then too.
 */
export const ledgerTable = 'sluice_changes'

const noSuchTable = 1146
const denied = new Set([1142, 1044])

const nowMs = 'CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)'

/** `in_flight`: what the tables looked like before the statement that was begun last, which commits by itself. */
const table = `CREATE TABLE IF NOT EXISTS ${ledgerTable} (
  change_id varchar(190) NOT NULL,
  phase varchar(20) NOT NULL,
  state varchar(20) NOT NULL,
  digest varchar(190) NOT NULL,
  steps longtext NOT NULL,
  begun varchar(190) NULL,
  run_id varchar(190) NOT NULL,
  attempt int NOT NULL,
  error text NULL,
  backfill longtext NULL,
  in_flight longtext NULL,
  started_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  PRIMARY KEY (change_id, phase)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`

/** Creates the ledger where there is none; where it is there, no right to create anything is needed. */
export async function ensureMysqlLedger(session: MysqlQueries, signal: AbortSignal): Promise<void> {
  const look = `SELECT in_flight FROM ${ledgerTable} LIMIT 0`
  try {
    await session.query(look, signal)
  } catch (error) {
    if (errorNumberOf(error) !== noSuchTable) throw mayNot(error)
    await session.query(table, signal).catch((refused: unknown) => {
      throw mayNot(refused)
    })
    await session.query(look, signal)
  }
}

function mayNot(error: unknown): unknown {
  if (!denied.has(errorNumberOf(error)) || !(error instanceof DatabaseFault)) return error
  return mysqlRefusal(
    `The user may not keep the ledger of migrations, the table ${ledgerTable} of this database: GRANT CREATE, SELECT, INSERT, UPDATE ON it to the user (${error.message})`,
  )
}

/** `mayLack`: where there is no ledger it is empty. */
export async function readMysqlLedger(session: MysqlQueries, signal: AbortSignal, mayLack: boolean): Promise<readonly LedgerEntry[]> {
  const reading = session.query(`SELECT * FROM ${ledgerTable} ORDER BY change_id, phase`, signal)
  const [found] = await reading.catch((error: unknown) => {
    if (mayLack && errorNumberOf(error) === noSuchTable) return [{ rows: [] }]
    throw error
  })
  return found!.rows.map((row) => {
    const text = (name: string): string => String(row[name])
    return {
      change: text('change_id'),
      phase: text('phase') as Phase,
      state: text('state') as LedgerEntry['state'],
      digest: text('digest'),
      steps: JSON.parse(text('steps')) as readonly string[],
      ...(row['begun'] === null ? {} : { begun: text('begun') }),
      run: text('run_id'),
      attempt: Number(row['attempt']),
      ...(row['error'] === null ? {} : { error: text('error') }),
      ...(row['backfill'] === null ? {} : { backfill: JSON.parse(text('backfill')) as BackfillProgress }),
      startedAtMs: Number(row['started_at_ms']),
      updatedAtMs: Number(row['updated_at_ms']),
    }
  })
}

/** One statement. The clock is that of the database; progress of a backfill that is not given stays. */
export function saveMysqlSql(entry: LedgerEntry): string {
  const { change, phase, state, digest, steps, begun, run, attempt, error, backfill } = entry
  const kept = ['state', 'digest', 'steps', 'begun', 'run_id', 'attempt', 'error']
  const values = [
    ...[change, phase, state, digest, JSON.stringify(steps), begun, run].map(mysqlText),
    String(Math.trunc(attempt)),
    mysqlText(error),
    mysqlText(backfill && JSON.stringify(backfill)),
    nowMs,
    nowMs,
  ]
  return [
    `INSERT INTO ${ledgerTable} (change_id, phase, state, digest, steps, begun, run_id, attempt, error, backfill, started_at_ms, updated_at_ms)`,
    `VALUES (${values.join(', ')})`,
    `ON DUPLICATE KEY UPDATE ${kept.map((column) => `${column} = VALUES(${column})`).join(', ')},`,
    `backfill = COALESCE(VALUES(backfill), backfill), updated_at_ms = VALUES(updated_at_ms)`,
  ].join(' ')
}

/** What is known of a statement that commits by itself: its digest, and what its tables looked like before. */
export interface InFlight {
  readonly sql: string
  readonly before: string
}

export async function readInFlight(
  session: MysqlQueries,
  { change, phase }: LedgerEntry,
  signal: AbortSignal,
): Promise<InFlight | undefined> {
  const [found] = await session.query(
    `SELECT in_flight FROM ${ledgerTable} WHERE change_id = ${mysqlText(change)} AND phase = ${mysqlText(phase)}`,
    signal,
  )
  const text = found!.rows[0]?.['in_flight']
  return typeof text === 'string' ? (JSON.parse(text) as InFlight) : undefined
}

export function inFlightSql({ change, phase }: LedgerEntry, inFlight: InFlight | undefined): string {
  const value = mysqlText(inFlight && JSON.stringify(inFlight))
  return `UPDATE ${ledgerTable} SET in_flight = ${value} WHERE change_id = ${mysqlText(change)} AND phase = ${mysqlText(phase)}`
}
