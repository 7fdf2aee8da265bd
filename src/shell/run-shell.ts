import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { kill } from 'node:process'
import type { Readable } from 'node:stream'

export interface ShellRun {
  /** A shell script of the user. */
  readonly command: string
  /** The environment of the step and what the command is told; what is meant for actions alone is left out. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly limitMs: number
  /** Given both outputs before anything is read, and a way to end the command. Each shell that is tried has its own; a missing one says nothing. */
  readonly hear: (output: Readable, errors: Readable, stop: () => void) => void
}

type Shell = readonly [file: string, ...flags: string[]]
type Child = ChildProcessByStdio<null, Readable, Readable>

/** What is still running is asked to end, and killed so much later. */
const graceMs = 1_000
/** Found by PATH; the second where there is no first. */
const shells: readonly Shell[] = [
  ['bash', '--noprofile', '--norc', '-euo', 'pipefail', '-c'],
  ['sh', '-eu', '-c'],
]

/**
 * Runs a shell command of the user. Nothing of it is left running when this resolves, also after the signal. Says how it ended: `exit code 0`,
 * `signal SIGTERM`, `no shell`, why it could not be started, or `late` where its time was over or the signal came. Never rejects.
 */
export async function runShell(run: ShellRun, signal: AbortSignal): Promise<string> {
  for (const shell of shells) {
    const end = signal.aborted ? 'late' : await runIn(shell, run, signal)
    if (end !== 'missing') return end
  }
  return 'no shell'
}

async function runIn([file, ...flags]: Shell, { command, env, limitMs, hear }: ShellRun, signal: AbortSignal): Promise<string> {
  const child = spawn(file, [...flags, command], {
    env: ownEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what the command started ends with it.
    detached: true,
  })
  let late = false
  let killer: NodeJS.Timeout | undefined
  const stop = (): void => {
    signalGroup(child, 'SIGTERM')
    killer ??= setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs)
  }
  const stopLate = (): void => {
    late = true
    stop()
  }
  hear(child.stdout, child.stderr, stop)
  const timer = setTimeout(stopLate, limitMs)
  signal.addEventListener('abort', stopLate, { once: true })
  try {
    const end = await endOf(child)
    return late ? 'late' : end
  } finally {
    clearTimeout(timer)
    clearTimeout(killer)
    signal.removeEventListener('abort', stopLate)
  }
}

/** As a step of kind `run` has it: inputs of an action may be secrets, and the runner's own token is for actions alone. */
function ownEnvironment(env: ShellRun['env']): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(INPUT|STATE|ACTIONS_RUNTIME)_/.test(name)))
}

/** Resolves when the process has ended and its output is read. What it left in its group is killed. */
function endOf(child: Child): Promise<string> {
  return new Promise((resolve) => {
    let end = ''
    let timer: NodeJS.Timeout | undefined
    child.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ENOENT' ? 'missing' : error.message))
    child.on('exit', (code, by) => {
      end = code === null ? `signal ${String(by)}` : `exit code ${String(code)}`
      signalGroup(child, 'SIGKILL')
      // What left the group may hold the output open for ever.
      timer = setTimeout(() => {
        child.stdout.destroy()
        child.stderr.destroy()
      }, graceMs)
    })
    child.on('close', () => {
      clearTimeout(timer)
      resolve(end)
    })
  })
}

function signalGroup({ pid }: Child, name: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    kill(-pid, name)
  } catch {
    // Nothing of the group is left.
  }
}
