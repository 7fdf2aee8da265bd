import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAwsClock } from '../../src/aws/aws-clock.ts'

test('is the local clock before the first answer', () => {
  expect(createAwsClock(() => 1_234).nowMs()).toBe(1_234)
})

test('tells whole milliseconds, whatever the local clock tells: times go into the record', () => {
  const clock = createAwsClock(() => 1_234.567)
  expect(clock.nowMs()).toBe(1_234)
  clock.learn(1_800_000_000_000, 1_200.1, 1_230.9)
  expect(Number.isInteger(clock.nowMs())).toBe(true)
})

test('comes within a second of AWS, never runs backwards, whatever the skew, the latency and the moment of the answers', () => {
  const answers = fc.array(fc.record({ pauseMs: fc.nat(9_000), upMs: fc.nat(400), downMs: fc.nat(400) }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(fc.integer({ min: -3_600_000, max: 3_600_000 }), answers, (skewMs, calls) => {
      let awsMs = 1_800_000_000_000
      const clock = createAwsClock(() => awsMs - skewMs)
      let last = -Infinity
      for (const { pauseMs, upMs, downMs } of calls) {
        awsMs += pauseMs
        const askedAtMs = awsMs - skewMs
        awsMs += upMs
        const dateMs = Math.floor(awsMs / 1_000) * 1_000
        awsMs += downMs
        clock.learn(dateMs, askedAtMs, awsMs - skewMs)
        const nowMs = clock.nowMs()
        if (last === -Infinity || nowMs > last) {
          expect(nowMs).toBeLessThanOrEqual(awsMs + 1_000)
          expect(nowMs).toBeGreaterThan(awsMs - 1_800)
        }
        expect(nowMs).toBeGreaterThanOrEqual(last)
        last = nowMs
      }
    }),
  )
})

test('many answers bring it closer than the second of the header', () => {
  let awsMs = 1_800_000_000_500
  const clock = createAwsClock(() => awsMs)
  for (let i = 0; i < 20; i += 1) {
    awsMs += 1_070
    clock.learn(Math.floor(awsMs / 1_000) * 1_000, awsMs, awsMs)
  }
  expect(Math.abs(clock.nowMs() - awsMs)).toBeLessThanOrEqual(80)
})

test('believes AWS when the machine has slept', () => {
  let localMs = 1_000_000
  const clock = createAwsClock(() => localMs)
  clock.learn(2_000_000, localMs, localMs)
  localMs += 1_000
  clock.learn(2_600_000, localMs, localMs)
  expect(clock.nowMs()).toBeGreaterThanOrEqual(2_600_000)
})

test('stands still and does not run backwards when an answer shows that it was ahead', () => {
  let localMs = 1_000_000
  const clock = createAwsClock(() => localMs)
  clock.learn(2_600_000, localMs, localMs)
  expect(clock.nowMs()).toBe(2_600_000)
  localMs += 1_000
  clock.learn(2_000_000, localMs, localMs)
  expect(clock.nowMs()).toBe(2_600_000)
  localMs += 599_000
  expect(clock.nowMs()).toBe(2_600_000)
  localMs += 2_000
  expect(clock.nowMs()).toBe(2_601_000)
})
