import type { Relation } from '../domain/migration/model.ts'
import { noTransactions } from './mysql-engines.ts'
import { mysqlName, type MysqlQueries, mysqlText } from './mysql-session.ts'

/** A column of the key: quoted, and how its values are written. */
export interface MysqlKeyColumn {
  readonly name: string
  readonly form: 'number' | 'text' | 'bytes'
}

export interface SurveyedMysqlTable {
  readonly problems: readonly string[]
  readonly rowsEstimated: number
  readonly key: readonly MysqlKeyColumn[]
  /** The name of the index that has just this key, quoted. */
  readonly index: string
}

const forms: Readonly<Record<string, MysqlKeyColumn['form']>> = {
  ...Object.fromEntries(['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'year'].map((type) => [type, 'number' as const])),
  ...Object.fromEntries(['char', 'varchar', 'date', 'datetime', 'time', 'uuid', 'inet4', 'inet6'].map((type) => [type, 'text' as const])),
  ...Object.fromEntries(['binary', 'varbinary'].map((type) => [type, 'bytes' as const])),
}

/**
 * Whether the columns can carry a cursor, and whether a batch and its progress can be one transaction: only InnoDB has them. Floats are not exact as text,
 * enums are in another order than their text, and a timestamp has another text in another time zone: they are no keys.
 */
export async function surveyMysqlKey(
  session: MysqlQueries,
  table: Relation,
  columns: readonly string[],
  signal: AbortSignal,
): Promise<SurveyedMysqlTable> {
  const [name, schema] = table.split('.').reverse() as [string, string | undefined]
  const of = `TABLE_SCHEMA = ${schema === undefined ? 'DATABASE()' : mysqlText(schema)} AND TABLE_NAME = ${mysqlText(name)}`
  const [tables, known, parts] = await session.query(
    [
      `SELECT TABLE_TYPE AS type, ENGINE AS engine, TABLE_ROWS AS rows_estimated FROM information_schema.TABLES WHERE ${of}`,
      `SELECT COLUMN_NAME AS name, DATA_TYPE AS type, IS_NULLABLE AS nullable FROM information_schema.COLUMNS WHERE ${of}`,
      `SELECT INDEX_NAME AS name, COLUMN_NAME AS col, SUB_PART AS prefix, COLLATION AS direction FROM information_schema.STATISTICS
       WHERE ${of} AND NON_UNIQUE = 0 AND INDEX_TYPE = 'BTREE' ORDER BY INDEX_NAME, SEQ_IN_INDEX`,
    ].join('; '),
    signal,
  )
  const none = { rowsEstimated: -1, key: [], index: '' }
  const found = tables!.rows[0]
  if (found === undefined) return { ...none, problems: [`table ${table} does not exist`] }
  if (found['type'] !== 'BASE TABLE') return { ...none, problems: [`${table} is no table: name the table whose rows are to be filled`] }
  const indexes = new Map<string, Readonly<Record<string, unknown>>[]>()
  for (const part of parts!.rows) indexes.set(String(part['name']), [...(indexes.get(String(part['name'])) ?? []), part])
  const same = [...indexes].find(([, cols]) => sameKey(cols, columns))
  const problems = [
    ...(found['engine'] === 'InnoDB' ? [] : [noTransactions(table, String(found['engine']))]),
    ...columns.flatMap((column) => columnProblems(table, column, known!.rows)),
    ...(columns.length === 0 ? ['the key names no column'] : []),
  ]
  if (problems.length === 0 && same === undefined) {
    const fitting = [...indexes.values()].map((cols) => cols.map((each) => String(each['col'])).join(', ')).join('; ')
    problems.push(
      `no unique index of ${table} has just the columns ${columns.join(', ')}, whole, ascending and in this order` +
        (fitting === '' ? ': give it one' : `: such keys are ${fitting}`),
    )
  }
  return {
    problems,
    rowsEstimated: found['rows_estimated'] === null ? -1 : Number(found['rows_estimated']),
    key: columns.map((column) => ({ name: mysqlName(columnName(column, known!.rows)), form: formOf(column, known!.rows) ?? 'text' })),
    index: same === undefined ? '' : mysqlName(same[0]),
  }
}

/** Names of columns are the same in capitals and small letters. */
function find(column: string, known: readonly Readonly<Record<string, unknown>>[]) {
  return known.find((each) => String(each['name']).toLowerCase() === column.toLowerCase())
}

function columnName(column: string, known: readonly Readonly<Record<string, unknown>>[]): string {
  return String(find(column, known)?.['name'] ?? column).replaceAll('.', '')
}

function formOf(column: string, known: readonly Readonly<Record<string, unknown>>[]): MysqlKeyColumn['form'] | undefined {
  return forms[String(find(column, known)?.['type']).toLowerCase()]
}

function columnProblems(table: Relation, column: string, known: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  const found = find(column, known)
  if (found === undefined) return [`table ${table} has no column ${column}, which the key names`]
  if (found['nullable'] === 'YES') return [`column ${column} of the key may be NULL: a row with NULL there would never be reached`]
  if (formOf(column, known) === undefined)
    return [`column ${column} of the key is of type ${String(found['type'])}, whose values have no order or no exact text`]
  return []
}

function sameKey(parts: readonly Readonly<Record<string, unknown>>[], columns: readonly string[]): boolean {
  return (
    parts.length === columns.length &&
    parts.every(
      (part, index) =>
        String(part['col']).toLowerCase() === columns[index]!.toLowerCase() && part['prefix'] === null && part['direction'] !== 'D',
    )
  )
}
