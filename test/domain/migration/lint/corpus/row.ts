import type { LockMode, SafetyClass } from '../../../../../src/domain/migration/model.ts'

/** One statement with what the lint must say of it, and what a server must be seen to do. */
export interface Row {
  readonly sql: string
  readonly class: SafetyClass
  /** The rules it is found under; with several, the first is the worst. */
  readonly rules: readonly string[]
  readonly locks: Readonly<Record<string, LockMode>>
  readonly cost: '' | 'scan' | 'rewrite'
  /** The versions it is for; all where absent. */
  readonly since?: number
  readonly until?: number
  /** Done before it, on a server. */
  readonly setup?: string
  /** Cannot be in a transaction, so that its locks are not seen. */
  readonly alone?: true
  /** Not run on a server: it needs what a test server has not, or fails there, and why. */
  readonly unseen?: string
  /** Tables that are locked although the text does not name them, so that the lint cannot know. */
  readonly also?: string
  /** What a catalog would say of the columns. */
  readonly types?: Readonly<Record<string, string>>
  /** A CHECK or an index by an expression, as a catalog would say. */
  readonly dependents?: true
  readonly partitioned?: true
  /** A table of rows that are there before. */
  readonly role?: 'backfill' | 'contract'
}

const classes: Readonly<Record<string, SafetyClass>> = {
  E: 'expand-safe',
  S: 'recipe',
  R: 'new-column',
  C: 'contract-only',
  B: 'blocked',
}

const modes: Readonly<Record<string, LockMode>> = {
  AS: 'ACCESS SHARE',
  RS: 'ROW SHARE',
  RE: 'ROW EXCLUSIVE',
  SUE: 'SHARE UPDATE EXCLUSIVE',
  SH: 'SHARE',
  SRE: 'SHARE ROW EXCLUSIVE',
  EX: 'EXCLUSIVE',
  AEL: 'ACCESS EXCLUSIVE',
}

/** `row('...', 'S add-foreign-key', 'users:SRE teams:SRE', 'scan')`. */
export function row(sql: string, found: string, locks = '', cost: Row['cost'] = '', rest: Partial<Row> = {}): Row {
  const [letter = '', ...rules] = found.split(' ')
  return {
    sql,
    class: classes[letter]!,
    rules,
    locks: readLocks(locks),
    cost,
    ...rest,
  }
}

/** `users:SRE teams:SRE` */
export function readLocks(locks: string): Readonly<Record<string, LockMode>> {
  const held = locks.split(' ').filter((each) => each !== '')
  return Object.fromEntries(held.map((each) => each.split(':') as [string, string]).map(([relation, mode]) => [relation, modes[mode]!]))
}
