import { stripVTControlCharacters } from 'node:util'
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
}

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39] } as const

/** Colour is for those who see it: a terminal, and no NO_COLOR. */
export function wantsColour(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  return isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
}

export function createTerminal({ write, colour, nowMs }: TerminalOptions): Terminal {
  const paint = (style: keyof typeof codes, text: string): string =>
    colour ? `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m` : text
  const line = (text = ''): void => write(`${text}\n`)
  let startedMs = nowMs()
  return {
    line,
    story(name, plot) {
      startedMs = nowMs()
      line()
      line(`${paint('bold', name)}  ${plot}`)
    },
    tell: (text) => line(`  ${paint('dim', clock(nowMs() - startedMs))}  ${text}`),
    begin: (action) => line(`        ${paint('dim', '┌')} ${action}`),
    actionLine(printed) {
      for (const text of shown(printed)) line(`        ${paint('dim', '│')} ${text}`)
    },
    end: (text) => line(`        ${paint('dim', '└')} ${text}`),
    verdict: (good, text) => line(`  ${good ? paint('green', '✓') : paint('red', '✗')} ${text}`),
  }
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

/** Columns as wide as they need to be; numbers stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const numeric = head.map((_, column) => rows.every((row) => /^[\d ,.]+$/.test(row[column] ?? '')))
  const format = (row: readonly string[]): string =>
    row
      .map((cell, column) => (numeric[column] === true ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('   ')
      .trimEnd()
  return [format(head), widths.map((width) => '─'.repeat(width)).join('───'), ...rows.map(format)]
}
