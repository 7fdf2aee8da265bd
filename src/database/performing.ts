import { DatabaseFault } from '../domain/migration/fault.ts'
import type { IndexStep, LedgerEntry, Relation, Step } from '../domain/migration/model.ts'
import type { Connection } from './connection.ts'
import { eventSql, saveSql, saveWithEventSql } from './ledger.ts'
import { literal, quotedName } from './literal.ts'

type Kind<K extends Step['kind']> = Extract<Step, { readonly kind: K }>

/** How long autovacuum is waited for where nobody has to wait for us meanwhile: it gives way after `deadlock_timeout`, 1 s. */
const yieldMs = 5_000
/** How long the history may take where the end was asked for already. */
const lastWordsMs = 500
const unhurried = new AbortController().signal

/** Relations with the name by which the session finds them. */
const named = `(
    SELECT class.*, CASE WHEN pg_table_is_visible(class.oid) THEN '' ELSE nspname || '.' END || relname AS name
    FROM pg_catalog.pg_class AS class JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relnamespace
  ) AS named`

/** Whatever else of its name the search_path finds first, an index is in the schema of its table. */
const indexSql = `
  SELECT named.name, coalesce(index.indisvalid AND index.indisready, true) AS valid,
    coalesce(index.indrelid = tables.oid, false) AS own, index.indisunique AS "unique"
  FROM pg_catalog.pg_class AS tables
  JOIN ${named} ON named.relnamespace = tables.relnamespace AND named.relname = $2::name
  LEFT JOIN pg_catalog.pg_index AS index ON index.indexrelid = named.oid
  WHERE tables.oid = to_regclass($1)`

/**
 * REINDEX CONCURRENTLY builds a copy of each index, `_ccnew`, puts it in its place and drops what was there, `_ccold`; of tables with their TOAST and their
 * partitions. Long names are cut for it.
 */
const reindexSql = `
  WITH RECURSIVE asked AS (
    SELECT to_regclass(name)::oid AS oid FROM unnest($1::text[]) AS name
    UNION
    SELECT inhrelid FROM pg_catalog.pg_inherits JOIN asked ON inhparent = asked.oid
  ), tables AS (
    SELECT oid FROM asked UNION SELECT reltoastrelid FROM pg_catalog.pg_class JOIN asked USING (oid)
  ), rebuilt AS (
    SELECT index.indrelid, class.relname::text AS name FROM pg_catalog.pg_index AS index
    JOIN pg_catalog.pg_class AS class ON class.oid = index.indexrelid
    WHERE index.indrelid IN (SELECT oid FROM tables) OR index.indexrelid IN (SELECT oid FROM asked)
  ), copies AS (
    SELECT named.name, named.relname, index.indrelid, regexp_replace(named.relname, '_cc(new|old)[0-9]*$', '') AS of
    FROM pg_catalog.pg_index AS index JOIN ${named} ON named.oid = index.indexrelid
    WHERE NOT index.indisvalid AND named.relname ~ '_cc(new|old)[0-9]*$'
  )
  SELECT name FROM copies WHERE EXISTS (
    SELECT FROM rebuilt
    WHERE rebuilt.indrelid = copies.indrelid AND (rebuilt.name = copies.of OR (octet_length(copies.relname) > 58 AND starts_with(rebuilt.name, copies.of)))
  ) ORDER BY name`

/** Runs steps on the session and keeps the ledger with them. */
export interface Performing {
  /** `yielding`: relations that autovacuum is at. */
  perform(step: Step, entry: LedgerEntry, lockMs: number, yielding: readonly Relation[], signal: AbortSignal): Promise<void>
  index(step: IndexStep, signal: AbortSignal): Promise<'absent' | 'valid' | 'invalid' | 'other'>
  left(step: Step, signal: AbortSignal): Promise<readonly Relation[]>
  dropIndex(name: Relation, signal: AbortSignal): Promise<void>
}

