import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { LoadReport } from '../sandbox/load/report.ts'
import type { StepResult } from '../test/e2e/runner-harness.ts'
import { runStep } from '../test/e2e/runner-harness.ts'
import type { Program } from './program.ts'
import { startProgram } from './program.ts'
import type { Stage } from './stage.ts'
import { cluster, service, setStage, taskDefinition, tasks } from './stage.ts'
import type { Story } from './stories.ts'
import { baselineVersion } from './stories.ts'
import type { StoryRecord, TimelineEntry } from './story-record.ts'
import { deviationsOf } from './story-record.ts'
import type { Terminal } from './terminal.ts'

/** A minute of AWS in six seconds; a point of CloudWatch is two seconds long and a second late. */
const sandboxFlags = ['--port', '0', '--time-scale', '10', '--metric-period', '2', '--metric-delay', '1']
const ratePerSecond = 100
/** How long the traffic is watched before the rollout, and after ECS has come to rest. */
const preludeMs = 2_000
const codaMs = 3_000

/**
 * Plays one story in a sandbox of its own, writes what it left behind to `folder`, and removes everything else, whatever happens.
 * Throws when it cannot be played, or when cancelled.
 */
export async function play(story: Story, folder: string, terminal: Terminal, cancelled: AbortSignal): Promise<StoryRecord> {
  const programs: Program[] = []
  const start = (path: string, args: readonly string[]): Program => {
    const program = startProgram(path, args)
    programs.push(program)
    return program
  }
  const workspace = mkdtempSync(join(tmpdir(), 'sluice-demo-'))
  let stage: Stage | undefined
  try {
    const { endpoint, region, env } = (await start('sandbox/main.ts', sandboxFlags).next()) as SandboxReady
    terminal.tell(`a cloud of its own at ${endpoint}`)
    stage = await setStage(region, env, story.maximumPercent)
    await stage.ready(cancelled)
    terminal.tell(`${tasks} tasks of ${baselineVersion} behind ${stage.url}`)

    const load = start('sandbox/load/main.ts', [JSON.stringify({ url: stage.url, ratePerSecond, durationMs: 240_000 })])
    await load.next()
    terminal.tell(`${ratePerSecond} requests a second`)
    await delay(preludeMs, undefined, { signal: cancelled })

    const definition = taskDefinition(story.candidate.version, story.candidate.environment, region)
    writeFileSync(join(workspace, 'task-definition.json'), JSON.stringify(definition, undefined, 2))
    const startedAtMs = Date.now()
    terminal.begin('rolling-ecs')
    const step = await runStep({
      action: 'rolling-ecs',
      inputs: { cluster, service, 'task-definition': 'task-definition.json', ...story.inputs },
      env: { ...env, AWS_REGION: region },
      workspace,
      cancel: cancelled,
      onLine: terminal.actionLine,
    })
    const endedAtMs = Date.now()
    terminal.end(`exit code ${step.exitCode ?? step.signal ?? 'none'}`)
    cancelled.throwIfAborted()

    const version = await stage.atRest(cancelled)
    const atRestAtMs = Date.now()
    terminal.tell(`ECS at rest on ${version}`)
    await delay(codaMs, undefined, { signal: cancelled })
    const [report] = await Promise.all([load.next(), load.end()])
    const record = recordOf(story, step, { startedAtMs, endedAtMs, atRestAtMs, version, load: report as LoadReport })
    keep(folder, step, record)
    return record
  } finally {
    stage?.close()
    for (const program of programs.reverse()) await program.end()
    rmSync(workspace, { recursive: true, force: true })
  }
}

interface SandboxReady {
  readonly endpoint: string
  readonly region: string
  readonly env: Readonly<Record<string, string>>
}

function recordOf(
  story: Story,
  step: StepResult,
  measured: Pick<StoryRecord, 'startedAtMs' | 'endedAtMs' | 'atRestAtMs' | 'version' | 'load'>,
): StoryRecord {
  const result = JSON.parse(step.outputs['result'] || '{}') as {
    readonly timeline?: readonly TimelineEntry[]
    readonly faults?: StoryRecord['faults']
    readonly undo?: readonly string[]
  }
  const seen = {
    story: story.name,
    title: story.title,
    plot: story.plot,
    baseline: baselineVersion,
    candidate: story.candidate.version,
    outcome: step.outputs['outcome'] ?? '',
    reasonCode: step.outputs['reason-code'] ?? '',
    reason: step.outputs['reason'] ?? '',
    exitCode: step.exitCode,
    timeline: result.timeline ?? [],
    faults: result.faults ?? [],
    undo: result.undo ?? [],
    summary: step.summary,
    ...measured,
  }
  return { ...seen, deviations: deviationsOf(story.expected, seen) }
}

function keep(folder: string, step: StepResult, record: StoryRecord): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'summary.md'), step.summary)
  writeFileSync(join(folder, 'log.txt'), step.stdout + step.stderr)
  writeFileSync(join(folder, 'record.json'), JSON.stringify(record, undefined, 1))
}
