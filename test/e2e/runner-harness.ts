import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { killAfterMs, patience, terminateAfterMs } from './patience.ts'
import type { Command } from './runner-commands.ts'
import { readCommands, readKeyedFile } from './runner-commands.ts'

const root = resolve(import.meta.dirname, '../..')

export interface StepOptions {
  /** Action by folder name in `actions/`, or the folder of an action.yml. */
  readonly action: string
  /** As in `with:`. */
  readonly inputs?: Readonly<Record<string, string>>
  /** As in `env:`; credentials and AWS_ENDPOINT_URL among them. */
  readonly env?: Readonly<Record<string, string>>
  /** The checkout; a fresh folder, removed afterwards, when absent. */
  readonly workspace?: string
  readonly event?: Readonly<Record<string, unknown>>
  /** Cancels the step as a person does. Aborting sends SIGINT, after 7.5 s SIGTERM, after 2.5 s more SIGKILL, each times the patience. */
  readonly cancel?: AbortSignal
  /** How many times longer than a runner it waits between these signals; that of all tests when absent. */
  readonly patience?: number
  /** Aborting kills the process of main by SIGKILL, as the kernel does; the runner lives and runs post. */
  readonly kill?: AbortSignal
  /** Aborting loses the runner: SIGKILL for main, and no post. */
  readonly lose?: AbortSignal
  /** Called with every line at once, to cancel on what is seen. */
  readonly onLine?: (line: string) => void
  /** The step's `timeout-minutes`, in milliseconds: cancels in the same way. */
  readonly timeoutMs?: number
}

export interface StageResult {
  /** Exit code, or undefined when a signal ended it. */
  readonly exitCode: number | undefined
  readonly signal: string | undefined
  readonly stdout: string
  readonly stderr: string
  readonly commands: readonly Command[]
  readonly outputs: Readonly<Record<string, string>>
  readonly state: Readonly<Record<string, string>>
  readonly summary: string
  /** Annotations by kind, in order. */
  readonly annotations: Readonly<Record<'notice' | 'warning' | 'error', readonly string[]>>
  /** From spawn to exit. */
  readonly durationMs: number
  /** From SIGINT to exit; undefined when nothing was cancelled. */
  readonly stoppedAfterMs: number | undefined
  /** Every signal sent, with milliseconds since the first. */
  readonly signalsSent: readonly (readonly [name: string, afterMs: number])[]
}

export interface StepResult extends StageResult {
  /** What the runner makes of it: cancelled beats the exit code. */
  readonly conclusion: 'success' | 'failure' | 'cancelled'
  /** The post stage, run after every main stage that was started, where the action has one. */
  readonly post?: StageResult
}

/** Runs an action as the runner does: node 24 on the committed dist, inputs as variables, command files in a folder of the step. */
export async function runStep(options: StepOptions): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-step-'))
  try {
    const actionFolder = actionFolderOf(options.action)
    const { runs } = readActionYml(actionFolder)
    const step = prepare(folder, options)
    const main = await runStage(join(actionFolder, runs.main), step, options)
    const conclusion = main.stoppedAfterMs !== undefined ? 'cancelled' : main.exitCode === 0 ? 'success' : 'failure'
    if (runs.post === undefined || options.lose?.aborted === true) return { ...main, conclusion }
    const saved = Object.fromEntries(Object.entries(main.state).map(([name, value]) => [`STATE_${name}`, value]))
    const { cancel: _, kill: __, timeoutMs: ___, ...untouched } = options
    const post = await runStage(join(actionFolder, runs.post), { ...step, env: { ...step.env, ...saved } }, untouched)
    return { ...main, conclusion, post }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface ActionYml {
  readonly inputs?: Readonly<Record<string, { readonly default?: string } | null>>
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string }
}

interface Step {
  readonly folder: string
  readonly workspace: string
  readonly env: Readonly<Record<string, string>>
}

function prepare(folder: string, options: StepOptions): Step {
  const workspace = options.workspace ?? join(folder, 'workspace')
  const temp = join(folder, 'temp')
  for (const each of [workspace, temp]) mkdirSync(each, { recursive: true })
  const eventPath = join(folder, 'event.json')
  writeFileSync(eventPath, JSON.stringify(options.event ?? {}))
  // Every input of action.yml is there, empty when nobody gave it; hyphens stay.
  const inputs = Object.entries({ ...declaredInputs(options), ...options.inputs }).map(
    ([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value] as const,
  )
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_REPOSITORY: 'octo/shop',
    GITHUB_SHA: '0'.repeat(40),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_ACTOR: 'octo',
    GITHUB_WORKFLOW: 'deploy',
    GITHUB_JOB: 'deploy',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_API_URL: 'https://api.github.com',
    RUNNER_TEMP: temp,
    RUNNER_OS: 'Linux',
    ...options.env,
    ...Object.fromEntries(inputs),
  }
  return { folder, workspace, env }
}

