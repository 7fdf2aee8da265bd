import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { LoadReport } from '../sandbox/load/report.ts'
import type { Played } from './act.ts'
import { act, resultIn, scene } from './act.ts'
import type { BrownOutSeen } from './brown-out.ts'
import { playBrownOut } from './brown-out.ts'
import { harmOf } from './canary-record.ts'
import type { Cloud } from './cloud.ts'
import { taskDefinition } from './owner.ts'
import { setPairStage } from './pair-stage.ts'
import type { Program } from './program.ts'
import { startProgram } from './program.ts'
import type { SharedDatabase } from './shared-database.ts'
import { startSharedDatabase } from './shared-database.ts'
import type { Stage } from './stage.ts'
import { setStage } from './stage.ts'
import type { BrownOut, Story } from './story.ts'
import { baselineVersion } from './story.ts'
import type { StoryRecord, TimelineEntry } from './story-record.ts'
import { deviationsOf } from './story-record.ts'
import type { Terminal } from './terminal.ts'
import { watchWeights } from './weights.ts'

/** A minute of AWS in six seconds; a point of CloudWatch is two seconds long and a second late. */
const sandboxFlags = ['--port', '0', '--time-scale', '10', '--metric-period', '2', '--metric-delay', '1']
/** A canary is judged by the second: what is a minute of a load balancer's counts is a second here. */
const canaryFlags = ['--port', '0', '--time-scale', '10', '--metric-period', '1', '--metric-delay', '1']
const ratePerSecond = 100
/** How long the traffic is watched before the rollout, and after ECS has come to rest. */
const preludeMs = 2_000
/** A canary is compared with what its baseline has behind it, so there must be some of it. */
const canaryPreludeMs = 8_000
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
  const left = join(workspace, 'left')
  mkdirSync(left)
  let stage: Stage | undefined
  let watch: Awaited<ReturnType<typeof watchWeights>> | undefined
  let database: SharedDatabase | undefined
  const { scene: place, canary } = story
  try {
    const cloud = (await start('sandbox/main.ts', canary ? canaryFlags : sandboxFlags).next()) as Cloud
    terminal.tell(`a cloud of its own at ${cloud.endpoint}`)
    if (canary?.brownOut) database = await startSharedDatabase()
    const needs = database && needing(database, canary!.brownOut!)
    stage =
      place.kind === 'pair'
        ? await setPairStage(cloud.region, cloud.env, {
            environment: { ...needs, ...canary?.normal },
            ...(canary?.streams && { streams: canary.streams }),
          })
        : await setStage(cloud.region, cloud.env, place.maximumPercent)
    await stage.ready(cancelled)
    terminal.tell(`${stage.cast} behind ${stage.url}`)

    const order = {
      url: stage.url,
      ratePerSecond,
      durationMs: 300_000,
      ...(stage.streams && { streams: stage.streams }),
      ...(canary?.lateAfterMs !== undefined && { lateAfterMs: canary.lateAfterMs }),
    }
    const load = start('sandbox/load/main.ts', [JSON.stringify(order)])
    await load.next()
    watch = stage.rules && (await watchWeights(() => stage!.rules!.green()))
    terminal.tell(`${ratePerSecond} requests a second`)
    await delay(canary ? canaryPreludeMs : preludeMs, undefined, { signal: cancelled })

    const definition = taskDefinition(story.candidate.version, { ...needs, ...story.candidate.environment }, cloud.region)
    writeFileSync(join(workspace, 'task-definition.json'), JSON.stringify(definition, undefined, 2))
    const startedAtMs = Date.now()
    const played: Played[] = []
    const scenes: TimelineEntry[] = []
    const over = new AbortController()
    const ending = AbortSignal.any([over.signal, cancelled])
    const failing =
      database &&
      playBrownOut(
        canary!.brownOut!,
        database,
        async () => (await stage!.rules!.green()).some((weight) => weight > 0),
        (text) => {
          terminal.tell(text)
          scenes.push(scene(text))
        },
        ending,
      )
    // Whoever awaits it first hears of it.
    failing?.catch(() => {})
    for (const step of story.steps) {
      played.push(await act(step, { cloud, stage, workspace, left, terminal, cancelled }))
      cancelled.throwIfAborted()
    }
    const endedAtMs = Date.now()
    over.abort()
    const brownOut = await failing

    const { version, told, changed } = await stage.atRest(cancelled)
    const atRestAtMs = Date.now()
    terminal.tell(told)
    await delay(codaMs, undefined, { signal: cancelled })
    const [report] = await Promise.all([load.next(), load.end()])
    const record = recordOf(story, played, {
      ...{ startedAtMs, endedAtMs, atRestAtMs, version, changed, scenes, brownOut, load: report as LoadReport },
      ...(watch && { pair: { rules: stage.rules!.names, weights: await watch.stop() } }),
    })
    keep(folder, played, record)
    return record
  } finally {
    await watch?.stop()
    await database?.close()
    stage?.close()
    for (const program of programs.reverse()) await program.end()
    rmSync(workspace, { recursive: true, force: true })
  }
}

type Measured = Pick<StoryRecord, 'startedAtMs' | 'endedAtMs' | 'atRestAtMs' | 'version' | 'changed' | 'load' | 'pair'> & {
  readonly scenes: readonly TimelineEntry[]
  readonly brownOut: BrownOutSeen | undefined
}

const reportName = 'report.html'

/** The environment of a task that cannot work without the database. */
function needing({ url }: SharedDatabase, { errorRate }: BrownOut): Readonly<Record<string, string>> {
  return { DEPENDENCY_URL: url, DEPENDENCY_ERROR_RATE: String(errorRate) }
}

function recordOf(story: Story, played: readonly Played[], { scenes, brownOut, ...measured }: Measured): StoryRecord {
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
    timeline: [...played.flatMap(({ timeline }) => timeline), ...scenes].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    ...{ faults, undo },
    summary: step.summary,
    ...measured,
    ...(story.canary && {
      canary: {
        verdict: step.outputs['verdict'] ?? '',
        ...(existsSync(step.outputs['report'] ?? '') && { report: `${story.name}/${reportName}` }),
        harm: harmOf(measured.load, baselineVersion, story.candidate.version),
        ...(brownOut && { brownOut }),
      },
    }),
  }
  return { ...seen, deviations: deviationsOf(story.expected, seen) }
}

/** Each step has its summary; the log is one. */
function keep(folder: string, played: readonly Played[], record: StoryRecord): void {
  mkdirSync(folder, { recursive: true })
  played.forEach(({ step }, index) => writeFileSync(join(folder, `summary${index === 0 ? '' : index + 1}.md`), step.summary))
  const report = played.at(-1)!.step.outputs['report']
  if (record.canary?.report !== undefined) copyFileSync(report!, join(folder, reportName))
  writeFileSync(join(folder, 'log.txt'), played.map(({ step }) => step.stdout + step.stderr).join('\n'))
  writeFileSync(join(folder, 'record.json'), JSON.stringify(record, undefined, 1))
}
