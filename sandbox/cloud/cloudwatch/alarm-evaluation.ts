import type { ComparisonOperator, MetricDataQuery, StateValue } from '@aws-sdk/client-cloudwatch'
import type { World } from '../world.ts'
import type { AlarmRow } from './model.ts'
import { evaluateQueries } from './queries.ts'

/** Evaluates an alarm each period, the first time at the end of the running one. */
export function scheduleEvaluation(world: World, alarm: AlarmRow): void {
  const periodMs = alarmPeriodMs(world, alarm)
  // A little after the border, when the point that has just become readable can be read.
  const nextAtMs = (Math.floor(world.nowMs() / periodMs) + 1) * periodMs + 1
  alarm.cancelEvaluation = world.at(nextAtMs, () => {
    const points = readPoints(world, alarm)
    judge(world, alarm, points)
    scheduleEvaluation(world, alarm)
    alarm.onEvaluated?.(points.findLast((value) => value !== undefined))
  })
}

export function setState(world: World, alarm: AlarmRow, state: StateValue, reason: string): void {
  if (alarm.state !== state) alarm.stateTransitionedAt = world.now()
  alarm.state = state
  alarm.stateReason = reason
  alarm.stateUpdatedAt = world.now()
}

/** The last N periods that can be complete by now, oldest first; undefined where no point is: points of AWS metrics are late. */
function readPoints(world: World, alarm: AlarmRow): readonly (number | undefined)[] {
  const periods = alarm.settings.EvaluationPeriods ?? 1
  const periodMs = alarmPeriodMs(world, alarm)
  const endMs = Math.floor((world.nowMs() - world.options.metricDelayMs) / periodMs) * periodMs
  const startMs = endMs - periods * periodMs
  const { queries, id } = queriesOf(alarm)
  const range = {
    startMs,
    endMs,
    periodMs: (periodS: number) => Math.max(world.scaled(periodS * 1000), world.options.metricPeriodMs),
  }
  const points = evaluateQueries(world, queries, range).get(id)
  return Array.from({ length: periods }, (_, index) => points?.get(startMs + index * periodMs))
}

/**
 * M of the last N readable periods must breach. Missing ones count as `treatMissingData` says: breaching, notBreaching, as the present state
 * (ignore), or not at all (missing, the default); with no point at all and nothing to count, INSUFFICIENT_DATA (user guide, alarm evaluation).
 */
function judge(world: World, alarm: AlarmRow, points: readonly (number | undefined)[]): void {
  const { settings } = alarm
  const periods = settings.EvaluationPeriods ?? 1
  const needed = settings.DatapointsToAlarm ?? periods
  let breaching = 0
  let missing = 0
  for (const value of points) {
    if (value === undefined) missing++
    else if (breaches(value, settings.ComparisonOperator, settings.Threshold ?? 0)) breaching++
  }
  const present = periods - missing
  switch (settings.TreatMissingData ?? 'missing') {
    case 'breaching':
      breaching += missing
      break
    case 'notBreaching':
      break
    case 'ignore':
      if (present === 0) return
      break
    default:
      if (present === 0) {
        if (alarm.state !== 'INSUFFICIENT_DATA')
          setState(world, alarm, 'INSUFFICIENT_DATA', `Insufficient Data: ${periods} datapoints were unknown.`)
        return
      }
  }
  const state = breaching >= needed ? 'ALARM' : 'OK'
  if (state === alarm.state) return
  const values = points.filter((value) => value !== undefined).join(', ')
  setState(
    world,
    alarm,
    state,
    `Threshold Crossed: ${breaching} out of the last ${periods} datapoints [${values}] ${state === 'ALARM' ? 'crossed' : 'did not cross'} the threshold (${settings.Threshold}).`,
  )
}

/** Alarm periods are divided by the time scale, but no shorter than a point. */
function alarmPeriodMs(world: World, alarm: AlarmRow): number {
  const periodS =
    alarm.settings.Period ?? Math.max(60, ...(alarm.settings.Metrics ?? []).map((query) => query.MetricStat?.Period ?? query.Period ?? 0))
  return Math.max(world.scaled(periodS * 1000), world.options.metricPeriodMs)
}

function queriesOf({ settings }: AlarmRow): { readonly queries: readonly MetricDataQuery[]; readonly id: string } {
  if (settings.Metrics?.length)
    return { queries: settings.Metrics, id: settings.Metrics.find((query) => query.ReturnData !== false)?.Id ?? '' }
  const { Namespace, MetricName, Dimensions, Period = 60, Statistic, ExtendedStatistic } = settings
  const Metric = { Namespace, MetricName, Dimensions }
  return { queries: [{ Id: 'm1', MetricStat: { Metric, Period, Stat: Statistic ?? ExtendedStatistic ?? 'Average' } }], id: 'm1' }
}

function breaches(value: number, operator: ComparisonOperator | undefined, threshold: number): boolean {
  switch (operator) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold
    case 'LessThanThreshold':
      return value < threshold
    case 'LessThanOrEqualToThreshold':
      return value <= threshold
    default:
      return value > threshold
  }
}
