import type { Counts, Sample } from '../../src/domain/analysis/model.ts'
import type { Chance } from './chance.ts'
import type { Rival } from './rule.ts'

/** Response times of the baseline: log-normal, median 100 ms, p99 404 ms. */
const medianMs = 100
const sigma = 0.6

/** What happens to the response times of the canary: a part of the requests becomes slower by a factor. */
export interface LatencyShape {
  readonly part: number
  readonly factor: number
}

/** Thresholds as they are taken from the baseline's own distribution: p50, p95, p99 and three times p99. */
export const thresholdsMs: readonly number[] = [quantile(0), quantile(1.6449), quantile(2.3263), Math.round(3 * quantile(2.3263))]

/** More than 1 % of the requests slower than this is the same as a p99 above 1.3 times its normal value. */
const alarmMs = Math.round(1.3 * quantile(2.3263))

export function latencyName(thresholdMs: number): string {
  return `latency >${thresholdMs}ms`
}

/** The samples of one interval, for each threshold. */
export function latencyMetrics(
  source: Chance,
  canary: number,
  zones: readonly number[],
  shape: LatencyShape | undefined,
): Readonly<Record<string, Sample>> {
  const all = [...thresholdsMs, alarmMs].sort((one, other) => one - other)
  const slowCanary = slower(source, canary, all, shape)
  const slowZones = zones.map((n) => slower(source, n, all, undefined))
  return Object.fromEntries(
    all.map((threshold, at): [string, Sample] => {
      const split = zones.map((n, zone): Counts => ({ n, x: slowZones[zone]![at]! }))
      const baseline = split.reduce((sum, { n, x }) => ({ n: sum.n + n, x: sum.x + x }), { n: 0, x: 0 })
      const sample = { canary: { n: canary, x: slowCanary[at]! }, baseline }
      return [latencyName(threshold), split.length > 1 ? { ...sample, zones: split } : sample]
    }),
  )
}

/** How many of n requests are slower than each threshold: a chain of binomials, since who is slower than the next was slower than this. */
function slower(source: Chance, n: number, thresholds: readonly number[], shape: LatencyShape | undefined): readonly number[] {
  let left = n
  let before = 1
  return thresholds.map((threshold) => {
    const survival = survivalAt(threshold, shape)
    left = source.binomial(left, Math.min(1, survival / before))
    before = survival
    return left
  })
}

function survivalAt(ms: number, shape: LatencyShape | undefined): number {
  if (shape === undefined) return normalTail(Math.log(ms / medianMs) / sigma)
  return (1 - shape.part) * survivalAt(ms, undefined) + shape.part * survivalAt(ms / shape.factor, undefined)
}

function quantile(z: number): number {
  return Math.round(medianMs * Math.exp(sigma * z))
}

/** P(Z > z), by the continued fraction of the complementary error function in the tail and its series near zero. */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z)
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  if (z < 3) {
    let term = z
    let sum = z
    for (let k = 1; Math.abs(term) > 1e-17 * sum; k++) sum += term *= (z * z) / (2 * k + 1)
    return 0.5 - density * sum
  }
  let fraction = z
  for (let k = 60; k >= 1; k--) fraction = z + k / fraction
  return density / fraction
}

/** Alarm on the canary's p99, 1.3 times its normal value, three minutes in a row. */
export const p99Alarm: Rival = {
  name: 'p99 alarm: 1.3x nominal, 3 of 3',
  begin: () => {
    let inARow = 0
    return (sample) => {
      if (sample === undefined || sample.canary.n === 0) return false
      inARow = sample.canary.x > 0.01 * sample.canary.n ? inARow + 1 : 0
      return inARow >= 3
    }
  },
}

export const p99AlarmMetric = latencyName(alarmMs)
