import { cautious, neighbourSpread, noSpread, type Spread, spreadOf, totalOf } from './overdispersion.ts'
import type { Judged } from './trial.ts'

/**
 * Overdispersion after some judged intervals: what was frozen, or what the rows tell; in either case never less than what their own split over arms
 * and zones shows, since that is what the test is about.
 *
 * The rows tell it by three things: how the split over arms varies from interval to interval, how the zones of the baseline differ in the
 * same interval, and how the baseline's neighbouring intervals differ. None of them grows with the canary's ratio itself. It looks at the
 * present interval as well: a single clump on the canary is then taken for a clump until more follows. Values change in steps, and `before`, the
 * value of the interval before, stays while the new one is no larger and hardly smaller, unless it is 1.
 */
export function overdispersionOf(history: readonly Judged[], frozen: number | undefined, before?: number): number {
  const value = freshOverdispersion(history, frozen)
  return before !== undefined && value > 1 && value <= before && value > before / step ** 1.5 ? before : value
}

function freshOverdispersion(history: readonly Judged[], frozen: number | undefined): number {
  const arms = lesser(armsSpread(history), neighbouringArms(history))
  const split = totalOf([arms, ...history.map(({ zones }) => zones ?? noSpread)])
  if (frozen !== undefined) return Math.max(frozen, stepped(estimate(split)))
  if (history.length === 0) return unknown.value
  const pairs = history.slice(1).map((judged, i) => neighbourSpread(history[i]!.split.baseline, judged.split.baseline))
  const bad = history.reduce((sum, { split: { canary, baseline } }) => sum + canary.x + baseline.x, 0)
  const weight = Math.max(unknown.bad, (unknown.intervals * bad) / history.length)
  const early = 1 + unknown.early / Math.max(1, history.length - 1) ** 4
  const together = Math.min(estimate(totalOf([split, ...pairs]), weight), most(split))
  return stepped(early * Math.max(estimate(split, weight), together))
}

/**
 * The largest overdispersion that the split is still in keeping with. Neighbouring intervals differ by more than clumps: a rate that changes for both
 * arms shows there too, and is none.
 */
function most({ found, expected, noise }: Spread): number {
  if (expected === 0) return Infinity
  const value = Math.max(1, found / expected)
  return value * (1 + (3 * Math.sqrt(noise)) / expected)
}

/**
 * Without a past: a value to begin with, of the weight of four bad requests or of a fifth of an interval; what a few intervals tell is enlarged (51
 * times by the second, by a fifth at the fifth); and more caution, since each interval adds little. Chosen by simulation, so that alpha holds
 * for overdispersions of 1 to 7 from 300 to 100,000 requests a minute, while a canary three times as bad is caught nearly as soon as with a past.
 */
const unknown = { value: 6, bad: 4, intervals: 0.2, early: 50, caution: { more: 2.4, less: 1.5 } }

/** `weight`: of what is assumed without a past, in bad requests. */
function estimate({ found, expected, noise }: Spread, weight = 0): number {
  if (expected === 0) return weight > 0 ? unknown.value : 1
  const value = (found + weight * unknown.value) / (expected + weight)
  return cautious(value, Math.sqrt(noise) / expected, weight > 0 ? unknown.caution : undefined)
}

/**
 * Both say the same where the ratio is one and the same. Where it changes, as when a fault begins late, it is no clump: neighbours differ once then, but
 * all intervals from what fits them on the whole.
 */
function lesser(whole: Spread, neighbours: Spread): Spread {
  if (whole.expected === 0 || neighbours.expected === 0) return whole
  return { ...whole, found: Math.min(whole.found, (neighbours.found / neighbours.expected) * whole.expected) }
}

/** Of the canary's part of the bad requests in one interval and the next. */
function neighbouringArms(history: readonly Judged[]): Spread {
  const parts = history.map(({ split: { canary, baseline } }) => ({ n: canary.x + baseline.x, x: canary.x }))
  return totalOf(parts.slice(1).map((part, i) => neighbourSpread(parts[i]!, part)))
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

/** Beyond it, bad requests are no longer counted in clumps. */
const largest = 50

function stepped(free: number): number {
  const value = Math.min(free, largest)
  return Number((step ** Math.max(0, Math.round(Math.log(value) / Math.log(step)))).toPrecision(4))
}
