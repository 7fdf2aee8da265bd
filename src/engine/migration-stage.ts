import type { MigrationEvent, Untimed } from '../domain/migration/events.ts'
import type { Cancellation, Clock, MigrationDatabase } from '../ports.ts'

/** How long what is waited for. */
export interface MigrationLimits {
  /** For another run to end. */
  readonly lockWaitMs: number
  /** A statement for its locks, while others wait behind it: 100 unless told. */
  readonly lockMs: number
  /** A step for those who stand in its way, and for its tries. */
  readonly maxWaitMs: number
  /** For a server that is out of reach. */
  readonly outageMs: number
}

export const defaultLimits: MigrationLimits = { lockWaitMs: 600_000, lockMs: 100, maxWaitMs: 600_000, outageMs: 120_000 }

/** What a run over a database needs from the world. */
export interface MigrationPorts {
  readonly database: MigrationDatabase
  readonly clock: Clock
  readonly cancellation: Cancellation
  /** From 0 to below 1. */
  readonly random: () => number
  readonly run: string
  readonly attempt: number
  readonly limits: MigrationLimits
  /** Hears every event as it happens. Never throws. */
  tell(event: MigrationEvent): void
}

/** A run over a database: its ports, what it has told, and what time it is there. */
export interface MigrationStage extends Omit<MigrationPorts, 'tell'> {
  readonly signal: AbortSignal
  readonly events: readonly MigrationEvent[]
  tell(event: Untimed): void
  /** By the clock of the database, as far as it was seen. */
  nowMs(): number
  /** The database has told its time. */
  sync(atMs: number): void
}

export function createStage(ports: MigrationPorts): MigrationStage {
  const events: MigrationEvent[] = []
  let aheadMs = 0
  const nowMs = (): number => ports.clock.nowMs() + aheadMs
  return {
    ...ports,
    signal: ports.cancellation.signal,
    events,
    nowMs,
    sync(atMs) {
      aheadMs = atMs - ports.clock.nowMs()
    },
    tell(untimed) {
      const event = { atMs: nowMs(), ...untimed } as MigrationEvent
      events.push(event)
      ports.tell(event)
    },
  }
}
