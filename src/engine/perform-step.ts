import { blockerAgeMs, longLockMs, lookPauseMs, progressEveryMs, retryPauseMs } from '../domain/migration/acquire.ts'
import { blockersText } from '../domain/migration/blocker-text.ts'
import type { MigrationEnd } from '../domain/migration/events.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'
import type { Blocker, LedgerEntry, LockMode, Step } from '../domain/migration/model.ts'
import { type PlannedStep, placeText, type StepPlace } from '../domain/migration/planned.ts'
import { nextMove } from '../domain/migration/refused-step.ts'
import { span } from '../domain/render/time.ts'
import type { MigrationStage } from './migration-stage.ts'

/** One step, with the entries of the ledger before and after it. */
export interface StepWork {
  readonly planned: PlannedStep
  readonly place: StepPlace
  readonly before: LedgerEntry
  readonly after: LedgerEntry
  /** An earlier session has begun this very step, outside of transactions, and did not live to say how it ended. */
  readonly begunBefore: boolean
}

/** The same while it is done. */
interface Doing extends StepWork {
  /** Whether what may be found of it is ours. */
  begun: boolean
}

/** The pause in which a ledger may still be written although the end was asked for. */
const lastWordsMs = 1_000
const unhurried = new AbortController().signal

/** Does one step. Undefined when it is done; an end where it cannot be. Throws DatabaseFault where the session was lost or is cancelled. */
export async function performStep(stage: MigrationStage, given: StepWork): Promise<MigrationEnd | undefined> {
  const work: Doing = { ...given, begun: given.begunBefore }
  const { planned, place } = work
  const sinceMs = stage.clock.nowMs()
  stage.tell({ kind: 'step-begun', place, work: planned.step.kind })
  try {
    const tries = await acquire(stage, work, planned.step, sinceMs)
    if (typeof tries !== 'number') return await stopped(stage, work, tries)
    stage.tell({ kind: 'step-done', place, tries, tookMs: stage.clock.nowMs() - sinceMs })
    return undefined
  } catch (error) {
    if (!(error instanceof DatabaseFault) || error.kind === 'lost') throw error
    if (error.kind === 'cancelled' || stage.signal.aborted) {
      await lastWords(stage, { ...work.before, ...(work.begun ? { begun: planned.digest } : {}), state: 'failed', error: 'Cancelled' })
      throw error
    }
    const because = `${placeText(place)} was refused by the database: ${error.message}`
    return stopped(stage, work, failed('MIGRATION_FAILED', because, nextMove(error.sqlState, planned.step.kind)))
  }
}

/** How often it was tried until it was done; an end where it was not to be had in time. */
async function acquire(stage: MigrationStage, work: Doing, step: Step, sinceMs: number): Promise<number | MigrationEnd> {
  const { database, signal, clock, limits } = stage
  const { place, after } = work
  let told = ''
  for (let tries = 0; ;) {
    const waitedMs = clock.nowMs() - sinceMs
    const asks = step.kind === 'short' || (step.kind === 'bare' && step.lock !== undefined)
    if (asks && step.relations.length > 0) {
      const by = await database.blockers(step.relations, step.lock ?? 'ACCESS EXCLUSIVE', blockerAgeMs, signal)
      if (by.length > 0) {
        const who = by.map(({ pid, relation, mode }) => `${pid} ${relation} ${mode}`).join()
        if (who !== told) stage.tell({ kind: 'blocked', place, by })
        told = who
        if (waitedMs >= limits.maxWaitMs) return notToBeHad(place, waitedMs, tries, by)
        await pause(stage, lookPauseMs(stage.random()))
        continue
      }
    }
    try {
      tries += 1
      if (step.kind === 'index') return await buildIndex(stage, work, step, tries)
      if (step.kind === 'bare') await watched(stage, place, () => unattended(stage, work, step))
      else await database.perform(step, after, { lockMs: step.kind === 'long' ? longLockMs : limits.lockMs }, signal)
      return tries
    } catch (error) {
      if (!(error instanceof DatabaseFault) || error.kind !== 'busy') throw error
      if (waitedMs >= limits.maxWaitMs) return notToBeHad(place, waitedMs, tries, await holders(stage, step))
      const pauseMs = retryPauseMs(tries, stage.random())
      stage.tell({ kind: 'retried', place, tries, pauseMs })
      await pause(stage, pauseMs)
    }
  }
}

