import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Colour, PairRule } from '../../src/aws/pair.ts'
import { withActions } from '../../src/aws/pair-listeners.ts'
import { actionsWith, percentOf, type ShiftTerms, weightIn } from '../../src/aws/pair-rules.ts'

const colours: ReadonlyMap<string, Colour> = new Map([
  ['blue-a', 'blue'],
  ['blue-b', 'blue'],
  ['green-a', 'green'],
  ['green-b', 'green'],
])
const terms: ShiftTerms = { candidate: 'green', colours, stickiness: 'keep', cookieGroups: new Set() }

function forward(weights: Readonly<Record<string, number>>, more: object = {}): Action {
  const TargetGroups = Object.entries(weights).map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight }))
  return { Type: 'forward', Order: 1, ForwardConfig: { TargetGroups, ...more } }
}

function ruleOf(...actions: Action[]): PairRule {
  const place = { arn: 'rule', isDefault: false, listenerArn: 'listener', words: 'app/shop :443, rule 10' }
  return withActions({ ...place, conditions: [], transforms: [], priority: 10 }, actions, colours)
}

function integers(actions: readonly Action[]): (number | undefined)[] {
  return actions.flatMap(({ ForwardConfig }) => (ForwardConfig?.TargetGroups ?? []).map(({ Weight }) => Weight))
}

const shared = (blue: number, green: number, more?: object): PairRule => ruleOf(forward({ 'blue-a': blue, 'green-a': green }, more))

describe('the weight in rules', () => {
  test.each([
    [100, 0, 0],
    [1, 0, 0],
    [0, 7, 100],
    [19, 1, 5],
    [950, 50, 5],
    [1, 1, 50],
    [2, 1, 33.3],
    [999, 1, 0.1],
  ])('blue %i and green %i is %f %% on green', (blue, green, weight) => {
    expect(weightIn([shared(blue, green)], 'green')).toEqual({ weight, mixed: false })
    expect(weightIn([shared(blue, green)], 'blue').weight).toBeCloseTo(100 - weight, 5)
  })

  test('of rules with the same ratio in other integers is one weight', () => {
    expect(weightIn([shared(19, 1), shared(950, 50)], 'green')).toEqual({ weight: 5, mixed: false })
  })

  test('of rules that differ is the largest, and mixed', () => {
    expect(weightIn([shared(100, 0), shared(1, 1), shared(3, 1)], 'green')).toEqual({ weight: 50, mixed: true })
  })

  test('where all weights are 0 is none, and never taken for a rest', () => {
    expect(weightIn([shared(0, 0)], 'green')).toEqual({ weight: 0, mixed: true })
  })

  test('counts a group without a weight as 1', () => {
    const rule = ruleOf({ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: 'blue-a' }, { TargetGroupArn: 'green-a' }] } })
    expect(percentOf(rule, 'green')).toBe(50)
  })

  test('never rounds a side with a share to one without', () => {
    const rule = ruleOf(forward({ 'blue-a': 999, 'blue-b': 999, 'green-a': 1 }))
    expect([percentOf(rule, 'green'), percentOf(rule, 'blue')]).toEqual([0.1, 99.9])
  })
})

