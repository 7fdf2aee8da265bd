import type { Files } from './files.ts'
import { keyedEntry } from './keyed-file.ts'
import type { Log } from './log.ts'

/** The outputs of the step. Each is on disk at once: the runner reads the file even when the step fails or is killed. */
export interface Outputs {
  set(name: string, value: string): void
  /** What was set so far, the last value of each name. */
  all(): ReadonlyMap<string, string>
}

/** `path` is GITHUB_OUTPUT; outside a workflow there is none and the log shows the outputs. */
export function createOutputs(path: string | undefined, files: Files, log: Log): Outputs {
  const values = new Map<string, string>()
  return {
    set(name, value) {
      values.set(name, value)
      if (path === undefined) log.line(`output ${name} = ${value}`)
      else files.append(path, keyedEntry(name, value))
    },
    all: () => values,
  }
}
