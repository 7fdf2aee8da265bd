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
  return timeline
    .filter((entry) => moving.has(entry.kind))
    .map((entry, index) => ({ number: index + 1, atS: secondsSince(startedAtMs, entry), text: entry.text }))
}

export function secondsSince(startedAtMs: number, { at }: TimelineEntry): number {
  return (Date.parse(at) - startedAtMs) / 1000
}
