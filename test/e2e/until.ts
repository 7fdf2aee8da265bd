import { setTimeout as delay } from 'node:timers/promises'

/** Looks every 100 ms until there is an answer; never by the clock alone, so a slow machine only takes longer. Fails after the limit with what was waited for. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>, limitMs = 60_000): Promise<T> {
  const startedMs = performance.now()
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() - startedMs > limitMs) throw new Error(`waited ${Math.round(limitMs / 1000)} s for: ${what}`)
    await delay(100)
  }
}
