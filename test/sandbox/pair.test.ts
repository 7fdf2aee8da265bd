import type { GetMetricDataOutput } from '@aws-sdk/client-cloudwatch'
import type {
  Action,
  DescribeListenersOutput,
  DescribeRulesOutput,
  DescribeTagsOutput,
  DescribeTargetGroupAttributesOutput,
  DescribeTargetHealthOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { describe, expect, it } from 'vitest'
import type { Served } from '../../sandbox/matter/ports.ts'
import { openPair, type Pair } from './pair.ts'
import type { Stage } from './stage.ts'

const fault = (code: string, message?: string) => expect.objectContaining({ code, ...(message === undefined ? {} : { message }) }) as Error

function states(stage: Stage, TargetGroupArn: string): (string | undefined)[] {
  return (
    stage
      .elb<DescribeTargetHealthOutput>('DescribeTargetHealth', { TargetGroupArn })
      .TargetHealthDescriptions?.map((each) => each.TargetHealth?.State) ?? []
  )
}

describe('weights of two groups', () => {
  /** Requests of the rule by who served them, since the last look. */
  function underLoad() {
    let seen: Served[] = []
    const pair = openPair({
      load: {
        perSecond: () => 100,
        reaches: (rule) => rule.conditions.length > 0,
        observe: (served) => seen.push(...served),
      },
    })
    const share = (pick: (one: Served) => boolean) => {
      const counts = seen.map((one) => [pick(one) ? one.count : 0, one.count] as const)
      const total = counts.reduce((sum, [, count]) => sum + count, 0)
      return counts.reduce((sum, [count]) => sum + count, 0) / total
    }
    return {
      ...pair,
      /** Serves for a minute, then answers what part of it `pick` picks. */
      minute(pick: (one: Served) => boolean) {
        seen = []
        pair.stage.pass(60)
        return share(pick)
      },
    }
  }

  it('split the requests of a rule, from all to one side to all to the other', () => {
    const { shift, minute, blue, green, weights } = underLoad()
    const byGreen = (one: Served) => one.groupArn === green && one.status === 200
    expect(minute(byGreen)).toBe(0)
    expect(shift(950, 50)?.Actions?.[0]).not.toHaveProperty('TargetGroupArn')
    expect(weights()).toEqual([950, 50])
    expect(minute(byGreen)).toBeCloseTo(0.05, 1)
    shift(1, 999)
    expect(minute((one) => one.groupArn === blue)).toBeLessThan(0.01)
    shift(0, 100)
    expect(minute(byGreen)).toBe(1)
  })

  it('answer 503 when all are 0, and when they point to a group without targets', () => {
    const { stage, shift, minute } = underLoad()
    const refused = (one: Served) => one.status === 503 && one.by === 'load-balancer'
    shift(0, 0)
    expect(minute(refused)).toBe(1)
    stage.ecs('UpdateService', { cluster: 'main', service: 'green', desiredCount: 0 })
    stage.pass(400)
    shift(50, 50)
    expect(Math.abs(minute(refused) - 0.5)).toBeLessThan(0.05)
  })

  it('must lie between 0 and 999', () => {
    const { shift, weights } = openPair()
    for (const wrong of [-1, 1000, 1.5]) expect(() => shift(100, wrong)).toThrow(fault('ValidationError'))
    expect(weights()).toEqual([100, 0])
  })

  it('can be those of a default rule, and replace its actions as a whole', () => {
    const { stage, web, forward, green } = openPair()
    stage.elb('ModifyListener', {
      ListenerArn: web.listenerArn,
      DefaultActions: [forward(10, 990, { Enabled: true, DurationSeconds: 60 })],
    })
    const listener = () =>
      stage.elb<DescribeListenersOutput>('DescribeListeners', { ListenerArns: [web.listenerArn] }).Listeners?.[0]?.DefaultActions
    const { Rules } = stage.elb<DescribeRulesOutput>('DescribeRules', { ListenerArn: web.listenerArn })
    expect(listener()).toEqual([forward(10, 990, { Enabled: true, DurationSeconds: 60 })])
    expect(Rules?.at(-1)?.Actions).toEqual(listener())
    stage.elb('ModifyListener', { ListenerArn: web.listenerArn, DefaultActions: [{ Type: 'forward', TargetGroupArn: green }] })
    expect(listener()?.[0]?.ForwardConfig?.TargetGroupStickinessConfig).toEqual({ Enabled: false })
  })

  it('reach the data plane late and in order, and readers late too, while the answer of the write is current', () => {
    const { stage, shift, weights, routed } = openPair({ propagationMs: 10_000, readLagMs: 5_000 })
    stage.pass(15)
    expect([weights(), routed()]).toEqual([
      [100, 0],
      [100, 0],
    ])
    const answer = shift(90, 10)
    expect(answer?.Actions?.[0]?.ForwardConfig?.TargetGroups?.map((each) => each.Weight)).toEqual([90, 10])
    expect([weights(), routed()]).toEqual([
      [100, 0],
      [100, 0],
    ])
    shift(50, 50)
    const read = new Set<string>()
    const served = new Set<string>()
    for (let steps = 0; steps < 110; steps++) {
      read.add(weights().join(':'))
      served.add(routed().join(':'))
      stage.pass(0.1)
    }
    for (const seen of [read, served]) {
      expect([...seen][0]).toBe('100:0')
      expect([...seen].at(-1)).toBe('50:50')
    }
  })

  it('of 0 keep a group checked; a group on no rule is unused', () => {
    const { stage, ruleArn, green, blue } = openPair()
    expect(states(stage, green)).toEqual(['healthy', 'healthy'])
    stage.elb('ModifyRule', { RuleArn: ruleArn, Actions: [{ Type: 'forward', TargetGroupArn: blue }] })
    expect(states(stage, green)).toEqual(['unused', 'unused'])
    expect(
      stage.matter.traffic
        .plane()
        .groups.find((group) => group.arn === green)
        ?.targets.map((each) => each.state),
    ).toEqual(['initial', 'initial'])
  })
})

describe('stickiness', () => {
  const attribute = (Value: string) => ({ Attributes: [{ Key: 'stickiness.enabled', Value }] })

  it('of a group needs group stickiness on every rule that spreads over it, whichever comes first', () => {
    const { stage, ruleArn, forward, green, blue } = openPair()
    const stick = (TargetGroupArn: string) => () => stage.elb('ModifyTargetGroupAttributes', { TargetGroupArn, ...attribute('true') })
    const write = (action: Action) => () => stage.elb('ModifyRule', { RuleArn: ruleArn, Actions: [action] })
    expect(stick(green)).toThrow(
      fault(
        'InvalidConfigurationRequest',
        `You must enable group stickiness on rule '${ruleArn}' if you enabled target stickiness on one of its target groups`,
      ),
    )
    write(forward(100, 0, { Enabled: true, DurationSeconds: 120 }))()
    stick(green)()
    const { Attributes } = stage.elb<DescribeTargetGroupAttributesOutput>('DescribeTargetGroupAttributes', { TargetGroupArn: green })
    expect(Attributes).toContainEqual({ Key: 'stickiness.enabled', Value: 'true' })
    expect(write(forward(50, 50))).toThrow(
      fault(
        'InvalidLoadBalancerAction',
        'You must enable group stickiness on a rule if you enabled target stickiness on one of its target groups',
      ),
    )
    expect(write(forward(50, 50, { Enabled: false }))).toThrow(fault('InvalidLoadBalancerAction'))
    write(forward(50, 50, { Enabled: true, DurationSeconds: 60 }))()
    write({ Type: 'forward', TargetGroupArn: blue })()
    write({ Type: 'forward', TargetGroupArn: green })()
  })

  it('needs a duration of one second to a week', () => {
    const { stage, ruleArn, forward } = openPair()
    for (const stickiness of [{ Enabled: true }, { Enabled: true, DurationSeconds: 0 }, { Enabled: true, DurationSeconds: 604_801 }])
      expect(() => stage.elb('ModifyRule', { RuleArn: ruleArn, Actions: [forward(1, 1, stickiness)] })).toThrow(fault('ValidationError'))
  })
})

describe('reads of rules and listeners', () => {
  it('name rules in any order, the default rule too, and fail for one that is not there', () => {
    const { stage, web, ruleArn } = openPair()
    const all = stage.elb<DescribeRulesOutput>('DescribeRules', { ListenerArn: web.listenerArn }).Rules?.map((rule) => rule.RuleArn) ?? []
    expect(all[0]).toBe(ruleArn)
    const named = (RuleArns: (string | undefined)[]) => stage.elb<DescribeRulesOutput>('DescribeRules', { RuleArns }).Rules
    expect(named([...all].reverse())?.map((rule) => rule.RuleArn)).toEqual([...all].reverse())
    expect(named([all[1]])?.[0]).toMatchObject({ IsDefault: true, Priority: 'default' })
    expect(() => named([ruleArn, `${ruleArn}x`])).toThrow(fault('RuleNotFound'))
    expect(() => stage.elb('DescribeRules', {})).toThrow(fault('ValidationError'))
  })

  it('come in pages', () => {
    const { stage, web, blue } = openPair()
    for (const Priority of [40, 20, 30])
      stage.elb('CreateRule', {
        ListenerArn: web.listenerArn,
        Priority,
        Conditions: [{ Field: 'path-pattern', Values: [`/${Priority}`] }],
        Actions: [{ Type: 'forward', TargetGroupArn: blue }],
      })
    const pages: (string | undefined)[][] = []
    let Marker: string | undefined
    do {
      const page = stage.elb<DescribeRulesOutput>('DescribeRules', { ListenerArn: web.listenerArn, PageSize: 2, Marker })
      pages.push(page.Rules?.map((rule) => rule.Priority) ?? [])
      Marker = page.NextMarker
    } while (Marker !== undefined)
    expect(pages).toEqual([['10', '20'], ['30', '40'], ['default']])
  })

  it('lag behind a change of priorities and of a default rule', () => {
    const { stage, web, ruleArn, forward, blue } = openPair({ readLagMs: 5_000 })
    const RuleArn = stage.elb<DescribeRulesOutput>('CreateRule', {
      ListenerArn: web.listenerArn,
      Priority: 20,
      Conditions: [{ Field: 'path-pattern', Values: ['/last'] }],
      Actions: [{ Type: 'forward', TargetGroupArn: blue }],
    }).Rules?.[0]?.RuleArn
    const order = () =>
      stage
        .elb<DescribeRulesOutput>('DescribeRules', { ListenerArn: web.listenerArn })
        .Rules?.map((rule) => rule.RuleArn)
        ?.slice(0, 2)
    const last = () =>
      stage.elb<DescribeListenersOutput>('DescribeListeners', { ListenerArns: [web.listenerArn] }).Listeners?.[0]?.DefaultActions?.[0]
        ?.ForwardConfig?.TargetGroups?.length
    stage.pass(5)
    stage.elb('SetRulePriorities', { RulePriorities: [{ RuleArn, Priority: 5 }] })
    stage.elb('ModifyListener', { ListenerArn: web.listenerArn, DefaultActions: [forward(1, 0)] })
    expect([order(), last()]).toEqual([[ruleArn, RuleArn], 1])
    stage.pass(5)
    expect([order(), last()]).toEqual([[RuleArn, ruleArn], 2])
  })

  it('lag behind a new rule, whose priority is taken at once and whose tags can be read', () => {
    const { stage, web, ruleArn, blue } = openPair({ readLagMs: 5_000 })
    stage.pass(5)
    const Tags = [{ Key: 'sluice.match', Value: 'app/front' }]
    const input = {
      ListenerArn: web.listenerArn,
      Priority: 9,
      Conditions: [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-canary', Values: ['1'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn: blue }],
      Tags,
    }
    const RuleArn = stage.elb<DescribeRulesOutput>('CreateRule', input).Rules![0]!.RuleArn!
    const listed = () =>
      stage
        .elb<DescribeRulesOutput>('DescribeRules', { ListenerArn: web.listenerArn })
        .Rules?.map((rule) => rule.RuleArn)
        .slice(0, -1)
    const named = () => stage.elb<DescribeRulesOutput>('DescribeRules', { RuleArns: [RuleArn] }).Rules?.length
    expect(listed()).toEqual([ruleArn])
    expect(named).toThrow(fault('RuleNotFound'))
    expect(() => stage.elb('CreateRule', input)).toThrow(fault('PriorityInUse'))
    stage.pass(5)
    expect(listed()).toEqual([RuleArn, ruleArn])
    expect(named()).toBe(1)
    const tags = () => stage.elb<DescribeTagsOutput>('DescribeTags', { ResourceArns: [ruleArn, RuleArn] }).TagDescriptions
    expect(tags()?.map((each) => each.Tags)).toEqual([[], Tags])
    stage.elb('DeleteRule', { RuleArn })
    expect(listed()).toEqual([ruleArn])
    expect(tags).toThrow(fault('RuleNotFound'))
    expect(() => stage.elb('DeleteRule', { RuleArn })).toThrow(fault('RuleNotFound'))
  })

  it('find listeners by name or by load balancer', () => {
    const { stage, web, forward } = openPair()
    stage.elb('CreateListener', { LoadBalancerArn: web.loadBalancerArn, Port: 8443, Protocol: 'HTTP', DefaultActions: [forward(100, 0)] })
    const ports = (input: object) => stage.elb<DescribeListenersOutput>('DescribeListeners', input).Listeners?.map((each) => each.Port)
    expect(ports({ LoadBalancerArn: web.loadBalancerArn })).toEqual([80, 8443])
    expect(ports({ ListenerArns: [web.listenerArn] })).toEqual([80])
    expect(() => ports({ ListenerArns: [`${web.listenerArn}x`] })).toThrow(fault('ListenerNotFound'))
    expect(() => ports({ LoadBalancerArn: `${web.loadBalancerArn}x` })).toThrow(fault('LoadBalancerNotFound'))
    expect(() => ports({})).toThrow(fault('ValidationError'))
    const first = stage.elb<DescribeListenersOutput>('DescribeListeners', { LoadBalancerArn: web.loadBalancerArn, PageSize: 1 })
    expect(ports({ LoadBalancerArn: web.loadBalancerArn, PageSize: 1, Marker: first.NextMarker })).toEqual([8443])
  })
})

describe('tags of a target group', () => {
  it('are written at once and read late', () => {
    const { stage, blue } = openPair({ readLagMs: 5_000 })
    const tags = () =>
      stage
        .elb<DescribeTagsOutput>('DescribeTags', { ResourceArns: [blue] })
        .TagDescriptions?.[0]?.Tags?.map((tag) => `${tag.Key}=${tag.Value}`)
    const add = (Key: string, Value: string) => stage.elb('AddTags', { ResourceArns: [blue], Tags: [{ Key, Value }] })
    add('sluice.record.0', 'a')
    expect(tags()).toEqual([])
    add('sluice.record.0', 'b')
    add('sluice.claim.1', 'until:5')
    stage.pass(5)
    expect(tags()).toEqual(['sluice.record.0=b', 'sluice.claim.1=until:5'])
    stage.elb('RemoveTags', { ResourceArns: [blue], TagKeys: ['sluice.record.0', 'nobody'] })
    expect(tags()).toHaveLength(2)
    stage.pass(5)
    expect(tags()).toEqual(['sluice.claim.1=until:5'])
    expect(() => add('aws:own', 'x')).toThrow(fault('ValidationError'))
    expect(() => stage.elb('AddTags', { ResourceArns: [`${blue}x`], Tags: [{ Key: 'a', Value: 'b' }] })).toThrow(
      fault('TargetGroupNotFound'),
    )
  })
})

describe('requests per target', () => {
  const rates = (pair: Pair, group: string, minutes: number) => {
    const nowMs = pair.stage.timeline.nowMs()
    const of = (arn: string) => arn.split(':')[5]?.replace('loadbalancer/', '') ?? ''
    return pair.stage.watch<GetMetricDataOutput>('GetMetricData', {
      StartTime: new Date(nowMs - minutes * 60_000),
      EndTime: new Date(nowMs),
      MetricDataQueries: [
        {
          Id: 'rate',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/ApplicationELB',
              MetricName: 'RequestCountPerTarget',
              Dimensions: [
                { Name: 'LoadBalancer', Value: of(pair.web.loadBalancerArn) },
                { Name: 'TargetGroup', Value: of(group) },
              ],
            },
            Period: 60,
            Stat: 'Sum',
          },
        },
      ],
    }).MetricDataResults?.[0]?.Values
  }

  it('are 0 for a group beside a busy one, missing for a group without targets, and divided by the healthy ones', () => {
    const pair = openPair({ metricDelayMs: 0, load: { perSecond: () => 10, reaches: (rule) => rule.conditions.length > 0 } })
    pair.stage.timeline.advanceTo(Math.ceil(pair.stage.timeline.nowMs() / 60_000) * 60_000)
    pair.stage.pass(180)
    expect(rates(pair, pair.blue, 3)).toEqual([300, 300, 300])
    expect(rates(pair, pair.green, 3)).toEqual([0, 0, 0])
    pair.stage.ecs('UpdateService', { cluster: 'main', service: 'green', desiredCount: 0 })
    pair.stage.pass(600)
    expect(rates(pair, pair.green, 3)).toEqual([])
    expect(rates(pair, pair.blue, 3)).toEqual([300, 300, 300])
  })

  it('let the idle side of a pair be scaled in to its minimum, unless that is raised, scale-in suspended, or another policy not ready', () => {
    let perSecond = 10
    const pair = openPair({ metricDelayMs: 0, load: { perSecond: () => perSecond, reaches: (rule) => rule.conditions.length > 0 } })
    const { stage, web, blue, green } = pair
    const name = { ServiceNamespace: 'ecs', ResourceId: 'service/main/green', ScalableDimension: 'ecs:service:DesiredCount' }
    const register = (input: object) => stage.scaling('RegisterScalableTarget', { ...name, ...input })
    register({ MinCapacity: 1, MaxCapacity: 6, SuspendedState: { DynamicScalingInSuspended: true } })
    for (const group of [green, blue])
      stage.scaling('PutScalingPolicy', {
        ...name,
        PolicyName: group,
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 300,
          PredefinedMetricSpecification: {
            PredefinedMetricType: 'ALBRequestCountPerTarget',
            ResourceLabel: `${web.loadBalancerArn.split(':loadbalancer/')[1]}/${group.split(':').at(-1)}`,
          },
        },
      })
    stage.pass(20 * 60)
    expect(pair.greenService()?.desiredCount).toBe(2)
    register({ MinCapacity: 2, SuspendedState: { DynamicScalingInSuspended: false } })
    stage.pass(5 * 60)
    expect(pair.greenService()?.desiredCount).toBe(2)
    register({ MinCapacity: 1 })
    stage.pass(5 * 60)
    // The policy on the busy group is not ready, and will be after fifteen quiet minutes.
    expect(pair.greenService()?.desiredCount).toBe(2)
    perSecond = 1
    stage.pass(14 * 60)
    expect(pair.greenService()?.desiredCount).toBe(2)
    stage.pass(2 * 60)
    expect(pair.greenService()?.desiredCount).toBe(1)
    stage.until('one task is left', () => states(stage, green).join() === 'healthy')
  })
})
