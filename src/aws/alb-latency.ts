import type { Percentiles } from '../domain/metrics/latency.ts'
import { groupQuery, type MeteredGroup } from './alb-metrics.ts'
import { type MetricReader, momentsOf, pointAt, type Points } from './metric-reader.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const statistics = ['p50', 'p95', 'p99'] as const

/**
 * The latency of these groups over the last day before an end, in milliseconds: of each percentile the median of the whole hours, each hour
 * weighted by its answers, so that one bad hour does not make slow what is normal. Where there is no whole hour, of the intervals. NaN where there
 * is nothing.
 */
export async function readLatencyPercentiles(
  reader: MetricReader,
  groups: readonly MeteredGroup[],
  endMs: number,
  periodMs: number,
  signal: AbortSignal,
): Promise<Percentiles> {
  const startMs = Math.floor((endMs - dayMs) / hourMs) * hourMs
  const read = await Promise.all(
    groups.map(async (group, index) => {
      const queries = [hourMs, periodMs].flatMap((lengthMs) =>
        [...statistics, 'SampleCount'].map((statistic) => {
          const id = idOf(index, lengthMs, statistic)
          return groupQuery(group, { id, metric: 'TargetResponseTime', statistic, periodMs: lengthMs })
        }),
      )
      return reader.read(queries, startMs, endMs, signal)
    }),
  )
  const [p50, p95, p99] = statistics.map((statistic) => {
    const [hours, intervals] = [hourMs, periodMs].map((lengthMs) =>
      read.flatMap((points, index) => weighed(points, (of) => idOf(index, lengthMs, of), statistic, endMs - lengthMs)),
    )
    return 1000 * median(hours?.length ? hours : (intervals ?? []))
  })
  return { p50: p50 ?? NaN, p95: p95 ?? NaN, p99: p99 ?? NaN }
}

function idOf(index: number, lengthMs: number, statistic: string): string {
  return `past${String(index)}_${String(lengthMs)}_${statistic}`
}

interface Weighed {
  readonly value: number
  readonly weight: number
}

function weighed(points: Points, idOf: (statistic: string) => string, statistic: string, lastMs: number): readonly Weighed[] {
  return momentsOf(points, [idOf(statistic)]).flatMap((atMs) => {
    const value = pointAt(points, idOf(statistic), atMs)
    const weight = pointAt(points, idOf('SampleCount'), atMs)
    return value === undefined || weight === undefined || atMs > lastMs ? [] : [{ value, weight }]
  })
}

/** The value at which half of the weight is reached; NaN of nothing. */
function median(values: readonly Weighed[]): number {
  const sorted = [...values].sort((a, b) => a.value - b.value)
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2
  let reached = 0
  return sorted.find(({ weight }) => (reached += weight) >= half)?.value ?? NaN
}
