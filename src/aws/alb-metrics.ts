import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { asSluiceError, SluiceError } from '../domain/errors.ts'
import type { Check, Evidence } from '../domain/rollout.ts'
import { judgeThreshold, type MetricRow, statisticsOf, type Threshold } from '../domain/thresholds.ts'
import type { SpotJudge } from '../ports.ts'
import { createMetricReader, momentsOf, pointAt, type Points } from './metric-reader.ts'
import type { Send } from './operations.ts'

/** A target group and what puts requests into it: the ARN of the load balancer, of a listener or of a rule. */
export interface MeteredGroup {
  readonly groupArn: string
  readonly by: string
}

export interface AlbMetricsOptions {
  readonly send: Send
  /** How long after its end a minute is complete: load balancers report one to three minutes late. */
  readonly delayMs: number
}

export interface AlbMetrics {
  /** The whole mature minutes of each group between two times that had requests, oldest first; `statistics` are those of latency. */
  rows(
    groups: readonly MeteredGroup[],
    fromMs: number,
    toMs: number,
    statistics?: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly MetricRow[]>
  /** How many requests each group got in the last mature minute, which starts at `atMs`. */
  requestCounts(
    groups: readonly MeteredGroup[],
    nowMs: number,
    signal?: AbortSignal,
  ): Promise<{ readonly atMs: number; readonly counts: readonly number[] }>
}

const minuteMs = 60_000
/** Sums by the name they have in a query's id. All but RequestCount are missing where nothing was counted. */
export const groupCounters = {
  requests: 'RequestCount',
  good: 'HTTPCode_Target_2XX_Count',
  moved: 'HTTPCode_Target_3XX_Count',
  refused: 'HTTPCode_Target_4XX_Count',
  failed: 'HTTPCode_Target_5XX_Count',
  unconnected: 'TargetConnectionErrorCount',
} as const

/** What application load balancers report to CloudWatch of their target groups, one GetMetricData call a look. Times are AWS's. */
export function createAlbMetrics({ send, delayMs }: AlbMetricsOptions): AlbMetrics {
  /** The end of the last minute that is complete. */
  const matureMs = (nowMs: number): number => Math.floor((nowMs - delayMs) / minuteMs) * minuteMs

  const reader = createMetricReader(send)

  return {
    async rows(groups, fromMs, toMs, statistics = [], signal) {
      // The minute in which the candidate began is not its own.
      const startMs = Math.ceil(fromMs / minuteMs) * minuteMs
      const endMs = matureMs(toMs)
      if (startMs >= endMs || groups.length === 0) return []
      const queries = groups.flatMap((group, index) => [
        ...Object.entries(groupCounters).map(([name, metric]) =>
          groupQuery(group, { id: `g${String(index)}${name}`, metric, statistic: 'Sum' }),
        ),
        ...statistics.map((statistic, at) =>
          groupQuery(group, { id: `g${String(index)}latency${String(at)}`, metric: 'TargetResponseTime', statistic }),
        ),
      ])
      const points = await reader.read(queries, startMs, endMs, signal)
      return groups.flatMap((group, index) => rowsOf(group, `g${String(index)}`, points, statistics))
    },
    async requestCounts(groups, nowMs, signal) {
      const endMs = matureMs(nowMs)
      const atMs = endMs - minuteMs
      if (groups.length === 0) return { atMs, counts: [] }
      const queries = groups.map((group, index) =>
        groupQuery(group, { id: `g${String(index)}`, metric: groupCounters.requests, statistic: 'Sum' }),
      )
      const points = await reader.read(queries, atMs, endMs, signal)
      return { atMs, counts: groups.map((_, index) => pointAt(points, `g${String(index)}`, atMs) ?? 0) }
    },
  }
}

/**
 * Judges the checks of kind `threshold` by the rows of the candidate's groups, read once for all of them. What may pass with time is
 * thrown, for the engine to ask again; any other failure of the source is the evidence `error`, never a failed candidate.
 */
export function createThresholdJudge(metrics: AlbMetrics, groups: readonly MeteredGroup[]): SpotJudge {
  return {
    async judge(checks, fromMs, toMs, signal) {
      const own = checks.filter((check) => check.kind === 'threshold').map((check) => ({ check, threshold: check.spec as Threshold }))
      if (own.length === 0) return []
      const say = (check: Check, { verdict, because }: Pick<Evidence, 'verdict' | 'because'>): Evidence => {
        return { check: check.name, verdict, because, fromMs, toMs }
      }
      try {
        const statistics = statisticsOf(own.map(({ threshold }) => threshold))
        const rows = await metrics.rows(groups, fromMs, toMs, statistics, signal)
        return own.map(({ check, threshold }) => say(check, judgeThreshold(threshold, rows)))
      } catch (thrown) {
        const error = asSluiceError(thrown)
        if (['THROTTLED', 'AWS_ERROR', 'CANCELLED'].includes(error.reasonCode)) throw error
        return own.map(({ check }) => say(check, { verdict: 'error', because: error.message }))
      }
    },
  }
}

/** What of a group is read: the minutes of all its zones together unless told otherwise. */
export interface GroupQuery {
  readonly id: string
  readonly metric: string
  readonly statistic: string
  readonly periodMs?: number
  /** Of one availability zone alone. */
  readonly zone?: string | undefined
}

/** Throws PREFLIGHT_FAILED for what is no group of an application load balancer. */
export function groupQuery({ groupArn, by }: MeteredGroup, { id, metric, statistic, periodMs, zone }: GroupQuery): MetricDataQuery {
  const balancer = /:(?:loadbalancer|listener|listener-rule)\/(app\/[^/]+\/[^/]+)/.exec(by)?.[1]
  const group = /:(targetgroup\/[^/]+\/[^/]+)$/.exec(groupArn)?.[1]
  if (balancer === undefined || group === undefined) {
    throw new SluiceError('PREFLIGHT_FAILED', `${group === undefined ? groupArn : by} has no metrics of an application load balancer`, {
      hint: 'Leave out metrics, or put the service behind an application load balancer.',
    })
  }
  const dimensions = [
    { Name: 'LoadBalancer', Value: balancer },
    { Name: 'TargetGroup', Value: group },
    ...(zone === undefined ? [] : [{ Name: 'AvailabilityZone', Value: zone }]),
  ]
  const what = { Namespace: 'AWS/ApplicationELB', MetricName: metric, Dimensions: dimensions }
  return { Id: id, MetricStat: { Metric: what, Period: (periodMs ?? minuteMs) / 1000, Stat: statistic } }
}

/** Counters other than RequestCount are missing where nothing was counted: 0 where there were requests, unknown where there were none. */
function rowsOf({ groupArn }: MeteredGroup, prefix: string, points: Points, statistics: readonly string[]): readonly MetricRow[] {
  const at = (name: string, atMs: number): number | undefined => pointAt(points, `${prefix}${name}`, atMs)
  const minutes = momentsOf(points, [`${prefix}requests`]).filter((atMs) => at('requests', atMs) !== undefined)
  return minutes.map((atMs) => ({
    group: groupArn.split('/')[1] ?? groupArn,
    atMs,
    requests: at('requests', atMs) ?? 0,
    classes: {
      '2xx': at('good', atMs) ?? 0,
      '3xx': at('moved', atMs) ?? 0,
      '4xx': at('refused', atMs) ?? 0,
      '5xx': at('failed', atMs) ?? 0,
    },
    connectionErrors: at('unconnected', atMs) ?? 0,
    latencyMs: Object.fromEntries(
      statistics.flatMap((statistic, index) => {
        const seconds = at(`latency${String(index)}`, atMs)
        return seconds === undefined ? [] : [[statistic, seconds * 1000] as const]
      }),
    ),
  }))
}
