import { outside, wordOf } from './reader.ts'
import type { Token } from './tokens.ts'

const and = ['AND', '&&']
const or = ['OR', '||', 'XOR']
/** Anywhere in the statement: rows of a batch are left out, or those of no batch are taken. */
const besides = ['LIMIT', 'UNION', 'EXCEPT', 'INTERSECT', 'MINUS']
/** What may stand behind the conditions. */
const behind = ['GROUP', 'HAVING', 'ORDER', 'WINDOW', 'ON', 'RETURNING']

/**
 * Whether `:range` is, once, a condition of its own in the WHERE of the statement, joined by AND alone: below OR or NOT, or in one arm of a UNION, each
 * batch would change more than its rows.
 */
export function rangeChooses(tokens: readonly Token[]): boolean {
  if (tokens.filter(({ kind }) => kind === 'range').length !== 1) return false
  const words = withoutCases(outside(tokens).map(wordOf))
  const at = words.indexOf(':RANGE')
  const where = words.lastIndexOf('WHERE', at)
  if (at < 0 || where < 0 || words.some((word) => besides.includes(word))) return false
  const rest = words.slice(at + 1)
  const end = rest.findIndex((word) => behind.includes(word))
  const after = end < 0 ? rest : rest.slice(0, end)
  const before = words.slice(where + 1, at)
  const alone = (before.length === 0 || endsWithAnd(before)) && (after.length === 0 || and.includes(after[0]!))
  return alone && ![...before, ...after].some((word) => or.includes(word))
}

/** That of BETWEEN joins no conditions. */
function endsWithAnd(words: readonly string[]): boolean {
  const last = words.slice(0, -1).findLast((word) => word === 'BETWEEN' || and.includes(word))
  return and.includes(words.at(-1)!) && last !== 'BETWEEN'
}

/** What stands between CASE and END is a value. */
function withoutCases(words: readonly string[]): readonly string[] {
  let depth = 0
  return words.filter((word) => {
    if (word === 'CASE') depth += 1
    const found = depth === 0
    if (word === 'END') depth -= 1
    return found
  })
}
