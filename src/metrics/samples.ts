import type { Counts, Sample } from '../domain/analysis/model.ts'
import type { Span } from '../domain/metrics/counters.ts'
import type { MetricInterval } from '../ports.ts'

/** What was counted for one member on both arms, by the start of each interval. */
export interface MemberCounts {
  readonly member: string
  readonly canary: ReadonlyMap<number, Counts>
  readonly baseline: ReadonlyMap<number, Counts>
}

const nothing: Counts = { n: 0, x: 0 }

/** Intervals in which anything was counted, oldest first. An arm nothing is known of beside one that served had no requests that count. */
export function intervalsOf(members: readonly MemberCounts[], { startMs, endMs, periodMs }: Span): readonly MetricInterval[] {
  const found: MetricInterval[] = []
  for (let atMs = startMs; atMs < endMs; atMs += periodMs) {
    const samples = members.flatMap(({ member, canary, baseline }): readonly (readonly [string, Sample])[] => {
      const sample = { canary: canary.get(atMs) ?? nothing, baseline: baseline.get(atMs) ?? nothing }
      return sample.canary.n + sample.baseline.n === 0 ? [] : [[member, sample]]
    })
    if (samples.length > 0) found.push({ atMs, samples: Object.fromEntries(samples) })
  }
  return found
}
