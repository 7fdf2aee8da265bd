import type { CanaryRecord } from './canary-record.ts'
import { canaryDeviations } from './canary-record.ts'
import type { LoadReport, LoadSecond } from '../sandbox/load/report.ts'
import type { Expectation } from './story.ts'
import type { WeightSample } from './weights.ts'

/** Everything a story left behind: what its table row, its verdict and its part of the page are made of. */
export interface StoryRecord {
  readonly story: string
  readonly title: string
  readonly plot: string
  readonly baseline: string
  readonly candidate: string
  /** From the start of the first step to the end of the last, milliseconds since the epoch. */
  readonly startedAtMs: number
  readonly endedAtMs: number
  /** When ECS had nothing left to do. */
  readonly atRestAtMs: number
  /** What served then. */
  readonly version: string
  /** What of the owner's settings was not as it had been then, a sentence each. */
  readonly changed: readonly string[]
  /** Of a pair: blue runs the baseline and green the candidate. */
  readonly pair?: PairRecord
  readonly canary?: CanaryRecord
  /** Steps before the last, and how each ended: `lost`, or as in `succeeded, STAGED`. */
  readonly earlier: readonly string[]
  /** Of the last step. */
  readonly outcome: string
  readonly reasonCode: string
  readonly reason: string
  readonly exitCode: number | undefined
  /** Of all steps. */
  readonly timeline: readonly TimelineEntry[]
  readonly faults: readonly { readonly because: string; readonly details: readonly string[] }[]
  readonly undo: readonly string[]
  /** The job summary as the last step wrote it. */
  readonly summary: string
  readonly load: LoadReport
  /** What did not go as told, a sentence each. */
  readonly deviations: readonly string[]
}
export interface PairRecord {
  /** What each rule is called in the picture. */
  readonly rules: readonly string[]
  /** The weights as AWS told them, at each change; the first is from before the story. */
  readonly weights: readonly WeightSample[]
}
export interface TimelineEntry {
  readonly at: string
  readonly kind: string
  readonly text: string
}

/** What differs between a story and what was expected of it. */
export function deviationsOf(expected: Expectation, seen: Omit<StoryRecord, 'deviations'>): readonly string[] {
  const { load } = seen
  const red = ['rolled-back', 'failed'].includes(expected.outcome)
  // The seconds that lie wholly behind the moment ECS came to rest.
  const tail = load.seconds.filter((second) => second.atMs >= seen.atRestAtMs && second.atMs + 1000 <= load.endedAtMs)
  const strays = tail.flatMap((second) => Object.keys(second.byVersion)).filter((version) => version !== expected.serving)
  return [
    ...differs('ends of the steps before', expected.earlier?.join('; ') ?? '', seen.earlier.join('; ')),
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
    ...neverMet(expected, seen),
    ...canaryDeviations(expected, seen),
    ...(expected.held === true
      ? seen.changed.length === 0
        ? ["the rollout rests, but the owner's autoscaling is no longer held"]
        : []
      : seen.changed),
    ...(tail.length === 0 ? ['no traffic was seen after ECS came to rest'] : []),
    ...(strays.length > 0
      ? [`${expected.serving} was to answer everything in the end, but so did ${[...new Set(strays)].join(', ')}`]
      : []),
    ...(expected.failsAsEver !== true && tail.some((second) => second.failed > 0) ? ['requests still failed after ECS came to rest'] : []),
  ]
}

/** Neither by what clients got nor by what the rules said. */
function neverMet({ mostAnswered }: Expectation, { load, candidate, pair }: Omit<StoryRecord, 'deviations'>): readonly string[] {
  if (mostAnswered === undefined) return []
  const answered = load.byVersion[candidate] ?? 0
  const weight = Math.max(0, ...(pair?.weights ?? []).flatMap((sample) => sample.green))
  return [
    ...(answered > mostAnswered ? [`${candidate} answered ${answered} requests, at most ${mostAnswered} it may`] : []),
    ...(mostAnswered === 0 && weight > 0 ? [`green had a weight of ${weight} %, and was to have none`] : []),
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

/** From the first second with a failed request to the last, in seconds; 0 when none failed. */
export function harmedS({ seconds }: { readonly seconds: readonly Pick<LoadSecond, 'atMs' | 'failed'>[] }): number {
  const failing = seconds.filter((second) => second.failed > 0)
  return failing.length === 0 ? 0 : (failing.at(-1)!.atMs - failing[0]!.atMs) / 1000 + 1
}

function differs(what: string, expected: string, seen: string): readonly string[] {
  return expected === seen ? [] : [`${what}: expected ${expected || 'nothing'}, got ${seen || 'nothing'}`]
}
