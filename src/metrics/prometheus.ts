import type { Counts } from '../domain/analysis/model.ts'
import { SluiceError } from '../domain/errors.ts'
import { type Arm, armText, escapePromql, fillArm } from '../domain/metrics/arm.ts'
import { countsOf, exceedingOf, lookback, type Span } from '../domain/metrics/counters.ts'
import type { Source } from '../domain/metrics/model.ts'
import type { MetricProvider } from '../ports.ts'
import { passwordOf } from './http-get.ts'
import { edgeOf, isEdge, thresholdMembers } from './prometheus-buckets.ts'
import { type PrometheusArm, readCounters } from './prometheus-query.ts'
import { intervalsOf } from './samples.ts'
import { fillEnvironment } from './secret-headers.ts'
import { matureSpan, type SourceOptions, usualTimeoutMs } from './source-options.ts'
import { unavailable } from './unavailable.ts'

export type PrometheusSource = Extract<Source, { kind: 'prometheus' | 'prometheus-histogram' }>

interface PrometheusMetric {
  readonly name: string
  readonly source: PrometheusSource
  readonly canary: PrometheusArm
  readonly baseline: PrometheusArm
}

/**
 * Counters of Prometheus, or of what speaks as it does. They are read as they stood at the ends of intervals and subtracted here: `increase` and
 * `histogram_quantile` extrapolate, and what they give was never counted. Resets are seen counter by counter. A restart within an interval whose counter is
 * beyond its old value at the end of it is not seen, and counts less than there was. Throws INPUT_INVALID when headers or placeholders stand for nothing.
 */
export function createPrometheusProvider(options: SourceOptions): MetricProvider {
  const own = options.metrics.flatMap(({ metric: { name }, source }): readonly PrometheusMetric[] => {
    if (source.kind !== 'prometheus' && source.kind !== 'prometheus-histogram') return []
    const arms = {
      canary: armOf(name, source, options.arms.canary, options),
      baseline: armOf(name, source, options.arms.baseline, options),
    }
    return [{ name, source, ...arms }]
  })
  return {
    kind: 'prometheus',
    history: true,
    delayMs: options.delayMs,
    async members(beforeMs, signal) {
      const each = own.map(async ({ name, source, baseline }) =>
        source.kind === 'prometheus' ? [name] : await thresholdMembers(name, source.thresholdsMs, baseline, beforeMs, signal),
      )
      return (await Promise.all(each)).flat()
    },
    async rows(members, fromMs, toMs, signal) {
      const span = matureSpan(fromMs, toMs, options)
      if (span === undefined) return []
      const read = own.map(async ({ name, source, canary, baseline }) => {
        const wanted = members.filter((member) => (source.kind === 'prometheus' ? member === name : member.startsWith(`${name} >`)))
        if (wanted.length === 0) return []
        const read = (arm: PrometheusArm) => readArm(source, arm, wanted, span, signal)
        const [ours, theirs] = await Promise.all([read(canary), read(baseline)])
        return wanted.map((member) => ({ member, canary: ours.get(member)!, baseline: theirs.get(member)! }))
      })
      return intervalsOf((await Promise.all(read)).flat(), span)
    },
  }
}

function armOf(name: string, source: PrometheusSource, arm: Arm, options: SourceOptions): PrometheusArm {
  const headers = Object.fromEntries(Object.entries(source.headers).map(([header, text]) => [header, fillArm(text, arm)]))
  const password = passwordOf(new URL(source.url))
  if (password !== '') options.mask(password)
  const fill = (selector: string): string => fillArm(selector, arm, escapePromql)
  const { bad, total, buckets } = { bad: '', total: '', buckets: '', ...source }
  return {
    arm,
    server: {
      whose: `${name} of ${armText(arm)}`,
      base: source.url,
      headers: fillEnvironment(headers, name, options),
      timeoutMs: options.timeoutMs ?? usualTimeoutMs,
    },
    selectors: { bad: fill(bad), total: fill(total), buckets: fill(buckets) },
  }
}

type Intervals = ReadonlyMap<number, Counts>

/** What was counted on one arm, by member and by the start of each interval. */
async function readArm(
  source: PrometheusSource,
  { server, selectors }: PrometheusArm,
  members: readonly string[],
  span: Span,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Intervals>> {
  // From before the first interval, so that a counter which comes back in it is known.
  const wide = { ...span, startMs: span.startMs - lookback * span.periodMs }
  const read = (selector: string) => readCounters(server, selector, wide, signal)
  if (source.kind === 'prometheus') {
    const [bad, total] = await Promise.all([read(selectors.bad), read(selectors.total)])
    try {
      const counts = countsOf(
        total.map(({ counter }) => counter),
        bad.map(({ counter }) => counter),
        span,
      )
      return new Map(members.map((member) => [member, counts]))
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown
      const hint = 'The counters of `bad` must be among those of `total`, or be raised with them.'
      throw unavailable(`${server.whose} at ${new URL(server.base).host}`, `there are ${thrown.message} requests`, hint, thrown)
    }
  }
  const series = await read(selectors.buckets)
  const counters = (edgeMs: number) => series.filter(({ labels }) => isEdge(labels['le'], edgeMs)).map(({ counter }) => counter)
  const total = counters(Infinity)
  const found = members.map((member) => {
    const edgeMs = edgeOf(member)
    const within = counters(edgeMs)
    if (within.length !== total.length) {
      const text = `${String(within.length)} of ${String(total.length)} histograms have a bucket up to le="${String(edgeMs / 1000)}"`
      throw new SluiceError('METRICS_UNAVAILABLE', `${server.whose} cannot be compared: ${text}`, {
        hint: 'Both arms must count in the same buckets; give `thresholds` that all have.',
      })
    }
    return [member, exceedingOf(total, within, span)] as const
  })
  return new Map(found)
}
