import type { StoryRecord, TimelineEntry } from './story-record.ts'

/** Something the action decided, with its number in the picture and in the list. */
export interface Decision {
  readonly number: number
  /** Seconds since the start of the action. */
  readonly atS: number
  readonly text: string
}

/** Kinds of the result's timeline that move a rollout, and what the demo does to it; the others only tell. */
const moving = new Set(['started', 'resumed', 'acted', 'arrived', 'judged', 'turned-home', 'ended', 'scene'])

/** The decisions of a story, in order. */
export function decisionsOf({ timeline, startedAtMs }: Pick<StoryRecord, 'timeline' | 'startedAtMs'>): readonly Decision[] {
  const judged = timeline.filter(({ kind }) => kind === 'judged')
  return timeline
    .filter((entry) => moving.has(entry.kind) && !isWeightAgain(entry) && (entry.kind !== 'judged' || isNews(entry, judged)))
    .map((entry, index) => ({ number: index + 1, atS: secondsSince(startedAtMs, entry), text: entry.text }))
}

/** A canary is judged every second. What is told of it is what differs from the look before in more than numbers, once there is anything to judge. */
function isNews(entry: TimelineEntry, judged: readonly TimelineEntry[]): boolean {
  const before = judged[judged.indexOf(entry) - 1]
  return !/: no interval /.test(entry.text) && (before === undefined || wordsOf(before.text) !== wordsOf(entry.text))
}

/** A weight that was asked for is there at once, and the entry before has said so. */
function isWeightAgain({ kind, text }: TimelineEntry): boolean {
  return kind === 'arrived' && text.startsWith('Reached canary-')
}

/** What a sentence begins with, up to its first number. */
export function wordsOf(text: string): string {
  return /^[^\d]*/.exec(text)![0]
}

export function secondsSince(startedAtMs: number, { at }: TimelineEntry): number {
  return (Date.parse(at) - startedAtMs) / 1000
}
