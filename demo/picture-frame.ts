import type { LoadSecond } from '../sandbox/load/report.ts'
import type { StoryRecord } from './story-record.ts'

/** How wide a picture is drawn; text keeps its size, so that a phone gets a drawing of its own instead of a small copy. */
export interface Format {
  readonly width: number
  readonly shareHeight: number
  readonly rateHeight: number
}
export const wide: Format = { width: 920, shareHeight: 190, rateHeight: 74 }
export const narrow: Format = { width: 358, shareHeight: 170, rateHeight: 64 }

export const left = 44
export const right = 14
/** The row of numbers above. */
export const markerRow = 30
/** Height of a ribbon, and from one to the next. */
export const ribbonHeight = 15
export const ribbonStep = 19
const belowRibbons = 14
const gap = 40
const axis = 24

export interface Frame {
  readonly format: Format
  readonly x: (atS: number) => number
  readonly shareTop: number
  readonly rateTop: number
  readonly height: number
  readonly fromS: number
  readonly toS: number
}

/** Where everything stands; the ribbons of a pair take their place above the shares. */
export function frameOf(record: StoryRecord, seconds: readonly LoadSecond[], format: Format): Frame {
  const fromS = (seconds[0]!.atMs - record.startedAtMs) / 1000
  const toS = (seconds.at(-1)!.atMs + 1000 - record.startedAtMs) / 1000
  const ribbons = record.pair?.rules.length ?? 0
  const shareTop = markerRow + (ribbons === 0 ? 0 : ribbons * ribbonStep + belowRibbons)
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

export function round(value: number): number {
  return Math.round(value * 10) / 10
}
