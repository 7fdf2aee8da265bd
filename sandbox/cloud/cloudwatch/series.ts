/** One metric with its dimensions: a row of buckets by their start. */
export interface Series {
  readonly namespace: string
  readonly name: string
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[]
  /** How long a bucket is, and how long after its end it becomes readable. */
  readonly bucketMs: number
  readonly delayMs: number
  readonly buckets: Map<number, Bucket>
}

export interface Bucket {
  count: number
  sum: number
  min: number
  max: number
  /** Values within one per cent of each other share a count: enough for percentiles. */
  readonly histogram: Map<number, number>
}

export function seriesKey(
  namespace: string,
  name: string,
  dimensions: readonly { readonly Name?: string | undefined; readonly Value?: string | undefined }[],
): string {
  const pairs = dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort()
  return `${namespace}|${name}|${pairs.join('|')}`
}

/** Adds `count` samples of one value at a moment. */
export function addSamples(series: Series, atMs: number, value: number, count: number): void {
  if (count <= 0) return
  const bucket = bucketAt(series, atMs)
  bucket.count += count
  bucket.sum += value * count
  bucket.min = Math.min(bucket.min, value)
  bucket.max = Math.max(bucket.max, value)
  const slot = value > 0 ? Math.round(Math.log(value) * 100) : -Infinity
  bucket.histogram.set(slot, (bucket.histogram.get(slot) ?? 0) + count)
}

/** Adds samples known only by their summary. */
export function addSummary(series: Series, atMs: number, summary: { count: number; sum: number; min: number; max: number }): void {
  if (summary.count <= 0) return
  merge(bucketAt(series, atMs), {
    ...summary,
    histogram: new Map([[Math.round(Math.log(Math.max(1e-9, summary.sum / summary.count)) * 100), summary.count]]),
  })
}

function bucketAt(series: Series, atMs: number): Bucket {
  const start = Math.floor(atMs / series.bucketMs) * series.bucketMs
  let bucket = series.buckets.get(start)
  if (!bucket) series.buckets.set(start, (bucket = emptyBucket()))
  return bucket
}

function emptyBucket(): Bucket {
  return { count: 0, sum: 0, min: Infinity, max: -Infinity, histogram: new Map() }
}

function merge(into: Bucket, from: Bucket): void {
  into.count += from.count
  into.sum += from.sum
  into.min = Math.min(into.min, from.min)
  into.max = Math.max(into.max, from.max)
  for (const [slot, count] of from.histogram) into.histogram.set(slot, (into.histogram.get(slot) ?? 0) + count)
}

/** The readable samples of one period, or undefined when there are none: missing, not 0. */
export function readPeriod(series: Series, startMs: number, periodMs: number, nowMs: number): Bucket | undefined {
  let merged: Bucket | undefined
  const first = Math.ceil(startMs / series.bucketMs) * series.bucketMs
  for (let start = first; start < startMs + periodMs; start += series.bucketMs) {
    const bucket = series.buckets.get(start)
    if (!bucket || start + series.bucketMs + series.delayMs > nowMs) continue
    merge((merged ??= emptyBucket()), bucket)
  }
  return merged
}
