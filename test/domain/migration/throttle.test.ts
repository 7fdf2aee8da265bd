import { expect, test } from 'vitest'
import { isLookDue, isNews, isOver, throttled, unthrottled } from '../../../src/domain/migration/throttle.ts'

const lag = ['replica a is 12 s behind, limit 10 s']

test('the first word stops it, and two looks without any let it go on', () => {
  let throttle = unthrottled(0)
  const course = [[], lag, lag, [], lag, [], []].map((reasons, second) => {
    throttle = throttled(throttle, reasons, second * 1_000)
    return throttle.reasons.length > 0
  })
  expect(course).toEqual([false, true, true, true, true, true, false])
})

test('it tells since when it waits, and for what it waits now', () => {
  const first = throttled(unthrottled(0), lag, 1_000)
  const other = throttled(first, ['autovacuum'], 5_000)
  expect(other).toMatchObject({ reasons: ['autovacuum'], sinceMs: 1_000 })
  expect(throttled(other, [], 6_000)).toMatchObject({ reasons: ['autovacuum'], sinceMs: 1_000 })
})

test('others are asked at once, and then each second at most', () => {
  const throttle = unthrottled(0)
  expect(isLookDue(throttle, 0)).toBe(true)
  const looked = throttled(throttle, [], 500)
  expect(isLookDue(looked, 1_499)).toBe(false)
  expect(isLookDue(looked, 1_500)).toBe(true)
})

test.each([
  [100, false, false],
  [101, false, true],
  [80, true, true],
  [75, true, false],
  [80, false, false],
])('%s of 100, over before: %s', (value, was, over) => {
  expect(isOver(value, 100, was)).toBe(over)
})

test.each([
  [[], lag, true],
  [lag, lag, false],
  [lag, ['replica a is 13.5 s behind, limit 10 s'], false],
  [lag, ['replica a is 13.5 s behind, limit 10 s', 'the table is being vacuumed'], true],
  [[...lag, 'the table is being vacuumed'], lag, false],
  [['replica db-1 is 12 s behind'], ['replica db-2 is 12 s behind'], true],
  [['throttle-query answers 12:00:01'], ['throttle-query answers 12:00:02'], false],
  [lag, [], false],
])('%j, then %j: news, %s', (before, reasons, news) => {
  expect(isNews(reasons, before)).toBe(news)
})
