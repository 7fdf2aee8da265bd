import type { AnalysisReport } from '../analysis/report.ts'
import { binsOf } from './analysis-bins.ts'
import type { MemberFacts } from './analysis-facts.ts'
import { digits } from './analysis-numbers.ts'

const mostPoints = 40

/**
 * The share of bad requests of both arms as a chart that GitHub draws (Mermaid, `xychart-beta`). It is an extra: mails and other readers
 * show the text alone. Labels hold nothing that Mermaid or HTML could take for its own.
 */
export function mermaidChart(report: AnalysisReport, { name }: MemberFacts): string {
  const bins = binsOf(report, name, mostPoints)
  const points = (arm: 'canary' | 'baseline'): readonly number[] =>
    held(bins.map(({ [arm]: counts }) => counts && (counts.x / counts.n) * 100))
  const canary = points('canary')
  const baseline = points('baseline')
  const most = Math.max(...canary, ...baseline)
  const list = (values: readonly number[]): string => `[${values.map((value) => digits(value, 3)).join(', ')}]`
  return [
    '```mermaid',
    `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#8a949e, #1f77d0"}}}}%%`,
    'xychart-beta',
    `  title "${label(name)}: canary blue, baseline grey"`,
    `  x-axis "minutes" 0 --> ${digits(bins.at(-1)?.to ?? 1, 3)}`,
    `  y-axis "bad requests, percent" 0 --> ${digits(most > 0 ? most * 1.1 : 1, 3)}`,
    `  line "baseline" ${list(baseline)}`,
    `  line "canary" ${list(canary)}`,
    '```',
  ].join('\n')
}

/** A chart has no gaps: a value stays until the next one. */
function held(values: readonly (number | undefined)[]): readonly number[] {
  let last = 0
  return values.map((value) => (last = value ?? last))
}

function label(name: string): string {
  return name
    .replaceAll(/[^\p{L}\p{N} .,:>=_-]+/gu, ' ')
    .trim()
    .slice(0, 60)
}
