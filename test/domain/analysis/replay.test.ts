import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { analyse, createAnalyst, replay } from '../../../src/domain/analysis/analyst.ts'
import { freeze } from '../../../src/domain/analysis/frozen.ts'
import type { AnalysisSpec, Look, Row } from '../../../src/domain/analysis/model.ts'
import { type Arms, errors, rowsOf, sample, specOf, times } from './sampled.ts'

const none = { members: [] }
const designs = ['declared', 'extendable', 'adaptive'] as const
const plain = (looks: readonly Look[]): readonly Look[] => JSON.parse(JSON.stringify(looks)) as readonly Look[]

/** Arms with few and with many bad requests, and sometimes none at all. */
const arms = fc
  .record({ nc: fc.integer({ min: 0, max: 300 }), nb: fc.integer({ min: 0, max: 2_000 }), c: fc.nat(12), b: fc.nat(30) })
  .map(({ nc, nb, c, b }): Arms => [nc, Math.min(nc, c), nb, Math.min(nb, b)])
const series = fc.array(arms, { minLength: 1, maxLength: 14 })
const specs = fc
  .record({
    design: fc.constantFrom(...designs),
    warmUp: fc.nat(2),
    looks: fc.integer({ min: 3, max: 20 }),
    margin: fc.constantFrom(1, 1.25),
  })
  .map(({ margin, ...changes }): AnalysisSpec => specOf(changes, { margin }))

describe('a verdict is a function of the rows', () => {
  test('what is said of a row does not depend on later ones', () => {
    fc.assert(
      fc.property(series, specs, fc.nat(13), (each, spec, at) => {
        const rows = rowsOf(each)
        const first = rows.slice(0, 1 + (at % rows.length))
        expect(plain(analyse(spec, none, first))).toEqual(plain(analyse(spec, none, rows)).slice(0, first.length))
      }),
      { numRuns: 60 },
    )
  })

  test('an analyst that is asked again, with more rows, other rows or rows re-stated, says what a new one says', () => {
    fc.assert(
      fc.property(fc.array(series, { minLength: 2, maxLength: 4 }), specs, (several, spec) => {
        const analyst = createAnalyst(spec, none)
        for (const each of several) expect(plain(analyst.analyse(rowsOf(each)))).toEqual(plain(analyse(spec, none, rowsOf(each))))
      }),
      { numRuns: 40 },
    )
  })

  test('the order in which rows are given does not matter, and a minute counts as it was given last', () => {
    fc.assert(
      fc.property(series, specs, fc.nat(13), arms, (each, spec, at, stale) => {
        const rows = rowsOf(each)
        const before = rowsOf([stale], at % rows.length)
        expect(plain(analyse(spec, none, [...before, ...rows.toReversed()]))).toEqual(plain(analyse(spec, none, rows)))
      }),
      { numRuns: 40 },
    )
  })

  test('one more bad request on the canary never takes a FAIL back, with an overdispersion that is given', () => {
    fc.assert(
      fc.property(series, fc.nat(13), fc.constantFrom(1, 3), (each, at, overdispersion) => {
        // The number of both arms is what the test is given: one more on the canary is one less on the baseline.
        const more = each.map(([nc, xc, nb, xb], i): Arms => {
          return i === at % each.length && xc < nc && xb > 0 ? [nc, xc + 1, nb, xb - 1] : [nc, xc, nb, xb]
        })
        const spec = specOf({ looks: each.length }, { overdispersion, failures: false })
        const failed = (given: readonly Arms[]): number =>
          analyse(spec, none, rowsOf(given)).filter(({ verdict }) => verdict === 'fail').length
        expect(failed(more)).toBeGreaterThanOrEqual(failed(each))
      }),
      { numRuns: 80 },
    )
  })
})

