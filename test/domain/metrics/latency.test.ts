import { describe, expect, test } from 'vitest'
import { chooseThresholds, latencyMember, thresholdOf } from '../../../src/domain/metrics/latency.ts'

describe('the thresholds of latency', () => {
  test.each<[string, readonly [number, number, number], readonly number[] | undefined, readonly number[]]>([
    ['are p50, p95, p99 and the far tail', [80, 300, 700], undefined, [80, 300, 700, 2100]],
    ['are numbers for people', [80.1234, 299.6, 0.45678], undefined, [0.457, 1.37, 80.1, 300]],
    ['are each there once', [100.01, 100.02, 100.03], undefined, [100, 300]],
    ['are those that are known', [NaN, 0, 500], undefined, [500, 1500]],
    ['are none where nothing is known', [NaN, NaN, NaN], undefined, []],
    ['are edges of buckets, the nearest by ratio', [80, 300, 700], [5, 50, 100, 250, 500, 1000, 2500], [100, 250, 500, 2500]],
    ['are the edges there are', [80, 300, 700], [100, 200], [100, 200]],
    ['are not the edge of the last bucket, which has none', [80, 300, 700], [100, Infinity], [100]],
    ['are none without an edge', [80, 300, 700], [], []],
  ])('%s', (_, [p50, p95, p99], edges, expected) => {
    expect(chooseThresholds({ p50, p95, p99 }, edges)).toEqual(expected)
  })
})

describe('a member of latency', () => {
  test.each([
    ['latency', 250, 'latency >250ms'],
    ['latency', 999.5, 'latency >999.5ms'],
    ['latency', 0.457, 'latency >0.457ms'],
    ['latency', 1000, 'latency >1s'],
    ['checkout', 1005, 'checkout >1.005s'],
    ['latency', 300_000, 'latency >300s'],
    ['latency', 1e-7, 'latency >1e-7ms'],
  ])('%s at %d ms is %s, and back', (name, ms, member) => {
    expect(latencyMember(name, ms)).toBe(member)
    expect(thresholdOf(member)).toBe(ms)
  })

  test('keeps every threshold of whole milliseconds', () => {
    for (let ms = 1; ms <= 100_000; ms += 7) expect(thresholdOf(latencyMember('latency', ms))).toBe(ms)
  })

  test.each(['errors', 'latency', 'latency >', 'latency >0ms', 'latency >-1ms', 'latency >1m', 'latency>1ms', 'a >1ms b'])(
    '%s is none',
    (member) => {
      expect(thresholdOf(member)).toBeUndefined()
    },
  )
})
