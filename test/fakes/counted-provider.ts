import type { Sample } from '../../src/domain/analysis/model.ts'
import type { SluiceError } from '../../src/domain/errors.ts'
import type { MetricInterval, MetricProvider } from '../../src/ports.ts'

const minuteMs = 60_000

export interface CountedProvider {
  readonly provider: MetricProvider
  /** What it was asked for, in order. */
  readonly asked: readonly { readonly fromMs: number; readonly toMs: number }[]
}

/** A source of the metric `errors` whose counts are a function of the minute, by its start. `fails` says when it is out of reach. */
export function countedProvider(
  counts: (atMs: number) => Sample | undefined,
  given: { readonly history?: boolean; readonly delayMs?: number; readonly fails?: (toMs: number) => SluiceError | undefined } = {},
): CountedProvider {
  const { history = true, delayMs = 120_000, fails } = given
  const asked: { readonly fromMs: number; readonly toMs: number }[] = []
  /** Without a past it knows only what it was asked for in time. */
  const seen = new Map<number, MetricInterval>()
  const provider: MetricProvider = {
    kind: 'counted',
    history,
    delayMs,
    members: () => Promise.resolve(['errors']),
    rows(members, fromMs, toMs) {
      asked.push({ fromMs, toMs })
      const error = fails?.(toMs)
      if (error) return Promise.reject(error)
      const endMs = Math.floor((toMs - delayMs) / minuteMs) * minuteMs
      const firstMs = history ? Math.ceil(fromMs / minuteMs) * minuteMs : Math.max(fromMs, endMs - minuteMs)
      for (let atMs = firstMs; atMs < endMs; atMs += minuteMs) {
        const sample = counts(atMs)
        if (sample && members.includes('errors')) seen.set(atMs, { atMs, samples: { errors: sample } })
      }
      return Promise.resolve([...seen.values()].filter(({ atMs }) => atMs >= fromMs && atMs < endMs))
    },
  }
  return { provider, asked }
}
