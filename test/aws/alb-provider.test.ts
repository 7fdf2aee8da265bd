import { describe, expect, test } from 'vitest'
import type { MeteredGroup } from '../../src/aws/alb-metrics.ts'
import { connections } from '../../src/domain/analysis/connections.ts'
import { createAlbProvider } from '../../src/aws/alb-provider.ts'
import { createMetricReader } from '../../src/aws/metric-reader.ts'
import type { Send } from '../../src/aws/operations.ts'
import type { Counts } from '../../src/domain/analysis/model.ts'
import { latencyMember, thresholdOf } from '../../src/domain/metrics/latency.ts'
import type { Compared } from '../../src/domain/metrics/model.ts'
import type { MetricProvider } from '../../src/ports.ts'
import type { Served } from '../../sandbox/matter/ports.ts'
import { metricProviderContract, originMs } from '../contracts/metric-provider.ts'
import { setStage, type Stage } from '../sandbox/stage.ts'
import { type Between, breakable, type Canary, cloudSend, errors, latency, minuteMs, pointsSend, runCanary } from './provider-stage.ts'

const hourMs = 3_600_000
const never = new AbortController().signal
const arnOf = (name: string): MeteredGroup => ({ groupArn: `arn:x:targetgroup/${name}/1`, by: 'arn:x:loadbalancer/app/front/2' })
const pair = { canary: arnOf('green'), baseline: arnOf('blue') }

interface Options {
  readonly metrics?: readonly Compared[]
  readonly zones?: readonly string[]
  readonly delayMs?: number
}

function providerOf(send: Send, { canary, baseline }: Pick<Canary, 'canary' | 'baseline'>, options: Options = {}): MetricProvider {
  return createAlbProvider({
    reader: createMetricReader(send),
    arms: { canary: [canary], baseline: [baseline] },
    metrics: options.metrics ?? [errors],
    periodMs: minuteMs,
    delayMs: options.delayMs ?? 120_000,
    ...(options.zones && { zones: options.zones }),
  })
}

metricProviderContract('alb', () => {
  const held = new Map<number, { readonly canary?: Counts; readonly baseline?: Counts; readonly spoilt?: true }>()
  const { send, breakDown } = breakable(
    pointsSend(({ MetricStat }) => {
      const { MetricName = '', Dimensions = [] } = MetricStat!.Metric!
      const arm = Dimensions.some(({ Value }) => Value === 'targetgroup/green/1') ? 'canary' : 'baseline'
      const points = [...held].flatMap(([atMs, counts]): [number, number][] => {
        const { n = 0, x = 0 } = counts[arm] ?? {}
        if (counts.spoilt && MetricName === 'RequestCount') return [[atMs, NaN]]
        const value = { RequestCount: n, HTTPCode_Target_2XX_Count: n - x, HTTPCode_Target_5XX_Count: x }[MetricName] ?? 0
        // As load balancers report: what is 0 is missing.
        return value === 0 ? [] : [[atMs, value]]
      })
      return new Map(points)
    }),
  )
  return {
    provider: providerOf(send, pair),
    periodMs: minuteMs,
    member: 'errors',
    hold: (atMs, counts) => void held.set(atMs, counts),
    spoil: (atMs) => void held.set(atMs, { ...held.get(atMs), spoilt: true }),
    breakDown,
  }
})

/** What was really served, by group and minute. */
function tally() {
  const seen: (Served & { readonly atMs: number })[] = []
  return {
    observe: (stage: () => Stage) => (served: readonly Served[]) => {
      const atMs = Math.floor(stage().timeline.nowMs() / minuteMs) * minuteMs
      seen.push(...served.map((each) => ({ ...each, atMs })))
    },
    count: (group: MeteredGroup, atMs: number, which: (served: Served) => boolean = () => true): number =>
      seen
        .filter((each) => each.groupArn === group.groupArn && each.atMs === atMs && which(each))
        .reduce((sum, { count }) => sum + count, 0),
  }
}

