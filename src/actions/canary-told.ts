import type { AnalysisReport } from '../domain/analysis/report.ts'
import { analysisSection } from '../domain/render/analysis-section.ts'
import { reportPage } from '../domain/render/report-page.ts'
import type { RolloutEvent } from '../domain/rollout.ts'
import type { RunnerHost } from '../runner/host.ts'
import type { Concerning } from './conclude.ts'

/** Outputs that follow from what is judged and shifted. */
export function canaryOutputsAt(event: RolloutEvent): Readonly<Record<string, string>> {
  if (event.kind === 'acted' && event.act.kind === 'shift') return { weight: String(event.act.weight) }
  if (event.kind === 'judged') {
    const analysis = event.evidence.find(({ check }) => check === 'analysis')
    return analysis ? { verdict: analysis.verdict } : {}
  }
  return 'weight' in event && event.weight !== undefined ? { weight: String(event.weight) } : {}
}

/** The report of the analysis: a section of the summary, a page, and the last look as an output. */
export function besidesAnalysis(host: RunnerHost, reportOf: () => AnalysisReport | undefined): Required<Concerning>['besides'] {
  return (result) => {
    const report = reportOf()
    if (!report) return { sections: [], outputs: {} }
    const path = host.leaveFile(`sluice-canary${stepOf(host)}.html`, reportPage(result, report))
    const last = report.looks.at(-1)
    return {
      sections: [analysisSection(report)],
      outputs: { report: path, ...(last && { evidence: JSON.stringify(last, finite) }) },
    }
  }
}

/** JSON has no infinity; an interval without an upper end has none. */
function finite(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value
}

/** Several gates of a job leave a report each. */
function stepOf({ env }: RunnerHost): string {
  const id = (env['GITHUB_ACTION'] ?? '').replaceAll(/[^\w-]/g, '')
  return id === '' ? '' : `-${id}`
}
