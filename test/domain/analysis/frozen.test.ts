import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freeze, frozenIn, frozenText } from '../../../src/domain/analysis/frozen.ts'
import type { FrozenMember, Row } from '../../../src/domain/analysis/model.ts'
import { drawn, errors, rowsOf, sample, specOf, times } from './sampled.ts'

const member = fc
  .record({
    name: fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }).filter((name) => name.isWellFormed()),
    overdispersion: fc.option(fc.double({ min: 1, max: 1e4, noNaN: true }), { nil: undefined }),
    normal: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  })
  .map(({ name, overdispersion, normal }): FrozenMember => {
    const digits = (value: number): number => Number(value.toPrecision(5))
    return {
      name,
      ...(overdispersion !== undefined && { overdispersion: digits(overdispersion) }),
      ...(normal !== undefined && { normal: Math.min(1, digits(normal)) }),
    }
  })

describe('as text', () => {
  test('comes back as it was, in the characters of a tag', () => {
    fc.assert(
      fc.property(fc.uniqueArray(member, { selector: ({ name }) => name, maxLength: 5 }), (members) => {
        const text = frozenText({ members })
        expect(text).toMatch(/^[A-Za-z0-9+=._:/@-]*$/)
        expect(frozenIn(text)).toEqual({ members })
      }),
      { numRuns: 200 },
    )
  })

  test('is short', () => {
    expect(frozenText({ members: [{ name: 'errors', overdispersion: 2.1, normal: 0.001 }, { name: 'latency >250ms' }] })).toBe(
      'errors/2.1/0.001+latency=0020=003e250ms//',
    )
  })

  test.each([
    'errors',
    'errors/0.5/',
    'errors//2',
    'errors/x/',
    'errors///',
    '/1/0.1',
    'a=00/1/',
    'a/1/0.1+a/1/0.1',
    'a b/1/0.1',
    'a/1e999/',
    'a/-1/',
    '+',
  ])('nonsense is refused: %s', (text) => {
    expect(() => frozenIn(text)).toThrow(/is not what an analysis froze/)
  })
})

describe('freezing', () => {
  const truth = { requests: 10_000, base: 0.001, weight: 5, ratio: 9, clump: 1, past: 120, zones: true }

  test('looks at the rows before minute 0 alone', () => {
    const rows = drawn(truth, 3)
    const frozen = freeze(specOf(), rows)
    expect(frozen).toEqual(freeze(specOf(), rows.filter(({ minute }) => minute < 0).toReversed()))
    expect(frozen.members).toHaveLength(1)
    expect(frozen.members[0]!.normal).toBeCloseTo(0.001, 4)
    expect(
      freeze(
        specOf(),
        rows.filter(({ minute }) => minute >= 0),
      ),
    ).toEqual({ members: [] })
  })

  test('an incident in a part of the past is not normal', () => {
    const rows = rowsOf([...times(100, [0, 0, 10_000, 10] as const), ...times(20, [0, 0, 10_000, 3_000] as const)], -120)
    expect(freeze(specOf(), rows).members[0]!.normal).toBe(0.001)
  })

  test('with few bad requests there is a normal share, but no overdispersion', () => {
    const rows = rowsOf([...times(50, [0, 0, 300, 0] as const), ...times(3, [0, 0, 300, 1] as const)], -60)
    const [frozen] = freeze(specOf(), rows).members
    expect(frozen!.overdispersion).toBeUndefined()
    expect(frozen!.normal).toBeCloseTo(3 / 15_900)
  })

  test('nothing is estimated where the spec says it', () => {
    expect(freeze(specOf({}, { overdispersion: 2 }), drawn(truth, 3)).members[0]).not.toHaveProperty('overdispersion')
  })

  test('members of metrics that are asked for, rows that can be used', () => {
    const spec = specOf({ metrics: [errors, { ...errors, name: 'latency' }] })
    const broken: unknown = { minute: -3, metrics: { errors: { canary: { n: 0, x: 0 }, baseline: { n: NaN, x: 0 } } } }
    const rows: readonly Row[] = [
      { minute: -5, metrics: { 'latency >1s': sample([0, 0, 100, 1]), errors: sample([0, 0, 100, 1]), other: sample([0, 0, 1, 0]) } },
      broken as Row,
    ]
    expect(freeze(spec, rows).members).toEqual([
      { name: 'errors', normal: 0.01 },
      { name: 'latency >1s', normal: 0.01 },
    ])
  })
})
