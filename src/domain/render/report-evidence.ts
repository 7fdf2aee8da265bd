import type { Evidence, MemberLook } from '../analysis/model.ts'
import type { AnalysisReport } from '../analysis/report.ts'
import { endMinute, reachable } from './analysis-facts.ts'
import type { MemberFacts } from './analysis-facts.ts'
import { amount, count, short } from './analysis-numbers.ts'
import type { Chart, Key } from './report-chart.ts'
import { path, small } from './report-chart.ts'
import { common, end } from './report-members.ts'
import { bandPath, linePath, roundUp, yOf } from './report-plane.ts'
import type { Plane, Point } from './report-plane.ts'

interface At {
  readonly minute: number
  readonly look: MemberLook | undefined
}

type Side = 'fail' | 'pass'

/** The evidence on its way to its boundaries: one chart for each kind of evidence that was used. */
export function evidenceCharts(report: AnalysisReport, member: MemberFacts, id: string): readonly Chart[] {
  const period = report.spec.periodMs / 60_000
  const series = report.looks.map(({ minute, members }): At => {
    return { minute: minute + period, look: members.find(({ name }) => name === member.name) }
  })
  const uses = (kind: Evidence['kind']): boolean =>
    series.some(({ look }) => reachable(look?.fail)?.kind === kind || reachable(look?.pass)?.kind === kind)
  return [
    ...(uses('bad requests') ? [countsChart(report, member, series, `${id}-n`)] : []),
    ...(uses('log e') ? [logChart(report, member, series, `${id}-e`)] : []),
  ]
}

/** Boundaries that move as requests come in: FAIL at or above the upper one, PASS at or below the lower one. */
function countsChart(report: AnalysisReport, member: MemberFacts, series: readonly At[], id: string): Chart {
  const fail = boundary(series, 'fail', 'bad requests')
  const pass = boundary(series, 'pass', 'bad requests')
  const bad = series.map(({ minute, look }) => look && { minute, value: look.canary.x })
  const expected = series.map(({ minute, look }) => look && { minute, value: look.expected })
  const most = Math.max(1, ...values(bad), ...values(expected), ...values(fail.slice(-Math.ceil(fail.length / 2))))
  const plane = planeOf(report, 0, roundUp(most * 1.05))
  // Where the boundaries have crossed, what reaches both fails.
  const passed = pass.map((point, index) => point && { ...point, value: Math.min(point.value, fail[index]?.value ?? Infinity) })
  const edge = (points: readonly (Point | undefined)[], outer: number): string =>
    bandPath(
      plane,
      points.map((point) => point && { minute: point.minute, low: Math.min(outer, point.value), high: Math.max(outer, point.value) }),
    )
  const { canary } = member.last
  return {
    id,
    title: 'Bad requests of the canary so far',
    says: `The canary had ${count(canary.x)} bad requests where ${amount(member.last.expected)} were expected. ${bounds(fail, pass)}`,
    key: [
      { line: 'canary-line', name: 'seen', value: count(canary.x) },
      { line: 'baseline-line', name: 'expected', value: amount(member.last.expected) },
      ...boundaryKeys(fail, pass, count, ['≥', '≤']),
    ],
    plane,
    tick: short,
    shapes: [
      path('fail-area', edge(fail, plane.high)),
      path('pass-area', edge(passed, plane.low)),
      path('fail-line', linePath(plane, inside(plane, fail))),
      path('pass-line', linePath(plane, inside(plane, pass))),
      path('baseline-line', linePath(plane, expected)),
      path('canary-line', linePath(plane, bad)),
      end(plane, bad.at(-1)?.minute, canary.x),
    ],
    ...common(report, member),
  }
}

