import type {
  CreateTargetGroupOutput,
  DescribeRulesOutput,
  DescribeTargetHealthOutput,
  Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlaneRule } from '../../sandbox/matter/ports.ts'
import { setStage, type Stage } from './stage.ts'
import { openWebService, runWebService } from './web-service.ts'

function secondGroup(stage: Stage, Name = 'green'): string {
  return (
    stage.elb<CreateTargetGroupOutput>('CreateTargetGroup', { Name, Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-1', TargetType: 'ip' })
      .TargetGroups?.[0]?.TargetGroupArn ?? ''
  )
}

const fault = (code: string) => expect.objectContaining({ code }) as Error
const planeRules = (stage: Stage): readonly PlaneRule[] => stage.matter.traffic.plane().loadBalancers[0]?.listeners[0]?.rules ?? []

describe('target health', () => {
  it('goes from initial to healthy with one success, and needs the thresholds afterwards', () => {
    const stage = setStage({ propagationMs: 4_000 })
    const web = openWebService(stage, {
      service: { desiredCount: 1, healthCheckGracePeriodSeconds: 3600 },
      group: { HealthyThresholdCount: 5, UnhealthyThresholdCount: 3, HealthCheckIntervalSeconds: 10 },
      environment: { UNHEALTHY_AFTER_MS: '60000' },
    })
    const seen = new Map<string, number>()
    for (let seconds = 0; seconds < 130; seconds++) {
      stage.pass(1)
      for (const state of web.targetStates()) if (!seen.has(state)) seen.set(state, seconds)
    }
    expect([...seen.keys()]).toEqual([
      'initial Elb.RegistrationInProgress',
      'initial Elb.InitialHealthChecking',
      'healthy',
      'unhealthy Target.ResponseCodeMismatch',
    ])
    const registered = seen.get('initial Elb.InitialHealthChecking') ?? 0
    expect((seen.get('healthy') ?? 0) - registered).toBeLessThanOrEqual(4)
    const illAfter = (seen.get('unhealthy Target.ResponseCodeMismatch') ?? 0) - registered - 60
    expect(illAfter).toBeGreaterThanOrEqual(18)
    expect(illAfter).toBeLessThanOrEqual(33)
  })

  it.each([
    [{ NEVER_ANSWER: 'all' }, 'unhealthy Target.Timeout'],
    [{ START_DELAY_MS: '600000' }, 'unhealthy Target.FailedHealthChecks'],
    [{ UNHEALTHY_AFTER_MS: '0' }, 'unhealthy Target.ResponseCodeMismatch'],
  ])('names the reason for %j: %s', (environment: Record<string, string>, state) => {
    const stage = setStage()
    const web = openWebService(stage, { environment, service: { desiredCount: 1, healthCheckGracePeriodSeconds: 3600 } })
    stage.until('unhealthy', () => web.targetStates().includes(state))
  })

  it('is unused in a group no rule refers to, and checked as soon as one does, with weight 0 too', () => {
    const stage = setStage()
    const web = runWebService(stage)
    const green = secondGroup(stage)
    const [task] = web.tasks()
    const address = task?.containers?.[0]?.networkInterfaces?.[0]?.privateIpv4Address
    stage.elb('RegisterTargets', { TargetGroupArn: green, Targets: [{ Id: address, Port: 8080 }] })
    const states = () =>
      stage
        .elb<DescribeTargetHealthOutput>('DescribeTargetHealth', { TargetGroupArn: green })
        .TargetHealthDescriptions?.map((each) => each.TargetHealth)
    stage.pass(120)
    expect(states()).toEqual([{ State: 'unused', Reason: 'Target.NotInUse', Description: expect.any(String) as string }])
    const forward = (weights: readonly [string, number][]) =>
      stage.elb('ModifyListener', {
        ListenerArn: web.listenerArn,
        DefaultActions: [
          { Type: 'forward', ForwardConfig: { TargetGroups: weights.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })) } },
        ],
      })
    forward([
      [web.groupArn, 1],
      [green, 0],
    ])
    stage.until('checked', () => states()?.[0]?.State === 'healthy')
    forward([[web.groupArn, 1]])
    expect(states()?.[0]?.State).toBe('unused')
  })

  it('answers for unknown targets, and drains known ones for the whole delay though idle', () => {
    const stage = setStage()
    const web = runWebService(stage, { groupAttributes: { 'deregistration_delay.timeout_seconds': '25' }, service: { desiredCount: 1 } })
    const ask = (Id: string) =>
      stage.elb<DescribeTargetHealthOutput>('DescribeTargetHealth', { TargetGroupArn: web.groupArn, Targets: [{ Id, Port: 8080 }] })
        .TargetHealthDescriptions?.[0]?.TargetHealth
    expect(ask('10.9.9.9')).toMatchObject({ State: 'unused', Reason: 'Target.NotRegistered' })
    const address = web.tasks()[0]?.containers?.[0]?.networkInterfaces?.[0]?.privateIpv4Address ?? ''
    stage.elb('DeregisterTargets', { TargetGroupArn: web.groupArn, Targets: [{ Id: address }, { Id: '10.9.9.9' }] })
    stage.pass(24)
    expect(ask(address)?.State).toBe('draining')
    stage.pass(2)
    expect(ask(address)).toMatchObject({ State: 'unused', Reason: 'Target.NotRegistered' })
  })
})

