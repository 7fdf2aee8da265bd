import type { GetMetricDataOutput } from '@aws-sdk/client-cloudwatch'
import { describe, expect, test } from 'vitest'
import { createAlbMetrics, createThresholdJudge, type MeteredGroup } from '../../src/aws/alb-metrics.ts'
import type { Input, OperationName } from '../../src/aws/operations.ts'
import { thresholdChecks, type Threshold } from '../../src/domain/thresholds.ts'
import { explained } from '../fakes/explained-send.ts'
import { setStage, type Stage } from '../sandbox/stage.ts'
import { openWebService, runWebService, type WebService } from '../sandbox/web-service.ts'

const minuteMs = 60_000
const errors: Threshold = { kind: 'errors', most: 0.01, minRequests: 20 }
const latency: Threshold = { kind: 'latency', statistic: 'p99', mostMs: 800, minRequests: 20 }
const never = new AbortController().signal

/** The modelled cloud behind the adapter; `between` may change an answer on its way. */
function metricsOf(stage: Stage, delayMs = 120_000, between: (answer: GetMetricDataOutput) => object = (answer) => answer, page?: number) {
  const calls: { operation: OperationName; input: Input<'cloudwatch:GetMetricData'> }[] = []
  const send = explained((operation, input) => {
    calls.push({ operation, input: input as Input<'cloudwatch:GetMetricData'> })
    const answer = stage.cloud.call(operation, { ...input, ...(page !== undefined && { MaxDatapoints: page }) })
    return between(answer as GetMetricDataOutput)
  })
  return { calls, metrics: createAlbMetrics({ send, delayMs }) }
}

const groupOf = (web: WebService): MeteredGroup => ({ groupArn: web.groupArn, by: web.loadBalancerArn })
const busy = { load: { perSecond: () => 10, tickMs: 1_000 }, metricDelayMs: 120_000 }

/** From the start of a whole minute, so many minutes of traffic; answers when it began. */
function pass(stage: Stage, minutes: number): number {
  const { timeline } = stage
  timeline.advanceTo(Math.ceil(timeline.nowMs() / minuteMs) * minuteMs)
  const fromMs = timeline.nowMs()
  stage.pass(minutes * 60)
  return fromMs
}

