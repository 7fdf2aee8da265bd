import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { LoadReport } from '../sandbox/load/report.ts'
import type { Played } from './act.ts'
import { act, resultIn } from './act.ts'
import type { Cloud } from './cloud.ts'
import { taskDefinition } from './owner.ts'
import { setPairStage } from './pair-stage.ts'
import type { Program } from './program.ts'
import { startProgram } from './program.ts'
import type { Stage } from './stage.ts'
import { setStage } from './stage.ts'
import type { Story } from './story.ts'
import { baselineVersion } from './story.ts'
import type { StoryRecord } from './story-record.ts'
import { deviationsOf } from './story-record.ts'
import type { Terminal } from './terminal.ts'
import { watchWeights } from './weights.ts'

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
  let watch: Awaited<ReturnType<typeof watchWeights>> | undefined
  try {
    const cloud = (await start('sandbox/main.ts', sandboxFlags).next()) as Cloud
    terminal.tell(`a cloud of its own at ${cloud.endpoint}`)
    const { scene } = story
    stage =
      scene.kind === 'pair' ? await setPairStage(cloud.region, cloud.env) : await setStage(cloud.region, cloud.env, scene.maximumPercent)
    await stage.ready(cancelled)
    terminal.tell(`${stage.cast} behind ${stage.url}`)

    const order = { url: stage.url, ratePerSecond, durationMs: 300_000, ...(stage.streams && { streams: stage.streams }) }
    const load = start('sandbox/load/main.ts', [JSON.stringify(order)])
    await load.next()
    watch = stage.rules && (await watchWeights(() => stage!.rules!.green()))
    terminal.tell(`${ratePerSecond} requests a second`)
    await delay(preludeMs, undefined, { signal: cancelled })

    const definition = taskDefinition(story.candidate.version, story.candidate.environment, cloud.region)
    writeFileSync(join(workspace, 'task-definition.json'), JSON.stringify(definition, undefined, 2))
    const startedAtMs = Date.now()
    const played: Played[] = []
    for (const step of story.steps) {
      played.push(await act(step, { cloud, stage, workspace, terminal, cancelled }))
      cancelled.throwIfAborted()
    }
    const endedAtMs = Date.now()

    const { version, told, changed } = await stage.atRest(cancelled)
    const atRestAtMs = Date.now()
    terminal.tell(told)
    await delay(codaMs, undefined, { signal: cancelled })
    const [report] = await Promise.all([load.next(), load.end()])
    const record = recordOf(story, played, {
      ...{ startedAtMs, endedAtMs, atRestAtMs, version, changed, load: report as LoadReport },
      ...(watch && { pair: { rules: stage.rules!.names, weights: await watch.stop() } }),
    })
    keep(folder, played, record)
    return record
  } finally {
    await watch?.stop()
    stage?.close()
    for (const program of programs.reverse()) await program.end()
    rmSync(workspace, { recursive: true, force: true })
  }
}

function recordOf(
  story: Story,
  played: readonly Played[],
  measured: Pick<StoryRecord, 'startedAtMs' | 'endedAtMs' | 'atRestAtMs' | 'version' | 'changed' | 'load' | 'pair'>,
): StoryRecord {
  const { step } = played.at(-1)!
  const { faults = [], undo = [] } = resultIn(step)
  const seen = {
    story: story.name,
    title: story.title,
    plot: story.plot,
    baseline: baselineVersion,
    candidate: story.candidate.version,
    earlier: played.slice(0, -1).map(({ ended }) => ended),
    outcome: step.outputs['outcome'] ?? '',
    reasonCode: step.outputs['reason-code'] ?? '',
    reason: step.outputs['reason'] ?? '',
    exitCode: step.exitCode,
    timeline: played.flatMap(({ timeline }) => timeline),
    ...{ faults, undo },
    summary: step.summary,
    ...measured,
  }
  return { ...seen, deviations: deviationsOf(story.expected, seen) }
}

/** Each step has its summary; the log is one. */
function keep(folder: string, played: readonly Played[], record: StoryRecord): void {
  mkdirSync(folder, { recursive: true })
  played.forEach(({ step }, index) => writeFileSync(join(folder, `summary${index === 0 ? '' : index + 1}.md`), step.summary))
  writeFileSync(join(folder, 'log.txt'), played.map(({ step }) => step.stdout + step.stderr).join('\n'))
  writeFileSync(join(folder, 'record.json'), JSON.stringify(record, undefined, 1))
}
