import type { RuleName } from './rules.ts'

/**
 * What a finding may turn out to be once a database is asked. Its author may allow it by that name already: the files are read without a database first, and
 * an allowance that only the one or only the other accepts could never be written.
 */
const later: Readonly<Partial<Record<RuleName, readonly RuleName[]>>> = {
  'change-type-unknown': ['change-type', 'change-type-narrower', 'change-type-computed', 'change-type-time-zone'],
  'change-type-computed': ['change-type-time-zone'],
  'add-index': ['add-index-on-parent'],
}

/** The names under which a finding can be allowed, its own first. */
export function allowedAs(rule: string): readonly string[] {
  return [rule, ...(later[rule as RuleName] ?? [])]
}
