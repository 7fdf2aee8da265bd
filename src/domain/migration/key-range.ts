/** What stands in the statement of a backfill where the rows of a batch are chosen. */
export const rangeMark = ':range'

/** Comments nest; deeper than this nobody writes them. */
const comment = String.raw`\/\*(?:\/\*(?:\/\*[^]*?\*\/|[^])*?\*\/|[^])*?\*\/`

/** What a mark could hide in: strings of every kind, quoted names, comments. A mark ends where a name would, and `::range` is a cast. */
const tokens = new RegExp(
  [
    String.raw`(?<![\w$\u0080-\uffff])[eE]'(?:[^'\\]|\\[^]|'')*'`,
    `'(?:[^']|'')*'`,
    `"(?:[^"]|"")*"`,
    String.raw`--[^\n]*`,
    comment,
    String.raw`(?<![\w$\u0080-\uffff])\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[^]*?\$\1\$`,
    '::',
    String.raw`${rangeMark}(?![\w$\u0080-\uffff])`,
  ].join('|'),
  'g',
)

/** The statement with a condition at each of its marks. */
export function withRange(sql: string, condition: string): string {
  return sql.replaceAll(tokens, (token) => (token === rangeMark ? `(${condition})` : token))
}

/** How many marks there are. */
export function countRanges(sql: string): number {
  return [...sql.matchAll(tokens)].filter(([token]) => token === rangeMark).length
}
