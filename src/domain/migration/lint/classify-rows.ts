import type { Finding, Relation, SqlNode, Statement } from '../model.ts'
import { lockModes } from '../model.ts'
import { boundIn } from '../bounded.ts'
import { walkedBy } from '../directives.ts'
import { bodyOf, flag, items, kindOf, member, names, rangesIn, relationOf, text, walk } from '../tree.ts'
import type { About } from './about.ts'
import { calledBy, reachesOut } from './called.ts'
import { type Facts, finding, lock } from './finding.ts'
import type { RuleName } from './rules.ts'

const writing: Readonly<Record<string, RuleName>> = {
  UpdateStmt: 'update',
  DeleteStmt: 'delete',
  MergeStmt: 'update',
}

/** INSERT, UPDATE, DELETE, MERGE. */
export function classifyRows(statement: Statement, about: About): readonly Finding[] {
  const kind = kindOf(statement.node)
  const body = bodyOf(statement.node)
  const table = relationOf(member(body, 'relation'))
  if (about.role === 'backfill') return classifyBatch(statement, table, about)
  const facts = { what: table, locks: lock('ROW EXCLUSIVE', table) }
  const inside = writesInside(statement.node).filter((each) => each.table !== table)
  const more = [...inside.map(({ table: other }) => written(other)), ...lockedBy(statement.node), ...calledBy(statement.node)]
  if (kind === 'InsertStmt') {
    const source = bodyOf(body.selectStmt)
    const fixed = body.selectStmt === undefined || items(source, 'valuesLists').length > 0
    return [fixed ? finding('insert-values', facts) : finding('insert-select', facts), ...more]
  }
  return [finding(writing[kind] ?? 'update', { ...facts, scans: true }), ...more]
}

/**
 * One batch of a backfill. What its WITH parts do is bounded as it is, where their rows come from those of the batch. A function that is not known has few
 * rows to work on, so none is asked about but those that reach beyond rows.
 */
function classifyBatch(statement: Statement, table: Relation, about: About): readonly Finding[] {
  const isBound = boundIn(statement)
  const own = bodyOf(statement.node)
  const inside = writesInside(statement.node).filter(({ body }) => body !== own)
  const beyond = inside.filter(({ body }) => !isBound(body))
  const tables = [...new Set([table, ...inside.filter((each) => !beyond.includes(each)).map((each) => each.table)])]
  const every = { more: 'Each batch does it anew.', advice: 'Have it take its rows from those that :range chooses.' }
  return [
    finding('batched', { what: tables.join(', '), locks: lock('ROW EXCLUSIVE', ...tables) }),
    ...beyond.map((each) => written(each.table, every)),
    ...lockedBy(statement.node, isBound, every),
    ...calledBy(statement.node, reachesOut),
    ...(movesKey(statement) ? [finding('backfill-moves-key', { what: table })] : []),
    ...(about.verified === true && addsAnew(statement.node) ? [finding('backfill-not-repeatable', { what: table })] : []),
  ]
}

/** Whether it sets a column of the key by which the rows of the batches are chosen, or makes another row of each that is there. */
function movesKey(statement: Statement): boolean {
  const walked = walkedBy(statement)
  const own = bodyOf(statement.node)
  if ('selectStmt' in own && relationOf(member(own, 'relation')) === walked?.table && addsAnew(statement.node)) return true
  return writesInside(statement.node).some(({ table, body }) => {
    const set = [...items(body, 'targetList'), ...items(member(body, 'onConflictClause'), 'targetList')].map((each) =>
      text(bodyOf(each), 'name'),
    )
    return table === walked?.table && walked.key.some((column) => set.includes(column))
  })
}

/** Whether it plainly adds to what it did before when it comes to a row again: it takes every row of a batch, whatever that holds. */
function addsAnew(node: SqlNode): boolean {
  const body = bodyOf(node)
  const every = (where: unknown): boolean => kindOf(where) === 'A_Const'
  if (kindOf(node) === 'InsertStmt') return body.onConflictClause === undefined && every(bodyOf(body.selectStmt).whereClause)
  return every(body.whereClause) && items(body, 'targetList').map(bodyOf).some(countsOn)
}

/** `SET n = n + 1` */
function countsOn(target: SqlNode): boolean {
  let found = false
  const isOwn = (each: unknown): boolean => kindOf(each) === 'ColumnRef' && names(bodyOf(each), 'fields').at(-1) === text(target, 'name')
  walk(target.val, (kind, body) => {
    if (kind !== 'A_Expr' || !['+', '-', '*', '/', '||'].includes(names(body, 'name').at(-1) ?? '')) return
    if (isOwn(body.lexpr) || isOwn(body.rexpr)) found = true
  })
  return found
}

