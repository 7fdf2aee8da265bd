/** How many rows a batch may have, and how long it shall take: whoever writes to one of its rows waits for its end. */
export interface BatchLimits {
  readonly targetMs: number
  readonly leastRows: number
  readonly mostRows: number
}

const firstRows = 1_000
const defaultTargetMs = 50
const leastRows = 100
const mostRows = 20_000

/** The limits of a backfill; `mostRows` where its owner bounds a batch himself, which may be less than we would ever take. */
export function batchLimits(given: { readonly targetMs?: number; readonly mostRows?: number } = {}): BatchLimits {
  const most = Math.max(1, Math.floor(given.mostRows ?? mostRows))
  return { targetMs: given.targetMs ?? defaultTargetMs, leastRows: Math.min(leastRows, most), mostRows: most }
}

/** The size to begin with, before anything is known of the table. */
export function firstBatchRows(limits: BatchLimits): number {
  return within(firstRows, limits)
}

/**
 * The size of the next batch from the last full one. At most half as much again, for one quick batch may have been luck; at least a half,
 * for one slow batch may have been a checkpoint.
 */
export function nextBatchRows(rows: number, tookMs: number, limits: BatchLimits): number {
  const factor = tookMs > 0 ? limits.targetMs / tookMs : Infinity
  return within(rows * Math.min(1.5, Math.max(0.5, factor)), limits)
}

/** The size after a batch that met a lock somebody else held: a smaller one holds fewer rows while it waits, and meets fewer. */
export function busyBatchRows(rows: number, limits: BatchLimits): number {
  return within(rows / 2, limits)
}

function within(rows: number, limits: BatchLimits): number {
  return Math.max(limits.leastRows, Math.min(limits.mostRows, Math.round(rows)))
}
