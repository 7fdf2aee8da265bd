/** Where a chart is drawn: minutes to the right, values upward. Values outside are drawn on the edge. */
export interface Plane {
  readonly width: number
  readonly height: number
  /** Room around the plot. */
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** Minute at the right edge; the left one is 0. */
  readonly end: number
  readonly low: number
  readonly high: number
  readonly scale: 'linear' | 'log'
}

export interface Point {
  readonly minute: number
  readonly value: number
}

export interface Stretch {
  readonly minute: number
  readonly low: number
  readonly high: number
}

export function xOf(plane: Plane, minute: number): number {
  const part = Math.min(1, Math.max(0, minute / plane.end))
  return round(plane.left + part * (plane.width - plane.left - plane.right))
}

export function yOf(plane: Plane, value: number): number {
  const { low, high, scale } = plane
  const clamped = Math.min(high, Math.max(low, value))
  const part = scale === 'log' ? Math.log(clamped / low) / Math.log(high / low) : (clamped - low) / (high - low)
  return round(plane.top + (1 - part) * (plane.height - plane.top - plane.bottom))
}

/** A line through the points; a point that is missing leaves a gap, one alone becomes a dash that can be seen. */
export function linePath(plane: Plane, points: readonly (Point | undefined)[]): string {
  return runs(points)
    .map((run) => {
      const [first, ...rest] = run.map(({ minute, value }) => `${xOf(plane, minute)},${yOf(plane, value)}`)
      return rest.length > 0 ? `M${first}L${rest.join(' ')}` : `M${first}m-3,0h6`
    })
    .join('')
}

/** A line that keeps its value until the next point. */
export function stepPath(plane: Plane, points: readonly Point[]): string {
  return points
    .map(({ minute, value }, index) => {
      const [x, y] = [xOf(plane, minute), yOf(plane, value)]
      return index === 0 ? `M${x},${y}` : `H${x}V${y}`
    })
    .join('')
}

/** The surface between two lines. */
export function bandPath(plane: Plane, stretches: readonly (Stretch | undefined)[]): string {
  return runs(stretches)
    .map((run) => {
      const only = run.length === 1
      const edge = (side: 'low' | 'high'): readonly string[] =>
        run.flatMap(({ minute, [side]: value }) => {
          const [x, y] = [xOf(plane, minute), yOf(plane, value)]
          const to = side === 'high' ? 3 : -3
          return only ? [`${round(x - to)},${y}`, `${round(x + to)},${y}`] : [`${x},${y}`]
        })
      const back = only ? edge('low') : [...edge('low')].reverse()
      return `M${[...edge('high'), ...back].join(' ')}Z`
    })
    .join('')
}

function runs<T>(items: readonly (T | undefined)[]): readonly (readonly T[])[] {
  const found: T[][] = [[]]
  for (const item of items) {
    if (item === undefined) found.push([])
    else found.at(-1)!.push(item)
  }
  return found.filter((run) => run.length > 0)
}

/** A round number that is no less: what an axis ends with. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= value * (1 - 1e-9))!
}

/** Round numbers from `low` to `high`, at most `most` of them. */
export function ticksOf({ low, high, scale }: Plane, most: number): readonly number[] {
  if (scale === 'log') {
    const powers = [-3, -2, -1, 0, 1, 2, 3, 4]
    for (const steps of [[1, 2, 5], [1, 3], [1]]) {
      const ticks = powers
        .flatMap((power) => steps.map((step) => Number(`${step}e${power}`)))
        .filter((tick) => tick >= low * 0.999 && tick <= high * 1.001)
      if (ticks.length <= most || steps.length === 1) return ticks
    }
  }
  const rough = (high - low) / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough * (1 - 1e-9))!
  const first = Math.ceil(low / step - 1e-9)
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, index) => (first + index) * step)
}

export function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** Moves ascending positions apart to at least `distance`, within the bounds, each as little as may be. */
export function spreadOut(wanted: readonly number[], distance: number, least: number, most: number): readonly number[] {
  const placed = [...wanted]
  for (let index = 0; index < placed.length; index++)
    placed[index] = Math.max(placed[index]!, index === 0 ? least : placed[index - 1]! + distance)
  for (let index = placed.length - 1; index >= 0; index--)
    placed[index] = Math.min(placed[index]!, index === placed.length - 1 ? most : placed[index + 1]! - distance)
  return placed.map(round)
}
