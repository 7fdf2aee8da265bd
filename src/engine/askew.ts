import type { Counts, Row } from '../domain/analysis/model.ts'
import { sampleRatio, type WeightedRequests } from '../domain/analysis/sample-ratio.ts'
import type { Course } from '../domain/rollout.ts'

/** Load balancers follow their rules within seconds, each node at its own time. */
const settlingMs = 60_000

/**
 * Says so where the canary did not get the part of the requests that was configured: the verdict is right all the same, for it rests on what was measured, but
 * whose requests those were is another matter. Undefined where they were split as they should, or nobody knows the weights.
 */
export function askew({ arrivals }: Pick<Course, 'arrivals'>, rows: readonly Row[], startMs: number, periodMs: number): string | undefined {
  const weighted = arrivals.filter(({ weight }) => !Number.isNaN(weight))
  const parts = weighted.map(({ weight, atMs }, index): WeightedRequests => {
    const untilMs = weighted[index + 1]?.atMs ?? Infinity
    const own = rows.filter(({ minute }) => {
      const fromMs = startMs + minute * 60_000
      return fromMs >= atMs + settlingMs && fromMs + periodMs <= untilMs
    })
    return { weight, canary: requestsOf(own, 'canary'), baseline: requestsOf(own, 'baseline') }
  })
  const found = sampleRatio(parts)
  return found.differs ? found.because : undefined
}

/** Of the metric that counts most: others may count some of the requests. */
function requestsOf(rows: readonly Row[], arm: 'canary' | 'baseline'): number {
  const most = (counts: readonly Counts[]): number => Math.max(0, ...counts.map(({ n }) => n))
  return rows.reduce((sum, { metrics }) => sum + most(Object.values(metrics).map((sample) => sample[arm])), 0)
}