describe('rows of a target group', () => {
  test('hold what was served in whole mature minutes, with one call', async () => {
    const stage = setStage(busy)
    const web = runWebService(stage, { environment: { ERROR_RATE: '0.1' } })
    const fromMs = pass(stage, 5)
    const { calls, metrics } = metricsOf(stage)
    const rows = await metrics.rows([groupOf(web)], fromMs - 1, stage.timeline.nowMs() + 30_000, ['p99', 'Average'])
    expect(rows.map(({ atMs }) => atMs - fromMs)).toEqual([0, 60_000, 120_000])
    for (const { group, requests, classes, latencyMs, connectionErrors } of rows) {
      expect({ group, requests, connectionErrors }).toEqual({ group: 'web', requests: 600, connectionErrors: 0 })
      expect(classes['2xx'] + classes['5xx']).toBe(600)
      expect(classes['5xx']).toBeGreaterThan(30)
      expect(latencyMs['p99']).toBeGreaterThan(latencyMs['Average']!)
      expect(latencyMs['Average']).toBeGreaterThan(1)
    }
    expect(calls.map(({ operation }) => operation)).toEqual(['cloudwatch:GetMetricData'])
  })

  test('leave out the minute in which the candidate began, and ask nothing before one is mature', async () => {
    const stage = setStage(busy)
    const web = runWebService(stage)
    const fromMs = pass(stage, 4)
    const { calls, metrics } = metricsOf(stage)
    const nowMs = stage.timeline.nowMs()
    expect((await metrics.rows([groupOf(web)], fromMs + 1, nowMs)).map(({ atMs }) => atMs - fromMs)).toEqual([60_000])
    expect(await metrics.rows([groupOf(web)], fromMs + 60_001, nowMs)).toEqual([])
    expect(await metrics.rows([], fromMs, nowMs)).toEqual([])
    expect(calls).toHaveLength(1)
  })

  test('take a missing counter for 0 where there were requests, and make no row of a minute without', async () => {
    const stage = setStage({
      metricDelayMs: 0,
      load: { perSecond: (atMs) => (Math.floor(atMs / minuteMs) % 2 === 0 ? 10 : 0), tickMs: 1_000 },
    })
    const web = runWebService(stage)
    const fromMs = pass(stage, 8)
    const { metrics } = metricsOf(stage)
    const rows = await metrics.rows([groupOf(web)], fromMs, stage.timeline.nowMs())
    const even = rows.filter(({ requests }) => requests > 500)
    expect(even).toHaveLength(3)
    expect(even.every(({ atMs, classes }) => (atMs / minuteMs) % 2 === 0 && classes['5xx'] === 0 && classes['4xx'] === 0)).toBe(true)
    expect(rows.filter(({ atMs }) => (atMs / minuteMs) % 2 === 1).every(({ requests }) => requests < 20)).toBe(true)
  })

  test('show targets that refuse as requests nobody answered', async () => {
    const stage = setStage({ ...busy, metricDelayMs: 0 })
    const web = openWebService(stage, {
      environment: { START_DELAY_MS: '6000000' },
      service: { healthCheckGracePeriodSeconds: 7200 },
    })
    stage.pass(120)
    const fromMs = pass(stage, 4)
    const { metrics } = metricsOf(stage)
    const judge = createThresholdJudge(metrics, [groupOf(web)])
    const [evidence] = await judge.judge(thresholdChecks([errors]), fromMs, stage.timeline.nowMs(), never)
    expect(evidence).toMatchObject({ check: 'errors', verdict: 'fail' })
    expect(evidence!.because).toContain('100 % errors (600 of 600, 600 of them connection errors)')
  })

  test('are the same however the answer is cut into pages', async () => {
    const stage = setStage(busy)
    const web = runWebService(stage, { environment: { ERROR_RATE: '0.1' } })
    const fromMs = pass(stage, 6)
    const whole = metricsOf(stage)
    const paged = metricsOf(stage, 120_000, undefined, 4)
    const ask = ({ metrics }: typeof whole) => metrics.rows([groupOf(web)], fromMs, stage.timeline.nowMs(), ['p99'])
    expect(await ask(paged)).toEqual(await ask(whole))
    expect(paged.calls.length).toBeGreaterThan(2)
    expect(paged.calls[1]!.input.NextToken).toBe('1')
  })

  test('are put together when one query goes on with the next page', async () => {
    const at = (minute: number) => new Date(minute * minuteMs)
    const send = explained((_, input) => {
      const { MetricDataQueries, NextToken } = input as Input<'cloudwatch:GetMetricData'>
      const first = NextToken === undefined
      const results = MetricDataQueries!.map(({ Id }) => {
        if (Id !== 'g0requests') return { Id, Timestamps: [], Values: [], StatusCode: 'Complete' }
        return first
          ? { Id, Timestamps: [at(0)], Values: [100], StatusCode: 'PartialData' }
          : { Id, Timestamps: [at(1), at(2)], Values: [200, NaN], StatusCode: 'Complete' }
      })
      return { MetricDataResults: first ? results : results.slice(0, 1), ...(first && { NextToken: 'more' }) }
    })
    const group = {
      groupArn: 'arn:aws:elasticloadbalancing:r:1:targetgroup/web/1',
      by: 'arn:aws:elasticloadbalancing:r:1:listener-rule/app/front/2/3/4',
    }
    const rows = await createAlbMetrics({ send, delayMs: 60_000 }).rows([group], 0, 5 * minuteMs)
    expect(rows.map(({ atMs, requests }) => [atMs, requests])).toEqual([
      [0, 100],
      [60_000, 200],
    ])
  })

  test.each<[string, string, string]>([
    ['a part of the points', 'PartialData', 'AWS_ERROR'],
    ['an error of a metric', 'InternalError', 'AWS_ERROR'],
    ['a metric that may not be read', 'Forbidden', 'ACCESS_DENIED'],
  ])('%s is never taken for quiet', async (_, StatusCode, reasonCode) => {
    const stage = setStage(busy)
    const web = runWebService(stage)
    const fromMs = pass(stage, 5)
    const spoil = (answer: GetMetricDataOutput): GetMetricDataOutput => ({
      ...answer,
      MetricDataResults: answer.MetricDataResults!.map((each, index) =>
        index === 4 ? { ...each, StatusCode: StatusCode as 'Forbidden' } : each,
      ),
    })
    const { metrics } = metricsOf(stage, 120_000, spoil)
    const asked = metrics.rows([groupOf(web)], fromMs, stage.timeline.nowMs())
    await expect(asked).rejects.toMatchObject({ reasonCode, message: expect.stringContaining('HTTPCode_Target_5XX_Count') as string })
  })

  test('a network load balancer is refused', async () => {
    const { metrics } = metricsOf(setStage())
    const group = { groupArn: 'arn:x:targetgroup/web/1', by: 'arn:x:loadbalancer/net/front/2' }
    await expect(metrics.rows([group], 0, 10 * minuteMs)).rejects.toMatchObject({ reasonCode: 'PREFLIGHT_FAILED' })
  })
})

