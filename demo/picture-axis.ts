import { spreadOut } from '../src/domain/render/report-plane.ts'
import type { Decision } from './decisions.ts'
import type { Frame } from './picture-frame.ts'
import { left, markerRow, right } from './picture-frame.ts'

const markerRadius = 9

/** Seconds since the first action began. */
export function timeAxis(frame: Frame): string {
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
export function markers(decisions: readonly Decision[], frame: Frame): string {
  const bottom = frame.rateTop + frame.format.rateHeight
  const [least, most] = [left + markerRadius, frame.format.width - right - markerRadius + 8]
  const spread = spreadOut(
    decisions.map((decision) => frame.x(decision.atS)),
    // Many of them on a phone stand a little closer.
    Math.min(markerRadius * 2 + 2, (most - least) / Math.max(1, decisions.length - 1)),
    least,
    most,
  )
  let drawnX = -Infinity
  return decisions
    .map((decision, index) => {
      // What happened in the same moment shares a line.
      const x = frame.x(decision.atS) - drawnX < 3 ? drawnX : frame.x(decision.atS)
      drawnX = x
      const at = spread[index]!
      const y = markerRadius + 1
      const stem = `M${at},${y + markerRadius}L${x},${markerRow - 2}V${bottom}`
      return `<path class="halo" d="${stem}"/><path class="stem" d="${stem}"/><circle class="marker" cx="${at}" cy="${y}" r="${markerRadius}"/><text class="number" x="${at}" y="${y + 4}" text-anchor="middle">${decision.number}</text>`
    })
    .join('')
}
