import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseFault } from '../domain/migration/fault.ts'
import type { Effects, MeasuredLock } from '../domain/migration/measured.ts'
import { type LockMode, lockModes, type Relation } from '../domain/migration/model.ts'
import type { Trial } from '../ports.ts'
import type { Connection } from './connection.ts'
import { literal, quotedName } from './literal.ts'
import type { Queries } from './session.ts'

/** What is looked at: a relation that was there before. */
interface Watched {
  readonly oid: string
  readonly name: Relation
  readonly kind: string
  /** Of an index: its table. */
  readonly of: string | null
  readonly file: string
  /** Absent where the server does not count them. */
  readonly scans: number | null
}

const unhurried = new AbortController().signal
const cannotBeInTransaction = '25001'
const pollMs = 5

/**
 * Named as in the statement where it names them, else by their schema unless the search path leads there. What `pg_stat_get_xact_numscans` counts begins
 * before the transaction, so that only differences count.
 */
const watchedSql = `
  SELECT own.oid::text AS oid, own.relkind AS kind, index.indrelid::text AS of, own.relfilenode::text AS file,
    CASE WHEN current_setting('track_counts')::bool THEN pg_catalog.pg_stat_get_xact_numscans(own.oid)::int END AS scans,
    coalesce(
      (SELECT name FROM unnest($2::text[], $3::text[]) AS named (name, quoted) WHERE to_regclass(quoted) = own.oid LIMIT 1),
      CASE WHEN pg_catalog.pg_table_is_visible(own.oid) THEN own.relname ELSE place.nspname || '.' || own.relname END) AS name
  FROM pg_catalog.pg_class AS own
  JOIN pg_catalog.pg_namespace AS place ON place.oid = own.relnamespace
  LEFT JOIN pg_catalog.pg_index AS index ON index.indexrelid = own.oid
  WHERE own.oid = ANY ($1::oid[])`

const locksSql = `
  SELECT relation::text AS oid, mode FROM pg_catalog.pg_locks
  WHERE pid = $1 AND locktype = 'relation' AND relation = ANY ($2::oid[])
    AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())`

/** Relations that users have, at this moment. */
export async function relationsThere(session: Queries, signal: AbortSignal): Promise<readonly string[]> {
  const { rows } = await session.query(
    `SELECT own.oid::text AS oid FROM pg_catalog.pg_class AS own JOIN pg_catalog.pg_namespace AS place ON place.oid = own.relnamespace
     WHERE own.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I') AND place.nspname !~ '^pg_' AND place.nspname <> 'information_schema'`,
    [],
    signal,
  )
  return rows.map((row) => String(row['oid']))
}

/**
 * Runs the statement in a transaction and looks at its locks, files and scans before that ends; one that refuses to be in a transaction is stopped on its
 * way and looked at from another session. `there`: the relations to look at.
 */
export async function runTrial(connection: Connection, there: readonly string[], trial: Trial, signal: AbortSignal): Promise<Effects> {
  try {
    return await inTransaction(connection, there, trial, signal)
  } catch (error) {
    if (!(error instanceof DatabaseFault) || error.sqlState !== cannotBeInTransaction) throw error
    return alone(connection, there, trial, signal)
  }
}

async function inTransaction(connection: Connection, there: readonly string[], trial: Trial, signal: AbortSignal): Promise<Effects> {
  const settings = Object.entries(trial.settings ?? {}).map(
    ([name, value]) => `SELECT set_config(${literal(name)}, ${literal(value)}, true)`,
  )
  try {
    await connection.query(['BEGIN', ...settings].join('; '), [], signal)
    const before = await watch(connection, there, trial.relations, signal)
    await connection.query(trial.sql, [], signal)
    const after = await watch(connection, there, trial.relations, signal)
    const locks = await locksOf(connection, connection.pid, before, signal)
    await connection.query(trial.undo ? 'ROLLBACK' : 'COMMIT', [], signal)
    return { ...effectsOf(before, after, locks), ...scansOf(before, after) }
  } catch (error) {
    if (connection.alive) await connection.query('ROLLBACK', [], unhurried).catch(() => undefined)
    throw error
  }
}

/**
 * Another session holds the tables first against all that is more than writing, then as a reader with an old snapshot: whoever asks for a lock, or waits
 * for those who hold one, is stopped there, and looked at while it stands. Nothing depends on how fast either is.
 */
