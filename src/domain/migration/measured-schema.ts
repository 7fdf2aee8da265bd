import { isAboutRights, isBeyond } from './measured-work.ts'
import type { Mistake } from './model.ts'
import { lineAt, type ParseSql } from './sql.ts'
import { kindOf } from './tree.ts'

/** A statement of the schema that was there before the changes. */
export interface SchemaStatement {
  readonly sql: string
  readonly line: number
  /** It is passed over where the server refuses it: it sets the session, or says whose things are, or makes what is there already. */
  readonly mayFail: boolean
}

export interface ReadSchema {
  readonly statements: readonly SchemaStatement[]
  readonly mistakes: readonly Mistake[]
}

/**
 * Reads a schema as `pg_dump --schema-only` writes it. Lines for psql (`\restrict`) and rows of COPY are passed over, and so is what concerns the whole
 * server.
 */
export function readSchema(path: string, text: string, parse: ParseSql): ReadSchema {
  const sql = withoutClientLines(text)
  const parsed = parse(sql)
  if ('wrong' in parsed) {
    const { offset, message } = parsed.wrong
    return { statements: [], mistakes: [{ path, line: lineAt(sql, offset), text: `is not SQL that Postgres can read: ${message}` }] }
  }
  const statements = parsed.statements
    .filter(({ node }) => !isBeyond(node) && kindOf(node) !== 'TransactionStmt')
    .map(({ start, end, node }) => ({
      sql: sql.slice(start, end),
      line: lineAt(sql, start),
      mayFail: isAboutRights(node) || ['VariableSetStmt', 'CreateSchemaStmt'].includes(kindOf(node)),
    }))
  return { statements, mistakes: [] }
}

/** With as many lines as before. */
function withoutClientLines(text: string): string {
  let copying = false
  return text
    .replace(/^\uFEFF/, ' ')
    .split('\n')
    .map((line) => {
      if (copying) {
        copying = !/^\\\.\s*$/.test(line)
        return ''
      }
      copying = /^COPY\b.*\bFROM stdin\b.*;\s*$/i.test(line)
      return copying || /^\\[A-Za-z!?.]/.test(line) ? '' : line
    })
    .join('\n')
}
