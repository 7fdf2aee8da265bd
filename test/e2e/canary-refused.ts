import { expect } from 'vitest'
import { canaryStep } from './canary-step.ts'
import { sized } from './pair-state.ts'
import { pairTest } from './shop-test.ts'
import { swapStep } from './swap-step.ts'
import { until } from './until.ts'

const mistaken = {
  steps: '20@5m, 10@5m, 50',
  alpha: '2',
  harm: '1',
  'warm-up': '10',
  'on-inconclusive': 'maybe',
  unattended: 'yes',
  'min-healthy': '0',
} as const

/** What cannot be a canary is refused before the first write. */
export function refusals(): void {
  pairTest('mistaken inputs are told all at once, and nothing is called', { scaling: false }, async (shop) => {
    const step = await canaryStep(shop, { inputs: mistaken })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'INPUT_INVALID' })
    for (const name of Object.keys(mistaken)) expect(step.outputs['reason'], name).toMatch(new RegExp(`\\b${name}\\b`))
    expect(step).toMatchObject({ conclusion: 'failure', exitCode: 1, calls: [] })

    const metrics = '- errors: { alpha-share: 5 }\n- http-json: { name: orders }\n- smoke'
    const judged = await canaryStep(shop, { inputs: { steps: '20@5m, 50@5m', metrics, 'metrics-period': '0s' } })
    for (const words of ['metrics[0].errors.alpha-share', 'metrics[1].http-json.url', '"smoke"', 'less than 1s', 'end with 100'])
      expect(judged.outputs['reason'], words).toContain(words)
    expect(judged.calls).toEqual([])

    const alone = await canaryStep(shop, { inputs: { weight: '20', bake: '1m', metrics: '' } })
    expect(alone.outputs['reason'], alone.stdout).toMatch(/unattended: hold/)
    expect(alone.outputs['reason']).toMatch(/required: what is the canary to be judged by/)
    expect(alone.calls).toEqual([])
  })

  pairTest('weight on both sides that nobody wrote down', { thorough: true }, async (shop) => {
    await shop.setWeights({ blue: 70, green: 30 })
    await until('reads show the weights', async () => (await shop.weights()).every(({ green }) => green === 30))
    const candidate = await shop.register({ VERSION: 'v2' })
    const step = await canaryStep(shop, { inputs: { 'task-definition': candidate, steps: '20@1m, 100' } })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'PREFLIGHT_FAILED' })
    expect(step.outputs['started']).not.toBe('true')
    expect(step.writes).toEqual([])
  })

  pairTest('another content than the one that was staged', { thorough: true }, async (shop) => {
    const staged = await swapStep(shop, { inputs: { command: 'stage', 'task-definition': await shop.register({ VERSION: 'v2' }) } })
    expect(staged.outputs, staged.stdout).toMatchObject({ 'reason-code': 'STAGED' })
    const other = await shop.register({ VERSION: 'v3' })
    const step = await canaryStep(shop, { inputs: { 'task-definition': other, steps: '20@1m, 100' } })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'PLAN_CHANGED' })
    await sized(shop, { blue: 2, green: 2 })
  })
}
