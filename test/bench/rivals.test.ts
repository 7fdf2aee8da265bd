import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Sample } from '../../src/domain/analysis/model.ts'
import type { Rival } from '../../bench/analysis/rule.ts'
import { byTheMinute } from '../../bench/analysis/rule.ts'
import type { Scenario } from '../../bench/analysis/scenario.ts'
import { ecsAlarm, loadBalancerAlarm, targetGroupAlarm } from '../../bench/analysis/rivals/alarm.ts'
import { argoAbsolute, argoNominal, argoNominalDefaultLimit, argoRelative } from '../../bench/analysis/rivals/argo-rollouts.ts'
import { flagger } from '../../bench/analysis/rivals/flagger.ts'
import { classify, type Classifier } from '../../bench/analysis/rivals/kayenta.ts'
import { lindonMalekLogFactor } from '../../bench/analysis/rivals/lindon-malek.ts'
import { mannWhitneyShift, rankDistance } from '../../bench/analysis/rivals/mann-whitney.ts'

const z95 = 1.959963984540054
const z98 = 2.3263478740408408
const scenario: Scenario = { rpm: 1_000, base: 0.01, weights: [5], ratio: 1, past: false }

interface Vector {
  readonly experiment: readonly number[]
  readonly control: readonly number[]
}

/** The samples of MannWhitneySuite in spinnaker/kayenta, for which it states what R answers. */
const vectors = JSON.parse(readFileSync(new URL('kayenta-vectors.json', import.meta.url), 'utf8')) as Readonly<Record<string, Vector>>

/** Bad requests of the canary and of the baseline, minute by minute, 100 and 1,900 requests each: the minute of FAIL. */
function failsAt(rival: Rival, canary: readonly (number | undefined)[], baseline = 19): number | undefined {
  const judge = rival.begin(scenario)
  const samples = canary.map((x): Sample | undefined =>
    x === undefined ? x : { canary: { n: 100, x }, baseline: { n: 1_900, x: baseline } },
  )
  const at = samples.findIndex((sample) => judge(sample))
  return at < 0 ? undefined : at + 1
}

describe('Kayenta', () => {
  it('has the interval and estimate of its own suite', () => {
    expect(mannWhitneyShift([10, 20, 30, 40], [1, 2, 3, 4], z95)).toEqual({ low: 6, high: 39, estimate: 22.5 })
  })

  it('ties out with R as its suite does: 90 and 180 points', () => {
    const small = mannWhitneyShift(vectors['small']!.experiment, vectors['small']!.control, z95)
    expect(small.low).toBeCloseTo(-0.500002521696696, 6)
    expect(small.high).toBeCloseTo(-3.486287505871302e-5, 6)
    expect(Math.abs(small.estimate + 0.4999393907180323)).toBeLessThan(1e-4)
    const large = mannWhitneyShift(vectors['large']!.experiment, vectors['large']!.control, z98)
    expect(large.low).toBeCloseTo(-0.4999173250549087, 6)
    expect(large.high).toBeCloseTo(-6.912685789769486e-6, 6)
    expect(Math.abs(large.estimate + 3.45044082729315e-5)).toBeLessThan(1e-4)
  })

  it('has the intermediate values of its suite on mostly zeros', () => {
    const { experiment, control } = vectors['sparse']!
    const lowest = Math.min(...experiment) - Math.max(...control)
    const highest = Math.max(...experiment) - Math.min(...control)
    expect(lowest).toBeCloseTo(-3.124999999999986, 12)
    expect(highest).toBeCloseTo(5.555555555555557, 12)
    expect(rankDistance(experiment, control, lowest) - z95).toBeCloseTo(17.090968923762254, 6)
    expect(rankDistance(experiment, control, highest) - z95).toBeCloseTo(-20.997687930433106, 6)
    expect(rankDistance(experiment, control, lowest) + z95).toBeCloseTo(21.01089689284236, 6)
    expect(rankDistance(experiment, control, highest) + z95).toBeCloseTo(-17.077759961353, 6)
    const shift = mannWhitneyShift(experiment, control, z95)
    expect(shift.low).toBeCloseTo(3.521755377702165e-5, 6)
    expect(shift.high).toBeCloseTo(2.02456461662334e-5, 6)
    expect(shift.estimate).toBeCloseTo(2.6279243045155653e-5, 6)
  })

  it('classifies as its suite does', () => {
    const suite: Classifier = { critical: z95, fraction: 0.1, allowedIncrease: 1.2, direction: 'either' }
    expect(classify([20, 22, 21, 25, 30], [1, 2.2, 1.1, 2.5, 3], suite)).toBe('High')
    expect(classify([1, 2.2, 1.1, 2.5, 3], [20, 22, 21, 25, 30], suite)).toBe('Low')
    expect(classify(vectors['sparse']!.experiment, vectors['sparse']!.control, { ...suite, allowedIncrease: 1 })).toBe('High')
    expect(classify(vectors['sparse']!.experiment, vectors['sparse']!.control, { ...suite, allowedIncrease: 5 })).toBe('Pass')
    expect(classify([1, 1, 1], [1, 1, 1], suite)).toBe('Pass')
    expect(classify([10, 10, 10, 10, 10], [1, 1, 1, 1, 1], suite)).toBe('High')
    expect(classify([], [1, 2, 3])).toBe('Pass')
  })

  it('has the faults that were reported: spinnaker#6278, kayenta#426', () => {
    // Ten points, most of them a hundred times the baseline.
    const baseline = Array.from({ length: 10 }, () => 1)
    const canary = (bad: number): readonly number[] => baseline.map((value, at) => (at < bad ? value * 100 : value))
    const seven = mannWhitneyShift(canary(7), baseline, z98)
    expect(seven.low).toBeCloseTo(6.8e-5, 6)
    expect(seven.estimate).toBeCloseTo(99, 3)
    expect(classify(canary(7), baseline)).toBe('Pass')
    expect(classify(canary(8), baseline)).toBe('High')
    expect(classify([0, 1, 2, 1, 0, 0], [0, 0, 0, 0, 0, 0])).toBe('Pass')
  })
})