describe('the data plane', () => {
  it('follows rules and drains only after the propagation delay, and in their order', () => {
    const stage = setStage({ propagationMs: 10_000 })
    const web = runWebService(stage)
    const green = secondGroup(stage)
    stage.pass(60)
    for (const weight of [10, 25, 50, 100])
      stage.elb('ModifyListener', {
        ListenerArn: web.listenerArn,
        DefaultActions: [
          {
            Type: 'forward',
            ForwardConfig: {
              TargetGroups: [
                { TargetGroupArn: web.groupArn, Weight: 100 - weight },
                { TargetGroupArn: green, Weight: weight },
              ],
            },
          },
        ],
      })
    const weights: number[] = []
    for (let steps = 0; steps < 100; steps++) {
      const action = planeRules(stage)[0]?.action
      const weight = action?.kind === 'forward' ? action.groups[1]?.weight : undefined
      if (weight !== undefined && weight !== weights.at(-1)) weights.push(weight)
      stage.pass(0.1)
    }
    expect(weights).toEqual([...weights].sort((a, b) => a - b))
    expect(weights.at(-1)).toBe(100)
  })

  it('sends requests to a task killed without a drain, until it learns: the failures AWS shows', () => {
    const failures = (groupAttributes: Record<string, string>) => {
      let bad = 0
      let served = 0
      const stage = setStage({
        propagationMs: 8_000,
        load: {
          perSecond: () => 100,
          observe: (all) => {
            for (const { status, count } of all) {
              served += count
              if (status >= 500) bad += count
            }
          },
        },
      })
      const web = runWebService(stage, { groupAttributes })
      stage.pass(30)
      bad = served = 0
      web.update({ taskDefinition: web.register({ VERSION: '2' }) })
      stage.until('rolled', () => web.primary().rolloutState === 'COMPLETED')
      expect(served).toBeGreaterThan(2000)
      return bad
    }
    expect(failures({ 'deregistration_delay.timeout_seconds': '20' })).toBe(0)
    expect(failures({ 'deregistration_delay.timeout_seconds': '0' })).toBeGreaterThan(50)
  })
})

