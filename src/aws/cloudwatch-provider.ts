import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { Counts, Sample } from '../domain/analysis/model.ts'
import { SluiceError } from '../domain/errors.ts'
import { type Arm, type Arms, armText } from '../domain/metrics/arm.ts'
import type { Metering, Source } from '../domain/metrics/model.ts'
import type { MetricProvider } from '../ports.ts'
import { cloudWatchQueries } from './cloudwatch-queries.ts'
import { type MetricReader, momentsOf, nameOf, type Points } from './metric-reader.ts'

export interface CloudWatchProviderOptions {
  /** Shared with other providers, their queries go into one call. */
  readonly reader: MetricReader
  /** What the placeholders of queries stand for. */
  readonly arms: Arms
  /** Those of other sources are passed over. */
  readonly metrics: readonly Metering[]
  /** A multiple of a minute; below it only metrics of high resolution have points: 1, 5, 10, 20 or 30 s. */
  readonly periodMs: number
  readonly delayMs: number
}

/** One metric of one arm. */
interface Side {
  /** For people: `checkout of green (shop:7)`. */
  readonly whose: string
  readonly bad: Result
  readonly total: Result
}

/** One query: the first has its result, the others what it is calculated from. */
type Result = readonly [MetricDataQuery, ...MetricDataQuery[]]

/**
 * Counts by any metric or metric math of CloudWatch. Where there is no total, an arm had no requests; where there is no bad beside a total, none was
 * bad; bad ones without a total, and an expression that has no value though a part of it has, are nonsense and told. Nothing is filled in by
 * CloudWatch unless the user's expression says so. Throws INPUT_INVALID for a placeholder that has nothing to stand for.
 */
export function createCloudWatchProvider({ reader, arms, metrics, periodMs, delayMs }: CloudWatchProviderOptions): MetricProvider {
  const own = metrics.flatMap(({ metric: { name }, source }, index) => {
    if (source.kind !== 'cloudwatch') return []
    const side = (arm: Arm, which: string): Side => sideOf(name, source, arm, `cw${String(index)}_${which}`, periodMs)
    return [{ name, canary: side(arms.canary, 'canary'), baseline: side(arms.baseline, 'baseline') }]
  })
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
        .map(async ({ name, canary, baseline }) => {
          const queries = [...canary.bad, ...canary.total, ...baseline.bad, ...baseline.total]
          return { name, samples: samplesOf(canary, baseline, await reader.read(queries, startMs, endMs, signal)) }
        })
      for (const { name, samples } of await Promise.all(read))
        for (const [atMs, sample] of samples) intervals.set(atMs, { ...intervals.get(atMs), [name]: sample })
      return [...intervals].sort(([a], [b]) => a - b).map(([atMs, samples]) => ({ atMs, samples }))
    },
  }
}

function sideOf(name: string, { bad, total }: Extract<Source, { kind: 'cloudwatch' }>, arm: Arm, prefix: string, periodMs: number): Side {
  return {
    whose: `${name} of ${armText(arm)}`,
    bad: cloudWatchQueries(bad, `${prefix}_bad`, arm, periodMs),
    total: cloudWatchQueries(total, `${prefix}_total`, arm, periodMs),
  }
}

/** The sample of each interval in which either arm had requests. */
function samplesOf(canary: Side, baseline: Side, points: Points): ReadonlyMap<number, Sample> {
  const samples = new Map<number, Sample>()
  const queries = [canary, baseline].flatMap(({ bad, total }) => [...bad, ...total])
  const moments = momentsOf(
    points,
    queries.map(({ Id = '' }) => Id),
  )
  for (const atMs of moments) {
    const sample = { canary: countsOf(canary, points, atMs), baseline: countsOf(baseline, points, atMs) }
    if (sample.canary && sample.baseline && sample.canary.n + sample.baseline.n > 0) {
      samples.set(atMs, { canary: sample.canary, baseline: sample.baseline })
    }
  }
  return samples
}

/** Undefined where either is no number: nobody can tell what was counted. */
function countsOf({ whose, bad, total }: Side, points: Points, atMs: number): Counts | undefined {
  const n = countOf(total, points, atMs, whose)
  const x = countOf(bad, points, atMs, whose)
  if (!Number.isFinite(n) || !Number.isFinite(x)) return undefined
  if (x >= 0 && x <= n) return { n, x }
  throw nonsense(
    `CloudWatch counts ${String(x)} bad of ${String(n)} for ${whose}`,
    atMs,
    'Both queries of the metric must count the same requests, bad ones among the total, at the same time.',
  )
}

/** A missing value is 0, unless a part of it is there: `failed + refused` has none where one of them is missing, whatever the other is. */
function countOf([result, ...parts]: Result, points: Points, atMs: number, whose: string): number {
  const value = (query: MetricDataQuery): number | undefined => points.get(query.Id ?? '')?.get(atMs)
  const found = value(result)
  if (found === undefined && parts.some((part) => value(part) !== undefined)) {
    throw nonsense(
      `CloudWatch has no value of ${nameOf(result)} for ${whose}`,
      atMs,
      'Metric math has no value where one of its metrics has no point: write FILL(id, 0) for those that are missing when there is nothing to count.',
    )
  }
  // No negative zero.
  return Math.round(found ?? 0) + 0
}

function nonsense(what: string, atMs: number, hint: string): SluiceError {
  return new SluiceError('METRICS_UNAVAILABLE', `${what} in the interval from ${new Date(atMs).toISOString()}`, { hint })
}
