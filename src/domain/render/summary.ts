import type { Outcome, ReasonCode } from '../outcome.ts'
import type { Result, TimelineEntry } from '../result.ts'
import { block, code, inline } from './markdown.ts'
import { elapsed, span } from './time.ts'

/**
 * The job summary in GitHub Markdown, as sections in order of importance: the picture before the table, the table before the text. What an action
 * has to show of its own comes behind the weights.
 */
export function summary(result: Result, own: readonly string[] = []): readonly string[] {
  return [headline(result), planned(result), picture(result), ...own, faults(result), undo(result), timeline(result)].filter(
    (section) => section !== '',
  )
}

const faces: Readonly<Record<Outcome, { readonly icon: string; readonly words: string; readonly alert: string }>> = {
  succeeded: { icon: '✅', words: 'deployed', alert: 'NOTE' },
  'no-op': { icon: '⚪', words: 'nothing to do', alert: 'NOTE' },
  paused: { icon: '⏸️', words: 'paused', alert: 'IMPORTANT' },
  waiting: { icon: '⏳', words: 'waiting', alert: 'IMPORTANT' },
  'rolled-back': { icon: '↩️', words: 'rolled back', alert: 'WARNING' },
  failed: { icon: '❌', words: 'failed', alert: 'CAUTION' },
}

/** What succeeded, where that is not that a revision serves. */
const ends: Partial<Record<ReasonCode, string>> = {
  STAGED: 'staged',
  SWAPPED: 'swapped',
  PROMOTED: 'promoted',
  GATE_PASSED: 'passed',
  FINISHED: 'finished',
  ROLLED_BACK: 'rolled back',
  MIGRATED: 'migrated',
  LINTED: 'nothing unsafe',
}

function headline(result: Result): string {
  const face = result.reasonCode === 'PLANNED' ? { icon: '📋', words: 'planned', alert: 'NOTE' } : faces[result.outcome]
  const words = (result.outcome === 'succeeded' ? ends[result.reasonCode] : undefined) ?? face.words
  const revisions = [...new Set([result.from, result.to])].filter((revision) => revision !== '')
  const passedMs = Date.parse(result.endedAt) - Date.parse(result.startedAt)
  const facts = [
    ...(revisions.length === 0 ? [] : [revisions.map(code).join(' → ')]),
    ...(result.environment === '' ? [] : [inline(result.environment)]),
    ...(passedMs === 0 ? [] : [span(passedMs)]),
    code(result.reasonCode),
  ]
  return [
    `## ${face.icon} ${inline(result.service || result.action)}: ${words}`,
    '',
    facts.join(' · '),
    '',
    `> [!${face.alert}]`,
    ...quoted(result.reason),
  ].join('\n')
}

/** A reason of several lines inside a quote: what is indented is a list, what follows a paragraph of its own. */
function quoted(reason: string): readonly string[] {
  return reason.split('\n').flatMap((line, index) => {
    const text = inline(line.trim())
    if (text === '') return []
    // Two levels: what is indented further would be code.
    if (/^\s/.test(line)) return [`> ${/^\s{3}/.test(line) ? '  ' : ''}- ${text}`]
    return index === 0 ? [`> ${text}`] : ['>', `> ${text}`]
  })
}

function planned({ plan = [] }: Result): string {
  return plan.length === 0 ? '' : block(plan)
}

/** Share of traffic over time, a row for each change. */
function picture(result: Result): string {
  const rows = changes(result.timeline)
  if (rows.length < 2) return ''
  const startMs = Date.parse(result.startedAt)
  const width = 24
  const lines = rows.map((entry) => {
    const filled = Math.round(((entry.weight ?? 0) / 100) * width)
    const bar = '█'.repeat(filled) + '░'.repeat(width - filled)
    return `${elapsed(Date.parse(entry.at) - startMs).padStart(7)}  ${bar} ${String(entry.weight ?? 0).padStart(5)} %`
  })
  return block([`   time  ${'█ new   ░ old'.padEnd(width)}`, ...lines])
}

const pictureRows = 24

function changes(timeline: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const weighted = timeline.filter((entry) => entry.weight !== undefined)
  const rows = weighted.filter((entry, index) => index === 0 || entry.weight !== weighted[index - 1]!.weight)
  const step = Math.ceil(rows.length / pictureRows)
  return rows.filter((_, index) => index % step === 0 || index === rows.length - 1)
}

function faults(result: Result): string {
  const shown = result.faults.slice(-3)
  if (shown.length === 0) return ''
  const rest = result.faults.length - shown.length
  const parts = shown.flatMap((fault) => [
    `**${inline(fault.because)}**`,
    '',
    ...(fault.details.length > 0 ? [block(fault.details), ''] : []),
  ])
  return ['### Why', '', ...parts, ...(rest > 0 ? [`${rest} more tasks failed before.`] : [])].join('\n').trimEnd()
}

function undo(result: Result): string {
  if (result.undo.length === 0) return ''
  return [result.outcome === 'succeeded' ? '### To go back' : '### Left to do', '', block(result.undo)].join('\n')
}

/** Of looks in a row that say the same, the first and the last. */
function isNews(entry: TimelineEntry, index: number, all: readonly TimelineEntry[]): boolean {
  const verdict = ({ kind, text }: TimelineEntry): string =>
    kind === 'judged' ? [...text.matchAll(/(?:^|; )([^:;]+ (?:pass|fail|inconclusive|error)): /g)].map((match) => match[1]).join() : ''
  const [before, after] = [all[index - 1], all[index + 1]]
  if (verdict(entry) === '' || !before || !after) return true
  return verdict(before) !== verdict(entry) || verdict(after) !== verdict(entry)
}

function timeline(result: Result): string {
  if (result.timeline.length < 2) return ''
  const startMs = Date.parse(result.startedAt)
  const rows = result.timeline.filter(isNews).map((entry) => `| ${elapsed(Date.parse(entry.at) - startMs)} | ${inline(entry.text)} |`)
  return ['<details><summary>Timeline</summary>', '', '| time | what happened |', '| ---: | :--- |', ...rows, '', '</details>'].join('\n')
}
