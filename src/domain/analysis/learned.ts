import { cautious, neighbourSpread, noSpread, type Spread, spreadOf, totalOf } from './overdispersion.ts'
import type { Judged } from './trial.ts'

/**
 * Overdispersion after some judged intervals: what was frozen, or what the rows tell; in either case never less than what their own split over arms
 * and zones shows, since that is what the test is about.
 *
 * The rows tell it by three things: how the split varies around the ratio that fits all of them, how the zones of the baseline differ in the
 * same interval, and how the baseline's neighbouring intervals differ. None of them grows with the canary's ratio itself. It looks at the
 * present interval as well: a single clump on the canary is then taken for a clump until more follows. Values change in steps, and `before`, the
 * value of the interval before, stays while the new one is no larger and hardly smaller, unless it is 1.
 */
export function overdispersionOf(history: readonly Judged[], frozen: number | undefined, before?: number): number {
  const value = freshOverdispersion(history, frozen)
  return before !== undefined && value > 1 && value <= before && value > before / step ** 1.5 ? before : value
}

function freshOverdispersion(history: readonly Judged[], frozen: number | undefined): number {
  const arms = armsSpread(history)
  const split = totalOf([arms, ...history.map(({ zones }) => zones ?? noSpread)])
  if (frozen !== undefined) return Math.max(frozen, stepped(estimate(split, 0)))
  if (history.length === 0) return unknown
  const bad = history.reduce((sum, { split: { canary, baseline } }) => sum + canary.x + baseline.x, 0)
  const prior = unknownPart * Math.max(1, bad / history.length)
  const pairs = history.slice(1).map((judged, i) => neighbourSpread(history[i]!.split.baseline, judged.split.baseline))
  return stepped(Math.max(estimate(split, prior), estimate(totalOf([split, ...pairs]), prior)))
}

/** Before anything is known. It has the weight of a fifth of an interval. */
const unknown = 6
const unknownPart = 0.2

function estimate({ found, expected, noise }: Spread, prior: number): number {
  if (expected + prior === 0) return 1
  const error = expected > 0 ? Math.sqrt(noise) / expected : Infinity
  const value = (found + prior * unknown) / (expected + prior)
  return error === Infinity ? Math.max(1, prior > 0 ? value : 1) : cautious(value, error)
}

/** Of the canary's bad requests around the ratio that fits all intervals. */
function armsSpread(history: readonly Judged[]): Spread {
  const ratio = fittedRatio(history)
  if (ratio === undefined) return noSpread
  const spreads = history.flatMap(({ split: { canary, baseline } }) => {
    const part = (ratio * canary.n) / (ratio * canary.n + baseline.n)
    const spread = spreadOf(
      [
        { x: canary.x, part },
        { x: baseline.x, part: 1 - part },
      ],
      (canary.x + baseline.x) / (canary.n + baseline.n),
    )
    return spread.expected > 0 ? [spread] : []
  })
  const total = totalOf(spreads)
  // One degree of freedom went into the ratio.
  return spreads.length < 2 ? noSpread : { ...total, expected: total.expected * (1 - 1 / spreads.length) }
}

/** Where the expected number of bad requests on the canary is the one seen; undefined where an arm has none. */
export function fittedRatio(history: readonly Judged[]): number | undefined {
  const used = history.filter(({ split: { canary, baseline } }) => canary.n > 0 && baseline.n > 0)
  const seen = used.reduce((sum, { split }) => sum + split.canary.x, 0)
  if (seen === 0 || used.every(({ split }) => split.baseline.x === 0)) return undefined
  let low = -10
  let high = 10
  for (let i = 0; i < 26; i += 1) {
    const ratio = Math.exp((low + high) / 2)
    let expected = 0
    for (const { split } of used) {
      const { canary, baseline } = split
      expected += ((canary.x + baseline.x) * ratio * canary.n) / (ratio * canary.n + baseline.n)
    }
    if (expected < seen) low = (low + high) / 2
    else high = (low + high) / 2
  }
  return Math.exp((low + high) / 2)
}

/** Each value has a law to work out over all rows, so there are few of them: 1, 1.1, 1.21 and so on. */
const step = 1.1

function stepped(value: number): number {
  return Number((step ** Math.max(0, Math.round(Math.log(value) / Math.log(step)))).toPrecision(4))
}
