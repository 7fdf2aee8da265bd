import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCommands } from '../e2e/runner-commands.ts'
import { recordHost } from './recorded-host.ts'

describe('what a container printed', () => {
  it.each([
    '::set-output name=started::false',
    '::add-mask::a',
    '::error::fake',
    '  ::error::behind spaces',
    '\t\u00a0\u0085::error::behind other white space',
    'progress\r::error::behind a carriage return',
    'text ##[add-mask]a',
    '##[error]the older form',
    '::stop-commands::x',
    '\u001b[31m::error::behind a colour',
  ])('does nothing: %j', (line) => {
    const record = recordHost()
    record.host.log.line(line)
    record.host.log.group('web', [line])
    expect(readCommands(record.printed()).map((each) => each.name)).toEqual(['group', 'endgroup'])
  })

  it('does nothing whatever it is', () => {
    const part = fc.oneof(
      fc.constantFrom('::', '##[', ']', '\r', '\n', ' ', 'error', 'add-mask', 'set-output name=a', '\u0085', '\ufeff'),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const record = recordHost()
        record.host.log.line(parts.join(''))
        expect(readCommands(record.printed())).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })

  it('stays readable', () => {
    const record = recordHost()
    record.host.log.line('::error::disk full\nplain :: text, a::b')
    expect(record.printed()).toBe('| ::error::disk full\nplain :: text, a::b\n')
  })
})

describe('an annotation', () => {
  it('comes back as it was said, title and all', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string({ minLength: 1, maxLength: 50 }), (message, title) => {
        const record = recordHost()
        record.host.log.error(message, { title, file: 'a,b:c.json', line: 3 })
        expect(readCommands(record.printed())).toEqual([{ name: 'error', properties: { title, file: 'a,b:c.json', line: '3' }, message }])
      }),
    )
  })

  it('becomes a plain line after the tenth of its kind', () => {
    const record = recordHost()
    for (let count = 1; count <= 12; count += 1) record.host.log.warning(`number ${count}`, { title: 'Slow' })
    record.host.log.error('another kind')
    expect(readCommands(record.printed()).map((each) => each.name)).toEqual([...Array<string>(10).fill('warning'), 'error'])
    expect(record.printed()).toContain('\nwarning: Slow: number 12\n')
  })

  it('is cut where GitHub cuts it, and the log has all of it', () => {
    const record = recordHost()
    record.host.log.notice('x'.repeat(5_000))
    expect(readCommands(record.printed())[0]?.message).toHaveLength(4_096)
    expect(record.printed()).toContain(`\n${'x'.repeat(5_000)}\n`)
  })
})

describe('a mask', () => {
  it('hides every line of a secret in lines, annotations, titles, groups and the summary', () => {
    const record = recordHost()
    record.host.masks.add('first-line\r\nsecond-line\n}')
    const commands = readCommands(record.printed())
    expect(commands.map((each) => each.name)).toEqual(Array(commands.length).fill('add-mask'))
    expect(commands.map((each) => each.message)).toEqual(expect.arrayContaining(['first-line', 'second-line']))
    const before = record.printed().length
    record.host.log.line('a first-line b')
    record.host.log.error('c second-line d', { title: 'first-line' })
    record.host.log.group('second-line', ['first-line }'])
    record.host.summary.append(['# first-line'])
    expect(record.printed().slice(before) + record.file('/files/summary')).not.toMatch(/first-line|second-line/)
    expect(record.printed()).toContain('\na *** b\n')
    expect(record.printed()).toContain('*** }')
  })

  it('leaves nothing of a secret that contains another', () => {
    const record = recordHost()
    record.host.masks.add('abc')
    record.host.masks.add('abcdef')
    expect(record.host.masks.redact('abcdef abc')).toBe('*** ***')
  })
})
