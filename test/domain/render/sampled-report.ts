import type { AnalysisSpec, ComparedMetric, Counts, Evidence, Look, MemberLook, Row, Sample } from '../../../src/domain/analysis/model.ts'
import type { AnalysisReport } from '../../../src/domain/analysis/report.ts'
import type { Result } from '../../../src/domain/result.ts'
import { createRandom } from '../../fakes/random.ts'

export const startedAtMs = Date.parse('2026-01-02T03:04:00Z')

/** Shares of bad requests of a member in each arm. */
export interface Truth {
  readonly baseline: number
  readonly canary: number
}

export interface Sampling {
  readonly minutes: number
  readonly members: Readonly<Record<string, Truth>>
  readonly requestsAMinute?: number
  /** Weight from a minute on. */
  readonly steps?: readonly (readonly [minute: number, weight: number])[]
  readonly kind?: Evidence['kind']
  readonly seed?: number
  readonly periodMs?: number
}

const metric = (name: string, required: boolean): ComparedMetric => {
  return { name, alphaShare: 0.5, margin: 1.25, harm: 2, required, overdispersion: 'auto', failures: name === 'errors' }
}

const warmUp = 1

/**
 * A report with the shape of a real one: rows are drawn from the truth, looks are judged by rough normal bounds. What the bounds are worth is
 * not the point here: pictures are.
 */
export function sampledReport(sampling: Sampling): AnalysisReport {
  const { minutes, members, requestsAMinute = 10_000, steps = [[0, 5]], kind = 'bad requests', seed = 1, periodMs = 60_000 } = sampling
  const random = createRandom(seed)
  const period = periodMs / 60_000
  const names = [...new Set(Object.keys(members).map((name) => name.split(' ')[0]!))]
  const spec: AnalysisSpec = {
    metrics: names.map((name) => metric(name, name === 'errors')),
    alpha: 0.05,
    beta: 0.05,
    periodMs,
    looks: 60,
    warmUp,
    floor: 5,
    design: 'declared',
  }
  const rows: Row[] = []
  const looks: Look[] = []
  const sums = new Map<string, MemberLook>()
  for (let index = 0; index < Math.ceil(minutes / period); index++) {
    const minute = index * period
    const weight = steps.findLast(([from]) => from <= minute)?.[1] ?? 0
    const wave = 1 + 0.15 * Math.sin(minute / 9)
    const canaryN = Math.round((requestsAMinute * period * wave * weight) / 100)
    const baselineN = Math.round(requestsAMinute * period * wave) - canaryN
    const metrics = Object.fromEntries(
      Object.entries(members).map(([name, truth]): [string, Sample] => [
        name,
        { canary: drawn(canaryN, truth.canary, random), baseline: drawn(baselineN, truth.baseline, random) },
      ]),
    )
    rows.push({ minute, metrics })
    if (index >= warmUp) for (const [name, sample] of Object.entries(metrics)) sums.set(name, judged(name, sums.get(name), sample, kind))
    looks.push(lookAt(minute, Math.max(0, index + 1 - warmUp), [...sums.values()]))
    if (looks.at(-1)!.verdict === 'fail') break
  }
  const endMs = startedAtMs + (rows.length * period + 2) * 60_000
  const failed = looks.at(-1)?.verdict === 'fail'
  return {
    spec,
    frozen: { members: Object.entries(members).map(([name, { baseline }]) => ({ name, overdispersion: 1.3, normal: baseline })) },
    startedAtMs,
    rows,
    looks,
    weights: [
      ...steps.map(([minute, weight]) => ({ atMs: startedAtMs + minute * 60_000, weight })).filter(({ atMs }) => atMs < endMs),
      { atMs: endMs, weight: failed ? 0 : 100 },
    ],
    forecast: [
      'At 10 000 requests a minute and 0.1 % errors, 5 % for 60 min finds twice the errors with probability 0.90, three times within 10 min.',
      'To find 1.5 times the errors, hold 25 % for about 25 min.',
    ],
    decisions: [
      { atMs: startedAtMs - 45_000, text: 'Rollout of shop-web:7 begins, baseline shop-web:6' },
      ...steps.map(([minute, weight]) => ({ atMs: startedAtMs + minute * 60_000, text: `Asked for weight ${weight} %` })),
      { atMs: endMs - 60_000, text: failed ? 'Going home, ANALYSIS_FAILED: errors is 52 times the baseline' : 'Analysis passed' },
      { atMs: endMs, text: failed ? 'All traffic is on shop-web:6' : 'All traffic is on shop-web:7' },
    ].filter(({ atMs }) => atMs <= endMs),
  }
}

