import { describe, expect, test } from 'vitest'
import { replay } from '../../../src/domain/analysis/analyst.ts'
import { freeze } from '../../../src/domain/analysis/frozen.ts'
import { adviceLines } from '../../../src/domain/analysis/advice.ts'
import type { MemberPlan } from '../../../src/domain/analysis/members.ts'
import type { AnalysisSpec, ComparedMetric, Row } from '../../../src/domain/analysis/model.ts'
import { newOwnShare, requestsNeeded, taken } from '../../../src/domain/analysis/own-share.ts'

const metric: ComparedMetric = {
  ...{ name: 'errors', alphaShare: 1, margin: 1.25, harm: 2, required: true, overdispersion: 'auto', failures: true, negligible: 0.001 },
}
const spec: AnalysisSpec = {
  metrics: [metric],
  alpha: 0.05,
  beta: 0.05,
  periodMs: 60_000,
  looks: 60,
  warmUp: 0,
  floor: 5,
  design: 'declared',
}

const planOf = (design: 'sequential' | 'e-process'): MemberPlan => {
  const level = design === 'sequential' ? { sequential: 0.05, eProcess: 0 } : { sequential: 0, eProcess: 0.05 }
  return { name: 'errors', metric, alpha: level, beta: level, looks: 60, restarts: { count: 0, every: 5 } }
}

const rowsOf = (
  canary: { readonly n: number; readonly x: (minute: number) => number },
  baseline: (minute: number) => number,
  from = 0,
): readonly Row[] =>
  Array.from({ length: 60 - from }, (_, index) => {
    const minute = from + index
    const arms = { canary: { n: canary.n, x: canary.x(minute) }, baseline: { n: 9_500, x: baseline(minute) } }
    return { minute, metrics: { errors: minute < 0 ? { ...arms, canary: { n: 0, x: 0 } } : arms } }
  })
const firstPass = (rows: readonly Row[], of = spec) => replay(of, rows).find(({ verdict }) => verdict === 'pass')

describe('a share at the limit', () => {
  test.each([1, 3])('is passed by the group-sequential test with beta at most, overdispersion %i', (overdispersion) => {
    let own = newOwnShare(0.001)
    for (let slot = 1; slot <= 60; slot += 1) own = taken(own, planOf('sequential'), { n: 500, x: 1 }, slot, overdispersion)
    // The law is worked out under the limit: what has crossed by now is the chance of a wrong pass.
    expect(own.course.spent).toBeLessThanOrEqual(0.05)
    expect(own.course.spent).toBeGreaterThan(0.02)
  })

  test('has an expected likelihood ratio of 1 in every interval', () => {
    const n = 40
    const limit = 0.05
    const chance = (x: number): number => {
      let log = x * Math.log(limit) + (n - x) * Math.log(1 - limit)
      for (let i = 0; i < x; i += 1) log += Math.log(n - i) - Math.log(i + 1)
      return Math.exp(log)
    }
    const means = newOwnShare(limit).logs.map((_, at) => {
      let mean = 0
      for (let x = 0; x <= n; x += 1) mean += chance(x) * Math.exp(taken(newOwnShare(limit), planOf('e-process'), { n, x }, 1, 1).logs[at]!)
      return mean
    })
    for (const mean of means) expect(mean).toBeCloseTo(1, 9)
  })
})

test('nothing bad on either arm passes once enough requests have shown it, and says so', () => {
  const look = firstPass(rowsOf({ n: 500, x: () => 0 }, () => 0))!
  expect(look.minute).toBeGreaterThanOrEqual(5)
  const told = (look.minute + 1) * 500
  const needed = (judged: number): number => requestsNeeded(0.001, { beta: { sequential: 0.05, eProcess: 0 }, looks: spec.looks }, judged)
  expect(told).toBeGreaterThanOrEqual(needed(look.judged))
  // What was said to be missing was missing: one interval before it was not enough.
  expect(told - 500).toBeLessThan(needed(look.judged - 1))
  expect(look.because).toBe(`errors: 0 bad of ${told.toLocaleString('en-US')} requests, which shows that they are fewer than 0.1 %`)
  expect(look.members[0]).toMatchObject({ below: 0.001, passed: true })
  const few = replay(
    spec,
    rowsOf({ n: 10, x: () => 0 }, () => 0),
  ).at(-1)!
  expect(few).toMatchObject({
    verdict: 'inconclusive',
    because: expect.stringContaining('about 2,995 without a bad one would show that they are fewer than 0.1 %') as string,
  })
})

test('it is passed when the plan adapts, too, later', () => {
  const declared = firstPass(rowsOf({ n: 500, x: () => 0 }, () => 0))!
  const adaptive = firstPass(
    rowsOf({ n: 500, x: () => 0 }, () => 0),
    { ...spec, design: 'adaptive' },
  )!
  expect(adaptive.minute).toBeGreaterThanOrEqual(declared.minute)
})

test('a canary above it is not, whatever the baseline', () => {
  expect(firstPass(rowsOf({ n: 500, x: () => 1 }, () => 0))).toBeUndefined()
})

test('where the baseline is bad often enough for a ratio, a ratio is asked for', () => {
  const past = rowsOf({ n: 0, x: () => 0 }, (minute) => (minute < 0 ? 9 : 0), -60)
  const look = firstPass([...past, ...rowsOf({ n: 500, x: () => 0 }, (minute) => (minute % 2 === 0 ? 9 : 10))])!
  expect(look.members[0]!.below).toBeUndefined()
  expect(look.because).toContain('2x is ruled out')
})

test('a metric without a negligible share knows ratios alone', () => {
  const { negligible: _, ...bare } = metric
  expect(
    firstPass(
      rowsOf({ n: 500, x: () => 0 }, () => 0),
      { ...spec, metrics: [bare] },
    ),
  ).toBeUndefined()
})

test('the forecast says what it takes', () => {
  const past = rowsOf({ n: 0, x: () => 0 }, () => 0, -60).filter(({ minute }) => minute < 0)
  const intervals = Array.from({ length: 60 }, () => ({ weight: 5, requests: 10_000 }))
  expect(adviceLines(spec, freeze(spec, past), intervals)).toEqual([
    'errors: bad requests are so rare that a pass asks for fewer than 0.1 %: 4,786 requests of the canary without a bad one show that, which this plan brings within 10 min',
  ])
})
