import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

const read = (path: string): string => readFileSync(resolve(import.meta.dirname, '../..', path), 'utf8')

interface Step {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, string>>
}
interface Job {
  readonly if?: string
  readonly needs?: string | readonly string[]
  readonly environment?: unknown
  readonly steps?: readonly Step[]
}
type Jobs = Readonly<Record<string, Job>>

/** What a document shows in YAML, one value for each block. */
const blocksOf = (path: string): readonly unknown[] =>
  [...read(path).matchAll(/```yaml\n(.*?)```/gs)].map(([, block]) => parse(block!) as unknown)

/** Jobs and lists of steps of a document, or of a workflow. Steps without a job stand in one of no name. */
function jobsIn(path: string): readonly Jobs[] {
  if (!path.endsWith('.md')) return [(parse(read(path)) as { readonly jobs: Jobs }).jobs]
  return blocksOf(path).map((block): Jobs => {
    if (Array.isArray(block)) return { '': { steps: block as Step[] } }
    const { jobs, ...others } = block as { readonly jobs?: Jobs } & Readonly<Record<string, unknown>>
    return jobs ?? ('recover' in others ? (others as Jobs) : {})
  })
}

/** The steps by the action `rollback` that run under a condition, each with the id of the step it watches. */
function rollbackSteps(path: string): readonly { readonly watched: string; readonly step: Step }[] {
  const steps = jobsIn(path).flatMap((jobs) => Object.values(jobs).flatMap((job) => job.steps ?? []))
  return steps
    .filter((step) => step.if !== undefined && /\/actions\/rollback(@|$)/.test(step.uses ?? ''))
    .map((step) => ({ watched: /steps\.([\w-]+)\.outputs\.started/.exec(step.if!)?.[1] ?? '', step }))
}

const proved = (
  parse(read('test/workflows/roll-or-return/action.yml')) as { readonly runs: { readonly steps: readonly Step[] } }
).runs.steps.find(({ id }) => id === 'way-back')!
const proven = (text: string | undefined, id: string): string | undefined => text?.replaceAll('steps.deploy.', `steps.${id}.`)

it.each([
  'README.md',
  'actions/rolling-ecs/README.md',
  'actions/rollback/README.md',
  'docs/recovery.md',
  'docs/examples/rolling.yml',
  'docs/examples/bluegreen.yml',
  'docs/examples/canary.yml',
])('%s rolls back in the job as the workflow that is run proves it', (path) => {
  const found = rollbackSteps(path)
  expect(found).not.toEqual([])
  for (const { watched, step } of found) {
    expect(step.if).toBe(proven(proved.if, watched))
    expect(step.with?.['rollout']).toBe(proven(proved.with?.['rollout'], watched))
  }
})

const recover = jobsIn('test/workflows/bluegreen.yml')[0]!['recover']!

it.each([
  'actions/rolling-ecs/README.md',
  'actions/rollback/README.md',
  'docs/recovery.md',
  'docs/examples/rolling.yml',
  'docs/examples/bluegreen.yml',
  'docs/examples/canary.yml',
])('%s recovers in another job as the workflow that is run proves it', (path) => {
  const jobs = jobsIn(path).find((each) => 'recover' in each)!
  const job = jobs['recover']!
  const last = [job.needs ?? []].flat().at(-1)
  expect(job.if).toBe(recover.if!.replace('needs.deploy.', `needs.${last}.`))
  // Reviewers would have to approve the recovery.
  expect(job.environment).toBeUndefined()
  const way = (steps: readonly Step[] = []): string | undefined =>
    steps.find(({ uses }) => uses?.includes('actions/rollback'))?.with?.['when']
  if (job.steps) expect(way(job.steps)).toBe(way(recover.steps))
})

it('recovers on a schedule what nobody holds, by names alone, in a group of its own', () => {
  const { concurrency, jobs } = parse(read('docs/examples/recover.yml')) as {
    readonly concurrency: { readonly group: string }
    readonly jobs: Jobs
  }
  const step = jobs['recover']!.steps!.find(({ uses }) => uses?.includes('actions/rollback'))!
  expect(step.with).toMatchObject({ when: 'unfinished', cluster: 'production' })
  expect(step.with).not.toHaveProperty('rollout')
  for (const path of ['docs/examples/rolling.yml', 'docs/examples/bluegreen.yml', 'docs/examples/canary.yml'])
    expect((parse(read(path)) as { readonly concurrency: { readonly group: string } }).concurrency.group).not.toBe(concurrency.group)
})
