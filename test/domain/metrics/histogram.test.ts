import { expect, test } from 'vitest'
import { percentilesOf } from '../../../src/domain/metrics/histogram.ts'

const buckets = (...pairs: readonly (readonly [number, number])[]) => pairs.map(([edgeMs, count]) => ({ edgeMs, count }))

test('percentiles lie within their buckets', () => {
  expect(percentilesOf(buckets([100, 50], [200, 90], [500, 100], [Infinity, 100]))).toEqual({ p50: 100, p95: 350, p99: 470 })
})

test('beyond the last edge nothing is known but that edge', () => {
  expect(percentilesOf(buckets([100, 50], [Infinity, 100]))).toEqual({ p50: 100, p95: 100, p99: 100 })
})

test('nothing counted is nothing known', () => {
  for (const empty of [[], buckets([100, 0], [Infinity, 0])]) expect(percentilesOf(empty)).toEqual({ p50: NaN, p95: NaN, p99: NaN })
})