describe('replay', () => {
  const bad = rowsOf(times(10, [500, 8, 9_500, 10] as const))

  test('says at each row what an analyst says of the rows so far', () => {
    fc.assert(
      fc.property(series, specs, (each, spec) => {
        const rows = rowsOf(each)
        expect(plain(replay(spec, rows))).toEqual(plain(analyse(spec, none, rows)))
      }),
      { numRuns: 40 },
    )
  })

  test('rows before minute 0 have no look: they are what is frozen, wherever they stand', () => {
    const past = rowsOf(times(60, [0, 0, 10_000, 10] as const), -60)
    const looks = replay(specOf(), [...past, ...bad])
    expect(looks).toHaveLength(10)
    expect(plain(looks)).toEqual(plain(analyse(specOf(), freeze(specOf(), past), bad)))
    expect(plain(replay(specOf(), [...bad, ...past]))).toEqual(plain(looks))
  })

  test('a FAIL stays, whatever is re-stated, and counts go on', () => {
    const restated = rowsOf(times(10, [500, 0, 9_500, 10] as const))
    const looks = replay(specOf(), [...bad, ...restated])
    const failed = looks.findIndex(({ verdict }) => verdict === 'fail')
    expect(failed).toBeGreaterThan(0)
    expect(looks.slice(failed).map(({ verdict }) => verdict)).toEqual(times(looks.length - failed, 'fail'))
    expect(new Set(looks.slice(failed).map(({ because }) => because)).size).toBe(1)
    expect(looks.at(-1)!.members[0]!.canary).toEqual({ n: 5_000, x: 0 })
  })

  test('a row that is late or re-stated recomputes what is said: of the newest minute', () => {
    const healthy = rowsOf(times(10, [5_000, 5, 5_000, 5] as const))
    const late = healthy.filter(({ minute }) => minute !== 4)
    const looks = replay(specOf(), [...late, healthy[4]!])
    expect(looks.at(-1)).toMatchObject({ minute: 9, judged: 10 })
    expect(plain(looks.slice(-1))).toEqual(plain(analyse(specOf(), none, healthy).slice(-1)))
    const again = replay(specOf(), [...healthy, ...rowsOf([[5_000, 4, 5_000, 5]], 9)])
    expect(again.at(-1)!.members[0]!.canary.x).toBe(again.at(-2)!.members[0]!.canary.x - 1)
  })
})

describe('members', () => {
  const latency = { ...errors, name: 'latency', required: false, failures: false }
  const spec = specOf({
    metrics: [
      { ...errors, alphaShare: 0.6 },
      { ...latency, alphaShare: 0.4 },
    ],
  })
  const row = (names: readonly string[], arms: Arms, minute = 0): Row => {
    return { minute, metrics: Object.fromEntries(names.map((name) => [name, sample(name === 'errors' ? [500, 1, 9_500, 10] : arms)])) }
  }
  const names = (looks: readonly Look[]): readonly string[] => looks.at(-1)!.members.map(({ name }) => name)

  test('are those of the first row that has the metric, where none were frozen; a late one has no alpha left', () => {
    const rows = [
      row(['errors'], [1, 0, 1, 0]),
      row(['errors', 'latency >1s', 'latency >250ms'], [500, 1, 9_500, 20], 1),
      row(['latency >9s'], [1, 0, 1, 0], 2),
    ]
    expect(names(replay(spec, rows))).toEqual(['errors', 'latency >1s', 'latency >250ms'])
    const frozen = { members: [{ name: 'latency >9s' }] }
    expect(names(analyse(spec, frozen, rows))).toEqual(['errors', 'latency >9s'])
  })

  test('belong to the metric with the longest name that they begin with', () => {
    const twice = specOf({
      metrics: [
        { ...errors, name: 'latency' },
        { ...errors, name: 'latency checkout', required: false },
      ],
    })
    const looks = replay(twice, [row(['latency >1s', 'latency checkout >1s', 'latencyx'], [500, 1, 9_500, 10])])
    expect(names(looks)).toEqual(['latency >1s', 'latency checkout >1s'])
  })

  test('each has its share of alpha: a boundary is the higher, the more of them there are', () => {
    const boundary = (count: number): number => {
      const members = Array.from({ length: count }, (_, i) => `latency >${i + 1}s`)
      const all = Array.from({ length: 20 }, (_, minute) => row(members, [500, 1, 9_500, 20], minute))
      return analyse(spec, { members: members.map((name) => ({ name, overdispersion: 1 })) }, all)
        .at(-1)!
        .members.at(-1)!.fail!.boundary
    }
    expect(boundary(1)).toBeLessThan(boundary(6))
  })

  test('any that is worse fails, required or not; a PASS waits only for those that are required', () => {
    const rows = (slow: Arms): readonly Row[] => Array.from({ length: 40 }, (_, minute) => row(['errors', 'latency >1s'], slow, minute))
    const steady = (slow: Arms): readonly Row[] =>
      rows(slow).map((each) => ({ ...each, metrics: { ...each.metrics, errors: sample([5_000, 5, 5_000, 5]) } }))
    expect(replay(spec, steady([500, 0, 9_500, 0])).at(-1)!.verdict).toBe('pass')
    const failed = replay(spec, steady([500, 9, 9_500, 20])).find(({ verdict }) => verdict === 'fail')!
    expect(failed.because).toMatch(/^latency >1s: the canary is /)
    const both = specOf({ metrics: spec.metrics.map((metric) => ({ ...metric, required: true })) })
    expect(replay(both, steady([500, 0, 9_500, 0])).at(-1)!.verdict).toBe('inconclusive')
  })
})

