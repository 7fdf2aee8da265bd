import { describe, expect, test } from 'vitest'
import { analyse, replay } from '../../../src/domain/analysis/analyst.ts'
import type { AnalysisSpec, Look, Row } from '../../../src/domain/analysis/model.ts'
import { type Arms, errors, rowsOf, sample, specOf, times } from './sampled.ts'

const none = { members: [] }
const healthy: Arms = [500, 1, 9_500, 10]
const past = rowsOf(times(60, [0, 0, 10_000, 10] as const), -60)
const told = (rows: readonly Row[], spec: AnalysisSpec = specOf()): Look => replay(spec, rows).at(-1)!
const odd = (canary: unknown, minute = 7): Row => ({ minute, metrics: { errors: { ...sample(healthy), canary } } }) as Row

describe('what a source may give', () => {
  test.each([
    ['NaN', { n: 500, x: NaN }, 'the source gave NaN for errors of the canary in minute 7'],
    ['a negative count', { n: -1, x: 0 }, 'the source gave -1 for errors of the canary in minute 7'],
    ['Infinity', { n: Infinity, x: 0 }, 'the source gave Infinity for errors of the canary in minute 7'],
    ['half a request', { n: 500, x: 0.5 }, 'the source gave 0.5 for errors of the canary in minute 7'],
    ['null', { n: null, x: 0 }, 'the source gave null for errors of the canary in minute 7'],
    ['a text', { n: '500', x: 0 }, 'the source gave "500" for errors of the canary in minute 7'],
    ['no count', { n: 500 }, 'the source gave nothing for errors of the canary in minute 7'],
    ['no arm', null, 'the source gave null for errors of the canary in minute 7'],
    ['more bad requests than requests', { n: 5, x: 9 }, 'the source gave 9 bad of 5 requests for errors of the canary in minute 7'],
  ])('%s is an error of the source, and that interval is not judged', (_, canary, because) => {
    const rows = [...rowsOf(times(7, healthy)), odd(canary)]
    const look = told(rows)
    expect(look).toMatchObject({ verdict: 'error', because, judged: 7 })
    expect(told([...rows, ...rowsOf([healthy], 8)])).toMatchObject({ verdict: 'inconclusive', judged: 8 })
  })

  test('a metric that nobody asked for may be anything', () => {
    const row: unknown = { minute: 0, metrics: { errors: sample(healthy), other: { canary: null } } }
    const look = told([row as Row])
    expect(look.members.map(({ name }) => name)).toEqual(['errors'])
  })

  test('an absent metric is no zero', () => {
    const looks = replay(specOf(), [...rowsOf(times(5, healthy)), { minute: 5, metrics: {} }])
    expect(looks.at(-1)!.members).toEqual(looks.at(-2)!.members)
    expect(looks.at(-1)!.judged).toBe(5)
  })

  test('a metric that a PASS needs and nobody has seen', () => {
    const spec = specOf({
      metrics: [
        { ...errors, alphaShare: 0.5 },
        { ...errors, name: 'latency', alphaShare: 0.5 },
      ],
    })
    expect(told(rowsOf(times(30, [5_000, 5, 5_000, 5] as const)), spec)).toMatchObject({
      verdict: 'inconclusive',
      because: 'there is no data for latency yet',
      blocks: true,
    })
  })
})

describe('traffic', () => {
  test('none at all', () => {
    const look = told(rowsOf(times(20, [0, 0, 0, 0] as const)))
    expect(look).toMatchObject({ verdict: 'inconclusive', because: 'there were no requests on either arm', blocks: true, judged: 0 })
  })

  test('none on the canary, while the baseline has some, is no failed canary', () => {
    const looks = replay(specOf(), rowsOf([...times(5, healthy), ...times(5, [0, 0, 10_000, 10] as const)]))
    expect(looks.map(({ verdict }) => verdict).slice(5)).toEqual(['inconclusive', 'inconclusive', 'inconclusive', 'error', 'error'])
    expect(looks.at(-1)).toMatchObject({ blocks: true, judged: 5 })
    expect(looks.at(-1)!.because).toMatch(/^the canary gets no traffic: none in the last intervals up to minute 9/)
  })

  test('pauses that chance explains are none: 0.1 % of little', () => {
    const looks = replay(specOf(), rowsOf([[1, 0, 999, 1], ...times(8, [0, 0, 1_000, 1] as const)]))
    expect(looks.map(({ verdict }) => verdict)).toEqual(times(9, 'inconclusive'))
  })

  test('none on the baseline: nothing to compare with', () => {
    expect(told(rowsOf(times(9, [10_000, 10, 0, 0] as const)))).toMatchObject({ verdict: 'inconclusive', blocks: true })
  })

  test('one request a minute decides nothing, and says so', () => {
    const look = told(rowsOf(Array.from({ length: 60 }, (_, minute): Arms => (minute % 10 === 0 ? [1, 0, 1, 0] : [0, 0, 1, 0]))))
    expect(look.verdict).toBe('inconclusive')
    expect(look.because).toBe('errors: no bad request on either arm yet, of 6 on the canary, so nothing rules out 2x')
  })

  test('a weight of 0.1 % works', () => {
    const rows = rowsOf(times(60, [10, 3, 9_990, 10] as const))
    const looks = replay(specOf(), [...past, ...rows])
    expect(looks.findIndex(({ verdict }) => verdict === 'fail')).toBeLessThanOrEqual(2)
  })
})

