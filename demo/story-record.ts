import type { LoadReport } from '../sandbox/load/report.ts'
import type { Expectation } from './stories.ts'

/** Everything a story left behind: what its table row, its verdict and its part of the page are made of. */
export interface StoryRecord {
  readonly story: string
  readonly title: string
  readonly plot: string
  readonly baseline: string
  readonly candidate: string
  /** From the start of the action to its end, milliseconds since the epoch. */
  readonly startedAtMs: number
  readonly endedAtMs: number
  /** When ECS had nothing left to do. */
  readonly atRestAtMs: number
  /** Version of the service then. */
  readonly version: string
  readonly outcome: string
  readonly reasonCode: string
  readonly reason: string
  readonly exitCode: number | undefined
  readonly timeline: readonly TimelineEntry[]
  readonly faults: readonly { readonly because: string; readonly details: readonly string[] }[]
  readonly undo: readonly string[]
  /** The job summary as the action wrote it. */
  readonly summary: string
  readonly load: LoadReport
  /** What did not go as told, a sentence each. */
  readonly deviations: readonly string[]
}
export interface TimelineEntry {
  readonly at: string
  readonly kind: string
  readonly text: string
}

/** What differs between a story and what was expected of it. */
export function deviationsOf(expected: Expectation, seen: Omit<StoryRecord, 'deviations'>): readonly string[] {
  const { load } = seen
  const red = expected.outcome !== 'succeeded'
  // The seconds that lie wholly behind the moment ECS came to rest.
  const tail = load.seconds.filter((second) => second.atMs >= seen.atRestAtMs && second.atMs + 1000 <= load.endedAtMs)
  const strays = tail.flatMap((second) => Object.keys(second.byVersion)).filter((version) => version !== expected.serving)
  return [
    ...differs('outcome', expected.outcome, seen.outcome),
    ...differs('reason code', expected.reasonCode, seen.reasonCode),
    ...differs('version of the service in the end', expected.serving, seen.version),
    ...(red === (seen.exitCode === 0)
      ? [`the step ended with exit code ${seen.exitCode ?? 'none'}, which is not right for ${expected.outcome}`]
      : []),
    ...(expected.tells !== undefined && !expected.tells.test(seen.reason)
      ? [`the reason does not tell ${expected.tells}: ${seen.reason}`]
      : []),
    ...(expected.mostFailed !== undefined && load.failed > expected.mostFailed
      ? [`${load.failed} requests failed (${kinds(load).join(', ')}), at most ${expected.mostFailed} may`]
      : []),
    ...(tail.length === 0 ? ['no traffic was seen after ECS came to rest'] : []),
    ...(strays.length > 0
      ? [`${expected.serving} was to answer everything in the end, but so did ${[...new Set(strays)].join(', ')}`]
      : []),
    ...(tail.some((second) => second.failed > 0) ? ['requests still failed after ECS came to rest'] : []),
  ]
}

/** How requests failed: `3 HTTP 502`, `1 reset`. An answer that came with a good status and was cut short counts by its error. */
export function kinds({ byStatus, byError }: Pick<LoadReport, 'byStatus' | 'byError'>): readonly string[] {
  const statuses = Object.entries(byStatus).filter(([status]) => Number(status) >= 400)
  return [
    ...statuses.map(([status, count]) => `${count} HTTP ${status}`),
    ...Object.entries(byError).map(([error, count]) => `${count} ${error}`),
  ]
}

function differs(what: string, expected: string, seen: string): readonly string[] {
  return expected === seen ? [] : [`${what}: expected ${expected}, got ${seen || 'nothing'}`]
}
