import { rangeWord, replaceRange } from '../domain/migration/range-word.ts'
import { literal } from './literal.ts'

/** A column of the key: its quoted name, and its type as Postgres writes it. */
export interface KeyColumn {
  readonly name: string
  readonly type: string
}

/** The rows a batch is for: after one key, up to another. Keys are text, one each column. */
export interface Span {
  readonly after?: readonly string[]
  readonly upTo: readonly string[]
}

/** The last key of the next rows, as a list of text, and how many they are; no row where there is none. */
export function boundarySql(table: string, key: readonly KeyColumn[], after: readonly string[] | undefined, rows: number): string {
  const names = key.map(({ name }) => name)
  const page = `SELECT ${names.join(', ')} FROM ${table}${after === undefined ? '' : ` WHERE ${compared(key, '', '>', after)}`} ORDER BY ${names.join(', ')} LIMIT ${rows}`
  const texts = names.map((name) => `${name}::text`).join(', ')
  const last = names.map((name) => `${name} DESC`).join(', ')
  return `SELECT ARRAY[${texts}] AS key, count(*) OVER ()::int AS rows FROM (${page}) AS page ORDER BY ${last} LIMIT 1`
}

/** The statement with a condition in the place of its `:range`. */
export function withRange(sql: string, condition: string): string {
  const places = replaceRange(sql).at
  return places.reduceRight((text, at) => `${text.slice(0, at)}(${condition})${text.slice(at + rangeWord.length)}`, sql)
}

/** The condition for `:range`. `prefix` says of which table where the names alone do not: `u.`. */
export function spanCondition(key: readonly KeyColumn[], prefix: string, { after, upTo }: Span): string {
  const end = compared(key, prefix, '<=', upTo)
  return after === undefined ? end : `${compared(key, prefix, '>', after)} AND ${end}`
}

/**
 * The user's statement on these rows, the progress in the ledger, and a look ahead to the end of the batch after it: one statement, so that
 * whatever happens to us both are done or neither is, and one trip to the server.
 */
export function batchSql(parts: {
  readonly sql: string
  readonly condition: string
  /** An UPDATE or INSERT of one row of the ledger, without RETURNING. */
  readonly saved: string
  readonly ahead: string
}): string {
  return [
    // The end of the line, for the user's statement may end with a comment.
    `WITH done AS (${withRange(parts.sql, parts.condition)}\nRETURNING 1),`,
    `changed AS (SELECT count(*)::int AS changed FROM done),`,
    `saved AS (${parts.saved}\nRETURNING 1),`,
    `ahead AS (${parts.ahead})`,
    // Beyond the work itself, so that the clock is read when it is done.
    `SELECT changed, (SELECT count(*)::int FROM saved) AS saved, ahead.key AS ahead, ahead.rows AS ahead_rows,`,
    `extract(epoch FROM clock_timestamp() - statement_timestamp())::float8 * 1000 AS took_ms`,
    `FROM changed LEFT JOIN ahead ON true`,
  ].join('\n')
}

/**
 * Settings of one batch. Where statistics are stale or absent, a range is taken for a third of the table; a plan that reads all of it would
 * be made again for each batch. Costs that forbid it would start the compiler, hence `jit`.
 */
export function batchSettings(limits: { readonly lockMs: number; readonly statementMs: number }): string {
  return [
    `SET LOCAL lock_timeout = ${Math.ceil(limits.lockMs)}`,
    `SET LOCAL statement_timeout = ${Math.ceil(limits.statementMs)}`,
    'SET LOCAL enable_seqscan = off',
    'SET LOCAL jit = off',
  ].join('; ')
}

function compared(key: readonly KeyColumn[], prefix: string, operator: '>' | '<=', values: readonly string[]): string {
  const names = key.map(({ name }) => `${prefix}${name}`)
  const casts = key.map(({ type }, index) => `${literal(values[index] ?? '')}::${type}`)
  return `(${names.join(', ')}) ${operator} (${casts.join(', ')})`
}
