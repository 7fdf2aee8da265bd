import { faultIn } from '../analysis/counts.ts'
import type { Counts } from '../analysis/model.ts'
import type { AnalysisReport } from '../analysis/report.ts'

/** Intervals taken together so that a picture has room for them. An arm without requests in all of them is absent. */
export interface Bin {
  /** Minutes from the start. */
  readonly from: number
  readonly to: number
  readonly canary: Counts | undefined
  readonly baseline: Counts | undefined
}

/** How many intervals a bin takes so that there are at most `most` bins. */
export function intervalsPerBin({ rows, spec }: AnalysisReport, most: number): number {
  const period = spec.periodMs / 60_000
  return Math.max(1, Math.ceil(Math.round((rows.at(-1)?.minute ?? 0) / period + 1) / most))
}

/** Bins of equal length from minute 0 to the last row: what is missing, or cannot be used, stays a gap. */
export function binsOf(report: AnalysisReport, name: string, most: number): readonly Bin[] {
  const length = (intervalsPerBin(report, most) * report.spec.periodMs) / 60_000
  const bins: { from: number; to: number; canary: Counts | undefined; baseline: Counts | undefined }[] = []
  for (const row of report.rows) {
    const { minute, metrics } = row
    const index = Math.floor(minute / length + 1e-9)
    while (bins.length <= index) {
      bins.push({ from: bins.length * length, to: (bins.length + 1) * length, canary: undefined, baseline: undefined })
    }
    const bin = bins[index]
    const sample = metrics[name]
    if (!bin || !sample || faultIn(row, [name]) !== undefined) continue
    bin.canary = plus(bin.canary, sample.canary)
    bin.baseline = plus(bin.baseline, sample.baseline)
  }
  return bins
}

function plus(sum: Counts | undefined, { n, x }: Counts): Counts | undefined {
  return n > 0 ? { n: (sum?.n ?? 0) + n, x: (sum?.x ?? 0) + x } : sum
}