async function alone(connection: Connection, there: readonly string[], trial: Trial, signal: AbortSignal): Promise<Effects> {
  const before = await watch(connection, there, trial.relations, signal)
  const named = before.filter(({ name }) => trial.relations.includes(name)).map(({ oid, of }) => of ?? oid)
  const tables = before.filter(({ oid, kind }) => named.includes(oid) && (kind === 'r' || kind === 'p'))
  const gate = await connection.another(signal)
  const seen: MeasuredLock[] = []
  try {
    const list = await gateList(gate, tables, signal)
    await gate.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1', [], signal)
    const hold = (mode: LockMode): Promise<unknown> =>
      list === '' ? Promise.resolve() : gate.query(`LOCK TABLE ${list} IN ${mode} MODE`, [], signal)
    await hold('ACCESS SHARE')
    await gate.query('SAVEPOINT writers', [], signal)
    await hold('SHARE')
    let over = false
    const running = connection.query(trial.sql, [], signal).finally(() => (over = true))
    running.catch(() => undefined)
    for (const open of ['ROLLBACK TO writers', 'ROLLBACK']) {
      const stands = await stopped(gate, connection.pid, () => over, signal)
      if (stands) seen.push(...(await locksOf(gate, connection.pid, before, signal)))
      await gate.query(open, [], signal)
    }
    await running
  } finally {
    await gate.end()
  }
  const after = await watch(connection, there, trial.relations, signal)
  return { ...effectsOf(before, after, strongestOf(seen)), inParts: true }
}

async function gateList(gate: Queries, tables: readonly Watched[], signal: AbortSignal): Promise<string> {
  if (tables.length === 0) return ''
  const { rows } = await gate.query(
    `SELECT string_agg(oid::regclass::text, ', ') AS list FROM unnest($1::oid[]) AS oid`,
    [tables.map(({ oid }) => oid)],
    signal,
  )
  return String(rows[0]?.['list'] ?? '')
}

/** Whether it stands before the gate; false when it is over. */
async function stopped(gate: Queries, pid: number, isOver: () => boolean, signal: AbortSignal): Promise<boolean> {
  while (!isOver()) {
    const { rows } = await gate.query('SELECT pg_backend_pid() = ANY (pg_blocking_pids($1)) AS stands', [pid], signal)
    if (rows[0]?.['stands'] === true) return true
    await delay(pollMs)
  }
  return false
}

async function watch(
  session: Queries,
  there: readonly string[],
  named: readonly Relation[],
  signal: AbortSignal,
): Promise<readonly Watched[]> {
  // More than a schema and a name is what no server takes.
  const readable = named.filter((each) => each.split('.').length <= 2)
  const { rows } = await session.query(watchedSql, [there, readable, readable.map(quotedName)], signal)
  return rows as unknown as readonly Watched[]
}

/** Those that it holds, and the one it asks for. */
async function locksOf(session: Queries, pid: number, before: readonly Watched[], signal: AbortSignal): Promise<readonly MeasuredLock[]> {
  const { rows } = await session.query(locksSql, [pid, before.map(({ oid }) => oid)], signal)
  return strongestOf(
    rows.flatMap((row) => {
      const relation = before.find(({ oid }) => oid === row['oid'])
      const mode = modeOf(String(row['mode']))
      if (relation === undefined || mode === undefined) return []
      const of = before.find(({ oid }) => oid === relation.of)?.name
      return [{ relation: relation.name, mode, ...(of !== undefined && { of }) }]
    }),
  )
}

function strongestOf(locks: readonly MeasuredLock[]): readonly MeasuredLock[] {
  const found = new Map<Relation, MeasuredLock>()
  for (const each of locks) {
    const before = found.get(each.relation)
    if (before === undefined || lockModes.indexOf(each.mode) > lockModes.indexOf(before.mode)) found.set(each.relation, each)
  }
  return [...found.values()].sort(
    (one, other) => lockModes.indexOf(other.mode) - lockModes.indexOf(one.mode) || (one.relation < other.relation ? -1 : 1),
  )
}

/** Tables and materialized views alone: an index that is built anew is a scan of its table. */
function effectsOf(
  before: readonly Watched[],
  after: readonly Watched[],
  locks: readonly MeasuredLock[],
): Pick<Effects, 'locks' | 'rewrites'> {
  const anew = before.filter(({ oid, kind, file }) => {
    const now = after.find((each) => each.oid === oid)
    return (kind === 'r' || kind === 'm') && now !== undefined && now.file !== file
  })
  return { locks, rewrites: anew.map(({ name }) => name) }
}

function scansOf(before: readonly Watched[], after: readonly Watched[]): Pick<Effects, 'scans'> {
  if (before.some(({ scans }) => scans === null)) return {}
  const scanned = before.filter(({ oid, kind, scans }) => {
    const now = after.find((each) => each.oid === oid)?.scans ?? scans
    return (kind === 'r' || kind === 'm') && Number(now) > Number(scans)
  })
  return { scans: scanned.map(({ name }) => name) }
}

/** `ShareUpdateExclusiveLock`; undefined for those of predicates. */
function modeOf(name: string): LockMode | undefined {
  const words = name
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase()
  return lockModes.find((mode) => mode === words)
}
