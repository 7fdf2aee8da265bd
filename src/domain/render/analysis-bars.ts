import type { AnalysisReport } from '../analysis/report.ts'
import { binsOf, intervalsPerBin } from './analysis-bins.ts'
import type { Bin } from './analysis-bins.ts'
import { decidingLook, membersOf } from './analysis-facts.ts'
import type { MemberFacts } from './analysis-facts.ts'
import { digits, minutes, percent, share } from './analysis-numbers.ts'

const steps = '▁▂▃▄▅▆▇█'
const mostColumns = 40
const nameWidth = 12

/** Bars of text: the share of bad requests of both arms over time, each member on its own scale. The picture that every reader shows. */
export function barLines(report: AnalysisReport): readonly string[] {
  const members = membersOf(report)
  if (report.rows.length === 0 || members.length === 0) return []
  return [...weightLines(report), ...members.flatMap((member) => ['', ...memberLines(report, member)])]
}

function memberLines(report: AnalysisReport, member: MemberFacts): readonly string[] {
  const bins = binsOf(report, member.name, mostColumns)
  const cell = cellWidth(bins.length)
  const shares = bins.flatMap((bin) => [shareOf(bin, 'canary'), shareOf(bin, 'baseline')]).filter((each) => each !== undefined)
  const most = Math.max(0, ...shares)
  const bars = (arm: Arm): string => bins.map((bin) => barOf(shareOf(bin, arm), most).repeat(cell)).join('')
  const { canary, baseline } = member.last
  return [
    `${plain(member.name)}: bad requests${most > 0 ? `, █ = ${percent(most * 100)}` : ', none in either arm'}`,
    `${'  canary'.padEnd(nameWidth)}${bars('canary')}  ${share(canary.x, canary.n)}`,
    `${'  baseline'.padEnd(nameWidth)}${bars('baseline')}  ${share(baseline.x, baseline.n)}`,
    ...crossing(report, member, bins, cell),
  ]
}

/** Below the bars: when this member was decided. */
function crossing(report: AnalysisReport, member: MemberFacts, bins: readonly Bin[], cell: number): readonly string[] {
  const look = decidingLook(report, member)
  const index = look ? bins.findIndex(({ to }) => look.minute < to - 1e-9) : -1
  if (!look || index < 0) return []
  const word = `${member.standing.toUpperCase()} at minute ${minutes(look.minute)}`
  const column = nameWidth + index * cell
  const right = column + 2 + word.length <= nameWidth + mostColumns || column < word.length + 1
  return [right ? `${' '.repeat(column)}↑ ${word}` : `${word} ↑`.padStart(column + 1)]
}

function weightLines(report: AnalysisReport): readonly string[] {
  const columns = binsOf(report, '', mostColumns)
  const cell = cellWidth(columns.length)
  const period = report.spec.periodMs / 60_000
  const column = intervalsPerBin(report, mostColumns) * period
  const last = columns.at(-1)!.to
  const axis = `0${minutes(last).padStart(columns.length * cell - 1)} min`
  const head = `${' '.repeat(nameWidth)}${axis}${cell === 1 || column !== period ? `   a column: ${minutes(column)} min` : ''}`
  const weights = columns.map(({ to }) => weightAt(report, to - period / 2))
  const most = Math.max(...weights)
  if (most <= 0) return [head]
  const bars = weights.map((weight) => barOf(weight, 100).repeat(cell)).join('')
  return [head, `${'weight'.padEnd(nameWidth)}${bars}  up to ${digits(most, 3)} %`]
}

/** Percent of the traffic that the canary was given. */
export function weightAt({ weights, startedAtMs }: AnalysisReport, minute: number): number {
  return weights.findLast(({ atMs }) => atMs <= startedAtMs + minute * 60_000)?.weight ?? 0
}

type Arm = 'canary' | 'baseline'

function shareOf(bin: Bin, arm: Arm): number | undefined {
  const counts = bin[arm]
  return counts && counts.x / counts.n
}

/** Nothing at all is the lowest bar, and anything more is seen. A gap is a dot. */
function barOf(value: number | undefined, most: number): string {
  if (value === undefined) return '·'
  return steps[value <= 0 || most <= 0 ? 0 : Math.min(7, Math.max(1, Math.ceil((value / most) * 7 - 1e-9)))]!
}

/** Few bins are drawn wider. */
function cellWidth(bins: number): number {
  return Math.min(3, Math.max(1, Math.floor(mostColumns / bins)))
}

/** Untrusted text on a line of its own in a block of code. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}
