import { expect } from 'vitest'
import { undecided } from './midway.ts'
import { rollStep } from './roll-step.ts'
import { shopTest } from './shop-test.ts'

/** A rollout that does not get there. */
export function slowEnds(): void {
  shopTest('in its time is sent home with TIMED_OUT', { thorough: true }, async (shop) => {
    const candidate = await shop.register({ VERSION: 'v2' }, undecided)
    const step = await rollStep(shop, { inputs: { 'task-definition': candidate, 'timeout-minutes': '1' } })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'rolled-back', 'reason-code': 'TIMED_OUT' })
    expect(step.durationMs).toBeGreaterThan(60_000)
    await shop.settled('web:1')
  })
}
