import { adviceLines } from '../domain/analysis/advice.ts'
import { metricOf } from '../domain/analysis/members.ts'
import type { AnalysisSpec, Frozen, Row } from '../domain/analysis/model.ts'
import type { CanaryStep } from '../domain/steps.ts'

/** A few members tell what a plan is worth. */
const most = 3

/**
 * What the steps of a plan will see of each metric that a pass needs, by the traffic the baseline has had; of several members of a metric the first is told,
 * for it has the most bad requests. Where the traffic is not known beforehand nothing can be said, and that is.
 */
export function planForecast(steps: readonly CanaryStep[]) {
  return (spec: AnalysisSpec, frozen: Frozen, past: readonly Row[]): readonly string[] => {
    if (steps.length === 0) return []
    const required = frozen.members.filter(({ name }) => metricOf(spec, name)?.required)
    const told = required.filter(
      ({ name }, index) => required.findIndex((each) => metricOf(spec, each.name) === metricOf(spec, name)) === index,
    )
    return told.slice(0, most).flatMap(({ name }) => {
      const requests = usualRequests(past, name)
      const unknown = `${name}: the baseline's past does not tell how much traffic there is, so nothing can be said of what this plan will see`
      if (requests === undefined) return [unknown]
      const weights = steps.flatMap(({ weight, holdMs }) =>
        weight < 100 ? Array.from({ length: Math.floor(holdMs / spec.periodMs) }, () => weight) : [],
      )
      const intervals = weights.slice(spec.warmUp).map((weight) => ({ weight, requests }))
      const lines = adviceLines(spec, frozen, intervals, name)
      return lines.length > 0 ? lines : [unknown]
    })
  }
}

/** In an interval: the mean of the last hour there is. Before the first shift all traffic is the baseline's. */
function usualRequests(past: readonly Row[], member: string): number | undefined {
  const last = past.at(-1)?.minute ?? 0
  const counts = past.filter(({ minute }) => minute > last - 60).flatMap(({ metrics }) => metrics[member]?.baseline.n ?? [])
  const sum = counts.reduce((all, n) => all + n, 0)
  return sum > 0 ? sum / counts.length : undefined
}
