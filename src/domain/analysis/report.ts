import type { AnalysisSpec, Frozen, Look, Row } from './model.ts'

/** All that an analysis leaves for people to look at. */
export interface AnalysisReport {
  readonly spec: AnalysisSpec
  readonly frozen: Frozen
  /** Wall time of minute 0. */
  readonly startedAtMs: number
  /** Those judged, from minute 0 on, oldest first. */
  readonly rows: readonly Row[]
  /** One a row, in the same order. */
  readonly looks: readonly Look[]
  /** Every change of the canary's weight, percent, oldest first. */
  readonly weights: readonly { readonly atMs: number; readonly weight: number }[]
  /** What this plan could see, as lines. */
  readonly forecast: readonly string[]
  readonly decisions: readonly { readonly atMs: number; readonly text: string }[]
}
