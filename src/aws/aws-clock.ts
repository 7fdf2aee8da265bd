/** AWS's time, learned from the Date header of its answers. */
export interface AwsClock {
  /** Whole milliseconds since the epoch; never runs backwards. The local wall clock until the first answer. */
  nowMs(): number
  /** `dateMs` is what an answer carried, in whole seconds; the other two are when it was asked for and got, on the local clock. */
  learn(dateMs: number, askedAtMs: number, answeredAtMs: number): void
}

/** How coarse the Date header is. */
const granularityMs = 1_000

/**
 * A clock that runs as the local monotonic one and is set by AWS. A Date header is cut to the second, so AWS's time lies between it
 * and one second more: the largest offset that every answer allows comes closest. `localNowMs` must not jump.
 */
export function createAwsClock(localNowMs: () => number): AwsClock {
  let offsetMs: number | undefined
  let latestMs = -Infinity
  return {
    nowMs() {
      latestMs = Math.max(latestMs, Math.floor(localNowMs() + (offsetMs ?? 0)))
      return latestMs
    },
    learn(dateMs, askedAtMs, answeredAtMs) {
      const least = dateMs - answeredAtMs
      const most = dateMs + granularityMs - askedAtMs
      // An answer that contradicts what was learned before (the machine slept) is believed.
      offsetMs = offsetMs === undefined || offsetMs > most ? least : Math.max(offsetMs, least)
    },
  }
}
