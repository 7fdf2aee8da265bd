import { faultIn } from '../analysis/counts.ts'
import { metricOf } from '../analysis/members.ts'
import type { ComparedMetric, Counts, Evidence, Look, MemberLook, Row } from '../analysis/model.ts'
import type { AnalysisReport } from '../analysis/report.ts'
import { thresholdOf } from '../metrics/latency.ts'
import type { Verdict } from '../rollout.ts'
import { amount, between, count, ratio } from './analysis-numbers.ts'

/** How it stands with the canary, or with one member: `unjudged` where there was no look at all. */
export type Standing = Verdict | 'unjudged'

/** A mark and a word for each: colour is never the only carrier. */
export const faces: Readonly<
  Record<Standing, { readonly icon: string; readonly mark: string; readonly word: string; readonly says: string }>
> = {
  fail: { icon: '❌', mark: '✕', word: 'Fail', says: 'the canary is worse than the baseline' },
  pass: { icon: '✅', mark: '✓', word: 'Pass', says: 'the canary is not harmful' },
  inconclusive: { icon: '⏳', mark: '?', word: 'Inconclusive', says: 'shown neither worse nor safe' },
  error: { icon: '⚠️', mark: '!', word: 'Error', says: 'the metrics could not be judged' },
  unjudged: { icon: '⚪', mark: '–', word: 'Not judged', says: 'no interval was judged' },
}

export interface MemberFacts {
  readonly name: string
  readonly standing: 'fail' | 'pass' | 'inconclusive'
  /** What the standing means for this member, in two or three words. */
  readonly words: string
  readonly last: MemberLook
  readonly metric: ComparedMetric | undefined
  /** Ratio and interval as they are shown: nothing is known before the canary has had requests. */
  readonly ratio: { readonly estimate: string; readonly interval: string }
  readonly harm: Harm
}

/** Bad responses of the canary in all rows, the warm-up among them. */
export interface Harm {
  readonly bad: number
  /** Those above what the baseline's share would have given, interval by interval; may be below 0. */
  readonly excess: number
}

/** Members in the order in which they matter: what failed comes first; thresholds of one metric rise. */
export function membersOf(report: AnalysisReport): readonly MemberFacts[] {
  const looked = [...(report.looks.at(-1)?.members ?? [])].sort((a, b) => {
    const same = metricOf(report.spec, a.name) === metricOf(report.spec, b.name)
    return same ? (thresholdOf(a.name) ?? 0) - (thresholdOf(b.name) ?? 0) : 0
  })
  const members = looked.map((last): MemberFacts => {
    const metric = metricOf(report.spec, last.name)
    const standing = last.failed ? 'fail' : last.passed ? 'pass' : 'inconclusive'
    const shown = last.canary.n > 0 ? last.ratio : { estimate: NaN, low: 0, high: Infinity }
    return {
      ...{ name: last.name, standing, words: wordsOf(standing, metric), last, metric },
      ratio: { estimate: ratio(shown.estimate), interval: between(shown) },
      harm: harmOf(last.name, report.rows),
    }
  })
  return [...members.filter(({ standing }) => standing === 'fail'), ...members.filter(({ standing }) => standing !== 'fail')]
}

function wordsOf(standing: MemberFacts['standing'], metric: ComparedMetric | undefined): string {
  if (standing === 'fail') return 'worse'
  if (standing === 'pass') return 'not harmful'
  return metric?.required === false ? 'open, not needed for a pass' : 'open'
}

export function standingOf(report: AnalysisReport): Standing {
  return report.looks.at(-1)?.verdict ?? 'unjudged'
}

/** The look from which on this member stands as it does in the end; a FAIL stays one. */
export function decidingLook({ looks }: AnalysisReport, { name, standing }: MemberFacts): Look | undefined {
  if (standing === 'inconclusive') return undefined
  const stands = looks.map(({ members }) => members.some((each) => each.name === name && (standing === 'fail' ? each.failed : each.passed)))
  return looks[standing === 'fail' ? stands.indexOf(true) : stands.lastIndexOf(false) + 1]
}

function harmOf(name: string, rows: readonly Row[]): Harm {
  let bad = 0
  let excess = 0
  for (const row of rows) {
    const sample = row.metrics[name]
    if (!sample || faultIn(row, [name]) !== undefined) continue
    bad += sample.canary.x
    // Without a baseline in the interval nobody can say what would have been normal.
    if (sample.baseline.n > 0) excess += sample.canary.x - (sample.canary.n * sample.baseline.x) / sample.baseline.n
  }
  return { bad, excess }
}

/** The member whose bad responses are told in the headline: failed requests, else the one with the largest excess. */
export function harmful(members: readonly MemberFacts[]): MemberFacts | undefined {
  const failures = members.filter(({ metric }) => metric?.failures)
  return [...(failures.length > 0 ? failures : members)].sort((a, b) => b.harm.excess - a.harm.excess)[0]
}

/** Requests that were judged: members share them, so the largest counts. */
export function judgedOf(members: readonly MemberFacts[]): { readonly canary: number; readonly baseline: number } {
  const most = (of: (member: MemberFacts) => Counts): number => Math.max(0, ...members.map((member) => of(member).n))
  return { canary: most(({ last }) => last.canary), baseline: most(({ last }) => last.baseline) }
}

/** What an open member would have needed, in words; nothing for one that is decided. */
export function needed({ last, standing }: MemberFacts): string {
  if (standing !== 'inconclusive') return ''
  const fail = reachable(last.fail)
  const pass = reachable(last.pass)
  const parts = [fail && `fails ${at(fail, 'or more')}`, pass && `passes ${at(pass, 'or fewer')}`].filter((part) => part !== undefined)
  const counted = [fail, pass].find((each) => each?.kind === 'bad requests')
  if (parts.length === 0) return 'no boundary can be reached yet: too few bad requests in both arms'
  return `${parts.join(', ')}${counted ? `; has ${count(counted.value)}` : ''}`
}

/** Evidence against a boundary that exists. */
export function reachable(evidence: Evidence | undefined): Evidence | undefined {
  return evidence && Number.isFinite(evidence.boundary) && Number.isFinite(evidence.value) ? evidence : undefined
}

function at({ kind, value, boundary }: Evidence, orSo: string): string {
  return kind === 'bad requests' ? `at ${count(boundary)} bad requests ${orSo}` : `at log e ${amount(boundary)}, has ${amount(value)}`
}

/** When the last row ends and everything told has happened: minutes from the start, at least one interval. */
export function endMinute({ rows, weights, decisions, startedAtMs, spec }: AnalysisReport): number {
  const period = spec.periodMs / 60_000
  const times = [...weights, ...decisions].map(({ atMs }) => (atMs - startedAtMs) / 60_000)
  return times.reduce((latest, at) => Math.max(latest, at), Math.max(period, (rows.at(-1)?.minute ?? 0) + period))
}
