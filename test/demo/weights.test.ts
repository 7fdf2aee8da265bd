import { expect, it } from 'vitest'
import { watchWeights } from '../../demo/weights.ts'

it('keeps the weights where they change, and goes on after a look that failed', async () => {
  const looks: (readonly number[] | undefined)[] = [[0, 0], [0, 0], undefined, [100, 0], [100, 100], [100, 100]]
  let looked = 0
  const watch = await watchWeights(() => {
    const found = looks[Math.min(looked, looks.length - 1)]
    looked += 1
    return found ? Promise.resolve(found) : Promise.reject(new Error('throttled'))
  })
  await expect.poll(() => looked).toBeGreaterThan(looks.length)
  const samples = await watch.stop()
  expect(samples.map(({ green }) => green)).toEqual([
    [0, 0],
    [100, 0],
    [100, 100],
  ])
  expect(samples.map(({ atMs }) => atMs)).toEqual(samples.map(({ atMs }) => atMs).toSorted((a, b) => a - b))
  const after = looked
  await watch.stop()
  expect(looked).toBe(after)
})

it('says at once when it cannot look at all', async () => {
  await expect(watchWeights(() => Promise.reject(new Error('no such rule')))).rejects.toThrow('no such rule')
})
