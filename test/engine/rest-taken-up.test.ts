import { expect, test } from 'vitest'
import { endOf } from './stage.ts'
import { swapStage } from './swap-stage.ts'

test('a rest that a dead step of the same job has just taken up is not mistaken for one', async () => {
  const stage = swapStage({ rules: 2 })
  expect(endOf(await stage.swap('stage'))).toBe('succeeded STAGED')
  expect(endOf(await stage.swap('swap', { run: '101' }))).toBe('succeeded SWAPPED')
  stage.pass(60_000)
  // Killed after its first save: for a moment the rest of the run before it can still be read.
  let writes = 0
  const at = (_: number, name: string) => (name === 'write' && (writes += 1) === 2 ? ('dies after' as const) : undefined)
  expect(endOf(await stage.swap('finish', { run: '102', trouble: { at } }))).toBe('died')
  expect(stage.record()).toMatchObject({ run: '102' })
  expect(endOf(await stage.rollBack('unfinished', { run: '102' }))).toBe('succeeded ROLLED_BACK')
  expect(stage.live()).toBe('blue')
})
