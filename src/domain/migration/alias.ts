import type { Relation, SqlNode } from './model.ts'
import { bodyOf, kindOf, member, relationOf, text } from './tree.ts'

/**
 * What a statement calls a table, where it gives it another name. Where it names the table more than once, the rows that are written come before
 * those that are read.
 */
export function aliasIn(node: SqlNode, table: Relation): string | undefined {
  const target = ['UpdateStmt', 'DeleteStmt'].includes(kindOf(node)) ? member(bodyOf(node), 'relation') : {}
  const [first] = [target, ...rangesIn(bodyOf(node))].filter((range) => relationOf(range) === table)
  const alias = first === undefined ? '' : text(member(first, 'alias'), 'aliasname')
  return alias === '' ? undefined : alias
}

/** Every mention of a relation, in the order of the tree. Only a RangeVar has both members, be it wrapped or not. */
function rangesIn(value: unknown): readonly SqlNode[] {
  if (Array.isArray(value)) return value.flatMap(rangesIn)
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(rangesIn)
  return 'relname' in value && 'relpersistence' in value ? [value as SqlNode, ...inner] : inner
}
