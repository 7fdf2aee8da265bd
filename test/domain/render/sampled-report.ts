import { analyse } from '../../../src/domain/analysis/analyst.ts'
import { freeze } from '../../../src/domain/analysis/frozen.ts'
import type { AnalysisSpec, ComparedMetric, Counts, Look, MemberLook, Row, Sample } from '../../../src/domain/analysis/model.ts'
import type { AnalysisReport } from '../../../src/domain/analysis/report.ts'
import type { Result } from '../../../src/domain/result.ts'
import { createRandom } from '../../fakes/random.ts'

export const startedAtMs = Date.parse('2026-01-02T03:04:00Z')

/** Shares of bad requests of a member in each arm. */
export interface Truth {
  readonly baseline: number
  readonly canary: number | ((minute: number) => number)
}

export interface Sampling {
  readonly minutes: number
  readonly members: Readonly<Record<string, Truth>>
  readonly requestsAMinute?: number
  /** Weight from a minute on. */
  readonly steps?: readonly (readonly [minute: number, weight: number])[]
  readonly design?: AnalysisSpec['design']
  readonly seed?: number
  readonly periodMs?: number
}

const metric = (name: string, alphaShare: number): ComparedMetric => {
  return { name, alphaShare, margin: 1.25, harm: 2, required: name === 'errors', overdispersion: 'auto', failures: name === 'errors' }
}

const warmUp = 1
const pastMinutes = 60

/** A report as the gate would give it: rows drawn from the truth, judged by the analyst until it fails. */
export function sampledReport(sampling: Sampling): AnalysisReport {
  const { minutes, members, requestsAMinute = 10_000, steps = [[0, 5]], design = 'declared', seed = 1, periodMs = 60_000 } = sampling
  const random = createRandom(seed)
  const period = periodMs / 60_000
  const names = [...new Set(Object.keys(members).map((name) => name.split(' ')[0]!))]
  const spec: AnalysisSpec = {
    metrics: names.map((name) => metric(name, 1 / names.length)),
    ...{ alpha: 0.05, beta: 0.05, periodMs, warmUp, floor: 5, design },
    looks: Math.max(1, Math.ceil(minutes / period) - warmUp),
  }
  const rowAt = (minute: number): Row => {
    const weight = minute < 0 ? 0 : (steps.findLast(([from]) => from <= minute)?.[1] ?? 0)
    const requests = Math.round(requestsAMinute * period * (1 + 0.15 * Math.sin(minute / 9)))
    const canary = Math.round((requests * weight) / 100)
    const sample = (truth: Truth): Sample => {
      const bad = typeof truth.canary === 'number' ? truth.canary : truth.canary(minute)
      return { canary: drawn(canary, bad, random), baseline: drawn(requests - canary, truth.baseline, random) }
    }
    return { minute, metrics: Object.fromEntries(Object.entries(members).map(([name, truth]) => [name, sample(truth)])) }
  }
  const times = (from: number, count: number): readonly number[] => Array.from({ length: count }, (_, index) => from + index * period)
  const frozen = freeze(spec, times(-pastMinutes, pastMinutes / period).map(rowAt))
  const planned = times(0, Math.ceil(minutes / period)).map(rowAt)
  const all = analyse(spec, frozen, planned)
  const stop = all.findIndex(({ verdict }) => verdict === 'fail')
  const [rows, looks] = stop < 0 ? [planned, all] : [planned.slice(0, stop + 1), all.slice(0, stop + 1)]
  return { spec, frozen, startedAtMs, rows, looks, ...told(looks.at(-1), (rows.length + 3) * period, steps) }
}

/** What the rollout did around it: three minutes after the last row, it is over. */
function told(last: Look | undefined, endMinute: number, steps: readonly (readonly [minute: number, weight: number])[]) {
  const at = (minute: number): number => startedAtMs + minute * 60_000
  const verdict = last?.verdict ?? 'inconclusive'
  const taken = steps.filter(([minute]) => minute < endMinute - 2)
  const goesHome = { text: `Going home, ANALYSIS_FAILED: ${last?.because ?? ''}`, end: 'All traffic is on shop-web:6', weight: 0 }
  const promotes = { text: 'Analysis passed', end: 'All traffic is on shop-web:7', weight: 100 }
  const then = verdict === 'fail' ? goesHome : verdict === 'pass' ? promotes : undefined
  return {
    weights: [
      ...taken.map(([minute, weight]) => ({ atMs: at(minute), weight })),
      ...(then ? [{ atMs: at(endMinute), weight: then.weight }] : []),
    ],
    forecast: [
      'At 10 000 requests a minute and 0.1 % errors, 5 % for 60 min finds twice the errors with probability 0.90, three times within 10 min.',
      'To find 1.5 times the errors, hold 25 % for about 25 min.',
    ],
    decisions: [
      { atMs: at(-0.75), text: 'Rollout of shop-web:7 begins, baseline shop-web:6' },
      ...taken.map(([minute, weight]) => ({ atMs: at(minute), text: `Asked for weight ${weight} %` })),
      ...(then
        ? [
            { atMs: at(endMinute - 1), text: then.text },
            { atMs: at(endMinute), text: then.end },
          ]
        : []),
    ],
  }
}

