import { describe, expect, test } from 'vitest'
import { type Counter, countsOf, exceedingOf } from '../../../src/domain/metrics/counters.ts'

/** A counter seen at the ends of intervals of one second, from 0 on; undefined where it was not. */
const seen = (...values: readonly (number | undefined)[]): Counter =>
  new Map(values.flatMap((value, at) => (value === undefined ? [] : [[at * 1000, value] as const])))
const span = (from: number, to: number) => ({ startMs: from * 1000, endMs: to * 1000, periodMs: 1000 })
const _ = undefined

describe('counters', () => {
  test.each<[string, Counter[], Counter[], ReturnType<typeof span>, (readonly [at: number, n: number, x: number])[]]>([
    [
      'grow',
      [seen(100, 110, 125)],
      [seen(1, 1, 3)],
      span(0, 2),
      [
        [0, 10, 0],
        [1, 15, 2],
      ],
    ],
    ['are added up', [seen(100, 110), seen(7, 9)], [seen(1, 2), seen(0, 1)], span(0, 1), [[0, 12, 2]]],
    [
      'that fall began anew',
      [seen(100, 4, 9)],
      [seen(10, 1, 1)],
      span(0, 2),
      [
        [0, 4, 1],
        [1, 5, 0],
      ],
    ],
    ['are summed after their own resets, not before', [seen(100, 4), seen(100, 120)], [], span(0, 1), [[0, 24, 0]]],
    ['of bad requests that were not there had none', [seen(1, 2)], [], span(0, 1), [[0, 1, 0]]],
    ['that are new begin at zero', [seen(100, 110), seen(_, 3)], [seen(_, 3)], span(0, 1), [[0, 13, 3]]],
    ['that are all new are no requests', [seen(_, 5000, 5010)], [seen(_, 500, 501)], span(0, 2), [[1, 10, 1]]],
    ['that change all at once are none', [seen(5, _), seen(_, 5000)], [], span(0, 1), []],
    [
      'that come back go on from where they were',
      [seen(5, 6, 7), seen(100, _, 104)],
      [],
      span(0, 2),
      [
        [0, 1, 0],
        [1, 5, 0],
      ],
    ],
    ['that come back are known from before the span', [seen(5, 6, 7), seen(100, _, 104)], [], span(1, 2), [[1, 5, 0]]],
    [
      'that go leave the others',
      [seen(5, 6, 7), seen(100, 105, _)],
      [],
      span(0, 2),
      [
        [0, 6, 0],
        [1, 1, 0],
      ],
    ],
    ['that are not seen are unknown', [seen(5, _, 7, 8)], [], span(0, 3), [[2, 1, 0]]],
    ['are no counters where there are none', [], [seen(1, 2)], span(0, 1), []],
    ['may be a few requests apart', [seen(10, 12)], [seen(0, 5)], span(0, 1), [[0, 2, 2]]],
  ])('%s', (_name, total, bad, of, expected) => {
    expect([...countsOf(total, bad, of)]).toEqual(expected.map(([at, n, x]) => [at * 1000, { n, x }]))
  })

  test('with more bad requests than there are count something else', () => {
    expect(() => countsOf([seen(10, 12)], [seen(0, 50)], span(0, 1))).toThrow('50 bad of 2')
  })

  test('of a histogram tell what lies beyond a threshold', () => {
    const total = [seen(100, 110), seen(_, 4), seen(50, 2)]
    const within = [seen(90, 97), seen(_, 4), seen(45, 1)]
    expect([...exceedingOf(total, within, span(0, 1))]).toEqual([[0, { n: 16, x: 4 }]])
  })
})
