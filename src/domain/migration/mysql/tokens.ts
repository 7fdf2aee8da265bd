/** A piece of SQL as MySQL and MariaDB read it; spaces are none. */
export interface Token {
  /** `name` is one in backquotes, `range` is `:range`, `hint` is a comment that the optimizer reads. */
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'sign' | 'range' | 'hint' | 'comment'
  readonly text: string
  readonly start: number
  readonly end: number
}

export interface Wrong {
  readonly offset: number
  /** Holds nothing of the text. */
  readonly message: string
}

const part = String.raw`[\w$\u0080-\uffff]`

/**
 * In this order. `--` begins a comment only before a space. Backslashes escape, and `"` begins a text, because the session is set so. A name may begin
 * with a digit. Source: "Comments" and "String Literals" of MySQL's manual.
 */
const pieces: readonly (readonly [Token['kind'] | 'space', string])[] = [
  ['space', String.raw`[\s\u0000-\u001f\uFEFF]+`],
  ['comment', String.raw`--(?:[\s\u0000-\u001f][^\n]*|$)`],
  ['comment', String.raw`#[^\n]*`],
  ['hint', String.raw`\/\*\+[^]*?\*\/`],
  ['comment', String.raw`\/\*(?!!|M!)[^]*?\*\/`],
  ['text', String.raw`[nNxXbB]?'(?:[^'\\]|\\[^]|'')*'`],
  ['text', String.raw`"(?:[^"\\]|\\[^]|"")*"`],
  ['name', '`(?:[^`]|``)+`'],
  ['number', String.raw`(?:0x[\dA-Fa-f]+|0b[01]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?!${part})`],
  ['range', String.raw`:range(?!${part})`],
  ['word', String.raw`@{0,2}${part}+`],
  ['sign', String.raw`:=|<=>|<<|>>|<=|>=|<>|!=|\|\||&&|->>|->|[^]`],
]
const pattern = new RegExp(pieces.map(([, source]) => `(${source})`).join('|'), 'y')

/** All tokens, comments among them, or where the text is none of SQL. */
export function tokensOf(text: string): { readonly tokens: readonly Token[] } | { readonly wrong: Wrong } {
  const tokens: Token[] = []
  const next = new RegExp(pattern)
  while (next.lastIndex < text.length) {
    const start = next.lastIndex
    const match = next.exec(text)
    if (match === null) return { wrong: { offset: start, message: 'it cannot be read from here on' } }
    const kind = pieces[match.slice(1).findIndex((group) => group !== undefined)]![0]
    const message = kind === 'sign' ? wrongSign(text, start) : undefined
    if (message !== undefined) return { wrong: { offset: start, message } }
    if (kind !== 'space') tokens.push({ kind, text: match[0], start, end: next.lastIndex })
  }
  return { tokens }
}

function wrongSign(text: string, at: number): string | undefined {
  if (text.startsWith('/*!', at) || text.startsWith('/*M!', at))
    return 'a comment that some servers run as code (/*! ... */): write the code itself, so that it can be seen what it does'
  if (text.startsWith('/*', at)) return 'a comment that does not end'
  if (text[at] === "'" || text[at] === '"') return 'a text in quotes that does not end'
  if (text[at] === '`') return 'a name in backquotes that is empty or does not end'
  if (text[at] === '\\') return 'a command of the client `mysql`, which the server does not know'
  return undefined
}

/** What is compared to find the same statement again: spaces and comments do not count. */
export function digestText(tokens: readonly Token[]): string {
  return tokens
    .filter(({ kind }) => kind !== 'comment')
    .map(({ text }) => text)
    .join('\u0000')
}

/** The statement in one line for people: no comment, and `?` for every literal. What cannot be read is not shown at all. */
export function withoutLiterals(sql: string): string {
  const read = tokensOf(sql)
  if ('wrong' in read) return 'a statement that cannot be read'
  let line = ''
  let end = 0
  for (const { kind, text, ...at } of read.tokens) {
    if (kind === 'comment' || kind === 'hint') continue
    if (line !== '' && at.start > end) line += ' '
    line += kind === 'text' || kind === 'number' ? '?' : text
    end = at.end
  }
  return line
}

/** The statement with a condition at each `:range`. Throws nothing: a text that cannot be read stays as it is, and the server refuses it. */
export function withRange(sql: string, condition: string): string {
  const read = tokensOf(sql)
  if ('wrong' in read) return sql
  let written = ''
  let end = 0
  for (const token of read.tokens.filter(({ kind }) => kind === 'range')) {
    written += `${sql.slice(end, token.start)}(${condition})`
    end = token.end
  }
  return written + sql.slice(end)
}
