import type { BackfillProgress } from '../domain/migration/model.ts'
import { grouped } from '../domain/render/migration-events.ts'
import type { BackfillWork } from './backfill-work.ts'

/** The SQLSTATE of a statement that was ended by its own time-out. */
export const statementTimeout = '57014'
/** And of one that the role may not run, or not with all rows in sight. */
const noRight = '42501'

/** Whose faults are met: those of a batch, of those who could be harmed, or of a query of verify. */
export type Doing = 'filling' | 'looking' | BackfillWork['verify'][number]

export function placeOf({ path, line }: BackfillWork['verify'][number]): string {
  return `${path}:${line}`
}

export function refusedWords(doing: Doing, change: string): string {
  if (doing === 'looking') return `Whether the backfill of ${change} has to wait could not be asked`
  return `${doing === 'filling' ? `The backfill of ${change}` : placeOf(doing)} was refused by the database`
}

export function refusedHint(doing: Doing, sqlState: string, { rowsDone }: BackfillProgress): string {
  if (sqlState === noRight)
    return (
      'Grant the role of this run what it lacks, then run this step again. Where row-level security would hide rows from it: BYPASSRLS; ' +
      'or, where its policies show it all of them, ALTER ROLE ... SET row_security = on.'
    )
  if (doing === 'filling' && sqlState === statementTimeout) return 'Is an index missing for what the statement joins? EXPLAIN tells.'
  const what = doing === 'filling' ? 'the statement or the rows' : 'the query'
  return `What was done stays done: correct ${what}, then run this step again. It goes on behind ${rowsText(rowsDone)}.`
}

export function rowsText(count: number): string {
  return count === 1 ? '1 row' : `${grouped(count)} rows`
}
