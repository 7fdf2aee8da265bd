import { compareIds } from './ids.ts'
import type { LedgerEntry, Phase } from './model.ts'

/** The line of a phase of a change, however the id is spelled: 0042 and 42 are one change, and one line. */
export function entryOf(ledger: readonly LedgerEntry[], change: string, phase: Phase): LedgerEntry | undefined {
  return ledger.find((entry) => entry.phase === phase && compareIds(entry.change, change) === 0)
}

export function isDone(ledger: readonly LedgerEntry[], change: string, phase: Phase): boolean {
  return entryOf(ledger, change, phase)?.state === 'done'
}
