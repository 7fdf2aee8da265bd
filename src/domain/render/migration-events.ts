import { blockersText } from '../migration/blocker-text.ts'
import type { MigrationEvent } from '../migration/events.ts'
import type { OneOffEvent } from '../migration/one-off.ts'
import { placeText } from '../migration/planned.ts'
import { fails } from '../outcome.ts'
import { elapsed, span } from './time.ts'

/** What an event says, as one sentence; undefined where it only matters to the picture. Names of others in it are not to be trusted. */
export function eventText(event: MigrationEvent | OneOffEvent): string | undefined {
  switch (event.kind) {
    case 'unreached':
      return `The server cannot be reached, trying again: ${event.because}`
    case 'connected':
      return `Connected to ${event.database}, ${event.server}`
    case 'lock-awaited':
      return `Another run holds the database, waiting for its end: ${event.heldBy}`
    case 'locked':
      return event.waitedMs < 1_000 ? 'No other run is at work' : `The database is ours, after ${span(event.waitedMs)}`
    case 'pending':
      return `To do: ${event.phases.map(({ change, name, phase, steps, done }) => `${phase} of ${change} ${name}${done > 0 ? ` (${String(done)} of ${String(steps)} steps are done)` : ''}`).join('; ')}`
    case 'late':
      return `${event.change} was merged after ${event.after}, whose ${event.phase} has run already: it is done now`
    case 'abandoned':
      return `${event.phase} of ${event.change}, begun by run ${event.run}, has no file any more: it stays as it is, ${event.steps === 1 ? '1 step' : `${String(event.steps)} steps`} done`
    case 'step-begun':
      return undefined
    case 'blocked':
      return `${placeText(event.place)} waits, without asking for its lock: ${blockersText(event.by)}`
    case 'outlasts':
      return `${placeText(event.place)} cannot be finished before these: ${blockersText(event.by)}`
    case 'retried':
      return `${placeText(event.place)} did not get its lock and gave way, try ${String(event.tries)}; again in ${milliseconds(event.pauseMs)}`
    case 'index-progress':
      return `${placeText(event.place)}: ${event.text}`
    case 'index-dropped':
      return `The index ${event.index}, left invalid by ${placeText(event.place)}, was dropped`
    case 'step-done':
      return event.tries === 0
        ? `${placeText(event.place)} had been done before the session was lost`
        : `${placeText(event.place)} done in ${milliseconds(event.tookMs)}${event.tries > 1 ? `, at try ${String(event.tries)}` : ''}`
    case 'phase-done':
      return `${event.phase} of ${event.change} is done`
    case 'lost':
      return `The session was lost, connecting anew: ${event.because}`
    case 'backfill-began':
      return `${event.resumed ? 'Goes on with' : 'Begins'} ${event.table}, ${ofRows(event)}${event.edited ? '; the statement was edited since the rows before were done' : ''}`
    case 'backfilled':
      return `${ofRows(event)}${paceText(event)}`
    case 'backfill-paused':
      return `Waits: ${event.reasons.join('; ')}`
    case 'backfill-resumed':
      return `Goes on after ${span(event.pausedMs)}`
    case 'backfill-gave-way':
      return `Rows are held by somebody else, try ${String(event.tries)}; the next batch has ${counted(event.nextRows)}${event.blockers.length > 0 ? `: ${blockersText(event.blockers)}` : ''}`
    case 'verify-gave-way':
      return `A table that ${event.place} reads is held by somebody else, try ${String(event.tries)}${event.blockers.length > 0 ? `: ${blockersText(event.blockers)}` : ''}`
    case 'backfill-reconnected':
      return `Connected anew behind ${counted(event.rowsDone)}`
    case 'backfill-ended':
      return `Filled: ${counted(event.rowsDone)} seen, ${counted(event.rowsChanged)} changed by this run${event.verified > 0 ? `; ${String(event.verified)} ${event.verified === 1 ? 'query finds' : 'queries find'} nothing wrong` : ''}`
    case 'backfill-noted':
    case 'task-begun':
    case 'task-noted':
      return event.text
    case 'task-starting':
    case 'task-said':
      return undefined
    case 'ended':
      return `${event.outcome}, ${event.reasonCode}: ${event.because}`
  }
}

/** What an event says in the log: a line with the time passed, and lines below it. */
export function eventLines(event: MigrationEvent | OneOffEvent, startedAtMs: number): readonly string[] {
  if (event.kind === 'task-said') return event.lines.map((line) => `          │ ${line}`)
  const text = eventText(event)
  return text === undefined ? [] : [`${elapsed(event.atMs - startedAtMs).padStart(6)}  ${mark(event)} ${text}`]
}

const marks: Readonly<Partial<Record<(MigrationEvent | OneOffEvent)['kind'], string>>> = {
  'step-done': '→',
  'task-begun': '→',
  'phase-done': '●',
  'backfill-ended': '●',
}

function mark(event: MigrationEvent | OneOffEvent): string {
  if (event.kind === 'ended') return fails(event.outcome) ? '✗' : '✓'
  return marks[event.kind] ?? '·'
}

/** `12 of about 1,000 rows` */
function ofRows({ rowsDone, rowsEstimated }: { readonly rowsDone: number; readonly rowsEstimated: number }): string {
  return rowsEstimated > rowsDone ? `${grouped(rowsDone)} of about ${counted(rowsEstimated)}` : counted(rowsDone)
}

function paceText({ rowsPerSecond, remainingMs, batchRows, batchMs }: MigrationEvent & { readonly kind: 'backfilled' }): string {
  const batch = `batches of ${grouped(batchRows)} in ${milliseconds(batchMs)}`
  if (rowsPerSecond === undefined) return `, ${batch}`
  return `, ${grouped(Math.round(rowsPerSecond))} a second${remainingMs === undefined ? '' : `, about ${span(remainingMs)} left`}, ${batch}`
}

function milliseconds(ms: number): string {
  return ms < 1_000 ? `${String(Math.max(1, Math.round(ms)))} ms` : span(ms)
}

function counted(rows: number): string {
  return rows === 1 ? '1 row' : `${grouped(rows)} rows`
}

/** With commas, whatever the locale. */
export function grouped(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}
