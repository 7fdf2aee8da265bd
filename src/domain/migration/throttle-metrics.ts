import { element, member, type Place, wrong } from '../document.ts'
import { type Metric, readAnyMetric } from '../metrics/cloudwatch-source.ts'
import type { Made } from '../task-definition.ts'

/** A metric of CloudWatch, and above what a backfill waits. */
export interface ThrottleMetric {
  readonly metric: Metric
  readonly max: number
}

/** The list `throttle-metrics`, as YAML gives it, or every mistake in it. */
export function parseThrottleMetrics(value: unknown): Made<readonly ThrottleMetric[]> {
  const place: Place = { at: 'throttle-metrics', problems: [] }
  if (!Array.isArray(value) || value.length === 0) {
    wrong(place, value, 'a list, such as "- { namespace: AWS/RDS, metric: ReplicaLag, statistic: Maximum, max: 10 }",')
    return { problems: place.problems }
  }
  const metrics = value.flatMap((entry: unknown, index) => {
    const at = element(place, index)
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
      wrong(at, entry, 'a mapping of namespace, metric, dimensions, statistic and max,')
      return []
    }
    const { max, ...rest } = entry as Readonly<Record<string, unknown>>
    const metric = readAnyMetric(at, rest)
    if (typeof max !== 'number' || !Number.isFinite(max)) {
      wrong(member(at, 'max'), max, 'a number, above which the backfill waits,')
      return []
    }
    return metric ? [{ metric, max }] : []
  })
  return place.problems.length > 0 ? { problems: place.problems } : { value: metrics }
}

/** Why one of them speaks for waiting; undefined where it does not. `latest` is absent where there was no value. */
export function throttledBy({ metric, max }: ThrottleMetric, latest: number | undefined): string | undefined {
  const name = `${metric.statistic} of ${metric.namespace} ${metric.metric}`
  if (latest === undefined) return `${name} has no value`
  return latest > max ? `${name} is ${String(Number(latest.toPrecision(4)))}, over ${String(max)}` : undefined
}
