import { describe, expect, test } from 'vitest'
import {
  errorsIn,
  judgeThreshold,
  leastBakeMs,
  type MetricRow,
  parseMetrics,
  statisticsOf,
  thresholdChecks,
} from '../../src/domain/thresholds.ts'
import type { Threshold } from '../../src/domain/thresholds.ts'
import { readYaml } from '../../src/runner/yaml-text.ts'

const minute = (at: number, requests: number, failed = 0, more: Partial<MetricRow> = {}): MetricRow => ({
  group: 'green',
  atMs: at * 60_000,
  requests,
  classes: { '2xx': requests - failed, '3xx': 0, '4xx': 0, '5xx': failed },
  connectionErrors: 0,
  latencyMs: {},
  ...more,
})
/** Minutes in a row, each as requests and errors. */
const minutes = (...rows: readonly (readonly [number, number])[]): MetricRow[] =>
  rows.map(([requests, failed], at) => minute(at, requests, failed))
const slow = (...values: readonly (number | undefined)[]): MetricRow[] =>
  values.map((ms, at) => minute(at, 1000, 0, { latencyMs: ms === undefined ? {} : { p99: ms } }))

const errors: Threshold = { kind: 'errors', most: 0.01, minRequests: 20 }
const latency: Threshold = { kind: 'latency', statistic: 'p99', mostMs: 800, minRequests: 20 }

describe('the list of metrics', () => {
  test('gives a check for each threshold', () => {
    const yaml = readYaml(
      '- errors: { max: 1% }\n- latency: { statistic: p99, max: 800ms }\n- latency: { max: 2s, statistic: average, min-requests: 50 }\n',
    )
    const made = 'value' in yaml ? parseMetrics(yaml.value) : yaml
    const thresholds = 'value' in made ? made.value : []
    expect(thresholds).toEqual([errors, latency, { kind: 'latency', statistic: 'Average', mostMs: 2000, minRequests: 50 }])
    expect(thresholdChecks(thresholds).map(({ name, kind }) => [name, kind])).toEqual([
      ['errors', 'threshold'],
      ['latency p99', 'threshold'],
      ['latency Average', 'threshold'],
    ])
    expect(statisticsOf(thresholds)).toEqual(['p99', 'Average'])
  })

  test.each<[string, unknown, string]>([
    ['no list', { errors: {} }, 'metrics is a mapping: a list of metrics, such as "- errors: { max: 1% }", is expected'],
    ['nothing', null, 'metrics is empty: a list of metrics'],
    ['a text', ['errors'], 'metrics[0] is "errors": one of errors, latency is expected'],
    ['another kind', [{ cpu: {} }], 'metrics[0] is a mapping of "cpu": one of errors, latency'],
    ['two kinds in one', [{ errors: { max: '1%' }, latency: { max: '1s' } }], 'metrics[0] is a mapping of "errors", "latency"'],
    ['no limit', [{ errors: {} }], 'metrics[0].errors.max is empty: a percentage below 100 with its sign'],
    ['nothing in it', [{ errors: null }], 'metrics[0].errors is empty: a mapping is expected'],
    ['a number', [{ errors: { max: 1 } }], 'metrics[0].errors.max is 1: a percentage below 100 with its sign, such as 1%, is expected'],
    ['all', [{ errors: { max: '100%' } }], 'metrics[0].errors.max is "100%": a percentage below 100'],
    ['what is not known', [{ errors: { max: '1%', statistic: 'p99' } }], 'metrics[0].errors.statistic is not known: max, min-requests are'],
    ['a statistic', [{ latency: { max: '1s', statistic: 'p100' } }], 'metrics[0].latency.statistic is "p100": a percentile such as p50'],
    ['p0', [{ latency: { max: '1s', statistic: 'p0' } }], 'metrics[0].latency.statistic is "p0"'],
    ['a duration', [{ latency: { max: '1h' } }], 'metrics[0].latency.max is "1h": a duration from 1ms to 5m'],
    ['no requests', [{ errors: { max: '1%', 'min-requests': 0 } }], 'metrics[0].errors.min-requests is 0: a whole number from 1'],
    ['one twice', [{ errors: { max: '1%' } }, { errors: { max: '2%' } }], 'metrics[1] limits errors a second time'],
  ])('refuses %s', (_, value, problem) => {
    const made = parseMetrics(value)
    expect('problems' in made ? made.problems : []).toEqual([expect.stringContaining(problem)])
  })

  test('tells every mistake at once', () => {
    const made = parseMetrics([{ errors: { max: 1, 'min-requests': 'x' } }, { latency: {} }, 3])
    expect('problems' in made ? made.problems.map((problem) => problem.split(' ')[0]) : []).toEqual([
      'metrics[0].errors.min-requests',
      'metrics[0].errors.max',
      'metrics[1].latency.max',
      'metrics[2]',
    ])
  })
})

describe('errors of a minute', () => {
  const classes = { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 }
  test.each<[string, number, Partial<MetricRow['classes']>, number]>([
    ['are the answers 5XX', 100, { '2xx': 90, '5xx': 10 }, 10],
    ['are requests nobody answered', 100, { '2xx': 60 }, 40],
    ['are all of a candidate that hangs', 100, {}, 100],
    ['are not redirects and not mistakes of clients', 100, { '2xx': 50, '3xx': 30, '4xx': 20 }, 0],
    ['are never less than none when an answer is counted in the next minute', 100, { '2xx': 101 }, 0],
    ['are never more than requests', 10, { '5xx': 11 }, 10],
  ])('%s', (_, requests, found, expected) => {
    expect(errorsIn(minute(0, requests, 0, { classes: { ...classes, ...found } }))).toBe(expected)
  })
})

