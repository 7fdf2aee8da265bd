import type { Law } from './distributions.ts'

/**
 * Exact group-sequential test of a running sum X of independent whole numbers, with the spending function alpha * t / T (Lan & DeMets 1983).
 * It holds the law of X over all paths that have not crossed a boundary yet. One look costs one convolution.
 */
export interface Course {
  /** X is a multiple of `grain`; above 1 only where the law is hundreds wide (see `coarsened`). */
  readonly grain: number
  /** Of the surviving paths; `mass[i]` belongs to X = (low + i) * grain. */
  readonly low: number
  readonly mass: Float64Array
  /** Probability of the paths that have crossed, under the law tested. */
  readonly spent: number
  /** Probability cut off at the far ends: below 1e-12 in all. */
  readonly lost: number
}

export type Side = 'upper' | 'lower'

/** Reject where X is at least (upper) or at most (lower) this. Absent where nothing can be rejected at this look. */
export interface Step {
  readonly course: Course
  readonly boundary?: number
}

export const start: Course = { grain: 1, low: 0, mass: Float64Array.of(1), spent: 0, lost: 0 }

/** What is cut off at each end of each look. */
const negligible = 1e-17
/** The law is kept so fine that its standard deviation is at least so many grains. */
const fineness = 32

/**
 * The next look: X grows by a number with `law`; up to `budget` of probability may have crossed by now, earlier looks included. `side` is
 * where it crosses: `upper` stops a canary that is worse, `lower` passes one that is better than what is ruled out.
 */
export function advance(before: Course, law: Law, budget: number, side: Side): Step {
  return cross(grown(before, law), budget - before.spent, side)
}

/** The next look at a boundary that is known: what crosses it counts as spent. */
export function advanceTo(before: Course, law: Law, boundary: number | undefined, side: Side): Course {
  const course = grown(before, law)
  if (boundary === undefined) return course
  const { low, mass, grain } = course
  // At a grain above 1, crossing needs the whole grain: the chance to cross is told too small, not too large.
  const at = side === 'upper' ? Math.ceil(boundary / grain) - low : Math.floor(boundary / grain) + 1 - low
  const cut = Math.max(0, Math.min(mass.length, at))
  const kept = side === 'upper' ? mass.slice(0, cut) : mass.slice(cut)
  const spent = course.spent + sumOf(side === 'upper' ? mass.subarray(cut) : mass.subarray(0, cut))
  return check({ ...course, low: side === 'upper' ? low : low + cut, mass: kept, spent })
}

function grown(before: Course, law: Law): Course {
  const spread = deviation(before.mass) * before.grain
  const grain = grainOf(Math.hypot(spread, deviation(law.mass)), before.grain)
  const old = coarsened(before.low, before.mass, before.grain, grain)
  const added = coarsened(law.low, law.mass, 1, grain)
  const { low, mass, lost } = trimmed(old.low + added.low, convolved(old.mass, added.mass))
  return { grain, low, mass, spent: before.spent, lost: before.lost + lost }
}

/** Takes off the tail that fits into what may be spent now. */
function cross(course: Course, budget: number, side: Side): Step {
  const { mass, low, grain } = course
  const size = mass.length
  let taken = 0
  let sum = 0
  while (taken < size) {
    const next = mass[side === 'upper' ? size - 1 - taken : taken]!
    if (sum + next > budget) break
    sum += next
    taken += 1
  }
  if (taken === 0) return { course: check(course) }
  const kept = side === 'upper' ? mass.slice(0, size - taken) : mass.slice(taken)
  const boundary = (side === 'upper' ? low + size - taken : low + taken - 1) * grain
  return { course: check({ ...course, low: side === 'upper' ? low : low + taken, mass: kept, spent: course.spent + sum }), boundary }
}

/** Nothing is lost on the way: a law that has vanished would reject everything. */
function check(course: Course): Course {
  const sum = course.spent + course.lost + sumOf(course.mass)
  if (!(Math.abs(sum - 1) < 1e-9)) throw new Error(`the law of a sequential test sums to ${sum}`)
  return course
}

function sumOf(mass: Float64Array): number {
  let sum = 0
  for (const value of mass) sum += value
  return sum
}

function convolved(a: Float64Array, b: Float64Array): Float64Array {
  const sum = new Float64Array(Math.max(0, a.length + b.length - 1))
  for (let i = 0; i < a.length; i += 1) {
    const value = a[i]!
    for (let j = 0; j < b.length; j += 1) sum[i + j]! += value * b[j]!
  }
  return sum
}

function trimmed(low: number, mass: Float64Array): { readonly low: number; readonly mass: Float64Array; readonly lost: number } {
  let from = 0
  let to = mass.length
  let below = 0
  let above = 0
  while (from < to && below + mass[from]! < negligible) below += mass[from++]!
  while (to > from && above + mass[to - 1]! < negligible) above += mass[--to]!
  return { low: low + from, mass: mass.subarray(from, to), lost: below + above }
}

function grainOf(deviation: number, least: number): number {
  let grain = least
  while (deviation / grain >= 2 * fineness) grain *= 2
  return grain
}

function deviation(mass: Float64Array): number {
  let sum = 0
  let mean = 0
  let square = 0
  for (let i = 0; i < mass.length; i += 1) {
    const value = mass[i]!
    sum += value
    mean += value * i
    square += value * i * i
  }
  return sum > 0 ? Math.sqrt(Math.max(0, square / sum - (mean / sum) ** 2)) : 0
}

/**
 * The law on a coarser grid: a value between two points goes to both so that its mean stays. That spreads it by less than a quarter of a grain
 * squared, which widens the tails, so the test errs to the safe side; with a standard deviation of 32 grains hardly.
 */
function coarsened(low: number, mass: Float64Array, from: number, to: number): { readonly low: number; readonly mass: Float64Array } {
  if (from === to) return { low, mass }
  const scale = to / from
  const first = Math.floor(low / scale)
  const coarse = new Float64Array(Math.floor((low + mass.length - 1) / scale) + 2 - first)
  for (let i = 0; i < mass.length; i += 1) {
    const at = (low + i) / scale
    const floor = Math.floor(at)
    coarse[floor - first]! += mass[i]! * (1 - (at - floor))
    coarse[floor + 1 - first]! += mass[i]! * (at - floor)
  }
  return { low: first, mass: coarse }
}
