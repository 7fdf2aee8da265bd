import type { AnalysisReport } from '../analysis/report.ts'
import { barLines } from './analysis-bars.ts'
import { faces, harmful, judgedOf, membersOf, needed, standingOf } from './analysis-facts.ts'
import type { MemberFacts } from './analysis-facts.ts'
import { mermaidChart } from './analysis-mermaid.ts'
import { amount, count, share } from './analysis-numbers.ts'
import { block, inline } from './markdown.ts'

/** The part of the job summary that tells an analysis, in GitHub Markdown: the picture before the table, the table before the text. */
export function analysisSection(report: AnalysisReport): string {
  const members = membersOf(report)
  return [
    headline(report),
    picture(report),
    table(members),
    facts(report, members),
    wanted(members),
    charts(report, members),
    forecast(report),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function headline(report: AnalysisReport): string {
  const { icon, word, says } = faces[standingOf(report)]
  const look = report.looks.at(-1)
  const blocks = look?.blocks ? ['', 'No gate opens on this, whatever is asked of an inconclusive verdict.'] : []
  return [`### ${icon} ${word}: ${says}`, ...(look ? ['', inline(look.because)] : []), ...blocks].join('\n')
}

function picture(report: AnalysisReport): string {
  const lines = barLines(report)
  return lines.length === 0 ? '' : block(lines)
}

function table(members: readonly MemberFacts[]): string {
  if (members.length === 0) return ''
  return [
    '| metric | canary: bad / requests | baseline | expected | canary : baseline | verdict |',
    '| :--- | ---: | ---: | ---: | ---: | :--- |',
    ...members.map(row),
  ].join('\n')
}

function row({ name, last, ratio, standing, words }: MemberFacts): string {
  const { canary, baseline, expected } = last
  const cells = [
    inline(name),
    `${count(canary.x)} / ${count(canary.n)} (${share(canary.x, canary.n)})`,
    share(baseline.x, baseline.n),
    amount(expected),
    `**${ratio.estimate}** (${ratio.interval})`,
    `${faces[standing].icon} ${words}`,
  ]
  return `| ${cells.join(' | ')} |`
}

function facts({ looks }: AnalysisReport, members: readonly MemberFacts[]): string {
  const worst = harmful(members)
  if (!worst) return ''
  const judged = judgedOf(members)
  const { bad, excess } = worst.harm
  const intervals = looks.at(-1)!.judged
  const harmed = excess > 0 ? amount(excess) : '0'
  return [
    `**${count(judged.canary)}** requests of the canary judged against ${count(judged.baseline)} of the baseline, in ${intervals} ${intervals === 1 ? 'interval' : 'intervals'}.`,
    `**${harmed}** harmed: bad responses (${inline(worst.name)}) of the canary above what the baseline's share would have given; ${count(bad)} bad in all.`,
  ].join(' ')
}

function wanted(members: readonly MemberFacts[]): string {
  const open = members.map((member) => [member.name, needed(member)] as const).filter(([, text]) => text !== '')
  if (open.length === 0) return ''
  return ['What would have been needed:', '', ...open.map(([name, text]) => `- ${inline(name)}: ${text}`)].join('\n')
}

/** More charts than these make nobody wiser. */
const mostCharts = 4

function charts(report: AnalysisReport, members: readonly MemberFacts[]): string {
  if (report.rows.length < 2 || members.length === 0) return ''
  const drawn = members.slice(0, mostCharts).map((member) => mermaidChart(report, member))
  return ['<details><summary>Charts</summary>', ...drawn, '</details>'].join('\n\n')
}

function forecast({ forecast: lines }: AnalysisReport): string {
  if (lines.length === 0) return ''
  const items = lines.map((line) => `- ${inline(line)}`).join('\n')
  return ['<details><summary>What this plan could see, told beforehand</summary>', items, '</details>'].join('\n\n')
}
