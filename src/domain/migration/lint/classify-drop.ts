import type { Finding, LockMode, Relation, Statement } from '../model.ts'
import { bodyOf, items, kindOf, member, objectName, relationOf, text } from '../tree.ts'
import { classifyDropIndex } from './classify-index.ts'
import { finding, lock } from './finding.ts'
import type { RuleName } from './rules.ts'

const relations = ['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_SEQUENCE', 'OBJECT_FOREIGN_TABLE']
/** What belongs to a table, which is named before it. */
const ofTables = ['OBJECT_TRIGGER', 'OBJECT_RULE', 'OBJECT_POLICY']

export function classifyDrop(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const kind = text(body, 'removeType')
  const cascade = text(body, 'behavior') === 'DROP_CASCADE' ? [finding('drop-cascade')] : []
  if (kind === 'OBJECT_INDEX') return [...classifyDropIndex(statement), ...cascade]
  const named = items(body, 'objects').map(objectName)
  const locked = relations.includes(kind) ? named : ofTables.includes(kind) ? named.map(tableBefore) : []
  const rule: RuleName = kind === 'OBJECT_TABLE' ? 'drop-table' : kind === 'OBJECT_POLICY' ? 'row-security' : 'drop-object'
  // Their triggers go with it.
  const more = kind === 'OBJECT_TABLE' ? { more: 'Tables that it refers to by FOREIGN KEY are locked against everybody too.' } : {}
  return [finding(rule, { what: named.join(', '), locks: lock('ACCESS EXCLUSIVE', ...locked), ...more }), ...cascade]
}

function tableBefore(name: string): Relation {
  return name.slice(0, name.lastIndexOf('.'))
}

/** How each kind of thing is renamed; what is not listed has users that name it, and no lock of a relation. */
const renames: Readonly<Record<string, readonly [rule: RuleName, mode?: LockMode]>> = {
  OBJECT_TABLE: ['rename-table', 'ACCESS EXCLUSIVE'],
  OBJECT_COLUMN: ['rename-column', 'ACCESS EXCLUSIVE'],
  OBJECT_TABCONSTRAINT: ['rename-constraint', 'ACCESS EXCLUSIVE'],
  OBJECT_INDEX: ['rename-index', 'SHARE UPDATE EXCLUSIVE'],
  OBJECT_VIEW: ['rename-object', 'ACCESS EXCLUSIVE'],
  OBJECT_MATVIEW: ['rename-object', 'ACCESS EXCLUSIVE'],
  OBJECT_SEQUENCE: ['rename-object', 'ACCESS EXCLUSIVE'],
  OBJECT_FOREIGN_TABLE: ['rename-object', 'ACCESS EXCLUSIVE'],
  OBJECT_TRIGGER: ['alter-object', 'ACCESS EXCLUSIVE'],
  OBJECT_POLICY: ['alter-object', 'ACCESS EXCLUSIVE'],
  OBJECT_RULE: ['alter-object', 'ACCESS EXCLUSIVE'],
}

export function classifyRename(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const relation = relationOf(member(body, 'relation'))
  const [rule, mode] = renames[text(body, 'renameType')] ?? ['rename-object']
  const what = [relation || objectName(body.object), text(body, 'subname')].filter((each) => each !== '').join('.')
  return [finding(rule, { ...(what !== '' && { what }), locks: mode === undefined || relation === '' ? [] : lock(mode, relation) })]
}

export function classifySetSchema(statement: Statement): readonly Finding[] {
  const body = bodyOf(statement.node)
  const relation = relationOf(member(body, 'relation'))
  const what = relation || (kindOf(body.object) === '' ? '' : objectName(body.object))
  return [finding('set-schema', { ...(what !== '' && { what }), locks: relation === '' ? [] : lock('ACCESS EXCLUSIVE', relation) })]
}
