import type { Service } from '@aws-sdk/client-ecs'
import type { Action, RuleCondition, RuleTransform, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'

/** The sides of a pair as their owner calls them; which of them is live changes with every swap. */
export const colours = ['blue', 'green'] as const
export type Colour = (typeof colours)[number]

/** Whether a rule or listener is meant: by its ARN, or by the part of it behind region and account. */
export function isMeant(named: string, arn: string): boolean {
  return named === arn || arn.endsWith(`:${named}`)
}

/** What names a pair. */
export interface PairRef {
  readonly cluster: string
  readonly services: Readonly<Record<Colour, string>>
  /** ARNs of the listener rules that share traffic between the sides, a listener's ARN for its default action; `auto` takes all there are. */
  readonly rules: 'auto' | readonly string[]
  /** ARNs of rules that lead to one side only, for tests. */
  readonly testRules: readonly string[]
}

/** One forward action that holds groups of ours: of a rule, or the default of a listener. */
export interface PairRule {
  /** Of the rule; of the listener where it is the default action. */
  readonly arn: string
  readonly isDefault: boolean
  readonly listenerArn: string
  /** For people: `app/shop :443, rule 10 (host shop.example)`. May hold untrusted text. */
  readonly words: string
  /** Whom it is for, what it rewrites, and its place among the rules of its listener. A default action comes last and has neither. */
  readonly conditions: readonly RuleCondition[]
  readonly transforms: readonly RuleTransform[]
  readonly priority: number
  /** As they were read: everything in them that is not a weight is the owner's. */
  readonly actions: readonly Action[]
  /** Integers as written, 0-999. */
  readonly weights: Readonly<Record<Colour, number>>
  /** Groups in the forward action that belong to neither side. */
  readonly foreign: readonly string[]
  readonly stickiness: { readonly enabled: boolean; readonly seconds: number }
}

/** A pair as it was found. */
export interface Pair {
  readonly services: Readonly<Record<Colour, Service>>
  /** All target groups of a side, from its service's load balancers. */
  readonly groups: Readonly<Record<Colour, readonly TargetGroup[]>>
  /** Rules that share traffic between the sides: those listed, or all that hold both. */
  readonly rules: readonly PairRule[]
  /** Rules that hold a group of ours, and are neither listed, nor for tests, nor hold both. */
  readonly unlisted: readonly PairRule[]
  readonly testRules: readonly PairRule[]
  /** Rules of ours that lead chosen users to one side: of a canary under way, or left by one that ended badly. */
  readonly matches: readonly MatchRule[]
  /** All rules and default actions before the groups of the pair, those of others among them. */
  readonly before: readonly PairRule[]
}

/** A rule of ours, known by its tag. */
export interface MatchRule {
  readonly rule: PairRule
  /** What the tag says: which rule it was made for, and what of. */
  readonly tag: string
}
