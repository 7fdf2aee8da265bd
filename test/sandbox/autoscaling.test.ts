import type {
  DescribeScalableTargetsResponse,
  DescribeScalingPoliciesResponse,
  PutScalingPolicyResponse,
  RegisterScalableTargetResponse,
  ScalableTarget,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling'
import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { setStage, type Stage } from './stage.ts'
import { runWebService, type WebService } from './web-service.ts'

const name = { ServiceNamespace: 'ecs', ResourceId: 'service/main/web', ScalableDimension: 'ecs:service:DesiredCount' }
const fault = (code: string, message?: string) => expect.objectContaining({ code, ...(message === undefined ? {} : { message }) }) as Error
const none = { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false, ScheduledScalingSuspended: false }

function register(stage: Stage, input: object): string {
  return stage.scaling<RegisterScalableTargetResponse>('RegisterScalableTarget', { ...name, ...input }).ScalableTargetARN ?? ''
}

function targets(stage: Stage, input: object = {}): ScalableTarget[] {
  return (
    stage.scaling<DescribeScalableTargetsResponse>('DescribeScalableTargets', { ServiceNamespace: 'ecs', ...input }).ScalableTargets ?? []
  )
}

function labelOf(web: WebService): string {
  return `${web.loadBalancerArn.split(':loadbalancer/')[1]}/${web.groupArn.split(':').at(-1)}`
}

/** A policy on the requests per target of the service's group, 100 a minute. */
function track(stage: Stage, web: WebService, configuration: Partial<TargetTrackingScalingPolicyConfiguration> = {}, input: object = {}) {
  return stage.scaling<PutScalingPolicyResponse>('PutScalingPolicy', {
    ...name,
    PolicyName: 'requests',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 100,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel: labelOf(web) },
      ...configuration,
    },
    ...input,
  })
}

/** A service of 4 tasks that gets so many requests in each minute, the first of which begins now; its metrics are readable at once. */
function underLoad(perMinute: (minute: number) => number) {
  let startMs = Infinity
  const stage = setStage({
    metricDelayMs: 0,
    load: { perSecond: (atMs) => (atMs < startMs ? 0 : perMinute(Math.floor((atMs - startMs) / 60_000)) / 60) },
  })
  const web = runWebService(stage)
  // A little after the border, when the alarms of the minute have been evaluated.
  stage.timeline.advanceTo(Math.ceil(stage.timeline.nowMs() / 60_000) * 60_000 + 2)
  startMs = stage.timeline.nowMs()
  /** The desired count after each of so many minutes. */
  const minutes = (count: number) =>
    Array.from({ length: count }, () => {
      stage.pass(60)
      return web.describe().desiredCount
    })
  return { stage, web, minutes }
}

