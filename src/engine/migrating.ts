import { asSluiceError, SluiceError } from '../domain/errors.ts'
import type { MigrationEnd, MigrationEvent } from '../domain/migration/events.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'
import type { LedgerEntry } from '../domain/migration/model.ts'
import { entryOf } from '../domain/migration/ledger-entry.ts'
import { type Pending, type PendingPhase, pendingOf, renamedHint } from '../domain/migration/pending.ts'
import { placeOf, placeText, type PlannedPhase, type StepPlace } from '../domain/migration/planned.ts'
import { holdDatabase } from './hold-database.ts'
import { createStage, type MigrationPorts, type MigrationStage } from './migration-stage.ts'
import { performStep } from './perform-step.ts'

/** A session that is lost again and again while nothing gets done is lost by what it does. */
const mostLosses = 3

/**
 * Does the steps of the phases that the ledger does not have as done, in order, under the lock of the database. What is lost midway, by a failover say, is taken
 * up again; what stops it leaves the ledger telling where it stands, and the next run goes on there. The session and its lock are left to the
 * caller, who closes the database. Throws SluiceError only where nothing was begun: PREFLIGHT_FAILED, DATABASE_UNREACHABLE.
 */
export async function migrate(
  planned: readonly PlannedPhase[],
  ports: MigrationPorts,
): Promise<MigrationEnd & { readonly events: readonly MigrationEvent[] }> {
  const stage = createStage(ports)
  const course: Course = { steps: 0 }
  let losses = 0
  for (;;) {
    const before = course.steps
    try {
      const ledger = await holdDatabase(stage, losses > 0 || course.steps > 0)
      heed(course, ledger, stage)
      return concluded(stage, await goThrough(stage, pendingOf(planned, ledger), course))
    } catch (error) {
      if (!(error instanceof DatabaseFault)) return concluded(stage, endOf(error, course))
      if (error.kind === 'cancelled' || stage.signal.aborted) return concluded(stage, cancelled(course))
      if (error.kind !== 'lost') return concluded(stage, failed('MIGRATION_FAILED', `The ledger could not be kept: ${error.message}`))
      losses = course.steps > before ? 1 : losses + 1
      stage.tell({ kind: 'lost', because: error.message })
      if (losses > mostLosses) return concluded(stage, lostTooOften(course, losses, error))
    }
  }
}

/** What this run has done so far, and where it is. */
interface Course {
  steps: number
  /** What it found to be done, when it looked first. */
  wanted?: { readonly steps: number; readonly phases: number }
  /** Where it is, once it has begun. */
  at?: StepPlace
  /** How the step there has ended is not known. */
  open?: boolean
}

/** A commit whose answer was lost is in the ledger all the same, and was ours where nobody has been there since. */
function heed(course: Course, ledger: readonly LedgerEntry[], { run, attempt }: MigrationStage): void {
  if (course.at === undefined || course.open !== true) return
  const { change, phase, step } = course.at
  const entry = entryOf(ledger, change, phase)
  course.open = false
  if (entry?.run === run && entry.attempt === attempt && entry.steps.length === step) course.steps += 1
}

const driftHint =
  'What was done cannot be done again by another text: put the file back as it was, and write what is new into a change of its own.'

async function goThrough(stage: MigrationStage, pending: Pending, course: Course): Promise<MigrationEnd> {
  const { phases, drift, renamed, late, abandoned } = pending
  const hints = [...(drift.length > 0 ? [driftHint] : []), ...(renamed.length > 0 ? [renamedHint] : [])]
  if (hints.length > 0) return failed('DRIFT_FOUND', [...drift, ...renamed].join('; '), hints.join(' '))
  if (course.wanted === undefined)
    for (const { change, phase, steps, run } of abandoned) stage.tell({ kind: 'abandoned', change, phase, steps: steps.length, run })
  course.wanted ??= { steps: phases.reduce((sum, { planned, done }) => sum + planned.steps.length - done, 0), phases: phases.length }
  if (phases.length === 0) return settled(course)
  stage.tell({
    kind: 'pending',
    phases: phases.map(({ planned: { change, phase, steps }, done }) => ({
      change: change.id,
      name: change.name,
      phase,
      steps: steps.length,
      done,
    })),
  })
  // Those were told before the session was lost.
  if (course.at === undefined)
    for (const { planned, after } of late) stage.tell({ kind: 'late', change: planned.change.id, phase: planned.phase, after })
  for (const pending of phases) {
    const end = await goThroughPhase(stage, pending, course)
    if (end !== undefined) return end
  }
  return settled(course)
}

