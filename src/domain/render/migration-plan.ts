import { entryOf, type Filed, isDone, renamedFrom, unfiledOf } from '../migration/ledger-entry.ts'
import type { LintedStatement } from '../migration/lint/lint.ts'
import type { Blocker, Change, LedgerEntry, Phase } from '../migration/model.ts'
import { blockersText } from '../migration/blocker-text.ts'
import { grouped } from './migration-events.ts'
import { barWords, findingLines } from './migration-lint.ts'

/** What plan mode says of a phase: what is pending, each statement, who stands in the way now, and each input with where it came from. */
export function migrationPlanLines(about: {
  readonly changes: readonly Change[]
  readonly ledger: readonly LedgerEntry[]
  readonly phase: Phase
  readonly statements: readonly LintedStatement[]
  readonly blockers: readonly Blocker[]
  readonly settings: readonly (readonly [name: string, text: string, source: string])[]
}): readonly string[] {
  const { changes, ledger, phase, statements, blockers, settings } = about
  const own = changes.filter(({ foreign, scripts }) => foreign !== true && scripts[phase] !== undefined)
  const pending = own.filter((change) => !isDone(ledger, change.id, phase))
  const filed = (change: Change): Filed => ({ change, phase, digest: change.scripts[phase]?.digest ?? '' })
  const unfiled = unfiledOf(ledger, own.map(filed))
  const lines = pending.map((change) => {
    const entry = entryOf(ledger, change.id, phase)
    const before = entry ?? renamedFrom(unfiled, filed(change))
    const done = before === undefined ? '' : `, ${doneText(before)} by run ${before.run}`
    return `  ${change.id} ${change.name}${done}${before === entry ? '' : ` as ${before!.change}, which has no file any more`}`
  })
  const abandoned = unfiled.filter(({ state }) => state !== 'done')
  const without = abandoned.map((entry) => `  ${entry.change}, ${doneText(entry)} by run ${entry.run}, has no file any more`)
  return [
    `${phase}: ${String(pending.length)} of ${own.length === 1 ? '1 change is' : `${String(own.length)} changes are`} pending`,
    ...lines,
    ...without,
    ...(statements.length > 0
      ? [
          '',
          `Statements, with who would wait for them as they are written: readers, writers   ${barWords}`,
          ...findingLines(statements).map((line) => `  ${line}`),
        ]
      : []),
    ...(blockers.length > 0 ? ['', `In the way now: ${blockersText(blockers)}`] : []),
    '',
    'Inputs',
    ...settings.map(([name, text, source]) => `  ${name}: ${text} (${source})`),
  ]
}

function doneText({ steps, backfill }: LedgerEntry): string {
  if (backfill !== undefined) return `${grouped(backfill.rowsDone)} rows were done`
  return steps.length === 1 ? '1 step was done' : `${String(steps.length)} steps were done`
}
