import type { Action, TargetGroupStickinessConfig, TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Colour, Pair, PairRule } from './pair.ts'
import { colours } from './pair.ts'

/** What becomes of the group stickiness of the rules when traffic moves to the candidate: left, switched off, or so many seconds. */
export type Stickiness = 'keep' | 'off' | number

/** The side of each target group of a pair, by ARN. */
export type GroupColours = ReadonlyMap<string, Colour>

export function groupColours(groups: Pair['groups']): GroupColours {
  return new Map(colours.flatMap((colour) => groups[colour].map(({ TargetGroupArn = '' }) => [TargetGroupArn, colour] as const)))
}

/**
 * Percent of the traffic of a rule that goes to the candidate, one decimal; undefined where all weights are 0. A share too small for one
 * decimal is never rounded away: nobody is sent to a side that counts as empty.
 */
export function percentOf({ weights }: Pick<PairRule, 'weights'>, candidate: Colour): number | undefined {
  const all = weights.blue + weights.green
  if (all === 0) return undefined
  const percent = Math.round((weights[candidate] / all) * 1_000) / 10
  if (weights[candidate] === 0 || weights[candidate] === all) return percent
  return Math.min(99.9, Math.max(0.1, percent))
}

/** The weight of all rules together: where they differ the largest, and `mixed`. Ratios are compared, not integers. */
export function weightIn(
  rules: readonly Pick<PairRule, 'weights'>[],
  candidate: Colour,
): { readonly weight: number; readonly mixed: boolean } {
  return weightOfAll(rules.map((rule) => percentOf(rule, candidate)))
}

/** As `weightIn`, of percents; undefined stands for all weights 0. */
export function weightOfAll(percents: readonly (number | undefined)[]): { readonly weight: number; readonly mixed: boolean } {
  const known = percents.flatMap((percent) => percent ?? [])
  return { weight: Math.max(0, ...known), mixed: new Set(percents).size > 1 || percents.includes(undefined) }
}

export interface ShiftTerms {
  readonly candidate: Colour
  readonly colours: GroupColours
  readonly stickiness: Stickiness
  /** Groups with target stickiness: AWS refuses them in a rule with several groups without group stickiness. Absent: any may have it. */
  readonly cookieGroups?: ReadonlySet<string>
  /** The rule as it was found: going back there its own integers are written. */
  readonly original?: PairRule
}

/** A second is the shortest group stickiness there is (API reference, TargetGroupStickinessConfig). */
const shortest: TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 1 }

/**
 * All actions of a rule with the candidate at `weight` percent. Only weights and group stickiness differ from what the rule has: ModifyRule
 * replaces the whole list. A forward that does not hold both sides is left as it is, so all-zero is never written.
 */
export function actionsWith(rule: PairRule, weight: number, terms: ShiftTerms): Action[] {
  return rule.actions.map((action) => {
    const tuples = tuplesOf(action)
    const counts = { blue: 0, green: 0 }
    for (const { TargetGroupArn = '' } of tuples) {
      const colour = terms.colours.get(TargetGroupArn)
      if (colour) counts[colour] += 1
    }
    if (counts.blue === 0 || counts.green === 0) return writable(action)
    const integers = originalIntegers(tuples, weight, terms) ?? integersFor(weight, counts, terms.candidate)
    const TargetGroups = tuples.map((tuple) => {
      const colour = terms.colours.get(tuple.TargetGroupArn ?? '')
      return colour ? { ...tuple, Weight: integers(colour, tuple.TargetGroupArn!) } : tuple
    })
    const sticky = stickinessAt(weight, action.ForwardConfig?.TargetGroupStickinessConfig, tuples, terms)
    // Not both a target group and a forward of several (API reference, Action).
    const { TargetGroupArn: _, ...rest } = action
    return { ...rest, ForwardConfig: { ...action.ForwardConfig, TargetGroups, ...(sticky && { TargetGroupStickinessConfig: sticky }) } }
  })
}

/** An action as it can be written again: AWS does not tell the secret of an OIDC client, and keeps it where asked to. */
export function writable(action: Action): Action {
  const { AuthenticateOidcConfig: oidc } = action
  if (!oidc || oidc.ClientSecret !== undefined) return action
  return { ...action, AuthenticateOidcConfig: { ...oidc, UseExistingClientSecret: true } }
}

/** The groups an action forwards to. */
export function tuplesOf(action: Action): readonly TargetGroupTuple[] {
  if (action.Type !== 'forward') return []
  if (action.ForwardConfig?.TargetGroups?.length) return action.ForwardConfig.TargetGroups
  return action.TargetGroupArn === undefined ? [] : [{ TargetGroupArn: action.TargetGroupArn }]
}

/** A weight that is not written is 1 (API reference, TargetGroupTuple: from memory). */
export function weightOfTuple({ Weight = 1 }: TargetGroupTuple): number {
  return Weight
}

type Integers = (colour: Colour, groupArn: string) => number

function originalIntegers(tuples: readonly TargetGroupTuple[], weight: number, { original, candidate }: ShiftTerms): Integers | undefined {
  if (!original || percentOf(original, candidate) !== weight) return undefined
  const found = new Map(original.actions.flatMap(tuplesOf).map((tuple) => [tuple.TargetGroupArn, weightOfTuple(tuple)]))
  if (!tuples.every(({ TargetGroupArn }) => found.has(TargetGroupArn))) return undefined
  return (_, groupArn) => found.get(groupArn)!
}

/** At rest 100 and 0, between them `10w : 1000-10w` reduced; several groups of a side share its part alike. */
function integersFor(weight: number, counts: Readonly<Record<Colour, number>>, candidate: Colour): Integers {
  const baseline = candidate === 'blue' ? 'green' : 'blue'
  if (weight <= 0) return (colour) => (colour === baseline ? 100 : 0)
  if (weight >= 100) return (colour) => (colour === candidate ? 100 : 0)
  const part = Math.min(999, Math.max(1, Math.round(weight * 10)))
  const [ours, theirs] = reduced(part * counts[baseline], (1_000 - part) * counts[candidate])
  return (colour) => (colour === candidate ? ours : theirs)
}

/** As small as they get, and 999 at most (API reference, TargetGroupTuple). */
function reduced(a: number, b: number): readonly [number, number] {
  const divisor = greatestCommonDivisor(a, b)
  const most = Math.max(a, b) / divisor
  const fit = (value: number): number => (most <= 999 ? value / divisor : Math.max(1, Math.round((value / divisor / most) * 999)))
  return [fit(a), fit(b)]
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

/** On the way home nobody is kept where he was, however stickiness was asked for. */
function stickinessAt(
  weight: number,
  now: TargetGroupStickinessConfig | undefined,
  tuples: readonly TargetGroupTuple[],
  { stickiness, cookieGroups }: ShiftTerms,
): TargetGroupStickinessConfig | undefined {
  const wanted = weight === 0 ? 'off' : stickiness
  if (wanted === 'keep') return now
  if (wanted !== 'off') return { Enabled: true, DurationSeconds: wanted }
  if (!now?.Enabled) return now
  const mustStay = tuples.some(({ TargetGroupArn = '' }) => cookieGroups?.has(TargetGroupArn) ?? true)
  return mustStay ? shortest : { ...now, Enabled: false }
}
