import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { formsOf, statedIn } from '../domain/migration/mysql/algorithm.ts'
import { look } from '../domain/migration/mysql/look.ts'
import type { MysqlRule } from '../domain/migration/mysql/rules.ts'
import { verbOf } from '../domain/migration/mysql/script.ts'
import { type Token, tokensOf } from '../domain/migration/mysql/tokens.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'
import type { LedgerEntry, Relation, Step } from '../domain/migration/model.ts'
import { cancelledFault } from './fault-of.ts'
import type { MysqlServer } from './mysql-facts.ts'
import { withoutTransactions } from './mysql-engines.ts'
import { errorNumberOf, unsupported } from './mysql-fault.ts'
import { type InFlight, inFlightSql, ledgerTable, readInFlight, saveMysqlSql } from './mysql-ledger.ts'
import { mysqlName, type MysqlQueries, mysqlRefusal } from './mysql-session.ts'

const unhurried = new AbortController().signal
const againMs = 5

/** What the server answers where the end of a statement is there already: table, column, key, constraint exist, or do not any more. */
const alreadySo = new Set([1050, 1051, 1054, 1060, 1061, 1068, 1091, 1146, 1304, 1305, 1359, 1360, 1507, 1826, 3822])
const noSuchTable = 1146
const denied = new Set([1044, 1142])
const leastSeconds = 1
const ledgerSeconds = 30
const changing = ['INSERT', 'UPDATE', 'DELETE', 'REPLACE']

/**
 * Runs a step and keeps the ledger with it. Rows are changed in one transaction with it. What changes a table commits by itself, so the ledger comes
 * behind; before it what the tables look like is noted, and a run that finds the note and other tables, and is told that all is there already, knows that
 * the one before it came through.
 */
export async function performOnMysql(
  session: MysqlQueries,
  server: MysqlServer,
  step: Step,
  entry: LedgerEntry,
  lockMs: number,
  signal: AbortSignal,
): Promise<void> {
  const read = tokensOf(step.sql)
  const tokens = 'wrong' in read ? [] : read.tokens.filter(({ kind }) => kind !== 'comment' && kind !== 'hint')
  if (changing.includes(verbOf(tokens))) {
    const [problem] = await withoutTransactions(session, step.sql, signal)
    if (problem !== undefined) throw mysqlRefusal(`The rows cannot be changed together with the ledger: ${problem}`)
    await session.query(waitSql(wholeSeconds(lockMs)), signal)
    await transactOnMysql(session, [saveMysqlSql(entry), step.sql], signal)
    return
  }
  const sql = createHash('sha256').update(step.sql).digest('hex')
  const noted = await readInFlight(session, entry, signal)
  const now = await lookOf(session, step.relations, signal)
  const mine = noted?.sql === sql ? noted : undefined
  if (mine !== undefined && cannotBeTold(tokens, mine.before !== now)) throw mysqlRefusal(untold)
  const note: InFlight = { sql, before: mine?.before ?? now }
  if (mine === undefined) await session.query(inFlightSql(entry, note), signal)
  try {
    await runForms(session, server, step, lockMs, signal)
  } catch (error) {
    // Some answers of the server to "again" are those to what cannot be: only another look of the tables tells them apart.
    const done = alreadySo.has(errorNumberOf(error)) && mine !== undefined && mine.before !== now
    if (!done) {
      const known = error instanceof DatabaseFault && (error.kind === 'refused' || error.kind === 'busy')
      if (known && mine === undefined) await session.query(inFlightSql(entry, undefined), unhurried).catch(() => undefined)
      throw error
    }
  }
  // The work is done: what remains is worth a wait, and keeps nobody waiting.
  await session.query(waitSql(ledgerSeconds), unhurried)
  await transactOnMysql(session, [saveMysqlSql(entry), inFlightSql(entry, undefined)], unhurried)
}

const untold =
  'A run before this one has begun the statement, and it cannot be told whether it came through; done again it would do more. ' +
  `Look: where it was done, take it out of its file; where it was not, set in_flight of its line in ${ledgerTable} to NULL`
/** What they do shows in how their tables are made. */
const shown: readonly MysqlRule[] = ['alter-partition', 'not-repeatable']
const hidden: readonly MysqlRule[] = ['truncate', 'call-routine', 'load-data', 'unknown-statement']

