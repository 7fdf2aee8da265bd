import type { Counts, Sample } from '../../../src/domain/analysis/model.ts'
import type { Rival } from '../rule.ts'
import { slidingWindow } from './window.ts'

interface Measurement {
  readonly name: string
  /** What the query spans, and how often it is asked, in minutes. */
  readonly windowMinutes: number
  readonly everyMinutes: number
  /** The run is aborted when more measurements than this have failed, ever. The default of the product is 0. */
  readonly failureLimit: number
  readonly fails: (window: Sample, nominal: number) => boolean
}

/** Argo Rollouts: an AnalysisTemplate with a condition over a window, measured at an interval, and a limit of failed measurements. */
function argo({ name, windowMinutes, everyMinutes, failureLimit, fails }: Measurement): Rival {
  return {
    name,
    begin: (scenario) => {
      const window = slidingWindow(windowMinutes)
      let minute = 0
      let failures = 0
      return (sample) => {
        const seen = window(sample)
        // The first measurement waits for a full window. No data is an error of the measurement, which has a patience of its own.
        const due = ++minute >= windowMinutes && minute % everyMinutes === 0
        if (due && seen !== undefined && fails(seen, scenario.base)) failures++
        return failures > failureLimit
      }
    },
  }
}

function rate({ n, x }: Counts): number {
  return n === 0 ? 0 : x / n
}

/** The example of its documentation: success rate of the canary at least 95 % over five minutes, failure limit 3. */
export const argoAbsolute = argo({
  name: 'Argo: 5 % errors, 5 m each 5 m, failureLimit 3',
  windowMinutes: 5,
  everyMinutes: 5,
  failureLimit: 3,
  fails: ({ canary }) => rate(canary) >= 0.05,
})

export const argoNominal = argo({
  name: 'Argo: 2x nominal, 1 m, failureLimit 3',
  windowMinutes: 1,
  everyMinutes: 1,
  failureLimit: 3,
  fails: ({ canary }, nominal) => rate(canary) > 2 * nominal,
})

export const argoNominalDefaultLimit = argo({
  name: 'Argo: 2x nominal, 5 m each 1 m, failureLimit 0',
  windowMinutes: 5,
  everyMinutes: 1,
  failureLimit: 0,
  fails: ({ canary }, nominal) => rate(canary) > 2 * nominal,
})

/** A query that compares: the canary's rate over five minutes above 1.2 times that of the stable pods. */
export const argoRelative = argo({
  name: 'Argo: 1.2x baseline, 5 m each 1 m, failureLimit 3',
  windowMinutes: 5,
  everyMinutes: 1,
  failureLimit: 3,
  fails: ({ canary, baseline }) => rate(canary) > 1.2 * rate(baseline),
})
