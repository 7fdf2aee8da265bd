import type { Served } from '../ports.ts'

/** One request that ended. */
export type Ended = Omit<Served, 'count'>

export interface ServedTally {
  add(ended: Ended): void
  /** Posts what has come together at once. */
  flush(): void
  /** All requests since the start, by listener, group, target and status. */
  totals(): readonly Omit<Served, 'latencyMs'>[]
  close(): void
}

/**
 * Gathers ended requests and posts them every `everyMs`. Requests that ended alike are one entry; latencies count as alike within
 * two significant digits, which keeps percentiles within 5 %.
 */
export function createServedTally(post: (served: readonly Served[]) => void, everyMs = 250): ServedTally {
  let batch = new Map<string, { ended: Ended; count: number }>()
  const totals = new Map<string, { ended: Ended; count: number }>()
  const flush = (): void => {
    if (batch.size === 0) return
    const served = [...batch.values()].map(({ ended, count }) => ({ ...ended, count }))
    batch = new Map()
    post(served)
  }
  const timer = setInterval(flush, everyMs)
  return {
    add(ended) {
      const rounded = { ...ended, latencyMs: Number(Math.max(0.1, ended.latencyMs).toPrecision(2)) }
      const key = `${ended.listenerArn} ${ended.groupArn} ${ended.target} ${ended.by} ${ended.status} ${ended.connectionError}`
      count(batch, `${key} ${rounded.latencyMs}`, rounded)
      count(totals, key, rounded)
    },
    flush,
    totals: () => [...totals.values()].map(({ ended: { latencyMs: _, ...ended }, count }) => ({ ...ended, count })),
    close() {
      clearInterval(timer)
      flush()
    },
  }
}

function count(into: Map<string, { ended: Ended; count: number }>, key: string, ended: Ended): void {
  const before = into.get(key)
  if (before === undefined) into.set(key, { ended, count: 1 })
  else before.count++
}
