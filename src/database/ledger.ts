import { DatabaseFault } from '../domain/migration/fault.ts'
import type { BackfillProgress, LedgerEntry, Phase } from '../domain/migration/model.ts'
import { faultOf } from './fault-of.ts'
import { literal, literals } from './literal.ts'
import type { Queries } from './session.ts'

/** A line for each phase of each change, and one more in the history for each time it was saved. Nothing removes either. */
const tables = `
  CREATE TABLE IF NOT EXISTS sluice.change (
    change text NOT NULL,
    phase text NOT NULL,
    state text NOT NULL,
    digest text NOT NULL,
    steps text[] NOT NULL,
    begun text,
    run text NOT NULL,
    attempt integer NOT NULL,
    error text,
    backfill jsonb,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (change, phase)
  );
  CREATE TABLE IF NOT EXISTS sluice.event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    change text NOT NULL,
    phase text NOT NULL,
    state text NOT NULL,
    steps_done integer NOT NULL,
    begun text,
    run text NOT NULL,
    attempt integer NOT NULL,
    error text
  )`

/** What two sessions meet that create the same at once. */
const created = new Set(['42P06', '42P07', '23505', '40001', 'XX000'])

/**
 * Creates the ledger where there is none. Where it is there, no right to create anything is needed. Throws DatabaseFault with what to do where
 * the role may not create or use it.
 */
export async function ensureLedger(session: Queries, signal: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      if (!(await hasLedger(session, signal))) await createLedger(session, signal)
      await session.query('SELECT FROM sluice.change LIMIT 0', [], signal)
      await refuseOurSchema(session, signal)
      return
    } catch (error) {
      const fault = faultOf(error, signal.aborted)
      if (fault.sqlState === '42501') throw await noRight(session, signal)
      if (!created.has(fault.sqlState) || tries === 4) throw fault
    }
  }
}

async function createLedger(session: Queries, signal: AbortSignal): Promise<void> {
  const { rows } = await session.query("SELECT to_regnamespace('sluice') IS NULL AS absent", [], signal)
  // The right to create a schema is asked for even where it is there.
  const schema = rows[0]?.['absent'] === true ? 'CREATE SCHEMA IF NOT EXISTS sluice;' : ''
  await session.query(`${schema}${tables}`, [], signal)
}

export async function hasLedger(session: Queries, signal: AbortSignal): Promise<boolean> {
  const there = "to_regclass('sluice.change') IS NOT NULL AND to_regclass('sluice.event') IS NOT NULL"
  const { rows } = await session.query(`SELECT ${there} AS there`, [], signal)
  return rows[0]?.['there'] === true
}

/** Tables that a file names without a schema would be made among ours. `"$user"` leads here where the role has our name. */
async function refuseOurSchema(session: Queries, signal: AbortSignal): Promise<void> {
  const { rows } = await session.query("SELECT current_schema() = 'sluice' AS ours", [], signal)
  if (rows[0]?.['ours'] !== true) return
  throw new DatabaseFault(
    'refused',
    '',
    'The search_path of the role leads to the schema sluice, where the ledger of migrations is: set another one',
  )
}

async function noRight(session: Queries, signal: AbortSignal): Promise<DatabaseFault> {
  const asked = await session.query('SELECT quote_ident(current_user) AS role, quote_ident(current_database()) AS database', [], signal)
  const { role, database } = asked.rows[0] as { readonly role: string; readonly database: string }
  const grants = [
    `GRANT CREATE ON DATABASE ${database} TO ${role}`,
    `or, where the schema sluice is there already: GRANT USAGE, CREATE ON SCHEMA sluice TO ${role}; GRANT ALL ON ALL TABLES IN SCHEMA sluice TO ${role}`,
  ]
  return new DatabaseFault(
    'refused',
    '42501',
    `The role ${role} may not keep the ledger of migrations, in the schema sluice: ${grants.join('; ')}`,
  )
}

export async function readLedger(session: Queries, signal: AbortSignal): Promise<readonly LedgerEntry[]> {
  const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`
  const columns = `change, phase, state, digest, steps, begun, run, attempt, error, backfill`
  const times = `${ms('started_at')} AS started_at, ${ms('updated_at')} AS updated_at`
  const { rows } = await session.query(`SELECT ${columns}, ${times} FROM sluice.change ORDER BY change, phase`, [], signal)
  return rows.map((row) => ({
    change: row['change'] as string,
    phase: row['phase'] as Phase,
    state: row['state'] as LedgerEntry['state'],
    digest: row['digest'] as string,
    steps: row['steps'] as readonly string[],
    ...(row['begun'] === null ? {} : { begun: row['begun'] as string }),
    run: row['run'] as string,
    attempt: row['attempt'] as number,
    ...(row['error'] === null ? {} : { error: row['error'] as string }),
    ...(row['backfill'] === null ? {} : { backfill: row['backfill'] as BackfillProgress }),
    startedAtMs: row['started_at'] as number,
    updatedAtMs: row['updated_at'] as number,
  }))
}

/**
 * Saves an entry: one statement without parameters, so that it can stand in a transaction, or in a statement, of others. The clock is that of
 * the database; progress of a backfill that is not given stays.
 */
export function saveSql(entry: LedgerEntry): string {
  const { change, phase, state, digest, steps, begun, run, attempt, error, backfill } = entry
  const values = [
    ...[change, phase, state, digest].map(literal),
    `${literals(steps)}::text[]`,
    literal(begun),
    literal(run),
    String(Math.trunc(attempt)),
    literal(error),
    `${literal(backfill && JSON.stringify(backfill))}::jsonb`,
  ]
  const replaced = ['state', 'digest', 'steps', 'begun', 'run', 'attempt', 'error'].map((column) => `${column} = excluded.${column}`)
  return [
    'INSERT INTO sluice.change AS kept (change, phase, state, digest, steps, begun, run, attempt, error, backfill)',
    `VALUES (${values.join(', ')})`,
    `ON CONFLICT (change, phase) DO UPDATE SET ${replaced.join(', ')},`,
    'backfill = coalesce(excluded.backfill, kept.backfill), updated_at = clock_timestamp()',
  ].join(' ')
}

/** A line in the history. */
export function eventSql({ change, phase, state, steps, begun, run, attempt, error }: LedgerEntry): string {
  const values = [
    ...[change, phase, state].map(literal),
    String(steps.length),
    literal(begun),
    literal(run),
    String(Math.trunc(attempt)),
    literal(error),
  ]
  return `INSERT INTO sluice.event (change, phase, state, steps_done, begun, run, attempt, error) VALUES (${values.join(', ')})`
}

export function saveWithEventSql(entry: LedgerEntry): string {
  return `${saveSql(entry)}; ${eventSql(entry)}`
}
