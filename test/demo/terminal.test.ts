import { describe, expect, it } from 'vitest'
import { createTerminal, table, wantsColour, wrapped } from '../../demo/terminal.ts'

function terminal(colour = false) {
  let text = ''
  const made = createTerminal({ write: (part) => (text += part), colour, nowMs: () => 0 })
  return { ...made, text: () => text }
}

describe('the terminal', () => {
  it('shows what a runner would show of a printed line', () => {
    const { actionLine, text } = terminal()
    for (const line of ['  0:06  · begins', '::group::The difference', '::endgroup::', '::add-mask::secret', '::debug::detail'])
      actionLine(line)
    actionLine('::error title=TASK_EXITED::It failed 100%25%0Aand why')
    expect(text().split('\n')).toEqual([
      '        │   0:06  · begins',
      '        │ The difference',
      '        │ error: It failed 100%',
      '        │   and why',
      '',
    ])
  })

  it('lets no control character of a log through', () => {
    const { actionLine, text } = terminal()
    actionLine('\u001b[2Jgone\u0007 \u001b]0;title\u0007')
    expect(text()).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    expect(text()).toContain('gone')
  })

  it('has colours for a terminal only, and not against NO_COLOR', () => {
    expect(wantsColour(true, {})).toBe(true)
    expect(wantsColour(true, { NO_COLOR: '1' })).toBe(false)
    expect(wantsColour(false, {})).toBe(false)
    const [plain, coloured] = [terminal(false), terminal(true)]
    for (const each of [plain, coloured]) each.verdict(true, 'as told')
    expect(plain.text()).toBe('  ✓ as told\n')
    expect(coloured.text()).toBe('  \u001b[32m✓\u001b[39m as told\n')
  })

  it('breaks lines between words, and goes on below where the text began', () => {
    expect(wrapped('  0:06  · one two three', 15, 10)).toEqual(['  0:06  · one', '          two', '          three'])
    expect(wrapped('short', 15, 10)).toEqual(['short'])
    expect(wrapped('a-word-that-is-longer-than-the-line', 10, 2)).toEqual(['a-word-that-is-longer-than-the-line'])
  })

  it('shows of looks that say the same the first, the last, and how many there were', () => {
    const { actionLine, end, text } = terminal()
    const look = (s: number, said: string) => actionLine(`  0:0${s}  · analysis ${said}`)
    for (const s of [1, 2, 3, 4]) look(s, `inconclusive: so far ${s}x`)
    look(5, 'fail: 5x')
    for (const s of [6, 7]) look(s, `inconclusive: so far ${s}x`)
    end('over')
    expect(text().split('\n')).toEqual([
      '        │   0:01  · analysis inconclusive: so far 1x',
      '        │          … 2 more say so with other numbers',
      '        │   0:04  · analysis inconclusive: so far 4x',
      '        │   0:05  · analysis fail: 5x',
      '        │   0:06  · analysis inconclusive: so far 6x',
      '        │   0:07  · analysis inconclusive: so far 7x',
      '        └ over',
      '',
    ])
  })

  it('sets numbers to the right and words to the left', () => {
    expect(
      table(
        ['story', 'failed', 'harmed'],
        [
          ['healthy', '0', '–'],
          ['errors', '512', '12'],
        ],
      ),
    ).toEqual(['story     failed   harmed', '─────────────────────────', 'healthy        0        –', 'errors       512       12'])
  })
})