/** Bad requests as a Poisson count: by Knuth's product where few are expected, else by the normal law. */
function drawn(n: number, share: number, random: () => number): Counts {
  const mean = n * share
  let x = 0
  if (mean < 30) for (let left = Math.exp(mean) * random(); left > 1; left *= random()) x += 1
  else x = Math.round(mean + Math.sqrt(mean * 3) * (random() + random() + random() + random() - 2))
  return { n, x: Math.min(n, Math.max(0, x)) }
}

/** A result of the action, with the outcome that goes with the verdict. */
export function sampledResult(verdict: 'pass' | 'fail' | 'inconclusive', over: Partial<Result> = {}): Result {
  const ends = {
    pass: { outcome: 'succeeded', reasonCode: 'DEPLOYED', reason: 'shop-web:7 serves all traffic' },
    fail: {
      outcome: 'rolled-back',
      reasonCode: 'ANALYSIS_FAILED',
      reason: 'The canary was worse than the baseline; all traffic is on shop-web:6',
    },
    inconclusive: { outcome: 'paused', reasonCode: 'ANALYSIS_INCONCLUSIVE', reason: 'Held: neither shown worse nor shown safe' },
  } as const
  return {
    schema: 1,
    action: 'canary-gate',
    ...ends[verdict],
    runbook: 'docs/runbook.md',
    service: 'shop-web',
    environment: 'production',
    from: 'shop-web:6',
    to: 'shop-web:7',
    startedAt: new Date(startedAtMs - 60_000).toISOString(),
    endedAt: new Date(startedAtMs + 1_140_000).toISOString(),
    timeline: [],
    gates: [],
    faults: [],
    undo: [],
    ...over,
  }
}

/** The stories that pictures are looked at with. */
export const stories = {
  failing: (): AnalysisReport =>
    sampledReport({
      minutes: 60,
      seed: 7,
      members: {
        errors: { baseline: 0.001, canary: (minute) => (minute < 8 ? 0.001 : 0.0045) },
        'latency >250ms': { baseline: 0.05, canary: 0.052 },
        'latency >2s': { baseline: 0.0008, canary: 0.0009 },
      },
    }),
  broken: (): AnalysisReport =>
    sampledReport({ minutes: 60, requestsAMinute: 1200, members: { errors: { baseline: 0.002, canary: 0.2 } } }),
  healthy: (): AnalysisReport =>
    sampledReport({
      minutes: 70,
      steps: [
        [0, 5],
        [10, 25],
        [20, 50],
      ],
      members: { errors: { baseline: 0.001, canary: 0.001 }, 'latency >250ms': { baseline: 0.05, canary: 0.051 } },
    }),
  quiet: (): AnalysisReport => sampledReport({ minutes: 30, requestsAMinute: 60, members: { errors: { baseline: 0.01, canary: 0.01 } } }),
  long: (): AnalysisReport =>
    sampledReport({
      minutes: 240,
      design: 'adaptive',
      requestsAMinute: 1000,
      members: { errors: { baseline: 0.001, canary: 0.0012 }, 'latency >250ms': { baseline: 0.02, canary: 0.021 } },
    }),
  /** Minutes that the source has nothing for, broken counts, an arm without requests. */
  ragged: (): AnalysisReport => {
    const whole = sampledReport({ minutes: 30, periodMs: 30_000, members: { errors: { baseline: 0.01, canary: 0.01 } } })
    const sample = (canary: Counts, baseline: Counts): Row['metrics'] => ({ errors: { canary, baseline } })
    const rows = whole.rows.flatMap((row, index): readonly Row[] => {
      if (index % 11 === 3) return []
      if (index % 11 === 5) return [{ ...row, metrics: {} }]
      if (index % 11 === 7) return [{ ...row, metrics: sample({ n: NaN, x: -1 }, { n: 5, x: 9 }) }]
      if (index % 11 === 9) return [{ ...row, metrics: sample({ n: 0, x: 0 }, { n: 0, x: 0 }) }]
      return [row]
    })
    return { ...whole, rows, looks: analyse(whole.spec, whole.frozen, rows) }
  },
  single: (): AnalysisReport => sampledReport({ minutes: 1, members: { errors: { baseline: 0.001, canary: 0.001 } } }),
  empty: (): AnalysisReport => sampledReport({ minutes: 0, members: { errors: { baseline: 0.001, canary: 0.001 } } }),
}

/** The same report with one member of every look changed. */
export function withMember(
  report: AnalysisReport,
  name: string,
  change: (member: MemberLook, index: number) => MemberLook,
): AnalysisReport {
  return {
    ...report,
    looks: report.looks.map((look, index) => ({
      ...look,
      members: look.members.map((member) => (member.name === name ? change(member, index) : member)),
    })),
  }
}
