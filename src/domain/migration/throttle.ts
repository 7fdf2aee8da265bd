/** Whether a backfill waits for others, and why. */
export interface Throttle {
  /** Why it waits, one line each; empty while it goes on. */
  readonly reasons: readonly string[]
  readonly sinceMs: number
  /** How often in a row nothing spoke for waiting any more. */
  readonly calm: number
  readonly lookedAtMs: number
}

/** How often others are asked. Not before each batch: that would double what we ask of the database. */
export const pressureEveryMs = 1_000
/** One quiet moment is not the end of a load. */
const calmLooks = 2
/** A limit once exceeded is fallen below by this much before it counts as kept again. */
const releaseShare = 0.75

export function unthrottled(atMs: number): Throttle {
  return { reasons: [], sinceMs: atMs, calm: 0, lookedAtMs: -Infinity }
}

export function isLookDue(throttle: Throttle, atMs: number): boolean {
  return atMs - throttle.lookedAtMs >= pressureEveryMs
}

/** The throttle after others were asked: the first word stops it, two looks without any let it go on. */
export function throttled(throttle: Throttle, reasons: readonly string[], atMs: number): Throttle {
  const waits = throttle.reasons.length > 0
  if (reasons.length > 0) return { reasons, sinceMs: waits ? throttle.sinceMs : atMs, calm: 0, lookedAtMs: atMs }
  if (!waits) return { ...throttle, lookedAtMs: atMs }
  const calm = throttle.calm + 1
  return calm >= calmLooks ? { ...unthrottled(atMs), lookedAtMs: atMs } : { ...throttle, calm, lookedAtMs: atMs }
}

/** Whether a value is over its limit; one that was over is so until it is well below, or it would go to and fro at the limit. */
export function isOver(value: number, limit: number, wasOver: boolean): boolean {
  return value > (wasOver ? limit * releaseShare : limit)
}

/** Whether any of the reasons is another than before, and not the same with other numbers. */
export function isNews(reasons: readonly string[], before: readonly string[]): boolean {
  const known = new Set(before.map(withoutNumbers))
  return reasons.some((reason) => !known.has(withoutNumbers(reason)))
}

/** Those within names stay. */
function withoutNumbers(reason: string): string {
  return reason.replaceAll(/(?<![\w-])\d+([.,:]\d+)*/g, '')
}