describe('scalable targets', () => {
  it('are described with every member, and keep what a later call does not name', () => {
    const stage = setStage()
    runWebService(stage)
    const arn = register(stage, { MinCapacity: 2, MaxCapacity: 8 })
    expect(arn).toMatch(/^arn:aws:application-autoscaling:eu-west-1:123456789012:scalable-target\/\w{36}$/)
    const [first] = targets(stage)
    expect(first).toEqual({
      ...name,
      MinCapacity: 2,
      MaxCapacity: 8,
      RoleARN: expect.stringContaining('AWSServiceRoleForApplicationAutoScaling_ECSService') as string,
      CreationTime: expect.any(Date) as Date,
      SuspendedState: none,
      ScalableTargetARN: arn,
    })
    expect(register(stage, { SuspendedState: { DynamicScalingInSuspended: true } })).toBe(arn)
    register(stage, { SuspendedState: { ScheduledScalingSuspended: true } })
    register(stage, { MinCapacity: 3 })
    expect(targets(stage)).toEqual([
      { ...first, MinCapacity: 3, SuspendedState: { ...none, DynamicScalingInSuspended: true, ScheduledScalingSuspended: true } },
    ])
    register(stage, { SuspendedState: { DynamicScalingInSuspended: false } })
    expect(targets(stage)[0]?.SuspendedState).toEqual({ ...none, ScheduledScalingSuspended: true })
  })

  it('put the desired count within their bounds at once, by tasks that start and drain, also when the call names neither bound', () => {
    const stage = setStage()
    const web = runWebService(stage)
    register(stage, { MinCapacity: 6, MaxCapacity: 8 })
    expect(web.describe().desiredCount).toBe(6)
    stage.until('scaled out', () => web.describe().runningCount === 6)
    expect(web.history()).toHaveLength(1)
    register(stage, { MinCapacity: 1, MaxCapacity: 3 })
    expect(web.describe().desiredCount).toBe(3)
    stage.until('draining', () => web.targetStates().filter((state) => state.startsWith('draining')).length === 3)
    stage.until('scaled in', () => web.describe().runningCount === 3)
    expect(web.events()).toContainEqual(expect.stringMatching(/^\(service web\) has stopped 3 running tasks: /))
    web.update({ desiredCount: 0 })
    stage.pass(300)
    expect(web.describe().desiredCount).toBe(0)
    register(stage, { SuspendedState: { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: true } })
    expect(web.describe().desiredCount).toBe(1)
  })

  it('refuse what AWS refuses', () => {
    const stage = setStage()
    runWebService(stage)
    const attempt = (input: object) => () => register(stage, input)
    const bounds = { MinCapacity: 1, MaxCapacity: 4 }
    expect(attempt({ ...bounds, ResourceId: 'service/main/nobody' })).toThrow(
      fault('ValidationException', "ECS service doesn't exist: service/main/nobody"),
    )
    for (const wrong of [{ ServiceNamespace: 'dynamodb' }, { ScalableDimension: 'rds:cluster:ReadReplicaCount' }, { ResourceId: 'web' }])
      expect(attempt({ ...bounds, ...wrong })).toThrow(
        fault('ValidationException', 'Unsupported service namespace, resource type or scalable dimension'),
      )
    expect(attempt({ MinCapacity: 1 })).toThrow(fault('ValidationException'))
    expect(attempt({ MinCapacity: 5, MaxCapacity: 4 })).toThrow(fault('ValidationException'))
    expect(attempt({ MinCapacity: -1, MaxCapacity: 4 })).toThrow(fault('ValidationException'))
    expect(targets(stage)).toEqual([])
    attempt(bounds)()
    expect(attempt({ MinCapacity: 5 })).toThrow(fault('ValidationException'))
    expect(targets(stage)[0]).toMatchObject(bounds)
    stage.scaling('DeregisterScalableTarget', name)
    expect(targets(stage)).toEqual([])
    expect(() => stage.scaling('DeregisterScalableTarget', name)).toThrow(
      fault(
        'ObjectNotFoundException',
        'No scalable target registered for service namespace: ecs, resource ID: service/main/web, scalable dimension: ecs:service:DesiredCount',
      ),
    )
  })

  it('are listed by resource and in pages', () => {
    const stage = setStage()
    const web = runWebService(stage)
    for (const serviceName of ['one', 'two'])
      stage.ecs('CreateService', {
        cluster: 'main',
        serviceName,
        taskDefinition: web.describe().taskDefinition,
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      })
    const ids = ['web', 'one', 'two'].map((service) => `service/main/${service}`)
    for (const ResourceId of ids) register(stage, { ResourceId, MinCapacity: 0, MaxCapacity: 4 })
    expect(targets(stage, { ResourceIds: [ids[1], 'service/main/nobody'] }).map((each) => each.ResourceId)).toEqual([ids[1]])
    expect(targets(stage, { ServiceNamespace: 'dynamodb' })).toEqual([])
    const page = (NextToken?: string) =>
      stage.scaling<DescribeScalableTargetsResponse>('DescribeScalableTargets', { ServiceNamespace: 'ecs', MaxResults: 2, NextToken })
    const first = page()
    const second = page(first.NextToken)
    expect([...(first.ScalableTargets ?? []), ...(second.ScalableTargets ?? [])].map((each) => each.ResourceId)).toEqual(ids)
    expect(second.NextToken).toBeUndefined()
    expect(() => page('no token')).toThrow(fault('InvalidNextTokenException'))
    expect(() => targets(stage, { ScalableDimension: name.ScalableDimension })).toThrow(fault('ValidationException'))
  })

  it('are read late', () => {
    const stage = setStage({ readLagMs: 5_000 })
    runWebService(stage)
    register(stage, { MinCapacity: 4, MaxCapacity: 8 })
    expect(targets(stage)).toEqual([])
    stage.pass(5)
    register(stage, { MinCapacity: 5 })
    expect(targets(stage)[0]?.MinCapacity).toBe(4)
    stage.pass(5)
    expect(targets(stage)[0]?.MinCapacity).toBe(5)
  })
})