describe('rules', () => {
  const rules = (stage: Stage, ListenerArn: string): Rule[] => stage.elb<DescribeRulesOutput>('DescribeRules', { ListenerArn }).Rules ?? []

  it('come back as AWS normalises them', () => {
    const stage = setStage()
    const web = openWebService(stage)
    const green = secondGroup(stage)
    const TargetGroups = [
      { TargetGroupArn: web.groupArn, Weight: 95 },
      { TargetGroupArn: green, Weight: 5 },
    ]
    stage.elb('CreateRule', {
      ListenerArn: web.listenerArn,
      Priority: 10,
      Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }],
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups, TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 } } }],
    })
    stage.pass(0)
    const [rule, last] = rules(stage, web.listenerArn)
    expect(rule).toMatchObject({
      Priority: '10',
      IsDefault: false,
      Conditions: [{ Field: 'path-pattern', Values: ['/api/*'], PathPatternConfig: { Values: ['/api/*'] } }],
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups, TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 } } }],
    })
    expect(rule?.Actions?.[0]).not.toHaveProperty('TargetGroupArn')
    expect(last).toMatchObject({
      Priority: 'default',
      IsDefault: true,
      Actions: [
        {
          TargetGroupArn: web.groupArn,
          ForwardConfig: { TargetGroups: [{ TargetGroupArn: web.groupArn, Weight: 1 }], TargetGroupStickinessConfig: { Enabled: false } },
        },
      ],
    })
    expect(planeRules(stage).map((each) => each.arn)).toEqual([rule?.RuleArn, last?.RuleArn])
    expect(planeRules(stage)[0]?.action).toMatchObject({ kind: 'forward', stickyMs: 60_000 })
  })

  it('refuse what AWS refuses', () => {
    const stage = setStage()
    const web = openWebService(stage)
    const create = (input: object) => () =>
      stage.elb('CreateRule', {
        ListenerArn: web.listenerArn,
        Priority: 1,
        Conditions: [{ Field: 'path-pattern', Values: ['/a'] }],
        Actions: [{ Type: 'forward', TargetGroupArn: web.groupArn }],
        ...input,
      })
    create({})()
    const weighted = (Weight: number) => ({
      Priority: 2,
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: web.groupArn, Weight }] } }],
    })
    expect(create({})).toThrow(fault('PriorityInUse'))
    expect(create(weighted(1000))).toThrow(fault('ValidationError'))
    expect(create({ Priority: 2, Conditions: [] })).toThrow(fault('ValidationError'))
    expect(create({ Priority: 2, Actions: [{ Type: 'forward', TargetGroupArn: `${web.groupArn}x` }] })).toThrow(
      fault('TargetGroupNotFound'),
    )
    expect(create({ ListenerArn: `${web.listenerArn}x` })).toThrow(fault('ListenerNotFound'))
    expect(() => stage.elb('ModifyRule', { RuleArn: `${web.listenerArn}x` })).toThrow(fault('RuleNotFound'))
    expect(() => stage.elb('ModifyRule', { RuleArn: rules(stage, web.listenerArn).at(-1)?.RuleArn })).toThrow(
      fault('OperationNotPermitted'),
    )
    expect(() => stage.elb('DeleteTargetGroup', { TargetGroupArn: web.groupArn })).toThrow(fault('ResourceInUse'))
    expect(() => secondGroup(stage, 'web')).toThrow(fault('DuplicateTargetGroupName'))
  })

  it('change their priorities all or none', () => {
    const stage = setStage()
    const web = openWebService(stage)
    const arns = [1, 2, 3].map(
      (Priority) =>
        stage.elb<DescribeRulesOutput>('CreateRule', {
          ListenerArn: web.listenerArn,
          Priority,
          Conditions: [{ Field: 'path-pattern', Values: [`/${Priority}`] }],
          Actions: [{ Type: 'forward', TargetGroupArn: web.groupArn }],
        }).Rules?.[0]?.RuleArn,
    )
    const set = (wanted: readonly (readonly [number, number])[]) =>
      stage.elb('SetRulePriorities', { RulePriorities: wanted.map(([index, Priority]) => ({ RuleArn: arns[index], Priority })) })
    expect(() =>
      set([
        [0, 9],
        [1, 3],
      ]),
    ).toThrow(fault('PriorityInUse'))
    expect(rules(stage, web.listenerArn).map((rule) => rule.Priority)).toEqual(['1', '2', '3', 'default'])
    set([
      [0, 3],
      [2, 1],
    ])
    expect(
      rules(stage, web.listenerArn)
        .map((rule) => rule.RuleArn)
        .slice(0, 3),
    ).toEqual([arns[2], arns[1], arns[0]])
  })

  it('keep the actions given when only the conditions change', () => {
    const stage = setStage()
    const web = openWebService(stage)
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^\/[a-z]{1,8}$/), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 999 }),
        (Values, Weight) => {
          const { Rules } = stage.elb<DescribeRulesOutput>('CreateRule', {
            ListenerArn: web.listenerArn,
            Priority: 7,
            Conditions: [{ Field: 'path-pattern', Values: ['/first'] }],
            Actions: [{ Type: 'forward', Order: 3, ForwardConfig: { TargetGroups: [{ TargetGroupArn: web.groupArn, Weight }] } }],
          })
          const RuleArn = Rules?.[0]?.RuleArn
          const changed = stage.elb<DescribeRulesOutput>('ModifyRule', { RuleArn, Conditions: [{ Field: 'path-pattern', Values }] })
            .Rules?.[0]
          expect(changed?.Actions).toEqual(Rules?.[0]?.Actions)
          expect(changed?.Conditions?.[0]?.Values).toEqual(Values)
          stage.elb('DeleteRule', { RuleArn })
        },
      ),
      { numRuns: 30 },
    )
  })
})
