import type { Finding, LockMode, SqlNode, Statement } from '../model.ts'
import { lockModes } from '../model.ts'
import { bodyOf, flag, isNull, items, member, relationOf, text } from '../tree.ts'
import { type About, taking } from './about.ts'
import { addColumn } from './add-column.ts'
import { addConstraint, alterConstraint, dropConstraint, validateConstraint } from './add-constraint.ts'
import { addIdentity, columnDefault, columnType, dropColumn, dropNotNull, setIdentity, setNotNull } from './alter-column.ts'
import { alone, type AlterPart, alterParts, type JudgedPart, namesMade } from './alter-part.ts'
import { finding, lock, strongest } from './finding.ts'
import type { RuleName } from './rules.ts'
import { bare, short } from './step.ts'

/** Parts whose cost is in their kind alone. */
const simple: Readonly<Record<string, readonly [rule: RuleName, mode: LockMode, cost?: 'rewrites']>> = {
  AT_SetStatistics: ['set-statistics', 'SHARE UPDATE EXCLUSIVE'],
  AT_SetOptions: ['set-statistics', 'SHARE UPDATE EXCLUSIVE'],
  AT_ResetOptions: ['set-statistics', 'SHARE UPDATE EXCLUSIVE'],
  AT_SetStorage: ['set-storage', 'ACCESS EXCLUSIVE'],
  AT_SetCompression: ['set-storage', 'ACCESS EXCLUSIVE'],
  AT_DropIdentity: ['drop-identity', 'ACCESS EXCLUSIVE'],
  AT_DropExpression: ['drop-expression', 'ACCESS EXCLUSIVE'],
  AT_SetExpression: ['set-expression', 'ACCESS EXCLUSIVE', 'rewrites'],
  AT_ClusterOn: ['set-options', 'SHARE UPDATE EXCLUSIVE'],
  AT_DropCluster: ['set-options', 'SHARE UPDATE EXCLUSIVE'],
  AT_SetLogged: ['set-logged', 'ACCESS EXCLUSIVE', 'rewrites'],
  AT_SetUnLogged: ['set-logged', 'ACCESS EXCLUSIVE', 'rewrites'],
  AT_SetTableSpace: ['set-tablespace', 'ACCESS EXCLUSIVE', 'rewrites'],
  AT_SetAccessMethod: ['set-access-method', 'ACCESS EXCLUSIVE', 'rewrites'],
  AT_EnableTrig: ['enable-trigger', 'SHARE ROW EXCLUSIVE'],
  AT_EnableAlwaysTrig: ['enable-trigger', 'SHARE ROW EXCLUSIVE'],
  AT_EnableTrigAll: ['enable-trigger', 'SHARE ROW EXCLUSIVE'],
  AT_EnableTrigUser: ['enable-trigger', 'SHARE ROW EXCLUSIVE'],
  // It is then for the rows of a subscription alone: what an app writes no longer fires it.
  AT_EnableReplicaTrig: ['disable-trigger', 'SHARE ROW EXCLUSIVE'],
  AT_DisableTrig: ['disable-trigger', 'SHARE ROW EXCLUSIVE'],
  AT_DisableTrigAll: ['disable-trigger', 'SHARE ROW EXCLUSIVE'],
  AT_DisableTrigUser: ['disable-trigger', 'SHARE ROW EXCLUSIVE'],
  AT_EnableRule: ['create-rule', 'ACCESS EXCLUSIVE'],
  AT_EnableAlwaysRule: ['create-rule', 'ACCESS EXCLUSIVE'],
  AT_EnableReplicaRule: ['disable-rule', 'ACCESS EXCLUSIVE'],
  AT_DisableRule: ['disable-rule', 'ACCESS EXCLUSIVE'],
  AT_AddOf: ['set-options', 'ACCESS EXCLUSIVE'],
  AT_DropOf: ['set-options', 'ACCESS EXCLUSIVE'],
  AT_EnableRowSecurity: ['row-security', 'ACCESS EXCLUSIVE'],
  AT_DisableRowSecurity: ['row-security', 'ACCESS EXCLUSIVE'],
  AT_ForceRowSecurity: ['row-security', 'ACCESS EXCLUSIVE'],
  AT_NoForceRowSecurity: ['row-security', 'ACCESS EXCLUSIVE'],
  AT_ChangeOwner: ['set-owner', 'ACCESS EXCLUSIVE'],
  AT_ReplicaIdentity: ['replica-identity', 'ACCESS EXCLUSIVE'],
  AT_GenericOptions: ['set-options', 'ACCESS EXCLUSIVE'],
  AT_AlterColumnGenericOptions: ['set-options', 'ACCESS EXCLUSIVE'],
}

