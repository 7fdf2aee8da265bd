import type { Finding, Relation, SafetyClass, SqlNode, Statement } from '../model.ts'
import { safetyClasses } from '../model.ts'
import { bodyOf, flag, items, kindOf, member, objectName, relationOf, text, walk } from '../tree.ts'
import type { About } from './about.ts'
import { undoing } from './called.ts'
import { classifyAlterTable } from './classify-alter-table.ts'
import { classifyCreateTable, classifyForeignTable, classifySchema } from './classify-create-table.ts'
import { classifyDrop, classifyRename, classifySetSchema } from './classify-drop.ts'
import { classifyCreateIndex, classifyReindex } from './classify-index.ts'
import {
  classifyComment,
  classifyDomain,
  classifyEnum,
  classifyFunction,
  classifyGrant,
  classifyPublication,
  classifyRefresh,
  classifySequence,
  classifySimple,
  classifyStatistics,
  classifyTableAs,
} from './classify-objects.ts'
import { classifyLock, classifyRows, classifySelect, classifyTruncate, classifyVacuum } from './classify-rows.ts'
import { finding, strongest } from './finding.ts'
import { type RuleName, rules } from './rules.ts'
import { newerThan } from './versions.ts'

type Classifier = (statement: Statement, about: About) => readonly Finding[]

/** Where each kind of statement is looked into; those whose kind says it all are in the table of `classify-objects.ts`. */
const families: Readonly<Record<string, Classifier>> = {
  AlterTableStmt: classifyAlterTable,
  CreateStmt: classifyCreateTable,
  CreateForeignTableStmt: classifyForeignTable,
  CreateSchemaStmt: classifySchema,
  CreateTableAsStmt: classifyTableAs,
  IndexStmt: classifyCreateIndex,
  ReindexStmt: classifyReindex,
  DropStmt: classifyDrop,
  RenameStmt: classifyRename,
  AlterObjectSchemaStmt: classifySetSchema,
  InsertStmt: classifyRows,
  UpdateStmt: classifyRows,
  DeleteStmt: classifyRows,
  MergeStmt: classifyRows,
  SelectStmt: classifySelect,
  TruncateStmt: classifyTruncate,
  LockStmt: classifyLock,
  VacuumStmt: classifyVacuum,
  AlterDomainStmt: classifyDomain,
  AlterEnumStmt: classifyEnum,
  AlterSeqStmt: classifySequence,
  AlterFunctionStmt: classifyFunction,
  AlterDefaultPrivilegesStmt: classifyGrant,
  GrantStmt: classifyGrant,
  GrantRoleStmt: classifyGrant,
  CommentStmt: classifyComment,
  CreateStatsStmt: classifyStatistics,
  CreatePublicationStmt: classifyPublication,
  AlterPublicationStmt: classifyPublication,
  RefreshMatViewStmt: classifyRefresh,
}

/**
 * What a statement does to others while old and new code run; several things, of which the worst class counts (`worst`). It is told from the text
 * alone: what depends on the catalog is taken for the worse, and says so, unless `about.known` tells.
 */
export function classify(statement: Statement, about: About): readonly Finding[] {
  const newer = newerThan(about.version, statement.node)
  if (newer.length > 0)
    return newer.map(({ what, since }) =>
      finding('not-in-version', {
        what,
        more: `It needs Postgres ${String(since)}, and the oldest server here has ${String(about.version)}.`,
      }),
    )
  const family = families[kindOf(statement.node)]
  const own = family?.(statement, about) ?? classifySimple(statement) ?? [finding('unknown-statement')]
  const undone = undoing(statement.node)
  // What undoes our guards is no mere query.
  const found = undone.length === 0 ? own : [...undone, ...own.filter(({ rule }) => rule !== 'query')]
  const subjects = subjectsOf(statement.node)
  const fresh = subjects.length > 0 && subjects.every((each) => about.created.has(each))
  if (!fresh || found.some(({ rule }) => rules[rule as RuleName].fixed === true)) return found
  const full = subjects.some((each) => about.filled?.has(each) === true)
  const beyond = found.filter((each) => reachesBeyond(each, about, full))
  const locks = strongest(found.filter((each) => !beyond.includes(each)).flatMap((each) => each.locks))
  return [finding('on-new-table', { what: subjects.join(', '), locks }), ...beyond]
}

/** What a statement about new tables does to others: rows of theirs that it writes or locks, what depends on the new ones, and what is not seen. */
function reachesBeyond({ rule, locks, scans, rewrites }: Finding, { created }: About, full: boolean): boolean {
  if (rule === 'drop-cascade' || rule === 'call-function') return true
  const elsewhere = locks.some(({ relation }) => !created.has(relation))
  // Others stay locked for as long as the rows of the new one are read.
  return elsewhere && (rule === 'update' || rule === 'locking-query' || (full && (scans || rewrites)))
}