describe('rules with thresholds', () => {
  it('count as they are described', () => {
    // 3 % where 1 % is normal.
    const bad = Array.from({ length: 20 }, () => 3)
    expect(failsAt(argoNominal, bad)).toBe(4)
    expect(failsAt(argoNominalDefaultLimit, bad)).toBe(5)
    expect(failsAt(argoRelative, bad)).toBe(8)
    expect(failsAt(argoAbsolute, bad)).toBe(undefined)
    expect(
      failsAt(
        argoAbsolute,
        [...bad, ...bad].map(() => 5),
      ),
    ).toBe(20)
    expect(failsAt(flagger, bad)).toBe(10)
    expect(failsAt(ecsAlarm, bad)).toBe(3)
    expect(failsAt(targetGroupAlarm, bad)).toBe(undefined)
    expect(failsAt(targetGroupAlarm, [6, 0, 6])).toBe(3)
    expect(failsAt(targetGroupAlarm, [6, 6])).toBe(2)
    expect(failsAt(targetGroupAlarm, [6, 0, 0, 6])).toBe(undefined)
    // 20 % of a canary of 5 % are 1.95 % of all where 1 % is normal.
    expect(
      failsAt(
        loadBalancerAlarm,
        bad.map(() => 20),
      ),
    ).toBe(undefined)
    expect(
      failsAt(
        loadBalancerAlarm,
        bad.map(() => 22),
      ),
    ).toBe(2)
  })

  it('forget nothing where the original does not: failed checks of Flagger and Argo add up', () => {
    const now = (minutes: number, each: number): readonly number[] => Array.from({ length: minutes }, (_, at) => (at % each === 0 ? 9 : 0))
    expect(failsAt(flagger, now(60, 5))).toBe(46)
    expect(failsAt(argoNominal, now(60, 5))).toBe(16)
    expect(failsAt(ecsAlarm, now(60, 5))).toBe(undefined)
  })

  it('take missing data as the original does: a failed check of Flagger, nothing for an alarm', () => {
    const missing = Array.from({ length: 20 }, () => undefined)
    expect(failsAt(flagger, missing)).toBe(10)
    expect(failsAt(ecsAlarm, [3, undefined, 3, undefined, 3])).toBe(5)
    expect(failsAt(argoNominal, missing)).toBe(undefined)
  })

  it('see whole minutes of shorter rows', () => {
    const judge = byTheMinute(targetGroupAlarm).begin({ ...scenario, seconds: 10 })
    const sample: Sample = { canary: { n: 10, x: 1 }, baseline: { n: 190, x: 2 } }
    expect(Array.from({ length: 30 }, () => judge(sample)).indexOf(true)).toBe(11)
  })
})

describe('Lindon-Malek', () => {
  it('has the Bayes factors computed elsewhere', () => {
    expect(lindonMalekLogFactor(6, 60, 0.05)).toBeCloseTo(0.139455, 5)
    expect(lindonMalekLogFactor(12, 66, 0.05)).toBeCloseTo(3.13756, 4)
    expect(lindonMalekLogFactor(20, 120, 0.05)).toBeCloseTo(6.22089, 4)
  })
})
