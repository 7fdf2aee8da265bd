import { quoted } from '../identifiers.ts'
import type { Finding, SqlNode, Statement, Step } from '../model.ts'
import { bodyOf, flag, items, member, objectName, placeOf, relationOf, text } from '../tree.ts'
import type { About } from './about.ts'
import { chooseName, indexColumns } from './chosen-names.ts'
import { isOff } from './classify-rows.ts'
import { between, findWord, tokenAt, word } from './cut.ts'
import { finding, lock } from './finding.ts'
import { bareName, bare, besideOf, buildIndex } from './step.ts'

export function classifyCreateIndex(statement: Statement, about: About): readonly Finding[] {
  const body = bodyOf(statement.node)
  const relation = member(body, 'relation')
  const table = relationOf(relation)
  const what = `${table}, ${indexName(statement, about)}`
  const concurrent = flag(body, 'concurrent')
  const locks = lock('SHARE', table)
  if (about.known?.partitioned?.(table) === true) {
    const alone = !concurrent && !flag(relation, 'inh')
    return [alone ? finding('add-index-on-only', { what, locks }) : finding('add-index-on-parent', { what, locks, scans: true })]
  }
  if (concurrent) return [finding('add-index-concurrently', { what, locks: lock('SHARE UPDATE EXCLUSIVE', table), scans: true })]
  return [finding('add-index', { what, locks, scans: true, recipe: [indexStep(statement, about)] })]
}

/**
 * The index as it is built beside readers and writers, under the name that it has or that Postgres would choose. ONLY says nothing of a table that is not
 * partitioned, and one that is has no index built like this: it is left out.
 */
export function indexStep(statement: Statement, about: About): Step {
  const body = bodyOf(statement.node)
  const table = relationOf(member(body, 'relation'))
  const name = indexName(statement, about)
  const behind = findWord(statement, 'INDEX') + 1
  const rest = word(statement, behind) === 'CONCURRENTLY' ? behind + 1 : behind
  const named = text(body, 'idxname') === '' ? [quoted(name)] : []
  const only = findWord(statement, 'ONLY', rest)
  const on = only < 0 ? [between(statement, rest)] : [between(statement, rest, only), between(statement, only + 1)]
  const sql = [between(statement, 0, behind), 'CONCURRENTLY', ...named, ...on].join(' ')
  return buildIndex(sql, besideOf(table, name), table)
}

export function indexName(statement: Statement, about: About): string {
  const body = bodyOf(statement.node)
  const table = bareName(relationOf(member(body, 'relation')))
  return text(body, 'idxname') || chooseName(table, indexColumns(body).join('_'), 'idx', about.taken)
}

export function classifyDropIndex(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const indexes = items(body, 'objects').map(objectName)
  const beside = flag(body, 'concurrent')
  const locks = lock(beside ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE', ...indexes)
  const gone = finding('drop-index', { what: indexes.join(', '), locks })
  if (beside) return [gone]
  const steps = text(body, 'behavior') === 'DROP_CASCADE' ? undefined : dropIndexSteps(statement)
  return [gone, finding('drop-index-blocking', { locks, recipe: steps })]
}

/** One index at a time; one that is gone already is well, so that a run that died is done again. */
export function dropIndexSteps(statement: Statement): readonly Step[] {
  const body = bodyOf(statement.node)
  const from = findWord(statement, 'INDEX') + 1
  const places = indexPlaces(statement, from)
  return items(body, 'objects').map((each, index) => {
    const [start, end] = places[index]!
    return bare(`DROP INDEX CONCURRENTLY IF EXISTS ${between(statement, start, end)}`, objectName(each))
  })
}

function indexPlaces(statement: Statement, from: number): readonly (readonly [number, number])[] {
  let start = from
  while (['CONCURRENTLY', 'IF', 'EXISTS'].includes(word(statement, start))) start += 1
  const found: (readonly [number, number])[] = []
  for (let at = start; at <= statement.tokens.length; at += 1) {
    const each = word(statement, at)
    const ends = each === ',' || each === 'RESTRICT' || each === 'CASCADE' || at === statement.tokens.length
    if (ends && at > start) found.push([start, at])
    if (ends) start = at + 1
  }
  return found
}

export function classifyReindex(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const kind = text(body, 'kind')
  const relation = relationOf(member(body, 'relation'))
  const what = relation || text(body, 'name') || undefined
  const facts = { ...(what !== undefined && { what }), scans: true }
  if (isConcurrent(body))
    return [finding('reindex-concurrently', { ...facts, locks: relation === '' ? [] : lock('SHARE UPDATE EXCLUSIVE', relation) })]
  const locks = relation === '' ? [] : lock(kind === 'REINDEX_OBJECT_INDEX' ? 'ACCESS EXCLUSIVE' : 'SHARE', relation)
  // Catalogs cannot be indexed beside others.
  if (kind === 'REINDEX_OBJECT_SYSTEM')
    return [finding('reindex', { ...facts, class: 'blocked', advice: 'Take a time when nobody needs the database.' })]
  return [finding('reindex', { ...facts, locks, recipe: [reindexStep(statement)] })]
}

/** Of a REINDEX; the last word on it counts. */
export function isConcurrent(reindex: SqlNode): boolean {
  const said = items(reindex, 'params')
    .map(bodyOf)
    .filter((each) => text(each, 'defname') === 'concurrently')
    .at(-1)
  return said !== undefined && !isOff(said.arg)
}

function reindexStep(statement: Statement): Step {
  const body = bodyOf(statement.node)
  const relation = relationOf(member(body, 'relation'))
  const at = relation === '' ? findAny(statement, ['SCHEMA', 'DATABASE']) + 1 : tokenAt(statement, placeOf(member(body, 'relation')))
  const sql = [between(statement, 0, at), 'CONCURRENTLY', between(statement, at)].filter((each) => each !== '').join(' ')
  return bare(sql, ...(relation === '' ? [] : [relation]))
}

function findAny(statement: Statement, wanted: readonly string[]): number {
  return Math.max(...wanted.map((each) => findWord(statement, each)))
}
