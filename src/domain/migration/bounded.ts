import type { SqlNode, Statement } from './model.ts'
import { rangeWord } from './range-word.ts'
import { bodyOf, items, kindOf, placeOf, relationsIn, text, walk } from './tree.ts'

/** Whether the tree has `:range` anywhere: a tree of Postgres's parser has it as a constant. */
export function holdsRange({ node, text: sql }: Statement): boolean {
  let found = false
  walk(node, (kind, body) => {
    if (kind === 'A_Const' && isRange(body, sql)) found = true
  })
  return found
}

/**
 * Tells of a part of the statement, a write or a query, whether the rows of a batch are all that it has: `:range` is a condition of its own, joined by AND
 * alone, of it or of a query that it takes rows from. Below OR, NOT, EXISTS or in one arm of a UNION each batch would have more than its rows.
 */
export function boundIn({ node, text: sql }: Statement): (part: SqlNode) => boolean {
  const named = new Map<string, SqlNode>()
  walk(node, (kind, body) => {
    if (kind === 'CommonTableExpr') named.set(text(body, 'ctename'), bodyOf(body.ctequery))
  })
  const isBound = (part: SqlNode, asked: readonly string[] = []): boolean => {
    if (isSetOperation(part)) return [part.larg, part.rarg].every((arm) => isBound(arm as SqlNode, asked))
    if ('selectStmt' in part) return isBound(bodyOf(part.selectStmt), asked)
    // Which rows a write has of a table it joins to those of a batch, its own condition says.
    if ('relation' in part && part.whereClause === undefined) return false
    const own = Object.entries(part).flatMap(([name, value]) => (name === 'withClause' ? [] : [{ [name]: value }]))
    if (choosesRows(own, sql)) return true
    return relationsIn(own).some((name) => {
      const query = asked.includes(name) ? undefined : named.get(name)
      return query !== undefined && isBound(query, [...asked, name])
    })
  }
  return (part) => isBound(part)
}

function choosesRows(value: unknown, sql: string): boolean {
  if (Array.isArray(value)) return value.some((each) => choosesRows(each, sql))
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, each]) => {
    if (name === 'SubLink' || (name === 'SelectStmt' && isSetOperation(each as SqlNode))) return false
    if (name === 'whereClause') return conditions(each).some((one) => kindOf(one) === 'A_Const' && isRange(bodyOf(one), sql))
    return choosesRows(each, sql)
  })
}

function isSetOperation(select: SqlNode): boolean {
  return select.op !== undefined && text(select, 'op') !== 'SETOP_NONE'
}

function conditions(where: unknown): readonly unknown[] {
  const body = bodyOf(where)
  return kindOf(where) === 'BoolExpr' && text(body, 'boolop') === 'AND_EXPR' ? items(body, 'args').flatMap(conditions) : [where]
}

/** It was read as `(true)`, in its place. */
function isRange(constant: SqlNode, sql: string): boolean {
  const start = placeOf(constant) - 1
  return start >= 0 && sql.slice(start, start + rangeWord.length) === rangeWord
}
