import { digits } from './analysis-numbers.ts'
import { escape } from './report-html.ts'
import type { Plane } from './report-plane.ts'
import { ticksOf, xOf, yOf } from './report-plane.ts'

export interface Chart {
  /** Unique in the page. */
  readonly id: string
  readonly title: string
  /** What the picture shows, for those who cannot see it. */
  readonly says: string
  readonly key: readonly Key[]
  readonly plane: Plane
  /** Of a value of the axis. */
  readonly tick: (value: number) => string
  /** Shapes, as SVG. */
  readonly shapes: readonly string[]
  /** What was decided by this chart, and when. */
  readonly decided?: { readonly minute: number; readonly as: 'fail' | 'pass' } | undefined
  /** Minutes at the start that are not judged. */
  readonly warmUp: number
}

export interface Key {
  /** The class of the line in the chart. */
  readonly line: string
  readonly name: string
  readonly value?: string
}

/** The size all small charts are drawn in: a phone shows it as it is, so that words keep their size. */
export const small = { width: 340, height: 196, left: 46, right: 10, top: 12, bottom: 26 } as const

/** One chart with its title and its key. The key is text, so that it wraps and is read aloud. */
export function figure(chart: Chart): string {
  const { id, title, says, key, plane } = chart
  return `<figure class="chart">
<figcaption>${escape(title)}</figcaption>
<ul class="key">${key.map(keyItem).join('')}</ul>
${svg(id, `${title}: chart`, says, plane, [warmUp(chart), grid(chart), ...chart.shapes, decision(chart), minuteAxis(plane)])}
</figure>`
}

/** A picture that is read aloud as one sentence. */
export function svg(id: string, title: string, says: string, { width, height }: Plane, shapes: readonly string[]): string {
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${escape(title)}</title><desc id="${id}-d">${escape(says)}</desc>
${shapes.filter((shape) => shape !== '').join('\n')}
</svg>`
}

export function keyItem({ line, name, value }: Key): string {
  const sample = `<svg class="sample" viewBox="0 0 22 10" aria-hidden="true"><path class="${line}" d="M1,5H21"/></svg>`
  return `<li>${sample}${escape(name)}${value === undefined ? '' : ` <b>${escape(value)}</b>`}</li>`
}

export function path(className: string, d: string): string {
  return d === '' ? '' : `<path class="${className}" d="${d}"/>`
}

function grid({ plane, tick }: Chart): string {
  return ticksOf(plane, 4)
    .map((value) => {
      const y = yOf(plane, value)
      return `<line class="grid" x1="${plane.left}" x2="${plane.width - plane.right}" y1="${y}" y2="${y}"/><text x="${plane.left - 7}" y="${y + 4}" text-anchor="end">${escape(tick(value))}</text>`
    })
    .join('')
}

function warmUp({ plane, warmUp: end }: Chart): string {
  if (end <= 0) return ''
  const width = Math.max(0, xOf(plane, end) - plane.left)
  return `<rect class="warm-up" x="${plane.left}" y="${plane.top}" width="${width}" height="${plane.height - plane.top - plane.bottom}"/>`
}

function decision({ plane, decided }: Chart): string {
  if (!decided) return ''
  const x = xOf(plane, decided.minute)
  const [end, dx] = x > plane.width / 2 ? ['end', -6] : ['start', 6]
  return `<path class="decided ${decided.as}-stroke" d="M${x},${plane.top}V${plane.height - plane.bottom}"/><text class="word ${decided.as}-text" x="${x + dx}" y="${plane.top + 9}" text-anchor="${end}">${decided.as.toUpperCase()}</text>`
}

/** Minutes since the canary first had traffic. */
export function minuteAxis(plane: Plane): string {
  const room = plane.width - plane.left - plane.right
  const most = Math.floor(room / 52)
  const step = [0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 480].find((each) => plane.end / each <= most) ?? plane.end
  const y = plane.height - 6
  const ticks: string[] = []
  for (let at = 0; at <= plane.end * (1 + 1e-9); at += step) {
    const x = xOf(plane, at)
    const anchor = at === 0 ? 'start' : x > plane.width - plane.right - 12 ? 'end' : 'middle'
    ticks.push(`<text x="${x}" y="${y}" text-anchor="${anchor}">${at === 0 ? '0 min' : digits(at, 4)}</text>`)
  }
  return ticks.join('')
}
