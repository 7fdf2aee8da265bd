import fc from 'fast-check'
import { expect, test } from 'vitest'
import { block, code, inline } from '../../../src/domain/render/markdown.ts'

test.each([
  ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
  ['a | b', 'a \\| b'],
  ['`rm -rf`', '\\`rm -rf\\`'],
  ['[text](https://evil.example)', '\\[text\\](https:\u200b//evil.example)'],
  ['see www.example.com', 'see www\u200b.example.com'],
  ['_WWW.example.com', '\\_WWW\u200b.example.com'],
  ['_HTTPS://example.com', '\\_HTTPS:\u200b//example.com'],
  ['ftp://example.com', 'ftp:\u200b//example.com'],
  ['ping @team', 'ping @\u200bteam'],
  ['# not a heading', '\\# not a heading'],
  ['- not a list', '\\- not a list'],
  ['two\nlines', 'two lines'],
  ['$math$', '\\$math\\$'],
])('%j stays text inside a line', (text, expected) => {
  expect(inline(text)).toBe(expected)
})

test('a block is longer than any fence inside it', () => {
  expect(block(['```', 'evil', '````'])).toBe('`````text\n```\nevil\n````\n`````')
})

test('no text leaves its block or its code span, nor starts a new line or cell', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('`', '|', '\n', 'a', '<', ' ') }), (text) => {
      const fence = /^`+/.exec(block(text.split('\n')))![0]
      const inside = block(text.split('\n')).slice(fence.length, -fence.length)
      expect(inside).not.toContain(fence)
      expect(code(text)).not.toMatch(/[\n|]/)
      expect(inline(text)).not.toMatch(/\n|(?<!\\)\|/)
    }),
  )
})
