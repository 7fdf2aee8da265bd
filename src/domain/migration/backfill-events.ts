import type { Pace } from './backfill-rate.ts'
import type { Blocker, Relation } from './model.ts'

/** What happens while a backfill runs. None of it holds a key or a value of a row. */
export type BackfillEvent = { readonly atMs: number; readonly change: string } & (
  | {
      readonly kind: 'backfill-began'
      readonly table: Relation
      readonly rowsDone: number
      readonly rowsEstimated: number
      /** Behind the cursor of an earlier run. */
      readonly resumed: boolean
      /** Since that run the statement was edited: the rows before the cursor were done by another one. */
      readonly edited: boolean
    }
  | ({
      readonly kind: 'backfilled'
      readonly rowsDone: number
      readonly rowsEstimated: number
      readonly batchRows: number
      readonly batchMs: number
    } & Pace)
  /** What cannot be watched, and what to do. */
  | { readonly kind: 'backfill-noted'; readonly text: string }
  /** Told again when it is for another reason. */
  | { readonly kind: 'backfill-paused'; readonly reasons: readonly string[] }
  | { readonly kind: 'backfill-resumed'; readonly pausedMs: number }
  /** Rows of a batch are held by somebody else, for longer than is waited for. */
  | { readonly kind: 'backfill-gave-way'; readonly tries: number; readonly nextRows: number; readonly blockers: readonly Blocker[] }
  /** A table that a query of verify reads is held by somebody else. */
  | { readonly kind: 'verify-gave-way'; readonly place: string; readonly tries: number; readonly blockers: readonly Blocker[] }
  | { readonly kind: 'backfill-reconnected'; readonly rowsDone: number }
  | { readonly kind: 'backfill-ended'; readonly rowsDone: number; readonly rowsChanged: number; readonly verified: number }
)
