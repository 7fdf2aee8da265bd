import type { Client } from 'pg'

/** All that a statement can leave in the catalog, as text, so that two databases can be compared. */
export async function catalogOf(client: Client, version: number): Promise<readonly string[]> {
  const parts: readonly string[] = [
    `SELECT format('table %s %s %s %s', c.oid::regclass, c.relkind, c.relpersistence, c.reloptions) FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')`,
    `SELECT format('column %s %s %s %s %s %s %s %s %s %s %s', c.oid::regclass, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
       a.attidentity, a.attgenerated, a.attstorage, a.attislocal, a.attinhcount, pg_get_expr(d.adbin, d.adrelid))
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
       WHERE c.relkind IN ('r', 'p', 'v', 'm')`,
    `SELECT format('constraint %s %s %s valid %s local %s %s %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid), k.convalidated, k.conislocal,
       k.coninhcount, ${version >= 18 ? 'k.conenforced' : 'true'}) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid`,
    `SELECT format('index %s valid %s ready %s unique %s primary %s %s', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisready, i.indisunique,
       i.indisprimary, c.reloptions) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid`,
    `SELECT format('inherits %s %s %s', h.inhrelid::regclass, h.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid)) FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid`,
  ]
  const found: string[] = []
  for (const part of parts) {
    const where = `c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'other'))`
    const sql = `${part}${/ WHERE (?!nspname)/.test(part) ? ' AND' : ' WHERE'} ${where}`
    found.push(...(await client.query<{ format: string }>(sql)).rows.map((each) => each.format))
  }
  return found.sort()
}
