import { asSluiceError, SluiceError } from '../domain/errors.ts'
import { type BatchLimits, batchLimits } from '../domain/migration/batch-size.ts'
import type { MigrationEnd, MigrationEvent } from '../domain/migration/events.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'
import { entryOf, isDone, renamedFrom, unfiledOf } from '../domain/migration/ledger-entry.ts'
import type { Change, LedgerEntry } from '../domain/migration/model.ts'
import { renamedHint, renamedText } from '../domain/migration/pending.ts'
import type { PressureLimits } from '../domain/migration/pressure.ts'
import type { BackfillOrder, Pressure } from '../ports.ts'
import { backfill, type BackfillEnd, type BackfillWork } from './backfilling.ts'
import { holdDatabase } from './hold-database.ts'
import { createStage, type MigrationPorts, type MigrationStage } from './migration-stage.ts'

/** The backfill of a change, as it is written. */
export interface PlannedBackfill {
  readonly change: Pick<Change, 'id' | 'name'>
  /** Of its script. */
  readonly digest: string
  readonly order: BackfillOrder
  readonly targetMs?: number
  readonly verify: BackfillWork['verify']
  /** Whether the change has an expand, which must come before. */
  readonly expands: boolean
}

export interface BackfillOptions {
  readonly mostRows: number
  /** Of all of them together. */
  readonly maxDurationMs?: number
  readonly pressure: PressureLimits
  /** A query of the user that can ask for a pause. */
  readonly query?: string
  /** Further sources that can. */
  readonly pressures: readonly Pressure[]
}

/**
 * Runs the backfills that the ledger does not have as done, one after the other in the order of their changes. Throws SluiceError only where
 * nothing was begun.
 */
export async function backfillChanges(
  planned: readonly PlannedBackfill[],
  options: BackfillOptions,
  ports: MigrationPorts,
): Promise<MigrationEnd & { readonly events: readonly MigrationEvent[] }> {
  const stage = createStage(ports)
  let began = false
  const conclude = (end: MigrationEnd): MigrationEnd & { readonly events: readonly MigrationEvent[] } => {
    stage.tell({ kind: 'ended', ...end })
    return { ...end, events: stage.events }
  }
  try {
    let ledger = await holdDatabase(stage, false)
    const refused = refusal(planned, ledger)
    if (refused) return conclude(refused)
    const pending = planned.filter(({ change }) => !isDone(ledger, change.id, 'backfill'))
    if (pending.length === 0) return conclude({ outcome: 'no-op', reasonCode: 'NO_CHANGE', because: 'Every backfill is done already' })
    stage.tell({
      kind: 'pending',
      phases: pending.map(({ change }) => ({ change: change.id, name: change.name, phase: 'backfill', steps: 1, done: 0 })),
    })
    const beganMs = stage.clock.nowMs()
    const told: string[] = []
    const noted = new Set<string>()
    for (const each of pending) {
      const note = (text: string): void => {
        if (!noted.has(text)) stage.tell({ kind: 'backfill-noted', change: each.change.id, text })
        noted.add(text)
      }
      began = true
      const end = await backfill(workOf(each, entryOf(ledger, each.change.id, 'backfill'), stage, options, beganMs), {
        database: stage.database,
        clock: stage.clock,
        cancellation: stage.cancellation,
        nowMs: () => stage.nowMs(),
        random: stage.random,
        pressures: [...stage.database.pressures(each.order.table, options.pressure, options.query, note), ...options.pressures],
        rejoin: async () => (ledger = await holdDatabase(stage, true)),
        tell: (event) => stage.tell(event),
      })
      if (end.kind !== 'done') return conclude(endOf(end))
      // Between a lost session and the next one another run may have had the lock.
      const against = refusal(planned, ledger)
      if (against) return conclude(against)
      stage.tell({ kind: 'phase-done', change: each.change.id, phase: 'backfill' })
      told.push(end.because)
    }
    return conclude({ outcome: 'succeeded', reasonCode: 'MIGRATED', because: told.join('; ') })
  } catch (error) {
    const fault =
      error instanceof DatabaseFault ? new SluiceError('MIGRATION_FAILED', error.message, { cause: error }) : asSluiceError(error)
    if (!began && fault.reasonCode !== 'CANCELLED' && fault.reasonCode !== 'LOCK_BUSY') throw fault
    return conclude({
      outcome: 'failed',
      reasonCode: fault.reasonCode,
      because: fault.message,
      ...(fault.hint !== undefined && { hint: fault.hint }),
    })
  }
}

/** What stands against all of it: what was done differs from the files, or comes too early. */
function refusal(planned: readonly PlannedBackfill[], ledger: readonly LedgerEntry[]): MigrationEnd | undefined {
  const drift = planned.filter(({ change, digest }) => {
    const entry = entryOf(ledger, change.id, 'backfill')
    return entry?.state === 'done' && entry.digest !== digest
  })
  if (drift.length > 0)
    return {
      outcome: 'failed',
      reasonCode: 'DRIFT_FOUND',
      because: drift.map(({ change }) => `The backfill of ${change.id} is done, and its file was changed since`).join('; '),
      hint: 'Put the file back as it was, and write what is new into a change of its own.',
    }
  const filed = planned.map((each) => ({ ...each, phase: 'backfill' as const }))
  const unfiled = unfiledOf(ledger, filed)
  const fresh = filed.filter(({ change }) => entryOf(ledger, change.id, 'backfill') === undefined)
  const renamed = fresh.flatMap((each) => renamedText(each, renamedFrom(unfiled, each)))
  if (renamed.length > 0) return { outcome: 'failed', reasonCode: 'DRIFT_FOUND', because: renamed.join('; '), hint: renamedHint }
  const early = planned.filter(({ change, expands }) => expands && !isDone(ledger, change.id, 'expand'))
  if (early.length === 0) return undefined
  return {
    outcome: 'failed',
    reasonCode: 'PREFLIGHT_FAILED',
    because: `Nothing to fill yet: expand of ${early.map(({ change }) => change.id).join(', ')} is not done`,
    hint: 'Nothing was changed. Run `command: expand` first.',
  }
}

function workOf(
  { change, digest, order, targetMs, verify }: PlannedBackfill,
  found: LedgerEntry | undefined,
  stage: MigrationStage,
  { mostRows, maxDurationMs }: BackfillOptions,
  beganMs: number,
): BackfillWork {
  const limits: BatchLimits = batchLimits({ mostRows, ...(targetMs !== undefined && { targetMs }) })
  return {
    // As it was spelled when it was begun, or there would be a second line of it.
    ...{ change: found?.change ?? change.id, digest, order, run: stage.run, attempt: stage.attempt, limits, verify },
    ...(found && { found }),
    lockMs: stage.limits.lockMs,
    maxWaitMs: stage.limits.maxWaitMs,
    ...(maxDurationMs !== undefined && { maxDurationMs: Math.max(0, maxDurationMs - (stage.clock.nowMs() - beganMs)) }),
  }
}

function endOf(end: Exclude<BackfillEnd, { readonly kind: 'done' }>): MigrationEnd {
  if (end.kind === 'waiting') return { outcome: 'waiting', reasonCode: 'BACKFILL_CONTINUES', because: end.because }
  const hint = 'Run this step again: it goes on where the ledger says it stands.'
  if (end.kind === 'cancelled') return { outcome: 'failed', reasonCode: 'CANCELLED', because: end.because, hint }
  return { outcome: 'failed', reasonCode: end.reasonCode, because: end.because, ...(end.hint !== undefined && { hint: end.hint }) }
}