/** A pair in the modelled cloud with traffic on both sides, and what was served. */
function busy(green: Readonly<Record<string, string>>, percent: number, web: Readonly<Record<string, string>> = {}) {
  const served = tally()
  const stage: Stage = setStage({
    load: { perSecond: () => 100, tickMs: 1_000, observe: served.observe(() => stage) },
    metricDelayMs: 120_000,
  })
  const canary = runCanary(stage, green, percent, web)
  const fromMs = stage.timeline.nowMs()
  return { stage, fromMs, served, ...canary }
}

describe('errors of both arms', () => {
  test('are what was served in mature minutes, read with one call', async () => {
    const { stage, fromMs, served, canary, baseline } = busy({ ERROR_RATE: '0.1' }, 10, { ERROR_RATE: '0.01' })
    stage.pass(300)
    const { send, calls } = cloudSend(stage)
    const provider = providerOf(send, { canary, baseline }, { metrics: [errors, latency(20)] })
    const members = await provider.members(fromMs, never)
    const rows = await provider.rows(members, fromMs, stage.timeline.nowMs() + 59_999, never)
    expect(rows.map(({ atMs }) => atMs - fromMs)).toEqual([0, 60_000, 120_000])
    for (const { atMs, samples } of rows) {
      const counts = (group: MeteredGroup): Counts => ({
        n: served.count(group, atMs),
        x: served.count(group, atMs, ({ status }) => status >= 500),
      })
      expect(samples['errors']).toEqual({ canary: counts(canary), baseline: counts(baseline) })
      expect(samples['errors']!.canary.x).toBeGreaterThan(20)
      expect(samples[connections]).toMatchObject({ canary: { n: counts(canary).n, x: 0 } })
    }
    expect(calls).toHaveLength(1)
    expect(calls[0]).toMatchObject({ ScanBy: 'TimestampAscending', StartTime: new Date(fromMs), EndTime: new Date(fromMs + 180_000) })
  })

  test('of a canary that never answers are all of its requests', async () => {
    const { stage, fromMs, canary, baseline } = busy({ NEVER_ANSWER: '1' }, 10)
    stage.pass(300)
    const provider = providerOf(cloudSend(stage).send, { canary, baseline }, { metrics: [errors, latency(20)] })
    for (const { samples } of await provider.rows(['errors', 'latency >20ms'], fromMs, stage.timeline.nowMs(), never)) {
      const { n, x } = samples['errors']!.canary
      expect(n).toBeGreaterThan(500)
      expect(x).toBe(n)
      // Nobody knows how slow what never came would have been.
      expect(samples['latency >20ms']!.canary).toEqual({ n: 0, x: 0 })
      expect(samples['latency >20ms']!.baseline.n).toBeGreaterThan(5_000)
      expect(samples[connections]!.canary).toEqual({ n, x: 0 })
    }
  })

  test('of a canary that cannot be connected to are told for the guard, too', async () => {
    const { stage, fromMs, canary, baseline } = busy({ START_DELAY_MS: '6000000' }, 10)
    stage.pass(300)
    const provider = providerOf(cloudSend(stage).send, { canary, baseline })
    const rows = await provider.rows(['errors'], fromMs, stage.timeline.nowMs(), never)
    expect(rows).toHaveLength(3)
    for (const { samples } of rows) {
      expect(samples['errors']!.canary.x).toBe(samples['errors']!.canary.n)
      expect(samples[connections]).toEqual({
        canary: samples['errors']!.canary,
        baseline: { n: samples['errors']!.baseline.n, x: 0 },
      })
    }
  })

  test('a canary without traffic has no requests', async () => {
    const { stage, fromMs, canary, baseline } = busy({}, 0)
    stage.pass(240)
    const provider = providerOf(cloudSend(stage).send, { canary, baseline })
    for (const { samples } of await provider.rows(['errors'], fromMs, stage.timeline.nowMs(), never))
      expect(samples['errors']).toEqual({ canary: { n: 0, x: 0 }, baseline: { n: 6000, x: 0 } })
  })

  test('several groups of an arm are added up', async () => {
    const { stage, fromMs, canary, baseline } = busy({ ERROR_RATE: '0.1' }, 30)
    stage.pass(240)
    const reader = createMetricReader(cloudSend(stage).send)
    const common = { reader, metrics: [errors, latency(20)], periodMs: minuteMs, delayMs: 120_000 }
    const ask = (provider: MetricProvider) => provider.rows(['errors', 'latency >20ms'], fromMs, stage.timeline.nowMs(), never)
    const single = await ask(createAlbProvider({ ...common, arms: { canary: [canary], baseline: [baseline] } }))
    const both = await ask(createAlbProvider({ ...common, arms: { canary: [canary, baseline], baseline: [] } }))
    expect(both).toHaveLength(2)
    for (const [index, { samples }] of both.entries())
      for (const [member, { canary: sum, baseline: none }] of Object.entries(samples)) {
        const parts = single[index]!.samples[member]!
        expect(sum).toEqual({ n: parts.canary.n + parts.baseline.n, x: parts.canary.x + parts.baseline.x })
        expect(none).toEqual({ n: 0, x: 0 })
      }
  })

  test('are the same however the answer is cut into pages', async () => {
    const { stage, fromMs, canary, baseline } = busy({ ERROR_RATE: '0.1' }, 10)
    stage.pass(420)
    const ask = ({ send }: { send: Send }) =>
      providerOf(send, { canary, baseline }, { metrics: [errors, latency(20)] }).rows(
        ['errors', 'latency >20ms'],
        fromMs,
        stage.timeline.nowMs(),
        never,
      )
    const paged = cloudSend(stage, undefined, 6)
    expect(await ask(paged)).toEqual(await ask(cloudSend(stage)))
    expect(paged.calls.length).toBeGreaterThan(3)
  })

  test.each<[string, string, string]>([
    ['a part of the points', 'PartialData', 'AWS_ERROR'],
    ['an error of a metric', 'InternalError', 'AWS_ERROR'],
    ['a metric that may not be read', 'Forbidden', 'ACCESS_DENIED'],
  ])('%s is never taken for quiet', async (_, StatusCode, reasonCode) => {
    const { stage, fromMs, canary, baseline } = busy({}, 10)
    stage.pass(240)
    const { send } = cloudSend(stage, (answer) => ({
      ...answer,
      MetricDataResults: answer.MetricDataResults!.map((each, at) =>
        at === 4 ? { ...each, StatusCode: StatusCode as 'Forbidden' } : each,
      ),
    }))
    const asked = providerOf(send, { canary, baseline }).rows(['errors'], fromMs, stage.timeline.nowMs(), never)
    await expect(asked).rejects.toMatchObject({ reasonCode })
  })
})

