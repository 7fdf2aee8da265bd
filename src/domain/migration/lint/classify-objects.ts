import type { Finding, LockMode, Statement } from '../model.ts'
import { bodyOf, flag, items, kindOf, member, names, objectName, placeOf, relationOf, text } from '../tree.ts'
import { askedInside } from './classify-rows.ts'
import { between, tokenAt } from './cut.ts'
import { finding, lock } from './finding.ts'
import type { RuleName } from './rules.ts'
import { long } from './step.ts'

/** Statements whose cost is in their kind alone, and which lock at most the relation that stands in this member. */
const simple: Readonly<Record<string, readonly [rule: RuleName, mode?: LockMode, member?: string]>> = {
  CreateSeqStmt: ['create-object'],
  CreateEnumStmt: ['create-object'],
  CompositeTypeStmt: ['create-object'],
  CreateRangeStmt: ['create-object'],
  CreateDomainStmt: ['create-object'],
  CreateRoleStmt: ['create-object'],
  CreateFdwStmt: ['create-object'],
  CreateForeignServerStmt: ['create-object'],
  CreateUserMappingStmt: ['create-object'],
  CreateConversionStmt: ['create-object'],
  CreateOpClassStmt: ['create-object'],
  CreateOpFamilyStmt: ['create-object'],
  CreateAmStmt: ['create-object'],
  DefineStmt: ['create-object'],
  CreateExtensionStmt: ['create-extension'],
  AlterExtensionStmt: ['alter-extension'],
  AlterExtensionContentsStmt: ['alter-extension'],
  ViewStmt: ['create-view', 'ACCESS EXCLUSIVE', 'view'],
  CreateFunctionStmt: ['create-function'],
  CreateTrigStmt: ['create-trigger', 'SHARE ROW EXCLUSIVE', 'relation'],
  RuleStmt: ['create-rule', 'ACCESS EXCLUSIVE', 'relation'],
  CreatePolicyStmt: ['row-security', 'ACCESS EXCLUSIVE', 'table'],
  AlterPolicyStmt: ['row-security', 'ACCESS EXCLUSIVE', 'table'],
  AlterOwnerStmt: ['set-owner'],
  AlterObjectDependsStmt: ['alter-object'],
  AlterRoleStmt: ['alter-role'],
  AlterRoleSetStmt: ['alter-role'],
  AlterDatabaseSetStmt: ['alter-role'],
  AlterStatsStmt: ['set-statistics'],
  AlterForeignServerStmt: ['alter-object'],
  AlterUserMappingStmt: ['alter-object'],
  DropRoleStmt: ['drop-object'],
  DropUserMappingStmt: ['drop-object'],
  SecLabelStmt: ['comment'],
  ClusterStmt: ['cluster', 'ACCESS EXCLUSIVE', 'relation'],
  DoStmt: ['call-function'],
  CallStmt: ['call-function'],
  CopyStmt: ['copy'],
  TransactionStmt: ['transaction-control'],
  VariableSetStmt: ['session-setting'],
  DiscardStmt: ['session-setting'],
  ConstraintsSetStmt: ['session-setting'],
  PrepareStmt: ['session-setting'],
  DeallocateStmt: ['session-setting'],
  ListenStmt: ['session-setting'],
  UnlistenStmt: ['session-setting'],
  DeclareCursorStmt: ['session-setting'],
  VariableShowStmt: ['query'],
  NotifyStmt: ['query'],
}

/** A statement of a kind that is in the table; undefined for others. */
export function classifySimple(statement: Statement): readonly Finding[] | undefined {
  const known = simple[kindOf(statement.node)]
  if (known === undefined) return undefined
  const [rule, mode, place] = known
  const relation = place === undefined ? '' : relationOf(member(bodyOf(statement.node), place))
  const anew = rule === 'cluster' ? { rewrites: true, scans: true } : {}
  return [
    finding(rule, {
      ...(relation !== '' && { what: relation }),
      locks: mode === undefined || relation === '' ? [] : lock(mode, relation),
      ...anew,
    }),
  ]
}

export function classifyEnum(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  return [finding(text(body, 'oldVal') === '' ? 'add-enum-value' : 'rename-enum-value', { what: names(body, 'typeName').join('.') })]
}

export function classifySequence(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const restarts = items(body, 'options').some((each) => text(bodyOf(each), 'defname') === 'restart')
  const sequence = relationOf(member(body, 'sequence'))
  return [finding(restarts ? 'restart-sequence' : 'alter-sequence', { what: sequence, locks: lock('SHARE ROW EXCLUSIVE', sequence) })]
}

