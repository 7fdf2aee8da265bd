import type { RequestRecord } from './generator.ts'

/** What a run of load found. Counts are exact; each request is in exactly one second, that of its due time. */
export interface LoadReport {
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly requests: number
  /** Without a whole answer, or with a status of 400 or more. */
  readonly failed: number
  /** By header `x-version`; answers without it, and requests without an answer, count under `none`. */
  readonly byVersion: Counts
  /** Of the requests that failed. */
  readonly failedByVersion: Counts
  /** Answers that were whole and good, and later than the order allows; none where it says nothing. */
  readonly lateByVersion: Counts
  readonly byStatus: Counts
  readonly byError: Counts
  readonly byStream: Readonly<Record<string, { readonly requests: number; readonly failed: number; readonly reused: number }>>
  readonly latencyMs: Quantiles
  /** Of good answers, by header `x-version`. */
  readonly latencyByVersion: Readonly<Record<string, Quantiles>>
  readonly latenessMs: Quantiles
  /** The generator itself was held up: its figures mean nothing, and the run is to be repeated. */
  readonly void: boolean
  readonly seconds: readonly LoadSecond[]
}
export interface LoadSecond {
  readonly atMs: number
  readonly requests: number
  readonly failed: number
  readonly byVersion: Counts
}
export type Counts = Readonly<Record<string, number>>
export interface Quantiles {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** A generator that sends later than this (p99) measures itself and not the server. */
const MOST_LATENESS_MS = 50

export function isFailed(record: Pick<RequestRecord, 'status' | 'error'>): boolean {
  return record.error !== undefined || record.status === undefined || record.status >= 400
}

/** Sums up records, which must be in order of due time. */
export function reportOf(
  records: readonly RequestRecord[],
  startedAtMs: number,
  endedAtMs: number,
  lateAfterMs: number = Infinity,
): LoadReport {
  const latenessMs = quantiles(records.map((record) => record.latenessMs))
  const streams = Map.groupBy(records, (record) => record.stream)
  const good = records.filter((record) => !isFailed(record))
  return {
    startedAtMs,
    endedAtMs,
    requests: records.length,
    failed: count(records, isFailed),
    byVersion: countBy(records, versionOf),
    failedByVersion: countBy(records.filter(isFailed), versionOf),
    lateByVersion: countBy(
      good.filter((record) => record.latencyMs > lateAfterMs),
      versionOf,
    ),
    byStatus: countBy(records, (record) => (record.status === undefined ? undefined : String(record.status))),
    byError: countBy(records, (record) => record.error),
    byStream: Object.fromEntries(
      [...streams].map(([name, own]) => [
        name,
        { requests: own.length, failed: count(own, isFailed), reused: count(own, (record) => record.reused) },
      ]),
    ),
    latencyMs: quantiles(records.map((record) => record.latencyMs)),
    latencyByVersion: Object.fromEntries(
      [...Map.groupBy(good, versionOf)].map(([version, own]) => [version, quantiles(own.map((record) => record.latencyMs))]),
    ),
    latenessMs,
    void: latenessMs.p99 > MOST_LATENESS_MS,
    seconds: secondsOf(records, startedAtMs),
  }
}

function secondsOf(records: readonly RequestRecord[], startedAtMs: number): LoadSecond[] {
  const buckets = Map.groupBy(records, (record) => Math.max(0, Math.floor((record.dueAtMs - startedAtMs) / 1000)))
  const last = Math.max(-1, ...buckets.keys())
  return Array.from({ length: last + 1 }, (_, second) => {
    const own = buckets.get(second) ?? []
    return {
      atMs: startedAtMs + second * 1000,
      requests: own.length,
      failed: count(own, isFailed),
      byVersion: countBy(own, versionOf),
    }
  })
}

function versionOf(record: RequestRecord): string {
  return record.version ?? 'none'
}

function count<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.reduce((sum, item) => sum + (holds(item) ? 1 : 0), 0)
}

function countBy<T>(items: readonly T[], nameOf: (item: T) => string | undefined): Counts {
  const counts = new Map<string, number>()
  for (const item of items) {
    const name = nameOf(item)
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function quantiles(values: readonly number[]): Quantiles {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): number => Math.round((sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0) * 10) / 10
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}
