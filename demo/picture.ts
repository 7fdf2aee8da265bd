import type { LoadSecond } from '../sandbox/load/report.ts'
import { decisionsOf } from './decisions.ts'
import { escape } from './html.ts'
import { markers, timeAxis } from './picture-axis.ts'
import type { Format, Frame } from './picture-frame.ts'
import { frameOf, left, right, round } from './picture-frame.ts'
import { ribbons } from './picture-ribbons.ts'
import type { StoryRecord } from './story-record.ts'

/**
 * Two drawings over one time axis: whose answers clients got, as shares of 100 %, and how many requests were sent and failed each second; of
 * a pair also the weights of its rules, as ribbons. Lines with numbers are the decisions of the action. Colours come from the page.
 */
export function picture(record: StoryRecord, format: Format): string {
  const { seconds } = record.load
  // The last second was cut short when the load was stopped. Of a long time before the action its end is enough.
  const whole = seconds.slice(0, -1).filter(({ atMs }) => atMs >= record.startedAtMs - mostBeforeMs)
  if (whole.length < 2) return ''
  const frame = frameOf(record, whole, format)
  const decisions = decisionsOf(record)
  const bands = bandsOf(record, whole, frame)
  const weights = record.pair && ribbons(record.pair, record.startedAtMs, frame)
  return [
    `<svg viewBox="0 0 ${format.width} ${frame.height}" width="${format.width}" height="${frame.height}" role="img" aria-label="${escape(describe(record))}">`,
    weights?.shapes ?? '',
    shareGrid(frame),
    bands.map((band) => band.shape).join(''),
    rates(whole, record.startedAtMs, frame),
    timeAxis(frame),
    markers(decisions, frame),
    // Words last: a line must not cross them out.
    bands.map((band) => band.label).join(''),
    weights?.words ?? '',
    rateLabels(whole, record.startedAtMs, frame),
    silence(record, frame),
    '</svg>',
  ].join('\n')
}

const mostBeforeMs = 4_000

function describe({ baseline, candidate, load }: StoryRecord): string {
  const answered = (version: string): string => `${load.byVersion[version] ?? 0} by ${version}`
  return `Share of answers by version over time: ${answered(baseline)}, ${answered(candidate)}; ${load.failed} of ${load.requests} requests failed`
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
  readonly hue: 'candidate' | 'baseline' | 'green' | 'blue' | 'unanswered'
  readonly name: string
}

/** The candidate grows from the floor, the baseline lies on it, and answers of no version hang from the ceiling. */
function bandsOf(
  record: StoryRecord,
  seconds: readonly LoadSecond[],
  frame: Frame,
): readonly { readonly shape: string; readonly label: string }[] {
  const { candidate, baseline, pair } = record
  const stack: readonly Band[] = [
    { version: candidate, hue: pair ? 'green' : 'candidate', name: pair ? `green: ${candidate}` : candidate },
    { version: baseline, hue: pair ? 'blue' : 'baseline', name: pair ? `blue: ${baseline}` : baseline },
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
function silence({ candidate, load, pair }: StoryRecord, frame: Frame): string {
  if ((load.byVersion[candidate] ?? 0) > 0) return ''
  const x = frame.x((frame.fromS + frame.toS) / 2)
  const y = frame.shareTop + frame.format.shareHeight - 14
  return `<text class="label on-${pair ? 'blue' : 'baseline'}" x="${x}" y="${y}" text-anchor="middle">${escape(candidate)} never answered a request</text>`
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

/** Half of how wide a letter of a name is, on average. */
const halfLetter = 4.4

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
  const half = band.name.length * halfLetter
  const within = (x: number): number => round(Math.min(frame.format.width - right - half, Math.max(left + half, x)))
  const atS = (index: number): number => (seconds[index]!.atMs + 500 - startedAtMs) / 1000
  if (most * frame.format.shareHeight < 30) {
    if (band.hue !== 'green') return ''
    // Too thin to hold its name, which stands on it.
    const some = (share: number): boolean => share > 0
    const x = within((frame.x(atS(shares.findIndex(some))) + frame.x(atS(shares.findLastIndex(some)))) / 2)
    const top = frame.shareTop + frame.format.shareHeight * (1 - Math.max(...lower) - most)
    return `<text class="label thin" x="${x}" y="${round(top - 9)}" text-anchor="middle">${escape(band.name)}</text>`
  }
  let best = { from: 0, length: 0 }
  for (let from = 0; from < shares.length; from++) {
    let length = 0
    while (from + length < shares.length && shares[from + length]! >= most * 0.85) length++
    if (length > best.length) best = { from, length }
  }
  const at = best.from + Math.floor((best.length - 1) / 2)
  const x = within((frame.x(atS(best.from)) + frame.x(atS(best.from + best.length - 1))) / 2)
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
