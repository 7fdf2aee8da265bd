import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batchLimits, busyBatchRows, firstBatchRows, nextBatchRows } from '../../../src/domain/migration/batch-size.ts'
import '../../fixed-seed.ts'

test.each([
  [{}, { targetMs: 50, leastRows: 100, mostRows: 20_000 }, 1_000],
  [{ targetMs: 40 }, { targetMs: 40, leastRows: 100, mostRows: 20_000 }, 1_000],
  [{ mostRows: 500 }, { targetMs: 50, leastRows: 100, mostRows: 500 }, 500],
  [{ mostRows: 7 }, { targetMs: 50, leastRows: 7, mostRows: 7 }, 7],
  [{ mostRows: 50_000 }, { targetMs: 50, leastRows: 100, mostRows: 50_000 }, 1_000],
])('limits of %j', (given, limits, first) => {
  expect(batchLimits(given)).toEqual(limits)
  expect(firstBatchRows(batchLimits(given))).toBe(first)
})

test.each([
  ['as long as meant', 1_000, 100, 1_000],
  ['a little too long', 1_000, 125, 800],
  ['far too long', 1_000, 5_000, 500],
  ['a little too short', 1_000, 80, 1_250],
  ['in no time', 1_000, 0, 1_500],
  ['too long already at the least', 100, 5_000, 100],
  ['quick at the most', 20_000, 10, 20_000],
])('%s', (_, rows, tookMs, next) => {
  expect(nextBatchRows(rows, tookMs, batchLimits({ targetMs: 100 }))).toBe(next)
})

test('a batch that met a lock is followed by one of half its size', () => {
  expect(busyBatchRows(1_000, batchLimits())).toBe(500)
  expect(busyBatchRows(150, batchLimits())).toBe(100)
})

test('on a steady table the time of a batch comes to its target, from below and from above', () => {
  const cost = fc.record({ perRowMs: fc.double({ min: 0.006, max: 0.9, noNaN: true }), rows: fc.integer({ min: 100, max: 20_000 }) })
  fc.assert(
    fc.property(cost, ({ perRowMs, rows }) => {
      const limits = batchLimits()
      let size = rows
      for (let batch = 0; batch < 20; batch += 1) size = nextBatchRows(size, size * perRowMs, limits)
      const wanted = Math.max(limits.leastRows, Math.min(limits.mostRows, limits.targetMs / perRowMs))
      expect(Math.abs(size - wanted)).toBeLessThanOrEqual(1)
    }),
  )
})

test('whatever a batch took, the next is within the limits and within the factors', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50_000 }), fc.double({ min: 0, noNaN: true }), (most, tookMs) => {
      const limits = batchLimits({ mostRows: most })
      const rows = firstBatchRows(limits)
      const next = nextBatchRows(rows, tookMs, limits)
      expect(next).toBeGreaterThanOrEqual(Math.min(limits.leastRows, Math.floor(rows / 2)))
      expect(next).toBeLessThanOrEqual(Math.min(most, Math.ceil(rows * 1.5)))
      expect(Number.isInteger(next)).toBe(true)
    }),
  )
})
