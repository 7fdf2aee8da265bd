import type { Relation, Role } from '../model.ts'

/** What a statement is judged in the light of. */
export interface About {
  /** The major version of the oldest server it will meet: 12 to 18. */
  readonly version: number
  readonly role: Role
  /** Tables that statements before it in the same script have made: nobody uses them. */
  readonly created: ReadonlySet<Relation>
  /** Those of them that have rows by now. */
  readonly filled?: ReadonlySet<Relation>
  /** Names of constraints, indexes and tables that statements before it have taken. */
  readonly taken?: ReadonlySet<string>
  /** Types that the changes make, by name. */
  readonly types?: ReadonlyMap<string, MadeType>
  readonly known?: Known
  /** The change has a verify.sql. */
  readonly verified?: true
}

/** With more names that are taken. */
export function taking(about: About, names: readonly string[]): About {
  return { ...about, taken: new Set([...(about.taken ?? []), ...names]) }
}

/** A domain with a constraint checks its values; anything else is plain. */
export type MadeType = 'plain' | 'checked'

/** What the catalog of the database says, where it can be asked; undefined where it says nothing. Names are as in the statement. */
export interface Known {
  /** As `format_type` writes it: `character varying(50)`. */
  readonly columnType?: (relation: Relation, column: string) => string | undefined
  /** Whether an index has the column as it is among its own. */
  readonly indexed?: (relation: Relation, column: string) => boolean | undefined
  /** Whether a CHECK names the column, or an index by an expression or of some rows alone. */
  readonly computed?: (relation: Relation, column: string) => boolean | undefined
  readonly notNull?: (relation: Relation, column: string) => boolean | undefined
  readonly partitioned?: (relation: Relation) => boolean | undefined
  readonly madeType?: (name: string) => MadeType | undefined
}
