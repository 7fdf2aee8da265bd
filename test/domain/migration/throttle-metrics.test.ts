import { describe, expect, it } from 'vitest'
import { parseThrottleMetrics, throttledBy } from '../../../src/domain/migration/throttle-metrics.ts'

const cpu = { namespace: 'AWS/RDS', metric: 'CPUUtilization', dimensions: { DBInstanceIdentifier: 'shop' }, statistic: 'Average', max: 80 }

describe('throttle-metrics', () => {
  it('reads metrics with their limits', () => {
    const { max, ...metric } = cpu
    expect(parseThrottleMetrics([cpu])).toEqual({ value: [{ metric: { kind: 'metric', ...metric }, max }] })
  })

  it('tells every mistake at once', () => {
    const made = parseThrottleMetrics([{ ...cpu, max: '80' }, { ...cpu, statistic: 'Mean' }, 'CPU'])
    expect('problems' in made ? made.problems : []).toHaveLength(3)
    expect(made).toMatchObject({
      problems: [
        expect.stringContaining('throttle-metrics[0].max'),
        expect.stringContaining('throttle-metrics[1].statistic'),
        expect.stringContaining('throttle-metrics[2]'),
      ],
    })
    expect(parseThrottleMetrics([])).toHaveProperty('problems')
  })

  it('waits above the limit, and where nothing is known', () => {
    const made = parseThrottleMetrics([cpu])
    const [metric] = 'value' in made ? made.value : []
    expect(throttledBy(metric!, 80)).toBeUndefined()
    expect(throttledBy(metric!, 93.456)).toBe('Average of AWS/RDS CPUUtilization is 93.46, over 80')
    expect(throttledBy(metric!, undefined)).toBe('Average of AWS/RDS CPUUtilization has no value')
  })
})
