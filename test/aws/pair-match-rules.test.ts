import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import { describe, expect, test } from 'vitest'
import type { Colour, PairRule } from '../../src/aws/pair.ts'
import { withActions } from '../../src/aws/pair-listeners.ts'
import { matchRule, placesAbove, tagFor } from '../../src/aws/pair-match-rules.ts'
import { parseMatch } from '../../src/domain/match.ts'
import { forward, type FoundPair, refused, setFoundPair, words } from './found-pair.ts'

const colours = new Map<string, Colour>([
  ['blue-a', 'blue'],
  ['green-a', 'green'],
])
const listener = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop/1/2'

function ruleOf(priority: number, changes: Partial<PairRule> = {}): PairRule {
  const arn = `${listener.replace(':listener/', ':listener-rule/')}/${String(priority)}`
  const place = {
    arn,
    isDefault: false,
    listenerArn: listener,
    words: `rule ${String(priority)}`,
    conditions: [],
    transforms: [],
    priority,
  }
  const actions: Action[] = [{ Type: 'forward', ForwardConfig: { TargetGroups: [tuple('blue-a', 100), tuple('green-a', 0)] } }]
  return { ...withActions(place, actions, colours), ...changes }
}
const tuple = (TargetGroupArn: string, Weight: number) => ({ TargetGroupArn, Weight })

function match(value: unknown) {
  const made = parseMatch(value)
  if ('problems' in made) throw new Error(made.problems.join('; '))
  return made.value
}
const header = match([{ header: { name: 'x-canary', value: '1' } }])

describe('the place directly above a rule', () => {
  const behindAll = 50_001
  test.each<[string, readonly number[], readonly number[], readonly (number | undefined)[]]>([
    ['is one number less', [10], [5], [9]],
    ['is none at the top', [1], [], [undefined]],
    ['is none where another rule stands', [10], [9], [undefined]],
    ['of a default action is the last there is', [behindAll], [10], [50_000]],
    ['of a default action may be taken', [behindAll], [50_000], [undefined]],
    ['is above neighbours that are shared too, in their order', [10, 11, 12], [6], [7, 8, 9]],
    ['does not pass over the rule of somebody else between them', [10, 12], [11], [9, undefined]],
    ['is each its own where there is room', [10, 20, behindAll], [15], [9, 19, 50_000]],
    ['is too narrow for two', [2, 3], [], [undefined, 1]],
  ])('%s', (_, shared, others, expected) => {
    const rules = shared.map((priority) => ruleOf(priority))
    const places = placesAbove(rules, [...rules, ...others.map((priority) => ruleOf(priority))], new Set())
    expect(rules.map(({ arn }) => places.get(arn))).toEqual(expected)
  })

  test('takes what is ours for free', () => {
    const [rule, ours] = [ruleOf(10), ruleOf(9)]
    expect([...placesAbove([rule], [rule, ours], new Set([ours.arn])).values()]).toEqual([9])
  })
})

describe('the rule for chosen users', () => {
  const conditions: RuleCondition[] = [
    { Field: 'host-header', Values: ['shop.example'], HostHeaderConfig: { Values: ['shop.example'] } },
    { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-tenant', Values: ['a'] } },
  ]

  test('has the conditions of production and the match, in the form that AWS takes', () => {
    const everything = match([
      { header: { name: 'x-canary', values: ['1', 'yes'] } },
      { query: { key: 'canary', value: '1' } },
      { method: 'GET' },
      { path: '/shop/*' },
    ])
    expect(matchRule(ruleOf(10, { conditions }), everything, 'green', colours).Conditions).toEqual([
      { Field: 'host-header', HostHeaderConfig: { Values: ['shop.example'] } },
      { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-tenant', Values: ['a'] } },
      { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-canary', Values: ['1', 'yes'] } },
      { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'canary', Value: '1' }] } },
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
      { Field: 'path-pattern', PathPatternConfig: { Values: ['/shop/*'] } },
    ])
    const others = match([{ 'source-ip': '10.0.0.0/8' }, { host: ['a.example', 'b.example'] }])
    expect(matchRule(ruleOf(10), others, 'green', colours).Conditions).toEqual([
      { Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } },
      { Field: 'host-header', HostHeaderConfig: { Values: ['a.example', 'b.example'] } },
    ])
  })

  test('signs users in and rewrites as production does, and leads to the candidate alone, without stickiness', () => {
    const login: Action = { Type: 'authenticate-cognito', Order: 1, AuthenticateCognitoConfig: { UserPoolArn: 'p', UserPoolClientId: 'c', UserPoolDomain: 'd' } } // prettier-ignore
    const sticky = { Enabled: true, DurationSeconds: 60 }
    const share: Action = {
      Type: 'forward',
      Order: 2,
      ForwardConfig: { TargetGroups: [tuple('blue-a', 100), tuple('green-a', 0)], TargetGroupStickinessConfig: sticky },
    }
    const transforms = [{ Type: 'url-rewrite' as const }]
    const made = matchRule(ruleOf(10, { actions: [login, share], transforms }), header, 'green', colours)
    expect(made.Actions).toEqual([login, { Type: 'forward', Order: 2, ForwardConfig: { TargetGroups: [tuple('green-a', 100)] } }])
    expect(made).toMatchObject({ ListenerArn: listener, Transforms: transforms })
  })

  test('is known by a tag of characters that tags may hold, another for other conditions, another group, another rule', () => {
    const tags = [
      tagFor(ruleOf(10), header, 'green', colours),
      tagFor(ruleOf(11), header, 'green', colours),
      tagFor(ruleOf(10), header, 'blue', colours),
      tagFor(ruleOf(10), match([{ header: { name: 'x-canary', value: '2' } }]), 'green', colours),
      tagFor(ruleOf(10, { arn: listener, isDefault: true }), header, 'green', colours),
    ]
    expect(new Set(tags).size).toBe(tags.length)
    for (const tag of tags) expect(tag).toMatch(/^app\/shop\/1\/2\/[\w/]{16,40}$/)
    expect(tagFor(ruleOf(10, { conditions }), header, 'green', colours)).toBe(tags[0])
  })
})

