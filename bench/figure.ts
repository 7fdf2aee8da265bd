/** One measured figure beside what it is held against. Nothing here ever fails on time: machines differ, people judge. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The same thing done without us, in the same run. */
  readonly baseline?: { readonly name: string; readonly value: number }
  readonly ratio?: number
  /** What the design asks for, in words. */
  readonly bar: string
  /** Whether the bar is met; absent where it names no number of ours. */
  readonly met?: boolean
  /** How it was measured: counts, spread. */
  readonly detail: string
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Smallest and largest, for people. */
export function spread(values: readonly number[], unit: string): string {
  return `${values.length} times, ${round(Math.min(...values))} to ${round(Math.max(...values))} ${unit}`
}

/** Three significant digits are more than any of this deserves. */
export function round(value: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(3))
}

/** The figures as a table of fixed width. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${round(figure.value)} ${figure.unit}`,
    figure.baseline === undefined ? '' : `${round(figure.baseline.value)} ${figure.unit} (${figure.baseline.name})`,
    figure.ratio === undefined ? '' : `${figure.ratio.toFixed(2)}x`,
    figure.bar,
    figure.met === undefined ? '' : figure.met ? 'yes' : 'NO',
  ])
  const all = [['figure', 'measured', 'baseline', 'ratio', 'bar', 'met'], ...rows]
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
