import { expect, test } from 'vitest'
import { times } from '../../../src/domain/analysis/sentences.ts'

test.each([
  [0, '0x'],
  [0.984, '0.98x'],
  [1, '1x'],
  [1.25, '1.25x'],
  [1.996, '2x'],
  [2.84, '2.8x'],
  [13.4, '13x'],
])('a ratio of %d is %s: a margin of 1.25 is no 1.3', (ratio, told) => {
  expect(times(ratio)).toBe(told)
})
