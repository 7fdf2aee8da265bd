import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { Counts } from '../domain/analysis/model.ts'
import { groupCounters, groupQuery, type MeteredGroup } from './alb-metrics.ts'
import { type MetricReader, momentsOf, pointAt, type Points } from './metric-reader.ts'

/** One interval of an arm in which it had requests. */
export interface ArmInterval {
  readonly errors: Counts
  /** Requests, and connections that failed. */
  readonly connections: Counts
  /** By threshold in milliseconds: requests with a target's answer, and those of them that took longer. Undefined where CloudWatch does not tell. */
  readonly slower: ReadonlyMap<number, Counts | undefined>
}

export interface ArmReading {
  /** Begins the ids of the queries. */
  readonly as: string
  readonly zone: string | undefined
  readonly thresholdsMs: readonly number[]
  readonly periodMs: number
  readonly startMs: number
  readonly endMs: number
  readonly signal: AbortSignal
}

/** The intervals of the groups of one arm, added up, by their start. Group by group: what does not fit into one call goes into the next. */
export async function readArm(
  reader: MetricReader,
  groups: readonly MeteredGroup[],
  reading: ArmReading,
): Promise<ReadonlyMap<number, ArmInterval>> {
  const { as, startMs, endMs, signal, thresholdsMs } = reading
  const read = await Promise.all(
    groups.map(async (group, index) => {
      const prefix = `${as}${String(index)}_`
      return intervalsOf(await reader.read(queriesOf(group, prefix, reading), startMs, endMs, signal), prefix, thresholdsMs)
    }),
  )
  const sum = new Map<number, ArmInterval>()
  for (const intervals of read)
    for (const [atMs, interval] of intervals) {
      const known = sum.get(atMs)
      sum.set(atMs, known === undefined ? interval : added(known, interval))
    }
  return sum
}

function queriesOf(group: MeteredGroup, prefix: string, { zone, thresholdsMs, periodMs }: ArmReading): readonly MetricDataQuery[] {
  const of = (id: string, metric: string, statistic: string): MetricDataQuery =>
    groupQuery(group, { id: `${prefix}${id}`, metric, statistic, periodMs, zone })
  const time = (id: string, statistic: string): MetricDataQuery => of(id, 'TargetResponseTime', statistic)
  return [
    ...Object.entries(groupCounters).map(([id, metric]) => of(id, metric, 'Sum')),
    ...(thresholdsMs.length === 0 ? [] : [time('answered', 'SampleCount')]),
    ...thresholdsMs.flatMap((ms, index) => {
      const seconds = secondsText(ms)
      return [
        time(`slower${String(index)}`, `TC(${seconds}:)`),
        time(`shareslower${String(index)}`, `PR(${seconds}:)`),
        time(`sharefaster${String(index)}`, `PR(:${seconds})`),
      ]
    }),
  ]
}

/** Bounds of statistics have up to ten decimals, and the metric is in seconds (user guide, CloudWatch statistics definitions). */
function secondsText(ms: number): string {
  return (ms / 1000).toFixed(10).replace(/\.?0+$/, '')
}

/** RequestCount is there for each minute with requests; a counter that is missing beside it is 0 (user guide, reporting criteria). */
function intervalsOf(points: Points, prefix: string, thresholdsMs: readonly number[]): ReadonlyMap<number, ArmInterval> {
  const intervals = new Map<number, ArmInterval>()
  for (const atMs of momentsOf(points, [`${prefix}requests`])) {
    const count = (id: string): number => Math.round(pointAt(points, `${prefix}${id}`, atMs) ?? 0)
    const n = count('requests')
    if (n <= 0) continue
    const counts = (x: number): Counts => ({ n, x: Math.min(n, Math.max(0, x)) })
    // A canary that hangs or dies shows no 5XX of its own, but requests that no target answered.
    const unanswered = n - count('good') - count('moved') - count('refused')
    intervals.set(atMs, {
      errors: counts(Math.max(count('failed'), unanswered)),
      connections: counts(count('unconnected')),
      slower: new Map(thresholdsMs.map((ms, index) => [ms, slowerOf(points, prefix, index, atMs)])),
    })
  }
  return intervals
}

/**
 * How many answers were slower than a threshold, its bound exclusive: counted (TC), or where that is not answered by their share (PR, per cent).
 * What CloudWatch says of a range that holds nothing is not documented: the share of the faster tells it apart from what cannot be known.
 */
function slowerOf(points: Points, prefix: string, index: number, atMs: number): Counts | undefined {
  const at = (id: string): number | undefined => pointAt(points, `${prefix}${id}`, atMs)
  const of = (id: string): number | undefined => at(`${id}${String(index)}`)
  const n = Math.round(at('answered') ?? 0)
  if (n <= 0) return { n: 0, x: 0 }
  const slower = of('shareslower')
  const faster = of('sharefaster')
  const x = of('slower') ?? (slower !== undefined ? (n * slower) / 100 : faster !== undefined ? n * (1 - faster / 100) : undefined)
  return x === undefined ? undefined : { n, x: Math.min(n, Math.max(0, Math.round(x))) }
}

function added(a: ArmInterval, b: ArmInterval): ArmInterval {
  const slower = [...a.slower].map(([ms, counts]) => {
    const other = b.slower.get(ms)
    return [ms, counts && other && plus(counts, other)] as const
  })
  return { errors: plus(a.errors, b.errors), connections: plus(a.connections, b.connections), slower: new Map(slower) }
}

function plus(a: Counts, b: Counts): Counts {
  return { n: a.n + b.n, x: a.x + b.x }
}
