import type { Relation, SqlNode } from '../model.ts'
import type { ParsedSql, ParseSql } from '../sql.ts'
import { createReader, type Reader, wordOf } from './reader.ts'
import { digestText, type Token, tokensOf, type Wrong } from './tokens.ts'

/** What has a body. */
export const routines = ['TRIGGER', 'PROCEDURE', 'FUNCTION', 'EVENT', 'PACKAGE']
/** After them stands a table. */
const tableWords = ['UPDATE', 'FROM', 'JOIN', 'INTO', 'REPLACE', 'INSERT']
/** After a table may stand, beside what it is called. */
const afterTables =
  'SET WHERE JOIN INNER LEFT RIGHT CROSS NATURAL STRAIGHT_JOIN ON USING PARTITION USE FORCE IGNORE ORDER GROUP HAVING LIMIT WINDOW FOR LOCK UNION EXCEPT INTERSECT RETURNING VALUES VALUE SELECT TABLE WITH INTO PROCEDURE'.split(
    ' ',
  )
/** Between UPDATE, DELETE or INSERT and the table. */
const modifiers = ['LOW_PRIORITY', 'HIGH_PRIORITY', 'DELAYED', 'QUICK', 'IGNORE', 'INTO', 'FROM', 'ONLY']

/**
 * Statements of MySQL and MariaDB. There is no tree: the node has the name of the kind that Postgres's parser would give, and the tables it names, as
 * far as the roles of scripts ask for them. `digestOf` makes a digest of a text.
 */
export function createParse(digestOf: (text: string) => string): ParseSql {
  return (text) => {
    const read = tokensOf(text)
    if ('wrong' in read) return read
    const groups = statementsOf(read.tokens)
    const wrong = groups.map(unreadable).find((each) => each !== undefined)
    if (wrong !== undefined) return { wrong }
    return {
      statements: groups.map((tokens): ParsedSql['statements'][number] => {
        const start = tokens[0]!.start
        return {
          start,
          end: tokens.at(-1)!.end,
          node: nodeOf(tokens),
          digest: digestOf(digestText(tokens)),
          // A hint holds literals as well, and is shown as little as a comment.
          tokens: tokens
            .filter(({ kind }) => kind !== 'hint')
            .map((token) => ({
              start: token.start - start,
              end: token.end - start,
              ...((token.kind === 'text' || token.kind === 'number') && { literal: true as const }),
            })),
        }
      }),
      comments: read.tokens.flatMap(({ kind, start, text: comment }) =>
        // The third kind of comment is told as the first.
        kind === 'comment' ? [{ start, text: comment.startsWith('#') ? `--${comment.slice(1)}` : comment }] : [],
      ),
      digest: digestOf(digestText(read.tokens)),
    }
  }
}

/** The tokens of each statement, without comments and semicolons. */
function statementsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const groups: Token[][] = [[]]
  for (const token of tokens) {
    if (token.kind === 'sign' && token.text === ';') groups.push([])
    else if (token.kind !== 'comment') groups.at(-1)!.push(token)
  }
  return groups.filter((group) => group.length > 0)
}

function unreadable(tokens: readonly Token[]): Wrong | undefined {
  const [first] = tokens
  const offset = first!.start
  if (wordOf(first) === 'DELIMITER')
    return {
      offset,
      message:
        'DELIMITER is a command of the client `mysql` and none of the server: write a body of one statement, or run this file by a command of its own',
    }
  const words = tokens.map(wordOf)
  const body = words.indexOf('BEGIN')
  const compound = (words[0] === 'CREATE' && words.slice(0, body).some((word) => routines.includes(word))) || words[1] === 'NOT'
  if (body >= 0 && compound)
    return {
      offset: tokens[body]!.start,
      message:
        'a body of several statements (BEGIN ... END) is not split here: write a body of one, or run this file by a command of its own',
    }
  return undefined
}

function nodeOf(tokens: readonly Token[]): SqlNode {
  const verb = verbOf(tokens)
  const relations = namedIn(tokens).map(({ relation, alias }) => {
    const [table, schema] = relation.split('.').reverse()
    return {
      ...{ relname: table, relpersistence: 'p', ...(schema !== undefined && { schemaname: schema }) },
      ...(alias !== undefined && { alias: { aliasname: alias } }),
    }
  })
  switch (verb) {
    case 'UPDATE':
    case 'DELETE':
      return { [`${verb === 'UPDATE' ? 'Update' : 'Delete'}Stmt`]: { relations } }
    case 'INSERT':
    case 'REPLACE':
      return { InsertStmt: { relations } }
    case 'SELECT': {
      const words = tokens.map(wordOf)
      const locks = words.some((word, index) => (word === 'FOR' && ['UPDATE', 'SHARE'].includes(words[index + 1] ?? '')) || word === 'LOCK')
      return { SelectStmt: { relations, ...(locks && { lockingClause: [{}] }), ...(words.includes('INTO') && { intoClause: {} }) } }
    }
    default:
      return { MysqlStmt: { relations } }
  }
}

/** What a statement does: its first word, behind a WITH that of the statement itself. */
export function verbOf(tokens: readonly Token[]): string {
  const reader = createReader(tokens)
  while (reader.peek() === '(') reader.skip()
  if (reader.peek() !== 'WITH') return reader.peek()
  while (!reader.done && !['SELECT', 'UPDATE', 'DELETE', 'INSERT', 'REPLACE'].includes(reader.peek())) {
    if (reader.peek() === '(') reader.group()
    else reader.skip()
  }
  return reader.peek()
}

/** The tables a statement reads from or writes to by UPDATE, FROM, JOIN and INTO. */
export function tablesOf(tokens: readonly Token[]): readonly Relation[] {
  return [...new Set(namedIn(tokens).map(({ relation }) => relation))]
}

interface Named {
  readonly relation: Relation
  readonly alias?: string
}

/** `UPDATE a AS x, b y, c SET` */
function namedIn(tokens: readonly Token[]): readonly Named[] {
  const found: Named[] = []
  const reader = createReader(tokens)
  let before = ''
  while (!reader.done) {
    const word = reader.peek()
    reader.skip()
    const names = tableWords.includes(word) && !(word === 'UPDATE' && ['KEY', 'FOR', 'ON'].includes(before))
    before = word
    if (!names) continue
    do {
      while (modifiers.includes(reader.peek())) reader.skip()
      const relation = reader.relation()
      if (relation === undefined) break
      const alias = word === 'INTO' ? undefined : aliasAt(reader)
      found.push({ relation, ...(alias !== undefined && { alias }) })
    } while (word !== 'INTO' && reader.accept(','))
  }
  return found
}

/** A word behind a table that is none of the language. */
function aliasAt(reader: Reader): string | undefined {
  if (reader.accept('AS')) return reader.relation()
  return afterTables.includes(reader.peek()) ? undefined : reader.relation()
}