describe('a baseline', () => {
  test('without a bad request: a canary with some fails, and no ratio is made up', () => {
    const looks = replay(specOf(), rowsOf([...times(3, [500, 0, 9_500, 0] as const), ...times(8, [500, 3, 9_500, 0] as const)]))
    const fail = looks.find(({ verdict }) => verdict === 'fail')!
    expect(fail.minute).toBeLessThanOrEqual(8)
    expect(fail.because).toMatch(
      /^errors: the canary is worse than the baseline, which had none bad of [\d,]+ \(at least [\d.]+x\); \d+ bad of [\d,]+ requests, about 0 would/,
    )
  })

  test("that fails itself far above its normal share is a hold, not the canary's fault", () => {
    const burning: Arms = [500, 100, 9_500, 1_900]
    const looks = replay(specOf(), [...past, ...rowsOf([...times(20, [5_000, 5, 5_000, 5] as const), burning, burning])])
    expect(looks[19]!.verdict).toBe('pass')
    expect(looks.at(-1)).toMatchObject({ verdict: 'inconclusive', blocks: true })
    expect(looks.at(-1)!.because).toMatch(
      /^errors: the baseline itself has 16 % bad requests \(3,805 of 24,000, 0.1 % is normal\): both arms are failing/,
    )
  })

  test('that fails does not hide a canary that is far worse still', () => {
    const looks = replay(specOf(), [...past, ...rowsOf(times(5, [500, 400, 9_500, 950] as const))])
    expect(looks.at(-1)!.verdict).toBe('fail')
  })
})

describe('a canary that answers nothing well', () => {
  test('fails at once, during its warm-up too', () => {
    const [look] = replay(specOf({ warmUp: 3 }), [...past, ...rowsOf([[500, 500, 9_500, 10]])])
    expect(look).toMatchObject({ verdict: 'fail', judged: 0 })
    expect(look!.because).toBe('errors: all 500 requests of the canary up to minute 0 are bad, while the baseline answers')
    expect(look!.members[0]).toMatchObject({ failed: true, passed: false })
  })

  test('by requests of several intervals where traffic is thin', () => {
    const looks = analyse(specOf({ design: 'adaptive' }), none, rowsOf(times(6, [2, 2, 38, 0] as const)))
    expect(looks.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'inconclusive', 'fail', 'fail', 'fail', 'fail'])
  })

  test('is none where the baseline does no better, nor of a metric that does not count failures', () => {
    expect(told([...past, ...rowsOf([[500, 500, 9_500, 9_400]])]).verdict).toBe('inconclusive')
    expect(told([...past, ...rowsOf([[5, 5, 9_500, 10]])], specOf({ warmUp: 1 }, { failures: false })).verdict).toBe('inconclusive')
  })

  test('is not shown by a clump that covers a handful of requests', () => {
    const frozen = { members: [{ name: 'errors', overdispersion: 7, normal: 0.05 }] }
    expect(analyse(specOf(), frozen, rowsOf([[6, 6, 94, 5]]))[0]!.verdict).toBe('inconclusive')
  })
})

describe('a PASS', () => {
  test('needs the floor, warm-up not counted', () => {
    const rows = rowsOf(times(20, [50_000, 50, 50_000, 50] as const))
    const looks = analyse(specOf({ warmUp: 2, floor: 8 }), { members: [{ name: 'errors', overdispersion: 1 }] }, rows)
    expect(looks.findIndex(({ verdict }) => verdict === 'pass')).toBe(9)
    expect(looks[1]).toMatchObject({ verdict: 'inconclusive', judged: 0, blocks: true })
    expect(looks[8]!.because).toMatch(/2x is ruled out; 7 of at least 8 intervals are judged$/)
    expect(looks[9]!.because).toMatch(
      /^errors: 1x as bad as the baseline \([\d.]+x to [\d.]+x\), 400 bad of 400,000 requests, 2x is ruled out$/,
    )
  })

  test('stays when evidence weakens, but not a FAIL: a slow leak', () => {
    const rows = rowsOf([...times(20, [5_000, 5, 5_000, 5] as const), ...times(20, [5_000, 12, 5_000, 5] as const)])
    const verdicts = replay(specOf(), [...past, ...rows]).map(({ verdict }) => verdict)
    expect(verdicts[19]).toBe('pass')
    expect(verdicts.at(-1)).toBe('fail')
    expect(verdicts.slice(verdicts.indexOf('pass')).every((verdict) => verdict !== 'inconclusive')).toBe(true)
  })

  test('of something undecided says what is missing', () => {
    const look = told([...past, ...rowsOf(times(5, healthy))])
    expect(look.because).toMatch(
      /^errors: so far 1.9x as bad as the baseline \([\d.]+x to [\d.]+x\), 5 bad of 2,500 requests, 2x is not ruled out; about \d+ more minutes of this traffic would tell$/,
    )
  })
})

test('ten thousandfold looks: 100,000 requests a minute, one in twenty bad, five members, are judged in little time', () => {
  const member = (i: number): string => `errors ${i}`
  const rows = Array.from({ length: 60 }, (_, minute) => ({
    minute,
    metrics: Object.fromEntries(
      times(5, 0).map((_each, i) => [
        member(i),
        sample([5_000, 250 + ((minute * 7 + i) % 31) - 15, 95_000, 4_750 + ((minute * 37 + i) % 131) - 65]),
      ]),
    ),
  }))
  const usage = process.cpuUsage()
  const looks = replay(specOf(), rows)
  expect(looks.at(-1)!.verdict).toBe('pass')
  expect(looks.map(({ because }) => because).every((because) => because.length > 20)).toBe(true)
  // Nothing here waits: user time is what it costs, however busy the machine is.
  expect(process.cpuUsage(usage).user / 1e6).toBeLessThan(2)
})
