import { DatabaseFault } from '../domain/migration/fault.ts'
import type { LedgerEntry } from '../domain/migration/model.ts'
import type { BackfillOrder, BackfillTable } from '../ports.ts'
import { surveyKey } from './backfill-key.ts'
import { batchSettings, batchSql, boundarySql, type KeyColumn, spanCondition, withRange } from './backfill-sql.ts'
import { quotedName } from './literal.ts'
import type { Queries } from './session.ts'

/** The statement that saves an entry of the ledger: an INSERT or UPDATE of one row, without RETURNING and without parameters. */
export type SaveSql = (entry: LedgerEntry) => string

interface Boundary {
  readonly after: readonly string[] | undefined
  readonly key: readonly string[]
  readonly rows: number
}

interface BatchRow {
  readonly changed: number
  readonly saved: number
  readonly ahead: readonly string[] | null
  readonly ahead_rows: number | null
  readonly took_ms: number
}

/** A name that more than one table of the statement has. */
const ambiguous = '42702'

/**
 * A backfill of one table. Its end is looked for one batch ahead, together with the batch before it: so a batch is one trip to the server, and
 * its range is known to the planner as constants.
 */
export function createBackfill(session: Queries, order: BackfillOrder, saveSql: SaveSql): BackfillTable {
  const table = quotedName(order.table)
  let key: readonly KeyColumn[] | undefined
  let prefix = ''
  let ahead: Boundary | undefined
  /** What a trip to the server takes by itself: it does not keep anybody waiting, and so is not part of a batch. */
  let tripMs = Infinity

  const timed = async (sql: string, signal: AbortSignal) => {
    const sinceMs = performance.now()
    const { rows } = await session.query(sql, [], signal)
    return { rows, elapsedMs: performance.now() - sinceMs }
  }
  const keyOf = (): readonly KeyColumn[] => {
    if (key === undefined) throw new Error('A batch before the survey')
    return key
  }
  const look = async (after: readonly string[] | undefined, rows: number, settings: string, signal: AbortSignal) => {
    const { rows: found } = await timed(`${settings}; ${boundarySql(table, keyOf(), after, rows)}`, signal)
    const [row] = found as unknown as readonly { readonly key: readonly string[]; readonly rows: number }[]
    return row && { after, key: row.key, rows: row.rows }
  }
  /** The names that Postgres takes for those of this table, tried on the statement itself without running it. */
  const findPrefix = async (columns: readonly KeyColumn[], signal: AbortSignal): Promise<string> => {
    const names = ['', ...(order.alias === undefined ? [] : [quotedName(order.alias)]), table].map((name) =>
      name === '' ? '' : `${name}.`,
    )
    for (const [index, name] of names.entries()) {
      const never = columns.map((column) => `${name}${column.name} IS NULL`).join(' AND ')
      try {
        await session.query(`EXPLAIN ${withRange(order.sql, never)}\nRETURNING 1`, [], signal)
        return name
      } catch (error) {
        if (!(error instanceof DatabaseFault) || error.sqlState !== ambiguous || index === names.length - 1) throw error
      }
    }
    return ''
  }

  return {
    async survey(signal) {
      ahead = undefined
      const found = await surveyKey(session, order.table, order.key, signal)
      if (found.problems.length > 0) return found
      for (let trip = 0; trip < 3; trip += 1) tripMs = Math.min(tripMs, (await timed('SELECT 1', signal)).elapsedMs)
      prefix = await findPrefix(found.key, signal)
      key = found.key
      return { problems: [], rowsEstimated: found.rowsEstimated }
    },

    async batch(entry, rows, limits, signal) {
      const before = entry.backfill ?? { rowsDone: 0, rowsEstimated: -1 }
      const settings = batchSettings(limits)
      // One that was looked for when batches were larger would take too long now.
      const known = ahead !== undefined && sameKey(ahead.after, before.cursor) && ahead.rows <= rows * 1.25 ? ahead : undefined
      ahead = undefined
      const next = known ?? (await look(before.cursor, rows, settings, signal))
      if (next === undefined) return { progress: before, rows: 0, changed: 0, tookMs: 0 }
      // It would be so for ever: the text of this key is read as another.
      if (sameKey(next.key, before.cursor)) throw new DatabaseFault('refused', '', 'The last key of the batch is that of the batch before')
      const progress = { ...before, cursor: next.key, rowsDone: before.rowsDone + next.rows }
      const span = { ...(next.after !== undefined && { after: next.after }), upTo: next.key }
      const sql = batchSql({
        sql: order.sql,
        condition: spanCondition(keyOf(), prefix, span),
        saved: saveSql({ ...entry, backfill: progress }),
        ahead: boundarySql(table, keyOf(), next.key, rows),
      })
      const { rows: found, elapsedMs } = await timed(`${settings}; ${sql}`, signal)
      const [done] = found as unknown as readonly BatchRow[]
      if (done?.saved !== 1) throw new DatabaseFault('refused', '', 'The ledger has no line for this backfill any more')
      if (done.ahead !== null) ahead = { after: next.key, key: done.ahead, rows: done.ahead_rows ?? 0 }
      // With the commit, which is over when the server answers; without the way there and back.
      return { progress, rows: next.rows, changed: done.changed, tookMs: Math.max(done.took_ms, elapsedMs - tripMs) }
    },
  }
}

function sameKey(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