async function goThroughPhase(
  stage: MigrationStage,
  { planned, done, entry: found }: PendingPhase,
  course: Course,
): Promise<MigrationEnd | undefined> {
  const { change, phase, steps, digest } = planned
  const { run, attempt, database, signal } = stage
  const entryAt = (count: number, begun?: string): LedgerEntry => ({
    // As it was spelled when it was begun, or there would be a second line of it.
    change: found?.change ?? change.id,
    phase,
    state: count === steps.length ? 'done' : 'running',
    digest,
    steps: steps.slice(0, count).map((step) => step.digest),
    ...(begun === undefined ? {} : { begun }),
    run,
    attempt,
    startedAtMs: found?.startedAtMs ?? stage.nowMs(),
    updatedAtMs: stage.nowMs(),
  })
  // What an earlier run has begun last stays known: what it left behind is ours.
  await database.save(entryAt(done, found?.begun), signal)
  for (let index = done; index < steps.length; index += 1) {
    const place = placeOf(planned, index)
    course.at = place
    course.open = true
    const begun = index === done ? found?.begun : undefined
    const end = await performStep(stage, { planned: steps[index]!, place, before: entryAt(index), after: entryAt(index + 1), begun })
    if (end !== undefined) return end
    course.steps += 1
    course.open = false
  }
  stage.tell({ kind: 'phase-done', change: change.id, phase })
  return undefined
}

function settled({ steps, wanted = { steps: 0, phases: 0 } }: Course): MigrationEnd {
  if (wanted.phases === 0) return { outcome: 'no-op', reasonCode: 'NO_CHANGE', because: 'Everything is done already' }
  const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
  const others = wanted.steps - steps
  const because = `${counted(wanted.steps, 'step')} of ${counted(wanted.phases, 'change')} done`
  return {
    outcome: 'succeeded',
    reasonCode: 'MIGRATED',
    because: others > 0 ? `${because}, ${String(others)} of them by another run while the session was lost` : because,
  }
}

function cancelled({ at, steps }: Course): MigrationEnd {
  const because =
    at === undefined ? 'Cancelled before anything was changed' : `Cancelled at ${placeText(at)}, after ${steps} that this run has done`
  return failed('CANCELLED', because, 'Run this step again: it goes on where the ledger says it stands.')
}

function lostTooOften({ at }: Course, losses: number, error: DatabaseFault): MigrationEnd {
  return failed(
    'DATABASE_UNREACHABLE',
    `The session was lost ${losses} times in a row${at === undefined ? '' : ` at ${placeText(at)}`}: ${error.message}`,
    'Look into the log of the server for why it ends the session, then run this step again: it goes on where it stands.',
  )
}

/** Before anything was begun there is nothing to tell but the error. */
function endOf(error: unknown, course: Course): MigrationEnd {
  const { reasonCode, message, hint } = asSluiceError(error)
  if (reasonCode === 'CANCELLED') return cancelled(course)
  const began = course.at !== undefined || reasonCode === 'LOCK_BUSY'
  if (!began || !(error instanceof SluiceError)) throw error
  return failed(reasonCode, course.at === undefined ? message : `${message}; it stands at ${placeText(course.at)}`, hint)
}

function failed(reasonCode: MigrationEnd['reasonCode'], because: string, hint?: string): MigrationEnd {
  return { outcome: 'failed', reasonCode, because, ...(hint === undefined ? {} : { hint }) }
}

function concluded(stage: MigrationStage, end: MigrationEnd): MigrationEnd & { readonly events: readonly MigrationEvent[] } {
  stage.tell({ kind: 'ended', ...end })
  return { ...end, events: stage.events }
}
