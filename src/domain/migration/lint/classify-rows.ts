import type { Finding, Relation, SqlNode, Statement } from '../model.ts'
import { lockModes } from '../model.ts'
import { bodyOf, flag, items, kindOf, member, relationOf, text, walk } from '../tree.ts'
import type { About } from './about.ts'
import { finding, lock } from './finding.ts'
import type { RuleName } from './rules.ts'
import { functionsIn, isSteady } from './volatility.ts'

const writing: Readonly<Record<string, RuleName>> = {
  UpdateStmt: 'update',
  DeleteStmt: 'delete',
  MergeStmt: 'update',
}

/** Functions that queries are made of, beside those that give one value for all rows. */
const asked = new Set(
  (
    'count sum avg min max every bool_and bool_or array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg stddev variance ' +
    'percentile_cont percentile_disc mode row_number rank dense_rank ntile lag lead first_value last_value nth_value ' +
    'generate_series unnest regexp_matches regexp_match regexp_split_to_table regexp_split_to_array jsonb_array_elements jsonb_array_elements_text ' +
    'jsonb_each jsonb_each_text jsonb_object_keys jsonb_typeof jsonb_array_length json_array_elements json_each jsonb_extract_path ' +
    'jsonb_extract_path_text jsonb_exists to_regclass pg_get_serial_sequence pg_relation_size pg_total_relation_size pg_size_pretty ' +
    'random gen_random_uuid clock_timestamp'
  ).split(' '),
)

/** INSERT, UPDATE, DELETE, MERGE. */
export function classifyRows(statement: Statement, about: About): readonly Finding[] {
  const kind = kindOf(statement.node)
  const body = bodyOf(statement.node)
  const table = relationOf(member(body, 'relation'))
  const facts = { what: table, locks: lock('ROW EXCLUSIVE', table) }
  const inside = writesInside(statement.node).filter((each) => each !== table)
  const more = inside.map((each) => finding('update', { what: each, locks: lock('ROW EXCLUSIVE', each), scans: true }))
  if (about.role === 'backfill') return [finding('batched', facts)]
  if (kind === 'InsertStmt') {
    const source = bodyOf(body.selectStmt)
    const fixed = body.selectStmt === undefined || items(source, 'valuesLists').length > 0
    return [fixed ? finding('insert-values', facts) : finding('insert-select', facts), ...more]
  }
  return [finding(writing[kind] ?? 'update', { ...facts, scans: true }), ...more]
}

/** SELECT, with what its WITH parts write. */
export function classifySelect(statement: Statement): readonly Finding[] {
  const into = member(bodyOf(statement.node), 'intoClause')
  const inside = askedInside(statement)
  if (inside.length > 0) return inside
  if (into.rel !== undefined) return [finding('create-table', { what: relationOf(member(into, 'rel')) })]
  return [finding('query')]
}

/** What a query does besides asking: rows that its WITH parts write, and functions that may do anything. */
export function askedInside({ node }: Statement): readonly Finding[] {
  const written = writesInside(node)
  if (written.length > 0)
    return written.map((table) => finding('update', { what: table, locks: lock('ROW EXCLUSIVE', table), scans: true }))
  const called = functionsIn(node)
  if (called.includes('set_config')) return [finding('session-setting')]
  const stranger = called.find((name) => !asked.has(name) && !isSteady(name))
  return stranger === undefined ? [] : [finding('call-function', { what: `${stranger}()` })]
}

function writesInside(node: SqlNode): readonly Relation[] {
  const found: Relation[] = []
  walk(node, (kind, body) => {
    if (kind === 'InsertStmt' || writing[kind] !== undefined) found.push(relationOf(member(body, 'relation')))
  })
  return found
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
