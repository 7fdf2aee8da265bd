/**
 * A text as a literal of SQL, whatever `standard_conforming_strings` says; NULL for nothing. For messages of several statements, which take no
 * parameters. Postgres keeps no zero bytes in texts.
 */
export function literal(text: string | undefined): string {
  if (text === undefined) return 'NULL'
  return `E'${text.replaceAll('\0', '').replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}

export function literals(texts: readonly string[]): string {
  return `ARRAY[${texts.map(literal).join(', ')}]`
}

/** The name of a relation as Postgres resolves it: each part in quotes. */
export function quotedName(relation: string): string {
  return relation
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')
}
