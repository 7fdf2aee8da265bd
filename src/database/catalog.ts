import type { Catalog, CatalogColumn, NamesAsked, WrittenName } from '../domain/migration/lint/catalog.ts'
import { spelled } from '../domain/migration/lint/catalog.ts'
import type { Queries } from './session.ts'

/** As the server finds a name: in its schema, or in the first schema of the search path that has it. */
const found = (catalog: string, name: string, schema: string): string => `
  SELECT DISTINCT ON (asked.at) asked.at, own.oid
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (schema, name, at)
  JOIN pg_catalog.${catalog} AS own ON own.${name} = asked.name
  JOIN pg_catalog.pg_namespace AS place ON place.oid = own.${schema}
  WHERE CASE asked.schema WHEN '' THEN place.nspname = ANY (current_schemas(true)) ELSE place.nspname = asked.schema END
  ORDER BY asked.at, array_position(current_schemas(true), place.nspname)`

/**
 * Columns with those of the same name in children, which change with them. A CHECK is validated again when a column of it changes its type, and an index
 * that has an expression or a condition, or follows another collation is built again (`ATPostAlterTypeCleanup`, `CheckIndexCompatible`). From 18 on
 * `attnotnull` speaks of rows to come alone where the constraint is not valid.
 */
const columnsSql = `
  WITH RECURSIVE found AS (${found('pg_class', 'relname', 'relnamespace')}
  ), family AS (
    SELECT at, oid FROM found
    UNION
    SELECT family.at, inhrelid FROM family JOIN pg_catalog.pg_inherits ON inhparent = family.oid
  ), columns AS (
    SELECT family.at, own.attrelid, own.attnum, own.attname, own.attcollation <> type.typcollation AS collated,
      own.attnotnull AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS each
        WHERE each.conrelid = own.attrelid AND each.contype = 'n' AND own.attnum = ANY (each.conkey) AND NOT each.convalidated) AS filled,
      EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS each
        WHERE each.conrelid = own.attrelid AND each.contype = 'c' AND own.attnum = ANY (each.conkey)) AS checked,
      EXISTS (SELECT FROM pg_catalog.pg_index AS each WHERE each.indrelid = own.attrelid AND own.attnum = ANY (each.indkey::int2[])) AS indexed,
      EXISTS (
        SELECT FROM pg_catalog.pg_index AS each JOIN pg_catalog.pg_depend AS needs
          ON needs.classid = 'pg_catalog.pg_class'::regclass AND needs.objid = each.indexrelid
            AND needs.refclassid = 'pg_catalog.pg_class'::regclass AND needs.refobjid = own.attrelid AND needs.refobjsubid = own.attnum
        WHERE each.indrelid = own.attrelid AND (each.indexprs IS NOT NULL OR each.indpred IS NOT NULL)) AS expressed
    FROM family
    JOIN pg_catalog.pg_attribute AS own ON own.attrelid = family.oid AND own.attnum > 0 AND NOT own.attisdropped
    JOIN pg_catalog.pg_type AS type ON type.oid = own.atttypid
  )
  SELECT found.at::int AS at, found.oid::text AS id, relation.relkind = 'p' AS partitioned, own.attname AS name,
    pg_catalog.format_type(own.atttypid, own.atttypmod) AS type, bool_and(columns.filled) AS "notNull", bool_or(columns.indexed) AS indexed,
    bool_or(columns.checked OR columns.expressed OR columns.collated) AS computed
  FROM found
  JOIN pg_catalog.pg_class AS relation ON relation.oid = found.oid AND relation.relkind IN ('r', 'p', 'm', 'f', 'v')
  LEFT JOIN pg_catalog.pg_attribute AS own ON own.attrelid = found.oid AND own.attnum > 0 AND NOT own.attisdropped
  LEFT JOIN columns ON columns.at = found.at AND columns.attname = own.attname
  GROUP BY found.at, found.oid, relation.relkind, own.attnum, own.attname, own.atttypid, own.atttypmod
  ORDER BY found.at, own.attnum`

/** A domain checks where it has a constraint, or one that it is made of has. */
const typesSql = `
  WITH RECURSIVE found AS (${found('pg_type', 'typname', 'typnamespace')}
  ), below AS (
    SELECT found.at, type.oid, type.typbasetype, type.typnotnull FROM found JOIN pg_catalog.pg_type AS type ON type.oid = found.oid
    UNION ALL
    SELECT below.at, type.oid, type.typbasetype, type.typnotnull FROM below JOIN pg_catalog.pg_type AS type ON type.oid = below.typbasetype
  )
  SELECT at::int AS at, bool_or(typnotnull OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS each WHERE each.contypid = below.oid)) AS checked
  FROM below GROUP BY at ORDER BY at`

/** A table without columns has one row, with none. */
interface ColumnRow extends Omit<CatalogColumn, 'name'> {
  readonly at: number
  readonly id: string
  readonly partitioned: boolean
  readonly name: string | null
}

/** What the catalog says of these names, as the session resolves them; what is not there is left out. Throws DatabaseFault. */
export async function readCatalog(session: Queries, { relations, types }: NamesAsked, signal: AbortSignal): Promise<Catalog> {
  const ask = async <Row>(sql: string, names: readonly WrittenName[]): Promise<readonly Row[]> => {
    if (names.length === 0) return []
    const { rows } = await session.query(sql, [names.map(({ schema }) => schema), names.map(({ name }) => name)], signal)
    return rows as unknown as readonly Row[]
  }
  const columns = await ask<ColumnRow>(columnsSql, relations)
  const domains = await ask<{ readonly at: number; readonly checked: boolean }>(typesSql, types)
  return {
    relations: relations.flatMap((relation, index) => {
      const own = columns.filter(({ at }) => at === index + 1)
      const [first] = own
      if (first === undefined) return []
      return [{ name: spelled(relation), id: first.id, partitioned: first.partitioned, columns: own.flatMap(columnOf) }]
    }),
    types: domains.flatMap(({ at, checked }) => {
      const type = types[at - 1]
      return type === undefined ? [] : [{ name: spelled(type), made: checked ? ('checked' as const) : ('plain' as const) }]
    }),
  }
}

function columnOf({ name, type, notNull, indexed, computed }: ColumnRow): readonly CatalogColumn[] {
  return name === null ? [] : [{ name, type, notNull, indexed, computed }]
}
