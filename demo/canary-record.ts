import type { LoadReport } from '../sandbox/load/report.ts'
import type { BrownOutSeen } from './brown-out.ts'
import type { Expectation } from './story.ts'
import type { StoryRecord } from './story-record.ts'

/** What a canary left behind beside what every rollout does. */
export interface CanaryRecord {
  /** The last word of the analysis. */
  readonly verdict: string
  /** File of the gate's own report, from the page. */
  readonly report?: string
  readonly harm: Harm
  readonly brownOut?: BrownOutSeen
}

/** What clients got from the canary that they should not have got, counted by the clients themselves. */
export interface Harm {
  readonly failed: number
  /** What the baseline failed in the same time, which is no harm of the canary's. */
  readonly baselineFailed: number
  /** Good answers that came too late, where the story says what late is. */
  readonly late: number
  /** Of good answers, in milliseconds. */
  readonly medianMs: { readonly baseline: number; readonly candidate: number } | undefined
}

/** A request that nobody answered is the canary's: what the baseline answers it answers with its name. */
export function harmOf(load: LoadReport, baseline: string, candidate: string): Harm {
  const failed = Object.entries(load.failedByVersion).reduce((sum, [version, count]) => sum + (version === baseline ? 0 : count), 0)
  const [before, after] = [load.latencyByVersion[baseline], load.latencyByVersion[candidate]]
  return {
    failed,
    baselineFailed: load.failedByVersion[baseline] ?? 0,
    late: load.lateByVersion[candidate] ?? 0,
    medianMs: before && after && { baseline: before.p50, candidate: after.p50 },
  }
}

export function harmed({ harm }: CanaryRecord): number {
  return harm.failed + harm.late
}

/** `4 requests harmed on it`, and what late means where some were late, or how many were harmed without it. */
export function harmTold(canary: CanaryRecord): string {
  const count = harmed(canary)
  return [`${count} ${count === 1 ? 'request' : 'requests'} harmed on it`, ...harmDetails(canary)].join(', ')
}

export function harmDetails({ harm: { failed, late, baselineFailed, medianMs } }: CanaryRecord): readonly string[] {
  return [
    ...(failed > 0 && late > 0 ? [`${failed} failed`] : []),
    ...(late > 0 && medianMs ? [`${late} late: ${medianMs.candidate} ms instead of ${medianMs.baseline} ms`] : []),
    ...(baselineFailed > 0 ? [`${baselineFailed} on the baseline`] : []),
  ]
}

/** What differs between the story of a canary and what was expected of it. */
export function canaryDeviations(expected: Expectation, seen: Omit<StoryRecord, 'deviations'>): readonly string[] {
  const { canary, candidate, pair, timeline } = seen
  const { verdict, mostHarmed, notes, heldAt } = expected
  if (verdict === undefined) return []
  if (!canary) return ['no verdict was told']
  const count = harmed(canary)
  const most = Math.max(0, ...(pair?.weights ?? []).flatMap(({ green }) => green))
  return [
    ...(verdict === canary.verdict ? [] : [`verdict: expected ${verdict}, got ${canary.verdict || 'nothing'}`]),
    ...(mostHarmed !== undefined && count > mostHarmed ? [`${count} requests were harmed by ${candidate}, at most ${mostHarmed} may`] : []),
    ...(notes !== undefined && !timeline.some(({ text }) => notes.test(text)) ? [`it never told ${notes}`] : []),
    ...(canary.report === undefined ? ['the gate left no report'] : []),
    ...(expected.mostWeight !== undefined && most > expected.mostWeight
      ? [`green had a weight of ${most} %, at most ${expected.mostWeight} % it may`]
      : []),
    ...(heldAt === undefined ? [] : notHeld(heldAt, canary, pair)),
  ]
}

/** Whether the weight stayed where it was for as long as both failed. */
function notHeld(weight: number, { brownOut }: CanaryRecord, pair: StoryRecord['pair']): readonly string[] {
  if (!brownOut) return ['the rollout was over before anything could fail']
  const before = pair?.weights.findLast(({ atMs }) => atMs <= brownOut.fromMs)
  const during = (pair?.weights ?? []).filter(({ atMs }) => atMs > brownOut.fromMs && atMs <= brownOut.toMs)
  const strayed = [...(before ? [before] : []), ...during].flatMap(({ green }) => green).find((green) => Math.abs(green - weight) > 0.01)
  return strayed === undefined ? [] : [`green was to be held at ${weight} % while both failed, and had ${strayed} %`]
}
