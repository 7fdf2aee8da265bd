import type { ComparedMetric } from '../analysis/model.ts'
import type { Threshold } from '../thresholds.ts'

/** The list `metrics` of an action that has a baseline to compare with. */
export interface Metrics {
  /** Limits that hold for every minute by itself. */
  readonly limits: readonly Threshold[]
  readonly compared: readonly Compared[]
  readonly objectives: readonly Objective[]
}

/** A metric that is compared, and where its counts come from. */
export interface Compared extends Metering {
  readonly metric: ComparedMetric
}

/** A metric by its name, and where its counts come from. */
export interface Metering {
  readonly metric: Pick<ComparedMetric, 'name'>
  readonly source: Source
}

/**
 * Texts may hold `{arm}` (canary, baseline), `{side}` (blue, green), `{service}`, `{cluster}`, `{revision}`, `{group}` (targetgroup/…) and `{load-balancer}` (app/…), which stand for
 * those of each arm in turn.
 */
export type Source =
  /** What the load balancer reports of the target groups of each arm: failed requests, or requests slower than thresholds. */
  | { readonly kind: 'alb'; readonly what: 'errors' | 'latency'; readonly thresholdsMs: 'auto' | readonly number[] }
  | { readonly kind: 'cloudwatch'; readonly bad: CloudWatchQuery; readonly total: CloudWatchQuery }
  /** Selectors of counters, which are read at the ends of each interval. `buckets` are those of a histogram with the label `le`, in seconds. */
  | { readonly kind: 'prometheus'; readonly url: string; readonly bad: string; readonly total: string; readonly headers: Headers }
  | {
      readonly kind: 'prometheus-histogram'
      readonly url: string
      readonly buckets: string
      readonly thresholdsMs: 'auto' | readonly number[]
      readonly headers: Headers
    }
  /** A document for one arm and one interval: `{from}` and `{to}` are Unix seconds. `bad` and `total` are JSON paths to counts. */
  | { readonly kind: 'http-json'; readonly url: string; readonly bad: string; readonly total: string; readonly headers: Headers }
  /** A shell command that prints `{"n":…,"x":…}`; it finds SLUICE_SIDE, SLUICE_REVISION, SLUICE_FROM, SLUICE_TO. */
  | { readonly kind: 'command'; readonly run: string; readonly history: boolean }

/** Values may hold `{env.NAME}`: secrets do not belong in files. */
export type Headers = Readonly<Record<string, string>>

export type CloudWatchQuery =
  | {
      readonly kind: 'metric'
      readonly namespace: string
      readonly metric: string
      readonly dimensions: Readonly<Record<string, string>>
      readonly statistic: string
    }
  /** Metric math over metrics by id. */
  | {
      readonly kind: 'expression'
      readonly expression: string
      readonly metrics: Readonly<Record<string, CloudWatchQuery & { kind: 'metric' }>>
    }

/** A service level objective: how fast the canary burns its error budget. */
export interface Objective {
  readonly name: string
  /** Share of requests that must be good, such as 0.999. */
  readonly target: number
  /** The share of bad requests over the budget that fails. */
  readonly burn: number
  /** The metric whose counts it reads, which has one member. `errors` need not be compared. */
  readonly from: string
  readonly source: Source
}
