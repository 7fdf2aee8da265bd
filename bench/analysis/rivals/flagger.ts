import type { Rival } from '../rule.ts'

/**
 * Flagger's ready-made `request-success-rate`: at least 99 % each minute, rolled back at ten failed checks. Failed checks add up over the
 * whole canary and are never forgotten; a check without data has failed.
 */
export const flagger: Rival = {
  name: 'Flagger: 99 % each 1 m, threshold 10',
  begin: () => {
    let failed = 0
    return (sample) => {
      const good = sample !== undefined && sample.canary.n > 0 && 1 - sample.canary.x / sample.canary.n >= 0.99
      if (!good) failed++
      return failed >= 10
    }
  },
}
