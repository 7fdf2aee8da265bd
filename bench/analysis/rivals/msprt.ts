import type { Rival } from '../rule.ts'
import { add } from '../rule.ts'
import type { Sample } from '../../../src/domain/analysis/model.ts'

/**
 * Mixture sequential probability ratio test of R. Johari, L. Pekelis, D. Walsh (arXiv 1512.04922), alpha .05: difference of two shares in the
 * normal approximation, mixed over N(0, tau^2) with tau the nominal rate. Two-sided; here it fails a canary that is worse.
 */
export const msprt: Rival = {
  name: 'mSPRT, normal approximation',
  begin: ({ base: tau }) => {
    let total: Sample = { canary: { n: 0, x: 0 }, baseline: { n: 0, x: 0 } }
    return (sample) => {
      if (sample !== undefined) total = add(total, sample)
      const { canary, baseline } = total
      if (canary.n === 0 || baseline.n === 0) return false
      const [p, q] = [canary.x / canary.n, baseline.x / baseline.n]
      const variance = (p * (1 - p)) / canary.n + (q * (1 - q)) / baseline.n
      if (variance === 0 || p <= q) return false
      const spread = variance + tau ** 2
      const logRatio = 0.5 * Math.log(variance / spread) + (tau ** 2 * (p - q) ** 2) / (2 * variance * spread)
      return logRatio >= Math.log(20)
    }
  },
}
