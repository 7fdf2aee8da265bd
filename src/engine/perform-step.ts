import { blockerAgeMs, longLockMs, lookPauseMs, retryPauseMs } from '../domain/migration/acquire.ts'
import { blockersText } from '../domain/migration/blocker-text.ts'
import type { MigrationEnd } from '../domain/migration/events.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'
import type { Blocker, LockMode, Step } from '../domain/migration/model.ts'
import { placeText, type StepPlace } from '../domain/migration/planned.ts'
import { nextMove } from '../domain/migration/refused-step.ts'
import { span } from '../domain/render/time.ts'
import type { MigrationStage } from './migration-stage.ts'
import { buildIndex, type Doing, type StepWork, unattended, watched } from './unattended.ts'

/** The pause in which a ledger may still be written although the end was asked for. */
const lastWordsMs = 800

/** Does one step. Undefined when it is done; an end where it cannot be. Throws DatabaseFault where the session was lost or is cancelled. */
export async function performStep(stage: MigrationStage, given: StepWork): Promise<MigrationEnd | undefined> {
  const work: Doing = { ...given, left: '' }
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
      await lastWords(stage, work, 'Cancelled')
      throw error
    }
    const because = `${placeText(place)} was refused by the database: ${error.message}${work.left}`
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

/** Writes why it stopped where the next run and other people look, and what may be found of it. */
async function stopped(stage: MigrationStage, work: Doing, end: MigrationEnd): Promise<MigrationEnd> {
  await lastWords(stage, work, end.because)
  return end
}

async function lastWords(stage: MigrationStage, { before, begun }: Doing, error: string): Promise<void> {
  const [late, over] = [new AbortController(), new AbortController()]
  const entry = { ...before, ...(begun !== undefined && { begun }), state: 'failed', error } as const
  const saved = stage.database.save(entry, late.signal).catch(() => undefined)
  void saved.finally(() => over.abort())
  await stage.clock.sleep(lastWordsMs, over.signal)
  // Whoever waits in the server for a copy that does not answer is still there when we are gone, with our lock.
  late.abort()
  await saved
}

function failed(reasonCode: MigrationEnd['reasonCode'], because: string, hint: string): MigrationEnd {
  return { outcome: 'failed', reasonCode, because, hint }
}
