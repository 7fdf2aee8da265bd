import type { SafetyClass } from '../model.ts'

/** What the lint can say of a statement. Its name is what `-- @allow` names, so it never changes its meaning. */
export interface Rule {
  readonly class: SafetyClass
  /** One line: what the statement is, and what it does to others. */
  readonly meaning: string
  /** What to do instead; empty where it is well. */
  readonly advice: string
  /** No word of its author helps: the statement cannot be run. */
  readonly fixed?: true
}

export const safe = (meaning: string): Rule => ({ class: 'expand-safe', meaning, advice: '' })
export const recipe = (meaning: string, advice: string): Rule => ({ class: 'recipe', meaning, advice })
export const newColumn = (meaning: string, advice: string): Rule => ({ class: 'new-column', meaning, advice })
export const contract = (meaning: string, advice = 'Move it to contract.sql, which waits until no old code runs.'): Rule => ({
  class: 'contract-only',
  meaning,
  advice,
})
export const blocked = (meaning: string, advice: string): Rule => ({ class: 'blocked', meaning, advice })
export const impossible = (meaning: string, advice: string): Rule => ({ class: 'blocked', meaning, advice, fixed: true })
