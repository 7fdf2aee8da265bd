/**
 * What the rows of a batch are chosen by is written `:range`, which is no SQL: it is read as `(true)`, which has as many characters, so that every
 * place stays where it is.
 */
export const rangeWord = ':range'
const inItsPlace = '(true)'

/** The text with every `:range` replaced, and where they stood. Those in strings, names and comments are left. */
export function replaceRange(text: string): { readonly sql: string; readonly at: readonly number[] } {
  const at = rangesIn(text)
  let sql = text
  for (const place of at) sql = `${sql.slice(0, place)}${inItsPlace}${sql.slice(place + rangeWord.length)}`
  return { sql, at }
}

/** What must be passed over whole: strings with and without backslashes, names, comments; then the word. `::range` is a cast. */
const pieces =
  /[eE]'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|::|:range(?![\w$\u0080-\uffff])|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/g

function rangesIn(text: string): readonly number[] {
  const found: number[] = []
  const next = new RegExp(pieces)
  for (let match = next.exec(text); match !== null; match = next.exec(text)) {
    const [piece] = match
    if (piece === rangeWord) found.push(match.index)
    else if (piece === '/*') next.lastIndex = endOfComment(text, match.index)
    else if (piece.startsWith('$')) {
      const end = text.indexOf(piece, next.lastIndex)
      next.lastIndex = end < 0 ? text.length : end + piece.length
    }
  }
  return found
}

/** Comments can hold comments. */
function endOfComment(text: string, start: number): number {
  const mark = /\/\*|\*\//g
  mark.lastIndex = start
  let depth = 0
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return mark.lastIndex
  }
  return text.length
}
