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

type Shown = Extract<MigrationEvent, { readonly kind: 'backfill-began' | 'backfilled' | 'backfill-paused' | 'backfill-ended' }>

/** The share that is done over time, a block for each backfill. */
function picture(events: readonly MigrationEvent[]): string {
  const startMs = events[0]?.atMs ?? 0
  const blocks: Shown[][] = []
  for (const event of events) {
    if (event.kind === 'backfill-began') blocks.push([event])
    else if (event.kind === 'backfilled' || event.kind === 'backfill-paused' || event.kind === 'backfill-ended') blocks.at(-1)?.push(event)
  }
  const rows = blocks.flatMap((told, index) => {
    const [began, end] = [told[0], told.at(-1)]
    const name = began?.kind === 'backfill-began' ? `${began.table}, ${began.change}` : ''
    const step = Math.ceil(told.length / mostRows)
    const total = end?.kind === 'backfill-ended' ? end.rowsDone : undefined
    const kept = told.filter((_, at) => at % step === 0 || at === told.length - 1)
    return [...(index > 0 ? [''] : []), name, ...kept.map((event) => row(event, startMs, total))]
  })
  return rows.length < 3 ? '' : block(rows)
}

/** `total`: all rows, once they are known; before that the statistics of the table say how many there may be, if they do. */
function row(event: Shown, startMs: number, total: number | undefined): string {
  const time = elapsed(event.atMs - startMs).padStart(7)
  if (event.kind === 'backfill-paused') return `${time}  ⏸ ${event.reasons.join('; ')}`
  const share = event.kind === 'backfill-ended' ? 1 : shareDone(event.rowsDone, total ?? event.rowsEstimated)
  const filled = Math.round((share ?? 0) * width)
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled)
  const percent = share === undefined ? '    ?' : `${String(Math.floor(share * 100)).padStart(3)} %`
  const speed = event.kind === 'backfilled' && event.rowsPerSecond !== undefined ? `  ${grouped(event.rowsPerSecond)}/s` : ''
  return `${time}  ${bar} ${percent}  ${grouped(event.rowsDone).padStart(11)} rows${speed}`
}

/** What each step took, how often it was tried, and whether it waited for others; then the one at which the run ended. */
function steps(events: readonly MigrationEvent[], nameOf: (place: StepPlace) => string): string {
  const done = events.filter((event) => event.kind === 'step-done')
  const begun = events.findLast((event) => event.kind === 'step-begun')
  const stoppedAt = begun && !done.some(({ place }) => samePlace(place, begun.place)) ? begun.place : undefined
  if (done.length === 0 && stoppedAt === undefined) return ''
  const row = (place: StepPlace, took: string, how: string): string =>
    `| ${code(`${place.change} ${place.phase}:${String(place.line)}`)} | ${code(nameOf(place))} | ${took} | ${how} |`
  const rows = done.slice(0, mostSteps).map(({ place, tookMs, tries }) => {
    const waited = events.some((event) => event.kind === 'blocked' && samePlace(event.place, place))
    const how = [...(tries > 1 ? [`${String(tries)} tries`] : []), ...(waited ? ['waited for others'] : [])].join(', ')
    return row(place, duration(tookMs), how)
  })
  const rest = done.length - rows.length
  return [
    '| place | statement | took | |',
    '| :--- | :--- | ---: | :--- |',
    ...rows,
    ...(stoppedAt ? [row(stoppedAt, '', '❌ not done')] : []),
    ...(rest > 0 ? ['', `and ${String(rest)} more`] : []),
  ].join('\n')
}

function samePlace(one: StepPlace, other: StepPlace): boolean {
  return one.change === other.change && one.phase === other.phase && one.step === other.step
}

function duration(ms: number): string {
  return ms < 10_000 ? `${grouped(Math.max(1, Math.round(ms)))} ms` : elapsed(ms)
}
