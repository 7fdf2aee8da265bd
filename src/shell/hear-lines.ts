import type { Readable } from 'node:stream'
import type { ShellRun } from './run-shell.ts'

/** Output beyond this is read but not shown, unless told. */
const mostLines = 1_000
const longestLine = 4_096

/** Splits both outputs of a command into lines, each cut, and keeps the last one that says something; `most` of them are told. */
export function hearLines(onLine: (line: string) => void, most = mostLines): { readonly hear: ShellRun['hear']; last(): string } {
  let last = ''
  let heard = 0
  const tell = (line: string): void => {
    const cut = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line
    if (cut.trim() !== '') last = cut.trim()
    heard += 1
    if (heard <= most) onLine(cut)
    else if (heard === most + 1) onLine(`… more than ${String(most)} lines; the rest is not shown`)
  }
  const hear = (stream: Readable): void => {
    let rest = ''
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      const lines = (rest + text).split(/\r\n|\r(?!$)|\n/)
      rest = lines.pop() ?? ''
      lines.forEach(tell)
      // A line that never ends must not fill the memory.
      if (rest.length > longestLine) rest = rest.slice(0, longestLine + 1)
    })
    stream.on('close', () => {
      if (rest !== '') tell(rest.replace(/\r$/, ''))
      rest = ''
    })
  }
  return { hear: (...[output, errors]) => [output, errors].forEach(hear), last: () => last }
}
