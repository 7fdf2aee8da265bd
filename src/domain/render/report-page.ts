import type { AnalysisReport } from '../analysis/report.ts'
import type { Result } from '../result.ts'
import { faces, harmful, judgedOf, membersOf, needed, standingOf } from './analysis-facts.ts'
import type { MemberFacts } from './analysis-facts.ts'
import { amount, count, share } from './analysis-numbers.ts'
import { figure } from './report-chart.ts'
import { evidenceCharts } from './report-evidence.ts'
import { escape } from './report-html.ts'
import { ratioChart, shareChart } from './report-members.ts'
import { pageStyle, pageStyleHash } from './report-style.ts'
import { frozenTable, memberTable, section } from './report-tables.ts'
import { decisionList, trafficFigure } from './report-traffic.ts'
import { span } from './time.ts'

/**
 * The report of an analysis: one file that needs nothing else and runs nothing. All texts may be untrusted. The picture comes before the
 * table, the table before the text.
 */
export function reportPage(result: Result, report: AnalysisReport): string {
  const members = membersOf(report)
  const subject = result.service || result.action
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${pageStyleHash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escape(`${faces[standingOf(report)].word}: ${subject}`)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${[
  heading(result, report, subject),
  facts(result, report, members),
  trafficFigure(report, members),
  ...members.map((member, index) => memberSection(report, member, `m${index}`)),
  memberTable(members),
  decisionList(report),
  faults(result),
  lines('Left to do', result.outcome === 'failed' ? result.undo : []),
  lines('What this plan could see, told beforehand', report.forecast),
  frozenTable(report),
  footer(result, report),
]
  .filter((part) => part !== '')
  .join('\n')}
</main>
</body>
</html>
`
}

function heading(result: Result, report: AnalysisReport, subject: string): string {
  const standing = standingOf(report)
  const { mark, word, says } = faces[standing]
  const look = report.looks.at(-1)
  const where = [subject, result.environment, ...(result.to === '' ? [] : [[result.from, result.to].filter(Boolean).join(' → ')])]
  const ending = `<b>${escape(result.outcome.replaceAll('-', ' '))}</b>, <code>${escape(result.reasonCode)}</code>`
  return `<header>
<p class="scene">${where.filter(Boolean).map(escape).join(' · ')}</p>
<div class="verdict ${standing}"><span class="badge" aria-hidden="true">${mark}</span><h1>${escape(word)}: ${escape(says)}</h1></div>
${look ? `<p class="because">${escape(look.because)}${look.blocks ? '. No gate opens on this, whatever is asked of an inconclusive verdict.' : ''}</p>` : ''}
<p class="ending">${ending}${look && result.reason.endsWith(look.because) ? '' : `: ${escape(result.reason)}`}</p>
</header>`
}

function facts(result: Result, report: AnalysisReport, members: readonly MemberFacts[]): string {
  const worst = harmful(members)
  const [lead] = members
  const judged = judgedOf(members)
  const passedMs = Date.parse(result.endedAt) - Date.parse(result.startedAt)
  const intervals = report.looks.at(-1)?.judged ?? 0
  const items = [
    ...(lead ? [[lead.ratio.estimate, `times the baseline, ${lead.ratio.interval} (${escape(lead.name)})`]] : []),
    [count(judged.canary), `requests judged, against ${count(judged.baseline)} of the baseline`],
    ...(worst
      ? [
          [
            amount(Math.max(0, worst.harm.excess)),
            `harmed beyond the baseline’s share; ${count(worst.harm.bad)} bad in all (${escape(worst.name)})`,
          ],
        ]
      : []),
    [
      count(intervals),
      `${intervals === 1 ? 'interval' : 'intervals'} judged, ${count(report.spec.looks)} planned${passedMs > 0 ? `; ${span(passedMs)} from start to end` : ''}`,
    ],
  ]
  return `<ul class="facts">${items.map(([value, name]) => `<li><b>${value}</b><span>${name}</span></li>`).join('')}</ul>`
}

function memberSection(report: AnalysisReport, member: MemberFacts, id: string): string {
  const { name, standing, words, last } = member
  const open = needed(member)
  const charts = [shareChart(report, member, `${id}-s`), ratioChart(report, member, `${id}-r`), ...evidenceCharts(report, member, id)]
  const said = `${count(last.canary.x)} bad of ${count(last.canary.n)} requests (${share(last.canary.x, last.canary.n)}) where ${amount(last.expected)} were expected.`
  return `<section class="member">
<h2>${escape(name)} <span class="tag ${standing}-text">${faces[standing].mark} ${escape(words)}</span></h2>
<p class="lead">${said}${open === '' ? '' : ` To be decided: ${escape(open)}.`}</p>
<div class="charts">
${charts.map(figure).join('\n')}
</div>
</section>`
}

const mostFaults = 3

function faults({ faults: all }: Result): string {
  if (all.length === 0) return ''
  const shown = all
    .slice(-mostFaults)
    .map(({ because, details }) => `<p>${escape(because)}</p>${details.length === 0 ? '' : `<pre>${details.map(escape).join('\n')}</pre>`}`)
  return section('What failed', shown.join('\n'))
}

function lines(title: string, texts: readonly string[]): string {
  return texts.length === 0 ? '' : section(title, `<pre>${texts.map(escape).join('\n')}</pre>`)
}

function footer({ action }: Result, report: AnalysisReport): string {
  const start = new Date(report.startedAtMs).toISOString().slice(0, 16).replace('T', ' ')
  const warmUp = report.spec.warmUp > 0 ? ' The shaded start of a chart is the warm-up, which is not judged.' : ''
  return `<footer>${escape(action)}. Minute 0 is ${start} UTC, when the canary first had traffic.${warmUp} Bands of shares hold 95 % (Wilson), widened where requests clump; the band of a ratio holds at all looks together. Harmed are bad responses of the canary above what the baseline’s share of the same interval would have given, the warm-up among them.</footer>`
}