describe('the actions of a weight', () => {
  test.each([
    [0, [100, 0]],
    [0.1, [999, 1]],
    [5, [19, 1]],
    [12.5, [7, 1]],
    [33.3, [667, 333]],
    [50, [1, 1]],
    [99.9, [1, 999]],
    [100, [0, 100]],
  ])('of %f %% are the integers %j', (weight, expected) => {
    expect(integers(actionsWith(shared(3, 4), weight, terms))).toEqual(expected)
  })

  test('hold every weight of one decimal, in integers that AWS takes, never all zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.constantFrom<Colour>('blue', 'green'), (tenths, candidate) => {
        const actions = actionsWith(shared(100, 0), tenths / 10, { ...terms, candidate })
        expect(percentOf(ruleOf(...actions), candidate)).toBe(tenths / 10)
        const written = integers(actions).map((weight) => weight ?? -1)
        expect(written.every((weight) => Number.isInteger(weight) && weight >= 0 && weight <= 999)).toBe(true)
        expect(Math.max(...written)).toBeGreaterThan(0)
      }),
    )
  })

  test('share the part of a side among its groups alike', () => {
    const rule = ruleOf(forward({ 'blue-a': 100, 'blue-b': 100, 'green-a': 0, 'green-b': 0 }))
    expect(integers(actionsWith(rule, 25, terms))).toEqual([3, 3, 1, 1])
    const uneven = ruleOf(forward({ 'blue-a': 100, 'blue-b': 100, 'green-a': 0 }))
    expect(integers(actionsWith(uneven, 99.9, terms)).every((weight) => weight! >= 1 && weight! <= 999)).toBe(true)
    expect(integers(actionsWith(uneven, 50, terms))).toEqual([1, 1, 2])
  })

  test('are those that were found where the weight is the one that was found', () => {
    const original = shared(7, 0)
    expect(integers(actionsWith(shared(1, 1), 0, { ...terms, original }))).toEqual([7, 0])
    expect(integers(actionsWith(shared(1, 1), 100, { ...terms, original }))).toEqual([0, 100])
    expect(integers(actionsWith(shared(1, 1), 50, { ...terms, original: shared(30, 30) }))).toEqual([30, 30])
  })

  test('keep all that is not ours', () => {
    const cognito: Action = { Type: 'authenticate-cognito', Order: 1, AuthenticateCognitoConfig: { UserPoolArn: 'pool', UserPoolClientId: 'client', UserPoolDomain: 'domain' } } // prettier-ignore
    const rule = ruleOf(cognito, { ...forward({ 'blue-a': 100, 'green-a': 0, theirs: 5 }), Order: 2 })
    const [first, second] = actionsWith(rule, 100, terms)
    expect(first).toEqual(cognito)
    expect(second).toEqual({ ...forward({ 'blue-a': 0, 'green-a': 100, theirs: 5 }), Order: 2 })
    expect(rule.foreign).toEqual(['theirs'])
  })

  test('ask AWS to keep the secret of an OIDC client, which it does not tell', () => {
    const oidc: Action = { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig: { Issuer: 'https://id.example', AuthorizationEndpoint: 'a', TokenEndpoint: 't', UserInfoEndpoint: 'u', ClientId: 'c' } } // prettier-ignore
    const [first] = actionsWith(ruleOf(oidc, forward({ 'blue-a': 1, 'green-a': 0 })), 100, terms)
    expect(first?.AuthenticateOidcConfig).toEqual({ ...oidc.AuthenticateOidcConfig, UseExistingClientSecret: true })
  })

  test('of a forward that does not hold both sides stay as they are', () => {
    const alone: Action = {
      Type: 'forward',
      TargetGroupArn: 'blue-a',
      ForwardConfig: { TargetGroups: [{ TargetGroupArn: 'blue-a', Weight: 1 }] },
    }
    expect(actionsWith(ruleOf(alone), 100, terms)).toEqual([alone])
  })

  test('name no single group beside the forward to several', () => {
    const [action] = actionsWith(ruleOf({ ...forward({ 'blue-a': 1, 'green-a': 0 }), TargetGroupArn: 'blue-a' }), 100, terms)
    expect(action).not.toHaveProperty('TargetGroupArn')
  })
})

describe('group stickiness', () => {
  const sticky = { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 3600 } }
  const after = (rule: PairRule, weight: number, changes: Partial<ShiftTerms> = {}) =>
    actionsWith(rule, weight, { ...terms, ...changes })[0]!.ForwardConfig!.TargetGroupStickinessConfig

  test('is kept, switched off or set on the way out', () => {
    expect(after(shared(1, 0, sticky), 50)).toEqual({ Enabled: true, DurationSeconds: 3600 })
    expect(after(shared(1, 0), 50)).toBeUndefined()
    expect(after(shared(1, 0, sticky), 50, { stickiness: 'off' })).toEqual({ Enabled: false, DurationSeconds: 3600 })
    expect(after(shared(1, 0), 50, { stickiness: 60 })).toEqual({ Enabled: true, DurationSeconds: 60 })
  })

  test.each(['keep', 'off', 60] as const)('is off on the way home, asked for as %s', (stickiness) => {
    expect(after(shared(0, 1, sticky), 0, { stickiness })).toEqual({ Enabled: false, DurationSeconds: 3600 })
    expect(after(shared(0, 1), 0, { stickiness })).toBeUndefined()
  })

  test('is as short as it gets where a group keeps clients by a cookie, or may', () => {
    const shortest = { Enabled: true, DurationSeconds: 1 }
    expect(after(shared(0, 1, sticky), 0, { cookieGroups: new Set(['green-a']) })).toEqual(shortest)
    expect(after(shared(0, 1, sticky), 50, { stickiness: 'off', cookieGroups: new Set(['green-a']) })).toEqual(shortest)
    const { cookieGroups: _, ...unknown } = terms
    expect(actionsWith(shared(0, 1, sticky), 0, unknown)[0]!.ForwardConfig!.TargetGroupStickinessConfig).toEqual(shortest)
  })
})
