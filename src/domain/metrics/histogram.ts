import type { Percentiles } from './latency.ts'

/** How many requests took no longer than an edge, which may be Infinity. Ascending by edge, as are the counts. */
export interface Bucket {
  readonly edgeMs: number
  readonly count: number
}

/**
 * Percentiles of a histogram, evenly spread within a bucket: good enough to choose thresholds by, for no verdict. NaN where nothing was counted; what
 * lies beyond the last finite edge counts as that edge.
 */
export function percentilesOf(buckets: readonly Bucket[]): Percentiles {
  return { p50: quantile(buckets, 0.5), p95: quantile(buckets, 0.95), p99: quantile(buckets, 0.99) }
}

function quantile(buckets: readonly Bucket[], share: number): number {
  const rank = share * (buckets.at(-1)?.count ?? 0)
  const index = buckets.findIndex(({ count }) => count > 0 && count >= rank)
  const bucket = buckets[index]
  if (bucket === undefined) return NaN
  const below = buckets[index - 1] ?? { edgeMs: 0, count: 0 }
  if (!Number.isFinite(bucket.edgeMs)) return below.edgeMs
  return below.edgeMs + ((rank - below.count) / (bucket.count - below.count)) * (bucket.edgeMs - below.edgeMs)
}
