import type { Fault } from '../domain/rollout.ts'
import type { Problem } from '../ports.ts'
import type { Output, Send } from './operations.ts'

/** An alarm as far as it matters here. */
export interface AlarmSeen {
  readonly name: string
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  /** What it watches, for a person. */
  readonly rule: string
  /** Why it is in its state, in AWS's words. */
  readonly reason: string
}

/** The alarms of these names, metric and composite ones; names that do not exist are left out. A hundred a call. */
export async function describeAlarms(send: Send, names: readonly string[], signal?: AbortSignal): Promise<readonly AlarmSeen[]> {
  const seen: AlarmSeen[] = []
  for (let i = 0; i < names.length; i += 100) {
    const input = { AlarmNames: names.slice(i, i + 100), AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const], MaxRecords: 100 }
    seen.push(...alarmsIn(await send('cloudwatch:DescribeAlarms', input, signal)))
  }
  return seen
}

/** Those that are in ALARM now. */
export function alarmFaults(alarms: readonly AlarmSeen[]): readonly Fault[] {
  return alarms
    .filter((alarm) => alarm.state === 'ALARM')
    .map((alarm) => ({
      side: 'candidate',
      subject: alarm.name,
      reasonCode: 'ALARM_TRIGGERED',
      because: `alarm ${alarm.name} is in ALARM: ${alarm.reason === '' ? alarm.rule : alarm.reason}`,
      details: alarm.rule === '' ? [] : [alarm.rule],
    }))
}

/** What about the alarms of these names forbids to begin. */
export function alarmProblems(names: readonly string[], alarms: readonly AlarmSeen[]): readonly Problem[] {
  return names.flatMap((name): Problem[] => {
    const alarm = alarms.find((each) => each.name === name)
    if (!alarm) return [{ code: 'PREFLIGHT_FAILED', text: `There is no alarm ${name} in this account and region` }]
    if (alarm.state !== 'ALARM') return []
    return [{ code: 'ALARM_TRIGGERED', text: `The alarm ${name} is in ALARM before anything was changed: ${alarm.reason}` }]
  })
}

function alarmsIn(answer: Output<'cloudwatch:DescribeAlarms'>): AlarmSeen[] {
  const metric = (answer.MetricAlarms ?? []).map((alarm) => {
    const what = alarm.MetricName === undefined ? 'a metric expression' : `${alarm.Namespace ?? ''} ${alarm.MetricName}`
    const statistic = alarm.Statistic ?? alarm.ExtendedStatistic ?? ''
    const threshold = alarm.Threshold === undefined ? '' : `${comparison[alarm.ComparisonOperator ?? ''] ?? ''} ${String(alarm.Threshold)}`
    const points = `${String(alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods ?? 1)} of ${String(alarm.EvaluationPeriods ?? 1)}`
    const rule = `${statistic} of ${what} ${threshold}, ${points} points of ${String(alarm.Period ?? 60)} s`
    return { name: alarm.AlarmName ?? '', state: alarm.StateValue ?? 'INSUFFICIENT_DATA', rule, reason: alarm.StateReason ?? '' } as const
  })
  const composite = (answer.CompositeAlarms ?? []).map((alarm) => {
    const rule = `composite alarm ${alarm.AlarmRule ?? ''}`
    return { name: alarm.AlarmName ?? '', state: alarm.StateValue ?? 'INSUFFICIENT_DATA', rule, reason: alarm.StateReason ?? '' } as const
  })
  return [...metric, ...composite]
}

const comparison: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: '>=',
  GreaterThanThreshold: '>',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
}
