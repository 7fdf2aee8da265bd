import type { SqlNode, SqlToken } from './model.ts'

/** SQL as Postgres's own parser sees it: statement by statement, or where it is no SQL. The message holds nothing of the text. */
export type ParseSql = (text: string) => ParsedSql | { readonly wrong: { readonly offset: number; readonly message: string } }

export interface ParsedSql {
  /** Offsets count characters of the text; places in a node, and tokens, which have no comments among them, those of the statement. */
  readonly statements: readonly {
    readonly start: number
    readonly end: number
    readonly node: SqlNode
    readonly digest: string
    readonly tokens: readonly SqlToken[]
  }[]
  readonly comments: readonly { readonly start: number; readonly text: string }[]
  readonly digest: string
}

/** From 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1
  return line
}
