import { blockerAgeMs, progressEveryMs } from '../domain/migration/acquire.ts'
import type { MigrationEnd } from '../domain/migration/events.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'
import type { Blocker, IndexStep, LedgerEntry, Step } from '../domain/migration/model.ts'
import { type PlannedStep, placeText, type StepPlace } from '../domain/migration/planned.ts'
import type { MigrationStage } from './migration-stage.ts'

/** One step, with the entries of the ledger before and after it. */
export interface StepWork {
  readonly planned: PlannedStep
  readonly place: StepPlace
  readonly before: LedgerEntry
  readonly after: LedgerEntry
  /** What was begun last in this place, outside of transactions, by whoever did not live to say how it ended: what is found of it is ours. */
  readonly begun: string | undefined
}

/** The same while it is done. */
export interface Doing extends Omit<StepWork, 'begun'> {
  begun: string | undefined
  /** What it has left and could not take away, as the end of a sentence. */
  left: string
}

/** What is there under the name of what is to be made: nothing of ours. */
const taken = '42P07'

/**
 * Builds an index concurrently. One that is not valid is dropped where this step has left it: it would be kept up to date by every write and used by
 * no query, and a unique one refuses rows already. Tells how often it was tried; 0 where it was finished before.
 */
export async function buildIndex(stage: MigrationStage, work: Doing, step: IndexStep, tries: number): Promise<number | MigrationEnd> {
  const { database, signal } = stage
  const { place, planned, after } = work
  const found = await database.index(step, signal)
  if (found === 'valid' && work.begun === markOf(planned)) {
    await database.save(after, signal)
    return 0
  }
  if (found === 'invalid' && !isOurs(work)) return notOurs(place, step.index)
  const by = [...(await database.blockers(step.relations, 'SHARE', blockerAgeMs, signal)), ...(await database.snapshots(signal))]
  if (by.length > 0) stage.tell({ kind: 'outlasts', place, by: distinct(by) })
  // Where one of this name was there before, nothing is begun: the next run would take it for ours.
  const there = found === 'valid' || found === 'other'
  await watched(stage, place, () => (there ? attempt(stage, work, step) : unattended(stage, work, step)))
  return tries
}

/**
 * Outside of transactions the ledger cannot be written with the work: that it was begun is written before. What it leaves is dropped where it is
 * refused, and before it is done again.
 */
export async function unattended(stage: MigrationStage, work: Doing, step: Step): Promise<void> {
  if (isOurs(work)) await dropLeft(stage, work, step)
  work.begun = markOf(work.planned)
  work.left = ''
  await stage.database.save({ ...work.before, begun: work.begun }, stage.signal)
  try {
    await attempt(stage, work, step)
  } catch (error) {
    if (error instanceof DatabaseFault && (error.kind === 'refused' || error.kind === 'busy')) await takeBack(stage, work, step, error)
    throw error
  }
}

function attempt({ database, limits, signal }: MigrationStage, { after }: Doing, step: Step): Promise<void> {
  const asks = step.kind === 'bare' && step.lock !== undefined
  return database.perform(step, after, { lockMs: asks ? limits.lockMs : 0 }, signal)
}

/** As long as something is left it stays begun, so that the next run knows it for ours. */
async function takeBack(stage: MigrationStage, work: Doing, step: Step, { sqlState }: DatabaseFault): Promise<void> {
  if (sqlState !== taken) {
    // What was refused then was its line in the ledger.
    if (step.kind === 'index' && (await stage.database.index(step, stage.signal)) === 'valid') return
    try {
      await dropLeft(stage, work, step)
    } catch (error) {
      if (!(error instanceof DatabaseFault) || error.kind === 'lost' || error.kind === 'cancelled') throw error
      work.left = `; an index that is not valid is left of it until the next run, for dropping it failed too: ${error.message}`
      return
    }
  }
  work.begun = undefined
}

async function dropLeft({ database, signal, tell }: MigrationStage, { place }: Doing, step: Step): Promise<void> {
  for (const index of await database.left(step, signal)) {
    await database.dropIndex(index, signal)
    tell({ kind: 'index-dropped', place, index })
  }
}

/** The step as the ledger has it while it is begun, with the index it may leave: that is ours although the statement be edited. */
function markOf({ step, digest }: PlannedStep): string {
  return step.kind === 'index' ? `${digest} ${step.index}` : digest
}

function isOurs({ begun, planned }: Doing): boolean {
  const { step } = planned
  return begun === markOf(planned) || (step.kind === 'index' && begun?.endsWith(` ${step.index}`) === true)
}

/** Tells how far it has come while it works. */
export async function watched(stage: MigrationStage, place: StepPlace, perform: () => Promise<void>): Promise<void> {
  const over = new AbortController()
  const work = perform().finally(() => over.abort())
  work.catch(() => undefined)
  let told: string | undefined
  while (!over.signal.aborted) {
    await stage.clock.sleep(progressEveryMs, over.signal)
    if (over.signal.aborted) break
    // What only explains must not end the work.
    const text = await stage.database.progress(stage.signal).catch(() => undefined)
    if (text !== undefined && text !== told) stage.tell({ kind: 'index-progress', place, text })
    told = text ?? told
  }
  return work
}

function notOurs(place: StepPlace, index: string): MigrationEnd {
  return {
    outcome: 'failed',
    reasonCode: 'MIGRATION_FAILED',
    because: `${placeText(place)}: there is an index ${index} that is not valid, and this step has not left it`,
    hint: `Somebody builds it just now, or has failed to: look at pg_stat_progress_create_index; where nobody does, DROP INDEX CONCURRENTLY it and run this step again.`,
  }
}

/** One transaction may hold both a lock and a snapshot. */
function distinct(blockers: readonly Blocker[]): readonly Blocker[] {
  return blockers.filter((each, index) => each.pid === 0 || blockers.findIndex(({ pid }) => pid === each.pid) === index)
}
