import { shareDone } from '../migration/backfill-rate.ts'
import type { MigrationEvent } from '../migration/events.ts'
import type { StepPlace } from '../migration/planned.ts'
import { block, code } from './markdown.ts'
import { grouped } from './migration-events.ts'
import { elapsed } from './time.ts'

const width = 24
const mostRows = 24
const mostSteps = 60

/** How a run went, as sections of a summary: the backfill as a picture, and each step with its time. `nameOf` shows a statement without literals. */
export function runSections(events: readonly MigrationEvent[], nameOf: (place: StepPlace) => string): readonly string[] {
  return [picture(events), steps(events, nameOf)].filter((section) => section !== '')
}

/** The share that is done over time, a block for each backfill. */
function picture(events: readonly MigrationEvent[]): string {
  const startMs = events[0]?.atMs ?? 0
  const rows: string[] = []
  const told: MigrationEvent[] = []
  const flush = (): void => {
    const step = Math.ceil(told.length / mostRows)
    rows.push(...told.filter((_, index) => index % step === 0 || index === told.length - 1).map((event) => row(event, startMs)))
    told.length = 0
  }
  for (const event of events) {
    if (event.kind === 'backfill-began') {
      flush()
      rows.push(...(rows.length > 0 ? [''] : []), `${event.table}, ${event.change}`)
      told.push(event)
    }
    if (event.kind === 'backfilled' || event.kind === 'backfill-ended') told.push(event)
    if (event.kind === 'backfill-paused') told.push(event)
  }
  flush()
  return rows.length < 3 ? '' : block(rows)
}

function row(event: MigrationEvent, startMs: number): string {
  const time = elapsed(event.atMs - startMs).padStart(7)
  if (event.kind === 'backfill-paused') return `${time}  ⏸ ${event.reasons.join('; ')}`
  if (event.kind !== 'backfilled' && event.kind !== 'backfill-began' && event.kind !== 'backfill-ended') return ''
  const share = event.kind === 'backfill-ended' ? 1 : (shareDone(event.rowsDone, event.rowsEstimated) ?? 0)
  const filled = Math.round(share * width)
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled)
  const known = event.kind === 'backfill-ended' || event.rowsEstimated > 0
  const speed = event.kind === 'backfilled' && event.rowsPerSecond !== undefined ? `  ${grouped(event.rowsPerSecond)}/s` : ''
  return `${time}  ${bar} ${known ? `${String(Math.floor(share * 100)).padStart(3)} %` : '    ?'}  ${grouped(event.rowsDone).padStart(11)} rows${speed}`
}

/** What each step took, how often it was tried, and whether it waited for others. */
function steps(events: readonly MigrationEvent[], nameOf: (place: StepPlace) => string): string {
  const done = events.filter((event) => event.kind === 'step-done')
  if (done.length === 0) return ''
  const rows = done.slice(0, mostSteps).map(({ place, tookMs, tries }) => {
    const waited = events.some((event) => event.kind === 'blocked' && samePlace(event.place, place))
    const how = [...(tries > 1 ? [`${String(tries)} tries`] : []), ...(waited ? ['waited for others'] : [])].join(', ')
    return `| ${code(`${place.change} ${place.phase}:${String(place.line)}`)} | ${code(nameOf(place))} | ${duration(tookMs)} | ${how} |`
  })
  const rest = done.length - rows.length
  return [
    '| place | statement | took | |',
    '| :--- | :--- | ---: | :--- |',
    ...rows,
    ...(rest > 0 ? ['', `and ${String(rest)} more`] : []),
  ].join('\n')
}

function samePlace(one: StepPlace, other: StepPlace): boolean {
  return one.change === other.change && one.phase === other.phase && one.step === other.step
}

function duration(ms: number): string {
  return ms < 10_000 ? `${grouped(Math.max(1, Math.round(ms)))} ms` : elapsed(ms)
}
