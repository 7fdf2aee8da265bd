import type { StoryRecord } from '../../demo/story-record.ts'
import type { LoadReport, LoadSecond } from '../../sandbox/load/report.ts'

export const startedAtMs = Date.UTC(2030, 0, 1, 12)

/** A load report of the seconds given, from two seconds before the action on. */
export function loadOf(seconds: readonly Omit<LoadSecond, 'atMs' | 'requests'>[]): LoadReport {
  const fromMs = startedAtMs - 2000
  const whole = seconds.map((second, index) => ({ atMs: fromMs + index * 1000, requests: 100, ...second }))
  const byVersion: Record<string, number> = {}
  for (const second of whole)
    for (const [version, count] of Object.entries(second.byVersion)) byVersion[version] = (byVersion[version] ?? 0) + count
  const failed = whole.reduce((sum, second) => sum + second.failed, 0)
  return {
    startedAtMs: fromMs,
    endedAtMs: fromMs + whole.length * 1000,
    requests: whole.length * 100,
    failed,
    byVersion,
    failedByVersion: failed > 0 ? { none: failed } : {},
    lateByVersion: {},
    byStatus: { 200: whole.length * 100 - failed, ...(failed > 0 && { 502: failed }) },
    byError: {},
    byStream: {},
    latencyMs: { p50: 1, p99: 9, max: 20 },
    latencyByVersion: {},
    latenessMs: { p50: 0.3, p99: 4, max: 11 },
    void: false,
    seconds: whole,
  }
}

/** A rollout of v2 that worked: two seconds before it, five of v1, five shared, five of v2. */
export function recorded(rest: Partial<StoryRecord> = {}): StoryRecord {
  const shares = [...Array<number>(7).fill(0), ...Array<number>(5).fill(50), ...Array<number>(5).fill(100)]
  return {
    story: 'healthy',
    title: 'A release that works',
    plot: 'v2 replaces v1.',
    baseline: 'v1',
    candidate: 'v2',
    startedAtMs,
    endedAtMs: startedAtMs + 11_000,
    atRestAtMs: startedAtMs + 11_500,
    version: 'v2',
    changed: [],
    earlier: [],
    outcome: 'succeeded',
    reasonCode: 'DEPLOYED',
    reason: 'shop-web:2 is deployed',
    exitCode: 0,
    timeline: [
      { at: new Date(startedAtMs + 1000).toISOString(), kind: 'started', text: 'Rollout of shop-web:2 begins' },
      { at: new Date(startedAtMs + 4000).toISOString(), kind: 'noted', text: '1 of 4 tasks running' },
      { at: new Date(startedAtMs + 10_800).toISOString(), kind: 'ended', text: 'succeeded, DEPLOYED' },
    ],
    faults: [],
    undo: [],
    summary: '## deployed',
    load: loadOf(
      shares.map((share) => ({ failed: 0, byVersion: share === 0 ? { v1: 100 } : share === 100 ? { v2: 100 } : { v1: 50, v2: 50 } })),
    ),
    deviations: [],
    ...rest,
  }
}

/** The same of a pair, whose rules moved one after the other in the sixth second. */
export function recordedPair(rest: Partial<StoryRecord> = {}): StoryRecord {
  const at = (seconds: number, green: readonly number[]) => ({ atMs: startedAtMs + seconds * 1000, green })
  return recorded({ pair: { rules: ['/', '/shop'], weights: [at(-2, [0, 0]), at(5, [100, 0]), at(6, [100, 100])] }, ...rest })
}

/** The same of a canary that had 5 percent of the traffic for five seconds, failed three requests and was sent home. */
export function recordedCanary(rest: Partial<StoryRecord> = {}): StoryRecord {
  const at = (seconds: number, green: readonly number[]) => ({ atMs: startedAtMs + seconds * 1000, green })
  const seconds = Array.from({ length: 17 }, (_, index) =>
    index < 7 || index > 11 ? { failed: 0, byVersion: { v1: 100 } } : { failed: index > 8 ? 1 : 0, byVersion: { v1: 95, v2: 5 } },
  )
  return recorded({
    version: 'v1',
    outcome: 'rolled-back',
    reasonCode: 'ANALYSIS_FAILED',
    reason: 'errors: the canary is 20x of the baseline',
    exitCode: 1,
    load: loadOf(seconds),
    pair: { rules: ['/', '/shop'], weights: [at(-2, [0, 0]), at(5, [5, 5]), at(10, [0, 0])] },
    canary: {
      verdict: 'fail',
      report: 'faulty/report.html',
      harm: { failed: 3, baselineFailed: 0, late: 0, medianMs: { baseline: 2, candidate: 2 } },
    },
    ...rest,
  })
}
