import type { LoadSecond } from '../sandbox/load/report.ts'
import type { Decision } from './decisions.ts'
import { decisionsOf } from './decisions.ts'
import { escape } from './html.ts'
import type { StoryRecord } from './story-record.ts'

/** How wide a picture is drawn; text keeps its size, so that a phone gets a drawing of its own instead of a small copy. */
export interface Format {
  readonly width: number
  readonly shareHeight: number
  readonly rateHeight: number
}
export const wide: Format = { width: 920, shareHeight: 190, rateHeight: 74 }
export const narrow: Format = { width: 358, shareHeight: 170, rateHeight: 64 }

const left = 44
const right = 14
const gap = 40
const axis = 24
const markerRow = 30
const markerRadius = 9

interface Frame {
  readonly format: Format
  readonly x: (atS: number) => number
  readonly shareTop: number
  readonly rateTop: number
  readonly height: number
  readonly fromS: number
  readonly toS: number
}

/**
 * Two drawings over one time axis: whose answers clients got, as shares of 100 %, and how many requests were sent and failed each second.
 * Lines with numbers are the decisions of the action. Colours come from the page.
 */
export function picture(record: StoryRecord, format: Format): string {
  const { seconds } = record.load
  // The last second was cut short when the load was stopped.
  const whole = seconds.slice(0, -1)
  if (whole.length < 2) return ''
  const frame = frameOf(record, whole, format)
  const decisions = decisionsOf(record)
  const bands = bandsOf(record, whole, frame)
  return [
    `<svg viewBox="0 0 ${format.width} ${frame.height}" width="${format.width}" height="${frame.height}" role="img" aria-label="${escape(describe(record))}">`,
    shareGrid(frame),
    bands.map((band) => band.shape).join(''),
    rates(whole, record.startedAtMs, frame),
    timeAxis(frame),
    markers(decisions, frame),
    // Words last: a line must not cross them out.
    bands.map((band) => band.label).join(''),
    rateLabels(whole, record.startedAtMs, frame),
    silence(record, frame),
    '</svg>',
  ].join('\n')
}

function describe({ baseline, candidate, load }: StoryRecord): string {
  const answered = (version: string): string => `${load.byVersion[version] ?? 0} by ${version}`
  return `Share of answers by version over time: ${answered(baseline)}, ${answered(candidate)}; ${load.failed} of ${load.requests} requests failed`
}

function frameOf(record: StoryRecord, seconds: readonly LoadSecond[], format: Format): Frame {
  const fromS = (seconds[0]!.atMs - record.startedAtMs) / 1000
  const toS = (seconds.at(-1)!.atMs + 1000 - record.startedAtMs) / 1000
  const shareTop = markerRow
  const rateTop = shareTop + format.shareHeight + gap
  return {
    format,
    fromS,
    toS,
    shareTop,
    rateTop,
    height: rateTop + format.rateHeight + axis,
    x: (atS) => round(left + ((Math.min(toS, Math.max(fromS, atS)) - fromS) / (toS - fromS)) * (format.width - left - right)),
  }
}

function shareGrid({ format, shareTop }: Frame): string {
  return [0, 50, 100]
    .map((percent) => {
      const y = round(shareTop + format.shareHeight * (1 - percent / 100))
      return `<line class="grid" x1="${left}" x2="${format.width - right}" y1="${y}" y2="${y}"/><text class="tick" x="${left - 8}" y="${y + 4}" text-anchor="end">${percent}${percent === 100 ? ' %' : ''}</text>`
    })
    .join('')
}

interface Band {
  readonly version: string
  /** Of the colours in the page. */
  readonly hue: 'candidate' | 'baseline' | 'unanswered'
  readonly name: string
}

