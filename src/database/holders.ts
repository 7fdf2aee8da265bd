import { modesAgainst } from '../domain/migration/lock-conflicts.ts'
import type { Blocker, LockMode, Relation } from '../domain/migration/model.ts'
import { tidy } from './fault-of.ts'
import { quotedName } from './literal.ts'
import type { Queries } from './session.ts'

/** Holders of locks on some relations. */
export interface Holders {
  readonly blockers: readonly Blocker[]
  /** Tables that autovacuum is at, which gives way once somebody waits for `deadlock_timeout`. */
  readonly yielding: readonly Relation[]
}

interface HolderRow {
  readonly pid: number | null
  readonly transaction: string
  readonly relation: string
  readonly mode: string
  readonly application: string | null
  readonly user: string | null
  readonly state: string | null
  readonly prepared: boolean
  readonly age: number | null
  readonly at: number
  readonly vacuum: boolean
  readonly unyielding: boolean
  readonly lockable: boolean
}

const age = (column: string): string => `(extract(epoch FROM clock_timestamp() - ${column}) * 1000)::float8`

/**
 * Granted locks of others on the relations, their partitions and the indexes of both. The stronger of several locks of one transaction counts.
 * A role without `pg_read_all_stats` may not see when transactions of other roles began: then the time since we saw one first stands for it.
 */
const holdersSql = `
  WITH RECURSIVE asked AS (
    SELECT to_regclass(name)::oid AS oid FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NOT NULL
  ), tables AS (
    SELECT coalesce(index.indrelid, asked.oid) AS oid FROM asked LEFT JOIN pg_catalog.pg_index AS index ON index.indexrelid = asked.oid
    UNION
    SELECT inhrelid FROM pg_catalog.pg_inherits JOIN tables ON inhparent = tables.oid
  ), relations AS (
    SELECT oid, 0 AS rank FROM tables
    UNION ALL
    SELECT indexrelid, 1 FROM pg_catalog.pg_index JOIN tables ON indrelid = tables.oid
  )
  SELECT DISTINCT ON (held.virtualtransaction)
    held.pid, held.virtualtransaction AS transaction, relations.oid::regclass::text AS relation, held.mode,
    activity.application_name AS application, coalesce(activity.usename, prepared.owner) AS user, activity.state,
    prepared.gid IS NOT NULL AS prepared, ${age('coalesce(activity.xact_start, prepared.prepared)')} AS age,
    (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at,
    activity.pid IS NOT NULL AND activity.usesysid IS NULL AS vacuum,
    coalesce(activity.query LIKE '%(to prevent wraparound)', false) AS unyielding,
    class.relkind IN ('r', 'p') AS lockable
  FROM pg_catalog.pg_locks AS held
  JOIN relations ON held.relation = relations.oid
  JOIN pg_catalog.pg_class AS class ON class.oid = relations.oid
  LEFT JOIN pg_catalog.pg_stat_activity AS activity ON activity.pid = held.pid
  LEFT JOIN pg_catalog.pg_prepared_xacts AS prepared ON held.virtualtransaction = '-1/' || prepared.transaction::text
  WHERE held.granted AND held.mode = ANY ($2) AND held.pid IS DISTINCT FROM pg_backend_pid()
    AND held.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  ORDER BY held.virtualtransaction, relations.rank, array_position($2, held.mode) DESC`

const snapshotsSql = `
  SELECT pid, application_name AS application, usename AS user, state, ${age('coalesce(xact_start, query_start)')} AS age
  FROM pg_catalog.pg_stat_activity
  WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid() AND datname = current_database() AND backend_type = 'client backend'
  ORDER BY age DESC NULLS LAST`

/** Remembers whom it has seen, for the age of those whose beginning is not told. */
export function createHolders(session: Queries) {
  let firstSeen = new Map<string, number>()
  return {
    async of(relations: readonly Relation[], mode: LockMode, olderThanMs: number, signal: AbortSignal): Promise<Holders> {
      const { rows } = await session.query(holdersSql, [relations.map(quotedName), modesAgainst(mode).map(catalogMode)], signal)
      const holders = rows as unknown as readonly HolderRow[]
      const key = ({ pid, transaction }: HolderRow): string => `${String(pid)} ${transaction}`
      firstSeen = new Map(holders.map((row) => [key(row), firstSeen.get(key(row)) ?? row.at]))
      // LOCK TABLE, by which it is waited for, knows no materialized views.
      const yields = ({ vacuum, unyielding, lockable }: HolderRow): boolean => vacuum && !unyielding && lockable
      const found = holders
        .filter((row) => !yields(row))
        .map((row) => ({ ...blockerOf(row), ageMs: row.age ?? row.at - firstSeen.get(key(row))! }))
        .filter(({ ageMs }) => ageMs >= olderThanMs)
      return {
        blockers: found.sort((one, other) => other.ageMs - one.ageMs),
        yielding: holders.filter(yields).map(({ relation }) => relation),
      }
    },
    /** Whose snapshots are older than `olderThanMs`, as far as the role may see them. */
    async snapshots(olderThanMs: number, signal: AbortSignal): Promise<readonly Blocker[]> {
      const { rows } = await session.query(snapshotsSql, [], signal)
      const found = (rows as unknown as readonly HolderRow[]).map((row) => ({
        ...blockerOf({ ...row, relation: '', mode: '' }),
        ageMs: row.age ?? 0,
      }))
      return found.filter(({ ageMs }) => ageMs >= olderThanMs)
    },
  }
}

function blockerOf(row: HolderRow): Omit<Blocker, 'ageMs'> {
  return {
    pid: row.pid ?? 0,
    application: row.prepared ? 'prepared transaction' : tidy(row.application ?? ''),
    user: tidy(row.user ?? ''),
    state: row.prepared ? 'prepared' : row.vacuum ? 'autovacuum' : tidy(row.state ?? ''),
    relation: tidy(row.relation),
    mode: wordedMode(row.mode),
  }
}

/** `AccessExclusiveLock` of `ACCESS EXCLUSIVE`, as pg_locks spells it. */
function catalogMode(mode: LockMode): string {
  return `${mode.toLowerCase().replaceAll(/(^| )(\w)/g, (_, __, letter: string) => letter.toUpperCase())}Lock`
}

function wordedMode(mode: string): LockMode {
  return modesAgainst('ACCESS EXCLUSIVE').find((each) => catalogMode(each) === mode) ?? 'ACCESS SHARE'
}
