import { describe, expect, test } from 'vitest'
import { judgedMs, parseSteps, stepsText } from '../../src/domain/steps.ts'

const minuteMs = 60_000

test.each([
  [
    '5@10m, 25@10m, 50@15m, 100',
    [
      [5, 10],
      [25, 10],
      [50, 15],
      [100, 0],
    ],
  ],
  ['0.1@1h', [[0.1, 60]]],
  [
    '5%@90s\n100@5m,',
    [
      [5, 1.5],
      [100, 5],
    ],
  ],
  [' 2.5 @ 1h30m ', [[2.5, 90]]],
  [
    'match@30m, 5@10m',
    [
      [0, 30],
      [5, 10],
    ],
  ],
] as const)('%j', (text, expected) => {
  expect(parseSteps(text)).toEqual({ value: expected.map(([weight, minutes]) => ({ weight, holdMs: minutes * minuteMs })) })
})

describe('what cannot be a plan is told, all of it', () => {
  test.each([
    ['', ['there is no step; such as 5@10m, 25@10m, 50@15m, 100']],
    ['5', ['step 1, "5": it does not say how long; such as 5@10m']],
    ['0@10m', ['step 1, "0@10m": a weight from 0.1 to 100 with at most one decimal is expected, such as 5@10m']],
    ['101@1m', ['step 1, "101@1m": a weight from 0.1 to 100 with at most one decimal is expected, such as 5@10m']],
    ['5@10', ['step 1, "5@10": a duration such as 90s, 10m or 2h is expected behind one "@"']],
    ['5@1m@2m', ['step 1, "5@1m@2m": a duration such as 90s, 10m or 2h is expected behind one "@"']],
    ['5@0s', ['step 1, "5@0s": a step that is held for no time judges nothing']],
    ['match, 5@5m', ['step 1, "match": it does not say how long; such as 5@10m']],
    ['match@0s, 5@5m', ['step 1, "match@0s": a step that is held for no time judges nothing']],
    ['match@10m', ['behind `match` at least one weight is expected, such as 5@10m']],
    ['5@5m, match@10m, 50@5m', ['`match` can only be the first step']],
    ['match@5m, match@10m, 50@5m', ['`match` can only be the first step']],
    ['match@5m, 50@5m, 5@5m', ['weights must rise, and 5 does not']],
    ['25@5m, 5@5m', ['weights must rise, and 5 does not']],
    ['5@5m, 5@5m', ['weights must rise, and 5 does not']],
    [
      'x@1m, 5, 100',
      [
        'step 1, "x@1m": a weight from 0.1 to 100 with at most one decimal is expected, such as 5@10m',
        'step 2, "5": it does not say how long; such as 5@10m',
      ],
    ],
  ])('%j', (text, problems) => expect(parseSteps(text)).toEqual({ problems }))
})

test('the time beside a baseline leaves out what is held with all traffic', () => {
  const made = parseSteps('5@10m, 50@5m, 100@30m')
  if ('problems' in made) throw new Error(made.problems.join())
  expect(judgedMs(made.value)).toBe(15 * minuteMs)
  expect(stepsText(made.value)).toBe('5 for 10 min, 50 for 5 min, 100 for 30 min')
  const chosen = parseSteps('match@1h, 5@10m, 100')
  if ('problems' in chosen) throw new Error(chosen.problems.join())
  expect(judgedMs(chosen.value)).toBe(10 * minuteMs)
  expect(stepsText(chosen.value)).toBe('match for 1 h, 5 for 10 min, 100')
})
