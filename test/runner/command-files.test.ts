import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyedEntry } from '../../src/runner/keyed-file.ts'
import { fitSections } from '../../src/runner/summary.ts'
import { readKeyedFile } from '../e2e/runner-commands.ts'
import { recordHost } from './recorded-host.ts'

describe('an output', () => {
  it('comes back as it was set, whatever it holds', () => {
    const name = fc.stringMatching(/^[a-z][a-z-]{0,20}$/)
    const value = fc.oneof(fc.string(), fc.constantFrom('a\nb', 'started<<x\ntrue\nx', 'reason=\n\n', ''))
    fc.assert(
      fc.property(fc.dictionary(name, value, { noNullPrototype: true }), (outputs) => {
        const record = recordHost()
        for (const [key, text] of Object.entries(outputs)) record.host.outputs.set(key, text)
        expect(readKeyedFile(record.file('/files/output'))).toEqual(outputs)
        expect(Object.fromEntries(record.host.outputs.all())).toEqual(outputs)
      }),
    )
  })

  it('is on disk at once, and the last value holds', () => {
    const record = recordHost()
    record.host.outputs.set('started', 'false')
    record.host.outputs.set('started', 'true')
    expect(readKeyedFile(record.file('/files/output'))).toEqual({ started: 'true' })
    expect(record.printed()).toBe('')
  })

  it('never contains its own delimiter, which no one can guess', () => {
    expect(() => keyedEntry('reason', 'x\nEND\nstarted=true', 'END')).toThrow('contains its own delimiter')
    expect(keyedEntry('a', 'b')).not.toBe(keyedEntry('a', 'b'))
  })

  it('is shown in the log outside a workflow', () => {
    const record = recordHost({ GITHUB_OUTPUT: '' })
    record.host.outputs.set('outcome', '::error::x')
    expect(record.printed()).toBe('output outcome = ::error::x\n')
  })
})

describe('the state', () => {
  it('is what post finds', () => {
    const main = recordHost()
    main.host.state.save('rollout', 'a\nb')
    expect(main.host.state.read('rollout')).toBe('')
    const saved = readKeyedFile(main.file('/files/state'))
    const post = recordHost({ STATE_rollout: saved['rollout'] ?? '' })
    expect(post.host.state.read('rollout')).toBe('a\nb')
  })
})

describe('the summary', () => {
  const limit = 1_048_576

  it('holds all sections when they fit', () => {
    const record = recordHost()
    record.host.summary.append(['# A', '## B\n'])
    record.host.summary.append(['## C'])
    expect(record.file('/files/summary')).toBe('# A\n\n## B\n\n## C\n\n')
  })

  it('leaves out whole sections from the end and says how many', () => {
    const record = recordHost()
    const section = (name: string): string => `# ${name}\n${'é'.repeat(150_000)}`
    record.host.summary.append(['A', 'B', 'C', 'D', 'E', 'F'].map(section))
    const written = record.file('/files/summary')
    expect(Buffer.byteLength(written)).toBeLessThanOrEqual(limit)
    expect(written.match(/^# ./gm)).toEqual(['# A', '# B', '# C'])
    expect(written).toContain('_Cut here: 3 of 6 sections would exceed the size GitHub shows._')
  })

  it('counts what an earlier append has written', () => {
    const record = recordHost()
    for (let count = 0; count < 5; count += 1) record.host.summary.append([`# ${count}\n${'x'.repeat(300_000)}`])
    expect(Buffer.byteLength(record.file('/files/summary'))).toBeLessThanOrEqual(limit)
    expect(record.file('/files/summary').match(/^# \d\nx/gm)).toEqual(['# 0\nx', '# 1\nx', '# 2\nx'])
    expect(record.file('/files/summary').match(/^_Cut here: 1 of 1/gm)).toHaveLength(2)
  })

  it('cuts a first section that is too long between lines, and closes what was open', () => {
    const text = fitSections([`# A\n<details>\n\n\`\`\`\n${'line\n'.repeat(1_000)}`], 2_000)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_000)
    expect(text).toMatch(/\nline\n```\n<\/details>\n\n_Cut here: 1 of 1/)
  })

  it('never exceeds its room', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 600, unit: 'grapheme' }), { maxLength: 8 }), fc.nat(3_000), (sections, room) => {
        expect(Buffer.byteLength(fitSections(sections, room))).toBeLessThanOrEqual(room)
      }),
    )
  })
})