describe('minutes against a limit of errors', () => {
  test.each<[string, MetricRow[], string, string]>([
    [
      'all within it',
      minutes([1000, 1], [1000, 0], [1000, 10]),
      'pass',
      '00:00 0.1 % errors (1 of 1000), 00:01 0 % errors (0 of 1000), 00:02 1 % errors (10 of 1000), at most 1 %',
    ],
    ['one minute is enough to pass', minutes([1000, 0]), 'pass', '00:00 0 % errors (0 of 1000), at most 1 %'],
    [
      'two of three over it',
      minutes([1000, 20], [1000, 0], [1000, 30]),
      'fail',
      '00:00 2 % errors (20 of 1000), 00:02 3 % errors (30 of 1000), at most 1 %: over it in 2 of the last 3 minutes',
    ],
    ['two of two over it', minutes([1000, 20], [1000, 20]), 'fail', 'over it in 2 of the last 2 minutes'],
    ['one of three over it', minutes([1000, 0], [1000, 20], [1000, 0]), 'pass', 'at most 1 %'],
    ['one of one over it', minutes([1000, 20]), 'inconclusive', 'over it in 1 of the last minute, too few to tell'],
    ['one of two over it', minutes([1000, 0], [1000, 20]), 'inconclusive', 'over it in 1 of the last 2 minutes, too few to tell'],
    ['two that were over it longer ago', minutes([1000, 20], [1000, 20], [1000, 0], [1000, 0]), 'pass', '00:03 0 % errors'],
    [
      'five times over it',
      minutes([1000, 0], [1000, 0], [1000, 50]),
      'fail',
      '00:02 5 % errors (50 of 1000), at most 1 %: over it 5 times',
    ],
    ['nearly five times over it', minutes([1000, 0], [1000, 0], [1000, 49]), 'pass', '00:02 4.9 % errors'],
    ['five times over it by one error of few requests', minutes([1000, 0], [1000, 0], [99, 5]), 'pass', '5.05 % errors (5 of 99)'],
    [
      'minutes with few requests say nothing',
      minutes([1000, 20], [19, 19], [0, 0], [19, 19], [1000, 20]),
      'fail',
      'over it in 2 of the last 2 minutes',
    ],
    ['few requests alone', minutes([19, 19], [3, 0]), 'inconclusive', 'no minute of 2 had 20 requests, the busiest had 19'],
    ['nothing', [], 'inconclusive', 'there is no minute with requests that can be judged yet'],
    [
      'in any order',
      minutes([1000, 0], [1000, 0], [1000, 0], [1000, 20], [1000, 20]).reverse(),
      'fail',
      '00:03 2 % errors (20 of 1000), 00:04',
    ],
  ])('%s', (_, rows, verdict, because) => {
    expect(judgeThreshold(errors, rows)).toEqual({ verdict, because: expect.stringContaining(because) as string })
  })

  test('a limit of none is over with the first error of a busy minute', () => {
    expect(judgeThreshold({ ...errors, most: 0 }, minutes([100, 1]))).toEqual({
      verdict: 'fail',
      because: '00:00 1 % errors (1 of 100), at most 0 %: over it where none is allowed',
    })
    expect(judgeThreshold({ ...errors, most: 0 }, minutes([100, 0])).verdict).toBe('pass')
  })

  test('connection errors are told', () => {
    const classes = { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 }
    const { because } = judgeThreshold(errors, [minute(0, 200, 0, { classes, connectionErrors: 200 })])
    expect(because).toContain('100 % errors (200 of 200, 200 of them connection errors)')
  })

  test('each group is judged by itself, and one that fails is enough', () => {
    const other = (row: MetricRow): MetricRow => ({ ...row, group: 'other' })
    const good = minutes([100_000, 0], [100_000, 0], [100_000, 0])
    const bad = minutes([100, 30], [100, 30]).map(other)
    expect(judgeThreshold(errors, [...good, ...bad])).toEqual({
      verdict: 'fail',
      because: 'other: 00:00 30 % errors (30 of 100), at most 1 %: over it 30 times',
    })
    const quiet = minutes([2, 0]).map(other)
    expect(judgeThreshold(errors, [...quiet, ...good])).toMatchObject({
      verdict: 'pass',
      because: expect.stringMatching(/^green: /) as string,
    })
    const unsure = minutes([100, 2]).map(other)
    expect(judgeThreshold(errors, [...unsure, ...good]).verdict).toBe('inconclusive')
  })
})

describe('minutes against a limit of latency', () => {
  test.each<[string, MetricRow[], string, string]>([
    ['within it', slow(100, 800, 300), 'pass', '00:00 p99 100 ms, 00:01 p99 800 ms, 00:02 p99 300 ms, at most 800 ms'],
    ['two over it', slow(900, 100, 801), 'fail', '00:00 p99 900 ms, 00:02 p99 801 ms, at most 800 ms: over it in 2 of the last 3 minutes'],
    ['five times over it', slow(4000), 'fail', '00:00 p99 4000 ms, at most 800 ms: over it 5 times'],
    ['no answers at all', slow(undefined, undefined), 'inconclusive', 'no target answered in 2 minutes'],
  ])('%s', (_, rows, verdict, because) => {
    expect(judgeThreshold(latency, rows)).toEqual({ verdict, because: expect.stringContaining(because) as string })
  })
})

test('a bake must hold the delay, the minute it begins in, and a whole one', () => {
  expect(leastBakeMs(120_000)).toBe(240_000)
})
