/** Words of Postgres that a name cannot be without quotes: those it calls reserved, or reserved but for functions and types. */
const reserved = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently ' +
    'constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user default ' +
    'deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in initially inner ' +
    'intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or ' +
    'order outer overlaps placing primary references returning right select session_user similar some symmetric system_user table ' +
    'tablesample then to trailing true union unique user using variadic verbose when where window with'
  ).split(' '),
)

/** A name as it must be written in SQL. */
export function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`
}

/** The names in `a."B".c`, as Postgres reads them: what is not in quotes is in lower case. Undefined where it is no name. */
export function readNames(written: string): readonly string[] | undefined {
  const found: string[] = []
  const part = /("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)(\.|$)/uy
  for (;;) {
    const match = part.exec(written)
    if (match === null) return undefined
    const name = match[1]!
    found.push(name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase())
    if (match[2] === '') return found
  }
}
