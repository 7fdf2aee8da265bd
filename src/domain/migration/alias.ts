import type { Relation, SqlNode } from './model.ts'
import { bodyOf, kindOf, member, rangesIn, relationOf, text } from './tree.ts'

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
