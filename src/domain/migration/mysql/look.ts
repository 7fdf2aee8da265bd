import type { Backfill } from '../directives.ts'
import { type Relation, type Role, safetyClasses } from '../model.ts'
import { alteringOf } from './algorithm.ts'
import { lookAtAltering, tableAfterOn } from './altering.ts'
import { rangeChooses } from './range-place.ts'
import { createReader, type Reader, wordOf } from './reader.ts'
import { exchangesNames, renamesIn } from './renames.ts'
import { type MysqlRule, mysqlRules } from './rules.ts'
import { routines, tablesOf, verbOf } from './script.ts'
import type { Seen } from './seen.ts'
import type { Token } from './tokens.ts'
import { assignedBy, writtenBy } from './writes.ts'

/** What a statement is: of an ALTER TABLE each of its parts. The worst comes first, and each rule but once. */
export function look(tokens: readonly Token[], role: Role, backfill?: Backfill): readonly Seen[] {
  const altering = alteringOf(tokens)
  const found = altering === undefined ? [lookAtWhole(tokens, role)] : lookAtAltering(altering, tokens)
  const all = [...found, ...lookAtRows(tokens, backfill), ...(locksOrSleeps(tokens) ? [{ rule: 'lock-or-sleep' } as const] : [])]
  const once = new Map<MysqlRule, Seen>()
  for (const seen of all) if (seen.way === 'copy' || !once.has(seen.rule)) once.set(seen.rule, seen)
  return [...once.values()].sort((one, other) => rank(other) - rank(one))
}

/** What no word helps against is the worst. */
function rank({ rule }: Seen): number {
  return mysqlRules[rule].fixed === true ? safetyClasses.length : safetyClasses.indexOf(mysqlRules[rule].class)
}

/** What keeps a backfill from being one. */
function lookAtRows(tokens: readonly Token[], { table, key }: Pick<Backfill, 'table' | 'key'> = { table: '', key: [] }): readonly Seen[] {
  if (!tokens.some(({ kind }) => kind === 'range')) return []
  const sets = assignedBy(tokens).map((column) => column.split('.').at(-1)!.toLowerCase())
  const moves = writtenBy(tokens).some((each) => sameTable(each, table)) && key.some((column) => sets.includes(column.toLowerCase()))
  return [
    ...(rangeChooses(tokens) ? [] : [{ rule: 'range-misplaced' } as const]),
    ...(moves ? [{ rule: 'backfill-moves-key' } as const] : []),
  ]
}

function sameTable(...tables: readonly Relation[]): boolean {
  return new Set(tables.map((each) => each.split('.').at(-1)!.toLowerCase())).size === 1
}

/** Functions that undo what keeps runs apart, or wait while locks are kept. */
const lockingOrSleeping =
  /^`?(GET_LOCK|RELEASE_LOCK|RELEASE_ALL_LOCKS|SLEEP|(MASTER|SOURCE)_POS_WAIT|MASTER_GTID_WAIT|WAIT_FOR_EXECUTED_GTID_SET)`?$/i
/** A table may have the name of a function. */
const beforeTables = /^(INTO|INSERT|REPLACE|TABLE|EXISTS|IGNORE|LOW_PRIORITY|HIGH_PRIORITY|DELAYED|\.)$/

/** What is only made is not run: a routine, a trigger, a table without a query. */
function locksOrSleeps(tokens: readonly Token[]): boolean {
  const words = tokens.map(wordOf)
  const defines =
    ['CREATE', 'ALTER'].includes(words[0]!) && (!words.includes('SELECT') || words.slice(0, 12).some((word) => routines.includes(word)))
  return (
    !defines &&
    tokens.some(({ text }, at) => lockingOrSleeping.test(text) && words[at + 1] === '(' && !beforeTables.test(words[at - 1] ?? ''))
  )
}

