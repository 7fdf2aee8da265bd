import type { LintedStatement } from './lint/lint.ts'
import type { Change, Phase, Step } from './model.ts'

/** A step that has passed the lint, with its place. */
export interface PlannedStep {
  readonly step: Step
  /** Of the statement, and of which step of its recipe it is: two steps of a phase that do the same have the same. */
  readonly digest: string
  readonly path: string
  readonly line: number
}

/** A phase of a change that consists of steps. */
export interface PlannedPhase {
  readonly change: Pick<Change, 'id' | 'name'>
  readonly phase: Phase
  readonly steps: readonly PlannedStep[]
  /** Of the script. */
  readonly digest: string
}

/** The phase of each change that has it, in the order of the changes. `digestOf` tells what an SQL text is, whatever its spaces and comments. */
export function plannedPhases(
  changes: readonly Change[],
  phase: 'expand' | 'contract',
  linted: readonly LintedStatement[],
  digestOf: (sql: string) => string,
): readonly PlannedPhase[] {
  return changes.flatMap((change) => {
    const script = change.scripts[phase]
    if (script === undefined) return []
    const own = linted.filter((each) => each.change === change.id && each.role === phase)
    const steps = own.flatMap(({ path, line, steps: each }) => each.map((step) => ({ step, digest: digestOf(step.sql), path, line })))
    return [{ change: { id: change.id, name: change.name }, phase, steps, digest: script.digest }]
  })
}

/** Where a run is: which step of which phase, counted from 1. */
export interface StepPlace {
  readonly change: string
  readonly phase: Phase
  readonly path: string
  readonly line: number
  readonly step: number
  readonly of: number
}

export function placeOf({ change, phase, steps }: PlannedPhase, index: number): StepPlace {
  const { path = '', line = 0 } = steps[index] ?? {}
  return { change: change.id, phase, path, line, step: index + 1, of: steps.length }
}

/** `20261120T1530 expand, step 2 of 3 (db/changes/.../expand.sql:7)` */
export function placeText({ change, phase, path, line, step, of }: StepPlace): string {
  return `${change} ${phase}, step ${step} of ${of} (${path}:${line})`
}
