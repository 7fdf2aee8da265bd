import { DatabaseFault } from '../domain/migration/fault.ts'
import { withRange } from '../domain/migration/mysql/tokens.ts'
import type { BackfillOrder, BackfillTable } from '../ports.ts'
import { withoutTransactions } from './mysql-engines.ts'
import { errorNumberOf } from './mysql-fault.ts'
import { type MysqlKeyColumn, surveyMysqlKey } from './mysql-key.ts'
import { saveMysqlSql } from './mysql-ledger.ts'
import { transactOnMysql, waitSql, wholeSeconds } from './mysql-performing.ts'
import { mysqlName, type MysqlQueries, mysqlText } from './mysql-session.ts'

/** The SQLSTATE of a time-out, by which whoever asked for a batch knows it. */
const timedOut = '57014'
/** A column that more than one table of the statement has. */
const ambiguous = 1052

/**
 * A backfill of one table: the end of a batch is looked for, then its rows and the progress are written in one transaction that is one message.
 */
export function createMysqlBackfill(session: MysqlQueries, order: BackfillOrder): BackfillTable {
  const table = mysqlName(order.table)
  let key: readonly MysqlKeyColumn[] = []
  let index = ''
  let prefix = ''
  /** What a trip to the server takes by itself: it keeps nobody waiting, and so is not part of a batch. */
  let tripMs = 0

  /** The name by which the statement knows this table, tried on the statement itself without running it. */
  const findPrefix = async (signal: AbortSignal): Promise<string> => {
    const names = ['', ...(order.alias === undefined ? [] : [`${mysqlName(order.alias)}.`]), `${table}.`]
    for (const [at, name] of names.entries()) {
      const never = key.map((column) => `${name}${column.name} IS NULL`).join(' AND ')
      try {
        await session.query(`EXPLAIN ${withRange(order.sql, never)}`, signal)
        return name
      } catch (error) {
        if (errorNumberOf(error) !== ambiguous || at === names.length - 1) throw error
      }
    }
    return ''
  }

  return {
    async survey(signal) {
      const found = await surveyMysqlKey(session, order.table, order.key, signal)
      const problems = [...new Set([...found.problems, ...(await withoutTransactions(session, order.sql, signal))])]
      if (problems.length > 0) return { ...found, problems }
      ;({ key, index } = found)
      tripMs = Infinity
      for (let trip = 0; trip < 3; trip += 1) tripMs = Math.min(tripMs, await timed(() => session.query('DO 0', signal)))
      prefix = await findPrefix(signal)
      return { problems: [], rowsEstimated: found.rowsEstimated }
    },

    async batch(entry, rows, limits, signal) {
      if (key.length === 0) throw new Error('A batch before the survey')
      const before = entry.backfill ?? { rowsDone: 0, rowsEstimated: -1 }
      const after = before.cursor
      const [, ends] = await session.query(
        `${waitSql(wholeSeconds(limits.lockMs))}; ${boundarySql(table, index, key, after, rows)}`,
        signal,
      )
      const end = ends!.rows[0]
      if (end === undefined) return { progress: before, rows: 0, changed: 0, tookMs: 0 }
      const upTo = key.map((_, at) => String(end[`k${String(at)}`]))
      const found = Number(end['n'])
      const progress = { ...before, cursor: upTo, rowsDone: before.rowsDone + found }
      const condition = spanCondition(key, prefix, after, upTo)
      const statements = [saveMysqlSql({ ...entry, backfill: progress }), withRange(order.sql, condition)]
      let counts: readonly number[] = []
      const elapsedMs = await timed(async () => {
        counts = await endedAfter(limits.statementMs, signal, (ended) => transactOnMysql(session, statements, ended))
      })
      return { progress, rows: found, changed: counts[1] ?? 0, tookMs: Math.max(0, elapsedMs - tripMs) }
    },
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const sinceMs = performance.now()
  await work()
  return performance.now() - sinceMs
}

/** MySQL limits the time of reading statements alone, so it is limited here. */
async function endedAfter<T>(ms: number, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), ms)
  try {
    return await work(AbortSignal.any([signal, late.signal]))
  } catch (error) {
    const ours = error instanceof DatabaseFault && error.kind === 'cancelled' && !signal.aborted
    if (ours) throw new DatabaseFault('refused', timedOut, `The batch took longer than ${String(ms)} ms`)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** The last key of the next rows, as text, and how many they are; no row where there is none. */
export function boundarySql(
  table: string,
  index: string,
  key: readonly MysqlKeyColumn[],
  after: readonly string[] | undefined,
  rows: number,
): string {
  const names = key.map(({ name }) => name)
  const where = after === undefined ? '' : ` WHERE ${beyond(key, '', '>', after)}`
  const page = `SELECT ${names.join(', ')} FROM ${table} FORCE INDEX (${index})${where} ORDER BY ${names.join(', ')} LIMIT ${String(rows)}`
  const texts = key.map(({ name, form }, at) => `${form === 'bytes' ? `HEX(${name})` : `CAST(${name} AS CHAR)`} AS k${String(at)}`)
  const last = names.map((name) => `${name} DESC`).join(', ')
  return `SELECT ${texts.join(', ')}, COUNT(*) OVER () AS n FROM (${page}) AS page ORDER BY ${last} LIMIT 1`
}

/** The condition for `:range`: rows after one key, up to another. */
export function spanCondition(
  key: readonly MysqlKeyColumn[],
  prefix: string,
  after: readonly string[] | undefined,
  upTo: readonly string[],
): string {
  if (after === undefined) return beyond(key, prefix, '<=', upTo)
  // What is the same in both keys is said once, so that the range is one of the columns behind it.
  const same = Math.min(
    key.findIndex((_, at) => after[at] !== upTo[at]),
    key.length - 1,
  )
  const shared = key.slice(0, Math.max(0, same))
  const rest = key.slice(shared.length)
  return [
    ...shared.map((column, at) => `${prefix}${column.name} = ${literalOf(column, upTo[at])}`),
    beyond(rest, prefix, '>', after.slice(shared.length)),
    beyond(rest, prefix, '<=', upTo.slice(shared.length)),
  ].join(' AND ')
}

/**
 * Keys are compared column by column: `(a, b) > (1, 2)` says the same, but reads the whole index. Source: "Range Optimization of Row Constructor
 * Expressions" of MySQL's manual.
 */
function beyond(key: readonly MysqlKeyColumn[], prefix: string, operator: '>' | '<=', values: readonly string[]): string {
  const strict = operator === '>' ? '>' : '<'
  const parts = key.map((column, at) => {
    const before = key.slice(0, at).map((each, index) => `${prefix}${each.name} = ${literalOf(each, values[index])}`)
    const last = at === key.length - 1 ? operator : strict
    return [...before, `${prefix}${column.name} ${last} ${literalOf(column, values[at])}`].join(' AND ')
  })
  return parts.length === 1 ? parts[0]! : `(${parts.map((each) => `(${each})`).join(' OR ')})`
}

/** Values come from the ledger, which others may have written: nothing but a value gets into the statement. */
function literalOf({ form }: MysqlKeyColumn, value = ''): string {
  if (form === 'text') return mysqlText(value)
  if (form === 'bytes') return `x'${value.replaceAll(/[^\dA-Fa-f]/g, '')}'`
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw new DatabaseFault('refused', '', 'The ledger holds a key that is no number')
  return value
}
