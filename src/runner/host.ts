import type { Environment, JobFacts } from './environment.ts'
import { readJobFacts } from './environment.ts'
import type { Files } from './files.ts'
import { localFiles } from './files.ts'
import type { Log } from './log.ts'
import { createLog } from './log.ts'
import type { Masks } from './masks.ts'
import { createMasks } from './masks.ts'
import type { Outputs } from './outputs.ts'
import { createOutputs } from './outputs.ts'
import type { Cancellation } from './signals.ts'
import type { State } from './state.ts'
import { createState } from './state.ts'
import type { Summary } from './summary.ts'
import { createSummary } from './summary.ts'

/** Everything an action knows of the machine it runs on. Nothing else reads the environment or writes to stdio. */
export interface RunnerHost {
  readonly env: Environment
  readonly job: JobFacts
  readonly log: Log
  readonly masks: Masks
  readonly outputs: Outputs
  readonly summary: Summary
  readonly state: State
  readonly cancelled: Cancellation
  /** The payload of the event, or an empty object where there is none. Read at first use. */
  event(): Readonly<Record<string, unknown>>
  /** Reads a text file; a relative path starts at the workspace. */
  readFile(path: string): string
  /** The files below a folder by their paths from it, with slashes; a relative folder starts at the workspace. Throws where there is none. */
  listFiles(folder: string): readonly string[]
  /** Leaves a file for later steps, where the job keeps such files, and answers its path. Masked like the summary. */
  leaveFile(name: string, text: string): string
  /** Makes the step fail once the action has ended, with one error annotation. */
  fail(text: string, title?: string): void
  readonly failed: () => boolean
}

/** What a host stands on: the process, or a record in tests. */
export interface Surroundings {
  readonly env: Environment
  readonly workingFolder: string
  /** Writes to stdout; the text holds its line end. */
  readonly write: (text: string) => void
  readonly files: Files
  readonly cancelled: Cancellation
}

export function createHost(from: Surroundings): RunnerHost {
  const { env, files } = from
  const job = readJobFacts(env, from.workingFolder)
  const line = (text: string): void => {
    from.write(`${text}\n`)
  }
  const masks = createMasks(line)
  const log = createLog(line, masks)
  const inWorkspace = (path: string): string => (/^([A-Za-z]:)?[\\/]/.test(path) ? path : `${job.workspace}/${path}`)
  let failed = false
  return {
    env,
    job,
    log,
    masks,
    outputs: createOutputs(env['GITHUB_OUTPUT'] || undefined, files, log),
    summary: createSummary(env['GITHUB_STEP_SUMMARY'] || undefined, files, masks),
    state: createState(env, files),
    cancelled: from.cancelled,
    event() {
      const path = env['GITHUB_EVENT_PATH']
      if (path === undefined || path === '' || files.size(path) === 0) return {}
      const parsed: unknown = JSON.parse(files.read(path))
      return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
    },
    readFile: (path) => files.read(inWorkspace(path)),
    listFiles: (folder) => files.list(inWorkspace(folder)),
    leaveFile(name, text) {
      const path = `${job.tempFolder || job.workspace}/${name}`
      files.write(path, masks.redact(text))
      return path
    },
    fail(text, title) {
      failed = true
      log.error(text, title === undefined ? {} : { title })
    },
    failed: () => failed,
  }
}

/** The host of the running process. */
export function processHost(cancelled: Cancellation): RunnerHost {
  return createHost({
    env: process.env,
    workingFolder: process.cwd(),
    write: (text) => {
      process.stdout.write(text)
    },
    files: localFiles,
    cancelled,
  })
}
