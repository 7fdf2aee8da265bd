import { roles } from '../change-files.ts'
import type { Change, Relation, SqlNode, Statement } from '../model.ts'
import { relationOf, text } from '../tree.ts'
import type { MadeType } from './about.ts'
import { typeOf } from './column-type.ts'

/** A name as it is written, in its parts: the schema is empty where it is left to the search path. */
export interface WrittenName {
  readonly schema: string
  readonly name: string
}

/** What a catalog is asked for. */
export interface NamesAsked {
  readonly relations: readonly WrittenName[]
  readonly types: readonly WrittenName[]
}

/** What the catalog of a database says at one moment of the relations and types that are there under the names asked for. */
export interface Catalog {
  readonly relations: readonly CatalogRelation[]
  readonly types: readonly { readonly name: string; readonly made: MadeType }[]
}

export interface CatalogRelation {
  /** As in the statement. */
  readonly name: Relation
  /** Two names of one relation have the same. */
  readonly id: string
  readonly partitioned: boolean
  readonly columns: readonly CatalogColumn[]
}

export interface CatalogColumn {
  readonly name: string
  /** As `format_type` writes it. */
  readonly type: string
  /** In every row that is there, those of children too. */
  readonly notNull: boolean
  /** Of an index, of the table or of a child. */
  readonly indexed: boolean
  /** More is looked at when it changes: a CHECK names it, or an index by an expression or of some rows, or its collation is not that of its type. */
  readonly computed: boolean
}

export const emptyCatalog: Catalog = { relations: [], types: [] }

/** Every relation and type that the statements of the changes name. What would be two names in one spelling is left out: nobody could tell them apart. */
export function namesAsked(changes: readonly Change[]): NamesAsked {
  const relations = new Map<string, WrittenName | undefined>()
  const types = new Map<string, WrittenName | undefined>()
  const add = (to: Map<string, WrittenName | undefined>, spelled: string, schema: string, name: string): void => {
    const before = to.get(spelled)
    to.set(spelled, to.has(spelled) && (before?.schema !== schema || before.name !== name) ? undefined : { schema, name })
  }
  visit(
    statementsOf(changes).map(({ node }) => node),
    (node) => {
      if ('relname' in node && 'relpersistence' in node) add(relations, relationOf(node), text(node, 'schemaname'), text(node, 'relname'))
      if (isTypeName(node)) {
        const { name } = typeOf(node)
        const dot = name.indexOf('.')
        add(types, name, dot < 0 ? '' : name.slice(0, dot), name.slice(dot + 1))
      }
    },
  )
  const left = (found: Map<string, WrittenName | undefined>): readonly WrittenName[] =>
    [...found.values()].filter((each) => each !== undefined)
  return { relations: left(relations), types: left(types) }
}

/** All statements of all scripts, in the order of the changes. */
export function statementsOf(changes: readonly Change[]): readonly Statement[] {
  return changes.flatMap(({ scripts }) => roles.flatMap((role) => scripts[role]?.statements ?? []))
}

/** `schema.name` or `name`, as relations and types are spelled everywhere. */
export function spelled({ schema, name }: WrittenName): string {
  return schema === '' ? name : `${schema}.${name}`
}

/** A type is never wrapped where its place is fixed, and wrapped where it is not. */
function isTypeName(node: SqlNode): boolean {
  return Array.isArray(node.names) && 'typemod' in node
}

function visit(node: unknown, each: (node: SqlNode) => void): void {
  if (Array.isArray(node)) for (const item of node) visit(item, each)
  else if (typeof node === 'object' && node !== null) {
    each(node as SqlNode)
    for (const value of Object.values(node)) visit(value, each)
  }
}
