import { setTimeout as delay } from 'node:timers/promises'

/** Looks until there is an answer. Throws after the limit, with what was waited for, and at once when cancelled. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  cancelled: AbortSignal,
  limitMs = 90_000,
): Promise<T> {
  const startedMs = performance.now()
  for (;;) {
    cancelled.throwIfAborted()
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() - startedMs > limitMs) throw new Error(`After ${limitMs / 1000} s still not so: ${what}`)
    await delay(100, undefined, { signal: cancelled })
  }
}
