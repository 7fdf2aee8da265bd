import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

const read = (path: string): string => readFileSync(resolve(import.meta.dirname, '../..', path), 'utf8')

interface Step {
  readonly if?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, string>>
}

/** The step that rolls back: the one that runs the action under a condition. */
function rollbackStep(steps: readonly Step[]): Step | undefined {
  return steps.find((step) => step.if !== undefined && step.uses?.includes('rolling-ecs'))
}

const documented = [...read('actions/rolling-ecs/README.md').matchAll(/```yaml\n(.*?)```/gs)].flatMap(([, block]) => {
  const steps: unknown = parse(block!)
  return Array.isArray(steps) ? (steps as Step[]) : []
})
const proved = parse(read('test/workflows/roll-or-return/action.yml')) as { readonly runs: { readonly steps: readonly Step[] } }
const example = parse(read('docs/examples/rolling.yml')) as {
  readonly jobs: { readonly deploy: { readonly steps: readonly Step[] } }
}

it.each([
  ['the README of the action', documented],
  ['the example', example.jobs.deploy.steps],
])('%s rolls back as the workflow that is run proves it', (_, steps) => {
  const wanted = rollbackStep(proved.runs.steps)
  expect(wanted?.if).toContain('!success()')
  const found = rollbackStep(steps)
  expect(found?.if).toBe(wanted?.if)
  expect(found?.with?.['task-definition']).toBe(wanted?.with?.['task-definition'])
})
