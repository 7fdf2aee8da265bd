import { expect } from 'vitest'
import { oneShift, shifts } from './bluegreen-ends.ts'
import { type Counted, serveCounts } from './canary-counts.ts'
import { everyShift } from './canary-ends.ts'
import { expectHome } from './canary-fails.ts'
import { canaryStep, counted, startCanary, underLoad } from './canary-step.ts'
import { recorded, servedBy } from './pair-state.ts'
import { pairTest } from './shop-test.ts'
import { recoverPair } from './swap-step.ts'
import { until } from './until.ts'

const healthy = (side: string): Counted => (side === 'green' ? { n: 200, x: 40 } : { n: 800, x: 160 })
/** So little that nothing can be told from it. */
const hardly = (side: string): Counted => (side === 'green' ? { n: 1, x: 0 } : { n: 4, x: 0 })

/** A canary of which the evidence does not suffice, or is not to be had. */
export function undecided(): void {
  pairTest('rests for a person with unattended hold, and goes on with on-inconclusive pass', {}, async (shop) => {
    const counts = await serveCounts(hardly)
    try {
      const inputs = {
        ...{ ...counted, metrics: counts.entry('orders', '{side}'), steps: '20@6s, 50@8s, 100', unattended: 'hold' },
        'task-definition': await shop.register({ VERSION: 'v2' }),
      }
      const step = await canaryStep(shop, { inputs })
      expect(step.outputs, step.stdout).toMatchObject({ outcome: 'paused', 'reason-code': 'ANALYSIS_INCONCLUSIVE', weight: '50' })
      expect(step.outputs).toMatchObject({ verdict: 'inconclusive', live: 'blue' })
      expect(step.outputs['reason']).toMatch(/orders/)
      expect(step).toMatchObject({ conclusion: 'success', stderr: '', post: { exitCode: 0 } })
      await recorded(shop, 'rest=ANALYSIS_INCONCLUSIVE')
      const left = await recoverPair(shop)
      expect(left.outputs, left.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })

      const next = await canaryStep(shop, { inputs: { ...inputs, 'on-inconclusive': 'pass' } })
      expect(next.outputs, next.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'PROMOTED', verdict: 'inconclusive' })
      everyShift(next, 1)
      await servedBy(shop, 'green', 'web:2', 'v2')
    } finally {
      counts.close()
    }
  })

  pairTest('goes home at the end of its holds with on-inconclusive fail', { thorough: true }, async (shop) => {
    const counts = await serveCounts(hardly)
    try {
      const inputs = { ...counted, metrics: counts.entry('orders', '{side}'), steps: '20@8s, 100', 'on-inconclusive': 'fail' }
      const step = await canaryStep(shop, { inputs: { ...inputs, 'task-definition': await shop.register({ VERSION: 'v2' }) } })
      everyShift(step, 2)
      await expectHome(shop, step, 'ANALYSIS_INCONCLUSIVE')
    } finally {
      counts.close()
    }
  })

  pairTest('is held until the time-out, and then goes home', { thorough: true }, async (shop) => {
    const inputs = { 'task-definition': await shop.register({ VERSION: 'v2' }), steps: '20@10s, 100', 'timeout-minutes': '1' }
    // Nobody comes at all.
    const step = await canaryStep(shop, { inputs })
    expect(step.outputs['reason'], step.stdout).toMatch(/when the time of .* was over/)
    everyShift(step, 2)
    await expectHome(shop, step, 'ANALYSIS_INCONCLUSIVE')
  })

  pairTest('is held while its source is broken, and judged by all of it when that is back', { thorough: true }, async (shop) => {
    const counts = await serveCounts(healthy)
    try {
      const running = startCanary(shop, {
        inputs: {
          ...{ ...counted, metrics: counts.entry('orders', '{side}'), steps: '20@8s, 100' },
          'task-definition': await shop.register({ VERSION: 'v2' }),
        },
      })
      await running.said('Reached canary-20')
      counts.breaks()
      await running.said(/analysis error: .*503.*the database is away/)
      const askedThen = counts.asked()
      const sinceMs = Date.now()
      await until('the hold is over, and it asks on', () =>
        Promise.resolve(Date.now() - sinceMs > 12_000 && counts.asked() > askedThen + 3),
      )
      expect((await shop.weights()).every(({ blue, green }) => blue > 0 && green > 0)).toBe(true)
      counts.mends()
      const step = await running.ended
      expect(step.outputs, step.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'PROMOTED', verdict: 'pass' })
      // The seconds in which it was away are among what was judged.
      expect(JSON.parse(step.outputs['evidence']!)).toMatchObject({ judged: expect.toSatisfy((judged: number) => judged >= 5) as number })
      expect(shifts(step)).toEqual([...oneShift, ...oneShift].sort())
    } finally {
      counts.close()
    }
  })

  pairTest('whose source cannot be used never gets a request', { thorough: true }, async (shop) => {
    const counts = await serveCounts(healthy)
    counts.breaks()
    try {
      const inputs = { ...counted, metrics: counts.entry('orders', '{side}'), steps: '20@8s, 100' }
      const run = async () => canaryStep(shop, { inputs: { ...inputs, 'task-definition': await shop.register({ VERSION: 'v2' }) } })
      const [step, load] = await underLoad(shop, 20, run)
      expect(shifts(step), step.stdout).toEqual([])
      expect(load.byVersion).toEqual({ v1: load.requests })
      expect(step.outputs['reason']).toMatch(/503/)
      expect(step.outputs, step.stdout).toMatchObject({ outcome: 'rolled-back', 'reason-code': 'METRICS_UNAVAILABLE', live: 'blue' })
    } finally {
      counts.close()
    }
  })
}
