import { entryOf, isDone } from '../ledger-entry.ts'
import type { Change, LedgerEntry, Phase } from '../model.ts'
import type { Known } from './about.ts'
import type { Catalog } from './catalog.ts'
import { knownFrom } from './known.ts'
import type { LintedStatement } from './lint.ts'

/** Where a database stands that is asked while a phase is to be done. */
export interface Standing {
  readonly catalog: Catalog
  readonly ledger: readonly LedgerEntry[]
  readonly phase: Phase
}

/**
 * Lints in the light of what the database says. A phase that was begun has changed what its catalog says, so there a statement is taken in that of its
 * two readings, with the catalog and without, by which its steps were begun: what is done stays done. `lint` is asked for both; `digestOf` tells what an SQL
 * text is.
 */
export function lintStanding(
  changes: readonly Change[],
  lint: (known?: Known) => readonly LintedStatement[],
  { catalog, ledger, phase }: Standing,
  digestOf: (sql: string) => string,
): readonly LintedStatement[] {
  const pending = changes.filter(({ id, foreign }) => foreign !== true && !isDone(ledger, id, phase))
  const known = knownFrom(
    catalog,
    changes,
    pending.flatMap(({ scripts }) => scripts[phase]?.statements ?? []),
  )
  const blind = lint()
  const seeing = lint(known)
  const done = new Map<string, number>()
  return blind.map((each, index) => {
    const { change, role } = each
    if (role !== phase || !pending.some(({ id }) => id === change)) return each
    const steps = entryOf(ledger, change, phase)?.steps ?? []
    const from = done.get(change) ?? 0
    const fits = (reading: LintedStatement): boolean =>
      reading.steps.length === 0
        ? from >= steps.length
        : reading.steps.every(({ sql }, at) => from + at >= steps.length || digestOf(sql) === steps[from + at])
    const taken = [seeing[index]!, each].find(fits) ?? seeing[index]!
    done.set(change, from + taken.steps.length)
    return taken
  })
}
