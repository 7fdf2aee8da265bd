import type { CreateRuleInput, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { MatchCondition } from '../domain/match.ts'
import { digest } from '../domain/plan.ts'
import type { Send } from './operations.ts'
import type { Colour, MatchRule, PairRule } from './pair.ts'
import { isNotFound, pages, type PlacedRule } from './pair-listeners.ts'
import { actionsWith, type GroupColours, tuplesOf } from './pair-rules.ts'

/** Marks a rule as ours. */
export const matchTag = 'sluice.match'

/** Which rules of ours lead to a side alone, among rules that do: told by their tags. One that has gone meanwhile is none. */
export async function matchesAmong(send: Send, placed: readonly PlacedRule[], signal?: AbortSignal): Promise<readonly MatchRule[]> {
  const rules = placed.flatMap(({ rule, holds }) => (holds.size === 1 && rule.foreign.length === 0 && !rule.isDefault ? [rule] : []))
  const tagsOf = async (arns: string[]): Promise<readonly (readonly [string, string])[]> => {
    try {
      const { TagDescriptions = [] } = await send('elasticloadbalancing:DescribeTags', { ResourceArns: arns }, signal)
      return TagDescriptions.flatMap(({ ResourceArn = '', Tags = [] }) =>
        Tags.flatMap(({ Key, Value = '' }) => (Key === matchTag ? [[ResourceArn, Value] as const] : [])),
      )
    } catch (error) {
      if (!isNotFound(error)) throw error
      return arns.length === 1 ? [] : (await Promise.all(arns.map((arn) => tagsOf([arn])))).flat()
    }
  }
  const tags = new Map((await Promise.all(pages(rules.map(({ arn }) => arn)).map(tagsOf))).flat())
  return rules.flatMap((rule) => {
    const tag = tags.get(rule.arn)
    return tag === undefined ? [] : [{ rule, tag }]
  })
}

/** What the tag of a rule says that is made for a rule of production: which, and a digest of what it is made of. */
export function tagFor(rule: PairRule, match: readonly MatchCondition[], candidate: Colour, colours: GroupColours): string {
  const groups = candidateGroups(rule, candidate, colours)
  return `${rule.arn.split(/:listener(?:-rule)?\//).at(-1) ?? ''}/${digest([match, groups])}`
}

/**
 * The rule that leads chosen users of a rule of production to the candidate: its conditions and theirs, all it does before it forwards, what
 * it rewrites, and the candidate's groups alone. No stickiness, so that nobody stays once it has gone.
 */
export function matchRule(
  rule: PairRule,
  match: readonly MatchCondition[],
  candidate: Colour,
  colours: GroupColours,
): Omit<CreateRuleInput, 'Priority'> {
  const terms = { candidate, colours, stickiness: 'keep' } as const
  const Actions = actionsWith(rule, 100, terms).map((action) => {
    const TargetGroups = tuplesOf(action).filter(({ TargetGroupArn = '' }) => colours.get(TargetGroupArn) === candidate)
    if (TargetGroups.length === 0) return action
    const { ForwardConfig, TargetGroupArn: _, ...rest } = action
    return { ...rest, ForwardConfig: { ...(TargetGroups.length > 1 && ForwardConfig), TargetGroups } }
  })
  return {
    ListenerArn: rule.listenerArn,
    Conditions: [...rule.conditions.map(plain), ...match.map(conditionOf)],
    Actions,
    ...(rule.transforms.length > 0 && { Transforms: [...rule.transforms] }),
    Tags: [{ Key: matchTag, Value: tagFor(rule, match, candidate, colours) }],
  }
}

/**
 * The priority directly above each rule of production: the nearest free number, with no rule in between but those of production. Above those
 * stand the rules for their chosen users in the same order, so that whoever is chosen gets what he would get else. Undefined where there is
 * none: `before` are all rules of the listeners, `ours` those that may be taken for free.
 */
export function placesAbove(
  rules: readonly PairRule[],
  before: readonly PairRule[],
  ours: ReadonlySet<string>,
): ReadonlyMap<string, number | undefined> {
  const places = new Map<string, number | undefined>()
  for (const listenerArn of new Set(rules.map((rule) => rule.listenerArn))) {
    const own = rules.filter((rule) => rule.listenerArn === listenerArn).sort((a, b) => b.priority - a.priority)
    const shared = new Set(own.map(({ priority }) => priority))
    const others = new Set(before.flatMap((rule) => (rule.listenerArn === listenerArn && !ours.has(rule.arn) ? [rule.priority] : [])))
    let last = Infinity
    for (const rule of own) {
      let place = Math.min(last, rule.priority) - 1
      while (shared.has(place)) place -= 1
      const isFree = place >= 1 && !others.has(place)
      places.set(rule.arn, isFree ? place : undefined)
      last = isFree ? place : last
    }
  }
  return places
}

/** What AWS answers in two forms, hosts and paths, is written in one. */
function plain(condition: RuleCondition): RuleCondition {
  const { Values: _, ...rest } = condition
  return condition.HostHeaderConfig || condition.PathPatternConfig ? rest : condition
}

function conditionOf(condition: MatchCondition): RuleCondition {
  switch (condition.kind) {
    case 'header':
      return { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: condition.name, Values: [...condition.values] } }
    case 'query': {
      const Values = condition.pairs.map(({ key, value }) => ({ ...(key !== undefined && { Key: key }), Value: value }))
      return { Field: 'query-string', QueryStringConfig: { Values } }
    }
    case 'host':
      return { Field: 'host-header', HostHeaderConfig: { Values: [...condition.values] } }
    case 'path':
      return { Field: 'path-pattern', PathPatternConfig: { Values: [...condition.values] } }
    case 'method':
      return { Field: 'http-request-method', HttpRequestMethodConfig: { Values: [...condition.values] } }
    case 'source-ip':
      return { Field: 'source-ip', SourceIpConfig: { Values: [...condition.values] } }
  }
}

function candidateGroups({ actions }: PairRule, candidate: Colour, colours: GroupColours): readonly string[] {
  const groups = actions
    .flatMap(tuplesOf)
    .flatMap(({ TargetGroupArn = '' }) => (colours.get(TargetGroupArn) === candidate ? [TargetGroupArn] : []))
  return groups.sort()
}
