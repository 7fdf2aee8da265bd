import type { PairRef } from '../../src/aws/pair.ts'
import { describeMissing } from '../../src/aws/unprepared-pair.ts'
import type { MissingPair } from '../../src/domain/missing.ts'
import { describe, expect, test } from 'vitest'
import { type FoundPair, setFoundPair } from './found-pair.ts'

const missingOf = (cloud: FoundPair, ref: Partial<PairRef> = {}): Promise<MissingPair | undefined> =>
  describeMissing(cloud.send, { ...cloud.ref, ...ref })
const alone: Partial<PairRef> = { services: { blue: 'web', green: 'web-green' } }

describe('what a pair lacks', () => {
  test('is nothing where both services share a rule', async () => {
    expect(await missingOf(setFoundPair())).toBeUndefined()
  })

  test('is told from the side that is there', async () => {
    const cloud = setFoundPair()
    const target = { ServiceNamespace: 'ecs', ResourceId: 'service/main/web', ScalableDimension: 'ecs:service:DesiredCount' }
    cloud.stage.scaling('RegisterScalableTarget', { ...target, MinCapacity: 2, MaxCapacity: 8 })
    cloud.stage.elb('CreateRule', {
      ListenerArn: cloud.web.listenerArn,
      Priority: 4,
      Conditions: [{ Field: 'path-pattern', Values: ['/other'] }],
      Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    })
    const missing = await missingOf(cloud, alone)
    expect(missing).toMatchObject({
      cluster: 'main',
      found: 'blue',
      service: {
        name: 'web',
        revision: 'web:1',
        container: 'web',
        port: 8080,
        launchType: 'FARGATE',
        network: { subnets: ['subnet-1'], securityGroups: [], publicIp: false },
        minHealthyPercent: 100,
        maxPercent: 200,
        breaker: { enable: true, rollback: true },
        scaling: { min: 2, max: 8 },
      },
      group: {
        arn: cloud.blue,
        name: 'web',
        port: 8080,
        protocol: 'HTTP',
        targetType: 'ip',
        vpc: 'vpc-1',
        deregistrationDelaySeconds: 10,
        healthCheck: { path: '/health', intervalSeconds: 5, timeoutSeconds: 2, healthy: 2 },
      },
      other: { service: 'web-green', group: 'web-green' },
      lacks: { service: true, group: true },
      untested: ['blue', 'green'],
      guards: true,
    })
    expect(missing!.rules).toEqual([
      {
        arn: cloud.ruleArn,
        listener: {
          arn: cloud.web.listenerArn,
          loadBalancerArn: cloud.web.loadBalancerArn,
          port: 80,
          protocol: 'HTTP',
          priorities: expect.arrayContaining([4, 10]) as number[],
        },
        priority: 10,
        conditions: [{ field: 'path-pattern', values: ['/shop/*'] }],
        before: [],
        both: false,
      },
    ])
  })

  test('keeps the stickiness and every kind of condition of a rule, and a default action', async () => {
    const cloud = setFoundPair()
    const conditions = [
      { Field: 'host-header', HostHeaderConfig: { Values: ['shop.example'] } },
      { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-a', Values: ['1'] } },
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
      { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'a', Value: '1' }, { Value: '2' }] } },
    ]
    cloud.stage.elb('ModifyRule', {
      RuleArn: cloud.ruleArn,
      Conditions: conditions,
      Actions: [cloud.forward(1, 0, { Enabled: true, DurationSeconds: 60 })],
    })
    cloud.stage.elb('ModifyListener', {
      ListenerArn: cloud.web.listenerArn,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: cloud.blue }],
    })
    const { rules } = (await missingOf(cloud, alone))!
    expect(rules.map(({ priority, stickinessSeconds }) => [priority, stickinessSeconds])).toEqual(
      expect.arrayContaining([
        [10, 60],
        ['default', undefined],
      ]),
    )
    expect(rules.find(({ priority }) => priority === 10)!.conditions).toEqual([
      { field: 'host-header', values: ['shop.example'] },
      { field: 'http-header', name: 'x-a', values: ['1'] },
      { field: 'http-request-method', values: ['GET'] },
      { field: 'query-string', values: [{ key: 'a', value: '1' }, { value: '2' }] },
    ])
  })

  test('is a place on a rule, where both services are there', async () => {
    const cloud = setFoundPair()
    cloud.modifyRule([{ Type: 'forward', TargetGroupArn: cloud.blue }])
    expect(await missingOf(cloud)).toMatchObject({
      other: { service: 'green', group: 'green', groupArn: cloud.green },
      lacks: { service: false, group: false },
      rules: [{ arn: cloud.ruleArn, both: false }],
    })
  })

  test('leaves out rules for tests, and knows which side they lead to', async () => {
    const cloud = setFoundPair()
    const { Rules } = cloud.stage.elb<{ Rules: { RuleArn: string }[] }>('CreateRule', {
      ListenerArn: cloud.web.listenerArn,
      Priority: 20,
      Conditions: [{ Field: 'path-pattern', Values: ['/test/*'] }],
      Actions: [{ Type: 'forward', TargetGroupArn: cloud.blue }],
    })
    const missing = await missingOf(cloud, { ...alone, testRules: [Rules[0]!.RuleArn] })
    expect(missing).toMatchObject({ untested: ['green'], rules: [{ arn: cloud.ruleArn }] })
  })

  test('cannot be told where neither service is there, or neither has a target group', async () => {
    const cloud = setFoundPair()
    expect(await missingOf(cloud, { services: { blue: 'a', green: 'b' } })).toBeUndefined()
    cloud.service({})
    expect(await missingOf(cloud, { services: { blue: 'other', green: 'b' } })).toBeUndefined()
  })
})