/** SELECT, with what its WITH parts write. */
export function classifySelect(statement: Statement): readonly Finding[] {
  const into = member(bodyOf(statement.node), 'intoClause')
  const inside = askedInside(statement)
  if (inside.length > 0) return inside
  if (into.rel !== undefined) return [finding('create-table', { what: relationOf(member(into, 'rel')) })]
  return [finding('query')]
}

/** What a query does besides asking: rows that its WITH parts write, rows that it locks, and functions that may do anything. */
export function askedInside({ node }: Statement): readonly Finding[] {
  return [...writesInside(node).map(({ table }) => written(table)), ...lockedBy(node), ...calledBy(node)]
}

function written(table: Relation, facts: Facts = {}): Finding {
  return finding('update', { what: table, locks: lock('ROW EXCLUSIVE', table), scans: true, ...facts })
}

interface Write {
  readonly table: Relation
  readonly body: SqlNode
}

function writesInside(node: SqlNode): readonly Write[] {
  const found: Write[] = []
  walk(node, (kind, body) => {
    if (kind === 'InsertStmt' || writing[kind] !== undefined) found.push({ table: relationOf(member(body, 'relation')), body })
  })
  return found
}

/** SELECT ... FOR UPDATE and the like, wherever it stands, but where its rows are those of a batch. */
function lockedBy(node: SqlNode, isBound: (select: SqlNode) => boolean = () => false, facts: Facts = {}): readonly Finding[] {
  const found: Finding[] = []
  walk(node, (_, body) => {
    if (items(body, 'lockingClause').length === 0 || isBound(body)) return
    const tables = lockedTables(body)
    found.push(finding('locking-query', { what: tables.join(', '), locks: lock('ROW SHARE', ...tables), scans: true, ...facts }))
  })
  return found
}

/** Of a query alone: one inside of it has its own. OF names some of them, as they are called there. */
function lockedTables(select: SqlNode): readonly Relation[] {
  const tables = rangesIn(items(select, 'fromClause').filter((each) => kindOf(each) !== 'RangeSubselect'))
  const clauses = items(select, 'lockingClause').map(bodyOf)
  const named = clauses.flatMap((each) => items(each, 'lockedRels').map((one) => relationOf(bodyOf(one))))
  const all = clauses.some((each) => each.lockedRels === undefined)
  const called = (range: SqlNode): string => text(member(range, 'alias'), 'aliasname') || text(range, 'relname')
  return tables.filter((range) => all || named.includes(called(range))).map(relationOf)
}

export function classifyTruncate(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const tables = items(body, 'relations').map(bodyOf).map(relationOf)
  const locks = lock('ACCESS EXCLUSIVE', ...tables)
  const cascade = text(body, 'behavior') === 'DROP_CASCADE' ? [finding('drop-cascade', { locks })] : []
  return [finding('truncate', { what: tables.join(', '), locks, rewrites: true }), ...cascade]
}

export function classifyLock(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const tables = items(body, 'relations').map(bodyOf).map(relationOf)
  // The parser numbers the modes from 1.
  const mode = lockModes[Number(body.mode ?? 8) - 1] ?? 'ACCESS EXCLUSIVE'
  return [finding('lock-table', { what: tables.join(', '), locks: lock(mode, ...tables) })]
}

export function classifyVacuum(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const tables = items(body, 'rels').map((each) => relationOf(member(bodyOf(each), 'relation')))
  const facts = { ...(tables.length > 0 && { what: tables.join(', ') }) }
  if (!flag(body, 'is_vacuumcmd')) return [finding('analyze', { ...facts, locks: lock('SHARE UPDATE EXCLUSIVE', ...tables) })]
  const full = items(body, 'options')
    .map(bodyOf)
    .some((each) => text(each, 'defname') === 'full' && !isOff(each.arg))
  if (full) return [finding('vacuum-full', { ...facts, locks: lock('ACCESS EXCLUSIVE', ...tables), rewrites: true, scans: true })]
  return [finding('vacuum', { ...facts, locks: lock('SHARE UPDATE EXCLUSIVE', ...tables) })]
}

/** The value of an option that is said to be off. */
export function isOff(value: unknown): boolean {
  const body = bodyOf(value)
  return ['false', 'off', '0'].includes(text(body, 'sval').toLowerCase()) || (kindOf(value) === 'Integer' && body.ival === undefined)
}
