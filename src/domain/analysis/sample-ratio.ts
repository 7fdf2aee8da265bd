import { logBeta } from './distributions.ts'
import { number, percent } from './sentences.ts'

/** Requests of both arms while one weight was configured. */
export interface WeightedRequests {
  /** Percent of requests that the canary should get. */
  readonly weight: number
  readonly canary: number
  readonly baseline: number
}

/** Whether requests were split as configured. It decides nothing about the release: the tests compare what was measured, whatever the weights. */
export interface SampleRatio {
  readonly differs: boolean
  /** Share of the requests that the canary got and should have got, 0 to 1. */
  readonly measured: number
  readonly configured: number
  /** ln of the evidence against the configured split. */
  readonly logE: number
  readonly because: string
}

const concentration = 100
/** Weights are shifted seldom and looked at often: an alarm here is worth a doubt only where it is sure. */
const alpha = 0.001
/** Differences that matter to nobody are none, however sure: relative to the configured share. */
const tolerance = 0.1

/**
 * ln of the Bayes factor of Lindon & Malek (2022): `canary` of `all` requests, where each should be the canary's with probability `share`,
 * against a share drawn from a beta law around it. It is an e-process, so it may be looked at after every interval.
 */
export function logSampleRatio(canary: number, all: number, share: number, k = concentration): number {
  const under = canary * Math.log(share) + (all - canary) * Math.log(1 - share)
  return logBeta(k * share + canary, k * (1 - share) + all - canary) - logBeta(k * share, k * (1 - share)) - under
}

/** The whole time: one factor for each weight, since totals over different weights say nothing. Sticky sessions are the usual cause. */
export function sampleRatio(parts: readonly WeightedRequests[]): SampleRatio {
  const used = parts.filter(({ weight, canary, baseline }) => weight > 0 && weight < 100 && canary + baseline > 0)
  const all = used.reduce((sum, { canary, baseline }) => sum + canary + baseline, 0)
  const canary = used.reduce((sum, part) => sum + part.canary, 0)
  const due = used.reduce((sum, part) => sum + ((part.canary + part.baseline) * part.weight) / 100, 0)
  const logE = used.reduce((sum, part) => sum + logSampleRatio(part.canary, part.canary + part.baseline, part.weight / 100), 0)
  const far = used.some((part) => Math.abs((100 * part.canary) / (part.canary + part.baseline) - part.weight) > tolerance * part.weight)
  const differs = far && logE >= Math.log(1 / alpha)
  const [measured, configured] = all > 0 ? [canary / all, due / all] : [0, 0]
  const told = `the canary got ${percent(measured)} of ${number(all)} requests, ${percent(configured)} were configured`
  return { differs, measured, configured, logE, because: differs ? `${told}: sessions may be sticky, or a weight is not in force` : told }
}
