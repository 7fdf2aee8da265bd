import type { DatabaseFacts } from '../domain/migration/model.ts'
import { type MysqlQueries, type MysqlSession, mysqlRefusal, mysqlText } from './mysql-session.ts'

/** What differs between servers. */
export interface MysqlServer {
  readonly mariadb: boolean
  /** MariaDB alone can be told not to wait for a lock at all; MySQL waits for a second at least. */
  readonly neverQueues: boolean
}

/** Modes that make a text in double quotes a name, a backslash a letter, or are short for such. */
const unwanted = ['ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES', 'ANSI', 'DB2', 'MAXDB', 'MSSQL', 'ORACLE', 'POSTGRESQL', 'MYSQL323', 'MYSQL40']

/** Oldest servers that know ALGORITHM=INSTANT, window functions and common table expressions. */
const oldest = { mysql: [8, 0], mariadb: [10, 3] } as const

interface FactsRow {
  readonly version: string
  readonly replica: number
  readonly thread: number
  readonly at: number
  readonly mode: string
  readonly binlog: string
}

/**
 * Who we are connected to. Refuses a server that is too old, and one of several that all are written to (Galera), where GET_LOCK holds for one of them
 * alone. `pooled`: the session is not the one that was told at its beginning, so something in between may give it to others.
 */
export async function readMysqlFacts(
  session: MysqlSession,
  signal: AbortSignal,
): Promise<{ readonly facts: DatabaseFacts; readonly server: MysqlServer }> {
  const [asked, readOnly, galera, grants] = await session.query(
    [
      `SELECT VERSION() AS version, CONNECTION_ID() AS thread, UNIX_TIMESTAMP(NOW(3)) * 1000 AS at, @@sql_mode AS mode,
        IF(@@log_bin, @@binlog_format, '') AS binlog`,
      "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only', 'innodb_read_only')",
      "SHOW VARIABLES LIKE 'wsrep_on'",
      'SHOW GRANTS',
    ].join('; '),
    signal,
  )
  const row = asked!.rows[0] as unknown as FactsRow
  const mariadb = /mariadb/i.test(row.version)
  const [major, minor, patch] = mysqlVersionOf(row.version)
  const least = mariadb ? oldest.mariadb : oldest.mysql
  if (major < least[0] || (major === least[0] && minor < least[1]))
    throw mysqlRefusal(
      `${mariadb ? 'MariaDB' : 'MySQL'} ${String(major)}.${String(minor)} is too old: ${least.join('.')} is the oldest that can be used`,
    )
  if (galera!.rows.some((each) => valueOf(each) === 'ON'))
    throw mysqlRefusal(
      'The server is one of a Galera cluster, where a lock of one server is unknown to the others: two runs could not be kept apart',
    )
  const facts: DatabaseFacts = {
    server: `${mariadb ? 'MariaDB' : 'MySQL'} ${String(major)}.${String(minor)}`,
    // As the server itself counts: 80036, 101119.
    version: major * 10_000 + minor * 100 + patch,
    superuser: grants!.rows.some((each) => /^GRANT .*\b(SUPER|ALL PRIVILEGES)\b.* ON \*\.\*/.test(String(Object.values(each)[0]))),
    replica: readOnly!.rows.some((each) => valueOf(each) === 'ON'),
    pooled: Number(row.thread) !== session.thread,
    atMs: Number(row.at),
  }
  await prepare(session, row, signal)
  return { facts, server: { mariadb, neverQueues: mariadb } }
}

/** `8.0.36`, `10.11.19-MariaDB-log`, and `5.5.5-10.11.19-MariaDB` of those that pretend to be older; zeros where it cannot be read. */
export function mysqlVersionOf(text: string): readonly [major: number, minor: number, patch: number] {
  const [, major = 0, minor = 0, patch = 0] = (/^(?:5\.5\.5-)?(\d+)\.(\d+)\.(\d+)/.exec(text) ?? []).map(Number)
  return [major, minor, patch]
}

function valueOf(row: Readonly<Record<string, unknown>>): unknown {
  return row['Value']
}

/**
 * The session as our reading of SQL and the backfill need it: texts are strict, so that nothing is cut off silently; READ COMMITTED, so that a batch locks
 * rows and no gaps between them, where the log of changes allows it; and it outlives long pauses.
 */
async function prepare(session: MysqlQueries, { mode, binlog }: FactsRow, signal: AbortSignal): Promise<void> {
  const modes = new Set(mode.split(',').filter((each) => each !== '' && !unwanted.includes(each)))
  modes.add('STRICT_TRANS_TABLES')
  const isolation = binlog === 'STATEMENT' ? 'REPEATABLE READ' : 'READ COMMITTED'
  await session.query(
    [
      `SET SESSION sql_mode = ${mysqlText([...modes].join(','))}, autocommit = 1, wait_timeout = 86400`,
      `SET SESSION TRANSACTION ISOLATION LEVEL ${isolation}`,
    ].join('; '),
    signal,
  )
}
