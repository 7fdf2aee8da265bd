import type { Counts } from '../analysis/model.ts'

/** What one counter stood at, by time: at the ends of intervals. Where it was not seen there is nothing. */
export type Counter = ReadonlyMap<number, number>

/** Whole intervals of `periodMs`, the first from `startMs`, the last until `endMs`. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
  readonly periodMs: number
}

/** How many intervals before a span a counter is looked for, so that one that comes back is not taken for a new one. */
export const lookback = 15

/**
 * Requests of one arm by the start of their interval, and those of them that are bad. An interval is left out unless one counter of `total` at least was
 * seen at both ends of it: everything new at once is a source that came back, not that many requests. Throws RangeError where more are bad than
 * there are.
 */
export function countsOf(total: readonly Counter[], bad: readonly Counter[], span: Span): ReadonlyMap<number, Counts> {
  return intervals(total, span, (atMs) => {
    const n = growthOf(total, atMs, span)
    const x = growthOf(bad, atMs, span)
    // Two counters that are raised one after the other may differ by what is under way.
    if (x > n + Math.max(underWay, n / 10)) throw new RangeError(`${String(x)} bad of ${String(n)}`)
    return { n, x: Math.min(x, n) }
  })
}

const underWay = 5

/** The same of a histogram: `within` are the buckets up to a threshold, those beyond are bad. */
export function exceedingOf(total: readonly Counter[], within: readonly Counter[], span: Span): ReadonlyMap<number, Counts> {
  return intervals(total, span, (atMs) => {
    const n = growthOf(total, atMs, span)
    return { n, x: Math.max(0, n - growthOf(within, atMs, span)) }
  })
}

function intervals(
  total: readonly Counter[],
  { startMs, endMs, periodMs }: Span,
  counts: (atMs: number) => Counts,
): ReadonlyMap<number, Counts> {
  const found = new Map<number, Counts>()
  for (let atMs = startMs; atMs + periodMs <= endMs; atMs += periodMs)
    if (total.some((counter) => counter.has(atMs) && counter.has(atMs + periodMs))) found.set(atMs, counts(atMs))
  return found
}

/** By how much counters grew together in the interval from `atMs`. One that fell began anew at zero, as did one that was never seen before. */
export function growthOf(counters: readonly Counter[], atMs: number, { periodMs }: Pick<Span, 'periodMs'>): number {
  const grown = counters.map((counter) => {
    const now = counter.get(atMs + periodMs)
    if (now === undefined) return 0
    const before = lastSeen(counter, atMs, periodMs)
    return before === undefined || now < before ? now : now - before
  })
  return Math.round(grown.reduce((sum, each) => sum + each, 0))
}

function lastSeen(counter: Counter, atMs: number, periodMs: number): number | undefined {
  for (let back = 0; back <= lookback; back++) {
    const value = counter.get(atMs - back * periodMs)
    if (value !== undefined) return value
  }
  return undefined
}