describe('scaling policies', () => {
  it('come with alarms that AWS would make, and go with them', () => {
    const stage = setStage()
    const web = runWebService(stage)
    register(stage, { MinCapacity: 2, MaxCapacity: 8 })
    const { PolicyARN, Alarms } = track(stage, web)
    expect(PolicyARN).toMatch(
      /^arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:[\w-]{36}:resource\/ecs\/service\/main\/web:policyName\/requests$/,
    )
    expect(Alarms?.map((alarm) => alarm.AlarmName)).toEqual([
      expect.stringMatching(/^TargetTracking-service\/main\/web-AlarmHigh-[\w-]{36}$/),
      expect.stringMatching(/^TargetTracking-service\/main\/web-AlarmLow-[\w-]{36}$/),
    ])
    const alarms = () => stage.watch<DescribeAlarmsOutput>('DescribeAlarms', {}).MetricAlarms ?? []
    const metric = { MetricName: 'RequestCountPerTarget', Statistic: 'Sum', Period: 60, TreatMissingData: 'missing' }
    expect(alarms()).toMatchObject([
      { ...metric, EvaluationPeriods: 3, Threshold: 100, ComparisonOperator: 'GreaterThanThreshold' },
      { ...metric, EvaluationPeriods: 15, Threshold: 90, ComparisonOperator: 'LessThanThreshold' },
    ])
    const policies = (input: object = {}) =>
      stage.scaling<DescribeScalingPoliciesResponse>('DescribeScalingPolicies', { ServiceNamespace: 'ecs', ...input }).ScalingPolicies
    expect(policies({ ResourceId: name.ResourceId })).toMatchObject([{ ...name, PolicyARN, PolicyName: 'requests', Alarms }])
    expect(policies({ PolicyNames: ['other'] })).toEqual([])
    const changed = track(stage, web, { TargetValue: 200, DisableScaleIn: true })
    expect(changed).toEqual({ PolicyARN, Alarms: [Alarms?.[0]] })
    expect(alarms().map((alarm) => alarm.Threshold)).toEqual([200])
    stage.scaling('DeleteScalingPolicy', { ...name, PolicyName: 'requests' })
    expect([policies(), alarms()]).toEqual([[], []])
    track(stage, web)
    stage.scaling('DeregisterScalableTarget', name)
    expect([policies(), alarms()]).toEqual([[], []])
  })

  it('refuse what AWS refuses, and what is not modelled', () => {
    const stage = setStage()
    const web = runWebService(stage)
    expect(() => track(stage, web)).toThrow(fault('ObjectNotFoundException'))
    register(stage, { MinCapacity: 2, MaxCapacity: 8 })
    const of = (PredefinedMetricType: string, ResourceLabel?: string) =>
      ({ PredefinedMetricSpecification: { PredefinedMetricType, ResourceLabel } }) as Partial<TargetTrackingScalingPolicyConfiguration>
    const refused = fault('ValidationException')
    expect(() => track(stage, web, of('ECSServiceAverageCPUUtilization'))).toThrow(
      fault(
        'ValidationException',
        'The sandbox models the predefined metric ALBRequestCountPerTarget only, not ECSServiceAverageCPUUtilization',
      ),
    )
    expect(() => track(stage, web, of('ALBRequestCountPerTarget'))).toThrow(refused)
    expect(() => track(stage, web, of('ALBRequestCountPerTarget', labelOf(web).replace('targetgroup/web', 'targetgroup/green')))).toThrow(
      fault('ValidationException', 'The load balancer does not route traffic to the target group.'),
    )
    expect(() => track(stage, web, { TargetValue: 0 })).toThrow(refused)
    expect(() => track(stage, web, {}, { PolicyType: 'StepScaling' })).toThrow(refused)
    expect(() => stage.scaling('DeleteScalingPolicy', { ...name, PolicyName: 'requests' })).toThrow(fault('ObjectNotFoundException'))
    track(stage, web)
    expect(() => track(stage, web, {}, { PolicyName: 'again' })).toThrow(
      fault('ValidationException', 'Only one TargetTrackingScaling policy for a given metric specification is allowed.'),
    )
  })
})

