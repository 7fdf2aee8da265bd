import { betaBinomial, binomial, hypergeometric, type Law, logGamma, pointLaw } from './distributions.ts'

/** One metric in one interval, as it is judged: how its bad requests were split over the arms. */
export interface Split {
  readonly canary: { readonly n: number; readonly x: number }
  readonly baseline: { readonly n: number; readonly x: number }
  /** Bad requests of both arms that were to be expected from what came before. Only where they clump does it matter. */
  readonly usual: number
}

/** Bad requests are frequent above this share of all: then they are no Poisson events any more. */
const frequentShare = 0.2
export function isFrequent(bad: number, requests: number): boolean {
  return requests > 0 && bad / requests > frequentShare
}

/** Below this the hypergeometric law is kept for frequent events: an overdispersion estimated as 1.1 is noise. */
const clearlyClumped = 1.15

/**
 * The law of the canary's bad requests given all of them and the requests of both arms. The rate that both arms share cancels, so brown-outs,
 * daily load and ramping weights are harmless.
 *
 * - Rare events: Binomial(m, ratio n_c / (ratio n_c + n_b)).
 * - Frequent (above 20 %): Fisher's law, and the ratio is one of odds, since a ratio of 2 of 60 % could not be.
 * - Clumped (overdispersion above 1): beta-binomial. Of frequent events it replaces Fisher's law, with the same mean, where they clump beyond independent requests clearly.
 */
export function splitLaw(split: Split, ratio: number, overdispersion: number): Law {
  const { bad, kind, share, clumping } = shapeOf(split, ratio, overdispersion)
  switch (kind) {
    case 'point':
      return pointLaw(share * bad)
    case 'hypergeometric':
      return hypergeometric(split.canary.n, split.baseline.n, bad, ratio)
    case 'binomial':
      return binomial(bad, share)
    case 'beta-binomial':
      return betaBinomial(bad, share * clumping, (1 - share) * clumping)
  }
}

/** ln of how much likelier this split is under ratio `to` than under ratio `from`. */
export function logLikelihoodRatio(split: Split, to: number, from: number, overdispersion: number): number {
  return logLikelihoodRatios(split, [to], from, overdispersion)[0]!
}

/** The same of several ratios. */
export function logLikelihoodRatios(split: Split, to: readonly number[], from: number, overdispersion: number): readonly number[] {
  const { n: nc, x } = split.canary
  const { n: nb } = split.baseline
  const { bad, kind, share, clumping: s } = shapeOf(split, from, overdispersion)
  switch (kind) {
    case 'point':
      return to.map(() => 0)
    case 'hypergeometric': {
      const normaliser = logNormaliser(nc, nb, bad, from)
      return to.map((ratio) => x * Math.log(ratio / from) + normaliser - logNormaliser(nc, nb, bad, ratio))
    }
    case 'binomial':
      return to.map((ratio) => {
        const other = shapeOf(split, ratio, overdispersion).share
        return x * Math.log(other / share) + (bad - x) * Math.log((1 - other) / (1 - share))
      })
    case 'beta-binomial': {
      const log = (at: number): number => logRising(at * s, x) + logRising((1 - at) * s, bad - x)
      const under = log(share)
      return to.map((ratio) => log(shapeOf(split, ratio, overdispersion).share) - under)
    }
  }
}

/** ln of a (a + 1) ... (a + count - 1). */
function logRising(a: number, count: number): number {
  if (count > 30) return logGamma(a + count) - logGamma(a)
  let product = 1
  let log = 0
  for (let i = 0; i < count; i += 1) {
    product *= a + i
    if (product > 1e200 || product < 1e-200) {
      log += Math.log(product)
      product = 1
    }
  }
  return log + Math.log(product)
}

interface Shape {
  readonly kind: 'point' | 'hypergeometric' | 'binomial' | 'beta-binomial'
  /** Bad requests of both arms. */
  readonly bad: number
  /** Of them, the share that is expected on the canary. */
  readonly share: number
  /** The sum of the parameters of the beta law. */
  readonly clumping: number
}

function shapeOf({ canary, baseline, usual }: Split, ratio: number, overdispersion: number): Shape {
  const bad = canary.x + baseline.x
  const requests = canary.n + baseline.n
  if (bad === 0 || canary.n === 0) return { kind: 'point', bad, share: 0, clumping: Infinity }
  if (baseline.n === 0) return { kind: 'point', bad, share: 1, clumping: Infinity }
  const badShare = bad / requests
  if (!isFrequent(bad, requests)) {
    const share = (ratio * canary.n) / (ratio * canary.n + baseline.n)
    if (overdispersion <= 1) return { kind: 'binomial', bad, share, clumping: Infinity }
    return { kind: 'beta-binomial', bad, share, clumping: clumpingOf(bad, usual, overdispersion) }
  }
  const share = hypergeometricMean(canary.n, baseline.n, bad, ratio) / bad
  if (share <= 0 || share >= 1) return { kind: 'point', bad, share, clumping: Infinity }
  if (overdispersion < clearlyClumped) return { kind: 'hypergeometric', bad, share, clumping: Infinity }
  // A beta-binomial spreads like `overdispersion` times the binomial; Fisher's law spreads less by the share of good requests.
  const over = overdispersion * (1 - badShare)
  if (over <= 1) return { kind: 'binomial', bad, share, clumping: Infinity }
  return { kind: 'beta-binomial', bad, share, clumping: clumpingOf(bad, usual, over) }
}

/** So that there is never less than all bad requests in one clump. */
const leastClumping = 0.02
/** As many times the usual number of bad requests are no clump, but a rate that has changed in both arms. */
const noClump = 4

/**
 * The smaller of two. `usual / (overdispersion - 1)` is exact where the count of each arm is a negative binomial. The other makes the law of
 * this very interval spread `overdispersion` times as far as the binomial, which the first does on average alone: clumps of one size, or a
 * share that varies, need it.
 */
function clumpingOf(bad: number, usual: number, overdispersion: number): number {
  return Math.max(leastClumping, Math.min(Math.max(usual, bad / noClump), bad - overdispersion) / (overdispersion - 1))
}

/** Where the odds of the expected 2x2 table are `odds` (Cornfield 1956): within a fraction of one request. */
function hypergeometricMean(first: number, second: number, bad: number, odds: number): number {
  if (odds === 1) return (first * bad) / (first + second)
  const sum = odds * (first + bad) + second - bad
  const root = Math.sqrt(Math.max(0, sum * sum - 4 * odds * (odds - 1) * first * bad))
  return (2 * odds * first * bad) / (sum + root)
}

/** ln Z, Z = sum over k of C(first, k) C(second, bad - k) odds^k. */
function logNormaliser(first: number, second: number, bad: number, odds: number): number {
  const law = hypergeometric(first, second, bad, odds)
  let at = 0
  for (let i = 1; i < law.mass.length; i += 1) if (law.mass[i]! > law.mass[at]!) at = i
  const k = law.low + at
  return logChoose(first, k) + logChoose(second, bad - k) + k * Math.log(odds) - Math.log(law.mass[at]!)
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
}
