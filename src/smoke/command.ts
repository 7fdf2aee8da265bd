import { type ChildProcess, spawn } from 'node:child_process'
import { kill } from 'node:process'
import { quoted } from '../domain/document.ts'
import type { SpotJudge } from '../ports.ts'
import { type Finding, judgeBy, secondsText, type Test } from './finding.ts'

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

/** What is still running is asked to end, and killed so much later. */
const graceMs = 1_000
/** Output beyond this is read but not shown. */
const mostLines = 1_000
const longestLine = 4_096
/** Found by PATH; the second where there is no first. */
const shells = [
  ['bash', '--noprofile', '--norc', '-euo', 'pipefail', '-c'],
  ['sh', '-eu', '-c'],
] as const

/** Judges by a shell script: exit code 0 passes. */
export function createCommandJudge(options: CommandTestOptions & { readonly timeoutMs: number }): SpotJudge {
  return judgeBy(createCommandTest(options), options.timeoutMs)
}

export function createCommandTest(options: CommandTestOptions): Test {
  return async (limitMs, signal) => {
    signal.throwIfAborted()
    for (const shell of shells) {
      const found = await run(shell, options, limitMs, signal)
      if (found) return found
    }
    return { verdict: 'fail', because: 'the smoke command could not be started: there is neither bash nor sh on the PATH' }
  }
}

/** Undefined where there is no such shell. Nothing of the script is left running when it settles. */
async function run(
  [file, ...flags]: readonly [string, ...string[]],
  { command, env, url, side, revision, onLine, nowMs }: CommandTestOptions,
  limitMs: number,
  signal: AbortSignal,
): Promise<Finding | undefined> {
  const startedAtMs = nowMs()
  const child = spawn(file, [...flags, command], {
    env: { ...ownEnvironment(env), SLUICE_TEST_URL: url, SLUICE_SIDE: side, SLUICE_REVISION: revision },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what the script started ends with it.
    detached: true,
  })
  const output = hearLines(child, onLine)
  let late = false
  const stop = (): void => stopGroup(child)
  const timer = setTimeout(() => {
    late = true
    stop()
  }, limitMs)
  signal.addEventListener('abort', stop, { once: true })
  try {
    const end = await endOf(child)
    if (end === 'missing') return undefined
    signal.throwIfAborted()
    const took = secondsText(nowMs() - startedAtMs)
    const last = output.last() === '' ? '' : `: ${quoted(output.last(), 200)}`
    if (late) return { verdict: 'fail', because: `the smoke command was ended after ${secondsText(limitMs)}${last}` }
    if (end === 'exit code 0') return { verdict: 'pass', because: `the smoke command ended with exit code 0 after ${took}` }
    return { verdict: 'fail', because: `the smoke command ended with ${end} after ${took}${last}` }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

/** As a step of kind `run` has it: inputs of an action may be secrets, and the runner's own token is for actions alone. */
function ownEnvironment(env: CommandTestOptions['env']): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(INPUT|STATE|ACTIONS_RUNTIME)_/.test(name)))
}

/** Resolves when the process has ended and its output is read. What it left in its group is killed. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let end = ''
    let timer: NodeJS.Timeout | undefined
    child.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve('missing') : reject(error)))
    child.on('exit', (code, by) => {
      end = code === null ? `signal ${String(by)}` : `exit code ${String(code)}`
      signalGroup(child, 'SIGKILL')
      // What left the group may hold the output open for ever.
      timer = setTimeout(() => {
        child.stdout?.destroy()
        child.stderr?.destroy()
      }, graceMs)
    })
    child.on('close', () => {
      clearTimeout(timer)
      resolve(end)
    })
  })
}

function stopGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM')
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs)
  child.on('exit', () => clearTimeout(timer))
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    kill(-pid, name)
  } catch {
    // Nothing of the group is left.
  }
}

/** Splits both outputs into lines, each cut, and keeps the last one that says something. */
function hearLines(child: ChildProcess, onLine: (line: string) => void): { last: () => string } {
  let last = ''
  let heard = 0
  const tell = (line: string): void => {
    const cut = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line
    if (cut.trim() !== '') last = cut.trim()
    heard += 1
    if (heard <= mostLines) onLine(cut)
    else if (heard === mostLines + 1) onLine(`… more than ${String(mostLines)} lines; the rest is not shown`)
  }
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream?.setEncoding('utf8')
    stream?.on('data', (text: string) => {
      const lines = (rest + text).split(/\r\n|\r(?!$)|\n/)
      rest = lines.pop() ?? ''
      lines.forEach(tell)
      // A line that never ends must not fill the memory.
      if (rest.length > longestLine) rest = rest.slice(0, longestLine + 1)
    })
    stream?.on('close', () => {
      if (rest !== '') tell(rest.replace(/\r$/, ''))
      rest = ''
    })
  }
  return { last: () => last }
}
