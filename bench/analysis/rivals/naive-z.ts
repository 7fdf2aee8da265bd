import type { Rival } from '../rule.ts'
import { add } from '../rule.ts'
import type { Sample } from '../../../src/domain/analysis/model.ts'

/** The test of two shares on all that was seen so far, one-sided, each minute anew as if it were the only time. */
function naiveZ(level: string, critical: number): Rival {
  return {
    name: `z test each minute, p < ${level}`,
    begin: () => {
      let total: Sample = { canary: { n: 0, x: 0 }, baseline: { n: 0, x: 0 } }
      return (sample) => {
        if (sample !== undefined) total = add(total, sample)
        const { canary, baseline } = total
        if (canary.n === 0 || baseline.n === 0) return false
        const pooled = (canary.x + baseline.x) / (canary.n + baseline.n)
        const sd = Math.sqrt(pooled * (1 - pooled) * (1 / canary.n + 1 / baseline.n))
        return sd > 0 && (canary.x / canary.n - baseline.x / baseline.n) / sd > critical
      }
    },
  }
}

export const naiveZ05 = naiveZ('.05', 1.6448536269514722)
export const naiveZ01 = naiveZ('.01', 2.3263478740408408)
