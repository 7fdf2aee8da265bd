import type { Readable } from 'node:stream'
import { quoted } from '../domain/document.ts'
import type { SpotJudge } from '../ports.ts'
import { runShell, type ShellRun } from '../shell/run-shell.ts'
import { judgeBy, secondsText, type Test } from './finding.ts'

export interface CommandTestOptions {
  /** A shell script of the user. */
  readonly command: string
  /** Added to the environment as SLUICE_TEST_URL, SLUICE_SIDE and SLUICE_REVISION. */
  readonly url: string
  readonly side: string
  readonly revision: string
  /** The environment of the step. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Hears each line of output as it comes: untrusted text. */
  readonly onLine: (line: string) => void
  readonly nowMs: () => number
}

/** Output beyond this is read but not shown. */
const mostLines = 1_000
const longestLine = 4_096

/** Judges by a shell script: exit code 0 passes. */
export function createCommandJudge(options: CommandTestOptions & { readonly timeoutMs: number }): SpotJudge {
  return judgeBy(createCommandTest(options), options.timeoutMs)
}

export function createCommandTest({ command, env, url, side, revision, onLine, nowMs }: CommandTestOptions): Test {
  return async (limitMs, signal) => {
    signal.throwIfAborted()
    const startedAtMs = nowMs()
    const heard = hearLines(onLine)
    const told = { SLUICE_TEST_URL: url, SLUICE_SIDE: side, SLUICE_REVISION: revision }
    const end = await runShell({ command, env: { ...env, ...told }, limitMs, hear: heard.hear }, signal)
    signal.throwIfAborted()
    const took = secondsText(nowMs() - startedAtMs)
    const last = heard.last() === '' ? '' : `: ${quoted(heard.last(), 200)}`
    if (end === 'exit code 0') return { verdict: 'pass', because: `the smoke command ended with exit code 0 after ${took}` }
    return { verdict: 'fail', because: `the smoke command ${failure(end, took, limitMs)}${last}` }
  }
}

function failure(end: string, took: string, limitMs: number): string {
  switch (end) {
    case 'no shell':
      return 'could not be started: there is neither bash nor sh on the PATH'
    case 'late':
      return `was ended after ${secondsText(limitMs)}`
    default:
      return `ended with ${end} after ${took}`
  }
}

/** Splits both outputs into lines, each cut, and keeps the last one that says something. */
function hearLines(onLine: (line: string) => void): { readonly hear: ShellRun['hear']; last(): string } {
  let last = ''
  let heard = 0
  const tell = (line: string): void => {
    const cut = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line
    if (cut.trim() !== '') last = cut.trim()
    heard += 1
    if (heard <= mostLines) onLine(cut)
    else if (heard === mostLines + 1) onLine(`… more than ${String(mostLines)} lines; the rest is not shown`)
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
