import { loadParser, sqlParser } from '../../../../src/database/parser.ts'
import { readChanges } from '../../../../src/domain/migration/changes.ts'
import type { About, Known } from '../../../../src/domain/migration/lint/about.ts'
import { lint, type LintedStatement, type LintOptions } from '../../../../src/domain/migration/lint/lint.ts'
import type { Statement } from '../../../../src/domain/migration/model.ts'
import type { ParseSql } from '../../../../src/domain/migration/sql.ts'
import type { Row } from './corpus/row.ts'

export const parse: ParseSql = sqlParser(await loadParser()).parse

/** A statement as the lint gets it: by way of a file of a change. */
export function readStatement(sql: string): Statement {
  const { changes, mistakes } = readChanges([{ path: '1_a/expand.sql', text: sql }], '', parse)
  const statement = changes[0]?.scripts.expand?.statements[0]
  if (statement === undefined || mistakes.length > 0) throw new Error(mistakes.map(({ text }) => text).join() || 'no statement')
  return statement
}

/** The first statement of an expand.sql, with its recipe where it has one. */
export function lintExpand(sql: string, options: Partial<LintOptions> = {}): LintedStatement {
  const { changes } = readChanges([{ path: '1_a/expand.sql', text: sql }], '', parse)
  return lint(changes, { version: 15, safeRewrite: true, ...options }).statements[0]!
}

export function aboutRow(row: Row, version: number): About {
  const known: Known = {
    columnType: (_, column) => row.types?.[column],
    ...(row.types && { indexed: () => row.dependents === true, computed: () => row.dependents === true }),
    ...(row.partitioned && { partitioned: () => true }),
  }
  return { version, role: row.role ?? 'expand', created: new Set(), known }
}
