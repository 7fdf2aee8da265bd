import { expect, test } from 'vitest'
import { type Counted, serveCounts } from './canary-counts.ts'
import { canaryStep, counted, gateStep, underLoad } from './canary-step.ts'
import { openSandbox } from './sandbox.ts'
import { pairTest } from './shop-test.ts'
import type { ToldStep } from './told-step.ts'
import { until } from './until.ts'

/** The gate around nothing that it knows, judged by what a server on loopback counts. No call to AWS is made. */
async function gate(countsOf: (arm: string) => Counted, inputs: Readonly<Record<string, string>>): Promise<ToldStep> {
  const sandbox = await openSandbox()
  const counts = await serveCounts(countsOf)
  try {
    const step = await gateStep(sandbox, { inputs: { metrics: counts.entry('checkout', '{arm}'), ...inputs } })
    expect(step.calls, step.stdout).toEqual([])
    expect(step.stderr).toBe('')
    return step
  } finally {
    counts.close()
    await sandbox.close()
  }
}

const healthy = (arm: string): Counted => (arm === 'canary' ? { n: 200, x: 40 } : { n: 800, x: 160 })
const bad = (arm: string): Counted => (arm === 'canary' ? { n: 200, x: 100 } : { n: 800, x: 160 })
const hardly = (arm: string): Counted => (arm === 'canary' ? { n: 1, x: 0 } : { n: 4, x: 0 })

/** Nothing is shifted: only judged. */
export function watching(): void {
  test('passes, fails or leaves to a person what somebody else shifts', { timeout: 120_000 }, async () => {
    const [passed, failed, unsure] = await Promise.all([
      gate(healthy, { bake: '9s' }),
      gate(bad, { bake: '5m', 'timeout-minutes': '10' }),
      gate(hardly, { bake: '9s', unattended: 'hold' }),
    ])
    expect(passed.outputs, passed.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'GATE_PASSED', verdict: 'pass' })
    expect(passed).toMatchObject({ conclusion: 'success', exitCode: 0 })
    expect(passed.summary).toMatch(/Pass/)
    expect(failed.outputs, failed.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'ANALYSIS_FAILED', verdict: 'fail' })
    expect(failed.outputs['reason']).toMatch(/checkout: .*2\.\dx/)
    expect(failed).toMatchObject({ conclusion: 'failure', exitCode: 1 })
    expect(unsure.outputs, unsure.stdout).toMatchObject({ outcome: 'paused', 'reason-code': 'ANALYSIS_INCONCLUSIVE' })
    expect(unsure).toMatchObject({ conclusion: 'success', exitCode: 0 })
  })

  test('judges at once what has been served since a time', { timeout: 120_000 }, async () => {
    const since = new Date(Date.now() - 11 * 60_000).toISOString()
    const step = await gate(bad, { bake: '10m', since, 'timeout-minutes': '15' })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'ANALYSIS_FAILED' })
    expect(step.durationMs).toBeLessThan(5 * 60_000)
  })

  test('in shadow mode fails nothing, whatever it sees', { timeout: 120_000 }, async () => {
    const step = await gate(bad, { bake: '5m', mode: 'shadow', 'timeout-minutes': '10' })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'ANALYSIS_FAILED', verdict: 'fail' })
    expect(step.outputs['reason']).toMatch(/^Would have ended failed/)
    expect(step).toMatchObject({ conclusion: 'success', exitCode: 0 })
  })

  pairTest('counts by a command of the user, and says that it has no past', { thorough: true }, async (shop) => {
    const run = 'if [ "$SLUICE_ARM" = canary ]; then echo "{\\"n\\": 400, \\"x\\": 80}"; else echo "{\\"n\\": 1600, \\"x\\": 320}"; fi'
    const metrics = `- command: { name: orders, run: '${run}' }`
    const inputs = { metrics, 'metrics-period': '2s', 'warm-up': '2s', steps: '20@14s, 100' }
    const step = await canaryStep(shop, { inputs: { ...inputs, 'task-definition': await shop.register({ VERSION: 'v2' }) } })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'PROMOTED', verdict: 'pass' })
  })

  const failing = { idleCount: 2, environment: { ERROR_RATE: '0.2' } }
  pairTest('judges the sides of a pair that its owner shifts, and writes nothing', { ...failing, thorough: true }, async (shop) => {
    const [step] = await underLoad(shop, 30, async () => {
      await shop.setWeights({ blue: 70, green: 30 })
      await until('green answers', async () => (await shop.weights()).every(({ green }) => green === 30))
      return canaryStep(shop, { inputs: { bake: '15s', harm: '3', 'on-inconclusive': 'extend' } })
    })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'GATE_PASSED' })
    expect(step.writes).toEqual([])
    const { members } = JSON.parse(step.outputs['evidence']!) as { members: readonly { canary: Counted; baseline: Counted }[] }
    expect(members[0]!.canary.n).toBeGreaterThan(0)
    expect(members[0]!.baseline.n).toBeGreaterThan(members[0]!.canary.n)
  })

  pairTest('in shadow mode judges as long as the plan would, and moves nothing', { idleCount: 2, thorough: true }, async (shop) => {
    const counts = await serveCounts((side) => bad(side === 'green' ? 'canary' : 'baseline'))
    try {
      const inputs = { ...counted, metrics: counts.entry('orders', '{side}'), mode: 'shadow', steps: '20@4m, 100' }
      const step = await canaryStep(shop, { inputs })
      expect(step.outputs, step.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'ANALYSIS_FAILED', verdict: 'fail' })
      expect(step).toMatchObject({ conclusion: 'success', writes: [] })
    } finally {
      counts.close()
    }
  })
}
