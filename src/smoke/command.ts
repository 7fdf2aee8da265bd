import { quoted } from '../domain/document.ts'
import type { SpotJudge } from '../ports.ts'
import { hearLines } from '../shell/hear-lines.ts'
import { runShell } from '../shell/run-shell.ts'
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
