import { brentRoot } from './brent.ts'

/** How far apart two samples lie: an interval and the estimate of Hodges and Lehmann. */
export interface Shift {
  readonly low: number
  readonly high: number
  readonly estimate: number
}

/** Kayenta's absolute tolerance: it makes the answer depend on the unit of the metric. */
const tolerance = 1e-4

/**
 * Mann-Whitney test of Kayenta's judge: the interval of shifts that are not rejected, by the normal approximation with ties and continuity
 * correction. `critical` is the quantile of the two-sided level.
 */
export function mannWhitneyShift(x: readonly number[], y: readonly number[], critical: number): Shift {
  const [sortedX, sortedY] = [sorted(x), sorted(y)]
  const lowest = sortedX[0]! - sortedY.at(-1)!
  const highest = sortedX.at(-1)! - sortedY[0]!
  const root = (quantile: number): number => {
    const f = (mu: number): number => distanceOfSorted(sortedX, sortedY, mu) - quantile
    if (f(lowest) <= 0) return lowest
    if (f(highest) >= 0) return highest
    return brentRoot(f, lowest, highest, tolerance)
  }
  return {
    low: root(critical),
    high: root(-critical),
    estimate: brentRoot((mu) => distanceOfSorted(sortedX, sortedY, mu), lowest, highest, tolerance),
  }
}

/** Standardised rank sum of x - mu among both samples. */
export function rankDistance(x: readonly number[], y: readonly number[], mu: number): number {
  return distanceOfSorted(sorted(x), sorted(y), mu)
}

function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort()
}

/** A merge: equal values share the mean of their ranks. */
function distanceOfSorted(x: Float64Array, y: Float64Array, mu: number): number {
  const [n, m] = [x.length, y.length]
  let ranks = 0
  let ties = 0
  for (let i = 0, j = 0; i < n || j < m;) {
    const [nextX, nextY] = [i < n ? x[i]! - mu : Infinity, j < m ? y[j]! : Infinity]
    const value = Math.min(nextX, nextY)
    const before = i + j
    const ofX = i
    while (i < n && x[i]! - mu === value) i++
    while (j < m && y[j] === value) j++
    const size = i + j - before
    ties += size ** 3 - size
    ranks += (i - ofX) * (before + (size + 1) / 2)
  }
  const both = n + m
  const distance = ranks - (n * (n + 1)) / 2 - (n * m) / 2
  const sd = Math.sqrt(((n * m) / 12) * (both + 1 - ties / (both * (both - 1))))
  if (sd === 0) throw new Error('all observations are tied')
  return (distance - Math.sign(distance) * 0.5) / sd
}
