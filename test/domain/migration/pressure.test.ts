import { expect, test } from 'vitest'
import { noPressureMemory, pressing, type PressureLimits, type PressureReading } from '../../../src/domain/migration/pressure.ts'

const MB = 1_000_000
const quiet: PressureReading = { atMs: 0, replicas: [], walBytes: 0, vacuums: 0, longestWaitMs: 0 }

/** Looks one after another, and what was said at each. */
function said(limits: PressureLimits, readings: readonly Partial<PressureReading>[]): readonly (readonly string[])[] {
  let memory = noPressureMemory
  return readings.map((reading, index) => {
    const found = pressing({ ...quiet, atMs: index * 1_000, ...reading }, limits, memory)
    memory = found.memory
    return found.reasons
  })
}

test('what has no limit is not looked at', () => {
  const all = { replicas: [{ name: 'a', lagMs: 1e9, replayedBytes: 0 }], walBytes: 1e12, vacuums: 1, longestWaitMs: 1e9 }
  expect(said({}, [all, { ...all, walBytes: 2e12 }])).toEqual([[], []])
})

test('a replica that tells its lag; one limit for all, and it is told which', () => {
  const at = (a: number, b: number) => ({
    replicas: [
      { name: 'a', lagMs: a },
      { name: 'b', lagMs: b },
    ],
  })
  expect(said({ lagMs: 10_000 }, [at(10_000, 0), at(0, 10_001), at(0, 8_000), at(0, 7_500)])).toEqual([
    [],
    ['replica b is 10.0 s behind, limit 10.0 s'],
    ['replica b is 8.0 s behind, limit 10.0 s'],
    [],
  ])
})

test('a replica that stands still falls behind, whatever it tells; one that has come to the end is not behind', () => {
  const still = Array.from({ length: 15 }, (_, second) => ({
    walBytes: second * MB,
    replicas: [{ name: 'a', lagMs: 3, replayedBytes: 2 * MB }],
  }))
  const course = said({ lagMs: 10_000 }, [
    ...still,
    { walBytes: 15 * MB, replicas: [{ name: 'a', lagMs: 60_000, replayedBytes: 15 * MB }] },
  ])
  expect(course.findIndex((reasons) => reasons.length > 0)).toBe(13)
  expect(course[13]).toEqual(['replica a is 11.0 s behind, limit 10.0 s'])
  expect(course.at(-1)).toEqual([])
})

test('a replica that was behind before the first look is so since then at least', () => {
  const readings = Array.from({ length: 13 }, () => ({ walBytes: 100 * MB, replicas: [{ name: 'a', replayedBytes: 0 }] }))
  expect(said({ lagMs: 10_000 }, readings).findIndex((reasons) => reasons.length > 0)).toBe(11)
})

test('bytes behind', () => {
  const at = (replayedBytes: number) => ({ walBytes: 100 * MB, replicas: [{ name: 'a', replayedBytes }] })
  expect(said({ lagBytes: 50 * MB }, [at(50 * MB), at(40 * MB), at(70 * MB)])).toEqual([
    [],
    ['replica a is 60.0 MB behind, limit 50.0 MB'],
    [],
  ])
})

test('what is written a second, from one look to the next', () => {
  const course = said({ walBytesPerSecond: 10 * MB }, [
    { walBytes: 900 * MB },
    { walBytes: 905 * MB },
    { walBytes: 920 * MB },
    { atMs: 4_000, walBytes: 934 * MB },
    {},
  ])
  expect(course).toEqual([[], [], ['15.0 MB of WAL are written a second, limit 10.0 MB'], [], []])
})

test('vacuum, and somebody who waits', () => {
  expect(said({ autovacuum: true, waiterMs: 500 }, [{ vacuums: 1 }, { longestWaitMs: 1_200 }])).toEqual([
    ['the table is being vacuumed'],
    ['somebody waits for this backfill for 1.2 s, limit 0.5 s'],
  ])
})
