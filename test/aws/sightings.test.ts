import { expect, test } from 'vitest'
import { alarmFaults, describeAlarms } from '../../src/aws/alarm-faults.ts'
import { explained } from '../fakes/explained-send.ts'
import { createServiceNews } from '../../src/aws/service-events.ts'
import { countTargets, type TargetSeen } from '../../src/aws/target-health.ts'

const target = (group: string, id: string, state: string): TargetSeen => ({ group, id, state, why: '' })

test('with several groups the one with the fewest healthy targets counts', () => {
  const targets = [target('a', '1', 'healthy'), target('a', '2', 'healthy'), target('b', '1', 'healthy'), target('b', '2', 'initial')]
  expect(countTargets(targets, ['a', 'b'], 'healthy', () => true)).toBe(1)
  expect(countTargets(targets, ['a'], 'healthy', ({ id }) => id === '2')).toBe(1)
  expect(countTargets([], [], 'healthy', () => true)).toBe(0)
})

test('metric and composite alarms in ALARM are faults with what they watch', async () => {
  const send = explained(() => ({
    MetricAlarms: [
      {
        AlarmName: 'errors',
        StateValue: 'ALARM',
        StateReason: 'Threshold Crossed: 3 datapoints were greater than the threshold (5.0)',
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'HTTPCode_Target_5XX_Count',
        Statistic: 'Sum',
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 5,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 2,
        Period: 60,
      },
      { AlarmName: 'latency', StateValue: 'OK' },
    ],
    CompositeAlarms: [{ AlarmName: 'any', StateValue: 'ALARM', AlarmRule: 'ALARM(errors)' }],
  }))
  const faults = alarmFaults(await describeAlarms(send, ['errors', 'latency', 'any']))
  expect(faults).toEqual([
    {
      side: 'candidate',
      subject: 'errors',
      reasonCode: 'ALARM_TRIGGERED',
      because: 'alarm errors is in ALARM: Threshold Crossed: 3 datapoints were greater than the threshold (5.0)',
      details: ['Sum of AWS/ApplicationELB HTTPCode_Target_5XX_Count > 5, 2 of 3 points of 60 s'],
    },
    {
      side: 'candidate',
      subject: 'any',
      reasonCode: 'ALARM_TRIGGERED',
      because: 'alarm any is in ALARM: composite alarm ALARM(errors)',
      details: ['composite alarm ALARM(errors)'],
    },
  ])
})

test('each event of the service is told once, oldest first, none from before', () => {
  const news = createServiceNews()
  const event = (id: string, atMs: number, message = `(service web) was unable to place a task ${id}.`) => ({
    id,
    createdAt: new Date(atMs),
    message,
  })
  expect(news([event('c', 30), event('b', 20), event('a', 5)], 10)).toEqual([event('b', 20).message, event('c', 30).message])
  expect(news([event('d', 40), event('c', 30)], 10)).toEqual([event('d', 40).message])
})
