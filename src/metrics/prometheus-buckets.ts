import { durationText } from '../domain/document.ts'
import { SluiceError } from '../domain/errors.ts'
import { growthOf } from '../domain/metrics/counters.ts'
import { percentilesOf } from '../domain/metrics/histogram.ts'
import { chooseThresholds, latencyMember, thresholdOf } from '../domain/metrics/latency.ts'
import { type PrometheusArm, readCounters, type Series } from './prometheus-query.ts'

const hourMs = 3_600_000
/** A day, so that the busy hours are in it. */
const past = 24

/** The label `le` of a bucket in milliseconds; Infinity for the last one. */
function edgeOfLabel(label: string | undefined): number {
  return label === '+Inf' || label === 'Inf' ? Infinity : Number((Number(label ?? 'none') * 1000).toPrecision(12))
}

export function isEdge(label: string | undefined, edgeMs: number): boolean {
  return edgeOfLabel(label) === edgeMs
}

/** The threshold of a member; NaN, which no bucket has, for one that has none. */
export function edgeOf(member: string): number {
  return thresholdOf(member) ?? NaN
}

/**
 * A member for each threshold: those given, which must be edges of buckets, or the ones chosen from what the baseline served in the last day. Where it
 * served nothing there is nothing to choose from, and there is none. Throws INPUT_INVALID for a threshold that is no edge.
 */
export async function thresholdMembers(
  name: string,
  thresholdsMs: 'auto' | readonly number[],
  { server, selectors }: PrometheusArm,
  beforeMs: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const endMs = Math.floor(beforeMs / 60_000) * 60_000
  const span = { startMs: endMs - past * hourMs, endMs, periodMs: hourMs }
  const buckets = bucketsOf(await readCounters(server, selectors.buckets, span, signal), span.startMs)
  const edges = buckets.map(({ edgeMs }) => edgeMs).filter(Number.isFinite)
  if (thresholdsMs === 'auto') return chooseThresholds(percentilesOf(buckets), edges).map((ms) => latencyMember(name, ms))
  const strange = buckets.length === 0 ? [] : thresholdsMs.filter((ms) => !edges.includes(ms))
  if (strange.length > 0) {
    const text = strange.map((ms) => `${String(ms)}ms`).join(', ')
    throw new SluiceError('INPUT_INVALID', `The metric ${name} has no bucket that ends at ${text}`, {
      hint: `Its buckets end at ${edges.map((ms) => (Number.isInteger(ms) ? durationText(ms) : `${String(ms)}ms`)).join(', ')}.`,
    })
  }
  return thresholdsMs.map((ms) => latencyMember(name, ms))
}

/** What was counted in the last day, ascending by edge. */
function bucketsOf(series: readonly Series[], startMs: number) {
  const edges = [...new Set(series.map(({ labels }) => edgeOfLabel(labels['le'])))]
    .filter((edge) => !Number.isNaN(edge))
    .sort((a, b) => a - b)
  return edges.map((edgeMs) => {
    const counters = series.filter(({ labels }) => isEdge(labels['le'], edgeMs)).map(({ counter }) => counter)
    const hours = Array.from({ length: past }, (_, hour) => growthOf(counters, startMs + hour * hourMs, { periodMs: hourMs }))
    return { edgeMs, count: hours.reduce((sum, each) => sum + each, 0) }
  })
}
