import { logGamma } from '../chance.ts'
import type { Rival } from '../rule.ts'

const concentration = 100

/**
 * M. Lindon, A. Malek: anytime-valid inference for multinomial counts (arXiv 2011.03567), alpha .05: bad requests fall on the canary with its
 * configured share of the traffic, against a Dirichlet around it. The share is fixed at the start: the test knows no ramp.
 */
export const lindonMalek: Rival = {
  name: 'Lindon-Malek, k 100',
  begin: ({ weights }) => {
    const share = weights[0]! / 100
    let canary = 0
    let all = 0
    return (sample) => {
      if (sample !== undefined) {
        canary += sample.canary.x
        all += sample.canary.x + sample.baseline.x
      }
      return canary > share * all && lindonMalekLogFactor(canary, all, share) >= Math.log(20)
    }
  },
}

/** Logarithm of the Bayes factor against `share`, for `x` of `m`. */
export function lindonMalekLogFactor(x: number, m: number, share: number): number {
  const [a, b] = [concentration * share, concentration * (1 - share)]
  return logBeta(a + x, b + m - x) - logBeta(a, b) - x * Math.log(share) - (m - x) * Math.log(1 - share)
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}
