import { expect, test } from 'vitest'
import { lookPauseMs, pollPauseMs, retryPauseMs } from '../../../src/domain/migration/acquire.ts'

test('pauses between tries grow to 5 s and are spread by half in both directions', () => {
  expect([1, 2, 3, 4, 5, 6, 100].map((tries) => retryPauseMs(tries, 0.5))).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000])
  expect([retryPauseMs(6, 0), retryPauseMs(6, 0.999_999)]).toEqual([2_500, 7_500])
})

test('another run is asked after each 0.5 to 1 s, those who stand in the way several times a second', () => {
  expect([pollPauseMs(0), pollPauseMs(0.999_999)]).toEqual([500, 1_000])
  expect(lookPauseMs(0.999_999)).toBeLessThan(500)
})
