import { stripVTControlCharacters } from 'node:util'
import { wordsOf } from './decisions.ts'
import { readCommands } from '../test/e2e/runner-commands.ts'

/** What a person at a terminal sees while a story is played: one line for each change. */
export interface Terminal {
  story(name: string, plot: string): void
  /** A fact, with the time since the story began. */
  tell(text: string): void
  begin(action: string): void
  /** A line the action printed, as the runner would show it. */
  readonly actionLine: (line: string) => void
  end(text: string): void
  verdict(good: boolean, text: string): void
  line(text?: string): void
}

export interface TerminalOptions {
  readonly write: (text: string) => void
  readonly colour: boolean
  readonly nowMs: () => number
  /** Lines longer than this are broken between words. */
  readonly columns?: number
}

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39] } as const

/** Colour is for those who see it: a terminal, and no NO_COLOR. */
export function wantsColour(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  return isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
}

export function createTerminal({ write, colour, nowMs, columns = 100 }: TerminalOptions): Terminal {
  const paint = (style: keyof typeof codes, text: string): string =>
    colour ? `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m` : text
  const line = (text = ''): void => write(`${text}\n`)
  const bar = (text: string): void => line(`        ${paint('dim', '│')} ${text}`.trimEnd())
  /** Looks that say the same but for their numbers: the first is shown, and of those after it how many, and the last. */
  let alike: { readonly words: string; count: number; last: string } | undefined
  const settle = (): void => {
    if (alike && alike.count > 1) bar(paint('dim', `         … ${alike.count - 1} more say so with other numbers`))
    if (alike && alike.count > 0) printed(alike.last)
    alike = undefined
  }
  const printed = (text: string): void => wrapped(text, columns - 10, hangingIndent).forEach(bar)
  let startedMs = nowMs()
  return {
    line,
    story(name, plot) {
      startedMs = nowMs()
      line()
      const [first = '', ...rest] = wrapped(plot, columns - name.length - 2, 0)
      line(`${paint('bold', name)}  ${first}`)
      rest.forEach((text) => line(`${' '.repeat(name.length)}  ${text}`))
    },
    tell(text) {
      settle()
      const [first = '', ...rest] = wrapped(text, columns - 8, 0)
      line(`  ${paint('dim', clock(nowMs() - startedMs))}  ${first}`)
      rest.forEach((more) => line(`        ${more}`))
    },
    begin: (action) => line(`        ${paint('dim', '┌')} ${action}`),
    actionLine(raw) {
      for (const text of shown(raw)) {
        const words = lookIn(text)
        if (words !== undefined && words === alike?.words) {
          alike.count += 1
          alike.last = text
          continue
        }
        settle()
        printed(text)
        if (words !== undefined) alike = { words, count: 0, last: text }
      }
    },
    end(text) {
      settle()
      line(`        ${paint('dim', '└')} ${text}`)
    },
    verdict(good, text) {
      const [first = '', ...rest] = wrapped(text, columns - 4, 0)
      line(`  ${good ? paint('green', '✓') : paint('red', '✗')} ${first}`)
      rest.forEach((more) => line(`    ${more}`))
    },
  }
}

/** Behind the clock and the mark of a line of the log. */
const hangingIndent = 10

/** Of a line that tells of a look of an analysis, its words up to the first number. */
function lookIn(text: string): string | undefined {
  const [, said] = /^ *\d+:\d\d {2}· (analysis .*)$/.exec(text) ?? []
  return said === undefined ? undefined : wordsOf(said)
}

/** Broken between words, where there is one; lines after the first are indented. */
export function wrapped(text: string, width: number, indent: number): readonly string[] {
  const lines: string[] = []
  let rest = text
  while (rest.length > width) {
    // Blanks at the start of a line are its indent, and no place to break it.
    const least = rest.length - rest.trimStart().length
    const at = rest.lastIndexOf(' ', width)
    if (at <= least) break
    lines.push(rest.slice(0, at))
    rest = ' '.repeat(indent) + rest.slice(at + 1)
  }
  return [...lines, rest]
}

/** Lines the runner would show for a printed line: commands become what a reader sees of them, and no control character gets through. */
function shown(printed: string): readonly string[] {
  const [command] = readCommands(printed)
  if (command === undefined) return [clean(printed)]
  switch (command.name) {
    case 'group':
      return [clean(command.message)]
    case 'notice':
    case 'warning':
    case 'error': {
      const [first = '', ...rest] = command.message.split('\n')
      return [`${command.name}: ${clean(first)}`, ...rest.map((text) => `  ${clean(text)}`)]
    }
    default:
      return []
  }
}

function clean(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\p{Cc}/gu, ' ')
}

/** `0:07` */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Columns as wide as they need to be; numbers, and what stands for none, to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const numeric = head.map((_, column) => rows.every((row) => /^([\d ,.]+|–)$/.test(row[column] ?? '')))
  const format = (row: readonly string[]): string =>
    row
      .map((cell, column) => (numeric[column] === true ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('   ')
      .trimEnd()
  return [format(head), widths.map((width) => '─'.repeat(width)).join('───'), ...rows.map(format)]
}
