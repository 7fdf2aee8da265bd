import { localNowMs } from './clock.ts'

/** The wish to stop. Aborts once, with the first signal; `atMs` tells when, on the local clock. */
export interface Cancellation {
  readonly signal: AbortSignal
  readonly atMs: () => number | undefined
  /** Aborts when hardly any time is left: what is not known by then is written as unknown. */
  readonly late: AbortSignal
  /** What was heard: SIGINT when a person or a time-out cancels, SIGTERM 7.5 s later or from `cancel:` of a background step. */
  readonly by: () => string | undefined
}

/**
 * From the first signal on there are 7.5 s until SIGTERM and 2.5 s more until SIGKILL (actions/runner, ProcessInvoker.cs).
 * What must be done is done by then, and the rest of the 7 s we allow ourselves is for writing it down.
 */
const lateMs = 5_500

/** Where signals come from: the process, or a test. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
}

/**
 * Turns SIGINT and SIGTERM into one abort. Without a handler node dies at once and no `finally` runs, so this is installed
 * before anything else is loaded. A second signal changes nothing: the fast call of the first one is under way.
 */
export function listenForSignals(source: SignalSource, nowMs: () => number = localNowMs): Cancellation {
  const controller = new AbortController()
  const late = new AbortController()
  let atMs: number | undefined
  let by: string | undefined
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    source.on(name, () => {
      if (atMs !== undefined) return
      atMs = nowMs()
      by = name
      setTimeout(() => late.abort(), lateMs)
      controller.abort()
    })
  }
  return { signal: controller.signal, late: late.signal, atMs: () => atMs, by: () => by }
}
