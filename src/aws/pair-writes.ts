import { readLagMs } from '../domain/looks.ts'

/**
 * What a read means: `now`, so it is; `older`, from before our last write; `unsure`, our last write was not answered and may still show;
 * `suspect`, a value nobody here wrote, once; `foreign`, the same for longer than reads lag, or before our first write.
 */
export type Reading = 'now' | 'older' | 'unsure' | 'suspect' | 'foreign'

/** Our own writes to one thing in AWS, by which reads of it are understood. Values are compared with `===`. */
export interface OwnWrites<T> {
  /** A write is about to be made. */
  begin(value: T): void
  /** AWS accepted it. */
  answered(): void
  /** It failed, and may have happened all the same. */
  lost(): void
  read(value: T): Reading
  /** Our last write, the one before it, or what was found before the first: however long reads lag, no sign of somebody else. */
  knows(value: T): boolean
  /** What it was set to last, as far as is known. */
  readonly last: T
  /** A value was read that is neither ours nor confirmed. */
  readonly suspects: boolean
}

interface Write<T> {
  readonly value: T
  atMs: number
  answered: boolean
}

/** `found` is what there was before our first write. `returns`: AWS may put back by itself what was there before, so that is nobody's write. */
export function createOwnWrites<T>(found: T, awsNowMs: () => number, returns = false): OwnWrites<T> {
  let writes: Write<T>[] = []
  let suspectedAtMs: number | undefined

  /** Our last write, the one before it, and what came between of unknown fate. */
  const recent = (): readonly T[] => {
    const answered = writes.flatMap((write, index) => (write.answered ? [index] : []))
    const from = answered.at(-2)
    return from === undefined ? [found, ...writes.map(({ value }) => value)] : writes.slice(from).map(({ value }) => value)
  }
  const doubt = (): Reading => {
    if (writes.length === 0) return 'foreign'
    suspectedAtMs ??= awsNowMs()
    return awsNowMs() - suspectedAtMs >= readLagMs ? 'foreign' : 'suspect'
  }

  return {
    begin(value) {
      const last = writes.at(-1)
      // The same again, of unknown fate until now, is one write.
      if (last?.value === value) last.answered = false
      else writes = [...writes, { value, atMs: awsNowMs(), answered: false }]
      writes.at(-1)!.atMs = awsNowMs()
    },
    answered() {
      Object.assign(writes.at(-1)!, { answered: true, atMs: awsNowMs() })
    },
    lost() {
      writes.at(-1)!.atMs = awsNowMs()
    },
    read(value) {
      const last = writes.at(-1)
      const isOurs = value === (last ? last.value : found)
      const isOver = last !== undefined && awsNowMs() >= last.atMs + readLagMs
      // What was there before cannot be an old read any more: somebody has put it back.
      const isUndone = isOver && last.answered && !returns
      if (!isOurs && (isUndone || !recent().includes(value))) return doubt()
      suspectedAtMs = undefined
      if (!last || isOver) return 'now'
      if (!isOurs) return last.answered ? 'older' : 'unsure'
      last.answered = true
      return 'now'
    },
    knows: (value) => value === found || recent().includes(value),
    get last() {
      return writes.at(-1)?.value ?? found
    },
    get suspects() {
      return suspectedAtMs !== undefined
    },
  }
}
