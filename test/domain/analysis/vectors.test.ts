import { describe, expect, test } from 'vitest'
import { binomial } from '../../../src/domain/analysis/distributions.ts'
import { begin, betterThan, type EProcess, observe, worseThan } from '../../../src/domain/analysis/e-process.ts'
import { logSampleRatio } from '../../../src/domain/analysis/sample-ratio.ts'
import { advance, type Course, start } from '../../../src/domain/analysis/sequential.ts'
import type { Split } from '../../../src/domain/analysis/split.ts'

/** Canary and baseline: requests and bad ones of each. */
type Counts = readonly [nc: number, xc: number, nb: number, xb: number]

const split = ([nc, xc, nb, xb]: Counts): Split => ({ canary: { n: nc, x: xc }, baseline: { n: nb, x: xb }, usual: xc + xb })

const rows: readonly Counts[] = [
  [500, 0, 9500, 9],
  [500, 2, 9500, 10],
  [500, 1, 9500, 8],
  [500, 3, 9500, 11],
  [500, 2, 9500, 9],
  [500, 4, 9500, 7],
]
const ramp: readonly Counts[] = [
  [500, 1, 9500, 9],
  [2500, 4, 7500, 8],
  [5000, 9, 5000, 4],
]

/** ln E after each row. */
function logs(process: EProcess, given: readonly Counts[]): readonly number[] {
  let now = process
  return given.map((counts, index) => (now = observe(now, split(counts), index + 1, 1)).logE)
}
const close = (found: readonly number[], expected: readonly number[], digits: number): void => {
  expect(found).toHaveLength(expected.length)
  for (const [index, value] of expected.entries()) expect(found[index], `look ${index + 1}`).toBeCloseTo(value, digits)
}

// Each was computed twice, in two languages, before this code was written.
describe('e-process', () => {
  test('of one alternative, twice as bad', () => {
    const one = begin(1, [2], { count: 0, every: 1 })
    close(logs(one, rows), [-0.439111, 0.361701, 0.615737, 2.012116, 2.861718, 5.097615], 6)
  })

  test('of the mixture, which fails at the sixth look', () => {
    const found = logs(worseThan(1), rows)
    close(found, [-0.868038, -0.138192, 0.026212, 1.657629, 2.701305, 6.382837], 6)
    expect(found.findIndex((log) => log >= Math.log(20))).toBe(5)
  })

  test('with a margin', () => {
    close(logs(worseThan(1.25), rows), [-0.990911, -0.460045, -0.397851, 0.830285, 1.583604, 4.525044], 6)
  })

  test('over a ramp: what counts is what was measured', () => {
    close(logs(worseThan(1), ramp), [-0.086193, -0.416821, 0.357669], 6)
  })

  test.each([
    ['worse', worseThan(1)],
    ['worse than a margin', worseThan(1.25)],
    ['better', betterThan(2)],
  ])('%s: is expected to be 1 in every interval, by all splits there are', (_, process) => {
    const [nc, nb, bad] = [40, 160, 12]
    const law = binomial(bad, (process.null * nc) / (process.null * nc + nb))
    let mean = 0
    for (const [index, mass] of law.mass.entries()) {
      const x = law.low + index
      mean += mass * Math.exp(observe(process, split([nc, x, nb, bad - x]), 1, 1).logE)
    }
    expect(mean).toBeCloseTo(1, 9)
  })
})

test.each([
  [6, 60, 0.139455],
  [12, 66, 3.13756],
  [20, 120, 6.22089],
])('sample ratio: %i of %i requests where 5 %% were configured', (canary, all, expected) => {
  expect(logSampleRatio(canary, all, 0.05)).toBeCloseTo(expected, 5)
})

describe('group-sequential test', () => {
  /** The boundary at each look, and what has been spent. */
  function boundaries(looks: readonly { readonly bad: number; readonly share: number }[], alpha: number) {
    let course: Course = start
    return looks.map(({ bad, share }, index) => {
      const taken = advance(course, binomial(bad, share), (alpha * (index + 1)) / looks.length, 'upper')
      course = taken.course
      return { boundary: taken.boundary, spent: course.spent }
    })
  }

  test('has the boundaries of exact rational arithmetic', () => {
    const found = boundaries(
      Array.from({ length: 12 }, () => ({ bad: 10, share: 0.05 })),
      0.05,
    )
    expect(found.map(({ boundary }) => boundary)).toEqual([4, 5, 6, 6, 7, 8, 9, 9, 10, 11, 11, 12])
    expect(found.at(-1)!.spent).toBeCloseTo(0.04347197, 8)
  })

  test('and over a ramp, with an interval in which nothing was bad', () => {
    const shares = [0.05, 0.05, 0.25, 0.25, 0.5, 0.5]
    const found = boundaries(
      [8, 12, 0, 9, 11, 20].map((bad, index) => ({ bad, share: shares[index]! })),
      0.05,
    )
    expect(found.map(({ boundary }) => boundary)).toEqual([3, 5, 4, 8, 14, 27])
    close(
      found.map(({ spent }) => spent),
      [0.005788, 0.007542, 0.018828, 0.024031, 0.040076, 0.043769],
      6,
    )
  })

  test('loses no mass where the textbook recursion from no event at all has none left', () => {
    // (1 - 0.5) ** 2000 is 0 in floating point.
    let course: Course = start
    for (let look = 1; look <= 30; look += 1) {
      const taken = advance(course, binomial(2_000, 0.5), (0.05 * look) / 30, 'upper')
      course = taken.course
      const mass = course.mass.reduce((sum, each) => sum + each, 0)
      expect(mass + course.spent + course.lost).toBeCloseTo(1, 9)
      expect(taken.boundary).toBeGreaterThan(1_000 * look)
    }
    expect(course.spent).toBeLessThanOrEqual(0.05)
  })
})
