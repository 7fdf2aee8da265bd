import type { Blocker, Relation } from '../domain/migration/model.ts'
import { tidy } from './fault-of.ts'
import type { MysqlServer } from './mysql-facts.ts'
import { errorNumberOf } from './mysql-fault.ts'
import { type MysqlQueries, mysqlText } from './mysql-session.ts'

/** Not there, not read, not known in this version: nothing is seen then. */
const unseen = new Set([1142, 1054, 1146, 1109, 1227])

/**
 * Who holds a table, as far as the server tells: MySQL does unless `performance_schema` is off; MariaDB has it off by default, and is asked for locks so
 * that nobody queues. Modes of MySQL are told by those of Postgres that are nearest.
 */
export async function mysqlBlockers(
  session: MysqlQueries,
  own: number,
  relations: readonly Relation[],
  olderThanMs: number,
  signal: AbortSignal,
): Promise<readonly Blocker[]> {
  if (relations.length === 0) return []
  const wanted = relations.map((relation) => {
    const [table, schema] = relation.split('.').reverse() as [string, string | undefined]
    return `(held.OBJECT_SCHEMA = ${schema === undefined ? 'DATABASE()' : mysqlText(schema)} AND held.OBJECT_NAME = ${mysqlText(table)})`
  })
  const sql = `SELECT thread.PROCESSLIST_ID AS pid, thread.PROCESSLIST_USER AS user, thread.PROCESSLIST_COMMAND AS state,
      held.OBJECT_NAME AS relation, MAX(held.LOCK_TYPE LIKE '%WRITE%' OR held.LOCK_TYPE LIKE 'EXCLUSIVE%') AS writes,
      MAX(attribute.ATTR_VALUE) AS application,
      MAX(COALESCE(TIMESTAMPDIFF(MICROSECOND, trx.trx_started, NOW(6)) / 1000, thread.PROCESSLIST_TIME * 1000)) AS age
    FROM performance_schema.metadata_locks AS held
    JOIN performance_schema.threads AS thread ON thread.THREAD_ID = held.OWNER_THREAD_ID
    LEFT JOIN information_schema.INNODB_TRX AS trx ON trx.trx_mysql_thread_id = thread.PROCESSLIST_ID
    LEFT JOIN performance_schema.session_connect_attrs AS attribute
      ON attribute.PROCESSLIST_ID = thread.PROCESSLIST_ID AND attribute.ATTR_NAME = 'program_name'
    WHERE held.OBJECT_TYPE = 'TABLE' AND held.LOCK_STATUS = 'GRANTED' AND thread.PROCESSLIST_ID <> ${String(own)} AND (${wanted.join(' OR ')})
    GROUP BY 1, 2, 3, 4 ORDER BY age DESC`
  const [found] = await seen(session.query(sql, signal))
  return (found?.rows ?? [])
    .map((row): Blocker => {
      const text = (name: string): string => tidy(String(row[name] ?? ''))
      return {
        pid: Number(row['pid']),
        application: text('application'),
        user: text('user'),
        state: text('state'),
        ageMs: Number(row['age']),
        relation: text('relation'),
        mode: Number(row['writes']) === 1 ? 'ROW EXCLUSIVE' : 'ACCESS SHARE',
      }
    })
    .filter(({ ageMs }) => ageMs >= olderThanMs)
}

/** How far the statement of a session has come, in words; undefined where the server does not tell. */
export async function mysqlProgress(
  session: MysqlQueries,
  { mariadb }: MysqlServer,
  thread: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const sql = mariadb
    ? `SELECT STATE AS stage, PROGRESS AS percent FROM information_schema.PROCESSLIST WHERE ID = ${String(thread)} AND MAX_STAGE > 0`
    : `SELECT stage.EVENT_NAME AS stage, 100 * stage.WORK_COMPLETED / stage.WORK_ESTIMATED AS percent
       FROM performance_schema.events_stages_current AS stage JOIN performance_schema.threads AS thread USING (THREAD_ID)
       WHERE thread.PROCESSLIST_ID = ${String(thread)} AND stage.WORK_ESTIMATED > 0`
  const [found] = await seen(session.query(sql, signal))
  const row = found?.rows[0]
  return row && `${tidy(String(row['stage']))}: ${String(Math.floor(Number(row['percent'])))} %`
}

async function seen<T>(asked: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await asked
  } catch (error) {
    if (unseen.has(errorNumberOf(error))) return []
    throw error
  }
}
