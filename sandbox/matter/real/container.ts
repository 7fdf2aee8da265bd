import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { createInterface } from 'node:readline'
import type { ContainerLaunch } from '../ports.ts'
import type { Guard } from './guard.ts'

/** A container as a local process in a process group of its own. */
export interface Container {
  signal(signal: 'SIGTERM' | 'SIGKILL'): void
}

export interface ContainerEvents {
  started(): void
  exited(end: { readonly exitCode?: number; readonly reason?: string }): void
  output(lines: readonly string[]): void
}

/** What runs: program, arguments and the whole environment. */
export interface Program {
  readonly argv: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/**
 * The program of a container: the built-in web server for `sandbox/web:<tag>` without an entry point, otherwise entry point and
 * command. It sees only its own environment, plus PATH, HOST (its address) and PORT (its first port).
 */
export function programOf(
  launch: ContainerLaunch,
  place: { readonly host: string; readonly port?: number },
  webServer: string,
): Program | undefined {
  const isWeb = /^sandbox\/web(:|@|$)/.test(launch.image) && launch.entryPoint.length === 0
  const argv = isWeb ? [process.execPath, webServer, ...launch.command] : [...launch.entryPoint, ...launch.command]
  if (argv.length === 0) return undefined
  return {
    argv,
    environment: {
      PATH: process.env['PATH'] ?? '',
      ...launch.environment,
      HOST: place.host,
      ...(place.port === undefined ? {} : { PORT: String(place.port) }),
    },
  }
}

export function startContainer(launch: ContainerLaunch, program: Program | undefined, guard: Guard, events: ContainerEvents): Container {
  let ended = false
  const exited = (end: { readonly exitCode?: number; readonly reason?: string }): void => {
    if (ended) return
    ended = true
    events.exited(end)
  }
  if (program === undefined) {
    // Posted later, as everything is: the caller is still inside `launch`.
    setImmediate(() =>
      exited({ reason: `CannotStartContainerError: Error response from daemon: No command specified for image ${launch.image}` }),
    )
    return { signal() {} }
  }
  const child = spawn(program.argv[0]!, program.argv.slice(1), {
    detached: true,
    env: program.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(launch.workingDirectory === undefined ? {} : { cwd: launch.workingDirectory }),
  })
  const pid = child.pid
  if (pid !== undefined) guard.watch(pid)
  child.on('spawn', () => events.started())
  child.on('error', (error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'executable file not found in $PATH' : error.message
    const detail = `failed to create task for container: exec: "${program.argv[0]}": ${why}`
    exited({ reason: `CannotStartContainerError: Error response from daemon: ${detail}` })
  })
  readLines(child, events)
  child.on('exit', (code, signal) => {
    // The end of its first process is the end of a container, whatever else it had started.
    signalGroup(pid, 'SIGKILL')
    if (pid !== undefined) guard.release(pid)
    const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal])
    // The last lines may still be in the pipe; a grandchild that holds it open must not keep the exit back.
    const late = setTimeout(() => exited({ exitCode }), 200)
    child.on('close', () => {
      clearTimeout(late)
      exited({ exitCode })
    })
  })
  return { signal: (signal) => (ended ? undefined : signalGroup(pid, signal)) }
}

function readLines(child: ChildProcess, events: ContainerEvents): void {
  let waiting: string[] = []
  const flush = (): void => {
    const lines = waiting
    waiting = []
    if (lines.length > 0) events.output(lines)
  }
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      if (waiting.push(line) === 1) setImmediate(flush)
    })
  }
  child.on('close', flush)
}

function signalGroup(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // The group is gone.
  }
}
