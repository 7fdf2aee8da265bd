/** Milliseconds on a clock that only moves forward. Good for differences alone; what time it is comes from AWS. */
export function localNowMs(): number {
  return Math.round(performance.now())
}

/** The real clock of a step, as the engine wants it. */
export interface LocalClock {
  nowMs(): number
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const localClock: LocalClock = {
  nowMs: localNowMs,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve()
        return
      }
      const end = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', end)
        resolve()
      }
      // The timer stays referenced: an action that only waits must not end for want of other work.
      const timer = setTimeout(end, ms)
      signal?.addEventListener('abort', end, { once: true })
    }),
}
