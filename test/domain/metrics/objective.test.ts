import { describe, expect, test } from 'vitest'
import type { Counts, Row } from '../../../src/domain/analysis/model.ts'
import type { Objective } from '../../../src/domain/metrics/model.ts'
import { judgeObjective, objectiveMember } from '../../../src/domain/metrics/objective.ts'

const objective: Objective = {
  name: 'errors-slo',
  target: 0.999,
  burn: 14.4,
  from: 'errors',
  source: { kind: 'alb', what: 'errors', thresholdsMs: 'auto' },
}
/** Bad requests per minute of 1,000 on the canary and of 10,000 on the baseline: 14.4 and 144 are the limit. */
const rows = (from: number, ...bad: readonly (readonly [canary: number, baseline: number])[]): Row[] =>
  bad.map(([canary, baseline], at) => row(from + at, { n: 1000, x: canary }, { n: 10_000, x: baseline }))
const row = (minute: number, canary: Counts, baseline: Counts): Row => ({ minute, metrics: { errors: { canary, baseline } } })
const times = (count: number, each: readonly [number, number]) => Array.from({ length: count }, () => each)

const past = rows(-6, ...times(6, [0, 10]))
const burnt = rows(-6, ...times(6, [0, 200]))

describe('an objective', () => {
  test.each<[string, readonly Row[], number | undefined, { verdict: string; blocks?: true }, RegExp]>([
    [
      'passes what keeps it',
      rows(0, ...times(8, [1, 10])),
      0.5,
      { verdict: 'pass' },
      /^the canary burns its error budget 1 times \(last 5 minutes\) and 1 times \(in all\): 8 of 8,000 bad where 0.1 % may be, at most 14.4 times$/,
    ],
    [
      'fails what burns and is worse',
      rows(0, ...times(8, [20, 10])),
      8.25,
      { verdict: 'fail' },
      /^the canary burns its error budget 20 times .*, and is at least 8.25 times as bad as the baseline$/,
    ],
    [
      'fails at the start, where both windows are one',
      rows(0, [20, 10]),
      8,
      { verdict: 'fail' },
      /^the canary burns its error budget 20 times: 20 of 1,000 bad/,
    ],
    [
      'holds what burns by chance',
      rows(0, [20, 10]),
      1,
      { verdict: 'inconclusive', blocks: true },
      /not sure that it is worse than the baseline$/,
    ],
    ['holds what burns where no ratio is known', rows(0, [20, 10]), undefined, { verdict: 'inconclusive', blocks: true }, /not sure/],
    [
      'holds where both burn',
      rows(0, ...times(6, [20, 200])),
      0.7,
      { verdict: 'inconclusive', blocks: true },
      /; but the baseline burns its error budget 20 times .* too: it is not the canary alone$/,
    ],
    ['fails where both burn and the canary is worse', rows(0, ...times(6, [90, 200])), 3, { verdict: 'fail' }, /at least 3 times/],
    [
      'does not blame what burned before',
      [...burnt, ...rows(0, ...times(6, [90, 200]))],
      3,
      { verdict: 'inconclusive', blocks: true },
      /too, and did so before the first shift already: it is not the canary alone$/,
    ],
    ['blames what burns when the past is over', [...burnt, ...rows(0, ...times(6, [90, 10]))], 3, { verdict: 'fail' }, /at least 3 times/],
    ['does not count the past for the canary', [...past, ...rows(0, [20, 10])], 8, { verdict: 'fail' }, /20 of 1,000 bad/],
    [
      'passes what is over: the last minutes are good',
      rows(0, ...times(9, [60, 10]), ...times(5, [0, 10])),
      5,
      { verdict: 'pass' },
      /0 times \(last 5 minutes\) and 38.6 times \(in all\)/,
    ],
    [
      'passes what has begun just now, until it lasts',
      rows(0, ...times(50, [0, 10]), ...times(2, [60, 10])),
      1.2,
      { verdict: 'pass' },
      /24 times \(last 5 minutes\) and 2.31 times \(in all\)/,
    ],
    [
      'passes the canary where only the baseline burns',
      rows(0, ...times(6, [1, 200])),
      0.1,
      { verdict: 'pass' },
      /; the baseline burns its error budget 20 times/,
    ],
    ['is at its limit not above it', rows(0, ...times(10, [14, 10])), 5, { verdict: 'pass' }, /14 times/],
    [
      'says when nothing was served',
      [row(0, { n: 0, x: 0 }, { n: 10, x: 0 })],
      undefined,
      { verdict: 'inconclusive', blocks: true },
      /^the canary served nothing yet/,
    ],
    [
      'says when there is nothing',
      [{ minute: 0, metrics: {} }],
      undefined,
      { verdict: 'inconclusive', blocks: true },
      /^the canary served nothing yet/,
    ],
    ['says when there are no rows', [], undefined, { verdict: 'inconclusive', blocks: true }, /^the canary served nothing yet/],
    [
      'passes nothing on a few requests',
      [row(0, { n: 100, x: 0 }, { n: 1000, x: 0 })],
      0,
      { verdict: 'inconclusive' },
      /^the canary served 100 requests, 209 would show whether it burns more than 14.4 times its budget$/,
    ],
    [
      'holds what burned and fell silent',
      [...rows(0, ...times(5, [60, 10])), ...[5, 6, 7, 8, 9].map((minute) => row(minute, { n: 0, x: 0 }, { n: 10_000, x: 10 }))],
      5,
      { verdict: 'inconclusive', blocks: true },
      /served nothing in the last 5 minutes$/,
    ],
    [
      'holds what burned and is heard of no more',
      [...rows(0, ...times(5, [60, 10])), { minute: 9, metrics: {} }],
      5,
      { verdict: 'inconclusive', blocks: true },
      /served nothing in the last 5 minutes$/,
    ],
  ])('%s', (_, given, ratioLow, expected, because) => {
    const { because: text, ...verdict } = judgeObjective(objective, given, ratioLow)
    expect(verdict).toEqual(expected)
    expect(text).toMatch(because)
  })

  test('reads the one member of its metric', () => {
    expect(objectiveMember(objective)).toBe('errors')
    expect(objectiveMember({ from: 'latency', source: { kind: 'alb', what: 'latency', thresholdsMs: [250] } })).toBe('latency >250ms')
    const buckets = { kind: 'prometheus-histogram', url: '', buckets: '', headers: {}, thresholdsMs: [1500] } as const
    expect(objectiveMember({ from: 'own', source: buckets })).toBe('own >1.5s')
  })
})
