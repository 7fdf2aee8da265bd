import type { RunnerHost } from '../../src/runner/host.ts'
import { createHost } from '../../src/runner/host.ts'
import type { SignalSource } from '../../src/runner/signals.ts'
import { listenForSignals } from '../../src/runner/signals.ts'

/** A host on a record instead of a process: nothing is written anywhere, everything can be asked for. */
export interface RecordedHost {
  readonly host: RunnerHost
  /** Everything written to stdout. */
  printed(): string
  /** Text of a file, given or appended to; empty when there is none. */
  file(path: string): string
  /** As if the runner had sent this signal. */
  signal(name: 'SIGINT' | 'SIGTERM'): void
}

const commandFiles = { GITHUB_OUTPUT: '/files/output', GITHUB_STATE: '/files/state', GITHUB_STEP_SUMMARY: '/files/summary' }

/** `env` is laid over the command files of a step; a file is there when it is in `files`. `nowMs` times the signals. */
export function recordHost(
  env: Readonly<Record<string, string>> = {},
  given: Readonly<Record<string, string>> = {},
  nowMs: () => number = () => 0,
): RecordedHost {
  const files = new Map(Object.entries(given))
  const listeners: [name: string, listener: () => void][] = []
  const source: SignalSource = { on: (name, listener) => listeners.push([name, listener]) }
  let printed = ''
  const host = createHost({
    env: { ...commandFiles, ...env },
    workingFolder: '/workspace',
    write: (text) => {
      printed += text
    },
    files: {
      append: (path, text) => {
        files.set(path, (files.get(path) ?? '') + text)
      },
      write: (path, text) => {
        files.set(path, text)
      },
      read: (path) => {
        const text = files.get(path)
        if (text === undefined) throw new Error(`ENOENT: no such file, open '${path}'`)
        return text
      },
      size: (path) => Buffer.byteLength(files.get(path) ?? ''),
      list: (folder) => {
        const inside = [...files.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1))
        if (inside.length === 0) throw new Error(`ENOENT: no such file or directory, scandir '${folder}'`)
        return inside.sort()
      },
    },
    cancelled: listenForSignals(source, nowMs),
  })
  return {
    host,
    printed: () => printed,
    file: (path) => files.get(path) ?? '',
    signal: (name) => {
      for (const [each, listener] of listeners) if (each === name) listener()
    },
  }
}