export function classifyGrant(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const grants = kindOf(statement.node) === 'AlterDefaultPrivilegesStmt' ? member(body, 'action') : body
  return [finding(flag(grants, 'is_grant') ? 'grant' : 'revoke')]
}

/** What of a function is more than a hint for the planner. */
const behaviour = ['strict', 'security', 'set']

export function classifyFunction(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const changes = items(body, 'actions').some((each) => behaviour.includes(text(bodyOf(each), 'defname')))
  return [finding(changes ? 'change-function' : 'alter-function', { what: names(member(body, 'func'), 'objname').join('.') })]
}

/** COMMENT: the lock is that of a statement that only describes. */
export function classifyComment(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const kind = text(body, 'objtype')
  const name = objectName(body.object)
  const table = kind === 'OBJECT_COLUMN' ? name.slice(0, name.lastIndexOf('.')) : name
  const locks = ['OBJECT_TABLE', 'OBJECT_COLUMN', 'OBJECT_VIEW', 'OBJECT_INDEX', 'OBJECT_MATVIEW', 'OBJECT_SEQUENCE'].includes(kind)
    ? lock('SHARE UPDATE EXCLUSIVE', table)
    : []
  return [finding('comment', { ...(name !== '' && { what: name }), locks })]
}

export function classifyStatistics(statement: Statement): readonly Finding[] {
  const tables = items(bodyOf(statement.node), 'relations').map(bodyOf).map(relationOf)
  return [finding('set-statistics', { what: tables.join(', '), locks: lock('SHARE UPDATE EXCLUSIVE', ...tables) })]
}

/** What a publication leaves out is missing for those who read it. */
export function classifyPublication(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const tables = items(body, 'pubobjects').flatMap((each) => {
    const table = relationOf(member(member(bodyOf(each), 'pubtable'), 'relation'))
    return table === '' ? [] : [table]
  })
  const locks = lock('SHARE UPDATE EXCLUSIVE', ...tables)
  const makes = kindOf(statement.node) === 'CreatePublicationStmt'
  const shows = flag(body, 'for_all_tables') || items(body, 'pubobjects').length > 0
  const less = !makes && text(body, 'action') !== 'AP_AddObjects' && tables.length > 0
  const more = 'A table without a primary key or another replica identity refuses UPDATE and DELETE once it is published.'
  return [
    finding(makes ? 'create-object' : less ? 'drop-object' : 'alter-object', {
      what: text(body, 'pubname'),
      locks,
      ...(shows && text(body, 'action') !== 'AP_DropObjects' && { more }),
    }),
  ]
}

export function classifyTableAs(statement: Statement): readonly Finding[] {
  const into = member(member(bodyOf(statement.node), 'into'), 'rel')
  return [finding('create-table', { what: relationOf(into) }), ...askedInside(statement)]
}

export function classifyRefresh(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const view = relationOf(member(body, 'relation'))
  if (flag(body, 'skipData')) return [finding('empty-view', { what: view, locks: lock('ACCESS EXCLUSIVE', view), rewrites: true })]
  if (flag(body, 'concurrent')) return [finding('refresh-view-concurrently', { what: view, locks: lock('EXCLUSIVE', view), scans: true })]
  const at = tokenAt(statement, placeOf(member(body, 'relation')))
  const sql = `${between(statement, 0, at)} CONCURRENTLY ${between(statement, at)}`
  return [finding('refresh-view', { what: view, locks: lock('ACCESS EXCLUSIVE', view), rewrites: true, recipe: [long(sql, view)] })]
}

/** ALTER DOMAIN, by the letter of what it does. */
export function classifyDomain(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const what = names(body, 'typeName').join('.')
  const constraint = bodyOf(body.def)
  const cascade = text(body, 'behavior') === 'DROP_CASCADE' ? [finding('drop-cascade', { what })] : []
  switch (text(body, 'subtype')) {
    case 'C':
      if (flag(constraint, 'skip_validation')) return [finding('add-domain-constraint-not-valid', { what })]
      return [finding('add-domain-constraint', { what, scans: true })]
    case 'V':
      return [finding('validate-domain-constraint', { what, scans: true })]
    case 'T':
      return [finding(body.def === undefined ? 'drop-default' : 'set-default', { what }), ...cascade]
    case 'O':
      return [finding('add-domain-constraint', { what, scans: true })]
    // To take a constraint from a domain loosens it, for whoever reads it.
    default:
      return [finding('drop-constraint', { what }), ...cascade]
  }
}
