import { expect, test } from 'vitest'
import { analysisOf } from '../../src/domain/analysis/declared.ts'
import { freeze } from '../../src/domain/analysis/frozen.ts'
import type { ComparedMetric, Row } from '../../src/domain/analysis/model.ts'
import { planForecast } from '../../src/engine/plan-forecast.ts'

const minuteMs = 60_000
const steps = [
  { weight: 5, holdMs: 20 * minuteMs },
  { weight: 50, holdMs: 15 * minuteMs },
  { weight: 100, holdMs: 0 },
]
const metric = (name: string, required: boolean): ComparedMetric => ({
  ...{ name, alphaShare: 0.5, margin: 1.25, harm: 2, required, overdispersion: 'auto', failures: name === 'errors' },
})
const spec = analysisOf({
  metrics: [metric('errors', true), metric('orders', false)],
  ...{ alpha: 0.05, beta: 0.05, periodMs: minuteMs, warmUpMs: minuteMs, floorMs: 5 * minuteMs, judgedMs: 35 * minuteMs },
  ...{ extends: false, adapts: false },
})

const pastOf = (n: number, x: number): readonly Row[] =>
  Array.from({ length: 60 }, (_, index) => {
    const sample = { canary: { n: 0, x: 0 }, baseline: { n, x: x + (index % 3) - 1 } }
    return { minute: index - 60, metrics: { errors: sample, orders: sample } }
  })
const linesFor = (past: readonly Row[]) => planForecast(steps)(spec, freeze(spec, past), past)

test('says what the plan will see of what a pass needs, by the traffic there was', () => {
  const [fails, passes, ...rest] = linesFor(pastOf(10_000, 10))
  expect(fails).toMatch(/^errors: at 10,000 requests a minute and 0\.1 % bad ones this plan fails a canary of 1\.5x with probability/)
  expect(passes).toMatch(/^errors: it passes a canary that is as good/)
  expect(rest).toEqual([])
})

test('says so where the traffic is too little for the plan, and what would do', () => {
  const lines = linesFor(pastOf(300, 3))
  expect(lines.at(-1)).toMatch(/^errors: (to catch 2x with probability .* give the canary|no plan of up to six hours)/)
})

test('says that nothing can be said where there is no past', () => {
  expect(linesFor([])).toEqual([])
  const frozen = { members: [{ name: 'errors' }] }
  expect(planForecast(steps)(spec, frozen, [])).toEqual([expect.stringContaining("the baseline's past does not tell") as string])
})

test('has nothing to say of a gate that shifts nothing', () => {
  const past = pastOf(10_000, 10)
  expect(planForecast([])(spec, freeze(spec, past), past)).toEqual([])
})
