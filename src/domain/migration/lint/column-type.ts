import type { SqlNode } from '../model.ts'
import { bodyOf, items, member, names } from '../tree.ts'

export interface ColumnType {
  /** As the catalog has it: `int4`, `varchar`; with its schema where that is not Postgres's own. */
  readonly name: string
  /** Length, or precision and scale. */
  readonly mods: readonly number[]
  readonly array: boolean
}

/** How a column comes from one type to another. */
export type TypeChange =
  /** Only the catalog changes. */
  | 'in-place'
  /** The same, in a session whose time zone is UTC. */
  | 'time-zone'
  /** Every value is checked against a length. */
  | 'narrower'
  | 'rewrite'
  /** By the old type, which is not known. */
  | 'unknown'

const written: Readonly<Record<string, string>> = {
  integer: 'int4',
  smallint: 'int2',
  bigint: 'int8',
  real: 'float4',
  'double precision': 'float8',
  boolean: 'bool',
  character: 'bpchar',
  'character varying': 'varchar',
  'bit varying': 'varbit',
  decimal: 'numeric',
  timestamp: 'timestamp',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
}

/** Of a `TypeName`. */
export function typeOf(node: SqlNode): ColumnType {
  const own = names(node, 'names').filter((name, at, all) => at > 0 || all.length === 1 || name !== 'pg_catalog')
  const mods = items(node, 'typmods').map((each) => Number(member(bodyOf(each), 'ival').ival ?? 0))
  return { name: own.join('.'), mods, array: items(node, 'arrayBounds').length > 0 }
}

/** As `format_type` writes it. */
export function readType(text: string): ColumnType {
  const [, before = '', mods, behind = '', array] = /^([^([]*)(?:\(([\d, ]*)\))?([^[]*)((?:\[\])*)$/.exec(text) ?? []
  const name = `${before.trim()} ${behind.trim()}`.trim()
  return {
    name: written[name] ?? name,
    mods: mods === undefined ? [] : mods.split(',').map(Number),
    array: (array ?? '') !== '',
  }
}

/** Types that nothing but themselves comes to without being written anew, so that the old type need not be known: it is another, or else nothing changes. */
const always = new Set('json jsonb uuid bool int2 int8 float4 float8 bytea date money tsvector point interval cidr'.split(' '))

/** Lists what Postgres does without writing the table anew: see `ATColumnChangeRequiresRewrite` and the support functions of lengths. */
export function changeOf(from: ColumnType | undefined, to: ColumnType): TypeChange {
  if (from === undefined) return always.has(to.name) && !to.array ? 'rewrite' : 'unknown'
  if (from.array !== to.array) return 'rewrite'
  // To a length of its elements an array is brought one by one, be it wider or not; to none there is nothing to do.
  if (from.array) return from.name === to.name && (to.mods.length === 0 || sameLength(from, to)) ? 'in-place' : 'rewrite'
  if (from.name === to.name) return changeOfLength(from, to)
  const pair = `${from.name} ${to.name}`
  if (pair === 'varchar text' || pair === 'cidr inet' || pair === 'int4 oid' || pair === 'oid int4') return 'in-place'
  if (pair === 'text varchar') return to.mods.length === 0 ? 'in-place' : 'narrower'
  if (pair === 'timestamp timestamptz' || pair === 'timestamptz timestamp')
    return precision(to) >= precision(from) ? 'time-zone' : 'rewrite'
  return to.name === 'varchar' && to.mods.length > 0 && from.name === 'bpchar' ? 'narrower' : 'rewrite'
}

function changeOfLength(from: ColumnType, to: ColumnType): TypeChange {
  if (sameLength(from, to)) return 'in-place'
  const [old, wanted] = [from.mods[0], to.mods[0]]
  switch (to.name) {
    case 'varchar':
    case 'varbit':
      return wanted === undefined || (old !== undefined && wanted >= old) ? 'in-place' : 'narrower'
    case 'numeric':
      return wanted === undefined || (old !== undefined && wanted >= old && (from.mods[1] ?? 0) === (to.mods[1] ?? 0))
        ? 'in-place'
        : 'rewrite'
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
      return precision(to) >= precision(from) ? 'in-place' : 'rewrite'
    default:
      return 'rewrite'
  }
}

function sameLength(from: ColumnType, to: ColumnType): boolean {
  return from.mods.join() === to.mods.join()
}

/** Of a time: microseconds where nothing is said. */
function precision(type: ColumnType): number {
  return type.mods[0] ?? 6
}
