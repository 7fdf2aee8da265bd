import { expect, it } from 'vitest'
import { createTurns, sideBySide } from '../../demo/side-by-side.ts'

it('what happens side by side is told one after the other', () => {
  let told = ''
  const turns = createTurns((text) => (told += text))
  turns.write(1, 'b1 ')
  turns.write(0, 'a1 ')
  expect(told).toBe('a1 ')
  turns.write(2, 'c1 ')
  turns.end(2)
  turns.write(0, 'a2 ')
  turns.end(0)
  expect(told).toBe('a1 a2 b1 ')
  turns.write(1, 'b2 ')
  turns.end(1)
  expect(told).toBe('a1 a2 b1 b2 c1 ')
})

it('so much at a time, begun in order', async () => {
  const begun: number[] = []
  const finish: (() => void)[] = []
  let most = 0
  let now = 0
  const all = sideBySide(2, [0, 1, 2, 3], async (item) => {
    begun.push(item)
    most = Math.max(most, ++now)
    await new Promise<void>((settle) => (finish[item] = settle))
    now -= 1
  })
  for (const item of [1, 0, 2, 3]) {
    await expect.poll(() => finish[item] !== undefined).toBe(true)
    finish[item]!()
  }
  await all
  expect(begun).toEqual([0, 1, 2, 3])
  expect(most).toBe(2)
})