/** The candidate grows from the floor, the baseline lies on it, and answers of no version hang from the ceiling. */
function bandsOf(
  record: StoryRecord,
  seconds: readonly LoadSecond[],
  frame: Frame,
): readonly { readonly shape: string; readonly label: string }[] {
  const stack: readonly Band[] = [
    { version: record.candidate, hue: 'candidate', name: record.candidate },
    { version: record.baseline, hue: 'baseline', name: record.baseline },
    { version: 'none', hue: 'unanswered', name: 'no version' },
  ]
  let lower = seconds.map(() => 0)
  return stack.flatMap((band) => {
    const shares = seconds.map((second) => (second.requests === 0 ? 0 : (second.byVersion[band.version] ?? 0) / second.requests))
    if (shares.every((share) => share === 0)) return []
    const floor = lower
    lower = lower.map((share, index) => share + shares[index]!)
    return [
      {
        shape: `<path class="${band.hue}" d="${area(floor, lower, seconds, record.startedAtMs, frame)}"/>`,
        label: bandLabel(band, floor, shares, seconds, record.startedAtMs, frame),
      },
    ]
  })
}

/** That a candidate never answered is news, and no band can say it. */
function silence({ candidate, load }: StoryRecord, frame: Frame): string {
  if ((load.byVersion[candidate] ?? 0) > 0) return ''
  const x = frame.x((frame.fromS + frame.toS) / 2)
  const y = frame.shareTop + frame.format.shareHeight - 14
  return `<text class="label on-baseline" x="${x}" y="${y}" text-anchor="middle">${escape(candidate)} never answered a request</text>`
}

function area(
  lower: readonly number[],
  upper: readonly number[],
  seconds: readonly LoadSecond[],
  startedAtMs: number,
  frame: Frame,
): string {
  const y = (share: number): number => round(frame.shareTop + frame.format.shareHeight * (1 - share))
  const middle = (index: number): number => frame.x((seconds[index]!.atMs + 500 - startedAtMs) / 1000)
  const last = seconds.length - 1
  const there = upper.map((share, index) => `${middle(index)},${y(share)}`)
  const back = lower.map((share, index) => `${middle(index)},${y(share)}`).reverse()
  const [start, end] = [frame.x(frame.fromS), frame.x(frame.toS)]
  return `M${start},${y(upper[0]!)}L${there.join(' ')} ${end},${y(upper[last]!)} ${end},${y(lower[last]!)} ${back.join(' ')} ${start},${y(lower[0]!)}Z`
}

/** The name stands inside the band, in the middle of its longest stretch that is near its greatest height. */
function bandLabel(
  band: Band,
  lower: readonly number[],
  shares: readonly number[],
  seconds: readonly LoadSecond[],
  startedAtMs: number,
  frame: Frame,
): string {
  const most = Math.max(...shares)
  let best = { from: 0, length: 0 }
  for (let from = 0; from < shares.length; from++) {
    let length = 0
    while (from + length < shares.length && shares[from + length]! >= most * 0.85) length++
    if (length > best.length) best = { from, length }
  }
  const at = best.from + Math.floor((best.length - 1) / 2)
  if (most * frame.format.shareHeight < 18) return ''
  const x = frame.x((seconds[at]!.atMs + (best.length % 2 === 0 ? 1000 : 500) - startedAtMs) / 1000)
  const y = round(frame.shareTop + frame.format.shareHeight * (1 - lower[at]! - shares[at]! / 2) + 5)
  return `<text class="label on-${band.hue}" x="${x}" y="${y}" text-anchor="middle">${escape(band.name)}</text>`
}

function rates(seconds: readonly LoadSecond[], startedAtMs: number, frame: Frame): string {
  const bottom = frame.rateTop + frame.format.rateHeight
  const y = rateScale(seconds, frame)
  const line = seconds.map((second) => `${frame.x((second.atMs + 500 - startedAtMs) / 1000)},${y(second.requests)}`).join(' ')
  const bars = seconds
    .filter((second) => second.failed > 0)
    .map((second) => {
      const fromX = frame.x((second.atMs - startedAtMs) / 1000) + 0.5
      const width = Math.max(1, frame.x((second.atMs + 1000 - startedAtMs) / 1000) - fromX - 0.5)
      // One failure in a hundred must be seen.
      const top = Math.min(y(second.failed), bottom - 2)
      return `<rect class="failed" x="${round(fromX)}" y="${top}" width="${round(width)}" height="${round(bottom - top)}"/>`
    })
  return [
    `<line class="grid" x1="${left}" x2="${frame.format.width - right}" y1="${bottom}" y2="${bottom}"/>`,
    ...bars,
    `<polyline class="requests" points="${line}"/>`,
    `<text class="tick" x="${left - 8}" y="${frame.rateTop + 4}" text-anchor="end">${mostRequests(seconds)}</text><text class="tick" x="${left - 8}" y="${bottom + 4}" text-anchor="end">0</text>`,
  ].join('')
}

