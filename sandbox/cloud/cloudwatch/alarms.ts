import type {
  DeleteAlarmsInput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  MetricAlarm,
  PutMetricAlarmInput,
  SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch'
import { pageOf } from '../paging.ts'
import { AwsFault } from '../ports.ts'
import { arnOf, type World } from '../world.ts'
import { scheduleEvaluation, setState } from './alarm-evaluation.ts'
import type { AlarmRow } from './model.ts'

const ALARMS_IN_A_CALL_MOST = 100

/** Creates an alarm, or replaces its settings and keeps its state. */
export function putMetricAlarm(world: World, input: PutMetricAlarmInput): object {
  const name = input.AlarmName ?? ''
  if (!name) throw new AwsFault('ValidationError', 'AlarmName must not be empty.')
  if (!input.EvaluationPeriods || input.EvaluationPeriods < 1)
    throw new AwsFault('ValidationError', 'EvaluationPeriods must be at least 1.')
  if ((input.DatapointsToAlarm ?? 1) > input.EvaluationPeriods)
    throw new AwsFault('ValidationError', 'DatapointsToAlarm must not be greater than EvaluationPeriods.')
  if ((input.MetricName === undefined) === !input.Metrics?.length)
    throw new AwsFault('ValidationError', 'Exactly one of MetricName and Metrics must be given.')
  if (input.Metrics && input.Metrics.filter((query) => query.ReturnData !== false).length !== 1)
    throw new AwsFault('ValidationError', 'Exactly one element of the metrics list should return data.')
  putAlarm(world, input, world.cloudWatch.alarms.get(name)?.onEvaluated)
  return {}
}

/** Puts an alarm that has been validated. */
export function putAlarm(world: World, settings: PutMetricAlarmInput, onEvaluated: AlarmRow['onEvaluated']): AlarmRow {
  const name = settings.AlarmName ?? ''
  const known = world.cloudWatch.alarms.get(name)
  known?.cancelEvaluation?.()
  const alarm: AlarmRow = {
    name,
    arn: arnOf(world, 'cloudwatch', `alarm:${name}`),
    settings,
    state: known?.state ?? 'INSUFFICIENT_DATA',
    stateReason: known?.stateReason ?? 'Unchecked: Initial alarm creation',
    configuredAt: world.now(),
    stateUpdatedAt: known?.stateUpdatedAt ?? world.now(),
    stateTransitionedAt: known?.stateTransitionedAt ?? world.now(),
    cancelEvaluation: undefined,
    onEvaluated,
  }
  world.cloudWatch.alarms.set(name, alarm)
  scheduleEvaluation(world, alarm)
  return alarm
}

/** Alarms that do not exist are left out without a word. */
export function describeAlarms(world: World, input: DescribeAlarmsInput): DescribeAlarmsOutput {
  if ((input.AlarmNames?.length ?? 0) > ALARMS_IN_A_CALL_MOST)
    throw new AwsFault('ValidationError', 'AlarmNames must have at most 100 members.')
  const found = [...world.cloudWatch.alarms.values()]
    .filter(
      (alarm) =>
        (!input.AlarmNames?.length || input.AlarmNames.includes(alarm.name)) &&
        (input.AlarmNamePrefix === undefined || alarm.name.startsWith(input.AlarmNamePrefix)) &&
        (input.StateValue === undefined || alarm.state === input.StateValue),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const wanted = !input.AlarmTypes?.length || input.AlarmTypes.includes('MetricAlarm')
  const { page, nextToken } = pageOf(wanted ? found : [], input.MaxRecords ?? 50, input.NextToken)
  return { MetricAlarms: page.map(render), CompositeAlarms: [], ...(nextToken === undefined ? {} : { NextToken: nextToken }) }
}

export function deleteAlarms(world: World, input: DeleteAlarmsInput): object {
  const missing = (input.AlarmNames ?? []).filter((name) => !world.cloudWatch.alarms.has(name))
  if (missing.length > 0) throw new AwsFault('ResourceNotFound', `Alarms ${missing.join(', ')} do not exist.`, 404)
  for (const name of input.AlarmNames ?? []) removeAlarm(world, name)
  return {}
}

/** Ends an alarm, if there is one of that name. */
export function removeAlarm(world: World, name: string | undefined): void {
  world.cloudWatch.alarms.get(name ?? '')?.cancelEvaluation?.()
  world.cloudWatch.alarms.delete(name ?? '')
}

/** Holds until the next evaluation says otherwise. */
export function setAlarmState(world: World, input: SetAlarmStateInput): object {
  const alarm = world.cloudWatch.alarms.get(input.AlarmName ?? '')
  if (!alarm) throw new AwsFault('ResourceNotFound', `Alarm ${input.AlarmName} does not exist.`, 404)
  setState(world, alarm, input.StateValue ?? 'OK', input.StateReason ?? '')
  return {}
}

function render(alarm: AlarmRow): MetricAlarm {
  const { Tags: _, ...settings } = alarm.settings
  return {
    ...settings,
    AlarmArn: alarm.arn,
    AlarmConfigurationUpdatedTimestamp: alarm.configuredAt,
    ActionsEnabled: settings.ActionsEnabled ?? true,
    OKActions: settings.OKActions ?? [],
    AlarmActions: settings.AlarmActions ?? [],
    InsufficientDataActions: settings.InsufficientDataActions ?? [],
    Dimensions: settings.Dimensions ?? [],
    StateValue: alarm.state,
    StateReason: alarm.stateReason,
    StateUpdatedTimestamp: alarm.stateUpdatedAt,
    StateTransitionedTimestamp: alarm.stateTransitionedAt,
  }
}
