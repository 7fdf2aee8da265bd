import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paceOf, shareDone, stepped, type Stride } from '../../../src/domain/migration/backfill-rate.ts'
import '../../fixed-seed.ts'

const steady = (seconds: number, perSecond: number): readonly Stride[] =>
  Array.from({ length: seconds + 1 }, (_, at) => ({ atMs: at * 1_000, rowsDone: at * perSecond })).reduce<readonly Stride[]>(stepped, [])

test('before some seconds have passed nothing is said of the speed', () => {
  expect(paceOf([], 1_000)).toEqual({})
  expect(paceOf(steady(2, 100), 1_000)).toEqual({})
  expect(paceOf(steady(3, 100), 1_000)).toEqual({ rowsPerSecond: 100, remainingMs: 7_000 })
})

test('without an estimate, and past it, there is a speed but no end', () => {
  expect(paceOf(steady(10, 100), -1)).toEqual({ rowsPerSecond: 100 })
  expect(paceOf(steady(10, 100), 900)).toEqual({ rowsPerSecond: 100 })
  expect(paceOf(steady(10, 100), 1_000)).toEqual({ rowsPerSecond: 100 })
})

test('while it stands still there is no end', () => {
  expect(paceOf(steady(10, 0), 1_000)).toEqual({ rowsPerSecond: 0 })
})

test('what was before the last minute does not count, a pause in it does', () => {
  const fast = steady(100, 1_000)
  const slow = Array.from({ length: 60 }, (_, at) => ({ atMs: 101_000 + at * 1_000, rowsDone: 100_000 + (at + 1) * 10 }))
  expect(paceOf(slow.reduce(stepped, fast), -1).rowsPerSecond).toBeCloseTo(10)
  expect(paceOf(stepped(steady(30, 100), { atMs: 60_000, rowsDone: 3_000 }), -1).rowsPerSecond).toBeCloseTo(50)
})

test('a cursor that was read anew and stands further back begins anew', () => {
  expect(stepped(steady(10, 100), { atMs: 11_000, rowsDone: 500 })).toEqual([{ atMs: 11_000, rowsDone: 500 }])
})

test('however it goes, the strides span a minute and little more, and the speed is never negative', () => {
  const step = fc.record({ ms: fc.integer({ min: 1, max: 20_000 }), rows: fc.integer({ min: 0, max: 20_000 }) })
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 200 }), (steps) => {
      let strides: readonly Stride[] = []
      let at = { atMs: 0, rowsDone: 0 }
      for (const { ms, rows } of steps) {
        at = { atMs: at.atMs + ms, rowsDone: at.rowsDone + rows }
        strides = stepped(strides, at)
        if (strides.length > 1) expect(at.atMs - strides[1]!.atMs).toBeLessThan(60_000)
        expect(paceOf(strides, -1).rowsPerSecond ?? 0).toBeGreaterThanOrEqual(0)
      }
    }),
  )
})

test.each([
  [0, -1, undefined],
  [5, 0, undefined],
  [0, 10, 0],
  [5, 10, 0.5],
  [10, 10, 1],
  [11, 10, undefined],
])('%s of %s', (done, estimated, share) => {
  expect(shareDone(done, estimated)).toBe(share)
})
