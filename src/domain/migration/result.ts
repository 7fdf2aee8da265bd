import { withoutAccounts } from '../render/account.ts'
import { eventText } from '../render/migration-events.ts'
import type { Result } from '../result.ts'
import type { MigrationEnd, MigrationEvent } from './events.ts'
import type { OneOffEvent } from './one-off.ts'

type Told = MigrationEvent | OneOffEvent

/** What a result says besides its events. */
export interface MigrationSubject {
  readonly action: string
  /** `host:port/name` of the database; empty where none was asked. */
  readonly database: string
  readonly environment: string
  readonly end: MigrationEnd
  /** The one-off task that failed, with what ECS says. */
  readonly failed?: { readonly task: string; readonly details: readonly string[] }
  readonly plan?: readonly string[]
}

/** The one result format, of a run over a database. `events` may be empty; then it began and ended at `atMs`. */
export function migrationResult(subject: MigrationSubject, events: readonly Told[], atMs: number): Result {
  const { end, failed } = subject
  const because = end.hint === undefined ? end.because : `${end.because}\n${end.hint}`
  return withoutAccounts({
    schema: 1,
    action: subject.action,
    outcome: end.outcome,
    reasonCode: end.reasonCode,
    reason: because,
    runbook: `docs/runbook.md#${end.reasonCode.toLowerCase()}`,
    service: subject.database,
    environment: subject.environment,
    from: '',
    to: '',
    startedAt: iso(events[0]?.atMs ?? atMs),
    endedAt: iso(events.at(-1)?.atMs ?? atMs),
    timeline: timelineOf(events),
    gates: [],
    faults: failed
      ? [{ side: 'candidate', subject: failed.task, reasonCode: end.reasonCode, because: end.because, details: failed.details }]
      : [],
    undo: [],
    ...(subject.plan && { plan: subject.plan }),
  })
}

/** Of progress that is told every few seconds, the first and the last of each backfill and what stands between its pauses. */
function timelineOf(events: readonly Told[]): Result['timeline'] {
  const news = events.filter(
    ({ kind }, index) => !isProgress(kind) || !isProgress(events[index - 1]?.kind) || !isProgress(events[index + 1]?.kind),
  )
  return news.flatMap((event) => {
    const text = eventText(event)
    return text === undefined ? [] : [{ at: iso(event.atMs), kind: event.kind, text }]
  })
}

function isProgress(kind: string | undefined): boolean {
  return kind === 'backfilled' || kind === 'index-progress'
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString()
}
