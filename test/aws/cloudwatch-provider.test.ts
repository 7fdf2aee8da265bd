import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { describe, expect, test } from 'vitest'
import { createAlbProvider } from '../../src/aws/alb-provider.ts'
import { createCloudWatchProvider } from '../../src/aws/cloudwatch-provider.ts'
import { createMetricReader } from '../../src/aws/metric-reader.ts'
import type { Send } from '../../src/aws/operations.ts'
import type { Counts } from '../../src/domain/analysis/model.ts'
import type { Arm } from '../../src/domain/metrics/arm.ts'
import type { CloudWatchQuery, Compared } from '../../src/domain/metrics/model.ts'
import { metricProviderContract, originMs } from '../contracts/metric-provider.ts'
import { setStage, type Stage } from '../sandbox/stage.ts'
import { breakable, cloudSend, compared, errors, minuteMs, pointsSend } from './provider-stage.ts'

const never = new AbortController().signal
const armOf = (side: string): Arm => ({
  side,
  service: `shop-${side}`,
  cluster: 'main',
  revision: side === 'green' ? 'shop:7' : 'shop:6',
  group: `targetgroup/${side}/1`,
  loadBalancer: 'app/front/2',
})
const arms = { canary: armOf('green'), baseline: armOf('blue') }
const groups = {
  canary: [{ groupArn: 'arn:x:targetgroup/green/1', by: 'arn:x:loadbalancer/app/front/2' }],
  baseline: [{ groupArn: 'arn:x:targetgroup/blue/1', by: 'arn:x:loadbalancer/app/front/2' }],
}

const metric = (
  name: string,
  dimensions: Readonly<Record<string, string>> = { Service: '{service}' },
): CloudWatchQuery & { kind: 'metric' } => {
  return { kind: 'metric', namespace: 'Shop', metric: name, dimensions, statistic: 'Sum' }
}
const checkout = (bad: CloudWatchQuery = metric('Failed'), total: CloudWatchQuery = metric('Orders')): Compared =>
  compared('checkout', { kind: 'cloudwatch', bad, total })

function providerOf(send: Send, metrics: readonly Compared[] = [checkout()], periodMs = minuteMs) {
  return createCloudWatchProvider({ reader: createMetricReader(send), arms, metrics, periodMs, delayMs: 120_000 })
}

metricProviderContract('cloudwatch', () => {
  const held = new Map<number, { readonly canary?: Counts; readonly baseline?: Counts; readonly spoilt?: true }>()
  const { send, breakDown } = breakable(
    pointsSend(({ MetricStat }) => {
      const { MetricName = '', Dimensions = [] } = MetricStat!.Metric!
      const arm = Dimensions[0]!.Value === 'shop-green' ? 'canary' : 'baseline'
      const points = [...held].flatMap(([atMs, counts]): [number, number][] => {
        if (counts.spoilt) return [[atMs, NaN]]
        const value = MetricName === 'Orders' ? counts[arm]?.n : counts[arm]?.x
        return value === undefined ? [] : [[atMs, value]]
      })
      return new Map(points)
    }),
  )
  return {
    provider: providerOf(send),
    periodMs: minuteMs,
    member: 'checkout',
    hold: (atMs, counts) => void held.set(atMs, counts),
    spoil: (atMs) => void held.set(atMs, { ...held.get(atMs), spoilt: true }),
    breakDown,
  }
})

/** A source of which each metric and side is known by minute from the origin. */
const known = (points: Readonly<Record<string, readonly (number | undefined)[]>>): Send =>
  pointsSend(({ MetricStat, Id }) => {
    const key = MetricStat ? `${MetricStat.Metric!.Dimensions![0]!.Value!} ${MetricStat.Metric!.MetricName!}` : Id!
    const values = points[key] ?? []
    return new Map(values.flatMap((value, index) => (value === undefined ? [] : [[originMs + index * minuteMs, value] as const])))
  })
const ask = (send: Send, metrics?: readonly Compared[]) => providerOf(send, metrics).rows(['checkout'], originMs, originMs + 600_000, never)

