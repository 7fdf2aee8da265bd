import { compareIds } from './ids.ts'
import { entryOf, type Filed, renamedFrom, unfiledOf } from './ledger-entry.ts'
import type { LedgerEntry } from './model.ts'
import type { PlannedPhase } from './planned.ts'

export const renamedHint = 'Give it its old id again; or, where it is another change, put the file of the old one back beside it.'

/** A phase that is not done. */
export interface PendingPhase {
  readonly planned: PlannedPhase
  /** How many of its steps are done. */
  readonly done: number
  /** Its line, where an earlier run has begun it. */
  readonly entry?: LedgerEntry
}

export interface Pending {
  readonly phases: readonly PendingPhase[]
  /** What was done differs from the files, in words. */
  readonly drift: readonly string[]
  /** Phases that were done, or begun, under another id, in words. */
  readonly renamed: readonly string[]
  /** Lines that were begun, and have no file any more. */
  readonly abandoned: readonly LedgerEntry[]
  /** Phases to be done although a later change has been through that phase: they were merged after it. */
  readonly late: readonly { readonly planned: PlannedPhase; readonly after: string }[]
}

/**
 * What is left to do: the difference of two sets, and not whatever comes after the last one. A phase that is done must still have its digest; of one
 * that is not, only the steps that are done, so that a statement which failed may be edited.
 */
export function pendingOf(planned: readonly PlannedPhase[], ledger: readonly LedgerEntry[]): Pending {
  const known = planned.map((each) => {
    const entry = entryOf(ledger, each.change.id, each.phase)
    return entry === undefined ? { planned: each, done: 0 } : { planned: each, done: entry.steps.length, entry }
  })
  const phases = known.filter(({ entry }) => entry?.state !== 'done')
  const unfiled = unfiledOf(ledger, planned)
  return {
    phases,
    drift: known.flatMap(driftOf),
    renamed: phases.filter(({ done }) => done === 0).flatMap(({ planned: each }) => renamedText(each, renamedFrom(unfiled, each))),
    abandoned: unfiled.filter(({ state }) => state !== 'done'),
    late: phases.flatMap(({ planned: each }) => {
      const after = ledger.filter(({ change, phase }) => phase === each.phase && compareIds(change, each.change.id) > 0)
      return after.length === 0 ? [] : [{ planned: each, after: after.map(({ change }) => change).sort(compareIds)[0]! }]
    }),
  }
}

function driftOf({ planned, done, entry }: PendingPhase): readonly string[] {
  if (entry === undefined) return []
  const what = `${planned.change.id} ${planned.phase}`
  if (entry.state === 'done') {
    if (entry.digest === planned.digest) return []
    return [`${what} was done with the digest ${shown(entry.digest)}, and its file has ${shown(planned.digest)} now`]
  }
  const at = entry.steps.findIndex((digest, index) => planned.steps[index]?.digest !== digest)
  if (at < 0) return []
  const now = planned.steps[at]
  const place = now === undefined ? 'is not there any more' : `has ${shown(now.digest)} now (${now.path}:${now.line})`
  return [`Step ${at + 1} of ${what}, one of ${done} that are done, was done with the digest ${shown(entry.steps[at]!)}, and ${place}`]
}

/** What a phase that has the text of `before` is told to be. */
export function renamedText({ change, phase }: Filed, before: LedgerEntry | undefined): readonly string[] {
  if (before === undefined) return []
  const how = before.state === 'done' ? 'was done' : 'was begun'
  return [`${change.id} ${phase} has the text of ${before.change} ${phase}, which ${how} by run ${before.run} and has no file any more`]
}

function shown(digest: string): string {
  return digest.slice(0, 12)
}
