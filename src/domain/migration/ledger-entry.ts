import { compareIds } from './ids.ts'
import type { LedgerEntry, Phase } from './model.ts'

/** A phase that a file has. */
export interface Filed {
  readonly change: { readonly id: string }
  readonly phase: Phase
  /** Of the script. */
  readonly digest: string
}

/** The line of a phase of a change, however the id is spelled: 0042 and 42 are one change, and one line. */
export function entryOf(ledger: readonly LedgerEntry[], change: string, phase: Phase): LedgerEntry | undefined {
  return ledger.find((entry) => entry.phase === phase && compareIds(entry.change, change) === 0)
}

export function isDone(ledger: readonly LedgerEntry[], change: string, phase: Phase): boolean {
  return entryOf(ledger, change, phase)?.state === 'done'
}

/** The lines of these phases that no file has any more. */
export function unfiledOf(ledger: readonly LedgerEntry[], files: readonly Filed[]): readonly LedgerEntry[] {
  return ledger.filter((entry) => {
    const others = files.filter(({ phase }) => phase === entry.phase)
    return others.length > 0 && others.every(({ change }) => compareIds(change.id, entry.change) !== 0)
  })
}

/** The line of an earlier name of this phase: of the same text, and without a file. To do it would be to do it again. */
export function renamedFrom(unfiled: readonly LedgerEntry[], { phase, digest }: Filed): LedgerEntry | undefined {
  return unfiled.find((entry) => entry.phase === phase && entry.digest === digest && hasWork(entry))
}

function hasWork({ state, steps, backfill }: LedgerEntry): boolean {
  return state === 'done' || steps.length > 0 || (backfill?.rowsDone ?? 0) > 0
}