/** Evidence that grows: FAIL and PASS each where their line reaches their boundary. */
function logChart(report: AnalysisReport, member: MemberFacts, series: readonly At[], id: string): Chart {
  const reached = (side: Side): readonly (Point | undefined)[] => points(series, side, 'log e', 'value')
  const [fail, pass] = [reached('fail'), reached('pass')]
  const [failAt, passAt] = [boundary(series, 'fail', 'log e'), boundary(series, 'pass', 'log e')]
  const boundaries = Math.max(1, ...values(failAt), ...values(passAt))
  // Far beyond a boundary nothing more is decided, and what speaks against a verdict may grow without end.
  const highest = Math.min(boundaries * 2.5, Math.max(boundaries, ...values(fail), ...values(pass)))
  const lowest = Math.max(-boundaries, Math.min(0, ...values(fail), ...values(pass)))
  const plane = planeOf(report, lowest, highest * 1.2)
  const { decided } = common(report, member)
  const text = (all: readonly (Point | undefined)[]): string => amount(lastOf(all)?.value ?? 0)
  return {
    id,
    title: 'Evidence, log e',
    says: `Evidence for FAIL ${text(fail)}, for PASS ${text(pass)}. ${bounds(failAt, passAt)}`,
    key: [
      ...(lastOf(fail) ? [{ line: 'fail-line whole', name: 'for FAIL', value: `${text(fail)} of ${text(failAt)}` }] : []),
      ...(lastOf(pass) ? [{ line: 'pass-line whole', name: 'for PASS', value: `${text(pass)} of ${text(passAt)}` }] : []),
    ],
    plane,
    tick: amount,
    shapes: [
      path('fail-line', linePath(plane, failAt)),
      path('pass-line', linePath(plane, passAt)),
      path('fail-line whole', linePath(plane, fail)),
      path('pass-line whole', linePath(plane, pass)),
      ...boundaryWords(plane, failAt, passAt, (decided?.minute ?? 0) > plane.end / 2 ? 'left' : 'right'),
    ],
    ...common(report, member),
  }
}

/** The names of the boundaries on their lines, away from the word of the decision: the upper one above, the lower one below. */
function boundaryWords(
  plane: Plane,
  fail: readonly (Point | undefined)[],
  pass: readonly (Point | undefined)[],
  side: 'left' | 'right',
): readonly string[] {
  const [x, anchor] = side === 'left' ? [plane.left + 4, 'start'] : [plane.width - plane.right, 'end']
  const named = [
    { as: 'fail', at: lastOf(fail)?.value },
    { as: 'pass', at: lastOf(pass)?.value },
  ].flatMap(({ as, at }) => (at === undefined ? [] : [{ as, at }]))
  const highest = Math.max(...named.map(({ at }) => at))
  return named.map(({ as, at }, index) => {
    const above = at === highest && (index === 0 || named[0]!.at !== at)
    return `<text class="word ${as}-text" x="${x}" y="${yOf(plane, at) + (above ? -5 : 15)}" text-anchor="${anchor}">${as.toUpperCase()} at ${amount(at)}</text>`
  })
}

function planeOf(report: AnalysisReport, low: number, high: number): Plane {
  return { ...small, end: endMinute(report), low, high, scale: 'linear' }
}

function boundary(series: readonly At[], side: Side, kind: Evidence['kind']): readonly (Point | undefined)[] {
  return points(series, side, kind, 'boundary')
}

function points(series: readonly At[], side: Side, kind: Evidence['kind'], what: 'value' | 'boundary'): readonly (Point | undefined)[] {
  return series.map(({ minute, look }) => {
    const evidence = reachable(look?.[side])
    return evidence?.kind === kind ? { minute, value: evidence[what] } : undefined
  })
}

/** A boundary that lies far out is not drawn on the edge, where nothing is decided. */
function inside({ high }: Plane, all: readonly (Point | undefined)[]): readonly (Point | undefined)[] {
  return all.map((point) => (point && point.value <= high ? point : undefined))
}

function values(all: readonly (Point | undefined)[]): readonly number[] {
  return all.flatMap((point) => (point ? [point.value] : []))
}

function lastOf(all: readonly (Point | undefined)[]): Point | undefined {
  return all.findLast((point) => point !== undefined)
}

function boundaryKeys(
  fail: readonly (Point | undefined)[],
  pass: readonly (Point | undefined)[],
  text: (value: number) => string,
  signs: readonly [string, string],
): readonly Key[] {
  const [failAt, passAt] = [lastOf(fail), lastOf(pass)]
  return [
    ...(failAt ? [{ line: 'fail-line', name: 'FAIL', value: `${signs[0]} ${text(failAt.value)}` }] : []),
    ...(passAt ? [{ line: 'pass-line', name: 'PASS', value: `${signs[1]} ${text(passAt.value)}` }] : []),
  ]
}

function bounds(fail: readonly (Point | undefined)[], pass: readonly (Point | undefined)[]): string {
  const [failAt, passAt] = [lastOf(fail), lastOf(pass)]
  const said = [
    failAt ? `FAIL was at ${amount(failAt.value)}` : 'FAIL could not be reached',
    passAt ? `PASS was at ${amount(passAt.value)}` : 'PASS could not be reached',
  ]
  return `${said.join(', ')}.`
}
