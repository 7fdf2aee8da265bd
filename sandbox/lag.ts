/**
 * What readers see of a row: a short history of immutable answers, each visible from its own moment on.
 * Reads of one row never go back; the truth itself is kept elsewhere and is what writes answer with.
 */
export interface Lagged<T> {
  versions: { readonly visibleAtMs: number; readonly value: T }[]
}

/** A row whose first answer is visible at once. */
export function lagged<T>(value: T): Lagged<T> {
  return { versions: [{ visibleAtMs: -Infinity, value }] }
}

/** A row nobody can see yet. */
export function unseen<T>(): Lagged<T> {
  return { versions: [] }
}

/** Adds an answer that becomes visible `delayMs` from now, and not before any earlier one. Versions nobody can read any more are dropped. */
export function publish<T>(row: Lagged<T>, value: T, nowMs: number, delayMs: number): void {
  const { versions } = row
  const last = versions.at(-1)
  const visibleAtMs = Math.max(nowMs + delayMs, last?.visibleAtMs ?? -Infinity)
  // Two answers that appear in the same instant: only the later one can ever be read.
  if (last && last.visibleAtMs === visibleAtMs) versions.pop()
  versions.push({ visibleAtMs, value })
  let superseded = 0
  while (superseded + 1 < versions.length && versions[superseded + 1]!.visibleAtMs <= nowMs) superseded++
  if (superseded > 0) versions.splice(0, superseded)
}

/** The newest visible answer, or undefined when none is visible yet. */
export function seen<T>(row: Lagged<T>, nowMs: number): T | undefined {
  const { versions } = row
  for (let i = versions.length - 1; i >= 0; i--) if (versions[i]!.visibleAtMs <= nowMs) return versions[i]!.value
  return undefined
}
