import type { Rival } from '../rule.ts'
import { mannWhitneyShift } from './mann-whitney.ts'

/** Quantile of the 98 % level, and the part of the shift itself that its bound must exceed: both fixed in Kayenta's judge. */
const critical = 2.3263478740408408
const fraction = 0.25

export type Classification = 'Pass' | 'High' | 'Low'

export interface Classifier {
  readonly critical: number
  readonly fraction: number
  /** Ratio of the means from which High counts. */
  readonly allowedIncrease: number
  readonly direction: 'increase' | 'either'
}

const judge: Classifier = { critical, fraction, allowedIncrease: 1, direction: 'increase' }

/** Kayenta's judge of one metric, one point a minute. */
export function classify(canary: readonly number[], baseline: readonly number[], options: Classifier = judge): Classification {
  if (canary.length === 0 || baseline.length === 0) return 'Pass'
  if (new Set([...canary, ...baseline]).size === 1 || sameValues(canary, baseline)) return 'Pass'
  // Two different constants: the product adds noise to both, after which they are as far apart as samples can be.
  if (new Set(canary).size === 1 && new Set(baseline).size === 1) return apart(canary, baseline, options)
  const shift = mannWhitneyShift(canary, baseline, options.critical)
  const bound = options.fraction * Math.abs(shift.estimate)
  const ratio = mean(canary) / mean(baseline)
  const counts = Number.isFinite(ratio) && mean(canary) > 0 ? ratio >= options.allowedIncrease : true
  if (shift.low > bound && counts) return 'High'
  if (options.direction === 'either' && shift.high < -bound) return 'Low'
  return 'Pass'
}

function apart(canary: readonly number[], baseline: readonly number[], { direction }: Classifier): Classification {
  if (canary[0]! > baseline[0]!) return 'High'
  return direction === 'either' ? 'Low' : 'Pass'
}

function sameValues(one: readonly number[], other: readonly number[]): boolean {
  if (one.length !== other.length) return false
  const [a, b] = [[...one].sort(ascending), [...other].sort(ascending)]
  return a.every((value, at) => value === b[at])
}

function ascending(one: number, other: number): number {
  return one - other
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Error rates in percent, judged over all that was seen, at the minutes named. */
function kayenta(name: string, mostRuns: number, looksAt: (minute: number) => boolean): Rival {
  return {
    name,
    mostRuns,
    begin: () => {
      const canary: number[] = []
      const baseline: number[] = []
      let minute = 0
      return (sample) => {
        if (sample !== undefined && sample.canary.n > 0) canary.push((100 * sample.canary.x) / sample.canary.n)
        if (sample !== undefined && sample.baseline.n > 0) baseline.push((100 * sample.baseline.x) / sample.baseline.n)
        return looksAt(++minute) && classify(canary, baseline) === 'High'
      }
    },
  }
}

export const kayentaOnce = kayenta('Kayenta: one look at 60 m', 4_000, (minute) => minute === 60)
export const kayentaEach10 = kayenta('Kayenta: each 10 m', 2_000, (minute) => minute % 10 === 0)
export const kayentaEach5 = kayenta('Kayenta: each 5 m', 1_000, (minute) => minute % 5 === 0)
export const kayentaEach1 = kayenta('Kayenta: each 1 m from 5 m', 500, (minute) => minute >= 5)