describe('target tracking', () => {
  it('adds what the metric asks for after three minutes above the target, within the maximum', () => {
    const { stage, web, minutes } = underLoad(() => 1000)
    register(stage, { MinCapacity: 2, MaxCapacity: 8 })
    track(stage, web)
    // 1000 requests over 4 tasks are 250 for each, which asks for 10.
    expect(minutes(4)).toEqual([4, 4, 8, 8])
    expect(web.history()).toHaveLength(1)
    stage.until('all of them serve', () => web.targetStates().filter((state) => state === 'healthy').length === 8)
  })

  it('adds nothing more within the cooldown unless the load has grown, and goes on after it', () => {
    const grown = underLoad((minute) => (minute < 4 ? 600 : 1200))
    register(grown.stage, { MinCapacity: 2, MaxCapacity: 20 })
    track(grown.stage, grown.web)
    // Twice the load on 6 tasks is 200 for each: applied to the 4 of before the first step, 8. After the cooldown 150 for each of the 8: 12.
    expect(grown.minutes(13)).toEqual([4, 4, 6, 6, 6, 6, 8, 8, 8, 8, 8, 12, 12])
    const quick = underLoad((minute) => (minute < 4 ? 600 : 1200))
    register(quick.stage, { MinCapacity: 2, MaxCapacity: 20 })
    track(quick.stage, quick.web, { ScaleOutCooldown: 0 })
    expect(quick.minutes(8)).toEqual([4, 4, 6, 6, 6, 6, 12, 12])
  })

  it('takes one task away after fifteen minutes below nine tenths, and the next after the cooldown, down to the minimum', () => {
    const { stage, web, minutes } = underLoad(() => 40)
    register(stage, { MinCapacity: 2, MaxCapacity: 8 })
    track(stage, web)
    const counts = minutes(30)
    expect(counts.slice(0, 14)).toEqual(Array(14).fill(4))
    expect(counts[14]).toBe(3)
    expect(counts.slice(15, 19)).toEqual(Array(4).fill(3))
    expect(counts[19]).toBe(2)
    expect(counts.at(-1)).toBe(2)
    expect(web.events()).toContainEqual(expect.stringMatching(/^\(service web\) has stopped 1 running tasks: /))
  })

  it('does not take away what the target needs, though the metric is below nine tenths of it', () => {
    // 340 requests over 4 tasks are 85 for each: below 90, but three tasks would get 113.
    const { stage, web, minutes } = underLoad(() => 340)
    register(stage, { MinCapacity: 1, MaxCapacity: 8 })
    track(stage, web)
    expect(new Set(minutes(25))).toEqual(new Set([4]))
  })

  it('does not move where it is suspended, or scale-in is disabled, and goes on when resumed', () => {
    const busy = underLoad(() => 1000)
    register(busy.stage, { MinCapacity: 2, MaxCapacity: 8, SuspendedState: { DynamicScalingOutSuspended: true } })
    track(busy.stage, busy.web)
    expect(busy.minutes(6).at(-1)).toBe(4)
    register(busy.stage, { SuspendedState: { DynamicScalingOutSuspended: false } })
    expect(busy.minutes(1)).toEqual([8])

    const quiet = underLoad(() => 40)
    register(quiet.stage, { MinCapacity: 2, MaxCapacity: 8, SuspendedState: { DynamicScalingInSuspended: true } })
    track(quiet.stage, quiet.web)
    expect(quiet.minutes(20).at(-1)).toBe(4)
    register(quiet.stage, { SuspendedState: { DynamicScalingInSuspended: false } })
    expect(quiet.minutes(1)).toEqual([3])
    track(quiet.stage, quiet.web, { DisableScaleIn: true })
    expect(quiet.minutes(30).at(-1)).toBe(3)
  })

  it('scales out in the middle of the cooldown of a scale-in, which ends it', () => {
    const { stage, web, minutes } = underLoad((minute) => (minute >= 16 && minute < 20 ? 1000 : 40))
    register(stage, { MinCapacity: 2, MaxCapacity: 8 })
    track(stage, web, { ScaleInCooldown: 7200 })
    const counts = minutes(40)
    expect([counts[14], counts[17], counts[18], counts[33], counts[34]]).toEqual([3, 3, 8, 8, 7])
  })

  it('does not scale in while a deployment is in progress, but out', () => {
    const slow = { START_DELAY_MS: '3600000' }
    const quiet = underLoad(() => 40)
    register(quiet.stage, { MinCapacity: 2, MaxCapacity: 8 })
    track(quiet.stage, quiet.web)
    quiet.web.update({ taskDefinition: quiet.web.register(slow), healthCheckGracePeriodSeconds: 36_000 })
    expect(quiet.minutes(20).at(-1)).toBe(4)
    const busy = underLoad(() => 1000)
    register(busy.stage, { MinCapacity: 2, MaxCapacity: 8 })
    track(busy.stage, busy.web)
    busy.web.update({ taskDefinition: busy.web.register(slow), healthCheckGracePeriodSeconds: 36_000 })
    expect(busy.minutes(4).at(-1)).toBe(8)
  })

  it('does not scale without data: a load balancer nobody asks reports none', () => {
    const { stage, web, minutes } = underLoad(() => 0)
    register(stage, { MinCapacity: 1, MaxCapacity: 8 })
    const { Alarms } = track(stage, web)
    expect(new Set(minutes(40))).toEqual(new Set([4]))
    const { MetricAlarms } = stage.watch<DescribeAlarmsOutput>('DescribeAlarms', { AlarmNames: [Alarms?.[1]?.AlarmName] })
    expect(MetricAlarms?.[0]?.StateValue).toBe('INSUFFICIENT_DATA')
  })

  it('acts by the time scale of the sandbox', () => {
    const stage = setStage({ metricDelayMs: 0, metricPeriodMs: 1_000, timeScale: 60, load: { perSecond: () => 40, tickMs: 500 } })
    const web = runWebService(stage)
    register(stage, { MinCapacity: 2, MaxCapacity: 8 })
    track(stage, web)
    // A minute of the model is a second here: 40 requests over 4 tasks are 10 for each.
    expect(stage.until('one task is taken', () => web.describe().desiredCount === 3)).toBeLessThanOrEqual(17)
    expect(stage.until('another is taken', () => web.describe().desiredCount === 2)).toBeLessThanOrEqual(6)
  })
})
