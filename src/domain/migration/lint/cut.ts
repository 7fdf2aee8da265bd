import type { Statement } from '../model.ts'

/** Cuts pieces out of a statement as its author wrote it: by the places of its tokens, so that strings and comments cannot mislead. */

/** In capitals; a name in quotes and a string keep theirs, so that neither is taken for a word of SQL. */
export function word(statement: Statement, index: number): string {
  const token = statement.tokens[index]
  return token === undefined ? '' : statement.text.slice(token.start, token.end).toUpperCase()
}

/** The text from one token to the one before `to`. */
export function between(statement: Statement, from: number, to = statement.tokens.length): string {
  const [first, last] = [statement.tokens[from], statement.tokens[to - 1]]
  return first === undefined || last === undefined || from >= to ? '' : statement.text.slice(first.start, last.end)
}

/** The token that begins at this place of the text, or the next one. */
export function tokenAt(statement: Statement, place: number): number {
  const found = statement.tokens.findIndex((token) => token.start >= place)
  return found < 0 ? statement.tokens.length : found
}

/** The first token from `from` on that is this word and in no parentheses; -1 where there is none. */
export function findWord(statement: Statement, wanted: string, from = 0, to = statement.tokens.length): number {
  let depth = 0
  for (let at = from; at < to; at += 1) {
    const each = word(statement, at)
    if (depth === 0 && each === wanted) return at
    depth += change(each)
    if (depth < 0) return -1
  }
  return -1
}

/** The token behind the parenthesis that closes the one at `open`. */
export function behindParentheses(statement: Statement, open: number): number {
  let depth = 0
  for (let at = open; at < statement.tokens.length; at += 1) {
    depth += change(word(statement, at))
    if (depth === 0) return at + 1
  }
  return statement.tokens.length
}

/** The pieces between commas that are in no parentheses, as tokens from and to. */
export function parts(statement: Statement, from: number, to: number): readonly (readonly [from: number, to: number])[] {
  const found: (readonly [number, number])[] = []
  let start = from
  for (let at = from; at < to; at += 1) {
    if (['(', '['].includes(word(statement, at))) at = behindParentheses(statement, at) - 1
    else if (word(statement, at) === ',') {
      found.push([start, at])
      start = at + 1
    }
  }
  return start < to ? [...found, [start, to]] : found
}

/** The token behind a name such as `a."B"`, which begins at `from`. */
export function behindName(statement: Statement, from: number): number {
  let at = from + 1
  while (word(statement, at) === '.') at += 2
  return at
}

/** The text without some of its pieces, each given as tokens from and to, in their order; the space before each goes with it. */
export function without(statement: Statement, pieces: readonly (readonly [number, number])[]): string {
  let text = ''
  let end = 0
  for (const [from, to] of pieces) {
    const before = statement.tokens[from - 1]?.end ?? 0
    text += statement.text.slice(end, Math.max(end, before))
    end = Math.max(end, statement.tokens[to - 1]!.end)
  }
  return text + statement.text.slice(end)
}

function change(each: string): number {
  return each === '(' || each === '[' ? 1 : each === ')' || each === ']' ? -1 : 0
}