/** Everything else the server refuses to do again, or does again without any difference. */
function cannotBeTold(tokens: readonly Token[], differs: boolean): boolean {
  const rules = look(tokens, 'expand').map(({ rule }) => rule)
  return rules.some((rule) => hidden.includes(rule) || (differs && shown.includes(rule)))
}

/** Tries the forms of a statement until the server can do one of them. */
async function runForms(session: MysqlQueries, server: MysqlServer, step: Step, lockMs: number, signal: AbortSignal): Promise<void> {
  const forms = formsOf(step.sql)
  for (const [index, sql] of forms.entries()) {
    try {
      return await runForm(session, server, sql, step.relations, lockMs, signal)
    } catch (error) {
      if (!unsupported.has(errorNumberOf(error)) || index === forms.length - 1) throw error
    }
  }
}

/**
 * A statement that waits for its table keeps everybody behind it waiting too. Where the server can be told not to wait, it is asked again and again for as
 * long as it might have waited, and nobody waits. What works for long could so lose its work at its end: it is asked for the tables in that way before, and
 * then waits a second at most, which is the least that MySQL knows.
 */
async function runForm(
  session: MysqlQueries,
  { neverQueues }: MysqlServer,
  sql: string,
  relations: readonly Relation[],
  lockMs: number,
  signal: AbortSignal,
): Promise<void> {
  const quick = isQuick(sql)
  if (neverQueues && quick) return insist(session, sql, lockMs, signal)
  if (neverQueues && relations.length > 0) {
    const tables = relations.map((relation) => `${mysqlName(relation)} WRITE`).join(', ')
    await insist(session, `LOCK TABLES ${tables}; UNLOCK TABLES`, lockMs, signal).catch((error: unknown) => {
      // Without the right to lock tables it is not known before.
      if (!denied.has(errorNumberOf(error))) throw error
    })
  }
  await session.query(`${waitSql(leastSeconds)}; ${sql}`, signal)
}

async function insist(session: MysqlQueries, sql: string, forMs: number, signal: AbortSignal): Promise<void> {
  await session.query(waitSql(0), signal)
  const untilMs = performance.now() + forMs
  for (;;) {
    try {
      await session.query(sql, signal)
      return
    } catch (error) {
      const busy = error instanceof DatabaseFault && error.kind === 'busy'
      if (!busy || performance.now() >= untilMs) throw error
      await delay(againMs, undefined, { signal }).catch(() => {
        throw cancelledFault()
      })
    }
  }
}

/** Only the dictionary changes, as its author says or as its kind has it. */
function isQuick(sql: string): boolean {
  const read = tokensOf(sql)
  const { algorithm } = statedIn('wrong' in read ? [] : read.tokens)
  return algorithm === undefined || algorithm === 'INSTANT'
}

/** One transaction in one message. */
export async function transactOnMysql(
  session: MysqlQueries,
  statements: readonly string[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  try {
    // The end of the line ends a comment that a statement may end with.
    const results = await session.query(['START TRANSACTION', ...statements, 'COMMIT'].join('\n; '), signal)
    return results.slice(1, -1).map(({ count }) => count)
  } catch (error) {
    if (!(error instanceof DatabaseFault) || error.kind !== 'lost') await session.query('ROLLBACK', unhurried).catch(() => undefined)
    throw error
  }
}

/** Of the lock of a table and of rows, in whole seconds, as the server has them. */
export function waitSql(seconds: number): string {
  return `SET SESSION lock_wait_timeout = ${String(seconds)}, innodb_lock_wait_timeout = ${String(Math.max(1, seconds))}`
}

export function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000))
}

/** A digest of how the tables are made. What counts rows up is not part of it. */
async function lookOf(session: MysqlQueries, relations: readonly Relation[], signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for (const relation of relations) {
    try {
      const [found] = await session.query(`SHOW CREATE TABLE ${mysqlName(relation)}`, signal)
      const text = Object.values(found!.rows[0] ?? {})[1]
      hash.update(String(text).replace(/ AUTO_INCREMENT=\d+/, ''))
    } catch (error) {
      if (errorNumberOf(error) !== noSuchTable) throw error
      hash.update('\0absent')
    }
    const [triggers] = await session.query(`SHOW TRIGGERS WHERE \`Table\` = ${quotedTable(relation)}`, signal)
    for (const each of triggers!.rows) hash.update(`\0${String(each['Trigger'])}`)
  }
  return hash.digest('hex')
}

function quotedTable(relation: Relation): string {
  const table = relation.split('.').at(-1) ?? ''
  return `'${table.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
