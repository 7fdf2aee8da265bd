import { localNowMs } from './clock.ts'
import type { Cancellation } from './signals.ts'

/**
 * The same wish to stop, which also comes when the time is over; `isOver` tells which it was, and `leftMs` how much of it is left. `end` lets the
 * process go.
 */
export function withDeadline(
  cancelled: Cancellation,
  limitMs: number,
): {
  readonly cancellation: Pick<Cancellation, 'signal' | 'atMs'>
  readonly isOver: () => boolean
  readonly leftMs: () => number
  end(): void
} {
  const untilMs = localNowMs() + limitMs
  const over = new AbortController()
  let overAtMs: number | undefined
  const timer = setTimeout(() => {
    if (cancelled.signal.aborted) return
    overAtMs = localNowMs()
    over.abort()
  }, limitMs)
  return {
    cancellation: { signal: AbortSignal.any([cancelled.signal, over.signal]), atMs: () => cancelled.atMs() ?? overAtMs },
    isOver: () => overAtMs !== undefined,
    leftMs: () => Math.max(0, untilMs - localNowMs()),
    end: () => clearTimeout(timer),
  }
}
