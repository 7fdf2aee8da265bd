import { span } from './time.ts'

/** What plan mode tells. */
export interface PlannedRollout {
  readonly target: string
  readonly from: string
  readonly to: string
  readonly changes: readonly string[]
  readonly problems: readonly { readonly code: string; readonly text: string }[]
  readonly warnings: readonly string[]
  /** Of a pair: what differs between its sides. */
  readonly disparities?: readonly string[]
  /** What the owner must add first, as text to paste. */
  readonly missing?: readonly string[]
  /** The calls that would be made, as commands. */
  readonly calls: readonly string[]
  /** How it is judged, where that is more than a bake. */
  readonly gates?: readonly string[]
  /** What a judge would be able to see. */
  readonly forecast?: readonly string[]
  readonly bakeMs: number
  readonly deadlineMs: number
  /** Input, value, and where the value came from. */
  readonly settings: readonly (readonly [name: string, value: string, source: string])[]
}

/** A revision that is not registered yet is told in words: brackets show that they are to be replaced. */
function fillable(call: string): string {
  return call.replace(
    /(?<= --task-definition )(?:'([^']+)'|(\w+(?: \w+)+)$)/,
    (_, quoted?: string, bare?: string) => `<${quoted ?? bare ?? ''}>`,
  )
}

/** A plan as lines for the log; the summary shows the same lines. May hold untrusted text. */
export function planLines(plan: PlannedRollout): readonly string[] {
  const section = (title: string, lines: readonly string[], none: string): string[] => [
    '',
    title,
    ...(lines.length > 0 ? lines : [none]).flatMap((line) => line.split('\n')).map((line) => `  ${line}`),
  ]
  return [
    `${plan.target}: ${plan.from || 'nothing'} -> ${plan.to}`,
    ...section(
      'Stands against it',
      plan.problems.map(({ code, text }) => `${code}: ${text}`),
      'nothing',
    ),
    ...(plan.warnings.length > 0 ? section('Worth knowing', plan.warnings, '') : []),
    ...(plan.missing ? section('Add this first', plan.missing, '') : []),
    ...(plan.disparities ? section('Differs between the sides', plan.disparities, 'nothing') : []),
    ...section('Changes to the task definition', plan.changes, 'none'),
    ...section(
      'Gates',
      [...(plan.gates ?? [`bake ${span(plan.bakeMs)}`]), `rolled back when it has not ended after ${span(plan.deadlineMs)}`],
      '',
    ),
    ...(plan.forecast ? section('Forecast', plan.forecast, 'none') : []),
    ...section('Calls', plan.calls.map(fillable), 'none'),
    ...section(
      'Settings',
      plan.settings.map(([name, value, source]) => `${name} = ${value}  (${source})`),
      'none',
    ),
  ]
}
