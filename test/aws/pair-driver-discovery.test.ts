import type {
  CreateListenerOutput,
  CreateLoadBalancerOutput,
  CreateRuleOutput,
  DescribeRulesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { expect, test } from 'vitest'
import type { PairRef } from '../../src/aws/pair.ts'
import { findPair } from '../../src/aws/pair-discovery.ts'
import { type PairStage, setPairStage } from './pair-stage.ts'

const find = (pair: PairStage, changes: Partial<PairRef> = {}) => findPair(pair.send, { ...pair.ref, ...changes })

/** A rule of the listener that leads to one group only. */
function ruleTo(pair: PairStage, group: string, Priority: number): string {
  const { Rules } = pair.stage.elb<CreateRuleOutput>('CreateRule', {
    ListenerArn: pair.listenerArn,
    Priority,
    Conditions: [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Side', Values: ['green'] } }],
    Actions: [{ Type: 'forward', TargetGroupArn: group }],
  })
  return Rules![0]!.RuleArn!
}

test('auto takes every rule and default action that holds both sides', async () => {
  const pair = setPairStage({ groupsPerSide: 2, sharedDefault: true, weights: [9, 1], stickiness: { Enabled: true, DurationSeconds: 60 } })
  const only = ruleTo(pair, pair.groups.green[0]!, 5)
  const found = await find(pair)
  expect(found.rules.map(({ words }) => words)).toEqual([
    'app/shop :80, rule 10 (host shop.example)',
    'app/shop :80, rule 11 (host admin.shop.example)',
    'app/shop :80, default action',
  ])
  expect(found.rules.map(({ arn, isDefault }) => [arn, isDefault])).toEqual([
    [pair.ruleArns[0], false],
    [pair.ruleArns[1], false],
    [pair.listenerArn, true],
  ])
  expect(found.rules[0]).toMatchObject({ weights: { blue: 9, green: 1 }, foreign: [], stickiness: { enabled: true, seconds: 60 } })
  expect(found.unlisted.map(({ arn, words }) => [arn, words])).toEqual([[only, 'app/shop :80, rule 5 (X-Side green)']])
  expect([found.groups.blue.length, found.groups.green.length]).toEqual([2, 2])
})

test('of listed rules only those count, and everything else that holds a group of ours is unlisted, tests apart', async () => {
  const pair = setPairStage({ groupsPerSide: 2, sharedDefault: true })
  const testing = ruleTo(pair, pair.groups.green[0]!, 5)
  const { Rules } = pair.stage.elb<DescribeRulesOutput>('DescribeRules', { ListenerArn: pair.listenerArn })
  const defaultRule = Rules!.find(({ IsDefault }) => IsDefault)!.RuleArn!
  for (const arn of [pair.listenerArn, defaultRule]) {
    const found = await find(pair, { rules: [pair.ruleArns[0]!, arn], testRules: [testing] })
    expect(found.rules.map((rule) => rule.arn)).toEqual([pair.ruleArns[0], pair.listenerArn])
    expect(found.unlisted.map((rule) => rule.arn)).toEqual([pair.ruleArns[1]])
    expect(found.testRules.map((rule) => rule.arn)).toEqual([testing])
  }
})

test('a listed rule on a load balancer without a group of ours is found all the same', async () => {
  const pair = setPairStage()
  const other = pair.stage.elb<CreateLoadBalancerOutput>('CreateLoadBalancer', { Name: 'other', Subnets: ['subnet-1', 'subnet-2'] })
  const { Listeners } = pair.stage.elb<CreateListenerOutput>('CreateListener', {
    LoadBalancerArn: other.LoadBalancers![0]!.LoadBalancerArn,
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
  })
  const arn = Listeners![0]!.ListenerArn!
  const found = await find(pair, { rules: [arn] })
  expect(found.rules).toMatchObject([{ arn, isDefault: true, weights: { blue: 0, green: 0 }, words: 'app/other :80, default action' }])
})

test('many rules are read page by page', async () => {
  const pair = setPairStage()
  for (let priority = 100; priority < 150; priority += 1) ruleTo(pair, pair.groups.green[0]!, priority)
  const call = pair.stage.cloud.call.bind(pair.stage.cloud)
  pair.stage.cloud.call = (operation, input) =>
    call(operation, /DescribeRules|DescribeListeners/.test(operation) && !('RuleArns' in input) ? { ...input, PageSize: 7 } : input)
  const found = await find(pair)
  expect(found.unlisted).toHaveLength(50)
  expect(found.rules).toHaveLength(1)
})

test.each([
  [{ services: { blue: 'blue', green: 'gone' } }, 'There is no service "gone" in cluster "main"', 'green'],
  [{ cluster: 'other' }, 'There is no cluster "other" in this region', 'cluster'],
  [{ rules: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/shop/1/2/3'] }, 'There is no listener rule app/shop/1/2/3 in this region', 'listener-rules'], // prettier-ignore
  [{ testRules: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop/1/2'] }, 'There is no listener app/shop/1/2 in this region', 'test-rules'], // prettier-ignore
])('what is named and missing is said, with its input: %j', async (changes, message, input) => {
  const problem = await find(setPairStage(), changes).catch((error: unknown) => error)
  expect(problem).toMatchObject({ reasonCode: 'PREFLIGHT_FAILED', message })
  expect((problem as { hint: string }).hint).toContain(`\`${input}\``)
})