/** Parts that are looked into, each in a place of its own. */
const judges: Readonly<Record<string, (part: AlterPart) => JudgedPart>> = {
  AT_AddColumn: addColumn,
  AT_ColumnDefault: columnDefault,
  AT_SetNotNull: setNotNull,
  AT_DropNotNull: dropNotNull,
  AT_DropColumn: dropColumn,
  AT_AlterColumnType: columnType,
  AT_AddIdentity: addIdentity,
  AT_SetIdentity: setIdentity,
  AT_AddConstraint: addConstraint,
  AT_ValidateConstraint: validateConstraint,
  AT_DropConstraint: dropConstraint,
  AT_AlterConstraint: alterConstraint,
  AT_SetRelOptions: setOptions,
  AT_ResetRelOptions: setOptions,
  AT_ReplaceRelOptions: setOptions,
  AT_AddInherit: inherit,
  AT_DropInherit: inherit,
  AT_AttachPartition: attachPartition,
  AT_DetachPartition: detachPartition,
  AT_DetachPartitionFinalize: detachPartition,
}

/** Postgres does the parts of a statement in this order, whatever the order they are written in; the rest comes last. */
const passes = [
  'AT_DropColumn',
  'AT_DropConstraint',
  'AT_AlterColumnType',
  'AT_AddColumn',
  'AT_SetExpression',
  'AT_ColumnDefault',
  'AT_DropNotNull',
  'AT_SetNotNull',
  'AT_AddConstraint',
]

export function classifyAlterTable(statement: Statement, about: About): readonly Finding[] {
  const kind = text(bodyOf(statement.node), 'objtype')
  if (kind !== 'OBJECT_TABLE' && kind !== 'OBJECT_MATVIEW') return ofAnotherKind(statement, kind)
  let own = about
  const judged = alterParts(statement, about).map((written) => {
    const part = { ...written, about: own }
    own = taking(own, namesMade(part))
    return { part, ...judge(part) }
  })
  const [only] = judged
  if (judged.length === 1 && only !== undefined) {
    return only.findings.map((each) => (each.class === 'recipe' && only.steps !== undefined ? { ...each, recipe: only.steps } : each))
  }
  return together(judged)
}

function judge(part: AlterPart): JudgedPart {
  const found = cascade(part)
  if (part.subtype === 'AT_ReplicaIdentity' && text(bodyOf(part.command.def), 'identity_type') === 'n')
    return plainly(part, 'replica-identity-nothing', 'ACCESS EXCLUSIVE')
  const known = simple[part.subtype]
  if (known !== undefined) {
    const [rule, mode, cost] = known
    const anew = { rewrites: cost === 'rewrites', scans: cost === 'rewrites' }
    return plainly(part, rule, mode, anew)
  }
  const judged = judges[part.subtype]?.(part) ?? plainly(part, 'unknown-statement', 'ACCESS EXCLUSIVE')
  return found === undefined ? judged : { ...judged, findings: [...judged.findings, found] }
}

function plainly(part: AlterPart, rule: RuleName, mode: LockMode, cost: { rewrites?: boolean; scans?: boolean } = {}): JudgedPart {
  return {
    findings: [finding(rule, { what: part.table, locks: lock(mode, part.table), ...cost })],
    steps: [short(alone(part), part.table)],
  }
}

function cascade(part: AlterPart): Finding | undefined {
  if (text(part.command, 'behavior') !== 'DROP_CASCADE') return undefined
  return finding('drop-cascade', { what: part.table, locks: lock('ACCESS EXCLUSIVE', part.table) })
}

/**
 * One statement takes the strongest lock of its parts for all of them, so that a part that only reads beside others stands in their way too. Where a
 * part has a recipe, each part becomes a statement of its own, in the order Postgres does them.
 */
function together(judged: readonly (JudgedPart & { readonly part: AlterPart })[]): readonly Finding[] {
  const locks = strongest(judged.flatMap(({ findings }) => findings.flatMap((each) => each.locks)))
  const raised = judged.flatMap(({ findings }) => findings.map((each) => (blocksMore(each, locks) ? validatedWithOthers(each) : each)))
  const pass = ({ part }: { readonly part: AlterPart }): number =>
    passes.includes(part.subtype) ? passes.indexOf(part.subtype) : passes.length
  const inOrder = [...judged].sort((one, other) => pass(one) - pass(other))
  const steps = inOrder.every((each) => each.steps !== undefined) ? inOrder.flatMap((each) => each.steps ?? []) : undefined
  const cut = judged.every(({ part }) => part.to > part.from) && new Set(judged.map(({ part }) => part.from)).size === judged.length
  const replaces = raised.some(({ rule }) => rule === 'drop-constraint')
  return raised.map((each) => ({
    ...each,
    locks: locks.filter(({ relation }) => each.locks.some((own) => own.relation === relation)),
    ...(each.class === 'recipe' && replaces && { advice: `${each.advice} ${apartFromDrop}` }),
    ...(each.class === 'recipe' && !replaces && cut && steps !== undefined && { recipe: steps }),
  }))
}

