/** Rows that were done by a time. */
export interface Stride {
  readonly atMs: number
  readonly rowsDone: number
}

/** What is known of the speed of a backfill; absent where it would be a guess. */
export interface Pace {
  readonly rowsPerSecond?: number
  /** Until the end, if the table has as many rows as its statistics say and the speed stays. */
  readonly remainingMs?: number
}

const windowMs = 60_000
/** A shorter time says more of one checkpoint than of the speed. */
const leastMs = 3_000

/** The strides with one more, without those that are older than the window needs. A stride that goes back begins anew. */
export function stepped(strides: readonly Stride[], next: Stride): readonly Stride[] {
  const last = strides.at(-1)
  if (last !== undefined && (next.rowsDone < last.rowsDone || next.atMs < last.atMs)) return [next]
  const sinceMs = next.atMs - windowMs
  // The youngest of the old ones stays: it is where the window begins.
  const from = strides.findLastIndex(({ atMs }) => atMs <= sinceMs)
  return [...strides.slice(Math.max(0, from)), next]
}

/** The pace over the window, pauses included: what is waited for is time too. `rowsEstimated` is -1 where nothing is known. */
export function paceOf(strides: readonly Stride[], rowsEstimated: number): Pace {
  const [first] = strides
  const last = strides.at(-1)
  if (first === undefined || last === undefined || last.atMs - first.atMs < leastMs) return {}
  const rowsPerSecond = ((last.rowsDone - first.rowsDone) * 1_000) / (last.atMs - first.atMs)
  const left = rowsEstimated - last.rowsDone
  // More rows than were estimated: the end is not known any more.
  if (rowsEstimated < 0 || left <= 0 || rowsPerSecond <= 0) return { rowsPerSecond }
  return { rowsPerSecond, remainingMs: (left * 1_000) / rowsPerSecond }
}

/** The share that is done, 0 to 1; absent where nothing is known, or more is done than was estimated. */
export function shareDone(rowsDone: number, rowsEstimated: number): number | undefined {
  return rowsEstimated > 0 && rowsDone <= rowsEstimated ? rowsDone / rowsEstimated : undefined
}
