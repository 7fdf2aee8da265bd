import { prepareRunTask } from '../aws/run-task.ts'
import { SluiceError } from '../domain/errors.ts'
import type { MigrationEnd } from '../domain/migration/events.ts'
import type { OneOffEnd } from '../domain/migration/one-off.ts'
import { readTaskCommand } from '../domain/migration/task-command.ts'
import { holdDatabase, inspectDatabase } from '../engine/hold-database.ts'
import { holdMeanwhile } from '../engine/hold-meanwhile.ts'
import { createStage } from '../engine/migration-stage.ts'
import { runOneOff } from '../engine/one-off-task.ts'
import type { MigrationDatabase } from '../ports.ts'
import { localClock } from '../runner/clock.ts'
import type { RunnerHost } from '../runner/host.ts'
import { runTool, type ToolEnd, type ToolRun } from '../shell/tool.ts'
import { filesIn, folderOf } from './migration-files.ts'
import { type MigrationStep, portsOf } from './migration-run.ts'
import { withRegions } from './other-regions.ts'
import { regionOf } from './place.ts'

/** An end with what a failed task has left to read. */
export interface ToolEnding {
  readonly end: MigrationEnd
  readonly failed?: { readonly task: string; readonly details: readonly string[] }
  /** In plan mode, the call that would be made. */
  readonly plan?: readonly string[]
}

/** Runs the team's own tool under the lock of the database. Throws SluiceError where nothing was begun. */
export async function expandByTool(step: MigrationStep, database: MigrationDatabase, url: string): Promise<ToolEnding> {
  const { host, values, told } = step
  const command = values['tool-command'] ?? ''
  const stage = createStage(portsOf(step, database))
  if (values.mode === 'plan') {
    await inspectDatabase(stage, () => Promise.resolve())
    return planned('Nothing was changed: the tool would be run', `under the lock of ${database.name}: ${command}`, host)
  }
  await holdDatabase(stage, false)
  host.outputs.set('started', 'true')
  const onLine = (line: string): void => told.tell({ kind: 'task-said', atMs: stage.nowMs(), lines: [line] })
  const run: ToolRun = { command, env: { ...host.env, DATABASE_URL: url }, limitMs: step.leftMs(), onLine }
  // Its time is kept by its own limit, which says so.
  const held = { ...stage, cancellation: host.cancelled, signal: host.cancelled.signal }
  const end = await holdMeanwhile(held, (signal) => runTool(run, signal), wordsOf).then(endOfTool, endWithoutLock)
  stage.tell({ kind: 'ended', ...end })
  return { end }
}

function wordsOf({ kind, because }: ToolEnd): string {
  return kind === 'cancelled' ? 'The tool was ended' : `The tool ${because}`
}

function endWithoutLock(thrown: unknown): MigrationEnd {
  if (!(thrown instanceof SluiceError)) throw thrown
  return failed(thrown.reasonCode, thrown.message, thrown.hint ?? '')
}

function endOfTool({ kind, because: how }: ToolEnd): MigrationEnd {
  const because = `The tool ${how}`
  if (kind === 'done') return { outcome: 'succeeded', reasonCode: 'MIGRATED', because }
  // They may hold values of rows, which have no place in a summary.
  if (kind === 'failed')
    return failed('MIGRATION_FAILED', because, 'Its last lines in the log say why. What it has done is its own to tell.')
  const hint = 'How far it came is its own to tell: run it again, or look into its history.'
  return failed(kind === 'late' ? 'TIMED_OUT' : 'CANCELLED', because, hint)
}

/** Runs the migrations in a task of their own. Throws SluiceError where AWS cannot be asked. */
export async function expandByTask(step: MigrationStep): Promise<ToolEnding> {
  const { host, values, aws, cancellation, told } = step
  return withRegions('sluice/migrate-expand-contract', async (sendIn) => {
    const command = await step.documents.valueOf(values['run-task-command'], readTaskCommand)
    const { tasks, explain } = await prepareRunTask(
      {
        ...{ send: aws.send, sendIn, region: regionOf(host, values['aws-region']) },
        cluster: values['run-task-cluster'] ?? '',
        service: values['run-task-service'] ?? '',
        definition: values['run-task-definition'],
        container: values['run-task-container'],
        command,
        work: `expand ${folderOf(values.migrations)}`,
        content: filesIn(host, values.migrations).join('\n'),
      },
      cancellation.signal,
    )
    if (values.mode === 'plan') return planned('Nothing was changed: this task would be run', explain, host)
    const end = await runOneOff(
      { timeoutMs: step.leftMs(), maxWaitMs: values['max-wait'], onCancel: 'stop' },
      { tasks, clock: localClock, cancellation: host.cancelled, nowMs: aws.awsNowMs, report: told.tell },
    )
    const ending = endingOf(end)
    told.tell({ kind: 'ended', atMs: aws.awsNowMs(), ...ending.end })
    return ending
  })
}

function endingOf(end: OneOffEnd): ToolEnding {
  if (end.kind === 'succeeded') return { end: { outcome: 'succeeded', reasonCode: 'MIGRATED', because: end.because } }
  const { reasonCode, because, hint, task, details } = end
  return { end: { outcome: 'failed', reasonCode, because, hint }, failed: { task, details } }
}

function planned(because: string, call: string, { log }: Pick<RunnerHost, 'log'>): ToolEnding {
  log.line(call)
  return { end: { outcome: 'no-op', reasonCode: 'PLANNED', because }, plan: [call] }
}

function failed(reasonCode: MigrationEnd['reasonCode'], because: string, hint: string): MigrationEnd {
  return { outcome: 'failed', reasonCode, because, hint }
}
