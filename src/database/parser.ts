import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import type * as LibpgQuery from 'libpg-query'
import type { SqlNode } from '../domain/migration/model.ts'
import type { ParsedSql } from '../domain/migration/sql.ts'
import type { SqlParser } from '../ports.ts'
import { characterOffsets, type Offsets } from './offsets.ts'

export type Parser = typeof LibpgQuery

/**
 * Postgres's own parser, loaded and ready for its synchronous calls. Some 30 ms, so it is loaded by those who lint SQL alone.
 * `#libpg-query` is the package while developing and a folder beside the bundle in dist: an ESM chunk cannot hold it.
 */
export async function loadParser(): Promise<Parser> {
  const parser = createRequire(import.meta.url)('#libpg-query') as Parser
  await parser.loadModule()
  return parser
}

/** The grammar is that of Postgres 18: what an older server does not know yet is for the lint to say. */
export function sqlParser(parser: Parser): SqlParser {
  return { parse: (text) => parse(parser, text) }
}

/** In characters of the text. */
interface Token {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly comment: boolean
  readonly keyword: boolean
  readonly literal: boolean
}

/** Numbers, strings of every spelling, texts in dollars; `$1` is none. */
const literal = /^\.?\d|'$|^\$(?!\d+$)/

function parse(parser: Parser, text: string): ReturnType<SqlParser['parse']> {
  // The parser is written in C and would take it for the end.
  const nul = text.indexOf('\0')
  if (nul >= 0) return { wrong: { offset: nul, message: 'a NUL character, which no SQL holds' } }
  if (text.trim() === '') return { statements: [], comments: [], digest: digestOf([]) }
  const offsets = characterOffsets(text)
  let statements: readonly LibpgQuery.RawStmt[]
  try {
    statements = parser.parseSync(text).stmts ?? []
  } catch (error) {
    return { wrong: whatIsWrong(parser, text, offsets, error) }
  }
  const tokens = scan(parser, text, offsets)
  const code = tokens.filter((token) => !token.comment)
  return {
    statements: statements.flatMap((statement) => read(statement, code, offsets, offsets.ofByte(Buffer.byteLength(text))) ?? []),
    comments: tokens.filter((token) => token.comment).map(({ start, text: comment }) => ({ start, text: comment })),
    digest: digestOf(code),
  }
}

function scan(parser: Parser, text: string, offsets: Offsets): readonly Token[] {
  return parser.scanSync(text).tokens.map((token) => {
    const [start, end] = [offsets.ofByte(token.start), offsets.ofByte(token.end)]
    return {
      start,
      end,
      text: text.slice(start, end),
      comment: token.tokenName === 'SQL_COMMENT' || token.tokenName === 'C_COMMENT',
      keyword: token.keywordKind > 0,
      literal: literal.test(text.slice(start, end)),
    }
  })
}

/** Its length is 0 where it goes on to the end of the text, and its place may be that of a comment or a space before it. */
function read(
  { stmt, stmt_location: from = 0, stmt_len: length = 0 }: LibpgQuery.RawStmt,
  code: readonly Token[],
  offsets: Offsets,
  textEnd: number,
): ParsedSql['statements'][number] | undefined {
  const [least, most] = [offsets.ofByte(from), length === 0 ? textEnd : offsets.ofByte(from + length)]
  const own = code.filter((token) => token.start >= least && token.end <= most)
  while (own.at(-1)?.text === ';') own.pop()
  const [first, last] = [own[0], own.at(-1)]
  if (first === undefined || last === undefined || stmt === undefined) return undefined
  return {
    start: first.start,
    end: last.end,
    node: placed(stmt as unknown, (byte) => offsets.ofByte(byte) - first.start) as SqlNode,
    digest: digestOf(own),
    tokens: own.map(({ start, end, literal: isLiteral }) => ({
      start: start - first.start,
      end: end - first.start,
      ...(isLiteral && { literal: true as const }),
    })),
  }
}

/** The tree with its places, which count bytes of the whole text, as characters of the statement. The parser leaves out a place that is 0. */
function placed(node: unknown, convert: (byte: number) => number): unknown {
  if (Array.isArray(node)) return node.map((each: unknown) => placed(each, convert))
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(
    Object.entries(node).map(([name, value]: [string, unknown]) => [
      name,
      name === 'location' && typeof value === 'number' && value >= 0 ? convert(value) : placed(value, convert),
    ]),
  )
}

/** Over the tokens, each after its length: `ab` and `a b` differ, spaces and comments between them do not. */
function digestOf(tokens: readonly Token[]): string {
  const hash = createHash('sha256')
  for (const { text } of tokens) hash.update(`${text.length}:${text}`)
  return hash.digest('hex')
}

/**
 * Postgres shows the token it stopped at, which may be a literal, and names of the statement. Only what is a word of SQL itself is passed on.
 */
function whatIsWrong(parser: Parser, text: string, offsets: Offsets, error: unknown): { offset: number; message: string } {
  const details = (error as LibpgQuery.SqlError).sqlDetails
  const message = details?.message ?? (error instanceof Error ? error.message : String(error))
  const offset = Math.min(offsets.ofCodePoint(Math.max(0, details?.cursorPosition ?? 0)), text.length)
  const plain = message.replace(/\s*at (or near ".*|end of input)$/s, '').replace(/"[^"]*"/g, 'a name')
  const near = message.includes('at end of input') ? 'the end' : keywordAt(parser, text, offsets, offset)
  return { offset, message: near === undefined ? plain : `${plain} at ${near}` }
}

/** A text that cannot be cut into tokens has none. */
function keywordAt(parser: Parser, text: string, offsets: Offsets, offset: number): string | undefined {
  try {
    const token = scan(parser, text, offsets).find((each) => each.start === offset)
    return token?.keyword === true ? token.text.toUpperCase() : undefined
  } catch {
    return undefined
  }
}