describe('counts', () => {
  test('are rounded; what is missing beside a total is 0, an arm without a total had no requests', async () => {
    const send = known({
      'shop-green Orders': [9.6, 10, undefined, undefined, 0],
      'shop-green Failed': [10.4, undefined, undefined, 0, 0],
      'shop-blue Orders': [100.4, 100, 100, undefined, 0],
      'shop-blue Failed': [0.2, 3, undefined, undefined, undefined],
    })
    expect(await ask(send)).toEqual(
      [
        [0, { n: 10, x: 10 }, { n: 100, x: 0 }],
        [1, { n: 10, x: 0 }, { n: 100, x: 3 }],
        [2, { n: 0, x: 0 }, { n: 100, x: 0 }],
      ].map(([minute, canary, baseline]) => ({ atMs: originMs + Number(minute) * minuteMs, samples: { checkout: { canary, baseline } } })),
    )
  })

  test.each<[string, Readonly<Record<string, readonly number[]>>, string]>([
    ['more bad than there are', { 'shop-green Orders': [10], 'shop-green Failed': [12] }, '12 bad of 10 for checkout of green (shop:7)'],
    ['fewer than none', { 'shop-blue Orders': [10], 'shop-blue Failed': [-1] }, '-1 bad of 10 for checkout of blue (shop:6)'],
    ['bad ones of nothing', { 'shop-green Failed': [3] }, '3 bad of 0 for checkout of green (shop:7)'],
  ])('%s are told, not trimmed', async (_, points, text) => {
    await expect(ask(known(points))).rejects.toMatchObject({
      reasonCode: 'METRICS_UNAVAILABLE',
      message: `CloudWatch counts ${text} in the interval from 2027-01-15T08:00:00.000Z`,
    })
  })

  test('of several series, of which nobody can tell which is meant, are told', async () => {
    const search: CloudWatchQuery = { kind: 'expression', expression: `SEARCH('{Shop,Service} Orders', 'Sum', 60)`, metrics: {} }
    const send: Send = (async (_: string, { MetricDataQueries = [] }: { MetricDataQueries?: MetricDataQuery[] }) => {
      const results = MetricDataQueries.flatMap(({ Id }) =>
        ['a', 'b'].map((Label) => ({ Id, Label, Timestamps: [], Values: [], StatusCode: 'Complete' })),
      )
      return Promise.resolve({ MetricDataResults: results })
    }) as never
    await expect(ask(send, [checkout(search)])).rejects.toMatchObject({
      reasonCode: 'METRICS_UNAVAILABLE',
      message: `CloudWatch answered SEARCH('{Shop,Service} Orders', 'Sum', 60) with several series`,
    })
  })
})

describe('queries', () => {
  const asked = async (query: CloudWatchQuery): Promise<readonly MetricDataQuery[]> => {
    const queries: MetricDataQuery[] = []
    const send = pointsSend((each) => {
      queries.push(each)
      return new Map()
    })
    await ask(send, [checkout(query)])
    return queries
  }

  test('have the placeholders of each arm filled in', async () => {
    const query = metric('Failed', {
      Where: '{cluster}/{service}',
      Which: '{revision}',
      Side: '{side}',
      Group: '{group}',
      By: '{load-balancer}',
    })
    const values = (await asked(query)).flatMap(({ MetricStat }) =>
      MetricStat?.Metric?.MetricName === 'Failed' ? [MetricStat.Metric.Dimensions!.map(({ Value }) => Value)] : [],
    )
    expect(values).toEqual([
      ['main/shop-green', 'shop:7', 'green', 'targetgroup/green/1', 'app/front/2'],
      ['main/shop-blue', 'shop:6', 'blue', 'targetgroup/blue/1', 'app/front/2'],
    ])
  })

  test('of expressions have ids of their own, which neither quotes nor functions have', async () => {
    const query: CloudWatchQuery = {
      kind: 'expression',
      expression: `SUM(METRICS("b")) + IF(b1 > 0, b1, e) + SUM(METRICS()) + SUM(SEARCH('b1 {Shop,{side}}', 'Sum', 60))`,
      metrics: { b1: metric('One'), b2: metric('Two'), e: metric('Three') },
    }
    const queries = await asked(query)
    const own = 'cw0_canary_bad_'
    expect(queries.find(({ Id }) => Id === 'cw0_canary_bad')).toEqual({
      Id: 'cw0_canary_bad',
      Expression: `SUM([${own}b1, ${own}b2]) + IF(${own}b1 > 0, ${own}b1, ${own}e) + SUM([${own}b1, ${own}b2, ${own}e]) + SUM(SEARCH('b1 {Shop,green}', 'Sum', 60))`,
    })
    const ids = queries.flatMap(({ Id = '' }) => (Id.includes('_bad_') ? [Id] : []))
    expect(ids).toEqual(['cw0_canary_bad', 'cw0_baseline_bad'].flatMap((id) => ['b1', 'b2', 'e'].map((each) => `${id}_${each}`)))
    expect(JSON.stringify(queries)).not.toContain('FILL')
  })

  test('with a placeholder that stands for nothing are refused at once', () => {
    const query = metric('Failed', { Side: '{side}' })
    const create = () =>
      createCloudWatchProvider({
        ...{ reader: createMetricReader(pointsSend(() => new Map())), metrics: [checkout(query)], periodMs: minuteMs, delayMs: 0 },
        arms: { ...arms, canary: { ...armOf('green'), side: '' } },
      })
    expect(create).toThrow(expect.objectContaining({ reasonCode: 'INPUT_INVALID' }) as Error)
  })
})

