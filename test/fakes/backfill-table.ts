import { DatabaseFault } from '../../src/domain/migration/fault.ts'
import type { BackfillProgress, Blocker, LedgerEntry } from '../../src/domain/migration/model.ts'
import type { Clock, MigrationDatabase } from '../../src/ports.ts'

/** A table of whole numbers from 1, each of which counts how often it was filled; and a ledger. Both survive a lost session. */
export interface FakeBackfill {
  readonly database: Pick<MigrationDatabase, 'backfill' | 'save' | 'verify' | 'blockers'>
  readonly hits: readonly number[]
  ledger(): readonly LedgerEntry[]
  /** What another run has saved. */
  keep(entry: LedgerEntry): void
  /** How many rows each batch was asked for, in their order. */
  readonly asked: readonly number[]
  /** How often a survey was made. */
  surveys(): number
}

export interface FakeBackfillOptions {
  readonly rows: number
  readonly perRowMs?: number
  readonly estimate?: number
  readonly problems?: readonly string[]
  readonly found?: LedgerEntry
  /** What a batch meets, by its number from 0, before anything of it is done, or right after all of it is. */
  readonly meets?: (
    batch: number,
    from: number,
    to: number,
  ) => { readonly before?: DatabaseFault; readonly after?: DatabaseFault; readonly tookMs?: number } | undefined
  readonly blockers?: readonly Blocker[]
  /** May take its time by `clock`; `grow` adds rows at the end of the table. */
  readonly verify?: (sql: string, world: { readonly clock: Clock; grow(rows: number): void }) => number | Promise<number>
  /** What a survey meets, by its number from 0. */
  readonly surveys?: (survey: number) => DatabaseFault | undefined
  readonly saves?: (entry: LedgerEntry, save: number) => { readonly before?: DatabaseFault; readonly after?: DatabaseFault } | undefined
}

export function createFakeBackfill(clock: Clock, options: FakeBackfillOptions): FakeBackfill {
  const { rows, perRowMs = 0.05, estimate = rows, problems = [], meets, verify = () => 0 } = options
  const hits = Array.from({ length: rows }, () => 0)
  const grow = (more: number): void => void hits.push(...Array.from({ length: more }, () => 0))
  let ledger: readonly LedgerEntry[] = options.found ? [options.found] : []
  const asked: number[] = []
  let surveys = 0
  let saves = 0
  const keep = (entry: LedgerEntry): void => {
    ledger = [entry, ...ledger.filter((each) => each.change !== entry.change)]
  }
  return {
    hits,
    ledger: () => ledger,
    keep,
    asked,
    surveys: () => surveys,
    database: {
      backfill: () => ({
        async survey() {
          const met = options.surveys?.(surveys)
          surveys += 1
          if (met) throw met
          return { problems, rowsEstimated: estimate }
        },
        async batch(entry, size, _limits, signal) {
          const before: BackfillProgress = entry.backfill ?? { rowsDone: 0, rowsEstimated: -1 }
          const from = Number(before.cursor?.[0] ?? 0)
          const to = Math.min(hits.length, from + size)
          const met = meets?.(asked.length, from, to)
          asked.push(size)
          if (met?.before) throw met.before
          if (to === from) return { progress: before, rows: 0, changed: 0, tookMs: 0 }
          const tookMs = met?.tookMs ?? (to - from) * perRowMs
          await clock.sleep(tookMs, signal)
          if (signal.aborted) throw new DatabaseFault('cancelled', '57014', 'Cancelled')
          for (let row = from; row < to; row += 1) hits[row]! += 1
          const progress = { ...before, cursor: [String(to)], rowsDone: before.rowsDone + to - from }
          keep({ ...entry, backfill: progress })
          if (met?.after) throw met.after
          return { progress, rows: to - from, changed: to - from, tookMs }
        },
      }),
      async save(entry) {
        const met = options.saves?.(entry, saves)
        saves += 1
        if (met?.before) throw met.before
        keep(entry)
        if (met?.after) throw met.after
      },
      verify: (queries) => Promise.all(queries.map(async (query) => verify(query, { clock, grow }))),
      blockers: async () => options.blockers ?? [],
    },
  }
}

export const busyFault = new DatabaseFault('busy', '55P03', 'canceling statement due to lock timeout (SQLSTATE 55P03)')
export const lostSession = new DatabaseFault('lost', '57P01', 'terminating connection (SQLSTATE 57P01)')
export const slowFault = new DatabaseFault('refused', '57014', 'canceling statement due to statement timeout (SQLSTATE 57014)')
