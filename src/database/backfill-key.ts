import type { KeyColumn } from './backfill-sql.ts'
import { literal, quotedName } from './literal.ts'
import type { Queries } from './session.ts'

/** A table as its backfill finds it. */
export interface SurveyedTable {
  readonly problems: readonly string[]
  readonly rowsEstimated: number
  readonly key: readonly KeyColumn[]
}

interface TableRow {
  readonly oid: string
  readonly kind: string
  readonly rows: number
  readonly name: string
}

interface ColumnRow {
  readonly name: string
  readonly quoted: string
  readonly type: string
  readonly never_null: boolean
}

/** A unique index that always holds for all rows. */
interface IndexRow {
  readonly name: string
  readonly columns: readonly string[]
  /** All columns ascend, or all descend, in the order `<` knows. */
  readonly orderly: boolean
}

/**
 * Whether the columns can carry a cursor: NULLs are behind every key, equal keys are cut apart at the end of a batch, and without an index in
 * this order each batch reads the whole table.
 */
export async function surveyKey(session: Queries, table: string, columns: readonly string[], signal: AbortSignal): Promise<SurveyedTable> {
  const none = { rowsEstimated: -1, key: [] }
  const [found] = await rowsOf<TableRow>(session, tableSql(table), signal)
  if (found === undefined) return { ...none, problems: [`table ${table} does not exist, or the search_path does not lead to it`] }
  if (found.kind !== 'r' && found.kind !== 'p')
    return { ...none, problems: [`${table} is no table: name the table whose rows are to be filled`] }
  const known = await rowsOf<ColumnRow>(session, columnsSql(found.oid), signal)
  const indexes = await rowsOf<IndexRow>(session, indexesSql(found.oid), signal)
  const problems = keyProblems(table, columns, known, indexes)
  const key = columns.flatMap((name) => known.find((column) => column.name === name) ?? [])
  return { problems, rowsEstimated: found.rows, key: key.map(({ quoted, type }) => ({ name: quoted, type })) }
}

function keyProblems(
  table: string,
  columns: readonly string[],
  known: readonly ColumnRow[],
  indexes: readonly IndexRow[],
): readonly string[] {
  const absent = columns.filter((name) => !known.some((column) => column.name === name))
  const nullable = columns.filter((name) => known.some((column) => column.name === name && !column.never_null))
  const same = indexes.filter((index) => sameList(index.columns, columns))
  const problems = [
    ...absent.map((name) => `table ${table} has no column ${name}, which the key names`),
    ...nullable.map((name) => `column ${name} of the key may be NULL: a row with NULL there would never be reached`),
  ]
  if (columns.length === 0) problems.push('the key names no column')
  if (absent.length > 0 || columns.length === 0) return problems
  const fitting = indexes.map((index) => index.columns.join(', ')).join('; ')
  if (same.length === 0)
    problems.push(
      `no unique and valid index of ${table} has just the columns ${columns.join(', ')} in this order` +
        (fitting === '' ? ': give it one' : `: such keys are ${fitting}`),
    )
  else if (!same.some(({ orderly }) => orderly))
    problems.push(
      `index ${same[0]!.name} orders its columns unlike <: one of them descends, or has an operator class or collation of its own`,
    )
  return problems
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index])
}

async function rowsOf<T>(session: Queries, sql: string, signal: AbortSignal): Promise<readonly T[]> {
  const { rows } = await session.query(sql, [], signal)
  return rows as readonly T[]
}

/** Estimates are those of the planner: none before the first ANALYZE, and 0 says as little where the table has pages (before 14). */
function tableSql(table: string): string {
  const oid = `to_regclass(${literal(quotedName(table))})`
  return `SELECT c.oid::text, c.relkind AS kind, c.relname AS name,
    (SELECT CASE WHEN bool_or(leaf.reltuples < 0 OR leaf.reltuples = 0 AND pg_relation_size(leaf.oid) > 0) THEN -1
       ELSE coalesce(sum(leaf.reltuples), 0) END::float8
     FROM pg_class leaf
     WHERE leaf.oid = c.oid AND c.relkind = 'r' OR leaf.relkind = 'r' AND c.relkind = 'p'
       AND leaf.oid IN (SELECT relid FROM pg_partition_tree(c.oid))) AS rows
  FROM pg_class c WHERE c.oid = ${oid}`
}

function columnsSql(oid: string): string {
  return `SELECT attname AS name, quote_ident(attname) AS quoted, format_type(atttypid, atttypmod) AS type, attnotnull AS never_null
  FROM pg_attribute WHERE attrelid = ${literal(oid)}::oid AND attnum > 0 AND NOT attisdropped`
}

/** Bit 0 of `indoption` is DESC. Arrays of the catalog begin at 0. */
function indexesSql(oid: string): string {
  return `SELECT ic.relname AS name, array_agg(a.attname::text ORDER BY k.at) AS columns,
    count(DISTINCT i.indoption[k.at] & 1) = 1 AND bool_and(o.opcdefault AND i.indcollation[k.at] = a.attcollation) AS orderly
  FROM pg_index i
  JOIN pg_class ic ON ic.oid = i.indexrelid
  JOIN pg_am am ON am.oid = ic.relam AND am.amname = 'btree'
  CROSS JOIN LATERAL generate_series(0, i.indnkeyatts - 1) AS k(at)
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.at]
  JOIN pg_opclass o ON o.oid = i.indclass[k.at]
  WHERE i.indrelid = ${literal(oid)}::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
  GROUP BY ic.relname ORDER BY ic.relname`
}
