import { isWorse, type Measured, type MeasuredStatement, type MeasuredStep } from '../migration/measured.ts'
import { lockModes } from '../migration/model.ts'
import { code, inline } from './markdown.ts'
import { placeIn, shownStatement } from './migration-lint.ts'

const mostRows = 40
/** Weaker locks stand in nobody's way. */
const shownFrom = lockModes.indexOf('SHARE UPDATE EXCLUSIVE')

/** A line of the log for each statement that was run, and for each step of its safe form where that does more than it should. */
export function measuredLines(statements: readonly MeasuredStatement[]): readonly string[] {
  return statements
    .filter(({ measured }) => measured.kind !== 'skipped')
    .flatMap((each) => {
      const steps = each.steps.flatMap((step, index) => {
        const words = stepWords(step)
        return words === undefined ? [] : [`    ! step ${String(index + 1)} of its safe form: ${words}`]
      })
      return [
        `${markOf(each)} ${placeIn(each.linted)}  ${shownStatement(each.linted)}  ${seenText(each.measured)}${comparedText(each)}`,
        ...steps,
      ]
    })
}

/** What was seen on a server of this version, as a section of a summary; empty where nothing was run. */
export function measuredSection(statements: readonly MeasuredStatement[], version: number): string {
  const run = statements.filter(({ measured }) => measured.kind !== 'skipped')
  if (run.length === 0) return ''
  // What differs comes first: the rest confirms.
  const ordered = [...run.filter(differs), ...run.filter((each) => !differs(each))]
  const rows = ordered.slice(0, mostRows).map((each) => {
    const steps = each.steps.flatMap((step, index) => {
      const words = stepWords(step)
      return words === undefined ? [] : [`step ${String(index + 1)} of its safe form: ${inline(words)}`]
    })
    const compared = [...(each.measured.kind === 'seen' ? [inline(againstText(each))] : []), ...steps]
    return `| ${markOf(each)} ${code(`${each.linted.change} ${each.linted.role}:${String(each.linted.line)}`)} | ${inline(seenText(each.measured))} | ${compared.join('<br>')} |`
  })
  const worse = run.filter(isWorse).length
  const refused = run.filter(({ measured }) => measured.kind === 'refused').length
  const counts = [
    `${String(run.length)} run`,
    ...(worse > 0 ? [`${String(worse)} ${worse === 1 ? 'does' : 'do'} more than the lint says`] : []),
    ...(refused > 0 ? [`${String(refused)} refused by the server`] : []),
  ]
  return [
    `### Measured on Postgres ${String(version)}`,
    '',
    `${counts.join(', ')}.`,
    '',
    '| where | seen | held against the lint |',
    '| :--- | :--- | :--- |',
    ...rows,
    ...(ordered.length > rows.length ? ['', `${String(ordered.length - rows.length)} more are in the log.`] : []),
  ].join('\n')
}

function differs(each: MeasuredStatement): boolean {
  return (
    each.measured.kind === 'refused' ||
    each.worse.length + each.milder.length > 0 ||
    each.steps.some((step) => stepWords(step) !== undefined)
  )
}

function markOf(each: MeasuredStatement): string {
  if (each.measured.kind === 'refused') return '!'
  return isWorse(each) || each.worse.length > 0 ? '✗' : '✓'
}

function seenText(measured: Measured): string {
  if (measured.kind === 'skipped') return measured.because
  if (measured.kind === 'refused') return `refused: ${measured.message}`
  const { locks, rewrites, scans = [] } = measured
  const strong = locks.filter(
    ({ mode, of }) => lockModes.indexOf(mode) >= shownFrom && !locks.some((each) => each.relation === of && each.mode === mode),
  )
  return [
    strong.length === 0 ? 'no lock that others wait for' : strong.map(({ relation, mode }) => `${mode} on ${relation}`).join(', '),
    ...(rewrites.length === 0 ? [] : [`writes ${rewrites.join(', ')} anew`]),
    ...(scans.length === 0 ? [] : [`reads ${scans.join(', ')}`]),
  ].join('; ')
}

function comparedText(each: MeasuredStatement): string {
  return each.measured.kind === 'seen' ? `: ${againstText(each)}` : ''
}

function againstText({ worse, milder }: Pick<MeasuredStatement, 'worse' | 'milder'>): string {
  if (worse.length > 0) return `worse: ${worse.join('; ')}`
  return milder.length > 0 ? `milder: ${milder.join('; ')}` : 'as told'
}

/** Undefined where the step does what it should. */
function stepWords({ measured, worse }: MeasuredStep): string | undefined {
  if (measured.kind === 'refused') return `refused: ${measured.message}`
  return worse.length > 0 ? `worse: ${worse.join('; ')}` : undefined
}
