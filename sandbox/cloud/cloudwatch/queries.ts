import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { AwsFault } from '../ports.ts'
import type { World } from '../world.ts'
import { evaluateMath, type Points, type Value } from './metric-math.ts'
import { readPeriod, seriesKey } from './series.ts'
import { statistic } from './statistic.ts'

export interface Range {
  readonly startMs: number
  readonly endMs: number
  /** Milliseconds of a period stated in seconds: alarms divide it by the time scale, GetMetricData does not. */
  periodMs(periodS: number): number
}

const FINE_KEPT_MS = 3 * 3_600_000

/** Evaluates metric queries over a range, each once and in any order of reference. Missing points stay missing. */
export function evaluateQueries(world: World, queries: readonly MetricDataQuery[], range: Range): Map<string, Points> {
  const values = new Map<string, Value>()
  const byId = new Map(queries.map((query) => [query.Id ?? '', query]))
  if (byId.size < queries.length) throw new AwsFault('ValidationError', 'The values for parameter id in MetricDataQueries must be unique.')
  const evaluating = new Set<string>()
  const periodS = Math.max(...queries.map((query) => query.MetricStat?.Period ?? query.Period ?? 0), 1)
  const value = (id: string): Value | undefined => {
    const known = values.get(id)
    if (known !== undefined) return known
    const query = byId.get(id)
    if (!query) return undefined
    if (evaluating.has(id)) throw new AwsFault('ValidationError', `Circular reference in expression '${id}'`)
    evaluating.add(id)
    const result = query.MetricStat ? metricPoints(world, query.MetricStat, range) : expressionValue(query)
    values.set(id, result)
    return result
  }
  const expressionValue = (query: MetricDataQuery): Value => {
    if (!query.Expression) throw new AwsFault('ValidationError', `Query '${query.Id}' needs either MetricStat or Expression.`)
    return evaluateMath(query.Expression, {
      lookup: value,
      metrics: (containing) =>
        queries.filter((each) => each.MetricStat && (each.Id ?? '').includes(containing)).map((each) => value(each.Id ?? '') as Points),
      grid: grid(range, query.Period ?? periodS, world.nowMs()),
      periodS: query.Period ?? periodS,
    })
  }
  const results = new Map<string, Points>()
  for (const query of queries) {
    const id = query.Id ?? ''
    const result = value(id) ?? new Map()
    if (Array.isArray(result)) throw new AwsFault('ValidationError', `Expression '${query.Expression}' yields several series; name one.`)
    results.set(id, typeof result === 'number' ? constant(result, range, periodS, world.nowMs()) : (result as Points))
  }
  return results
}

function metricPoints(world: World, stat: NonNullable<MetricDataQuery['MetricStat']>, range: Range): Points {
  const { Metric, Period = 60, Stat = '' } = stat
  const points = new Map<number, number>()
  const series = world.cloudWatch.series.get(seriesKey(Metric?.Namespace ?? '', Metric?.MetricName ?? '', Metric?.Dimensions ?? []))
  const known = { count: 1, sum: 0, min: 0, max: 0, histogram: new Map() }
  if (statistic(known, Stat) === undefined) throw new AwsFault('ValidationError', `The value ${Stat} for parameter Stat is not supported.`)
  if (!series) return points
  const periodMs = range.periodMs(Period)
  const nowMs = world.nowMs()
  // Points of less than a minute are kept for three hours (API reference, MetricStat).
  const keptMs = Period < 60 ? nowMs - FINE_KEPT_MS : 0
  for (let start = Math.floor(range.startMs / periodMs) * periodMs; start < range.endMs && start <= nowMs; start += periodMs) {
    if (start < keptMs) continue
    const bucket = readPeriod(series, start, periodMs, nowMs)
    const value = bucket && statistic(bucket, Stat)
    if (typeof value === 'number') points.set(start, value)
  }
  return points
}

/** Periods that have begun; the future is not filled. */
function grid(range: Range, periodS: number, nowMs: number): number[] {
  const periodMs = range.periodMs(periodS)
  const starts: number[] = []
  for (let start = Math.floor(range.startMs / periodMs) * periodMs; start < range.endMs && start <= nowMs; start += periodMs)
    starts.push(start)
  return starts
}

function constant(value: number, range: Range, periodS: number, nowMs: number): Points {
  return new Map(grid(range, periodS, nowMs).map((start) => [start, value]))
}
