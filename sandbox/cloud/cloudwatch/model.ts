import type { PutMetricAlarmInput, StateValue } from '@aws-sdk/client-cloudwatch'
import type { Series } from './series.ts'

export interface CloudWatchTables {
  /** By namespace, name and dimensions; see `seriesKey`. */
  readonly series: Map<string, Series>
  readonly alarms: Map<string, AlarmRow>
  /** The series each listener, target group and zone is counted in. */
  readonly meters: Map<string, Meter>
  /** By dimensions. */
  readonly sides: Map<string, MeterSide>
}

export interface AlarmRow {
  readonly name: string
  readonly arn: string
  settings: PutMetricAlarmInput
  state: StateValue
  stateReason: string
  configuredAt: Date
  stateUpdatedAt: Date
  stateTransitionedAt: Date
  cancelEvaluation: (() => void) | undefined
  /** Whoever owns the alarm is told after each evaluation, with the newest point read: a scaling policy acts each minute its alarm rings. */
  readonly onEvaluated: ((latest: number | undefined) => void) | undefined
}

/** The series a request is counted in, by metric: those of its load balancer and, when a target group was chosen, those of the group and of the group in the target's zone. */
export type Meter = readonly MeterSide[]
export interface MeterSide {
  readonly dimensions: Series['dimensions']
  readonly series: Map<string, Series>
}
