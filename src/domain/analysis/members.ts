import { restartMinutes } from './e-process.ts'
import type { AnalysisSpec, ComparedMetric, Frozen, Row } from './model.ts'

/** One thing that is tested, with its part of the error probabilities. */
export interface MemberPlan {
  readonly name: string
  readonly metric: ComparedMetric
  /** Of the group-sequential FAIL and of the e-process; 0 where the design has none. They add up to the member's part of alpha. */
  readonly alpha: { readonly sequential: number; readonly eProcess: number }
  /** Likewise of PASS. Each member may use all of beta: a PASS needs every one. */
  readonly beta: { readonly sequential: number; readonly eProcess: number }
  /** Intervals of the declared plan. */
  readonly looks: number
  readonly restarts: { readonly count: number; readonly every: number }
}

/** Of the error probability, what the group-sequential test gets. The rest is the e-process's, or the sum would exceed the whole. */
const sequentialShare = { declared: 1, extendable: 0.8, adaptive: 0 } as const satisfies Record<AnalysisSpec['design'], number>

/** The metric that a member of this name belongs to: called the same, or beginning with it and a space. The longest name wins. */
export function metricOf(spec: AnalysisSpec, member: string): ComparedMetric | undefined {
  return spec.metrics
    .filter(({ name }) => member === name || member.startsWith(`${name} `))
    .reduce<ComparedMetric | undefined>((best, metric) => (best && best.name.length >= metric.name.length ? best : metric), undefined)
}

/** Names of the members in rows, by metric of the spec, in the order of first sight. What the spec does not name is not among them. */
export function membersIn(spec: AnalysisSpec, rows: readonly Row[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const row of rows) {
    for (const name of Object.keys(row.metrics)) {
      const metric = metricOf(spec, name)
      if (!metric) continue
      const names = found.get(metric.name) ?? []
      if (!names.includes(name)) found.set(metric.name, [...names, name])
    }
  }
  return found
}

/**
 * Everything that is tested. The members of a metric are those that were frozen, else those of the first row that has the metric: they share its alpha,
 * so one that turns up later is too late.
 */
export function plansOf(spec: AnalysisSpec, frozen: Frozen, rows: readonly Row[]): readonly MemberPlan[] {
  return spec.metrics.flatMap((metric) => {
    const known = frozen.members.map(({ name }) => name).filter((name) => metricOf(spec, name) === metric)
    const first = rows.find((row) => Object.keys(row.metrics).some((name) => metricOf(spec, name) === metric))
    const names = known.length > 0 ? known : first ? (membersIn(spec, [first]).get(metric.name) ?? []) : []
    return names.toSorted().map((name) => planOf(spec, metric, name, names.length))
  })
}

export function planOf(spec: AnalysisSpec, metric: ComparedMetric, name: string, members: number): MemberPlan {
  const sequential = sequentialShare[spec.design]
  const alpha = (spec.alpha * metric.alphaShare) / members
  const every = Math.max(1, Math.round((restartMinutes * 60_000) / spec.periodMs))
  return {
    name,
    metric,
    alpha: { sequential: alpha * sequential, eProcess: alpha * (1 - sequential) },
    beta: { sequential: spec.beta * sequential, eProcess: spec.beta * (1 - sequential) },
    looks: spec.looks,
    restarts: { count: Math.max(0, Math.ceil(spec.looks / every) - 1), every },
  }
}
