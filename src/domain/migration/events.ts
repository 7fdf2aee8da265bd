import type { Outcome, ReasonCode } from '../outcome.ts'
import type { BackfillEvent } from './backfill-events.ts'
import type { Blocker, Phase, Step } from './model.ts'
import type { StepPlace } from './planned.ts'

/** How a run over a database ended. The texts name places, objects and numbers; never a literal of a statement or a value of a row. */
export interface MigrationEnd {
  readonly outcome: Outcome
  readonly reasonCode: ReasonCode
  readonly because: string
  /** One move that a person can make. */
  readonly hint?: string
}

/** What happens to a run over a database, by the clock of the database. Log, summary and result are folds over these. */
export type MigrationEvent =
  | BackfillEvent
  | ({ readonly atMs: number } &
      /** The server does not answer, and is tried again. Told anew when it is for another reason. */
      (
        | { readonly kind: 'unreached'; readonly because: string }
        | { readonly kind: 'connected'; readonly database: string; readonly server: string }
        /** Another run holds the lock. Told again when it is another one, or has come further. */
        | { readonly kind: 'lock-awaited'; readonly heldBy: string }
        | { readonly kind: 'locked'; readonly waitedMs: number }
        /** What is to be done, in order; told again after a session was lost. */
        | { readonly kind: 'pending'; readonly phases: readonly PendingTold[] }
        /** It was merged after `after`, which has been through this phase; it is done all the same. */
        | { readonly kind: 'late'; readonly change: string; readonly phase: Phase; readonly after: string }
        /** Begun by that run, with so many steps done, and without a file now: nothing is done about it. */
        | { readonly kind: 'abandoned'; readonly change: string; readonly phase: Phase; readonly steps: number; readonly run: string }
        | { readonly kind: 'step-begun'; readonly place: StepPlace; readonly work: Step['kind'] }
        /** They are waited for before the lock is asked for. Told again when they are others. */
        | { readonly kind: 'blocked'; readonly place: StepPlace; readonly by: readonly Blocker[] }
        /** It is built meanwhile, and cannot be finished before they are. */
        | { readonly kind: 'outlasts'; readonly place: StepPlace; readonly by: readonly Blocker[] }
        /** The lock was not to be had in time, or two waited for each other. */
        | { readonly kind: 'retried'; readonly place: StepPlace; readonly tries: number; readonly pauseMs: number }
        | { readonly kind: 'index-progress'; readonly place: StepPlace; readonly text: string }
        /** An index that is not valid, left by this step: by an earlier run, or because it was refused just now. */
        | { readonly kind: 'index-dropped'; readonly place: StepPlace; readonly index: string }
        /** `tries` 0: it had been done before the session was lost. */
        | { readonly kind: 'step-done'; readonly place: StepPlace; readonly tries: number; readonly tookMs: number }
        | { readonly kind: 'phase-done'; readonly change: string; readonly phase: Phase }
        | { readonly kind: 'lost'; readonly because: string }
        | ({ readonly kind: 'ended' } & MigrationEnd)
      ))

export interface PendingTold {
  readonly change: string
  readonly name: string
  readonly phase: Phase
  readonly steps: number
  readonly done: number
}

/** An event before it has its time. */
export type Untimed<Event extends { readonly atMs: number } = MigrationEvent> = Event extends unknown ? Omit<Event, 'atMs'> : never
