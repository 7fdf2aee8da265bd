import type { StepResult } from '../test/e2e/runner-harness.ts'
import { runStep } from '../test/e2e/runner-harness.ts'
import type { Cloud } from './cloud.ts'
import { callsOf, orderFault } from './cloud.ts'
import type { Stage } from './stage.ts'
import type { StoryStep } from './story.ts'
import type { TimelineEntry } from './story-record.ts'
import type { Terminal } from './terminal.ts'
import { until } from './until.ts'

/** A step that was played, and what it left behind. */
export interface Played {
  readonly step: StepResult
  /** `lost`, or as in `succeeded, STAGED`. */
  readonly ended: string
  readonly timeline: readonly TimelineEntry[]
}

/** Plays one step as a runner would. Its calls carry a key of their own, by which the runner that is to be killed is known. */
export async function act(
  { action, inputs, brings, job = 'deploy', run = 1, told, killed }: StoryStep,
  { cloud, stage, workspace, left, terminal, cancelled }: Playing,
): Promise<Played> {
  const accessKeyId = `RUN${run}${job.toUpperCase()}`
  const lose = new AbortController()
  const over = new AbortController()
  const scenes: TimelineEntry[] = told === undefined ? [] : [scene(told)]
  if (told !== undefined) terminal.tell(told)
  if (killed) await orderFault(cloud, { operation: second, kind: 'throttle', accessKeyId, times: 1000 })
  const printed: TimelineEntry[] = []
  terminal.begin(action)
  const running = runStep({
    action,
    inputs: { ...stage.namesFor(action), ...(brings && { 'task-definition': 'task-definition.json' }), ...inputs },
    env: {
      ...cloud.env,
      // Files that an action leaves behind outlive the step.
      ...{ RUNNER_TEMP: left },
      ...{ AWS_REGION: cloud.region, AWS_ACCESS_KEY_ID: accessKeyId },
      ...{ GITHUB_JOB: job, GITHUB_RUN_ID: String(run) },
    },
    workspace,
    cancel: cancelled,
    lose: lose.signal,
    onLine(line) {
      terminal.actionLine(line)
      printed.push(...printedEntry(line))
    },
  }).finally(() => over.abort())
  if (killed) {
    const moved = async (): Promise<boolean> =>
      over.signal.aborted || (await callsOf(cloud, accessKeyId)).some((call) => call.operation === first && call.status === 200)
    await until('the first of two rules has moved', moved, cancelled)
    if (!over.signal.aborted) scenes.push(scene(death))
    lose.abort()
  }
  const step = await running
  if (step.signal === 'SIGKILL' && killed) {
    terminal.end(death)
    return { step, ended: 'lost', timeline: [...printed, ...scenes] }
  }
  terminal.end(`exit code ${step.exitCode ?? step.signal ?? 'none'}`)
  const { timeline = [] } = resultIn(step)
  return {
    step,
    ended: `${step.outputs['outcome'] ?? 'nothing'}, ${step.outputs['reason-code'] ?? 'nothing'}`,
    timeline: [...scenes, ...timeline],
  }
}

export interface Playing {
  readonly cloud: Cloud
  readonly stage: Stage
  readonly workspace: string
  /** Folder for files that an action leaves behind. */
  readonly left: string
  readonly terminal: Terminal
  readonly cancelled: AbortSignal
}

/** Both rules are written at the same time; the one is refused, the other goes through. */
const first = 'elasticloadbalancing:ModifyListener'
const second = 'elasticloadbalancing:ModifyRule'
const death = 'kill -9: this runner is gone, and only one of two rules has moved'

export function scene(text: string): TimelineEntry {
  return { at: new Date().toISOString(), kind: 'scene', text }
}

/** The result a step told, empty where it told none. */
export function resultIn(step: StepResult): {
  readonly timeline?: readonly TimelineEntry[]
  readonly faults?: readonly { readonly because: string; readonly details: readonly string[] }[]
  readonly undo?: readonly string[]
} {
  return JSON.parse(step.outputs['result'] || '{}') as ReturnType<typeof resultIn>
}

const marks = { '→': 'acted', '●': 'arrived', '↩': 'turned-home', '✓': 'ended', '✗': 'ended', '·': 'noted' } as const

/** A line of the log is an entry of the timeline; a step that was killed left nothing else. */
export function printedEntry(line: string): readonly TimelineEntry[] {
  const [, mark, text = ''] = /^ *\d+:\d\d {2}([→●↩✓✗·]) (.*)$/.exec(line) ?? []
  return mark === undefined ? [] : [{ at: new Date().toISOString(), kind: marks[mark as keyof typeof marks], text }]
}
