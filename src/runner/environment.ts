/** Environment variables as given. An empty one counts as unset: that is how the runner hands over an input nobody gave. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Facts of the job, as the runner states them. Outside a workflow they are empty strings and the number 1. */
export interface JobFacts {
  readonly runId: string
  readonly runAttempt: number
  readonly repository: string
  readonly sha: string
  readonly ref: string
  readonly actor: string
  readonly workflow: string
  readonly job: string
  readonly eventName: string
  /** `https://github.com` or the enterprise server's, without slash at the end. */
  readonly serverUrl: string
  readonly apiUrl: string
  /** Folder of the checkout; relative paths in inputs start here. */
  readonly workspace: string
  readonly tempFolder: string
  /** Step debug logging is on. */
  readonly debug: boolean
}

/** Reads the facts. `workingFolder` stands in where there is no GITHUB_WORKSPACE. */
export function readJobFacts(env: Environment, workingFolder: string): JobFacts {
  const text = (name: string): string => env[name] ?? ''
  const attempt = Number(text('GITHUB_RUN_ATTEMPT'))
  return {
    runId: text('GITHUB_RUN_ID'),
    runAttempt: Number.isInteger(attempt) && attempt > 0 ? attempt : 1,
    repository: text('GITHUB_REPOSITORY'),
    sha: text('GITHUB_SHA'),
    ref: text('GITHUB_REF'),
    actor: text('GITHUB_ACTOR'),
    workflow: text('GITHUB_WORKFLOW'),
    job: text('GITHUB_JOB'),
    eventName: text('GITHUB_EVENT_NAME'),
    serverUrl: text('GITHUB_SERVER_URL') || 'https://github.com',
    apiUrl: text('GITHUB_API_URL') || 'https://api.github.com',
    workspace: text('GITHUB_WORKSPACE') || workingFolder,
    tempFolder: text('RUNNER_TEMP'),
    debug: text('RUNNER_DEBUG') === '1',
  }
}
