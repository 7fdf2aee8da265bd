/** Strings of every spelling, texts in dollars, comments, names in quotes, numbers: whatever is none of them is passed over. */
const lexeme =
  /--[^\n]*|\/\*[^]*?\*\/|"(?:[^"]|"")*"|(?<escaped>\b[eE]'(?:[^'\\]|''|\\.)*')|(?<plain>'(?:[^']|'')*')|(?<dollars>\$(?<tag>[A-Za-z_]\w*|)\$[^]*?\$\k<tag>\$)|(?<![\w$])(?<number>\d[\d.]*)/g

/**
 * A message of the server with `?` for what the SQL has as a literal: a name may be written as one, `'users'::regclass`, and a place, `ORDER BY 4`. For
 * messages that quote names alone; where a literal is a script of its own, the body of a function say, its literals count and not the whole.
 */
export function withoutLiterals(message: string, sql: string): string {
  const literals = literalsIn(sql)
  const isLiteral = (text: string): boolean =>
    literals.some((each) => each === text.toLowerCase() || each.split('.').includes(text.toLowerCase()))
  return message
    .replaceAll(/"([^"]*)"/g, (quoted, name: string) => (isLiteral(name) ? '"?"' : quoted))
    .replaceAll(/(?<![\w"$.-])\d+(?:\.\d+)?(?![\w"-])/g, (number) => (isLiteral(number) ? '?' : number))
}

/** In small letters, as unquoted names are told. */
function literalsIn(sql: string): readonly string[] {
  return [...sql.matchAll(lexeme)].flatMap(({ groups = {} }) => {
    const { escaped, plain, dollars, tag = '', number } = groups
    if (number !== undefined) return [number]
    const text = (escaped?.slice(2, -1) ?? plain?.slice(1, -1))?.replaceAll("''", "'") ?? dollars?.slice(tag.length + 2, -tag.length - 2)
    if (text === undefined) return []
    return /\s/.test(text) ? [text.toLowerCase(), ...literalsIn(text)] : [text.toLowerCase().replaceAll('"', '')]
  })
}
