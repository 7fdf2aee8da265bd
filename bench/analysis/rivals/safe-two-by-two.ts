import type { Counts } from '../../../src/domain/analysis/model.ts'
import type { Rival } from '../rule.ts'

/**
 * R. Turner, A. Ly, P. Grünwald: safe test of two shares (arXiv 2106.02693), alpha .05: each minute is a block; the alternative is what
 * earlier blocks taught about each arm, the null their mean weighted by the block.
 */
export const safeTwoByTwo: Rival = {
  name: 'safe 2x2, plug-in',
  begin: () => {
    let canary: Counts = { n: 0, x: 0 }
    let baseline: Counts = { n: 0, x: 0 }
    let logE = 0
    return (sample) => {
      if (sample === undefined || sample.canary.n + sample.baseline.n === 0) return false
      const [a, b] = [learned(canary), learned(baseline)]
      const both = (sample.canary.n * a + sample.baseline.n * b) / (sample.canary.n + sample.baseline.n)
      logE += logLikelihood(sample.canary, a) + logLikelihood(sample.baseline, b)
      logE -= logLikelihood(sample.canary, both) + logLikelihood(sample.baseline, both)
      canary = { n: canary.n + sample.canary.n, x: canary.x + sample.canary.x }
      baseline = { n: baseline.n + sample.baseline.n, x: baseline.x + sample.baseline.x }
      return logE >= Math.log(20) && canary.x * baseline.n > baseline.x * canary.n
    }
  },
}

function learned({ n, x }: Counts): number {
  return (x + 0.18) / (n + 0.36)
}

function logLikelihood({ n, x }: Counts, share: number): number {
  return x * Math.log(share) + (n - x) * Math.log1p(-share)
}