describe('on the modelled cloud', () => {
  /** Both sides put 100 orders into each interval; of those of green 7 fail in every other, of those of blue 1. */
  function sell(stage: Stage, intervals: number, periodMs: number): number {
    stage.timeline.advanceTo(Math.ceil(stage.timeline.nowMs() / minuteMs) * minuteMs)
    const fromMs = stage.timeline.nowMs()
    for (let interval = 0; interval < intervals; interval++) {
      const put = (side: string, MetricName: string, Value: number) => {
        const datum = {
          MetricName,
          Value,
          Dimensions: [{ Name: 'Service', Value: `shop-${side}` }],
          ...(periodMs < minuteMs && { StorageResolution: 1 }),
        }
        stage.watch('PutMetricData', { Namespace: 'Shop', MetricData: [datum] })
      }
      for (const side of ['green', 'blue']) put(side, 'Orders', 100)
      if (interval % 2 === 0) put('green', 'Failed', 7)
      if (interval % 2 === 0) put('blue', 'Failed', 1)
      stage.timeline.advanceTo(fromMs + (interval + 1) * periodMs)
    }
    return fromMs
  }
  const sold = (fromMs: number, intervals: number, periodMs: number) =>
    Array.from({ length: intervals }, (_, interval) => {
      const odd = interval % 2 === 1
      const samples = { checkout: { canary: { n: 100, x: odd ? 0 : 7 }, baseline: { n: 100, x: odd ? 0 : 1 } } }
      return { atMs: fromMs + interval * periodMs, samples }
    })
  const math = (expression: string): CloudWatchQuery => {
    return { kind: 'expression', expression, metrics: { orders: metric('Orders'), failed: metric('Failed') } }
  }

  test('metrics and metric math of both arms are read with one call', async () => {
    const stage = setStage()
    const fromMs = sell(stage, 6, minuteMs)
    const { send, calls } = cloudSend(stage)
    const metrics = [checkout(), compared('unsold', { kind: 'cloudwatch', bad: math('FILL(failed, 0) * 2'), total: math('orders + 1') })]
    const rows = await providerOf(send, metrics).rows(['checkout', 'unsold'], fromMs, stage.timeline.nowMs(), never)
    expect(rows.map(({ atMs, samples }) => ({ atMs, samples: { checkout: samples['checkout'] } }))).toEqual(sold(fromMs, 4, minuteMs))
    expect(rows.map(({ samples }) => samples['unsold']?.canary)).toEqual([14, 0, 14, 0].map((x) => ({ n: 101, x })))
    expect(calls).toHaveLength(1)
  })

  test('metric math without a value is told where a part of it has one: nothing else would tell it from 0', async () => {
    const stage = setStage()
    const fromMs = sell(stage, 6, minuteMs)
    const metrics = [compared('unsold', { kind: 'cloudwatch', bad: math('orders - failed'), total: metric('Orders') })]
    const asked = providerOf(cloudSend(stage).send, metrics).rows(['unsold'], fromMs, stage.timeline.nowMs(), never)
    await expect(asked).rejects.toMatchObject({
      reasonCode: 'METRICS_UNAVAILABLE',
      message: expect.stringContaining('no value of orders - failed for unsold of green (shop:7)') as string,
      hint: expect.stringContaining('FILL(id, 0)') as string,
    })
  })

  test('metrics of high resolution have rows of ten seconds', async () => {
    const stage = setStage()
    const fromMs = sell(stage, 18, 10_000)
    const { send } = cloudSend(stage)
    const rows = await providerOf(send, undefined, 10_000).rows(['checkout'], fromMs, stage.timeline.nowMs(), never)
    expect(rows).toEqual(sold(fromMs, 6, 10_000))
  })

  test('what the load balancer and CloudWatch count goes into one call', async () => {
    const stage = setStage()
    const fromMs = sell(stage, 4, minuteMs)
    const { send, calls } = cloudSend(stage)
    const reader = createMetricReader(send)
    const common = { reader, periodMs: minuteMs, delayMs: 120_000, metrics: [checkout(), errors] }
    const providers = [createAlbProvider({ ...common, arms: groups }), createCloudWatchProvider({ ...common, arms })]
    const [own, other] = await Promise.all(
      providers.map((provider) => provider.rows(['errors', 'checkout'], fromMs, stage.timeline.nowMs(), never)),
    )
    expect(own).toEqual([])
    expect(other).toEqual(sold(fromMs, 2, minuteMs))
    expect(calls).toHaveLength(1)
    expect(calls[0]!.MetricDataQueries).toHaveLength(2 * 6 + 4)
  })
})
