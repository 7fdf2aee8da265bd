/** One API call as it came over the wire. */
export interface CallMade {
  readonly atMs: number
  readonly operation: string
  readonly userAgent: string
  readonly accessKeyId: string
  readonly status: number
  /** The error answered, if any. */
  readonly code?: string
  /** The connection was cut instead of answering. */
  readonly lost?: true
}

export interface CallLog {
  add(call: CallMade): void
  /** Oldest first; the log keeps the newest 100,000. */
  list(sinceMs?: number): readonly CallMade[]
  clear(): void
}

export function createCallLog(): CallLog {
  let calls: CallMade[] = []
  return {
    add(call) {
      calls.push(call)
      if (calls.length > 110_000) calls = calls.slice(-100_000)
    },
    list: (sinceMs = 0) => calls.filter((call) => call.atMs >= sinceMs),
    clear() {
      calls = []
    },
  }
}
