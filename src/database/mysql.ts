import { DatabaseFault } from '../domain/migration/fault.ts'
import { emptyCatalog } from '../domain/migration/lint/catalog.ts'
import type { MigrationDatabase } from '../ports.ts'
import { lostFault } from './fault-of.ts'
import { readMysqlAddress } from './mysql-address.ts'
import { createMysqlBackfill } from './mysql-backfill.ts'
import { type MysqlServer, readMysqlFacts } from './mysql-facts.ts'
import { errorNumberOf } from './mysql-fault.ts'
import { mysqlBlockers, mysqlProgress } from './mysql-holders.ts'
import { ensureMysqlLedger, readMysqlLedger, saveMysqlSql } from './mysql-ledger.ts'
import { tryMysqlLock } from './mysql-lock.ts'
import { createMysqlPressure, createMysqlQueryPressure } from './mysql-pressure.ts'
import { performOnMysql, waitSql } from './mysql-performing.ts'
import { mysqlName, type MysqlQueries, mysqlRefusal, type MysqlSession, mysqlText, openMysqlSession } from './mysql-session.ts'

export interface MysqlOptions {
  /** `mysql://user:password@host:port/database` of the writer itself. */
  readonly url: string
  /** Of the workflow. */
  readonly run: string
  /** Certificates to trust instead of those of Node, as PEM. */
  readonly ca?: string
  /** Nothing is to be written, the ledger neither: where there is none it is empty. */
  readonly looks?: true
}

const unhurried = new AbortController().signal
const sameColumnTwice = 1060

/**
 * MySQL 8.0 and later, MariaDB 10.3 and later. What changes a table commits by itself, so each step is one statement, and undoing is by hand. Of the port
 * two things are Postgres's alone: nothing here must outlast snapshots, and no index is ever invalid, for one that fails leaves nothing. Opens nothing yet.
 * Throws DatabaseFault where the URL is none.
 */
export function createMysql({ url, run, ca, looks }: MysqlOptions): MigrationDatabase {
  const address = readMysqlAddress(url)
  const options = { application: `sluice/${run}`, ...(ca === undefined ? {} : { ca }) }
  let main: MysqlSession | undefined
  let second: MysqlSession | undefined
  const replaced = new Set<number>()
  let server: MysqlServer = { mariadb: false, neverQueues: false }

  const side: MysqlQueries = {
    async query(sql, signal) {
      if (second?.alive !== true) second = await openMysqlSession(address, options, signal)
      return second.query(sql, signal)
    },
  }
  const session: MysqlQueries = {
    query: (sql, signal) =>
      main === undefined ? Promise.reject(lostFault('There is no connection to the database')) : main.query(sql, signal),
  }

  return {
    name: address.name,
    async connect(signal) {
      if (main) replaced.add(main.thread)
      main?.end()
      // The signal that asks for the end must not stop the KILL.
      main = await openMysqlSession(
        address,
        { ...options, cancel: (thread) => side.query(`KILL QUERY ${String(thread)}`, unhurried) },
        signal,
      )
      const found = await readMysqlFacts(main, signal)
      server = found.server
      if (looks) await main.query('SET SESSION TRANSACTION READ ONLY', signal)
      else if (!found.facts.pooled && !found.facts.replica) await ensureMysqlLedger(main, signal)
      return found.facts
    },
    lock: (signal) => tryMysqlLock(session, { database: address.database, replaced }, signal),
    ledger: (signal) => readMysqlLedger(session, signal, looks ?? false),
    // Its server is asked for the way in which it can do a statement, and refuses what it cannot.
    catalog: () => Promise.resolve(emptyCatalog),
    async save(entry, signal) {
      await session.query(saveMysqlSql(entry), signal)
    },
    blockers: (relations, _mode, olderThanMs, signal) => mysqlBlockers(side, main?.thread ?? 0, relations, olderThanMs, signal),
    snapshots: () => Promise.resolve([]),
    perform: (step, entry, { lockMs }, signal) => performOnMysql(session, server, step, entry, lockMs, signal),
    async index({ index }, signal) {
      return (await tablesWith(session, index, signal)).length === 0 ? 'absent' : 'valid'
    },
    left: () => Promise.resolve([]),
    async dropIndex(name, signal) {
      const tables = await tablesWith(session, name, signal)
      if (tables.length > 1) throw mysqlRefusal(`Several tables have an index ${name}: name it as table.index`)
      const index = mysqlName(name.split('.').at(-1) ?? '')
      if (tables[0] === undefined) return
      await session.query(`${waitSql(1)}; ALTER TABLE ${mysqlName(tables[0])} DROP INDEX ${index}, ALGORITHM=INPLACE, LOCK=NONE`, signal)
    },
    progress: (signal) => mysqlProgress(side, server, main?.thread ?? 0, signal),
    backfill: (order) => createMysqlBackfill(session, order),
    pressures: (_table, limits, query) => [
      createMysqlPressure(
        side,
        () => server,
        () => main?.thread ?? 0,
        limits,
      ),
      ...(query === undefined ? [] : [createMysqlQueryPressure(side, query)]),
    ],
    async verify(queries, signal) {
      const counts: number[] = []
      for (const query of queries) {
        try {
          // Reading alone: a query that writes is refused by the server.
          const statements = ['START TRANSACTION READ ONLY', `SELECT COUNT(*) AS found FROM (\n${query}\n) AS found_rows`]
          counts.push(Number((await session.query(statements.join('; '), signal))[1]!.rows[0]!['found']))
        } catch (error) {
          if (errorNumberOf(error) !== sameColumnTwice) throw error
          throw new DatabaseFault('refused', '', 'A query of verify.sql has two columns of one name: give them names of their own')
        } finally {
          if (main?.alive === true) await session.query('ROLLBACK', unhurried).catch(() => undefined)
        }
      }
      return counts
    },
    close() {
      main?.end()
      second?.end()
      main = second = undefined
      return Promise.resolve()
    },
  }
}

/** Names of indexes are those of their tables: `index`, or `table.index`. */
async function tablesWith(session: MysqlQueries, name: string, signal: AbortSignal): Promise<readonly string[]> {
  const [index, table] = name.split('.').reverse() as [string, string | undefined]
  const of = table === undefined ? '' : ` AND TABLE_NAME = ${mysqlText(table)}`
  const [found] = await session.query(
    `SELECT DISTINCT TABLE_NAME AS name FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME = ${mysqlText(index)}${of}`,
    signal,
  )
  return found!.rows.map((row) => String(row['name']))
}
