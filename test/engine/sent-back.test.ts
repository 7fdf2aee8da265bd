import { expect, test } from 'vitest'
import { endOf } from './stage.ts'
import { swapStage } from './swap-stage.ts'

test('a run killed right after its signal sent traffic home is not promoted by the same step again', async () => {
  const stage = swapStage({ rules: 2 })
  let shifts = 0
  const at = (_: number, name: string) => (name === 'perform shift' && (shifts += 1) === 4 ? ('dies after' as const) : undefined)
  expect(endOf(await stage.swap('run', { cancelAtMs: 180_000, trouble: { at } }))).toBe('died')
  expect([stage.live(), stage.record()?.goal, stage.record()?.heading]).toEqual(['blue', 2, 'forward'])
  // The hold of the goal it had reached is over by now.
  stage.pass(600_000)
  expect(endOf(await stage.swap('run', { attempt: 2 }))).toBe('rolled-back CANCELLED')
  expect(stage.pair.weights).toEqual([0, 100, 0])
  expect(stage.pair.services.green.desired).toBe(0)
})
