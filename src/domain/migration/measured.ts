import { strongest } from './lint/finding.ts'
import type { LintedStatement } from './lint/lint.ts'
import { type Finding, type Lock, type LockMode, lockModes, type Relation, type Step } from './model.ts'

export interface MeasuredLock extends Lock {
  /** The table of an index. */
  readonly of?: Relation
}

/** What a statement was seen to do to relations that were there before its script. */
export interface Effects {
  /** The strongest lock on each. */
  readonly locks: readonly MeasuredLock[]
  /** Their rows have another file. */
  readonly rewrites: readonly Relation[]
  /** They were read as a whole; absent where that cannot be seen. */
  readonly scans?: readonly Relation[]
  /** It was stopped and looked at on its way, outside of a transaction: what it does later is not seen. */
  readonly inParts?: true
}

export type Measured =
  | ({ readonly kind: 'seen' } & Effects)
  /** By the server. Holds no literal of the statement and no value of a row. */
  | { readonly kind: 'refused'; readonly sqlState: string; readonly message: string }
  | { readonly kind: 'skipped'; readonly because: string }

/** What was said of a statement before it was run. */
export interface Claim {
  readonly locks: readonly Lock[]
  readonly rewrites: boolean
  readonly scans: boolean
}

/** Where what was seen and what was said differ, in words that name relations and locks alone. */
export interface Comparison {
  /** It does more than was said. */
  readonly worse: readonly string[]
  /** It does less: what was said is the worst that its text can mean. */
  readonly milder: readonly string[]
}

export interface MeasuredStep extends Comparison {
  readonly step: Step
  readonly measured: Measured
}

/** A statement of the changes with what it was seen to do. */
export interface MeasuredStatement extends Comparison {
  readonly linted: LintedStatement
  /** As it is written. */
  readonly measured: Measured
  /** Its safe form, where it has one and does not run as it is written. */
  readonly steps: readonly MeasuredStep[]
}

/** Whether the way in which it runs does more than was said. What is refused anyway does not run. */
export function isWorse({ linted, worse, steps }: MeasuredStatement): boolean {
  if (linted.verdict === 'refused') return false
  return linted.verdict === 'runs' ? worse.length > 0 : steps.some((each) => each.worse.length > 0)
}

export function claimOf(findings: readonly Finding[]): Claim {
  return {
    locks: strongest(findings.flatMap(({ locks }) => locks)),
    rewrites: findings.some(({ rewrites }) => rewrites),
    scans: findings.some(({ scans, rewrites }) => scans || rewrites),
  }
}

/** What the kind of a step promises: short ones hold their locks for no longer than the catalog takes, the others stand in nobody's way. */
export function claimOfStep(step: Step): Claim {
  const of = (mode: LockMode): readonly Lock[] => step.relations.map((relation) => ({ relation, mode }))
  if (step.kind === 'short') return { locks: of(step.lock ?? 'ACCESS EXCLUSIVE'), rewrites: false, scans: false }
  // Whoever would write a materialized view is another REFRESH.
  const beside = /^\s*REFRESH\b/i.test(step.sql) ? 'EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE'
  return { locks: of(beside), rewrites: false, scans: true }
}

/** Writers wait from SHARE on; weaker locks stand in the way of maintenance alone (PostgreSQL manual, 13.3.1). */
const harmful = lockModes.indexOf('SHARE')
/** A scan under a weaker lock is that of a reader. */
const holding = lockModes.indexOf('SHARE UPDATE EXCLUSIVE')

/** A lock of an index and one of its table are one: who plans a query asks for both. */
export function compare(claim: Claim, effects: Effects): Comparison {
  const { locks, rewrites, scans, inParts } = effects
  const ownerOf = new Map(locks.map(({ relation, of }) => [relation, of ?? relation]))
  const owner = (relation: Relation): Relation => ownerOf.get(relation) ?? relation
  const claimed = new Map(
    strongest(claim.locks.map(({ relation, mode }) => ({ relation: owner(relation), mode }))).map(({ relation, mode }) => [relation, mode]),
  )
  const levelOf = (mode: LockMode | undefined): number => (mode === undefined ? -1 : lockModes.indexOf(mode))
  const held = new Map(
    strongest(locks.map(({ relation, mode }) => ({ relation: owner(relation), mode }))).map(({ relation, mode }) => [relation, mode]),
  )
  const worse = [...held]
    .filter(([relation, mode]) => levelOf(mode) >= harmful && levelOf(mode) > levelOf(claimed.get(relation)))
    .map(([relation, mode]) => {
      const by =
        locks.find((each) => each.mode === mode && each.relation === relation) ??
        locks.find((each) => each.mode === mode && each.of === relation)
      const where = by?.of === undefined ? relation : `${by.relation}, an index of ${relation},`
      return `${mode} on ${where} is taken, ${saidWords(claimed.get(relation))}`
    })
  const read = (scans ?? []).filter((relation) => levelOf(held.get(owner(relation))) >= holding && !rewrites.includes(relation))
  const written = claim.rewrites || rewrites.length === 0 ? [] : [`${list(rewrites)} ${verb(rewrites)} written anew`]
  const looked = claim.scans || read.length === 0 ? [] : [`${list(read)} ${verb(read)} read as a whole under that lock`]
  const less = inParts
    ? []
    : [...held].flatMap(([relation, mode]) => {
        const said = claimed.get(relation)
        return said !== undefined && levelOf(said) > levelOf(mode) ? [`${mode} on ${relation} is taken, not ${said}`] : []
      })
  const spared =
    claim.rewrites && rewrites.length === 0
      ? ['no table is written anew']
      : claim.scans && !claim.rewrites && scans?.length === 0
        ? ['no table is read as a whole']
        : []
  return { worse: [...worse, ...written, ...looked], milder: [...less, ...spared] }
}

function saidWords(claimed: LockMode | undefined): string {
  return claimed === undefined ? 'which is not told' : `not ${claimed}`
}

function list(relations: readonly Relation[]): string {
  return relations.join(', ')
}

function verb(relations: readonly Relation[]): string {
  return relations.length === 1 ? 'is' : 'are'
}