export function worst(findings: readonly Finding[]): SafetyClass {
  return findings.reduce<SafetyClass>(
    (found, each) => (safetyClasses.indexOf(each.class) > safetyClasses.indexOf(found) ? each.class : found),
    'expand-safe',
  )
}

/** The tables that a statement is about; one that it only refers to is none of them. */
function subjectsOf(node: SqlNode): readonly Relation[] {
  const body = bodyOf(node)
  switch (kindOf(node)) {
    case 'AlterTableStmt':
      return [relationOf(member(body, 'relation')), ...items(body, 'cmds').flatMap((each) => attachedBy(bodyOf(each)))]
    case 'IndexStmt':
    case 'InsertStmt':
    case 'UpdateStmt':
    case 'DeleteStmt':
    case 'MergeStmt':
    case 'CreateTrigStmt':
    case 'RuleStmt':
    case 'ClusterStmt':
      return [relationOf(member(body, 'relation'))]
    case 'RenameStmt':
    case 'AlterObjectSchemaStmt':
      return body.relation === undefined ? [] : [relationOf(member(body, 'relation'))]
    case 'CreatePolicyStmt':
      return [relationOf(member(body, 'table'))]
    case 'DropStmt':
      return text(body, 'removeType') === 'OBJECT_TABLE' ? items(body, 'objects').map(objectName) : []
    case 'TruncateStmt':
    case 'LockStmt':
      return items(body, 'relations').map(bodyOf).map(relationOf)
    default:
      return []
  }
}

function attachedBy(command: SqlNode): readonly Relation[] {
  return text(command, 'subtype') === 'AT_AttachPartition' ? [relationOf(member(bodyOf(command.def), 'name'))] : []
}

/** The tables that are there after a statement, and were surely not before. */
export function createdBy(node: SqlNode): readonly Relation[] {
  const body = bodyOf(node)
  if (flag(body, 'if_not_exists')) return []
  const made = madeBy(node)
  // A temporary one may be gone before the next statement, which then means another of its name.
  return made === undefined || text(made, 'relpersistence') === 't' ? [] : [relationOf(made)]
}

function madeBy(node: SqlNode): SqlNode | undefined {
  const body = bodyOf(node)
  if (kindOf(node) === 'CreateStmt') return member(body, 'relation')
  if (kindOf(node) === 'CreateTableAsStmt') return member(member(body, 'into'), 'rel')
  return kindOf(node) === 'SelectStmt' && body.intoClause !== undefined ? member(member(body, 'intoClause'), 'rel') : undefined
}

/** The tables that have rows after a statement which finds them elsewhere: in FROM. */
export function filledBy(node: SqlNode): readonly Relation[] {
  const made = flag(member(bodyOf(node), 'into'), 'skipData') ? undefined : filledFromTheStart(node)
  const found = made === undefined ? [] : [relationOf(made)]
  walk(node, (kind, body) => {
    const finds = kind === 'InsertStmt' && readsFrom(body.selectStmt)
    if (finds || kind === 'MergeStmt' || (kind === 'CopyStmt' && flag(body, 'is_from'))) found.push(relationOf(member(body, 'relation')))
  })
  return found
}

function filledFromTheStart(node: SqlNode): SqlNode | undefined {
  if (kindOf(node) === 'CreateStmt') return undefined
  return readsFrom(kindOf(node) === 'SelectStmt' ? node : bodyOf(node).query) ? madeBy(node) : undefined
}

function readsFrom(select: unknown): boolean {
  let found = false
  walk(select, (kind, body) => {
    if (kind === 'SelectStmt' && items(body, 'fromClause').length > 0) found = true
  })
  return found
}

/** The new tables whose rows are those of older ones too after a statement, by a partition or an heir. */
export function mixedBy(node: SqlNode, created: ReadonlySet<Relation>): readonly Relation[] {
  if (kindOf(node) !== 'AlterTableStmt') return []
  const table = relationOf(member(bodyOf(node), 'relation'))
  return items(bodyOf(node), 'cmds')
    .map(bodyOf)
    .flatMap((command) => {
      if (text(command, 'subtype') === 'AT_AddInherit') return created.has(table) ? [] : [relationOf(bodyOf(command.def))]
      return attachedBy(command).some((each) => !created.has(each)) ? [table] : []
    })
}

/** The tables that are not there under their names after a statement. */
export function goneBy(node: SqlNode): readonly Relation[] {
  const body = bodyOf(node)
  if (kindOf(node) === 'DropStmt') return items(body, 'objects').map(objectName)
  const renames = kindOf(node) === 'AlterObjectSchemaStmt' || (kindOf(node) === 'RenameStmt' && text(body, 'renameType') === 'OBJECT_TABLE')
  return renames && body.relation !== undefined ? [relationOf(member(body, 'relation'))] : []
}