describe('is refused beforehand', () => {
  const rule = (cloud: FoundPair, Priority: number, Conditions: RuleCondition[], actions: readonly object[]): void =>
    void cloud.stage.elb('CreateRule', { ListenerArn: cloud.web.listenerArn, Priority, Conditions, Actions: actions })
  const header2 = [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x', Values: ['1'] } }]

  test.each<[string, (cloud: FoundPair) => void, unknown, readonly string[]]>([
    ['nothing of what fits', () => undefined, [{ header: { name: 'x-canary', value: '1' } }], []],
    [
      'where another rule stands directly above',
      (cloud) => rule(cloud, 9, header2, [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }]),
      [{ header: { name: 'x-canary', value: '1' } }],
      [
        `The rule for chosen users (\`match\`) needs a free priority directly above ${words}, and app/front :80, rule 9 (x 1) stands there. Leave one number free there: \`aws elbv2 set-rule-priorities\` moves rules`,
      ],
    ],
    [
      'where there is no number above',
      (cloud) => void cloud.stage.elb('SetRulePriorities', { RulePriorities: [{ RuleArn: cloud.ruleArn, Priority: 1 }] }),
      [{ header: { name: 'x-canary', value: '1' } }],
      [
        'The rule for chosen users (`match`) needs a free priority directly above app/front :80, rule 1 (path /shop/*), and there is none. Leave one number free there: `aws elbv2 set-rule-priorities` moves rules',
      ],
    ],
    [
      'a kind that the rule has already',
      () => undefined,
      [{ path: ['/beta/*'] }],
      [`${words} has a condition on path already, and AWS allows one on a rule: choose users by something else`],
    ],
    [
      'more than a rule can compare',
      (cloud) =>
        void cloud.stage.elb('ModifyRule', {
          RuleArn: cloud.ruleArn,
          Conditions: [{ Field: 'path-pattern', Values: ['/shop/*', '/cart/*', '/api/*'] }],
        }),
      [{ header: { name: 'x-canary', values: ['a*', 'b*', 'c*'] } }],
      [
        'app/front :80, rule 10 (path /shop/* /cart/* /api/*) and `match` have 6 values together, and AWS allows 5 on a rule',
        'app/front :80, rule 10 (path /shop/* /cart/* /api/*) and `match` have 6 wildcards together, and AWS allows 5 on a rule',
      ],
    ],
    [
      'a sign-in whose secret nobody tells',
      (cloud) =>
        cloud.modifyRule([
          { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig: { Issuer: 'https://id.example', ClientId: 'c' } },
          ...forward([cloud.web.groupArn, 100], [cloud.green, 0]).map((action) => ({ ...action, Order: 2 })),
        ]),
      [{ header: { name: 'x-canary', value: '1' } }],
      [`${words} signs users in by OIDC, and its copy for chosen users would need the client secret, which AWS does not tell`],
    ],
  ])('%s', async (_, prepare, asked, expected) => {
    const cloud = setFoundPair()
    prepare(cloud)
    expect(refused(await cloud.read(), { match: match(asked) })).toEqual(expected.map((text) => `PREFLIGHT_FAILED: ${text}`))
  })
})
