import type { AnalysisReport } from '../analysis/report.ts'
import { binsOf } from './analysis-bins.ts'
import { endMinute } from './analysis-facts.ts'
import type { MemberFacts } from './analysis-facts.ts'
import { digits } from './analysis-numbers.ts'
import { keyItem, minuteAxis, path, svg } from './report-chart.ts'
import { escape } from './report-html.ts'
import { linePath, roundUp, spreadOut, stepPath, ticksOf, xOf, yOf } from './report-plane.ts'
import type { Plane, Point } from './report-plane.ts'

/** Text keeps its size, so that each width gets a drawing of its own. */
const widths = { wide: 1032, middle: 680, narrow: 340 } as const
const markerRadius = 9
const mostBins = 120

/** The canary's share of the traffic over time, as it was set and as it was measured, with the decisions as numbers. */
export function trafficFigure(report: AnalysisReport, members: readonly MemberFacts[]): string {
  if (report.weights.length === 0 && report.rows.length === 0) return ''
  const measured = measuredShare(report, members)
  const most = Math.max(1, ...report.weights.map(({ weight }) => weight), ...measured.flatMap((point) => (point ? [point.value] : [])))
  const drawings = Object.entries(widths).map(
    ([name, width]) => `<div class="${name}">${drawing(report, measured, most, name, width)}</div>`,
  )
  return `<figure class="traffic">
<figcaption>Traffic to the canary, percent</figcaption>
<ul class="key">${keyItem({ line: 'canary-line', name: 'weight' })}${measured.some(Boolean) ? keyItem({ line: 'ink-line', name: 'measured' }) : ''}</ul>
${drawings.join('\n')}
</figure>`
}

function drawing(report: AnalysisReport, measured: readonly (Point | undefined)[], most: number, name: string, width: number): string {
  const marked = report.decisions.length > 0
  const top = marked ? 34 : 14
  const plane: Plane = {
    width,
    height: top + 132,
    left: 46,
    right: 10,
    top,
    bottom: 26,
    end: endMinute(report),
    low: 0,
    high: roundUp(most),
    scale: 'linear',
  }
  const steps = stepsOf(report, plane.end)
  const floor = yOf(plane, 0)
  const line = stepPath(plane, steps)
  const area = steps.length === 0 ? '' : `${line}V${floor}H${xOf(plane, steps[0]!.minute)}Z`
  const said = steps.slice(0, -1).map(({ minute, value }) => `${digits(value, 3)} % from minute ${digits(minute, 3)}`)
  return svg(`traffic-${name}`, 'Traffic to the canary over time', `Weight of the canary: ${said.join(', ') || 'never any'}.`, plane, [
    ticksOf(plane, 3)
      .map((value) => {
        const y = yOf(plane, value)
        return `<line class="grid" x1="${plane.left}" x2="${width - plane.right}" y1="${y}" y2="${y}"/><text x="${plane.left - 7}" y="${y + 4}" text-anchor="end">${digits(value, 3)}${value === 0 ? '' : ' %'}</text>`
      })
      .join(''),
    path('canary-band', area),
    path('canary-line', line),
    path('ink-line', linePath(plane, measured)),
    stepWords(plane, steps),
    markers(plane, report),
    minuteAxis(plane),
  ])
}

/** From the start on, until the end. */
function stepsOf({ weights, startedAtMs }: AnalysisReport, end: number): readonly Point[] {
  const points = weights.map(({ atMs, weight }) => ({ minute: Math.max(0, (atMs - startedAtMs) / 60_000), value: weight }))
  const last = points.at(-1)
  return last ? [...points, { minute: end, value: last.value }] : []
}

/** The weight above its step, where there is room. */
function stepWords(plane: Plane, steps: readonly Point[]): string {
  return steps
    .slice(0, -1)
    .map(({ minute, value }, index) => {
      const [x, next] = [xOf(plane, minute), xOf(plane, steps[index + 1]!.minute)]
      const y = yOf(plane, value)
      if (next - x < 40 || value === 0) return ''
      // At the ceiling the word goes below its line.
      const under = y - plane.top < 16
      return `<text class="word canary-text" x="${x + 7}" y="${under ? y + 17 : y - 6}">${digits(value, 3)} %</text>`
    })
    .join('')
}

function measuredShare(report: AnalysisReport, members: readonly MemberFacts[]): readonly (Point | undefined)[] {
  const fullest = [...members].sort((a, b) => b.last.baseline.n - a.last.baseline.n)[0]
  if (!fullest) return []
  return binsOf(report, fullest.name, mostBins).map(({ from, to, canary, baseline }) => {
    const all = (canary?.n ?? 0) + (baseline?.n ?? 0)
    return all > 0 ? { minute: (from + to) / 2, value: ((canary?.n ?? 0) / all) * 100 } : undefined
  })
}

/** Decisions as numbers in a row above; where there is no room for all, as lines alone. */
function markers(plane: Plane, { decisions, startedAtMs }: AnalysisReport): string {
  const bottom = plane.height - plane.bottom
  const wanted = decisions.map(({ atMs }) => xOf(plane, (atMs - startedAtMs) / 60_000))
  const distance = markerRadius * 2 + 3
  const room = plane.width - plane.right - plane.left
  if (decisions.length * distance > room) return wanted.map((x) => path('stem', `M${x},${plane.top}V${bottom}`)).join('')
  const places = spreadOut(wanted, distance, plane.left, plane.width - plane.right - markerRadius)
  return wanted
    .map((x, index) => {
      const at = places[index]!
      const y = markerRadius + 1
      const stem = path('stem', `M${at},${y + markerRadius}L${x},${plane.top - 4}V${bottom}`)
      return `${stem}<circle class="marker" cx="${at}" cy="${y}" r="${markerRadius}"/><text class="number" x="${at}" y="${y + 4}" text-anchor="middle">${index + 1}</text>`
    })
    .join('')
}

/** The same decisions as a list. */
export function decisionList({ decisions, startedAtMs }: AnalysisReport): string {
  if (decisions.length === 0) return ''
  const items = decisions.map(
    ({ atMs, text }, index) => `<li><i>${index + 1}</i><time>${clock(atMs - startedAtMs)}</time><span>${escape(text)}</span></li>`,
  )
  return `<section><h2>What was decided</h2><ol class="decisions">${items.join('\n')}</ol></section>`
}

/** `12:30`: minutes and seconds from the start, before it with a sign. */
function clock(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000)
  return `${ms <= -500 ? '−' : ''}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
