import { logSumExp } from './distributions.ts'
import type { Judged } from './trial.ts'

/** Ratio of the canary to the baseline. `high` is Infinity where nothing bounds it. */
export interface Ratio {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/** Factors between a ratio and its alternatives on either side. */
const factors = Array.from({ length: 10 }, (_, i) => 1.15 * (8 / 1.15) ** (i / 9))
/** Ratios outside are told as 0 and Infinity. */
const widest = 1e4

/**
 * The ratio that fits best, and an interval that holds at all looks together with probability 1 - alpha: the ratios that neither a mixture of
 * larger ones nor one of smaller ones has refuted at alpha / 2 each (the e-process inverted). Each of its likelihoods is tempered by the
 * overdispersion.
 */
export function ratioOf(history: readonly Judged[], alpha: number, overdispersion: number): Ratio {
  const rows = rowsOf(history)
  const estimate = fitted(rows)
  if (rows.length === 0) return { estimate: 1, low: 0, high: Infinity }
  const limit = Math.log(2 / alpha)
  const against = (ratio: number, up: boolean): number =>
    logSumExp(factors.map((factor) => logLikelihood(rows, up ? ratio * factor : ratio / factor, ratio) / overdispersion)) -
    Math.log(factors.length)
  const from = Math.min(widest, Math.max(1 / widest, estimate))
  return {
    estimate,
    low: crossing(from, 1 / widest, (r) => against(r, true) - limit, 0),
    high: crossing(from, widest, (r) => against(r, false) - limit, Infinity),
  }
}

interface Fold {
  /** Requests of the canary for one of the baseline. */
  readonly odds: number
  readonly canary: number
  readonly bad: number
}

/** Intervals of the same split are one. */
function rowsOf(history: readonly Judged[]): readonly Fold[] {
  const folds = new Map<number, { odds: number; canary: number; bad: number }>()
  for (const { split } of history) {
    const { canary, baseline } = split
    if (canary.x + baseline.x === 0 || canary.n === 0 || baseline.n === 0) continue
    const odds = canary.n / baseline.n
    const fold = folds.get(odds) ?? { odds, canary: 0, bad: 0 }
    fold.canary += canary.x
    fold.bad += canary.x + baseline.x
    folds.set(odds, fold)
  }
  return [...folds.values()]
}

function logLikelihood(rows: readonly Fold[], to: number, from: number): number {
  let sum = 0
  for (const { odds, canary, bad } of rows) sum += canary * Math.log(to / from) + bad * Math.log((from * odds + 1) / (to * odds + 1))
  return sum
}

/** Where the expected number on the canary is the one seen. */
function fitted(rows: readonly Fold[]): number {
  const canary = rows.reduce((sum, row) => sum + row.canary, 0)
  const bad = rows.reduce((sum, row) => sum + row.bad, 0)
  if (bad === 0) return 1
  if (canary === 0) return 0
  if (canary === bad) return Infinity
  const excess = (ratio: number): number =>
    rows.reduce((sum, { odds, bad: m }) => sum + (m * ratio * odds) / (ratio * odds + 1), 0) - canary
  return bisect(1 / widest, widest, excess)
}

/** Between the estimate, where `excess` is below 0, and an end; `none` where it stays below. */
function crossing(from: number, end: number, excess: (ratio: number) => number, none: number): number {
  return excess(end) < 0 ? none : bisect(from, end, excess)
}

/** On the scale of logarithms, to 3 digits and a half. */
function bisect(from: number, to: number, excess: (ratio: number) => number): number {
  let a = Math.log(from)
  let b = Math.log(to)
  for (let i = 0; i < 18; i += 1) {
    const middle = (a + b) / 2
    if (excess(Math.exp(middle)) < 0) a = middle
    else b = middle
  }
  return Math.exp((a + b) / 2)
}
