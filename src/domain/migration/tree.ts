import type { Relation, SqlNode } from './model.ts'

/** The type of a node that is wrapped by its name, such as `AlterTableStmt`; empty where there is none. */
export function kindOf(node: unknown): string {
  const [kind] = typeof node === 'object' && node !== null ? Object.keys(node) : []
  return kind ?? ''
}

/** What is in a node that is wrapped by its name. */
export function bodyOf(node: unknown): SqlNode {
  const [body] = typeof node === 'object' && node !== null ? (Object.values(node) as readonly unknown[]) : []
  return typeof body === 'object' && body !== null ? (body as SqlNode) : {}
}

/** A member whose type is fixed, and which is therefore not wrapped, such as `relation`. */
export function member(node: SqlNode, name: string): SqlNode {
  const value = node[name]
  return typeof value === 'object' && value !== null ? (value as SqlNode) : {}
}

export function items(node: SqlNode, name: string): readonly unknown[] {
  const value = node[name]
  return Array.isArray(value) ? value : []
}

/** The parser leaves out what is empty. */
export function text(node: SqlNode, name: string): string {
  const value = node[name]
  return typeof value === 'string' ? value : ''
}

export function flag(node: SqlNode, name: string): boolean {
  return node[name] === true
}

/** A place in the text of the statement; one that is 0 is left out by the parser. */
export function placeOf(node: SqlNode): number {
  return typeof node.location === 'number' ? node.location : 0
}

/** The names of a list such as `keys` or `names`. */
export function names(node: SqlNode, name: string): readonly string[] {
  return items(node, name).map((each) => text(bodyOf(each), 'sval'))
}

/** Of a `RangeVar`. */
export function relationOf(range: SqlNode): Relation {
  const [schema, table] = [text(range, 'schemaname'), text(range, 'relname')]
  return schema === '' ? table : `${schema}.${table}`
}

/** Of an object given by its name alone, as in DROP. */
export function objectName(node: unknown): string {
  const body = bodyOf(node)
  if (kindOf(node) === 'String') return text(body, 'sval')
  if (kindOf(node) === 'TypeName') return names(body, 'names').join('.')
  if (kindOf(node) === 'ObjectWithArgs') return names(body, 'objname').join('.')
  return items(body, 'items').map(objectName).join('.')
}

/** Whether an expression is nothing but NULL, be it by not being there. */
export function isNull(expression: unknown): boolean {
  const body = bodyOf(expression)
  if (expression === undefined) return true
  return kindOf(expression) === 'TypeCast' ? isNull(body.arg) : flag(body, 'isnull')
}

/** Every node in a tree that is wrapped by its name, the outer before the inner. */
export function walk(node: unknown, visit: (kind: string, body: SqlNode) => void): void {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, visit)
  } else if (typeof node === 'object' && node !== null) {
    for (const [name, value] of Object.entries(node) as readonly (readonly [string, unknown])[]) {
      if (/^[A-Z]/.test(name) && typeof value === 'object' && value !== null) visit(name, value as SqlNode)
      walk(value, visit)
    }
  }
}

/** Every relation a statement names, in the order of the text; those in bodies of functions are not seen. */
export function relationsIn(node: unknown): readonly Relation[] {
  return [...new Set(rangesIn(node).map(relationOf))]
}

/** Every mention of a relation, in the order of the tree. Only a RangeVar has both members, be it wrapped or not. */
export function rangesIn(value: unknown): readonly SqlNode[] {
  if (Array.isArray(value)) return value.flatMap(rangesIn)
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(rangesIn)
  return 'relname' in value && 'relpersistence' in value ? [value as SqlNode, ...inner] : inner
}