describe('designs', () => {
  test('an extendable plan splits alpha and beta; beyond its looks the e-process goes on', () => {
    const rows = rowsOf(times(12, [500, 2, 9_500, 20] as const))
    const frozen = { members: [{ name: 'errors', overdispersion: 1 }] }
    const at = (design: AnalysisSpec['design'], looks = 12): Look => analyse(specOf({ design, looks }), frozen, rows).at(-1)!
    expect(at('declared').members[0]!.fail!.boundary).toBeLessThan(at('extendable').members[0]!.fail!.boundary)
    expect(at('adaptive').members[0]!.fail).toMatchObject({ kind: 'log e', boundary: Math.log(20) })
    const worse = rowsOf([...times(12, [500, 1, 9_500, 20] as const), ...times(40, [500, 3, 9_500, 20] as const)])
    const beyond = analyse(specOf({ design: 'extendable', looks: 12 }), frozen, worse)
    expect(beyond[11]!.verdict).not.toBe('fail')
    expect(beyond.at(-1)!.verdict).toBe('fail')
  })

  test('an interval without a row does not stop time: what may be spent grows with the plan', () => {
    const given = rowsOf(times(20, [500, 1, 9_500, 10] as const))
    const frozen = { members: [{ name: 'errors', overdispersion: 1 }] }
    const sparse = given.filter(({ minute }) => minute % 2 === 1)
    const dense = given.slice(0, 10)
    const boundary = (rows: readonly Row[]): number => analyse(specOf({ looks: 20 }), frozen, rows).at(-1)!.members[0]!.fail!.boundary
    expect(boundary(sparse)).toBeLessThan(boundary(dense))
  })

  test('intervals of ten seconds are six looks a minute', () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ minute: i / 6, metrics: { errors: sample([80, 6, 1_500, 2]) } }))
    const looks = replay(specOf({ periodMs: 10_000, looks: 360, warmUp: 6 }), rows)
    expect(looks[5]!.judged).toBe(0)
    expect(looks.at(-1)!.judged).toBe(24)
    expect(looks.at(-1)!.verdict).toBe('fail')
  })
})

test('what is told is whole when it is written as JSON', () => {
  const [look] = plain(replay(specOf(), rowsOf([[500, 2, 9_500, 10]])))
  expect(Object.keys(look!).sort()).toEqual(['because', 'judged', 'members', 'minute', 'verdict'])
  expect(look!.members[0]).toMatchObject({
    name: 'errors',
    canary: { n: 500, x: 2 },
    baseline: { n: 9_500, x: 10 },
    failed: false,
    passed: false,
  })
  expect(look!.members[0]!.ratio).toMatchObject({ estimate: expect.closeTo(3.8, 1) as number })
})
