import { type ChildProcess, spawn } from 'node:child_process'
import { kill } from 'node:process'

export interface ShellRun {
  readonly command: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly timeoutMs: number
}

export interface ShellEnd {
  /** `exit code 0`, `signal SIGTERM`, `no shell`; `late` and `flood` where we ended it. */
  readonly end: string
  readonly output: string
  /** The last line of stderr that says something. */
  readonly lastError: string
}

/** Counts are short. */
const mostBytes = 65_536
/** What is still running is asked to end, and killed so much later. */
const graceMs = 1_000
/** Found by PATH; the second where there is no first. */
const shells = [
  ['bash', '--noprofile', '--norc', '-euo', 'pipefail', '-c'],
  ['sh', '-eu', '-c'],
] as const

/** Runs a shell command of the user. Nothing of it is left running when this resolves, also with the signal. Never rejects. */
export async function runShell(run: ShellRun, signal: AbortSignal): Promise<ShellEnd> {
  for (const shell of shells) {
    const ended = signal.aborted ? { end: 'late', output: '', lastError: '' } : await runIn(shell, run, signal)
    if (ended.end !== 'missing') return ended
  }
  return { end: 'no shell', output: '', lastError: 'there is neither bash nor sh on the PATH' }
}

async function runIn([file, ...flags]: readonly [string, ...string[]], run: ShellRun, signal: AbortSignal): Promise<ShellEnd> {
  const child = spawn(file, [...flags, run.command], {
    env: ownEnvironment(run.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what the command started ends with it.
    detached: true,
  })
  let why: 'late' | 'flood' | undefined
  const stop = (because: 'late' | 'flood'): void => {
    why ??= because
    signalGroup(child, 'SIGTERM')
    clearTimeout(killer)
    killer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs)
  }
  let killer: NodeJS.Timeout | undefined
  const output = hear(child.stdout, () => stop('flood'))
  const errors = hear(child.stderr)
  const timer = setTimeout(() => stop('late'), run.timeoutMs)
  const abort = (): void => stop('late')
  signal.addEventListener('abort', abort, { once: true })
  try {
    const end = await endOf(child)
    return { end: why ?? end, output: output(), lastError: lastLine(errors()) }
  } finally {
    clearTimeout(timer)
    clearTimeout(killer)
    signal.removeEventListener('abort', abort)
  }
}

/** As a step of kind `run` has it: inputs of an action may be secrets, and the runner's own token is for actions alone. */
function ownEnvironment(env: ShellRun['env']): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(INPUT|STATE|ACTIONS_RUNTIME)_/.test(name)))
}

/** Resolves when the process has ended and its output is read. What it left in its group is killed. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let end = ''
    let timer: NodeJS.Timeout | undefined
    child.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ENOENT' ? 'missing' : `${error.message}`))
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

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    kill(-pid, name)
  } catch {
    // Nothing of the group is left.
  }
}

/** Keeps the last so many bytes. `flooded` is told when there were more. */
function hear(stream: ChildProcess['stdout'], flooded?: () => void): () => string {
  let kept = Buffer.alloc(0)
  stream?.on('data', (chunk: Buffer) => {
    const all = Buffer.concat([kept, chunk])
    if (all.length > mostBytes) flooded?.()
    kept = all.subarray(-mostBytes)
  })
  return () => kept.toString('utf8')
}

function lastLine(text: string): string {
  return (
    text
      .split(/\r\n|\r|\n/)
      .findLast((line) => line.trim() !== '')
      ?.trim() ?? ''
  )
}
