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
  const bodies = await each(session, triggersOf, written, signal)
  const tables = await each(session, engineOf, [...written, ...bodies.flatMap((row) => writtenIn(String(row['body'])))], signal)
  const problems = tables.flatMap(({ name, engine }) => {
    if (engine === null) return [`${String(name)} is a view: name the table whose rows are written`]
    return engine === 'InnoDB' ? [] : [noTransactions(String(name), String(engine))]
  })
  return [...new Set(problems)]
}

const triggersOf =
  'SELECT ACTION_STATEMENT AS body FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ?'
const engineOf = 'SELECT TABLE_NAME AS name, ENGINE AS engine FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?'

/** A query for each table: where both names are given the server opens that table alone. */
async function each(session: MysqlQueries, sql: string, relations: readonly Relation[], signal: AbortSignal) {
  const queries = [...new Set(relations)].map((relation) => {
    const [table, schema] = relation.split('.').reverse() as [string, string | undefined]
    const names = [schema === undefined ? 'DATABASE()' : mysqlText(schema), mysqlText(table)]
    return sql.split('?').reduce((text, part, at) => text + names[at - 1]! + part)
  })
  return queries.length === 0 ? [] : (await session.query(queries.join('; '), signal)).flatMap(({ rows }) => rows)
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
