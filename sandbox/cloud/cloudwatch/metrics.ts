import type { GetMetricDataInput, GetMetricDataOutput, MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch'
import { AwsFault } from '../ports.ts'
import type { World } from '../world.ts'
import { evaluateQueries } from './queries.ts'
import { addSamples, addSummary, seriesKey, type Series } from './series.ts'

/** Queries in one GetMetricData call, and points in one of its pages. */
const QUERIES_MOST = 500
const POINTS_MOST = 100_800
/** Periods below a minute, in seconds (API reference, MetricStat). */
const FINE_PERIODS = [1, 5, 10, 20, 30]

/** Custom metrics are readable at once, those of AWS services only after their delay. */
export function putMetricData(world: World, input: PutMetricDataInput): object {
  const namespace = input.Namespace ?? ''
  if (!namespace || namespace.startsWith('AWS/'))
    throw new AwsFault('InvalidParameterValue', 'The value AWS/ for parameter Namespace is invalid.')
  for (const datum of input.MetricData ?? []) put(world, namespace, datum)
  return {}
}

/** Newest point first unless asked otherwise; results of queries with ReturnData false are left out. Pages by query. */
export function getMetricData(world: World, input: GetMetricDataInput): GetMetricDataOutput {
  const queries = input.MetricDataQueries ?? []
  if (queries.length === 0 || queries.length > QUERIES_MOST)
    throw new AwsFault('ValidationError', `MetricDataQueries must have between 1 and ${QUERIES_MOST} members.`)
  const { StartTime, EndTime } = input
  if (!StartTime || !EndTime || StartTime >= EndTime)
    throw new AwsFault('ValidationError', 'The parameter StartTime must be less than the parameter EndTime.')
  for (const query of queries)
    if (!/^[a-z]\w*$/.test(query.Id ?? ''))
      throw new AwsFault('ValidationError', `The value ${query.Id} for parameter Id is not matching the expected pattern.`)
  for (const { MetricStat } of queries) {
    const { Period = 60 } = MetricStat ?? {}
    if (Period % 60 !== 0 && !FINE_PERIODS.includes(Period))
      throw new AwsFault('ValidationError', `The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60; it is ${Period}.`)
  }
  const results = evaluateQueries(world, queries, {
    startMs: StartTime.getTime(),
    endMs: EndTime.getTime(),
    periodMs: (periodS) => periodS * 1000,
  })
  const returned = queries.filter((query) => query.ReturnData !== false)
  const most = Math.min(input.MaxDatapoints ?? POINTS_MOST, POINTS_MOST)
  const answers: NonNullable<GetMetricDataOutput['MetricDataResults']> = []
  let index = Number(input.NextToken ?? 0)
  let points = 0
  for (; index < returned.length; index++) {
    const query = returned[index]
    const sorted = [...(results.get(query?.Id ?? '') ?? [])].sort(([a], [b]) => (input.ScanBy === 'TimestampAscending' ? a - b : b - a))
    if (answers.length > 0 && points + sorted.length > most) break
    points += sorted.length
    answers.push({
      Id: query?.Id,
      Label: query?.Label ?? query?.MetricStat?.Metric?.MetricName ?? query?.Id,
      Timestamps: sorted.map(([atMs]) => new Date(atMs)),
      Values: sorted.map(([, value]) => value),
      StatusCode: 'Complete',
    })
  }
  return { MetricDataResults: answers, Messages: [], ...(index < returned.length ? { NextToken: String(index) } : {}) }
}

function put(world: World, namespace: string, datum: MetricDatum): void {
  const dimensions = (datum.Dimensions ?? []).map(({ Name = '', Value = '' }) => ({ Name, Value }))
  const name = datum.MetricName ?? ''
  const key = seriesKey(namespace, name, dimensions)
  let series: Series | undefined = world.cloudWatch.series.get(key)
  if (!series) {
    const bucketMs = datum.StorageResolution === 1 ? 1000 : Math.min(60_000, world.options.metricPeriodMs)
    // The point that is being filled can be read: its end may lie ahead.
    series = { namespace, name, dimensions, bucketMs, delayMs: -bucketMs, buckets: new Map() }
    world.cloudWatch.series.set(key, series)
  }
  const atMs = datum.Timestamp?.getTime() ?? world.nowMs()
  if (datum.StatisticValues) {
    const { SampleCount = 0, Sum = 0, Minimum = 0, Maximum = 0 } = datum.StatisticValues
    addSummary(series, atMs, { count: SampleCount, sum: Sum, min: Minimum, max: Maximum })
  } else if (datum.Values) {
    const into = series
    datum.Values.forEach((value, index) => addSamples(into, atMs, value, datum.Counts?.[index] ?? 1))
  } else if (datum.Value !== undefined) addSamples(series, atMs, datum.Value, 1)
}
