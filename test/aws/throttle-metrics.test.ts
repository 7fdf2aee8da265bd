import { expect, it } from 'vitest'
import type { Send } from '../../src/aws/operations.ts'
import { createThrottleMetrics } from '../../src/aws/throttle-metrics.ts'

const signal = new AbortController().signal
const lag = {
  metric: {
    kind: 'metric',
    namespace: 'AWS/RDS',
    metric: 'ReplicaLag',
    dimensions: { DBInstanceIdentifier: 'shop' },
    statistic: 'Maximum',
  },
  max: 5,
} as const

it('judges the newest value, and asks twice a minute at most', async () => {
  const asked: unknown[] = []
  const minute = Date.UTC(2026, 0, 1)
  let now = minute + 60_000
  let values = [7, 2]
  const send = ((operation: string, input: unknown) => {
    asked.push([operation, input])
    const Timestamps = values.map((_, index) => new Date(minute - index * 60_000))
    return Promise.resolve({ MetricDataResults: [{ Id: 'm0', StatusCode: 'Complete', Values: values, Timestamps }] })
  }) as unknown as Send
  const throttle = createThrottleMetrics(send, [lag], () => now)
  expect(await throttle(signal)).toEqual(['Maximum of AWS/RDS ReplicaLag is 7, over 5'])
  values = [5]
  now += 10_000
  expect(await throttle(signal)).toHaveLength(1)
  expect(asked).toHaveLength(1)
  now += 20_000
  expect(await throttle(signal)).toEqual([])
  values = []
  now += 30_000
  expect(await throttle(signal)).toEqual(['Maximum of AWS/RDS ReplicaLag has no value'])
  expect(asked[0]).toMatchObject([
    'cloudwatch:GetMetricData',
    { StartTime: new Date(minute - 540_000), EndTime: new Date(minute + 60_000) },
  ])
})
