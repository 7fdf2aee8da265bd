import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'
import { describe, expect, test } from 'vitest'
import type { PairFound } from '../../src/aws/pair-preflight.ts'
import { forward, type FoundPair, refused, setFoundPair, words } from './found-pair.ts'

type Prepare = (cloud: FoundPair) => Promise<PairFound> | PairFound

/** A second rule of the listener. */
function addRule({ stage, web }: FoundPair, Actions: readonly object[]): string {
  const { Rules } = stage.elb<{ Rules: { RuleArn: string }[] }>('CreateRule', {
    ListenerArn: web.listenerArn,
    Priority: 20,
    Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }],
    Actions,
  })
  return Rules[0]!.RuleArn
}

describe('rules', () => {
  test.each<[string, Prepare, readonly string[]]>([
    [
      'with weight on both sides',
      (cloud) => (cloud.shift(90, 10), cloud.read()),
      [
        `PREFLIGHT_FAILED: Both sides have weight on ${words}: blue 90, green 10. A rollout begins with all traffic on one side: write 100 and 0, or lead an unfinished rollout home with the action rollback`,
      ],
    ],
    [
      'with weight on neither side',
      (cloud) => (cloud.shift(0, 0), cloud.read()),
      [`PREFLIGHT_FAILED: Neither side has weight on ${words}, so it answers 503: give the side that is to be live the weight 100`],
    ],
    [
      'that disagree',
      (cloud) => (addRule(cloud, forward([cloud.blue, 0], [cloud.green, 5])), cloud.read()),
      [
        `PREFLIGHT_FAILED: The rules disagree on which side is live: blue on ${words}; green on app/front :80, rule 20 (path /api/*). Write the same weights on all of them`,
      ],
    ],
    [
      'with a group of neither side',
      (cloud) => (cloud.modifyRule(forward([cloud.blue, 90], [cloud.green, 0], [cloud.group('third'), 10])), cloud.read()),
      [
        `PREFLIGHT_FAILED: ${words} also forwards to third, of neither side: that share would not be shifted. Give what is not of this pair a rule of its own`,
      ],
    ],
    [
      'that are not listed',
      (cloud) => (addRule(cloud, forward([cloud.blue, 1], [cloud.green, 0])), cloud.read({ rules: [cloud.ruleArn] })),
      [
        'RULE_NOT_LISTED: app/front :80, rule 20 (path /api/*) sends traffic to web and green and would not be shifted: add it to `listener-rules` (or say `listener-rules: auto`), or to `test-rules` if it leads to one side for tests',
      ],
    ],
    [
      'that hold one side alone, although all that share are taken',
      (cloud) => (addRule(cloud, forward([cloud.green, 1])), cloud.read()),
      [
        'RULE_NOT_LISTED: app/front :80, rule 20 (path /api/*) sends traffic to green and would not be shifted: put the other side beside it with weight 0, or name the rule in `test-rules` if it leads to one side for tests',
      ],
    ],
    [
      'that are listed and hold one side alone',
      (cloud) => cloud.read({ rules: [cloud.ruleArn, addRule(cloud, forward([cloud.blue, 1]))] }),
      [
        'PREFLIGHT_FAILED: app/front :80, rule 20 (path /api/*) is among `listener-rules`, but holds no target group of green: add green with weight 0, or take the rule off the list',
      ],
    ],
    [
      'none of which holds both sides',
      (cloud) => (cloud.modifyRule(forward([cloud.blue, 1])), cloud.read()),
      [
        'PREFLIGHT_FAILED: No listener rule holds both web of blue and green of green: nothing can be shifted, and AWS checks no target of a group that is on no rule (unused). Put both on the rule, with the weights 100 and 0',
        `RULE_NOT_LISTED: ${words} sends traffic to web and would not be shifted: put the other side beside it with weight 0, or name the rule in \`test-rules\` if it leads to one side for tests`,
      ],
    ],
    [
      'for tests that lead to neither side',
      (cloud) => cloud.read({ testRules: [addRule(cloud, forward([cloud.group('third'), 1]))] }),
      [
        'PREFLIGHT_FAILED: The test rule app/front :80, rule 20 (path /api/*) leads to neither side: name one that forwards to web or green',
      ],
    ],
    [
      'for tests that lead to both sides',
      (cloud) => cloud.read({ testRules: [addRule(cloud, forward([cloud.blue, 0], [cloud.green, 1]))] }),
      [
        'PREFLIGHT_FAILED: The test rule app/front :80, rule 20 (path /api/*) leads to both sides, so that a test would not know what it tests: leave one group on it',
      ],
    ],
  ])('%s', async (_, prepare, expected) => {
    expect(refused(await prepare(setFoundPair()))).toEqual(expected)
  })

  test('for tests that lead to one side are as they should be', async () => {
    const cloud = setFoundPair()
    expect(refused(await cloud.read({ testRules: [addRule(cloud, forward([cloud.green, 1]))] }))).toEqual([])
  })

  test('of another load balancer that the pair does not share', async () => {
    const cloud = setFoundPair()
    const { stage, web } = cloud
    const inner = cloud.group('inner')
    const { LoadBalancers } = stage.elb<{ LoadBalancers: { LoadBalancerArn: string }[] }>('CreateLoadBalancer', {
      Name: 'internal',
      Subnets: ['subnet-1', 'subnet-2'],
    })
    const [LoadBalancerArn] = LoadBalancers.map((each) => each.LoadBalancerArn)
    stage.elb('CreateListener', { LoadBalancerArn, Port: 80, Protocol: 'HTTP', DefaultActions: forward([inner, 1]) })
    const member = { containerName: 'web', containerPort: 8080 }
    web.update({
      loadBalancers: [
        { targetGroupArn: cloud.blue, ...member },
        { targetGroupArn: inner, ...member },
      ],
    })
    stage.until('blue is steady', () => web.primary().rolloutState === 'COMPLETED')
    stage.pass(60)
    const problems = refused(await cloud.read())
    expect(problems[0]).toMatch(
      /^PREFLIGHT_FAILED: The target group inner of blue stands behind app\/internal\/\w+, where no rule of this pair is: what comes in there would stay on blue\. Share its rule between both sides too, and list it$/,
    )
    expect(problems.slice(1)).toEqual([
      expect.stringMatching(/^RULE_NOT_LISTED: app\/internal :80, default action sends traffic to inner and would not be shifted: /),
    ])
  })

  test('that no group of a side is on', async () => {
    const found = await setFoundPair().read()
    const spare: TargetGroup = { TargetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/spare/1', TargetGroupName: 'spare' }
    const withSpare = (LoadBalancerArns: string[]): PairFound => {
      const { groups } = found.pair
      return { ...found, pair: { ...found.pair, groups: { ...groups, green: [...groups.green, { ...spare, LoadBalancerArns }] } } }
    }
    expect(refused(withSpare([]))).toEqual([
      'PREFLIGHT_FAILED: The target group spare of green is on no listener rule, so AWS checks none of its targets (unused): put it beside its counterpart on one',
    ])
    expect(refused(withSpare(found.pair.groups.blue[0]!.LoadBalancerArns!))).toEqual([
      'PREFLIGHT_FAILED: The target group spare of green is on no rule that is shifted: put it beside its counterpart on one',
    ])
  })
})