describe('requests of the last mature minute', () => {
  test('are told for each group, 0 where there were none', async () => {
    const stage = setStage(busy)
    const web = runWebService(stage)
    const fromMs = pass(stage, 5)
    const { calls, metrics } = metricsOf(stage)
    const idle = { groupArn: web.groupArn.replace('/web/', '/idle/'), by: web.listenerArn }
    const groups = [groupOf(web), idle]
    expect(await metrics.requestCounts(groups, stage.timeline.nowMs() + 59_999)).toEqual({ atMs: fromMs + 120_000, counts: [600, 0] })
    expect(calls).toHaveLength(1)
    expect(await metrics.requestCounts([], stage.timeline.nowMs())).toMatchObject({ counts: [] })
  })
})

describe('the judge of thresholds', () => {
  const judged = async (environment: Record<string, string>, thresholds: readonly Threshold[]) => {
    const stage = setStage(busy)
    const web = runWebService(stage, { environment })
    const fromMs = pass(stage, 5)
    const { calls, metrics } = metricsOf(stage)
    const judge = createThresholdJudge(metrics, [groupOf(web)])
    const checks = [...thresholdChecks(thresholds), { name: 'smoke', kind: 'smoke', spec: undefined } as const]
    return { calls, fromMs, toMs: stage.timeline.nowMs(), evidence: await judge.judge(checks, fromMs, stage.timeline.nowMs(), never) }
  }

  test('reads once for all of its checks, and leaves others alone', async () => {
    const { calls, evidence, fromMs, toMs } = await judged({}, [errors, latency])
    expect(calls).toHaveLength(1)
    expect(evidence.map(({ check, verdict }) => [check, verdict])).toEqual([
      ['errors', 'pass'],
      ['latency p99', 'pass'],
    ])
    expect(evidence[0]).toMatchObject({ fromMs, toMs })
  })

  test('fails a candidate that answers with errors', async () => {
    const { evidence } = await judged({ ERROR_RATE: '0.3' }, [errors, latency])
    expect(evidence.map(({ verdict }) => verdict)).toEqual(['fail', 'pass'])
  })

  test.each<[string, string, 'error' | 'thrown']>([
    ['AccessDeniedException', 'ACCESS_DENIED', 'error'],
    ['ValidationError', 'PREFLIGHT_FAILED', 'error'],
    ['ThrottlingException', 'THROTTLED', 'thrown'],
    ['InternalServiceFault', 'AWS_ERROR', 'thrown'],
  ])('%s is no failed candidate: %s', async (name, reasonCode, expected) => {
    const send = explained(() => {
      throw Object.assign(new Error('no'), { name, status: name === 'InternalServiceFault' ? 500 : 400 })
    })
    const group = { groupArn: 'arn:x:targetgroup/web/1', by: 'arn:x:loadbalancer/app/front/2' }
    const judge = createThresholdJudge(createAlbMetrics({ send, delayMs: 60_000 }), [group])
    const asked = judge.judge(thresholdChecks([errors]), 0, 10 * minuteMs, never)
    if (expected === 'thrown') await expect(asked).rejects.toMatchObject({ reasonCode })
    else expect(await asked).toMatchObject([{ verdict: 'error', because: expect.stringContaining('cloudwatch:GetMetricData') as string }])
  })

  test('a cancelled look is no evidence', async () => {
    const stage = setStage()
    const { metrics } = metricsOf(stage)
    const group = { groupArn: 'arn:x:targetgroup/web/1', by: 'arn:x:loadbalancer/app/front/2' }
    const judge = createThresholdJudge(metrics, [group])
    await expect(judge.judge(thresholdChecks([errors]), 0, 10 * minuteMs, AbortSignal.abort())).rejects.toMatchObject({
      reasonCode: 'CANCELLED',
    })
  })
})
