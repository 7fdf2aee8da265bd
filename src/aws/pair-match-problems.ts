import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import { countsOf, type MatchCondition, ruleLimits } from '../domain/match.ts'
import type { Problem } from '../ports.ts'
import type { Pair, PairRule } from './pair.ts'
import { placesAbove } from './pair-match-rules.ts'
import { isShared } from './pair-rule-problems.ts'

/** What forbids to lead chosen users to the candidate: for each rule of production, what its copy cannot have or has no place for. */
export function matchProblems(pair: Pair, match: readonly MatchCondition[]): readonly Problem[] {
  const rules = pair.rules.filter((rule) => isShared(pair, rule))
  const ours = new Set(pair.matches.map(({ rule }) => rule.arn))
  const places = placesAbove(rules, pair.before, ours)
  const texts = rules.flatMap((rule) => [
    ...(places.get(rule.arn) === undefined ? [noPlace(rule, rules, pair, ours)] : []),
    ...beyondLimits(rule, match),
    ...secrets(rule),
  ])
  return texts.map((text) => ({ code: 'PREFLIGHT_FAILED', text }))
}

function noPlace(rule: PairRule, rules: readonly PairRule[], { before }: Pair, ours: ReadonlySet<string>): string {
  const above = before
    .filter((each) => each.listenerArn === rule.listenerArn && each.priority < rule.priority && !ours.has(each.arn))
    .sort((a, b) => b.priority - a.priority)
  const inTheWay = above.find((each) => !rules.some(({ arn }) => arn === each.arn))
  const way = inTheWay ? `${inTheWay.words} stands there` : 'there is none'
  const needed = rules.filter((each) => each.listenerArn === rule.listenerArn && each.priority <= rule.priority).length
  return `The rule for chosen users (\`match\`) needs a free priority directly above ${rule.words}, and ${way}. Leave ${needed === 1 ? 'one number' : `${String(needed)} numbers`} free there: \`aws elbv2 set-rule-priorities\` moves rules`
}

function beyondLimits(rule: PairRule, match: readonly MatchCondition[]): readonly string[] {
  const fields = new Set(rule.conditions.map(({ Field }) => Field))
  const twice = match.flatMap(({ kind }) => (fields.has(fieldOf[kind] ?? '') ? [kind] : []))
  const own = rule.conditions.flatMap(textsOf)
  const { values, wildcards } = countsOf(match)
  const all = values + own.length
  const wild = wildcards + own.join('').split(/[*?]/).length - 1
  const most = (what: string, count: number, limit: number): readonly string[] =>
    count > limit ? [`${rule.words} and \`match\` have ${String(count)} ${what} together, and AWS allows ${String(limit)} on a rule`] : []
  return [
    ...twice.map(
      (kind) => `${rule.words} has a condition on ${kind} already, and AWS allows one on a rule: choose users by something else`,
    ),
    ...most('values', all, ruleLimits.values),
    ...most('wildcards', wild, ruleLimits.wildcards),
  ]
}

/** Of the kinds of which a rule can have one. */
const fieldOf: Readonly<Partial<Record<string, string>>> = {
  host: 'host-header',
  path: 'path-pattern',
  method: 'http-request-method',
  'source-ip': 'source-ip',
}

/** What AWS asks for anew in each rule, and tells nobody (API reference, AuthenticateOidcActionConfig). */
function secrets({ words, actions }: PairRule): readonly string[] {
  if (!actions.some(({ Type }) => Type === 'authenticate-oidc')) return []
  return [`${words} signs users in by OIDC, and its copy for chosen users would need the client secret, which AWS does not tell`]
}

/** Everything that a condition compares, each once. */
function textsOf(condition: RuleCondition): readonly string[] {
  const { HostHeaderConfig: host, PathPatternConfig: path, HttpHeaderConfig: header, QueryStringConfig: query } = condition
  const values = host?.Values ?? path?.Values ?? header?.Values ?? condition.Values
  return [
    ...(values ?? []),
    ...(host?.RegexValues ?? path?.RegexValues ?? header?.RegexValues ?? []).map(() => ''),
    ...(condition.HttpRequestMethodConfig?.Values ?? condition.SourceIpConfig?.Values ?? []),
    ...(query?.Values ?? []).map(({ Key = '', Value = '' }) => `${Key}=${Value}`),
  ]
}