const apartFromDrop =
  'It is not done for you beside DROP CONSTRAINT, which would come first and leave the table without either: put the new one, or its index, in place by statements of their own before.'

function blocksMore(each: Finding, locks: Finding['locks']): boolean {
  const [own] = each.locks
  const mode = locks.find(({ relation }) => relation === own?.relation)?.mode
  return (
    each.rule === 'validate-constraint' && own !== undefined && mode !== undefined && lockModes.indexOf(mode) > lockModes.indexOf(own.mode)
  )
}

function validatedWithOthers(each: Finding): Finding {
  return finding('validate-with-others', { locks: each.locks, scans: true })
}

/** Options that may change beside statements that run; any other is read by them, or is that of an extension. See `reloptions.c`. */
const calmOptions = /^(?:fillfactor|deduplicate_items|parallel_workers|toast_tuple_target|(?:log_)?autovacuum_\w+|vacuum_\w+)$/

function setOptions(part: AlterPart): JudgedPart {
  return plainly(part, 'set-options', lockOfOptions(part.command))
}

function lockOfOptions(command: SqlNode): LockMode {
  const options = items(bodyOf(command.def), 'items').map((each) => text(bodyOf(each), 'defname'))
  return options.every((each) => calmOptions.test(each)) ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE'
}

function inherit(part: AlterPart): JudgedPart {
  const parent = relationOf(bodyOf(part.command.def))
  const locks = [...lock('ACCESS EXCLUSIVE', part.table), ...lock('SHARE UPDATE EXCLUSIVE', parent)]
  return {
    findings: [finding(part.subtype === 'AT_AddInherit' ? 'inherit' : 'disinherit', { what: part.table, locks })],
    steps: [short(alone(part), part.table, parent)],
  }
}

function attachPartition(part: AlterPart): JudgedPart {
  const child = relationOf(member(bodyOf(part.command.def), 'name'))
  const locks = [...lock('SHARE UPDATE EXCLUSIVE', part.table), ...lock('ACCESS EXCLUSIVE', child)]
  // What is new holds no row to be read.
  const fresh = part.about.created.has(child)
  const rule = fresh ? 'attach-new-partition' : 'attach-partition'
  const steps = fresh ? [short(alone(part), part.table, child)] : undefined
  return { findings: [finding(rule, { what: `${part.table}, ${child}`, locks, scans: !fresh })], steps }
}

function detachPartition(part: AlterPart): JudgedPart {
  const command = bodyOf(part.command.def)
  const child = relationOf(member(command, 'name'))
  const beside = flag(command, 'concurrent') || part.subtype === 'AT_DetachPartitionFinalize'
  const rule = beside ? 'detach-partition-concurrently' : 'detach-partition'
  const parent = beside ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE'
  // Since it can be done concurrently, the partition is locked as its parent is.
  const own = part.about.version < 14 ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE'
  const locks = [...lock(parent, part.table), ...lock(own, child)]
  const step = flag(command, 'concurrent') ? bare(alone(part), part.table, child) : short(alone(part), part.table, child)
  return { findings: [finding(rule, { what: `${part.table}, ${child}`, locks })], steps: [step] }
}

/** ALTER INDEX, ALTER VIEW, ALTER SEQUENCE and the like, where the grammar makes one statement of them. */
function ofAnotherKind(statement: Statement, kind: string): readonly Finding[] {
  const body = bodyOf(statement.node)
  const relation = relationOf(member(body, 'relation'))
  return items(body, 'cmds').map((each) => {
    const command = bodyOf(each)
    const subtype = text(command, 'subtype')
    const say = (rule: RuleName, mode: LockMode): Finding => finding(rule, { what: relation, locks: lock(mode, relation) })
    if (text(command, 'behavior') === 'DROP_CASCADE') return say('drop-cascade', 'ACCESS EXCLUSIVE')
    if (kind === 'OBJECT_TYPE') return finding('alter-type', { what: relation })
    if (subtype === 'AT_SetTableSpace') return { ...say('set-tablespace', 'ACCESS EXCLUSIVE'), rewrites: true }
    if (subtype === 'AT_AttachPartition') return say('attach-index', 'ACCESS EXCLUSIVE')
    if (subtype === 'AT_SetStatistics' && kind === 'OBJECT_INDEX') return say('set-options', 'SHARE UPDATE EXCLUSIVE')
    if (['AT_SetRelOptions', 'AT_ResetRelOptions'].includes(subtype) && kind === 'OBJECT_INDEX')
      return say('set-options', lockOfOptions(command))
    if (subtype === 'AT_ColumnDefault') return say(isNull(command.def) ? 'drop-default' : 'set-default', 'ACCESS EXCLUSIVE')
    if (['AT_SetRelOptions', 'AT_ResetRelOptions', 'AT_ChangeOwner'].includes(subtype)) return say('alter-object', 'ACCESS EXCLUSIVE')
    return say('unknown-statement', 'ACCESS EXCLUSIVE')
  })
}
