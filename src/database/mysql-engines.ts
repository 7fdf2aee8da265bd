import type { Relation } from '../domain/migration/model.ts'
import { writtenBy } from '../domain/migration/mysql/writes.ts'
import { type Token, tokensOf } from '../domain/migration/mysql/tokens.ts'
import { type MysqlQueries, mysqlText } from './mysql-session.ts'

/**
 * Why rows that a statement writes, itself or by a trigger, may part from what the ledger says of it: a table whose engine has no transactions keeps them
 * when the rest is taken back. Of a view it is not told whose rows it shows.
 */
export async function withoutTransactions(session: MysqlQueries, sql: string, signal: AbortSignal): Promise<readonly string[]> {
  const written = writtenIn(sql)
  if (written.length === 0) return []
  const [bodies] = await session.query(
    `SELECT ACTION_STATEMENT AS body FROM information_schema.TRIGGERS WHERE ${oneOf(written, 'EVENT_OBJECT_SCHEMA', 'EVENT_OBJECT_TABLE')}`,
    signal,
  )
  const all = [...written, ...bodies!.rows.flatMap((row) => writtenIn(String(row['body'])))]
  const [tables] = await session.query(
    `SELECT TABLE_NAME AS name, ENGINE AS engine FROM information_schema.TABLES WHERE ${oneOf(all, 'TABLE_SCHEMA', 'TABLE_NAME')} ORDER BY 1`,
    signal,
  )
  return tables!.rows.flatMap(({ name, engine }) => {
    if (engine === null) return [`${String(name)} is a view: name the table whose rows are written`]
    return engine === 'InnoDB' ? [] : [noTransactions(String(name), String(engine))]
  })
}

export function noTransactions(table: Relation, engine: string): string {
  return `table ${table} is kept by ${engine}, which has no transactions: rows and progress could part`
}

/** Of each of its statements: a trigger may have several. */
function writtenIn(sql: string): readonly Relation[] {
  const read = tokensOf(sql)
  const statements: Token[][] = [[]]
  for (const token of 'wrong' in read ? [] : read.tokens) {
    if (token.text === ';') statements.push([])
    else statements.at(-1)!.push(token)
  }
  return statements.flatMap(writtenBy)
}

function oneOf(relations: readonly Relation[], schemaColumn: string, tableColumn: string): string {
  const each = relations.map((relation) => {
    const [table, schema] = relation.split('.').reverse() as [string, string | undefined]
    return `(${schemaColumn} = ${schema === undefined ? 'DATABASE()' : mysqlText(schema)} AND ${tableColumn} = ${mysqlText(table)})`
  })
  return `(${each.join(' OR ')})`
}
