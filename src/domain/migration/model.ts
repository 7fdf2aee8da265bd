/** The phases of a change of the schema, in their order. */
export const phases = ['expand', 'backfill', 'contract'] as const
export type Phase = (typeof phases)[number]

/** What a file of a change is for: a phase; queries that must find nothing; what takes `expand` back. */
export type Role = Phase | 'verify' | 'undo'

export interface SourceFile {
  /** From the root of the repository, with slashes. */
  readonly path: string
  readonly text: string
}

/** A node of the tree of Postgres's parser; those of the grammar are wrapped by the name of their type. */
export type SqlNode = Readonly<Record<string, unknown>>

/** Where a word, sign or literal stands, in characters; comments and spaces are none. */
export interface SqlToken {
  readonly start: number
  readonly end: number
  /** A string, a number, a text in dollars. */
  readonly literal?: true
}

/** `-- @allow add-index: the table is empty`: a comment that speaks to us. */
export interface Directive {
  readonly name: string
  readonly text: string
  readonly line: number
}

export interface Statement {
  /** As written, without its semicolon and the comments around it. */
  readonly text: string
  /** Of its first token, from 1. */
  readonly line: number
  /** SHA-256 over its tokens: spaces, comments and line ends do not count. */
  readonly digest: string
  /** Every `location` in it counts characters of the text; one that is 0 is left out. */
  readonly node: SqlNode
  /** Of the text. */
  readonly tokens: readonly SqlToken[]
  /** In the comments since the statement before it, inside it, and behind it in its last line. */
  readonly directives: readonly Directive[]
}

export interface Script {
  readonly path: string
  readonly role: Role
  readonly statements: readonly Statement[]
  /** Of another tool, which runs each statement by itself instead of all as one transaction. */
  readonly alone?: true
  /** SHA-256 over all tokens. */
  readonly digest: string
}

/** A change of the schema, in phases. Changes are in the order of their ids. */
export interface Change {
  /** `20261120T1530` of `20261120T1530_users_display_name`. Ids have an order: the schema level is one of them. */
  readonly id: string
  readonly name: string
  /** Of a folder of another tool, which runs it: linted, never run by us. */
  readonly foreign?: true
  readonly scripts: Readonly<Partial<Record<Role, Script>>>
}

/** Something wrong in a file, with its place. */
export interface Mistake {
  readonly path: string
  readonly line: number
  readonly text: string
}

/**
 * How safe a statement is while old and new code run: at once; by a recipe with the same end; only by way of a new column; only when no old
 * code is left; or not without a word from its author.
 */
export const safetyClasses = ['expand-safe', 'recipe', 'new-column', 'contract-only', 'blocked'] as const
export type SafetyClass = (typeof safetyClasses)[number]

/** From the weakest to the strongest, as Postgres orders them. */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const
export type LockMode = (typeof lockModes)[number]

/** `schema.table` or `table`, unquoted, as written. */
export type Relation = string

export interface Lock {
  readonly relation: Relation
  readonly mode: LockMode
}

/** What a statement does to others, before it is run. No text in it holds a literal of the statement. */
export interface Finding {
  readonly class: SafetyClass
  /** Its name for `-- @allow <rule>: reason`. */
  readonly rule: string
  readonly locks: readonly Lock[]
  /** Who waits while it works, where that does not follow from the locks: of MySQL. */
  readonly blocks?: 'nobody' | 'writers' | 'everybody'
  /** The whole table is written anew under that lock. */
  readonly rewrites: boolean
  /** The whole table is read under that lock. */
  readonly scans: boolean
  /** What is wrong with it, or why it is well. */
  readonly because: string
  /** What to do instead; empty where it is well. */
  readonly advice: string
  /** The same end by steps that block nobody. */
  readonly recipe?: readonly Step[]
}

/** Outside of transactions, without time-outs: what is left of one that failed is an invalid index of this name, in the schema of its table. */
export interface IndexStep {
  readonly kind: 'index'
  readonly sql: string
  /** Its table. */
  readonly relations: readonly Relation[]
  readonly index: Relation
}

/** How one statement is run. */
export type Step =
  /** In a transaction of its own, together with its line in the ledger; it gives up waiting for its locks soon. */
  | {
      readonly kind: 'short'
      readonly sql: string
      readonly relations: readonly Relation[]
      /** The strongest it takes of them; absent: ACCESS EXCLUSIVE. Whoever holds what stands against it is waited for. */
      readonly lock?: LockMode
      readonly settings?: Readonly<Record<string, string>>
    }
  /** The same, but its own work takes long and blocks nobody: VALIDATE CONSTRAINT. */
  | { readonly kind: 'long'; readonly sql: string; readonly relations: readonly Relation[] }
  | IndexStep
  /** Outside of transactions, without time-outs, and safe to repeat: DROP INDEX CONCURRENTLY IF EXISTS, REINDEX CONCURRENTLY, VACUUM. */
  | {
      readonly kind: 'bare'
      readonly sql: string
      readonly relations: readonly Relation[]
      /** It takes a lock that others wait behind: it is looked for and asked for as that of a short step. */
      readonly lock?: LockMode
    }

/** A line of the ledger: one phase of one change. */
export interface LedgerEntry {
  readonly change: string
  readonly phase: Phase
  readonly state: 'running' | 'done' | 'failed'
  /** Of the script. */
  readonly digest: string
  /** Digests of the steps that are done, in their order. */
  readonly steps: readonly string[]
  /** The digest of the step that was begun last, and the index it builds: what it left behind may be ours. */
  readonly begun?: string
  readonly run: string
  readonly attempt: number
  readonly error?: string
  readonly backfill?: BackfillProgress
  /** By the clock of the database, which fills in both when the entry is saved. */
  readonly startedAtMs: number
  readonly updatedAtMs: number
}

export interface BackfillProgress {
  /** The last key that is done, as text, one each column of the key; absent before the first batch. */
  readonly cursor?: readonly string[]
  readonly rowsDone: number
  /** From the statistics of the table; -1 where there are none. */
  readonly rowsEstimated: number
  /** Of which table and key the cursor is: `users(id)`. */
  readonly of?: string
}

/** Who stands in the way of a lock. Holds no literal: the text of queries is not told. */
export interface Blocker {
  readonly pid: number
  readonly application: string
  readonly user: string
  readonly state: string
  /** Of its transaction; where the role may not see it, since it was seen first. */
  readonly ageMs: number
  /** Empty where it is its snapshot that stands in the way. */
  readonly relation: Relation
  readonly mode: LockMode
}

export interface DatabaseFacts {
  /** For people: `Postgres 15`, `MariaDB 10.11`. */
  readonly server: string
  /** Of Postgres 15 of 15.18; of others as they count themselves. */
  readonly version: number
  readonly superuser: boolean
  /** A copy that cannot be written. */
  readonly replica: boolean
  /** Each transaction may have another backend: nothing that belongs to a session can be relied on. */
  readonly pooled: boolean
  readonly atMs: number
}
