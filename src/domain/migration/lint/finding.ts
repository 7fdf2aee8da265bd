import type { Finding, Lock, LockMode, Relation, Step } from '../model.ts'
import { lockModes } from '../model.ts'
import { type RuleName, rules } from './rules.ts'

export interface Facts {
  readonly locks?: readonly Lock[]
  readonly rewrites?: boolean
  readonly scans?: boolean
  /** What it concerns, by its name; stands before the meaning of the rule. */
  readonly what?: string
  /** Behind the meaning of the rule. */
  readonly more?: string
  readonly advice?: string
  readonly recipe?: readonly Step[] | undefined
  /** Where the class is not that of the rule. */
  readonly class?: Finding['class']
}

export function finding(rule: RuleName, facts: Facts = {}): Finding {
  const { class: usual, meaning, advice } = rules[rule]
  const because = [facts.what === undefined ? meaning : `${facts.what}: ${lowerFirst(meaning)}`, facts.more].filter(
    (each) => each !== undefined,
  )
  return {
    class: facts.class ?? usual,
    rule,
    locks: facts.locks ?? [],
    rewrites: facts.rewrites ?? false,
    scans: facts.scans ?? false,
    because: because.join(' '),
    advice: facts.advice ?? advice,
    ...(facts.recipe !== undefined && { recipe: facts.recipe }),
  }
}

export function lock(mode: LockMode, ...relations: readonly Relation[]): readonly Lock[] {
  return relations.map((relation) => ({ relation, mode }))
}

/** The strongest lock on each relation. */
export function strongest(locks: readonly Lock[]): readonly Lock[] {
  const found = new Map<Relation, LockMode>()
  for (const { relation, mode } of locks) {
    const before = found.get(relation)
    if (before === undefined || lockModes.indexOf(mode) > lockModes.indexOf(before)) found.set(relation, mode)
  }
  return [...found].map(([relation, mode]) => ({ relation, mode }))
}

/** Words in capitals are words of SQL. */
function lowerFirst(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}` : sentence
}
