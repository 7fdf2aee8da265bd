import { createAnalyst } from '../../src/domain/analysis/analyst.ts'
import { freeze } from '../../src/domain/analysis/frozen.ts'
import type { AnalysisSpec, ComparedMetric, Row, Sample } from '../../src/domain/analysis/model.ts'
import type { Rule } from './rule.ts'
import { metricsOf, minutes, periodMinutes, type Scenario } from './scenario.ts'

/** What of the default specification a variant changes. */
interface Variant {
  readonly name: string
  readonly margin: number
  readonly overdispersion: ComparedMetric['overdispersion']
  readonly design: AnalysisSpec['design']
}

const standard: Variant = { name: 'shipped, default', margin: 1.25, overdispersion: 'auto', design: 'declared' }

/** The specification of a team that sets nothing, for a plan of an hour without warm-up. Five metrics share alpha; the first is required. */
export function specOf(scenario: Scenario, { margin, overdispersion, design }: Variant = standard): AnalysisSpec {
  const names = scenario.latency === undefined ? metricsOf(scenario) : ['latency']
  const period = periodMinutes(scenario)
  return {
    metrics: names.map((name, at) => ({
      ...{ name, alphaShare: 1 / names.length, margin, harm: 2, required: at === 0 },
      ...{ overdispersion, failures: scenario.latency === undefined },
    })),
    ...{ alpha: 0.05, beta: 0.05, periodMs: period * 60_000, looks: Math.round(minutes / period) },
    ...{ warmUp: 0, floor: Math.round(5 / period), design },
  }
}

/** The shipped judge, fed as the gate feeds it: all rows so far, one more at each look. */
function shipped(variant: Variant): Rule {
  return {
    name: variant.name,
    begin: ({ scenario, past }) => {
      const spec = specOf(scenario, variant)
      const analyst = createAnalyst(spec, freeze(spec, past))
      const rows: Row[] = []
      return (row) => {
        rows.push(row)
        return wordOf(analyst.analyse(rows).at(-1)!.verdict)
      }
    },
  }
}

function wordOf(verdict: string): 'fail' | 'pass' | undefined {
  return verdict === 'fail' || verdict === 'pass' ? verdict : undefined
}

export const byDefault = shipped(standard)
/** Like for like with rules that know no margin. */
export const withoutMargin = shipped({ ...standard, name: 'shipped, margin 1', margin: 1 })
/** And with rules that take requests as independent. */
export const exactly = shipped({ ...standard, name: 'shipped, margin 1, phi 1', margin: 1, overdispersion: 1 })
/** The e-process alone, which may go on for any time. */
export const anytime = shipped({ ...standard, name: 'shipped, margin 1, adaptive', margin: 1, design: 'adaptive' })

/**
 * The default where the two newest minutes are incomplete, with three fifths and nine tenths of their counts, and re-stated later: every five
 * minutes all rows are read again and judged anew, and a FAIL stays.
 */
export const rereading: Rule = {
  name: 'shipped, default, re-reading',
  begin: ({ scenario, past }) => {
    const spec = specOf(scenario)
    const frozen = freeze(spec, past)
    const rows: Row[] = []
    return (row) => {
      rows.push(row)
      if (rows.length % 5 !== 0) return undefined
      const read = rows.map((each, at) => partly(each, rows.length - at === 1 ? 0.6 : rows.length - at === 2 ? 0.9 : 1))
      return wordOf(createAnalyst(spec, frozen).analyse(read).at(-1)!.verdict)
    }
  },
}

function partly(row: Row, part: number): Row {
  if (part === 1) return row
  const arm = ({ n, x }: Sample['canary']): Sample['canary'] => ({ n: Math.floor(n * part), x: Math.floor(x * part) })
  const metrics = Object.entries(row.metrics).map(([name, { canary, baseline }]): [string, Sample] => {
    return [name, { canary: arm(canary), baseline: arm(baseline) }]
  })
  return { minute: row.minute, metrics: Object.fromEntries(metrics) }
}
