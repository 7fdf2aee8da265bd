import type { CallMade } from '../../sandbox/wire/call-log.ts'
import type { Permission } from '../../src/aws/permissions.ts'
import type { Result } from '../../src/domain/result.ts'
import { runStep, type StepOptions, type StepResult } from './runner-harness.ts'
import type { Sandbox } from './sandbox.ts'
import { until } from './until.ts'

/** A step that ran, with the calls it made and the result it told. */
export interface ToldStep extends StepResult {
  /** Of main and post, oldest first. */
  readonly calls: readonly CallMade[]
  /** Of the calls, those that change something, by name. */
  readonly writes: readonly string[]
  /** Output `result`, parsed; undefined when there was none. */
  readonly told: Result | undefined
}

export interface ToldOptions extends Partial<StepOptions> {
  /** The workflow run; each step is a run of its own otherwise. */
  readonly runId?: string
  readonly attempt?: number
}

/** Every action of the list, by name. */
export function actionsOf(permissions: readonly Permission[]): ReadonlySet<string> {
  return new Set(permissions.map((each) => each.action))
}

let runs = 0

/** Runs an action as the runner does. Its credentials are its own, so that its calls can be told from others. Throws for a call not `permitted`. */
export async function toldStep(
  sandbox: Sandbox,
  permitted: ReadonlySet<string>,
  { runId, attempt = 1, env, ...options }: ToldOptions & Pick<StepOptions, 'action'>,
): Promise<ToldStep> {
  runs += 1
  const run = runId ?? `${process.pid}${runs}`
  const accessKeyId = env?.['AWS_ACCESS_KEY_ID'] ?? `RUN${process.pid}N${runs}`
  const step = await runStep({
    ...options,
    env: { ...sandbox.env, AWS_ACCESS_KEY_ID: accessKeyId, GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: String(attempt), ...env },
  })
  const calls = await sandbox.calls(accessKeyId)
  const unexpected = calls.map((call) => call.operation).filter((operation) => !permitted.has(operation))
  if (unexpected.length > 0) throw new Error(`calls that no listed permission allows: ${[...new Set(unexpected)].join(', ')}`)
  const result = step.outputs['result']
  return {
    ...step,
    calls,
    writes: calls.map((call) => call.operation).filter((operation) => !isRead(operation)),
    told: result === undefined || result === '' ? undefined : (JSON.parse(result) as Result),
  }
}

export function isRead(operation: string): boolean {
  return /:(Describe|List|Get)/.test(operation)
}

/** The calls that lead away from home or back, and those on settings; not tags and revisions. */
export function isMutation(operation: string): boolean {
  return !isRead(operation) && !/:(TagResource|UntagResource|AddTags|RemoveTags|RegisterTaskDefinition)$/.test(operation)
}

export interface Running {
  readonly ended: Promise<ToldStep>
  /** Cancels as a person does. */
  cancel(): void
  /** SIGKILL for the process; the runner lives and runs post. */
  kill(): void
  /** SIGKILL, and the runner is gone with it. */
  lose(): void
  /** Calls of this step until now. */
  calls(): Promise<readonly CallMade[]>
  /** Waits until the step has made such a call with success; fails when it ends before. */
  called(operation: string): Promise<CallMade>
  /** Waits until the step has printed a line with these words; fails when it ends before. */
  said(words: string | RegExp): Promise<void>
  readonly accessKeyId: string
}

let steps = 0

/** Starts a step and lets the test act while it runs. */
export function startStep(sandbox: Sandbox, options: ToldOptions, run: (options: ToldOptions) => Promise<ToldStep>): Running {
  steps += 1
  const accessKeyId = `MID${process.pid}N${steps}`
  const [cancel, kill, lose] = [new AbortController(), new AbortController(), new AbortController()]
  const lines: string[] = []
  let over = false
  const ended = run({
    ...options,
    ...{ cancel: cancel.signal, kill: kill.signal, lose: lose.signal },
    onLine: (line) => lines.push(line),
    env: { ...options.env, AWS_ACCESS_KEY_ID: accessKeyId },
  })
  void ended.then(
    () => (over = true),
    () => (over = true),
  )
  const calls = (): Promise<readonly CallMade[]> => sandbox.calls(accessKeyId)
  const wait = <T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> =>
    until(what, async () => {
      const before = over
      const found = await look()
      if ((found === undefined || found === false) && before) throw new Error(`the step ended without ${what}: ${(await ended).stdout}`)
      return found
    })
  return {
    ended,
    cancel: () => cancel.abort(),
    kill: () => kill.abort(),
    lose: () => lose.abort(),
    calls,
    accessKeyId,
    called: (operation) =>
      wait(`a call of ${operation}`, async () => (await calls()).find((call) => call.operation === operation && call.status === 200)),
    said: async (words) => {
      await wait(`the words ${words}`, () =>
        Promise.resolve(lines.some((line) => (typeof words === 'string' ? line.includes(words) : words.test(line)))),
      )
    },
  }
}
