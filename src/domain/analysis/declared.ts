import { digest } from '../plan.ts'
import { frozenIn, frozenText } from './frozen.ts'
import type { AnalysisSpec, ComparedMetric, Frozen } from './model.ts'

/** What a person asks of an analysis, in times. */
export interface Wanted {
  readonly metrics: readonly ComparedMetric[]
  readonly alpha: number
  readonly beta: number
  readonly periodMs: number
  readonly warmUpMs: number
  readonly floorMs: number
  /** How long the canary is judged beside its baseline in the whole plan. */
  readonly judgedMs: number
  /** Whether the plan may go on when it could not decide; whether steps end early, or are not known beforehand. */
  readonly extends: boolean
  readonly adapts: boolean
}

/** An analysis in intervals. A plan as short as its warm-up still has one look. */
export function analysisOf(wanted: Wanted): AnalysisSpec {
  const { metrics, alpha, beta, periodMs } = wanted
  const warmUp = Math.ceil(wanted.warmUpMs / periodMs)
  return {
    ...{ metrics, alpha, beta, periodMs, warmUp },
    looks: Math.max(1, Math.floor(wanted.judgedMs / periodMs) - warmUp),
    floor: Math.ceil(wanted.floorMs / periodMs),
    design: wanted.adapts ? 'adaptive' : wanted.extends ? 'extendable' : 'declared',
  }
}

const designs = ['declared', 'extendable', 'adaptive'] as const

/**
 * What was declared and estimated before the first look, in the characters of a record: the number of looks and the design stay what they were, and
 * a fingerprint tells whether anything else has been changed since.
 */
export function declaredText(spec: AnalysisSpec, frozen: Frozen): string {
  return `${spec.design.charAt(0)}.${String(spec.looks)}.${fingerprint(spec)}/${frozenText(frozen)}`
}

/** The analysis as it was declared; undefined where it would judge otherwise by now. Throws where the text is none of ours. */
export function declaredIn(text: string, spec: AnalysisSpec): { readonly spec: AnalysisSpec; readonly frozen: Frozen } | undefined {
  const match = /^([dea])\.(\d+)\.([0-9a-f]{8})\/(.*)$/s.exec(text)
  const design = designs.find((each) => each.startsWith(match?.[1] ?? '-'))
  if (match === null || design === undefined) throw new Error(`${text.slice(0, 40)} tells of no analysis`)
  if (match[3] !== fingerprint(spec)) return undefined
  // What was declared holds for holds that do not end early.
  if (spec.design === 'adaptive' && design !== 'adaptive') return undefined
  return { spec: { ...spec, design, looks: Number(match[2]) }, frozen: frozenIn(match[4]!) }
}

/** Of all that a verdict depends on but the plan's length and design. */
function fingerprint({ metrics, alpha, beta, periodMs, warmUp, floor }: AnalysisSpec): string {
  return digest([metrics, alpha, beta, periodMs, warmUp, floor]).slice(0, 8)
}
