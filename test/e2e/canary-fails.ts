import { expect, test } from 'vitest'
import { expectTidy } from './bluegreen-ends.ts'
import { everyShift } from './canary-ends.ts'
import { startCanary, canaryStep, underLoad } from './canary-step.ts'
import { openDependency } from './canary-dependency.ts'
import { openPairShop, type PairShop } from './pair-shop.ts'
import { servedBy, sized, wholly } from './pair-state.ts'
import { openSandbox } from './sandbox.ts'
import { pairTest, thorough } from './shop-test.ts'
import type { ToldStep } from './told-step.ts'
import { until } from './until.ts'

/** What every canary that was stopped leaves behind: the reason everywhere, and everything as it was found. */
export async function expectHome(shop: PairShop, step: ToldStep, reasonCode: string): Promise<void> {
  expect(step.outputs, step.stdout).toMatchObject({ outcome: 'rolled-back', 'reason-code': reasonCode, live: 'blue', weight: '0' })
  expect(step).toMatchObject({ conclusion: 'failure', exitCode: 1, stderr: '', post: { exitCode: 0 } })
  expect(step.told).toMatchObject({ outcome: 'rolled-back', reasonCode, runbook: `docs/runbook.md#${reasonCode.toLowerCase()}` })
  expect(step.summary).toContain(reasonCode)
  await wholly(shop, 'blue')
  await sized(shop, { blue: 2, green: 0 })
  await expectTidy(shop, `rolled-back/${reasonCode}`)
}

/** A canary that does not hold. */
export function badEnds(): void {
  pairTest('with errors is stopped at its first weight, and few requests were harmed', {}, async (shop) => {
    const inputs = { 'task-definition': await shop.register({ VERSION: 'v2', ERROR_RATE: '0.3' }), steps: '10@3m, 50@20s, 100' }
    const [step, load] = await underLoad(shop, 30, () => canaryStep(shop, { inputs }))
    expect(step.outputs, step.stdout).toMatchObject({ verdict: 'fail' })
    expect(step.outputs['reason']).toMatch(/^analysis: errors: .*bad of .*expected/)
    expect(step.summary).toMatch(/Fail/)
    // There, and home: one call for each rule.
    everyShift(step, 2)
    expect(load.byStatus['500']).toBeGreaterThan(0)
    expect(load.byStatus['500']).toBeLessThan(load.requests * 0.03)
    await expectHome(shop, step, 'ANALYSIS_FAILED')
    await servedBy(shop, 'blue', 'web:1', 'v1')
  })

  pairTest('that is only slower is stopped without a failed request', {}, async (shop) => {
    const inputs = {
      metrics: '- latency',
      'task-definition': await shop.register({ VERSION: 'v2', LATENCY_MS: '300' }),
      steps: '20@3m, 50@20s, 100',
    }
    const [step, load] = await underLoad(shop, 30, () => canaryStep(shop, { inputs }))
    expect(step.outputs, step.stdout).toMatchObject({ verdict: 'fail' })
    expect(step.outputs['reason']).toMatch(/^analysis: latency >[\d.]+m?s: .*bad of .*expected/)
    everyShift(step, 2)
    expect(load.byStatus['500']).toBeUndefined()
    await expectHome(shop, step, 'ANALYSIS_FAILED')
  })

  pairTest('that never answers is stopped although it shows no error of its own', { thorough: true }, async (shop) => {
    const inputs = { 'task-definition': await shop.register({ VERSION: 'v2', NEVER_ANSWER: '1' }), steps: '10@4m, 50@20s, 100' }
    const [step, load] = await underLoad(shop, 30, () => canaryStep(shop, { inputs }), 1_500)
    expect(step.outputs, step.stdout).toMatchObject({ verdict: 'fail' })
    everyShift(step, 2)
    expect(load.byError['timeout']).toBeGreaterThan(0)
    expect(load.failed).toBeLessThan(load.requests * 0.1)
    await expectHome(shop, step, 'ANALYSIS_FAILED')
  })

  pairTest('whose tasks die under its part of the traffic is stopped by that fact', { thorough: true }, async (shop) => {
    const dying = await shop.register({ VERSION: 'v2', CRASH_AFTER_MS: '15000', EXIT_CODE: '3' })
    const inputs = { 'task-definition': dying, steps: '20@4m, 100' }
    const [step] = await underLoad(shop, 30, () => canaryStep(shop, { inputs }))
    expect(step.outputs['reason'], step.stdout).toMatch(/\b3\b/)
    everyShift(step, 2)
    await expectHome(shop, step, 'TASK_EXITED')
  })

  const seldom = { environment: { ERROR_RATE: '0.02' }, thorough: true } as const
  pairTest('over a limit beside what is compared is stopped by the limit', seldom, async (shop) => {
    const candidate = await shop.register({ VERSION: 'v2', ERROR_RATE: '0.3' })
    // 90 times the baseline's share is more than all requests: only the limit can stop this one.
    const metrics = '- errors: { margin: 90, harm: 100 }\n- errors: { max: 5%, min-requests: 20 }'
    const inputs = { metrics, 'task-definition': candidate, steps: '20@4m, 100', 'timeout-minutes': '8' }
    const [step] = await underLoad(shop, 30, () => canaryStep(shop, { inputs }))
    expect(step.outputs['reason'], step.stdout).toMatch(/errors: .*%.*5 ?%/)
    everyShift(step, 2)
    await expectHome(shop, step, 'ANALYSIS_FAILED')
  })

  test.runIf(thorough)('in a brown-out of both sides is held, not blamed, and promoted when it is over', { timeout: 240_000 }, async () => {
    const dependency = await openDependency()
    const sandbox = await openSandbox()
    try {
      const environment = { DEPENDENCY_URL: dependency.url, DEPENDENCY_ERROR_RATE: '0.5', ERROR_RATE: '0.05' }
      const shop = await openPairShop(sandbox, { environment })
      const candidate = await shop.register({ VERSION: 'v2', ...environment })
      const [step] = await underLoad(shop, 40, async () => {
        const running = startCanary(shop, { inputs: { 'task-definition': candidate, steps: '20@8s, 50@30s, 100', harm: '4' } })
        await running.said('Reached canary-50')
        dependency.fails()
        await running.said(/analysis inconclusive: .*the baseline/)
        const sinceMs = Date.now()
        // For longer than the hold: it stays where it is, and looks on.
        await until('the hold is over', () => Promise.resolve(Date.now() - sinceMs > 35_000))
        expect((await shop.weights()).map(({ blue, green }) => blue === green)).toEqual([true, true])
        dependency.works()
        return running.ended
      })
      expect(step.outputs, step.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'PROMOTED', verdict: 'pass', live: 'green' })
      everyShift(step, 3)
      shop.close()
    } finally {
      dependency.close()
      await sandbox.close()
    }
  })
}
