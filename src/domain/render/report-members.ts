import type { Counts } from '../analysis/model.ts'
import type { AnalysisReport } from '../analysis/report.ts'
import { binsOf, intervalsPerBin } from './analysis-bins.ts'
import type { Bin } from './analysis-bins.ts'
import { decidingLook, endMinute } from './analysis-facts.ts'
import type { MemberFacts } from './analysis-facts.ts'
import { digits, minutes, share } from './analysis-numbers.ts'
import type { Chart } from './report-chart.ts'
import { path, small } from './report-chart.ts'
import { bandPath, linePath, roundUp, xOf, yOf } from './report-plane.ts'
import type { Plane, Stretch } from './report-plane.ts'

/** What all charts of a member share. */
export function common(report: AnalysisReport, member: MemberFacts): Pick<Chart, 'decided' | 'warmUp'> {
  const period = report.spec.periodMs / 60_000
  const look = decidingLook(report, member)
  const as = member.standing === 'fail' ? 'fail' : 'pass'
  return { decided: look && { minute: look.minute + period, as }, warmUp: report.spec.warmUp * period }
}

/** Bins with hardly a bad request in them show chance alone, so a quiet metric gets fewer of them. */
function binsFor({ last }: MemberFacts): number {
  return Math.min(60, Math.max(12, Math.ceil(Math.max(last.canary.x, last.expected) / 2)))
}

/** Share of bad requests of both arms over time, with bands. */
export function shareChart(report: AnalysisReport, member: MemberFacts, id: string): Chart {
  const most = binsFor(member)
  const bins = binsOf(report, member.name, most)
  const { overdispersion } = member.last
  const bands = {
    canary: bins.map((bin) => bandOf(bin, 'canary', overdispersion)),
    baseline: bins.map((bin) => bandOf(bin, 'baseline', overdispersion)),
  }
  const lines = { canary: bins.map((bin) => pointOf(bin, 'canary')), baseline: bins.map((bin) => pointOf(bin, 'baseline')) }
  const shares = [...lines.canary, ...lines.baseline].flatMap((point) => (point ? [point.value] : []))
  // Bands of a quiet minute reach far; those of most minutes must fit.
  const tops = bands.canary.flatMap((band) => (band ? [band.high] : [])).sort((a, b) => a - b)
  const typical = tops[Math.floor(tops.length * 0.5)] ?? 0
  const high = Math.min(100, roundUp(Math.max(Math.max(0, ...shares) * 1.08, typical, 0.001)))
  const plane: Plane = { ...small, end: endMinute(report), low: 0, high, scale: 'linear' }
  const { canary, baseline } = member.last
  const each = intervalsPerBin(report, most)
  const length = minutes((each * report.spec.periodMs) / 60_000)
  return {
    id,
    title: `Bad requests, percent${each > 1 ? `, each ${length} min` : ''}`,
    says: `Share of bad requests: canary ${share(canary.x, canary.n)}, baseline ${share(baseline.x, baseline.n)} over all judged intervals. Bands hold 95 % of the chance.`,
    key: [
      { line: 'canary-line', name: 'canary', value: share(canary.x, canary.n) },
      { line: 'baseline-line', name: 'baseline', value: share(baseline.x, baseline.n) },
    ],
    plane,
    tick: (value) => digits(value, 2),
    shapes: [
      path('baseline-band', bandPath(plane, bands.baseline)),
      path('canary-band', bandPath(plane, bands.canary)),
      path('baseline-line', linePath(plane, lines.baseline)),
      path('canary-line', linePath(plane, lines.canary)),
    ],
    ...common(report, member),
  }
}

function pointOf(bin: Bin, arm: 'canary' | 'baseline'): { readonly minute: number; readonly value: number } | undefined {
  const counts = bin[arm]
  return counts && { minute: (bin.from + bin.to) / 2, value: (counts.x / counts.n) * 100 }
}

function bandOf(bin: Bin, arm: 'canary' | 'baseline', overdispersion: number): Stretch | undefined {
  const counts = bin[arm]
  if (!counts) return undefined
  const { low, high } = wilson(counts, overdispersion)
  return { minute: (bin.from + bin.to) / 2, low: low * 100, high: high * 100 }
}

/** Score interval of a share at 95 % (Wilson 1927). Requests that clump count for as many fewer. */
export function wilson({ n, x }: Counts, overdispersion: number): { readonly low: number; readonly high: number } {
  const z = 1.96
  const worth = n / Math.max(1, overdispersion)
  const part = x / n
  const middle = (part + (z * z) / (2 * worth)) / (1 + (z * z) / worth)
  const half = (z * Math.sqrt((part * (1 - part)) / worth + (z * z) / (4 * worth * worth))) / (1 + (z * z) / worth)
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** The ratio of the arms with its interval over time, on a logarithmic axis, beside what it may be. */
export function ratioChart(report: AnalysisReport, member: MemberFacts, id: string): Chart {
  const series = report.looks.flatMap(({ minute, members }) => {
    const look = members.find(({ name }) => name === member.name)
    return [look && { minute: minute + report.spec.periodMs / 60_000, ...look.ratio }]
  })
  const { margin = 1, harm = 2 } = member.metric ?? {}
  const last = member.last.ratio
  const finite = (value: number): boolean => Number.isFinite(value) && value > 0
  const seen = [last.low, last.high, ...series.slice(Math.floor(series.length / 2)).map((each) => each?.estimate ?? 1)].filter(finite)
  const plane: Plane = {
    ...small,
    end: endMinute(report),
    low: Math.max(0.05, Math.min(0.5, ...seen.map((value) => value / 1.1))),
    high: Math.min(1000, Math.max(harm * 1.6, ...seen.map((value) => value * 1.1))),
    scale: 'log',
  }
  const mark = (value: number, className: string): string =>
    path(className, `M${plane.left},${yOf(plane, value)}H${plane.width - plane.right}`)
  return {
    id,
    title: 'Ratio, canary : baseline',
    says: `Ratio of the shares of bad requests: ${member.ratio.estimate}, interval ${member.ratio.interval}. No worse up to ${digits(margin, 3)}, harmful from ${digits(harm, 3)}.`,
    key: [
      { line: 'canary-line', name: 'ratio', value: `${member.ratio.estimate} (${member.ratio.interval})` },
      { line: 'margin-line', name: 'tolerated', value: digits(margin, 3) },
      { line: 'harm-line', name: 'harm', value: digits(harm, 3) },
    ],
    plane,
    tick: (value) => (value < 1000 ? `${digits(value, 2)}×` : `${digits(value / 1000, 2)}k×`),
    shapes: [
      path(
        'canary-band',
        bandPath(
          plane,
          series.map((each) => (each && !Number.isNaN(each.low + each.high) ? each : undefined)),
        ),
      ),
      mark(1, 'even-line'),
      mark(margin, 'margin-line'),
      mark(harm, 'harm-line'),
      path(
        'canary-line',
        linePath(
          plane,
          series.map((each) => (each && !Number.isNaN(each.estimate) ? { minute: each.minute, value: each.estimate } : undefined)),
        ),
      ),
      end(plane, series.at(-1)?.minute, last.estimate),
    ],
    ...common(report, member),
  }
}

/** A dot where a line ends: the value that stands. */
export function end(plane: Plane, minute: number | undefined, value: number): string {
  if (minute === undefined || Number.isNaN(value)) return ''
  return `<circle class="canary-dot" cx="${xOf(plane, minute)}" cy="${yOf(plane, value)}" r="3.5"/>`
}