describe('latency of both arms', () => {
  const slow = { LATENCY_MS: '95' }
  /** CloudWatch that does not answer some statistics. */
  const without =
    (pattern: RegExp): Between =>
    (answer, { MetricDataQueries = [] }) => {
      const statistics = new Map(MetricDataQueries.map(({ Id, MetricStat }) => [Id, MetricStat?.Stat ?? '']))
      const missing = ({ Id }: { Id?: string | undefined }): boolean => pattern.test(statistics.get(Id) ?? '')
      const results = answer.MetricDataResults!.map((each) => (missing(each) ? { ...each, Timestamps: [], Values: [] } : each))
      return { ...answer, MetricDataResults: results }
    }

  test.each<[string, RegExp | undefined]>([
    ['counts above the threshold', undefined],
    ['their share where there are no counts', /^TC/],
    ['the share of the others where a count of none is missing', /^TC|^PR\(\d/],
  ])('is what was served: %s', async (_, missing) => {
    const { stage, fromMs, served, canary, baseline } = busy(slow, 20)
    stage.pass(300)
    const { send } = cloudSend(stage, missing && without(missing))
    const provider = providerOf(send, { canary, baseline }, { metrics: [latency(150, 250, 900)] })
    const members = await provider.members(fromMs, never)
    expect(members).toEqual(['latency >150ms', 'latency >250ms', 'latency >900ms'])
    const rows = await provider.rows(members, fromMs, stage.timeline.nowMs(), never)
    expect(rows).toHaveLength(3)
    for (const { atMs, samples } of rows)
      for (const ms of [150, 250, 900]) {
        const counts = (group: MeteredGroup): Counts => ({
          n: served.count(group, atMs, ({ by }) => by === 'target'),
          x: served.count(group, atMs, ({ by, latencyMs }) => by === 'target' && latencyMs > ms),
        })
        expect(samples[`latency >${String(ms)}ms`]).toEqual({ canary: counts(canary), baseline: counts(baseline) })
        if (ms < 900) expect(counts(canary).x).toBeGreaterThan(0)
      }
  })

  test('is absent where CloudWatch tells neither', async () => {
    const { stage, fromMs, canary, baseline } = busy(slow, 20)
    stage.pass(240)
    const { send } = cloudSend(stage, without(/^TC|^PR/))
    const provider = providerOf(send, { canary, baseline }, { metrics: [errors, latency(150)] })
    for (const { samples } of await provider.rows(['errors', 'latency >150ms'], fromMs, stage.timeline.nowMs(), never))
      expect(Object.keys(samples)).toEqual(['errors', connections])
  })

  test('in the baseline before the start gives its thresholds', async () => {
    const { stage, canary, baseline } = busy({}, 0, slow)
    stage.pass(600)
    const { send, calls } = cloudSend(stage)
    const members = await providerOf(send, { canary, baseline }, { metrics: [errors, latency()] }).members(stage.timeline.nowMs(), never)
    const [first, ...rest] = members.map((member) => thresholdOf(member))
    expect([first, members[0]]).toEqual([undefined, 'errors'])
    expect(rest.length).toBeGreaterThan(1)
    // What is served takes 80, 120, 200 or 400 ms, and the sandbox tells values within one per cent from each other; the last is the far tail.
    for (const ms of rest.slice(0, -1)) expect([80, 120, 200, 400].some((served) => Math.abs(ms! / served - 1) < 0.01)).toBe(true)
    expect(rest.at(-1)).toBeGreaterThan(550)
    expect(calls).toHaveLength(1)
  })

  /** The baseline's percentiles by their start: milliseconds of the p50, ten times that of the p95, a hundred times of the p99. */
  const past = (hours: Readonly<Record<number, number>>, minutes: Readonly<Record<number, number>>, weight = (_: number) => 100): Send =>
    pointsSend(({ MetricStat }) => {
      const { Stat = '', Period = 0, Metric } = MetricStat!
      expect(Metric).toMatchObject({ MetricName: 'TargetResponseTime', Dimensions: [{}, { Value: 'targetgroup/blue/1' }] })
      const factor = { p50: 1, p95: 10, p99: 100 }[Stat]
      const values = Object.entries(Period === 3600 ? hours : minutes)
      const value = (ms: number): number => (factor === undefined ? weight(ms) : (ms * factor) / 1000)
      return new Map(values.map(([hoursAgo, ms]) => [originMs - Number(hoursAgo) * hourMs, value(ms)]))
    })
  const auto = (send: Send, beforeMs: number) => providerOf(send, pair, { metrics: [latency()] }).members(beforeMs, never)

  test('thresholds are the median of the hours of the last day, each weighted by its requests', async () => {
    const hours = { 1: 20, 2: 500, 3: 22, 4: 24, 20: 26, 30: 1 }
    const of = (ms: number): string[] => [ms, ms * 10, ms * 100, ms * 300].map((each) => latencyMember('latency', each))
    expect(await auto(past(hours, { 0.1: 900 }), originMs + 120_000)).toEqual(of(24))
    expect(
      await auto(
        past(hours, {}, (ms) => (ms === 26 ? 1000 : 1)),
        originMs + 120_000,
      ),
    ).toEqual(of(26))
    // An hour that is not over yet holds what comes after the start.
    expect(await auto(past({ 1: 20, 0: 5 }, {}), originMs + hourMs / 2)).toEqual(of(20))
  })

  test('thresholds of a young service are those of its minutes, and there are none without any', async () => {
    expect(await auto(past({}, { 0.1: 10, 0.2: 12, 0.3: 99 }), originMs + 120_000)).toContain('latency >12ms')
    expect(await auto(past({ 0: 10 }, {}), originMs + 120_000)).toEqual([])
  })
})

describe('zones of the baseline', () => {
  test('are given where they are asked for, and add up to it', async () => {
    const { stage, fromMs, canary, baseline } = busy({}, 10, { ERROR_RATE: '0.05' })
    stage.pass(300)
    const { send, calls } = cloudSend(stage)
    const provider = providerOf(send, { canary, baseline }, { metrics: [errors, latency(6)], zones: ['eu-west-1a', 'eu-west-1b'] })
    const rows = await provider.rows(['errors', 'latency >6ms'], fromMs, stage.timeline.nowMs(), never)
    expect(rows).toHaveLength(3)
    expect(calls).toHaveLength(1)
    for (const { samples } of rows)
      for (const { baseline: whole, zones } of Object.values(samples)) {
        expect(zones).toHaveLength(2)
        expect(zones!.every(({ n }) => n > 2000)).toBe(true)
        expect({ n: zones![0]!.n + zones![1]!.n, x: zones![0]!.x + zones![1]!.x }).toEqual(whole)
      }
  })

  test('of a zone without traffic are no requests', async () => {
    const { stage, fromMs, canary, baseline } = busy({}, 10)
    stage.pass(240)
    const provider = providerOf(cloudSend(stage).send, { canary, baseline }, { zones: ['eu-west-1a', 'eu-west-1c'] })
    const [row] = await provider.rows(['errors'], fromMs, stage.timeline.nowMs(), never)
    expect(row!.samples['errors']!.zones).toMatchObject([{ x: 0 }, { n: 0, x: 0 }])
  })
})

test('counts of a single group follow max(5XX, requests without an answer), within what there is', async () => {
  const minutes: readonly (readonly [string, Readonly<Record<string, number>>, Counts | undefined])[] = [
    ['all answered', { RequestCount: 100, HTTPCode_Target_2XX_Count: 90, HTTPCode_Target_4XX_Count: 10 }, { n: 100, x: 0 }],
    ['5XX and unanswered', { RequestCount: 100, HTTPCode_Target_2XX_Count: 80, HTTPCode_Target_5XX_Count: 5 }, { n: 100, x: 20 }],
    [
      '5XX of which the answers leave no room',
      { RequestCount: 100, HTTPCode_Target_2XX_Count: 98, HTTPCode_Target_5XX_Count: 5 },
      { n: 100, x: 5 },
    ],
    ['answers that belong to the minute before', { RequestCount: 100, HTTPCode_Target_2XX_Count: 120 }, { n: 100, x: 0 }],
    ['more 5XX than requests', { RequestCount: 10, HTTPCode_Target_5XX_Count: 12 }, { n: 10, x: 10 }],
    ['5XX without requests', { HTTPCode_Target_5XX_Count: 12 }, undefined],
    ['redirects', { RequestCount: 10, HTTPCode_Target_3XX_Count: 10 }, { n: 10, x: 0 }],
  ]
  const send = pointsSend(({ MetricStat }) => {
    const name = MetricStat!.Metric!.MetricName!
    if (MetricStat!.Metric!.Dimensions!.some(({ Value }) => Value === 'targetgroup/blue/1')) return new Map()
    return new Map(
      minutes.flatMap(([, counters], index) =>
        counters[name] === undefined ? [] : [[originMs + index * minuteMs, counters[name]] as const],
      ),
    )
  })
  const rows = await providerOf(send, pair).rows(['errors'], originMs, originMs + hourMs, never)
  const found = minutes.map((_, index) => rows.find(({ atMs }) => atMs === originMs + index * minuteMs)?.samples['errors']?.canary)
  expect(found).toEqual(minutes.map(([, , counts]) => counts))
})

test('a network load balancer is refused', async () => {
  const group = { groupArn: 'arn:x:targetgroup/web/1', by: 'arn:x:loadbalancer/net/front/2' }
  const provider = providerOf(
    pointsSend(() => new Map()),
    { canary: group, baseline: group },
  )
  await expect(provider.rows(['errors'], 0, hourMs, never)).rejects.toMatchObject({ reasonCode: 'PREFLIGHT_FAILED' })
})