/** Outside of transactions the ledger cannot be written with the work: that it was begun is written before. */
async function unattended(stage: MigrationStage, work: Doing, step: Step): Promise<void> {
  const { planned, before, after } = work
  work.begun = true
  await stage.database.save({ ...before, begun: planned.digest }, stage.signal)
  const asks = step.kind === 'bare' && step.lock !== undefined
  await stage.database.perform(step, after, { lockMs: asks ? stage.limits.lockMs : 0 }, stage.signal)
}

/**
 * Builds an index concurrently. One that is not valid is dropped where this step has left it: it would be kept up to date by every write and used by
 * no query, and a unique one refuses rows already.
 */
async function buildIndex(
  stage: MigrationStage,
  work: Doing,
  step: Extract<Step, { readonly kind: 'index' }>,
  tries: number,
): Promise<number | MigrationEnd> {
  const { database, signal } = stage
  const { place, after, begunBefore } = work
  const found = await database.index(step.index, signal)
  if (found === 'valid' && begunBefore) {
    await database.save(after, signal)
    return 0
  }
  if (found === 'invalid') {
    if (!work.begun) return notOurs(place, step.index)
    await drop(stage, place, step.index)
  }
  const by = [...(await database.blockers(step.relations, 'SHARE', blockerAgeMs, signal)), ...(await database.snapshots(signal))]
  if (by.length > 0) stage.tell({ kind: 'outlasts', place, by: distinct(by) })
  try {
    await watched(stage, place, () => unattended(stage, work, step))
    return tries
  } catch (error) {
    const left = error instanceof DatabaseFault && (error.kind === 'refused' || error.kind === 'busy')
    if (left && found !== 'valid' && (await database.index(step.index, signal)) === 'invalid') await drop(stage, place, step.index)
    throw error
  }
}

async function drop(stage: MigrationStage, place: StepPlace, index: string): Promise<void> {
  await stage.database.dropIndex(index, stage.signal)
  stage.tell({ kind: 'index-dropped', place, index })
}

/** Tells how far it has come while it works. */
async function watched(stage: MigrationStage, place: StepPlace, perform: () => Promise<void>): Promise<void> {
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

async function holders(stage: MigrationStage, step: Step): Promise<readonly Blocker[]> {
  const mode: LockMode = step.kind === 'short' ? (step.lock ?? 'ACCESS EXCLUSIVE') : 'SHARE UPDATE EXCLUSIVE'
  return stage.database.blockers(step.relations, mode, 0, stage.signal)
}

async function pause(stage: MigrationStage, ms: number): Promise<void> {
  await stage.clock.sleep(ms, stage.signal)
  if (stage.signal.aborted) throw new DatabaseFault('cancelled', '', 'Cancelled')
}

function notToBeHad(place: StepPlace, waitedMs: number, tries: number, by: readonly Blocker[]): MigrationEnd {
  const who = by.length === 0 ? 'nobody held it for long, but it was never free' : blockersText(by)
  const tried = tries === 0 ? '' : `, ${tries} tries`
  return failed(
    'LOCK_BUSY',
    `${placeText(place)} could not get its lock for ${span(waitedMs)}${tried}: ${who}`,
    'End what holds it, or run this step again when it is over: it goes on there. The time-out of a lock is never dropped, or everybody would wait behind it.',
  )
}

function notOurs(place: StepPlace, index: string): MigrationEnd {
  return failed(
    'MIGRATION_FAILED',
    `${placeText(place)}: there is an index ${index} that is not valid, and this step has not left it`,
    `Somebody builds it just now, or has failed to: look at pg_stat_progress_create_index; where nobody does, DROP INDEX CONCURRENTLY it and run this step again.`,
  )
}

/** Writes why it stopped where the next run and other people look. Nothing of it is left: what may be found there later is not ours. */
async function stopped(stage: MigrationStage, { before }: StepWork, end: MigrationEnd): Promise<MigrationEnd> {
  const entry = { ...before, state: 'failed', error: end.because } as const
  delete (entry as { begun?: string }).begun
  await lastWords(stage, entry)
  return end
}

async function lastWords(stage: MigrationStage, entry: LedgerEntry): Promise<void> {
  const over = new AbortController()
  const saved = stage.database.save(entry, unhurried).catch(() => undefined)
  await Promise.race([saved.finally(() => over.abort()), stage.clock.sleep(lastWordsMs, over.signal)])
}

/** One transaction may hold both a lock and a snapshot. */
function distinct(blockers: readonly Blocker[]): readonly Blocker[] {
  return blockers.filter((each, index) => each.pid === 0 || blockers.findIndex(({ pid }) => pid === each.pid) === index)
}

function failed(reasonCode: MigrationEnd['reasonCode'], because: string, hint: string): MigrationEnd {
  return { outcome: 'failed', reasonCode, because, hint }
}
