/** A law on whole numbers: `mass[i]` is the probability of `low + i`. What is cut off at either end is below 1e-17 of the mode each. */
export interface Law {
  readonly low: number
  readonly mass: Float64Array
}

const negligible = 1e-17

/** All of it on one value. */
export function pointLaw(value: number): Law {
  return { low: value, mass: Float64Array.of(1) }
}

/** Successes in `trials` with probability `share` each. */
export function binomial(trials: number, share: number): Law {
  if (share <= 0 || trials === 0) return pointLaw(0)
  if (share >= 1) return pointLaw(trials)
  const odds = share / (1 - share)
  const mode = Math.min(trials, Math.floor((trials + 1) * share))
  return outward(0, trials, mode, (k) => ((trials - k) / (k + 1)) * odds)
}

/**
 * A binomial whose probability is itself drawn from Beta(a, b). With a or b below 1 it is high at an end, and may be high at both, so it is
 * then built over its whole range.
 */
export function betaBinomial(trials: number, a: number, b: number): Law {
  if (trials === 0 || a <= 0) return pointLaw(0)
  if (b <= 0) return pointLaw(trials)
  const step = (k: number): number => ((trials - k) / (k + 1)) * ((a + k) / (b + trials - k - 1))
  if (a < 1 && b < 1) return across(trials, step)
  const mode = a + b <= 2 ? 0 : Math.floor(((trials + 1) * (a - 1)) / (a + b - 2))
  return outward(0, trials, Math.max(0, Math.min(trials, a < 1 ? 0 : b < 1 ? trials : mode)), step)
}

/**
 * Bad requests on the first arm when `bad` of all are bad, each arm has independent requests, and the odds of a bad one are `odds` times those on
 * the second arm: Fisher's non-central hypergeometric law; with odds 1 the hypergeometric.
 */
export function hypergeometric(first: number, second: number, bad: number, odds: number): Law {
  const low = Math.max(0, bad - second)
  const high = Math.min(first, bad)
  if (low >= high) return pointLaw(low)
  const step = (k: number): number => (((first - k) * (bad - k)) / ((k + 1) * (second - bad + k + 1))) * odds
  return outward(low, high, modeOf(low, high, step), step)
}

/** Where the ratio of neighbours, which falls, goes below 1. */
function modeOf(low: number, high: number, step: (k: number) => number): number {
  let from = low
  let to = high
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if (step(middle) >= 1) from = middle + 1
    else to = middle
  }
  return from
}

/**
 * From the mode to both sides, each value from its neighbour by `step(k) = p(k + 1) / p(k)`, then scaled to 1. Starting at an end instead, as
 * textbooks do, (1 - share)^trials underflows beyond some thousand trials: the law is lost, and every good canary is rejected.
 */
function outward(low: number, high: number, mode: number, step: (k: number) => number): Law {
  const below: number[] = []
  for (let k = mode, value = 1; k > low; k -= 1) {
    value /= step(k - 1)
    if (!(value > negligible)) break
    below.push(value)
  }
  const above: number[] = []
  for (let k = mode, value = 1; k < high; k += 1) {
    value *= step(k)
    if (!(value > negligible)) break
    above.push(value)
  }
  const mass = new Float64Array(below.length + 1 + above.length)
  let total = 1
  mass[below.length] = 1
  for (let i = 0; i < below.length; i += 1) total += mass[below.length - 1 - i] = below[i]!
  for (let i = 0; i < above.length; i += 1) total += mass[below.length + 1 + i] = above[i]!
  for (let i = 0; i < mass.length; i += 1) mass[i]! /= total
  return { low: mode - below.length, mass }
}

function across(trials: number, step: (k: number) => number): Law {
  const mass = new Float64Array(trials + 1)
  let total = 1
  mass[0] = 1
  for (let k = 0; k < trials; k += 1) total += mass[k + 1] = mass[k]! * step(k)
  for (let k = 0; k <= trials; k += 1) mass[k]! /= total
  return { low: 0, mass }
}

/** Natural logarithm of the gamma function, to 14 digits: Stirling's series above 12, the recurrence below. */
export function logGamma(x: number): number {
  let shift = 0
  let at = x
  while (at < 12) {
    shift += Math.log(at)
    at += 1
  }
  const inverse = 1 / (at * at)
  const series =
    (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse * (1 / 1188 - (inverse * 691) / 360360))))) / at
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - shift
}

/** ln B(a, b). */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}

/** ln of the sum of e^values. */
export function logSumExp(values: ArrayLike<number>): number {
  let most = -Infinity
  for (let i = 0; i < values.length; i += 1) if (values[i]! > most) most = values[i]!
  if (most === -Infinity) return most
  let sum = 0
  for (let i = 0; i < values.length; i += 1) sum += Math.exp(values[i]! - most)
  return most + Math.log(sum)
}
