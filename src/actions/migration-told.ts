import type { Dialect } from '../domain/migration/dialect.ts'
import type { MigrationEnd, MigrationEvent } from '../domain/migration/events.ts'
import { isDone } from '../domain/migration/ledger-entry.ts'
import type { LintedStatement } from '../domain/migration/lint/lint.ts'
import { type Change, type LedgerEntry, type Mistake, phases } from '../domain/migration/model.ts'
import type { OneOffEvent } from '../domain/migration/one-off.ts'
import type { MigrationSubject } from '../domain/migration/result.ts'
import { shownSql } from '../domain/migration/shown-sql.ts'
import { eventLines } from '../domain/render/migration-events.ts'
import { findingLines, lintSections, safeForms } from '../domain/render/migration-lint.ts'
import type { RunnerHost } from '../runner/host.ts'

type Told = MigrationEvent | OneOffEvent

/** What a command has to show besides its events. */
export type MigrationShown = Pick<MigrationSubject, 'database' | 'end' | 'failed' | 'plan'> & { readonly sections: readonly string[] }

/** Behind these something may be written, or run. */
const begins = new Set<Told['kind']>(['pending', 'task-starting', 'task-begun'])

/** Tells every event in the log as it happens, and keeps it; `timed` knows whether time was over. `started` is told before anything is written. */
export function teller(
  host: RunnerHost,
  timed: <Ended extends Pick<MigrationEnd, 'reasonCode' | 'because'>>(ended: Ended) => Ended,
): { readonly tell: (event: Told) => void; readonly events: readonly Told[] } {
  const events: Told[] = []
  let beganMs: number | undefined
  return {
    events,
    tell(told) {
      const event = told.kind === 'ended' ? timed(told) : told
      beganMs ??= event.atMs
      // What a tool prints has no end, and no place but the log.
      if (event.kind !== 'task-said') events.push(event)
      if (begins.has(event.kind)) host.outputs.set('started', 'true')
      for (const line of eventLines(event, beganMs)) host.log.line(line)
    },
  }
}

/** Annotations at file and line: errors for what may not run, notices for what runs by a safe form or by a word of its author. */
export function annotate(host: RunnerHost, statements: readonly LintedStatement[], mistakes: readonly Mistake[]): void {
  for (const { path, line, text } of mistakes) host.log.error(text, { title: 'Cannot be read', file: path, line })
  for (const { path, line, findings, verdict, allowed } of statements) {
    for (const { class: found, rule, because, advice } of findings) {
      if (found === 'expand-safe') continue
      const place = { title: rule, file: path, line }
      if (verdict === 'refused') host.log.error(`${because} ${advice}`, place)
      else if (allowed !== undefined) host.log.notice(`${because} Allowed: ${allowed}`, place)
      else if (verdict === 'runs-rewritten') host.log.notice(`${because} It runs by its safe form.`, place)
    }
  }
}

/** What the lint came to; `rewrites` where safe forms could be run instead, and were not asked for. */
export function lintEnd(statements: readonly LintedStatement[], mistakes: readonly Mistake[], rewrites = false): MigrationEnd | undefined {
  const refused = statements.filter(({ verdict }) => verdict === 'refused')
  const rewritable =
    rewrites && refused.some(({ findings }) => findings.every((each) => each.class === 'expand-safe' || each.recipe !== undefined))
  if (refused.length + mistakes.length === 0) return undefined
  const counted = (count: number, what: string, more: string): readonly string[] =>
    count === 0 ? [] : [`${String(count)} ${count === 1 ? what : more}`]
  const because = [
    ...counted(refused.length, 'statement is unsafe as it is', 'statements are unsafe as they are'),
    ...counted(mistakes.length, 'mistake is in the files', 'mistakes are in the files'),
  ].join(', ')
  const places = [...mistakes, ...refused].slice(0, 5).map(({ path, line }) => `${path}:${String(line)}`)
  return {
    outcome: 'failed',
    reasonCode: 'MIGRATION_UNSAFE',
    because: `${because}: ${places.join(', ')}${refused.length + mistakes.length > places.length ? ' and others' : ''}`,
    hint: `Nothing was run. Each is told with its lock and what to do instead.${rewritable ? ' With `safe-rewrite: true` the safe forms are run.' : ''}`,
  }
}

/** The outputs that follow from files and ledger. */
export function standingOutputs(changes: readonly Change[], ledger: readonly LedgerEntry[]): Readonly<Record<string, string>> {
  const own = changes.filter(({ foreign }) => foreign !== true)
  const behind = own.findIndex(({ id, scripts }) => scripts.expand !== undefined && !isDone(ledger, id, 'expand'))
  const pending = own.flatMap(({ id, scripts }) =>
    phases.filter((phase) => scripts[phase] !== undefined && !isDone(ledger, id, phase)).map((phase) => ({ change: id, phase })),
  )
  return {
    level: (behind < 0 ? own.at(-1) : own[behind - 1])?.id ?? '',
    pending: JSON.stringify(pending),
    'rollback-allowed': String(!ledger.some(({ phase }) => phase === 'contract')),
  }
}

/** Takes the literals out of an SQL text of ours. */
export function shownBy({ parse }: Pick<Dialect, 'parse'>): (sql: string) => string {
  return (sql) => {
    const parsed = parse(sql)
    const [statement] = 'wrong' in parsed ? [] : parsed.statements
    return statement ? shownSql({ text: sql.slice(statement.start, statement.end), tokens: statement.tokens }) : ''
  }
}

/** In the log alone, which whoever may read the files may read too: as they are to be written, or will be run. */
export function tellSafeForms(host: RunnerHost, statements: readonly LintedStatement[]): void {
  const forms = safeForms(statements, (sql) => sql)
  if (forms.length > 0) host.log.group('The safe forms', forms)
}

/** The lint of all files: annotations, each finding and the safe forms in the log, the rest in the summary. */
export function lintShown(
  { host, dialect }: { readonly host: RunnerHost; readonly dialect: Dialect },
  statements: readonly LintedStatement[],
  mistakes: readonly Mistake[],
): MigrationShown {
  annotate(host, statements, mistakes)
  for (const line of findingLines(statements)) host.log.line(line)
  tellSafeForms(host, statements)
  const end: MigrationEnd = lintEnd(statements, mistakes) ?? {
    outcome: 'succeeded',
    reasonCode: 'LINTED',
    because: `${String(statements.length)} ${statements.length === 1 ? 'statement was' : 'statements were'} read, and none is unsafe`,
  }
  return { database: '', end, sections: lintSections(statements, mistakes, shownBy(dialect)) }
}