export function createPerforming(connection: Connection): Performing {
  /**
   * Everything in one message: the locks are held for as long as the server works, and not for the way there and back. The ledger comes first, so that
   * what it takes is over before the lock is there.
   */
  const transact = async (statements: readonly string[], signal: AbortSignal): Promise<void> => {
    try {
      await connection.query(['BEGIN', ...statements, 'COMMIT'].join(';\n'), [], signal)
    } catch (error) {
      // Its locks went when it failed; what is left is a session that wants to hear the end of the transaction.
      if (connection.alive) await connection.query('ROLLBACK', [], unhurried).catch(() => undefined)
      throw error
    }
  }

  const alone = async (sql: string, signal: AbortSignal, lockMs = 0): Promise<void> => {
    await connection.query(`SET statement_timeout = 0; SET lock_timeout = ${String(lockMs)}`, [], signal)
    try {
      await connection.query(sql, [], signal)
    } finally {
      if (connection.alive) await connection.query('RESET statement_timeout; RESET lock_timeout', [], unhurried).catch(() => undefined)
    }
  }

  const short = async (step: Kind<'short'>, entry: LedgerEntry, lockMs: number, yielding: readonly Relation[], signal: AbortSignal) => {
    const settings = Object.entries(step.settings ?? {}).map(
      ([name, value]) => `SELECT set_config(${literal(name)}, ${literal(value)}, true)`,
    )
    // Waiting for this one holds up neither readers nor writers, and is long enough for autovacuum to give way.
    const gentle = yielding.map((relation) => `LOCK TABLE ${relation} IN SHARE UPDATE EXCLUSIVE MODE`)
    const first = gentle.length === 0 ? [] : [`SET LOCAL lock_timeout = ${String(yieldMs)}`, ...gentle]
    const lock = ['SET LOCAL synchronous_commit = off', `SET LOCAL lock_timeout = ${String(lockMs)}`]
    // The end of the line ends a comment that the statement may end with.
    await transact([saveSql(entry), ...settings, ...first, ...lock, `${step.sql}\n`], signal)
    // This commit waits for the disk and for synchronous copies in the place of the one before it, for whose locks others wait. A crash in
    // between takes the step and its line of the ledger away together. The step is done: whatever else happens here does not undo it, and an end
    // that is asked for need not wait for a copy that does not answer.
    const heard = signal.aborted ? AbortSignal.timeout(lastWordsMs) : signal
    await connection.query(eventSql(entry), [], heard).catch((error: unknown) => {
      if (!connection.alive) throw error
    })
  }

  const look = async (step: IndexStep, signal: AbortSignal) => {
    const params = [quotedName(step.relations[0] ?? ''), step.index.slice(step.index.lastIndexOf('.') + 1)]
    const [row] = (await connection.query(indexSql, params, signal)).rows
    if (row === undefined) return { state: 'absent' as const, name: step.index }
    const other = row['own'] !== true || (row['valid'] === true && row['unique'] !== true && /^CREATE\s+UNIQUE\s/i.test(step.sql))
    return {
      state: other ? ('other' as const) : row['valid'] === true ? ('valid' as const) : ('invalid' as const),
      name: row['name'] as string,
    }
  }

  return {
    index: async (step, signal) => (await look(step, signal)).state,
    async left(step, signal) {
      if (step.kind === 'index') {
        const { state, name } = await look(step, signal)
        return state === 'invalid' ? [name] : []
      }
      if (step.kind !== 'bare' || step.lock !== undefined || !/^REINDEX\s/i.test(step.sql)) return []
      const { rows } = await connection.query(reindexSql, [step.relations.map(quotedName)], signal)
      return rows.map((row) => row['name'] as string)
    },
    dropIndex: (name, signal) => alone(`DROP INDEX CONCURRENTLY IF EXISTS ${quotedName(name)}`, signal),
    async perform(step, entry, lockMs, yielding, signal) {
      switch (step.kind) {
        case 'short':
          return short(step, entry, lockMs, yielding, signal)
        case 'long': {
          const settings = ['SET LOCAL statement_timeout = 0', `SET LOCAL lock_timeout = ${String(lockMs)}`]
          return transact([saveWithEventSql(entry), ...settings, `${step.sql}\n`], signal)
        }
        case 'index':
        case 'bare': {
          await alone(step.sql, signal, lockMs)
          if (step.kind === 'index') {
            const { state } = await look(step, signal)
            // IF NOT EXISTS calls whatever has the name a success.
            if (state === 'other')
              throw new DatabaseFault('refused', '42P07', `There is another ${step.index}, of another table or not unique`)
            if (state !== 'valid')
              throw new DatabaseFault('refused', '', `The index ${step.index} is ${state} although its statement succeeded`)
          }
          await connection.query(saveWithEventSql(entry), [], signal)
        }
      }
    },
  }
}
