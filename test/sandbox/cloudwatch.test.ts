import type { DescribeAlarmsOutput, GetMetricDataOutput, MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { DescribeTargetHealthOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import { describe, expect, it } from 'vitest'
import { setStage, type Stage } from './stage.ts'
import { openWebService, runWebService, type WebService } from './web-service.ts'

function dimensions(web: WebService, group = true): { Name: string; Value: string }[] {
  const of = (arn: string) => arn.split(':')[5] ?? ''
  const whole = { Name: 'LoadBalancer', Value: of(web.loadBalancerArn).replace('loadbalancer/', '') }
  return group ? [whole, { Name: 'TargetGroup', Value: of(web.groupArn) }] : [whole]
}

function metric(web: WebService, Id: string, MetricName: string, Stat = 'Sum', group = true): MetricDataQuery {
  return {
    Id,
    MetricStat: { Metric: { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions: dimensions(web, group) }, Period: 60, Stat },
  }
}

function read(
  stage: Stage,
  MetricDataQueries: MetricDataQuery[],
  minutes: number,
  more: object = {},
): NonNullable<GetMetricDataOutput['MetricDataResults']> {
  const nowMs = stage.timeline.nowMs()
  return (
    stage.watch<GetMetricDataOutput>('GetMetricData', {
      MetricDataQueries,
      StartTime: new Date(nowMs - minutes * 60_000),
      EndTime: new Date(nowMs),
      ...more,
    }).MetricDataResults ?? []
  )
}

const toMinute = (stage: Stage) => stage.timeline.advanceTo(Math.ceil(stage.timeline.nowMs() / 60_000) * 60_000)

describe('metrics of a load balancer', () => {
  it('count what was served, newest first, missing instead of 0, and late', () => {
    const stage = setStage({ load: { perSecond: () => 100, tickMs: 10_000 }, metricDelayMs: 120_000 })
    const web = runWebService(stage, { environment: { ERROR_RATE: '0.1' } })
    toMinute(stage)
    stage.pass(300)
    const [requests, good, bad, refused, latency, healthy] = read(
      stage,
      [
        metric(web, 'requests', 'RequestCount'),
        metric(web, 'good', 'HTTPCode_Target_2XX_Count'),
        metric(web, 'bad', 'HTTPCode_Target_5XX_Count'),
        metric(web, 'refused', 'TargetConnectionErrorCount'),
        metric(web, 'latency', 'TargetResponseTime', 'p50'),
        metric(web, 'healthy', 'HealthyHostCount', 'Maximum'),
      ],
      5,
    )
    // Five minutes have passed, the points of the last two cannot be read yet.
    expect(requests?.Values).toEqual([6000, 6000, 6000])
    expect(requests?.Timestamps?.[0]?.getTime()).toBeGreaterThan(requests?.Timestamps?.[1]?.getTime() ?? 0)
    expect(requests?.StatusCode).toBe('Complete')
    good?.Values?.forEach((count, index) => expect(count + (bad?.Values?.[index] ?? 0)).toBe(6000))
    expect(bad?.Values?.every((count) => count > 450 && count < 750)).toBe(true)
    expect(refused?.Values).toEqual([])
    expect(latency?.Values?.every((seconds) => seconds > 0.003 && seconds < 0.007)).toBe(true)
    expect(healthy?.Values).toEqual([4, 4, 4])
  })

  it('show a target that refuses as connection errors of the group and 502 of the load balancer, not as 5XX of the group', () => {
    const stage = setStage({ load: { perSecond: () => 50 }, metricDelayMs: 0 })
    const web = openWebService(stage, {
      environment: { START_DELAY_MS: '6000000' },
      service: { healthCheckGracePeriodSeconds: 7200 },
    })
    stage.pass(300)
    const [refused, own, balancer, byCode, ofGroup] = read(
      stage,
      [
        metric(web, 'refused', 'TargetConnectionErrorCount'),
        metric(web, 'own', 'HTTPCode_Target_5XX_Count'),
        metric(web, 'balancer', 'HTTPCode_ELB_5XX_Count', 'Sum', false),
        metric(web, 'bycode', 'HTTPCode_ELB_502_Count', 'Sum', false),
        metric(web, 'ofgroup', 'HTTPCode_ELB_5XX_Count'),
      ],
      3,
    )
    expect(refused?.Values?.[0]).toBe(3000)
    expect(own?.Values).toEqual([])
    expect(balancer?.Values?.[0]).toBe(3000)
    expect(byCode?.Values?.[0]).toBe(3000)
    expect(ofGroup?.Values).toEqual([])
  })

  it('stay missing while nothing is asked for, but for the host counts', () => {
    const stage = setStage({ metricDelayMs: 0 })
    const web = runWebService(stage)
    toMinute(stage)
    stage.pass(180)
    const [requests, rate, filled, hosts] = read(
      stage,
      [
        metric(web, 'requests', 'RequestCount'),
        { Id: 'rate', Expression: 'bad / requests' },
        { Id: 'filled', Expression: 'FILL(bad, 0)' },
        metric(web, 'hosts', 'HealthyHostCount', 'Average'),
        { ...metric(web, 'bad', 'HTTPCode_Target_5XX_Count'), ReturnData: false },
      ],
      3,
    )
    expect(requests?.Values).toEqual([])
    expect(rate?.Values).toEqual([])
    expect(filled?.Values).toEqual([0, 0, 0])
    expect(hosts?.Values).toEqual([4, 4, 4])
  })
})

describe('metrics of the targets in a zone', () => {
  const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']
  const inZone = (web: WebService, zone: string, name: string): MetricDataQuery => {
    const query = metric(web, `z${zone.at(-1)}${name.toLowerCase()}`, name)
    query.MetricStat!.Metric!.Dimensions!.push({ Name: 'AvailabilityZone', Value: zone })
    return query
  }

  it('add up to those of the group; tasks are spread over the zones of their subnets', () => {
    const stage = setStage({ load: { perSecond: () => 100, tickMs: 1000 }, metricDelayMs: 0 })
    const subnets = ['subnet-1', 'subnet-2']
    const web = runWebService(stage, {
      environment: { ERROR_RATE: '0.1' },
      service: { networkConfiguration: { awsvpcConfiguration: { subnets } } },
    })
    expect(web.tasks().map(({ availabilityZone }) => availabilityZone)).toEqual(expect.arrayContaining(zones.slice(0, 2)))
    const { TargetHealthDescriptions } = stage.elb<DescribeTargetHealthOutput>('DescribeTargetHealth', { TargetGroupArn: web.groupArn })
    const of = (zone: string) => TargetHealthDescriptions?.filter(({ Target }) => Target?.AvailabilityZone === zone).length
    expect(zones.map(of)).toEqual([2, 2, 0])
    toMinute(stage)
    stage.pass(120)
    for (const name of ['RequestCount', 'HTTPCode_Target_5XX_Count']) {
      const [whole, a, b, c] = read(stage, [metric(web, 'whole', name), ...zones.map((zone) => inZone(web, zone, name))], 2)
      expect(whole?.Values).toHaveLength(2)
      expect(whole?.Values).toEqual(a?.Values?.map((count, index) => count + (b?.Values?.[index] ?? 0)))
      expect(c?.Values).toEqual([])
    }
  })

  it('are all in the first zone where there is one subnet', () => {
    const stage = setStage({ load: { perSecond: () => 100, tickMs: 1000 }, metricDelayMs: 0 })
    const web = runWebService(stage)
    toMinute(stage)
    stage.pass(60)
    expect(read(stage, [inZone(web, 'eu-west-1a', 'RequestCount')], 1)[0]?.Values).toEqual([6000])
  })
})

describe('statistics between bounds', () => {
  // 0.1, 0.2, … 1.0, and 0.5 a second time.
  const values = [...Array.from({ length: 10 }, (_, index) => (index + 1) / 10), 0.5]
  it.each([
    ['TC(0.55:)', 5],
    ['TC(:0.55)', 6],
    ['TC(0.15:0.55)', 5],
    ['TC(2:)', 0],
    ['TC(:2)', 11],
    // 1 is told exactly: the lower bound is exclusive, the upper inclusive.
    ['TC(1:)', 0],
    ['TC(:1)', 11],
    ['TC(:0.99)', 10],
    ['PR(0.55:)', 500 / 11],
    ['PR(:0.55)', 600 / 11],
    ['PR(2:)', 0],
    ['TM(0.55:0.75)', 0.65],
    ['TM(2:)', undefined],
    ['p50', 0.5],
  ])('%s', (Stat, expected) => {
    const stage = setStage()
    stage.pass(600)
    toMinute(stage)
    stage.watch('PutMetricData', { Namespace: 'App', MetricData: [{ MetricName: 'a', Values: values }] })
    stage.pass(59)
    const [result] = read(stage, [{ Id: 'm', MetricStat: { Metric: { Namespace: 'App', MetricName: 'a' }, Period: 60, Stat } }], 1)
    expect(result?.Values).toHaveLength(expected === undefined ? 0 : 1)
    // Values within one per cent share a place.
    if (expected !== undefined) expect(result!.Values![0]! / (expected || 1)).toBeCloseTo(expected === 0 ? 0 : 1, 2)
  })

  it.each(['TC', 'TC(:)', 'TC(a:)', 'TC(0.12345678901:)', 'tm90%', 'ZZ(1:2)'])('%s is none', (Stat) => {
    const stage = setStage()
    stage.pass(600)
    const ask = () => read(stage, [{ Id: 'm', MetricStat: { Metric: { Namespace: 'App', MetricName: 'a' }, Period: 60, Stat } }], 1)
    expect(ask).toThrow(expect.objectContaining({ code: 'ValidationError' }) as Error)
  })
})

describe('periods', () => {
  const ask = (stage: Stage, Period: number, minutes: number) =>
    read(stage, [{ Id: 'm', MetricStat: { Metric: { Namespace: 'App', MetricName: 'a' }, Period, Stat: 'Sum' } }], minutes)[0]?.Values

  it('below a minute have points of high resolution alone, for three hours', () => {
    const stage = setStage()
    toMinute(stage)
    stage.watch('PutMetricData', { Namespace: 'App', MetricData: [{ MetricName: 'a', Value: 1, StorageResolution: 1 }] })
    stage.pass(10)
    stage.watch('PutMetricData', { Namespace: 'App', MetricData: [{ MetricName: 'a', Value: 2, StorageResolution: 1 }] })
    stage.pass(50)
    expect(ask(stage, 10, 1)).toEqual([2, 1])
    expect(ask(stage, 60, 1)).toEqual([3])
    stage.pass(3 * 3600)
    expect(ask(stage, 10, 181)).toEqual([])
    expect(ask(stage, 60, 181)).toEqual([3])
  })

  it.each([7, 45, 90])('of %d seconds are none', (Period) => {
    const stage = setStage()
    stage.pass(600)
    expect(() => ask(stage, Period, 1)).toThrow(expect.objectContaining({ code: 'ValidationError' }) as Error)
  })
})

describe('metric math and paging', () => {
  const put = (stage: Stage, MetricName: string, values: readonly (number | undefined)[]) =>
    values.forEach((Value, index) => {
      if (Value === undefined) return
      const Timestamp = new Date(stage.timeline.nowMs() - (values.length - index) * 60_000)
      stage.watch('PutMetricData', { Namespace: 'App', MetricData: [{ MetricName, Value, Timestamp }] })
    })
  const app = (Id: string, MetricName: string): MetricDataQuery => ({
    Id,
    MetricStat: { Metric: { Namespace: 'App', MetricName }, Period: 60, Stat: 'Sum' },
    ReturnData: false,
  })

  it.each([
    ['a / b', [5, 10]],
    ['100 * (a + b) - 1', [1199, 2199]],
    ['FILL(b, 0) + a', [12, 20, 22]],
    ['SUM([a, b])', [12, 20, 22]],
    ['SUM(METRICS())', [12, 20, 22]],
    ['AVG([a, b])', [6, 20, 11]],
    ['a / SUM(a)', [10 / 50, 20 / 50, 20 / 50]],
    ['IF(a > 15, a, 0)', [0, 20, 20]],
    ['-a + 1', [-9, -19, -19]],
    ['MAX(a) * 2', [40, 40, 40]],
    ['a / (b - b)', []],
  ])('%s', (Expression, expected) => {
    const stage = setStage()
    toMinute(stage)
    stage.pass(600)
    put(stage, 'a', [10, 20, 20])
    put(stage, 'b', [2, undefined, 2])
    const [result] = read(stage, [{ Id: 'e', Expression }, app('a', 'a'), app('b', 'b')], 3, { ScanBy: 'TimestampAscending' })
    expect(result?.Values).toEqual(expected.map((value) => expect.closeTo(value, 9) as number))
  })

  it('pages by query and refuses nonsense', () => {
    const stage = setStage()
    stage.pass(600)
    put(stage, 'a', [1, 2, 3])
    const queries = ['m1', 'm2', 'm3'].map((Id) => ({ ...app(Id, 'a'), ReturnData: true }))
    const times = { StartTime: new Date(stage.timeline.nowMs() - 300_000), EndTime: new Date(stage.timeline.nowMs()) }
    const ids: (string | undefined)[] = []
    let NextToken: string | undefined
    do {
      const page = stage.watch<GetMetricDataOutput>('GetMetricData', { MetricDataQueries: queries, ...times, MaxDatapoints: 4, NextToken })
      ids.push(...(page.MetricDataResults ?? []).map((each) => each.Id))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    expect(ids).toEqual(['m1', 'm2', 'm3'])
    const ask = (Expression: string) => () => read(stage, [{ Id: 'e', Expression }], 3)
    for (const nonsense of ['a +', 'nobody', 'FILL(', '1 2', 'a $ b'])
      expect(ask(nonsense)).toThrow(expect.objectContaining({ code: 'ValidationError' }) as Error)
  })
})

describe('alarms', () => {
  const states = (treat: string | undefined, values: readonly (number | undefined)[], more: object = {}) => {
    const stage = setStage({ metricDelayMs: 0 })
    toMinute(stage)
    stage.pass(60)
    stage.watch('PutMetricAlarm', {
      AlarmName: 'high',
      Namespace: 'App',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: treat,
      ...more,
    })
    return values.map((Value) => {
      if (Value !== undefined) stage.watch('PutMetricData', { Namespace: 'App', MetricData: [{ MetricName: 'Errors', Value }] })
      stage.pass(60.01)
      return stage.watch<DescribeAlarmsOutput>('DescribeAlarms', { AlarmNames: ['high'] }).MetricAlarms?.[0]?.StateValue
    })
  }

  it('need M of the last N points', () => {
    expect(states('missing', [1, 20, 1, 20, 1, 1])).toEqual(['OK', 'OK', 'OK', 'ALARM', 'OK', 'OK'])
  })

  it.each([
    ['missing', [20, 20, undefined, undefined, undefined], ['OK', 'ALARM', 'ALARM', 'OK', 'INSUFFICIENT_DATA']],
    ['breaching', [1, undefined, undefined], ['ALARM', 'ALARM', 'ALARM']],
    ['notBreaching', [20, 20, undefined, undefined, undefined], ['OK', 'ALARM', 'ALARM', 'OK', 'OK']],
    ['ignore', [20, 20, undefined, undefined, undefined, undefined], ['OK', 'ALARM', 'ALARM', 'OK', 'OK', 'OK']],
  ])('treat missing data as %s', (treat, values, expected) => {
    expect(states(treat, values)).toEqual(expected)
  })

  it('hold a state set by hand until the next evaluation', () => {
    const stage = setStage({ metricDelayMs: 0 })
    stage.watch('PutMetricAlarm', {
      AlarmName: 'a',
      Namespace: 'App',
      MetricName: 'x',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      TreatMissingData: 'notBreaching',
    })
    const state = () => stage.watch<DescribeAlarmsOutput>('DescribeAlarms', {}).MetricAlarms?.[0]?.StateValue
    expect(state()).toBe('INSUFFICIENT_DATA')
    stage.pass(61)
    expect(state()).toBe('OK')
    stage.watch('SetAlarmState', { AlarmName: 'a', StateValue: 'ALARM', StateReason: 'drill' })
    expect(state()).toBe('ALARM')
    stage.pass(60)
    expect(state()).toBe('OK')
  })

  it('watch expressions, with periods divided by the time scale', () => {
    const stage = setStage({ metricDelayMs: 0, metricPeriodMs: 1000, timeScale: 60, load: { perSecond: () => 50, tickMs: 500 } })
    const web = runWebService(stage, { environment: { ERROR_RATE: '0.2' } })
    stage.watch('PutMetricAlarm', {
      AlarmName: 'rate',
      EvaluationPeriods: 2,
      Threshold: 0.05,
      ComparisonOperator: 'GreaterThanThreshold',
      Metrics: [
        { ...metric(web, 'bad', 'HTTPCode_Target_5XX_Count'), ReturnData: false },
        { ...metric(web, 'all', 'RequestCount'), ReturnData: false },
        { Id: 'rate', Expression: 'bad / all' },
      ],
    })
    const state = () => stage.watch<DescribeAlarmsOutput>('DescribeAlarms', {}).MetricAlarms?.[0]?.StateValue
    expect(stage.until('the alarm rings', () => state() === 'ALARM')).toBeLessThanOrEqual(4)
  })
})