function declaredInputs({ action, env = {} }: StepOptions): Readonly<Record<string, string>> {
  const { inputs = {} } = readActionYml(actionFolderOf(action))
  const evaluated = (text: string): string => (/^\$\{\{ *github\.token *\}\}$/.test(text) ? (env['GITHUB_TOKEN'] ?? '') : text)
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, evaluated(input?.default ?? '')]))
}

function actionFolderOf(action: string): string {
  return action.includes('/') ? resolve(action) : join(root, 'actions', action)
}

function readActionYml(folder: string): ActionYml {
  return parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as ActionYml
}

async function runStage(entry: string, step: Step, options: Omit<StepOptions, 'action'>): Promise<StageResult> {
  if (!existsSync(entry)) throw new Error(`${entry} is not there: run "npm run build"`)
  const files = mkdtempSync(join(step.folder, 'commands-'))
  const path = (name: string): string => join(files, name)
  for (const name of ['output', 'state', 'summary', 'env', 'path']) writeFileSync(path(name), '')
  const commandFiles = {
    GITHUB_OUTPUT: path('output'),
    GITHUB_STATE: path('state'),
    GITHUB_STEP_SUMMARY: path('summary'),
    GITHUB_ENV: path('env'),
    GITHUB_PATH: path('path'),
  }
  const startedMs = performance.now()
  const child = spawn(process.execPath, [entry], {
    cwd: step.workspace,
    env: { ...step.env, ...commandFiles },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

  const signalsSent: (readonly [string, number])[] = []
  const timers: NodeJS.Timeout[] = []
  let cancelledMs: number | undefined
  const send = (name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void => {
    signalsSent.push([name, Math.round(performance.now() - (cancelledMs ?? 0))])
    child.kill(name)
  }
  const cancel = (): void => {
    if (cancelledMs !== undefined) return
    cancelledMs = performance.now()
    send('SIGINT')
    const times = options.patience ?? patience
    timers.push(
      setTimeout(() => send('SIGTERM'), terminateAfterMs * times),
      setTimeout(() => send('SIGKILL'), (terminateAfterMs + killAfterMs) * times),
    )
  }
  if (options.cancel?.aborted === true) cancel()
  options.cancel?.addEventListener('abort', cancel, { once: true })
  const kill = (): unknown => child.kill('SIGKILL')
  for (const death of [options.kill, options.lose]) {
    if (death?.aborted === true) kill()
    death?.addEventListener('abort', kill, { once: true })
  }
  if (options.timeoutMs !== undefined) timers.push(setTimeout(cancel, options.timeoutMs))

  let stdout = ''
  let stderr = ''
  let partial = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    const lines = (partial + text).split('\n')
    partial = lines.pop() ?? ''
    for (const line of lines) options.onLine?.(line)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [exitCode, signal] = await new Promise<[number | null, string | null]>((settle, refuse) => {
    child.on('error', refuse)
    child.on('close', (code, name) => settle([code, name]))
  })
  const endedMs = performance.now()
  for (const timer of timers) clearTimeout(timer)
  options.cancel?.removeEventListener('abort', cancel)
  for (const death of [options.kill, options.lose]) death?.removeEventListener('abort', kill)

  const commands = readCommands(stdout)
  const annotations = (kind: string): readonly string[] => commands.filter((each) => each.name === kind).map((each) => each.message)
  return {
    exitCode: exitCode ?? undefined,
    signal: signal ?? undefined,
    stdout,
    stderr,
    commands,
    outputs: readKeyedFile(readFileSync(commandFiles.GITHUB_OUTPUT, 'utf8')),
    state: readKeyedFile(readFileSync(commandFiles.GITHUB_STATE, 'utf8')),
    summary: readFileSync(commandFiles.GITHUB_STEP_SUMMARY, 'utf8'),
    annotations: { notice: annotations('notice'), warning: annotations('warning'), error: annotations('error') },
    durationMs: Math.round(endedMs - startedMs),
    stoppedAfterMs: cancelledMs === undefined ? undefined : Math.round(endedMs - cancelledMs),
    signalsSent,
  }
}
