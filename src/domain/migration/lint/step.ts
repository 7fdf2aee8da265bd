import type { Relation, Step } from '../model.ts'

export function short(sql: string, ...relations: readonly Relation[]): Step {
  return { kind: 'short', sql, relations }
}

export function long(sql: string, ...relations: readonly Relation[]): Step {
  return { kind: 'long', sql, relations }
}

export function buildIndex(sql: string, index: Relation, table: Relation): Step {
  return { kind: 'index', sql, relations: [table], index }
}

export function bare(sql: string, ...relations: readonly Relation[]): Step {
  return { kind: 'bare', sql, relations }
}

/** An index lives in the schema of its table. */
export function besideOf(table: Relation, name: string): Relation {
  const dot = table.lastIndexOf('.')
  return dot < 0 ? name : `${table.slice(0, dot)}.${name}`
}

/** The name of a table without its schema: what Postgres makes other names of. */
export function bareName(table: Relation): string {
  return table.slice(table.lastIndexOf('.') + 1)
}
