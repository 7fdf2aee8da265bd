import { describe, expect, test } from 'vitest'
import { adviceLines, recommend } from '../../../src/domain/analysis/advice.ts'
import { forecast } from '../../../src/domain/analysis/forecast.ts'
import { sampleRatio } from '../../../src/domain/analysis/sample-ratio.ts'
import { errors, specOf, times } from './sampled.ts'

const frozen = { members: [{ name: 'errors', normal: 0.001 }] }
const plan = (requests: number, weight = 5, looks = 60) => times(looks, { weight, requests })
const of = (told: ReturnType<typeof forecast>, ratio: number) => told!.caught.find((each) => each.ratio === ratio)!

describe('a forecast', () => {
  // Simulated in canary-analysis.md: .728, .993 at minute 16, 1.0 at 7; with the margin .903 at 26, 1.0 at 10.
  test('agrees with what simulation finds', () => {
    const told = forecast(specOf({}, { margin: 1 }), frozen, plan(10_000))
    expect(of(told, 1.5).probability).toBeCloseTo(0.72, 2)
    expect(of(told, 2)).toMatchObject({ probability: expect.closeTo(0.993, 2) as number, median: 16 })
    expect(of(told, 3)).toMatchObject({ probability: expect.closeTo(1, 3) as number, median: 7 })
    const usual = forecast(specOf(), frozen, plan(10_000))
    expect(of(usual, 2).probability).toBeCloseTo(0.9, 2)
    expect(of(usual, 3).median).toBeLessThanOrEqual(10)
    expect(usual!.passes).toBeGreaterThan(0.95)
  })

  test('an e-process alone sees less, and an extendable plan hardly less', () => {
    const chance = (design: 'declared' | 'extendable' | 'adaptive'): number =>
      of(forecast(specOf({ design }, { margin: 1 }), frozen, plan(10_000)), 2).probability
    expect(chance('adaptive')).toBeCloseTo(0.92, 1)
    expect(chance('extendable')).toBeLessThan(chance('declared'))
    expect(chance('extendable')).toBeGreaterThan(chance('declared') - 0.03)
  })

  test('clumps, other members of the metric and less traffic take from it', () => {
    const chance = (members: Parameters<typeof forecast>[1]['members'], requests = 10_000): number =>
      of(forecast(specOf(), { members }, plan(requests), 0.001, members[0]!.name), 2).probability
    const alone = chance([{ name: 'errors' }])
    expect(chance([{ name: 'errors', overdispersion: 3 }])).toBeLessThan(alone)
    expect(chance([{ name: 'errors a' }, { name: 'errors b' }, { name: 'errors c' }])).toBeLessThan(alone)
    expect(chance([{ name: 'errors' }], 1_000)).toBeLessThan(0.4)
  })

  test('nobody knows what is normal: there is none', () => {
    expect(forecast(specOf(), { members: [{ name: 'errors' }] }, plan(10_000))).toBeUndefined()
    expect(adviceLines(specOf(), { members: [] }, plan(10_000))).toEqual([])
  })
})

describe('a recommendation', () => {
  test('is the smallest weight that does within an hour', () => {
    expect(recommend(specOf(), frozen, { requests: 10_000 })).toMatchObject({ ratio: 2, weight: 5, minutes: 50 })
    expect(recommend(specOf(), frozen, { requests: 100_000 })).toMatchObject({ weight: 5, minutes: 5 })
  })

  test('or the quickest there is', () => {
    const advice = recommend(specOf(), frozen, { requests: 1_000 })!
    expect(advice.weight).toBeGreaterThan(5)
    expect(advice.minutes).toBeGreaterThan(60)
    expect(advice.probability).toBeGreaterThanOrEqual(0.8)
  })

  test('or none: this traffic cannot', () => {
    expect(recommend(specOf(), frozen, { requests: 10 })).toBeUndefined()
  })

  test('is told in a few lines', () => {
    expect(adviceLines(specOf({}, { margin: 1 }), frozen, plan(10_000))).toEqual([
      'errors: at 10,000 requests a minute and 0.1 % bad ones this plan fails a canary of 1.5x with probability 0.72, of 2x with probability 0.99 (half of them within 16 min), of 3x with probability more than 0.99 (half of them within 7 min), of 5x with probability more than 0.99 (half of them within 3 min)',
      'errors: it passes a canary that is as good as the baseline with probability 0.99, and else stays undecided',
    ])
    expect(adviceLines(specOf(), frozen, plan(1_000)).at(-1)).toMatch(
      /^errors: to catch 2x with probability 0\.8\d?, give the canary \d+ % for \d+ min$/,
    )
    expect(adviceLines(specOf(), frozen, plan(10)).at(-1)).toBe(
      'errors: no plan of up to six hours would catch 2x with probability 0.8 at this traffic',
    )
    expect(adviceLines(specOf({ periodMs: 10_000, looks: 360 }), frozen, plan(1_667, 5, 360))[0]).toMatch(
      /^errors: at 1,667 requests in 10 s /,
    )
  })

  test('a latency member is told by its own name', () => {
    const spec = specOf({ metrics: [errors, { ...errors, name: 'latency' }] })
    const members = [...frozen.members, { name: 'latency >250ms', normal: 0.05 }]
    expect(adviceLines(spec, { members }, plan(10_000), 'latency >250ms')[0]).toMatch(
      /^latency >250ms: at 10,000 requests a minute and 5 % bad/,
    )
  })
})

describe('requests against the configured weights', () => {
  test('chance is no difference, over a ramp either', () => {
    const told = sampleRatio([
      { weight: 5, canary: 5_060, baseline: 94_940 },
      { weight: 25, canary: 24_900, baseline: 75_100 },
    ])
    expect(told.differs).toBe(false)
    expect(told.because).toBe('the canary got 15 % of 200,000 requests, 15 % were configured')
  })

  test('a weight that is not in force is seen', () => {
    const told = sampleRatio([{ weight: 25, canary: 1_000, baseline: 9_000 }])
    expect(told.differs).toBe(true)
    expect(told.because).toMatch(/^the canary got 10 % of 10,000 requests, 25 % were configured: sessions may be sticky/)
  })

  test('a difference that matters to nobody is none, however sure', () => {
    expect(sampleRatio([{ weight: 5, canary: 5_200_000, baseline: 94_800_000 }]).differs).toBe(false)
    expect(sampleRatio([]).differs).toBe(false)
    expect(sampleRatio([{ weight: 100, canary: 50, baseline: 50 }]).differs).toBe(false)
  })
})
