import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { Counts, Sample } from '../domain/analysis/model.ts'
import { SluiceError } from '../domain/errors.ts'
import { type Arm, type Arms, armText } from '../domain/metrics/arm.ts'
import type { Compared, Source } from '../domain/metrics/model.ts'
import type { MetricProvider } from '../ports.ts'
import { cloudWatchQueries } from './cloudwatch-queries.ts'
import { type MetricReader, momentsOf, type Points } from './metric-reader.ts'

export interface CloudWatchProviderOptions {
  /** Shared with other providers, their queries go into one call. */
  readonly reader: MetricReader
  /** What the placeholders of queries stand for. */
  readonly arms: Arms
  /** Those of other sources are passed over. */
  readonly metrics: readonly Compared[]
  /** A multiple of a minute; below it only metrics of high resolution have points: 1, 5, 10, 20 or 30 s. */
  readonly periodMs: number
  readonly delayMs: number
}

interface CloudWatchMetric {
  readonly name: string
  readonly sides: readonly {
    readonly arm: Arm
    readonly bad: string
    readonly total: string
    readonly queries: readonly MetricDataQuery[]
  }[]
}

/**
 * Counts by any metric or metric math of CloudWatch. Where there is no total, an arm had no requests; where there is no bad beside a total, none was
 * bad; bad ones without a total are nonsense, which is told. Nothing is filled in by CloudWatch itself: that would fill minutes which have not arrived, too. Throws INPUT_INVALID for a placeholder that
 * has nothing to stand for.
 */
export function createCloudWatchProvider({ reader, arms, metrics, periodMs, delayMs }: CloudWatchProviderOptions): MetricProvider {
  const own = metrics.flatMap(({ metric, source }, index) =>
    source.kind === 'cloudwatch' ? [metricOf(metric.name, source, `cw${String(index)}`, arms, periodMs)] : [],
  )
  return {
    kind: 'cloudwatch',
    history: true,
    delayMs,
    members: () => Promise.resolve(own.map(({ name }) => name)),
    async rows(members, fromMs, toMs, signal) {
      const startMs = Math.ceil(fromMs / periodMs) * periodMs
      const endMs = Math.floor((toMs - delayMs) / periodMs) * periodMs
      if (startMs >= endMs) return []
      const intervals = new Map<number, Record<string, Sample>>()
      const read = own
        .filter(({ name }) => members.includes(name))
        .map(async (metric) => {
          const queries = metric.sides.flatMap((side) => side.queries)
          return [metric, await reader.read(queries, startMs, endMs, signal)] as const
        })
      for (const [{ name, sides }, points] of await Promise.all(read))
        for (const atMs of momentsOf(
          points,
          sides.flatMap(({ bad, total }) => [bad, total]),
        )) {
          const [canary, baseline] = sides.map(({ arm, bad, total }) => countsOf(points, bad, total, atMs, `${name} of ${armText(arm)}`))
          if (canary === undefined || baseline === undefined || canary.n + baseline.n === 0) continue
          const samples = intervals.get(atMs) ?? {}
          intervals.set(atMs, samples)
          samples[name] = { canary, baseline }
        }
      return [...intervals].sort(([a], [b]) => a - b).map(([atMs, samples]) => ({ atMs, samples }))
    },
  }
}

function metricOf(
  name: string,
  { bad, total }: Extract<Source, { kind: 'cloudwatch' }>,
  prefix: string,
  { canary, baseline }: Arms,
  periodMs: number,
): CloudWatchMetric {
  const sides = [canary, baseline].map((arm, index) => {
    const ids = { bad: `${prefix}_${String(index)}_bad`, total: `${prefix}_${String(index)}_total` }
    return {
      arm,
      ...ids,
      queries: [...cloudWatchQueries(bad, ids.bad, arm, periodMs), ...cloudWatchQueries(total, ids.total, arm, periodMs)],
    }
  })
  return { name, sides }
}

/** Undefined where either is no number: nobody can tell what was counted. */
function countsOf(points: Points, bad: string, total: string, atMs: number, whose: string): Counts | undefined {
  const n = Math.round(points.get(total)?.get(atMs) ?? 0)
  const x = Math.round(points.get(bad)?.get(atMs) ?? 0)
  if (!Number.isFinite(n) || !Number.isFinite(x)) return undefined
  if (x >= 0 && x <= n) return { n: n + 0, x: x + 0 }
  const at = new Date(atMs).toISOString()
  throw new SluiceError(
    'METRICS_UNAVAILABLE',
    `CloudWatch counts ${String(x)} bad of ${String(n)} for ${whose} in the interval from ${at}`,
    {
      hint: 'Both queries of the metric must count the same requests, bad ones among the total, at the same time.',
    },
  )
}
