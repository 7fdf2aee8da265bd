import type { Bucket } from './series.ts'

/**
 * A statistic of a bucket, undefined for any other name: Sum, Average, Minimum, Maximum, SampleCount; a percentile such as p99; and between two
 * bounds TC(a:b) the count, PR(a:b) the share in per cent, TM(a:b) the mean of the values. The lower bound is exclusive, the upper inclusive, either
 * may be left out (user guide, CloudWatch statistics definitions). `none`: it is known, and has no value here.
 */
export function statistic(bucket: Bucket, name: string): number | 'none' | undefined {
  switch (name) {
    case 'Sum':
      return bucket.sum
    case 'Average':
      return bucket.sum / bucket.count
    case 'Minimum':
      return bucket.min
    case 'Maximum':
      return bucket.max
    case 'SampleCount':
      return bucket.count
  }
  const percent = /^p(\d+(?:\.\d+)?)$/.exec(name)
  if (percent) return percentile(bucket, Number(percent[1]))
  const bounds = /^(TC|PR|TM)\((\d+(?:\.\d{1,10})?)?:(\d+(?:\.\d{1,10})?)?\)$/.exec(name)
  if (!bounds || (bounds[2] === undefined && bounds[3] === undefined)) return undefined
  return between(bucket, bounds[1], Number(bounds[2] ?? -Infinity), Number(bounds[3] ?? Infinity))
}

/** The mean of nothing is missing. That the count of nothing is 0 and not missing is a guess: the guide does not say. */
function between(bucket: Bucket, name: string | undefined, low: number, high: number): number | 'none' {
  let count = 0
  let sum = 0
  for (const [slot, some] of bucket.histogram) {
    const value = valueOf(bucket, slot)
    if (value <= low || value > high) continue
    count += some
    sum += some * value
  }
  if (name === 'TC') return count
  if (name === 'PR') return (100 * count) / bucket.count
  return count === 0 ? 'none' : sum / count
}

function percentile(bucket: Bucket, percent: number): number {
  let left = Math.max(1, Math.ceil((bucket.count * percent) / 100))
  for (const [slot, count] of [...bucket.histogram].sort(([a], [b]) => a - b)) {
    left -= count
    if (left <= 0) return valueOf(bucket, slot)
  }
  return bucket.max
}

/** Within one per cent; see series.ts. */
function valueOf(bucket: Bucket, slot: number): number {
  return Math.min(bucket.max, Math.max(bucket.min, slot === -Infinity ? 0 : Math.exp(slot / 100)))
}