function lookAtWhole(tokens: readonly Token[], role: Role): Seen {
  const reader = createReader(tokens)
  const verb = verbOf(tokens)
  const relations = tablesOf(tokens)
  const words = tokens.map(wordOf)
  switch (verb) {
    case 'CREATE':
      return lookAtCreate(reader, words)
    case 'DROP':
      return lookAtDrop(reader)
    case 'RENAME':
      return lookAtRename(reader)
    case 'TRUNCATE':
      reader.skip()
      reader.accept('TABLE')
      return { rule: 'truncate', relations: [reader.relation()] }
    case 'UPDATE':
    case 'DELETE':
      return { rule: role === 'backfill' && words.includes(':RANGE') ? 'batched' : verb === 'UPDATE' ? 'update' : 'delete', relations }
    case 'INSERT':
    case 'REPLACE':
      if (role === 'backfill' && words.includes(':RANGE')) return { rule: 'batched', relations }
      return { rule: words.includes('SELECT') || words.includes('TABLE') ? 'insert-select' : 'insert-values', relations }
    case 'SELECT':
    case 'TABLE':
    case 'VALUES': {
      const locks = words.some(
        (word, at) => word === 'INTO' || (word === 'FOR' && /^(UPDATE|SHARE)$/.test(words[at + 1] ?? '')) || word === 'LOCK',
      )
      if (locks) return { rule: 'locking-query', relations }
      return { rule: relations.every((each) => each.toUpperCase() === 'DUAL') && calls(tokens) ? 'call-routine' : 'query', relations }
    }
    case 'SHOW':
    case 'DESCRIBE':
    case 'DESC':
    case 'EXPLAIN':
      return { rule: words.includes('ANALYZE') ? 'unknown-statement' : 'query' }
    case 'ANALYZE':
      // MariaDB has ANALYZE UPDATE as well, which does it.
      return { rule: /^(TABLE|LOCAL|NO_WRITE_TO_BINLOG)$/.test(reader.peek(1)) ? 'analyze' : 'unknown-statement' }
    case 'OPTIMIZE':
    case 'REPAIR':
      return { rule: 'optimize-table' }
    case 'LOCK':
    case 'UNLOCK':
    case 'FLUSH':
      return { rule: 'lock-table' }
    case 'GRANT':
      return { rule: 'grant' }
    case 'REVOKE':
      return { rule: 'revoke' }
    case 'LOAD':
      return { rule: 'load-data' }
    case 'CALL':
    case 'DO':
    case 'PREPARE':
    case 'EXECUTE':
    case 'HANDLER':
      return { rule: 'call-routine' }
    case 'SET':
    case 'USE':
      return { rule: 'session-setting' }
    case 'BEGIN':
    case 'START':
    case 'COMMIT':
    case 'ROLLBACK':
    case 'SAVEPOINT':
    case 'RELEASE':
    case 'XA':
      return { rule: 'transaction-control' }
  }
  return { rule: 'unknown-statement' }
}

function lookAtCreate(reader: Reader, words: readonly string[]): Seen {
  reader.skip()
  const replaces = reader.accept('OR', 'REPLACE')
  if (reader.peek() === 'TABLE' || reader.peek() === 'TEMPORARY') {
    reader.accept('TEMPORARY')
    reader.skip()
    reader.accept('IF', 'NOT', 'EXISTS')
    const relations = [reader.relation()]
    if (replaces) return { rule: 'drop-table', relations }
    // The word TABLE a second time is a query.
    if (words.includes('SELECT') || words.indexOf('TABLE') < words.lastIndexOf('TABLE')) return { rule: 'create-table-select', relations }
    return { rule: 'create-table', relations: [...relations, ...referredTo(reader)] }
  }
  const what = words.find((word) => objects.includes(word))
  if (what === 'VIEW') return { rule: 'create-view' }
  if (what === 'TRIGGER') return { rule: 'create-trigger', relations: [tableAfterOn(reader)] }
  return { rule: what === undefined ? 'unknown-statement' : replaces ? 'drop-object' : 'create-object' }
}

const objects = ['VIEW', 'TRIGGER', 'PROCEDURE', 'FUNCTION', 'EVENT', 'SEQUENCE', 'USER', 'ROLE', 'DATABASE', 'SCHEMA', 'SERVER', 'PACKAGE']

function referredTo(reader: Reader): readonly Relation[] {
  const found: Relation[] = []
  while (!reader.done) {
    if (reader.accept('REFERENCES')) found.push(...[reader.relation()].filter((each) => each !== undefined))
    else reader.skip()
  }
  return found
}

function lookAtRename(reader: Reader): Seen {
  if (!reader.accept('RENAME', 'TABLE') && !reader.accept('RENAME', 'TABLES')) return { rule: 'unknown-statement' }
  const renames = renamesIn(reader)
  const relations = renames.flatMap(({ from, to }) => [from, to])
  return { rule: exchangesNames(renames) ? 'not-repeatable' : 'rename-table', relations }
}

/** What a bracket may stand behind that is no name of a routine. */
const notCalled =
  /^(|SELECT|DISTINCT|ALL|ANY|SOME|AS|AND|OR|XOR|NOT|IN|EXISTS|LIKE|BETWEEN|IS|CASE|WHEN|THEN|ELSE|ROW|VALUES|UNION|WITH|\W+)$/

/** Without a table a query is there for what it calls. */
function calls(tokens: readonly Token[]): boolean {
  return tokens.some((token, at) => wordOf(tokens[at + 1]) === '(' && (token.kind === 'name' || !notCalled.test(wordOf(token))))
}

function lookAtDrop(reader: Reader): Seen {
  reader.skip()
  reader.accept('TEMPORARY')
  const what = reader.peek()
  reader.skip()
  if (what === 'TABLE' || what === 'TABLES') {
    reader.accept('IF', 'EXISTS')
    const relations = [reader.relation()]
    while (reader.accept(',')) relations.push(reader.relation())
    return { rule: 'drop-table', relations }
  }
  if (what === 'DATABASE' || what === 'SCHEMA') return { rule: 'drop-database' }
  return { rule: objects.includes(what) ? 'drop-object' : what === 'PREPARE' ? 'call-routine' : 'unknown-statement' }
}
