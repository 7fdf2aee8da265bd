import { escape } from './html.ts'
import type { Frame } from './picture-frame.ts'
import { left, markerRow, ribbonHeight, ribbonStep, round } from './picture-frame.ts'
import type { PairRecord } from './story-record.ts'

/** Room that the whole words need inside a ribbon, and that the name of the side alone needs. */
const wholeWidth = 76
const nameWidth = 42
/** Of a part in percent. */
const partWidth = 30

/** A ribbon for each rule of a pair: the weights of both sides over time, green from the floor and blue on it. Words go on top of all else. */
export function ribbons(
  { rules, weights }: PairRecord,
  startedAtMs: number,
  frame: Frame,
): { readonly shapes: string; readonly words: string } {
  const rows = rules.map((rule, index) => ({
    rule,
    top: markerRow + index * ribbonStep,
    stretches: stretchesOf(index, weights, startedAtMs, frame),
  }))
  const name = (rule: string, top: number): string =>
    `<text class="tick" x="${left - 8}" y="${top + 12}" text-anchor="end">${escape(rule)}</text>`
  return {
    shapes: rows.map(({ rule, top, stretches }) => name(rule, top) + stretches.map((each) => bars(each, top)).join('')).join(''),
    words: rows.flatMap(({ top, stretches }) => stretches.map((each) => word(each, top))).join(''),
  }
}

/** Where all of a rule's traffic goes, or how much of it to green, if there is room to say it. */
function word({ from, to, green }: Stretch, top: number): string {
  if (green !== 0 && green !== 100) return part({ from, to, green }, top)
  if (to - from < nameWidth) return ''
  const side = green === 100 ? 'green' : 'blue'
  const text = to - from < wholeWidth ? side : `${side} 100 %`
  return `<text class="word on-${side}" x="${round((from + to) / 2)}" y="${top + 11.5}" text-anchor="middle">${text}</text>`
}

function part({ from, to, green }: Stretch, top: number): string {
  if (to - from < partWidth) return ''
  return `<text class="word on-blue" x="${round((from + to) / 2)}" y="${top + 11.5}" text-anchor="middle">${round(green)} %</text>`
}

interface Stretch {
  readonly from: number
  readonly to: number
  /** Percent. */
  readonly green: number
}

/** The parts of the time in which the weights of this rule stayed as they were. */
function stretchesOf(index: number, weights: PairRecord['weights'], startedAtMs: number, frame: Frame): readonly Stretch[] {
  const changes = weights.filter((sample, at) => at === 0 || sample.green[index] !== weights[at - 1]!.green[index])
  return changes.map((sample, at) => {
    const next = changes[at + 1]
    return {
      from: at === 0 ? frame.x(frame.fromS) : frame.x((sample.atMs - startedAtMs) / 1000),
      to: next ? frame.x((next.atMs - startedAtMs) / 1000) : frame.x(frame.toS),
      green: sample.green[index] ?? 0,
    }
  })
}

function bars({ from, to, green }: Stretch, top: number): string {
  const split = round(ribbonHeight * (1 - green / 100))
  const bar = (side: string, y: number, height: number): string =>
    height > 0 ? `<rect class="${side}" x="${from}" y="${round(top + y)}" width="${round(to - from)}" height="${round(height)}"/>` : ''
  return bar('blue', 0, split) + bar('green', split, ribbonHeight - split)
}
