import { fails } from '../outcome.ts'
import { timelineEntry } from '../result.ts'
import type { RolloutEvent } from '../rollout.ts'
import { elapsed } from './time.ts'

/** What an event says in the log: a line with the time passed, and lines below it. All of it may hold untrusted text. */
export function logLines(event: RolloutEvent, startedAtMs: number): readonly string[] {
  const lines = timelineEntry(event).map((entry) => `${elapsed(event.atMs - startedAtMs).padStart(6)}  ${mark(event)} ${entry.text}`)
  const detail = event.kind === 'noted' ? (event.detail ?? []) : []
  return [...lines, ...detail.map((line) => `          │ ${line}`)]
}

function mark(event: RolloutEvent): string {
  switch (event.kind) {
    case 'acted':
      return '→'
    case 'arrived':
      return '●'
    case 'turned-home':
      return '↩'
    case 'ended':
      return fails(event.outcome) ? '✗' : '✓'
    case 'started':
    case 'resumed':
    case 'intended':
    case 'identified':
    case 'owed':
    case 'frozen':
    case 'noted':
    case 'judged':
      return '·'
  }
}
