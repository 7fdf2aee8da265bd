import type { LintedStatement } from './lint/lint.ts'
import { bodyOf, items, kindOf, text } from './tree.ts'
import type { SqlNode } from './model.ts'

/** How a statement is measured: run with what it does looked at, run alone, or not at all and why. */
export type MeasuringWork = { readonly kind: 'measure' | 'set' } | { readonly kind: 'skip'; readonly because: string }

/** Kinds that concern the whole server: what they leave would outlast the scratch database, and meet the next one. */
const beyond = new Set(
  (
    'CreateRoleStmt AlterRoleStmt AlterRoleSetStmt DropRoleStmt GrantRoleStmt CreatedbStmt AlterDatabaseStmt AlterDatabaseSetStmt ' +
    'AlterDatabaseRefreshCollStmt DropdbStmt AlterSystemStmt CreateTableSpaceStmt DropTableSpaceStmt AlterTableSpaceOptionsStmt LoadStmt ' +
    'CreateSubscriptionStmt AlterSubscriptionStmt DropSubscriptionStmt ReassignOwnedStmt DropOwnedStmt CheckPointStmt'
  ).split(' '),
)
const objectsBeyond = ['OBJECT_ROLE', 'OBJECT_DATABASE', 'OBJECT_TABLESPACE', 'OBJECT_SUBSCRIPTION']

const roles: Readonly<Partial<Record<LintedStatement['role'], string>>> = {
  backfill: 'a backfill is run in batches, with locks of their rows alone',
  verify: 'it only looks',
  undo: 'it takes back what is measured here',
}

/** What to do with a statement of the changes on a scratch database. */
export function workOf({ role, statement }: Pick<LintedStatement, 'role' | 'statement'>): MeasuringWork {
  const ofRole = roles[role]
  if (ofRole !== undefined) return { kind: 'skip', because: ofRole }
  const kind = kindOf(statement.node)
  if (isBeyond(statement.node)) return { kind: 'skip', because: 'it concerns the whole server, not the database' }
  if (kind === 'TransactionStmt' || kind === 'DiscardStmt' || kind === 'CopyStmt')
    return { kind: 'skip', because: 'it is for the client that sends it' }
  if (kind !== 'VariableSetStmt') return { kind: 'measure' }
  return bodyOf(statement.node).is_local === true ? { kind: 'skip', because: 'it is for the transaction it stands in' } : { kind: 'set' }
}

/** Whether what a statement does would be seen in other databases of the server. */
export function isBeyond(node: SqlNode): boolean {
  const body = bodyOf(node)
  if (beyond.has(kindOf(node))) return true
  return ['renameType', 'objectType', 'objtype'].some((name) => objectsBeyond.includes(text(body, name)))
}

/** Whether a statement is about owners, rights or remarks: where it fails for want of a role nothing of what is measured is missing. */
export function isAboutRights(node: SqlNode): boolean {
  const kinds = [
    'AlterOwnerStmt',
    'GrantStmt',
    'AlterDefaultPrivilegesStmt',
    'CommentStmt',
    'SecLabelStmt',
    'CreatePolicyStmt',
    'AlterPolicyStmt',
  ]
  if (kinds.includes(kindOf(node))) return true
  const commands = items(bodyOf(node), 'cmds')
  return commands.length > 0 && commands.every((each) => text(bodyOf(each), 'subtype') === 'AT_ChangeOwner')
}
