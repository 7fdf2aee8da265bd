/**
 * How locks are asked for without holding up others: whoever waits for a lock makes everybody wait who comes after. So it is looked first, tried
 * for a moment, and tried again. `random` is from 0 to below 1, and spreads what would come at once otherwise.
 */

/** Who holds a lock for a shorter time is gone before we could tell. */
export const blockerAgeMs = 1_000
/**
 * For steps whose lock makes neither readers nor writers wait: long enough for autovacuum to give way, which it does for those who wait for
 * `deadlock_timeout`, 1 s.
 */
export const longLockMs = 5_000
/** How often it is looked how far an index has come. */
export const progressEveryMs = 5_000

const [firstRetryMs, longestRetryMs] = [200, 5_000]
const lookMs = 300

/** Until the next try, after so many that failed. */
export function retryPauseMs(tries: number, random: number): number {
  const pauseMs = Math.min(firstRetryMs * 2 ** Math.min(tries - 1, 10), longestRetryMs)
  return Math.round(pauseMs * (0.5 + random))
}

/** Until the next look at those who stand in the way: looking disturbs nobody. */
export function lookPauseMs(random: number): number {
  return Math.round(lookMs * (0.5 + random))
}

/** Until the next try to take the lock of a run: 0.5 to 1 s. */
export function pollPauseMs(random: number): number {
  return Math.round(500 * (1 + random))
}
