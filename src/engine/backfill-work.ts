import type { BackfillEvent } from '../domain/migration/backfill-events.ts'
import type { BatchLimits } from '../domain/migration/batch-size.ts'
import type { LedgerEntry } from '../domain/migration/model.ts'
import type { BackfillOrder, Cancellation, Clock, MigrationDatabase, Pressure } from '../ports.ts'

/** One backfill, as a run has to do it. */
export interface BackfillWork {
  readonly change: string
  /** Of its script. */
  readonly digest: string
  readonly order: BackfillOrder
  readonly run: string
  readonly attempt: number
  /** What the ledger has of it, by earlier runs. */
  readonly found?: LedgerEntry
  readonly limits: BatchLimits
  /** How long a batch waits for a row that somebody holds, while others wait for the rows it holds itself. */
  readonly lockMs: number
  /** How long it is tried again to get past rows that somebody holds. */
  readonly maxWaitMs: number
  /** How long it may take before it is left to the next run. */
  readonly maxDurationMs?: number
  /** Queries that must find nothing at the end, with their places. */
  readonly verify: readonly { readonly path: string; readonly line: number; readonly sql: string }[]
}

export interface BackfillPorts {
  readonly database: Pick<MigrationDatabase, 'backfill' | 'save' | 'verify' | 'blockers'>
  readonly clock: Clock
  readonly cancellation: Cancellation
  /** The time that events carry. */
  readonly nowMs: () => number
  /** From 0 to below 1. */
  readonly random: () => number
  readonly pressures: readonly Pressure[]
  /** A new session with the lock in the place of one that was lost, and what its ledger says. Throws where that cannot be had. */
  rejoin(signal: AbortSignal): Promise<readonly LedgerEntry[]>
  tell(event: BackfillEvent): void
}

/** How it ended, in words that name places and numbers, never keys or values. */
export type BackfillEnd =
  | { readonly kind: 'done'; readonly because: string }
  /** The next run goes on behind the cursor. */
  | { readonly kind: 'waiting'; readonly because: string }
  | { readonly kind: 'cancelled'; readonly because: string }
  | {
      readonly kind: 'failed'
      readonly reasonCode: 'LOCK_BUSY' | 'MIGRATION_FAILED' | 'PREFLIGHT_FAILED'
      readonly because: string
      readonly hint?: string
    }
