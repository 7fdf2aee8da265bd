import { setTimeout as delay } from 'node:timers/promises'
import type { SharedDatabase } from './shared-database.ts'
import type { BrownOut } from './story.ts'
import { until } from './until.ts'

/** When it was so, milliseconds since the epoch. */
export interface BrownOutSeen {
  readonly fromMs: number
  readonly toMs: number
}

/** Waits until the canary has traffic and a while more, and lets the database fail for a time. Settles with nothing when `over` aborts before. */
export async function playBrownOut(
  { afterMs, forMs }: BrownOut,
  database: SharedDatabase,
  hasTraffic: () => Promise<boolean>,
  tell: (text: string) => void,
  over: AbortSignal,
): Promise<BrownOutSeen | undefined> {
  try {
    await until('the canary has traffic', hasTraffic, over)
    await delay(afterMs, undefined, { signal: over })
    const fromMs = Date.now()
    tell(fails)
    database.works(false)
    await delay(forMs, undefined, { signal: over }).finally(() => database.works(true))
    tell(again)
    return { fromMs, toMs: Date.now() }
  } catch (error) {
    if (over.aborted) return undefined
    throw error
  }
}

export const fails = 'The database that both versions need fails: either answers errors now'
export const again = 'The database works again'
