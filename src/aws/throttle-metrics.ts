import { type ThrottleMetric, throttledBy } from '../domain/migration/throttle-metrics.ts'
import { createMetricReader, momentsOf, pointAt } from './metric-reader.ts'
import type { Send } from './operations.ts'

const periodMs = 60_000
/** Metrics come minutes late; what is older says nothing of now. */
const lookBackMs = 10 * periodMs
/** A point is stated anew while its minute is counted, and there is none sooner. */
const everyMs = 30_000

/** What CloudWatch has against going on, one line each. Asked as often as is liked: it looks twice a minute. Throws SluiceError. */
export function createThrottleMetrics(
  send: Send,
  metrics: readonly ThrottleMetric[],
  nowMs: () => number,
): (signal: AbortSignal) => Promise<readonly string[]> {
  const reader = createMetricReader(send)
  const queries = metrics.map(({ metric }, index) => ({
    Id: `m${String(index)}`,
    MetricStat: {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.metric,
        Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodMs / 1000,
      Stat: metric.statistic,
    },
  }))
  let last: { readonly atMs: number; readonly found: readonly string[] } | undefined
  return async (signal) => {
    const now = nowMs()
    if (last && now - last.atMs < everyMs) return last.found
    const endMs = Math.floor(now / periodMs) * periodMs
    const points = await reader.read(queries, endMs - lookBackMs, endMs, signal)
    const found = metrics.flatMap((metric, index) => {
      const id = `m${String(index)}`
      const newest = momentsOf(points, [id]).at(-1)
      return throttledBy(metric, newest === undefined ? undefined : pointAt(points, id, newest)) ?? []
    })
    last = { atMs: now, found }
    return found
  }
}
