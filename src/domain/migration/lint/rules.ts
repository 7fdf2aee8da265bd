import type { Rule } from './rule.ts'
import { columnRules } from './rules-columns.ts'
import { constraintRules } from './rules-constraints.ts'
import { objectRules } from './rules-objects.ts'
import { tableRules } from './rules-tables.ts'

const all = { ...columnRules, ...constraintRules, ...tableRules, ...objectRules } as const

export type RuleName = keyof typeof all

/** The closed list of what the lint can say; the documentation is made from it. */
export const rules: Readonly<Record<RuleName, Rule>> = all

export const ruleNames = Object.keys(all) as readonly RuleName[]
