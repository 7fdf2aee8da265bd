import type { Problem } from '../ports.ts'
import { groupName } from './group-record-store.ts'
import { type Colour, colours, type Pair, type PairRef, type PairRule } from './pair.ts'
import { tuplesOf } from './pair-rules.ts'

/** The side that carries most of the traffic; of a pair that is not prepared the one that a rule leads to, or that has tasks. */
export function liveSide({ rules, unlisted, services }: Pair): Colour {
  const share = (colour: Colour, among: readonly PairRule[]): number =>
    among.reduce((sum, { weights }) => sum + weights[colour] / Math.max(1, weights.blue + weights.green), 0)
  const counts = [
    (colour: Colour) => share(colour, rules),
    (colour: Colour) => share(colour, unlisted),
    (colour: Colour) => services[colour].runningCount ?? 0,
  ]
  for (const count of counts) if (count('blue') !== count('green')) return count('green') > count('blue') ? 'green' : 'blue'
  return 'blue'
}

/** What about the listener rules forbids to shift traffic between the sides, or to tell which of them is live. */
export function ruleProblems(pair: Pair, ref: PairRef): readonly Problem[] {
  const { rules, groups } = pair
  // That a side has none is told of its service.
  if (colours.some((colour) => groups[colour].length === 0)) return []
  const texts = rules.flatMap((rule) => [...foreignGroups(rule), ...halves(pair, rule), ...weightsAtRest(pair, rule)])
  if (!rules.some((rule) => isShared(pair, rule))) texts.push(unshared(pair))
  else texts.push(...disagreement(rules), ...groupsElsewhere(pair))
  texts.push(...pair.testRules.flatMap((rule) => testRuleTexts(pair, rule)))
  return [...texts.map((text): Problem => ({ code: 'PREFLIGHT_FAILED', text })), ...pair.unlisted.map((rule) => notListed(pair, ref, rule))]
}

/** The groups that actions forward to. */
export function groupsIn({ actions }: Pick<PairRule, 'actions'>): readonly string[] {
  return actions.flatMap(tuplesOf).flatMap(({ TargetGroupArn }) => TargetGroupArn ?? [])
}

/** Whether the rule holds groups of both sides. */
export function isShared(pair: Pair, rule: PairRule): boolean {
  return colours.every((colour) => holds(pair, rule, colour))
}

/** Names of the groups of a side for people, all of them or those on one rule. */
export function groupNames(pair: Pair, colour: Colour, rule?: PairRule): string {
  const on = rule && groupsIn(rule)
  const groups = pair.groups[colour].filter(({ TargetGroupArn = '' }) => !on || on.includes(TargetGroupArn))
  return groups.map(({ TargetGroupName, TargetGroupArn }) => TargetGroupName ?? TargetGroupArn ?? '').join(', ')
}

function holds(pair: Pair, rule: PairRule, colour: Colour): boolean {
  return groupNames(pair, colour, rule) !== ''
}

function foreignGroups({ words, foreign }: PairRule): readonly string[] {
  if (foreign.length === 0) return []
  const names = foreign.map(groupName).join(', ')
  return [
    `${words} also forwards to ${names}, of neither side: that share would not be shifted. Give what is not of this pair a rule of its own`,
  ]
}

/** Rules that share nothing although they were listed. */
function halves(pair: Pair, rule: PairRule): readonly string[] {
  const absent = colours.filter((colour) => !holds(pair, rule, colour))
  return absent.map(
    (colour) =>
      `${rule.words} is among \`listener-rules\`, but holds no target group of ${colour}: add ${groupNames(pair, colour)} with weight 0, or take the rule off the list`,
  )
}

function weightsAtRest(pair: Pair, rule: PairRule): readonly string[] {
  const { blue, green } = rule.weights
  if (blue > 0 && green > 0) {
    return [
      `Both sides have weight on ${rule.words}: blue ${String(blue)}, green ${String(green)}. A rollout begins with all traffic on one side: write 100 and 0, or lead an unfinished rollout home with the action rollback`,
    ]
  }
  if (blue > 0 || green > 0 || !isShared(pair, rule)) return []
  return [`Neither side has weight on ${rule.words}, so it answers 503: give the side that is to be live the weight 100`]
}

function disagreement(rules: readonly PairRule[]): readonly string[] {
  const led = colours.map((colour) => rules.filter(({ weights }) => weights[colour] > 0 && weights[other(colour)] === 0))
  const [blue, green] = led.map((among) => among.map(({ words }) => words).join('; '))
  if (!blue || !green) return []
  return [`The rules disagree on which side is live: blue on ${blue}; green on ${green}. Write the same weights on all of them`]
}

function unshared(pair: Pair): string {
  const names = colours.map((colour) => `${groupNames(pair, colour)} of ${colour}`).join(' and ')
  return `No listener rule holds both ${names}: nothing can be shifted, and AWS checks no target of a group that is on no rule (unused). Put both on the rule, with the weights 100 and 0`
}

/** Groups that traffic reaches by a way that is not shifted, or by none. */
function groupsElsewhere({ groups, rules }: Pair): readonly string[] {
  const shifted = new Set(rules.flatMap(groupsIn))
  const balancers = new Set(rules.map(({ listenerArn }) => listenerArn.split(':listener/').at(-1)?.split('/').slice(0, 3).join('/')))
  return colours.flatMap((colour) =>
    groups[colour].flatMap(({ TargetGroupArn = '', TargetGroupName = TargetGroupArn, LoadBalancerArns = [] }) => {
      if (shifted.has(TargetGroupArn)) return []
      const far = LoadBalancerArns.map((arn) => arn.split(':loadbalancer/').at(-1) ?? arn).filter((name) => !balancers.has(name))
      if (far.length > 0) {
        return [
          `The target group ${TargetGroupName} of ${colour} stands behind ${far.join(', ')}, where no rule of this pair is: what comes in there would stay on ${colour}. Share its rule between both sides too, and list it`,
        ]
      }
      if (LoadBalancerArns.length > 0) {
        return [`The target group ${TargetGroupName} of ${colour} is on no rule that is shifted: put it beside its counterpart on one`]
      }
      return [
        `The target group ${TargetGroupName} of ${colour} is on no listener rule, so AWS checks none of its targets (unused): put it beside its counterpart on one`,
      ]
    }),
  )
}

function testRuleTexts(pair: Pair, rule: PairRule): readonly string[] {
  const led = colours.filter((colour) => holds(pair, rule, colour))
  if (led.length === 1) return []
  return led.length === 0
    ? [
        `The test rule ${rule.words} leads to neither side: name one that forwards to ${groupNames(pair, 'blue')} or ${groupNames(pair, 'green')}`,
      ]
    : [`The test rule ${rule.words} leads to both sides, so that a test would not know what it tests: leave one group on it`]
}

function notListed(pair: Pair, ref: PairRef, rule: PairRule): Problem {
  const led = colours.flatMap((colour) => groupNames(pair, colour, rule) || [])
  const way =
    ref.rules === 'auto'
      ? 'put the other side beside it with weight 0, or name the rule in `test-rules` if it leads to one side for tests'
      : 'add it to `listener-rules` (or say `listener-rules: auto`), or to `test-rules` if it leads to one side for tests'
  return { code: 'RULE_NOT_LISTED', text: `${rule.words} sends traffic to ${led.join(' and ')} and would not be shifted: ${way}` }
}

function other(colour: Colour): Colour {
  return colour === 'blue' ? 'green' : 'blue'
}
