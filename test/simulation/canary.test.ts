import { describe, expect, test } from 'vitest'
import { playCanary, simulateCanary, simulateCanaryCrashes } from './canary.ts'
import { type CanaryStory, quietCanary } from './canary-story.ts'

describe('whole canaries in virtual time', () => {
  test.each<[CanaryStory['candidate'], RegExp]>([
    ['good', /^succeeded PROMOTED$/],
    ['errors', /^rolled-back ANALYSIS_FAILED$/],
    ['never answers', /^rolled-back ANALYSIS_FAILED$/],
    ['dies', /^rolled-back TASK_EXITED$/],
    ['brown-out', /^succeeded PROMOTED$/],
    ['hardly anybody', /^rolled-back ANALYSIS_INCONCLUSIVE$/],
    ['nobody', /^rolled-back ANALYSIS_INCONCLUSIVE$/],
  ])('a candidate with %s comes to its end', async (candidate, end) => {
    const played = await playCanary(1, { ...quietCanary, candidate })
    expect(played.violations).toEqual([])
    expect(played.first).toMatch(end)
  })

  test('one that is only slower is failed by latency, and nobody was refused', async () => {
    const played = await playCanary(1, { ...quietCanary, candidate: 'slow', metrics: 'errors and latency' })
    expect(played.violations).toEqual([])
    expect(played.because).toMatch(/^analysis: latency >/)
  })

  test('an hour is judged by all of its minutes', async () => {
    const { report, minutes } = await playCanary(2, quietCanary)
    expect(minutes).toBeGreaterThan(60)
    expect(report?.looks.length).toBeGreaterThan(55)
    expect(report?.weights.map(({ weight }) => weight)).toEqual([5, 25, 50])
  })

  test('with faults of every kind nothing happens that must never happen', async () => {
    const { violations, ends } = await simulateCanary({ seeds: 36, firstSeed: 1, faults: 'all' })
    expect(violations).toEqual([])
    expect(Object.keys(ends).length).toBeGreaterThan(6)
  })

  test('a source that is silent for some minutes is waited for, one that stays silent is not the fault of the canary', async () => {
    const short = await playCanary(4, { ...quietCanary, silence: { fromMs: 600_000, forMs: 400_000 } })
    expect(short).toMatchObject({ first: 'succeeded PROMOTED', violations: [] })
    const long = await playCanary(4, { ...quietCanary, silence: { fromMs: 600_000, forMs: 3_000_000 } })
    expect(long).toMatchObject({ first: 'rolled-back METRICS_UNAVAILABLE', violations: [] })
  })

  test.each(['errors', 'slow'] as const)(
    'dead at any moment and run again, one with %s fails in the same minute by the same evidence',
    async (candidate) => {
      const { violations, rollouts } = await simulateCanaryCrashes(3, candidate, 9)
      expect(violations).toEqual([])
      expect(rollouts).toBeGreaterThan(20)
    },
  )

  test('the same seeds give the same report', async () => {
    const once = await simulateCanary({ seeds: 3, firstSeed: 50, faults: 'all' })
    expect(await simulateCanary({ seeds: 3, firstSeed: 50, faults: 'all' })).toEqual(once)
  })
})
