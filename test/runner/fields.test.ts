import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Field } from '../../src/runner/fields.ts'
import { boolean, choice, duration, integer, keyedLines, lines, parsed, percent, text } from '../../src/runner/fields.ts'

const about = { description: 'A field.', example: 'x' }
const read = (field: Field<unknown>, raw: string): unknown => {
  const result = field.parse(raw)
  return 'ok' in result ? result.ok : new Error(result.wrong)
}
const refused = expect.any(Error) as unknown

describe('a duration', () => {
  it.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['24h', 86_400_000],
    ['1d', 86_400_000],
    ['1h30m', 5_400_000],
    ['0s', 0],
    ['10', refused],
    ['', refused],
    ['m', refused],
    ['-1m', refused],
    ['1.5h', refused],
    ['10 m', refused],
    ['30m1h', refused],
    ['10M', refused],
    [`${'9'.repeat(20)}d`, refused],
  ])('reads %s', (raw, value) => {
    expect(read(duration(about), raw)).toEqual(value)
  })

  it('says what a bare number lacks', () => {
    expect(duration(about).parse('10')).toEqual({ wrong: 'a unit is missing' })
  })

  it('adds up its parts', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), fc.nat(400), (h, m, s) => {
        expect(read(duration(about), `${h}h${m}m${s}s`)).toBe(((h * 60 + m) * 60 + s) * 1000)
      }),
    )
  })
})

describe('a percentage', () => {
  it.each([
    ['0', 0],
    ['25', 25],
    ['25%', 25],
    ['2.5 %', 2.5],
    ['100', 100],
    ['100.1', refused],
    ['101', refused],
    ['-1', refused],
    ['2.55', refused],
    ['.5', refused],
    ['ten', refused],
  ])('reads %s', (raw, value) => {
    expect(read(percent(about), raw)).toEqual(value)
  })
})

describe('a whole number', () => {
  it.each([
    ['1', 1],
    ['10', 10],
    ['0', refused],
    ['11', refused],
    ['1.0', refused],
    ['1e1', refused],
    ['0x5', refused],
    ['', refused],
  ])('from 1 to 10 reads %s', (raw, value) => {
    expect(read(integer({ min: 1, max: 10 }, about), raw)).toEqual(value)
  })
})

describe('a boolean', () => {
  it.each([
    ['true', true],
    ['True', true],
    ['FALSE', false],
    ['yes', refused],
    ['on', refused],
    ['1', refused],
    ['tRuE', refused],
  ])('reads %s', (raw, value) => {
    expect(read(boolean(about), raw)).toEqual(value)
  })
})

describe('a choice', () => {
  const command = choice(['deploy', 'restart', 'drift'], about)
  it('takes its words as they are', () => {
    expect(command.parse('restart')).toEqual({ ok: 'restart' })
  })
  it('suggests the word that was meant, and nothing far away', () => {
    expect(command.parse('depoly')).toEqual({ wrong: 'did you mean deploy?' })
    expect(command.parse('terminate')).toEqual({ wrong: '' })
  })
})

describe('lines', () => {
  it('skips empty ones and trims the rest', () => {
    expect(lines(about).parse('\n a \r\n\n b\n')).toEqual({ ok: ['a', 'b'] })
  })
  it('are an empty list when absent', () => {
    expect(lines(about).absent).toEqual([])
  })
})

describe('keyed lines', () => {
  const images = keyedLines({ ...about, of: '`container=image`' })
  it('split at the first =', () => {
    expect(read(images, 'web = repo/web@sha256:00\nside=repo/side?a=b')).toEqual(
      new Map([
        ['web', 'repo/web@sha256:00'],
        ['side', 'repo/side?a=b'],
      ]),
    )
  })
  it('name every line that is wrong', () => {
    expect(images.parse('web=a\n\nside\n=b\nc=\nweb=d')).toEqual({
      wrong: 'line 3 has no "="; line 4 has nothing before the "="; line 5 has nothing after the "="; line 6 names web a second time',
    })
  })
})

describe('a form of its own', () => {
  it('is refused with the reader’s own words', () => {
    const steps = parsed(
      'steps',
      (raw) => {
        if (raw !== 'good') throw new Error('step 2 is not greater than step 1')
        return [5, 100]
      },
      about,
    )
    expect(steps.parse('good')).toEqual({ ok: [5, 100] })
    expect(steps.parse('bad')).toEqual({ wrong: 'step 2 is not greater than step 1' })
  })
})

describe('the type of a value', () => {
  it('is never undefined where the input is required or has a default', () => {
    expectTypeOf(text({ ...about, required: true })).toEqualTypeOf<Field<string>>()
    expectTypeOf(duration({ ...about, default: '10m' })).toEqualTypeOf<Field<number>>()
    expectTypeOf(text(about)).toEqualTypeOf<Field<string | undefined>>()
    expectTypeOf(choice(['a', 'b'], { ...about, default: 'a' })).toEqualTypeOf<Field<'a' | 'b'>>()
  })
})