function rateLabels(seconds: readonly LoadSecond[], startedAtMs: number, frame: Frame): string {
  const { format, rateTop } = frame
  const unit = `<text class="caption" x="${left}" y="${rateTop - 12}">requests a second</text>`
  const worst = seconds.reduce((most, second) => (second.failed > most.failed ? second : most))
  if (worst.failed === 0)
    return `${unit}<text class="caption" x="${format.width - right}" y="${rateTop + format.rateHeight - 8}" text-anchor="end">none failed</text>`
  const x = Math.min(format.width - right - 40, Math.max(left + 40, frame.x((worst.atMs + 500 - startedAtMs) / 1000)))
  const y = rateScale(seconds, frame)(worst.failed) - 7
  return `${unit}<text class="caption failing" x="${x}" y="${y}" text-anchor="middle">up to ${worst.failed} failed</text>`
}

function rateScale(seconds: readonly LoadSecond[], { rateTop, format }: Frame): (count: number) => number {
  const most = mostRequests(seconds)
  return (count) => round(rateTop + format.rateHeight * (1 - count / most))
}

function mostRequests(seconds: readonly LoadSecond[]): number {
  return Math.max(1, ...seconds.map((second) => second.requests))
}

function timeAxis(frame: Frame): string {
  const span = frame.toS - frame.fromS
  const most = frame.format.width / 62
  const step = [1, 2, 5, 10, 15, 30, 60, 120].find((each) => span / each <= most) ?? 300
  const y = frame.height - 6
  const ticks: string[] = []
  for (let at = Math.ceil(frame.fromS / step) * step; at <= frame.toS; at += step) {
    const x = frame.x(at)
    if (x > frame.format.width - right - 14 || x < left + 6) continue
    ticks.push(`<text class="tick" x="${x}" y="${y}" text-anchor="middle">${at === 0 ? '0 s' : at}</text>`)
  }
  return ticks.join('')
}

/** Numbers stand in a row above; those too close to each other move aside and keep their line. */
function markers(decisions: readonly Decision[], frame: Frame): string {
  const bottom = frame.rateTop + frame.format.rateHeight
  const spread = spreadOut(
    decisions.map((decision) => frame.x(decision.atS)),
    markerRadius * 2 + 2,
    left + markerRadius,
    frame.format.width - right - markerRadius + 8,
  )
  let drawnX = -Infinity
  return decisions
    .map((decision, index) => {
      // What happened in the same moment shares a line.
      const x = frame.x(decision.atS) - drawnX < 3 ? drawnX : frame.x(decision.atS)
      drawnX = x
      const at = spread[index]!
      const y = markerRadius + 1
      const stem = `M${at},${y + markerRadius}L${x},${frame.shareTop - 2}V${bottom}`
      return `<path class="halo" d="${stem}"/><path class="stem" d="${stem}"/><circle class="marker" cx="${at}" cy="${y}" r="${markerRadius}"/><text class="number" x="${at}" y="${y + 4}" text-anchor="middle">${decision.number}</text>`
    })
    .join('')
}

/** Moves positions, which ascend, apart to at least `distance`, within the bounds where there is room, each as little as may be. */
export function spreadOut(wanted: readonly number[], distance: number, least: number, most: number): readonly number[] {
  const placed = [...wanted]
  for (let index = 0; index < placed.length; index++)
    placed[index] = Math.max(placed[index]!, index === 0 ? least : placed[index - 1]! + distance)
  for (let index = placed.length - 1; index >= 0; index--)
    placed[index] = Math.min(placed[index]!, index === placed.length - 1 ? most : placed[index + 1]! - distance)
  return placed.map(round)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