function drawn(n: number, share: number, random: () => number): Counts {
  const mean = n * share
  const spread = Math.sqrt(mean * 1.3) * (random() + random() + random() + random() - 2) * Math.sqrt(3)
  return { n, x: Math.min(n, Math.max(0, Math.floor(mean + spread + random()))) }
}

function judged(name: string, before: MemberLook | undefined, { canary, baseline }: Sample, kind: Evidence['kind']): MemberLook {
  const sum = (a: Counts | undefined, b: Counts): Counts => ({ n: (a?.n ?? 0) + b.n, x: (a?.x ?? 0) + b.x })
  const [c, b] = [sum(before?.canary, canary), sum(before?.baseline, baseline)]
  const expected = (before?.expected ?? 0) + (baseline.n > 0 ? (canary.n * baseline.x) / baseline.n : 0)
  const bound = 3 * Math.sqrt(1 / Math.max(0.5, c.x) + 1 / Math.max(0.5, b.x))
  const estimate = expected > 0 ? c.x / expected : c.x > 0 ? Infinity : NaN
  const failAt = Math.ceil(expected * 1.25 + 3 * Math.sqrt(expected + 1))
  const passAt = Math.floor(expected * 2 - 2.2 * Math.sqrt(2 * expected + 1))
  const [up, down] = [(c.x - expected * 1.25) / Math.sqrt(expected + 1), (expected * 2 - c.x) / Math.sqrt(2 * expected + 1)]
  const fail: Evidence = kind === 'bad requests' ? { kind, value: c.x, boundary: failAt } : { kind, value: up * 1.2, boundary: 3.69 }
  const pass: Evidence = kind === 'bad requests' ? { kind, value: c.x, boundary: passAt } : { kind, value: down * 1.4, boundary: 3 }
  const failed = (before?.failed ?? false) || (kind === 'bad requests' ? c.x >= failAt : fail.value >= fail.boundary)
  const passed = !failed && (kind === 'bad requests' ? passAt >= 0 && c.x <= passAt : pass.value >= pass.boundary)
  return {
    name,
    canary: c,
    baseline: b,
    expected,
    ratio:
      Number.isFinite(estimate) && estimate > 0
        ? { estimate, low: estimate * Math.exp(-bound), high: estimate * Math.exp(bound) }
        : { estimate, low: 0, high: Infinity },
    overdispersion: 1.3,
    fail,
    ...(kind === 'log e' || passAt >= 0 ? { pass } : {}),
    failed,
    passed,
  }
}

function lookAt(minute: number, count: number, members: readonly MemberLook[]): Look {
  const failed = members.find((member) => member.failed)
  const passed = members.length > 0 && count >= 5 && members.filter(({ name }) => name === 'errors').every((member) => member.passed)
  const { name, canary, expected } = failed ?? members[0] ?? { name: 'nothing', canary: { x: 0, n: 0 }, expected: 0 }
  const said = `${canary.x} bad of ${canary.n} requests where ${expected.toFixed(1)} were expected`
  return {
    minute,
    judged: count,
    members,
    ...(failed
      ? { verdict: 'fail', because: `${name} is worse than the baseline: ${said}` }
      : passed
        ? { verdict: 'pass', because: `${name} is not harmful: ${said}` }
        : { verdict: 'inconclusive', because: members.length === 0 ? 'Warming up' : `${name}: ${said}` }),
  }
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
    endedAt: new Date(startedAtMs + 600_000).toISOString(),
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
        errors: { baseline: 0.001, canary: 0.0034 },
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
      kind: 'log e',
      requestsAMinute: 1000,
      members: { errors: { baseline: 0.001, canary: 0.0012 }, 'latency >250ms': { baseline: 0.02, canary: 0.021 } },
    }),
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
