import type { ScriptedLoad } from '../../sandbox/matter/scripted/traffic.ts'
import type { AnalysisReport } from '../../src/domain/analysis/report.ts'
import type { Outcome } from '../../src/domain/outcome.ts'
import { parseSteps } from '../../src/domain/steps.ts'
import type { CanaryJudge } from '../../src/engine/canary-judge.ts'
import { lastOf } from '../../src/engine/conduct.ts'
import { isOpen } from '../../src/engine/found-record.ts'
import type { RolloutEnd } from '../../src/engine/holding.ts'
import type { Finish } from '../fakes/fake-clock.ts'
import { createRandom } from '../fakes/random.ts'
import { type Crash, dieAtCalls, type Played, playSeeds, type Seeds } from './campaign.ts'
import { checkCanary } from './canary-check.ts'
import { type CanaryStep, performCanary } from './canary-orders.ts'
import { type CanaryStory, drawCanaryStory, isHarmful, quietCanary } from './canary-story.ts'
import { type CanaryWatch, createCanaryWatch } from './canary-watch.ts'
import { recordOf } from './pair-check.ts'
import { simulatePairWorld } from './pair-world.ts'
import type { SimulationReport, Slip } from './world.ts'

export interface CanarySimulation extends Seeds {
  /** `none`: nothing but the candidate differs from story to story. */
  readonly faults: 'none' | 'all'
  /** In all stories, where given. */
  readonly story?: Partial<CanaryStory>
}

/** Whole canaries of an hour in virtual time over the real adapters and the modelled cloud. The same seeds give the same report. */
export function simulateCanary({ seeds, firstSeed = 1, faults, story = {} }: CanarySimulation): Promise<SimulationReport> {
  const storyOf = (seed: number): CanaryStory => {
    const drawn = drawCanaryStory(seed)
    const quiet = { ...quietCanary, candidate: drawn.candidate, metrics: drawn.metrics }
    return { ...(faults === 'none' ? quiet : drawn), ...story }
  }
  return playSeeds({ seeds, firstSeed }, storyOf, playCanary, ({ candidate }, first) => `${candidate}: ${first}`)
}

/**
 * What happens when the first run dies at each of its calls, or at every so-many-th, and the same step is run again. Whatever it was that died, a canary
 * that fails must fail in the same minute, for the same reason, by the same looks: the evidence is the source's, and not that of a runner.
 */
export function simulateCanaryCrashes(seed: number, candidate: 'errors' | 'slow', every = 1): Promise<SimulationReport> {
  const metrics = candidate === 'slow' ? 'errors and latency' : 'errors'
  const base: CanaryStory = { ...quietCanary, candidate, metrics, steps: '10@40m, 100' }
  const play = (crash?: Crash) => playCanary(seed, { ...base, ...(crash && { crash }) })
  // Until its first weight is on record, a run that follows begins that anew, perhaps in the next minute.
  const differs = (whole: PlayedCanary, played: PlayedCanary, index: number) =>
    index > whole.arrivedAtCall + writesOfRecord ? whatDiffers(whole, played) : undefined
  return dieAtCalls(every, play, differs)
}

const writesOfRecord = 3

/** Of what failed the canary; a run that only led home, or told again how it had ended, judged nothing. */
function whatDiffers(whole: PlayedCanary, played: PlayedCanary): string | undefined {
  if (played.last !== whole.last) return `ended ${played.last} and not ${whole.last}`
  if (played.report === undefined) return undefined
  if (played.because !== whole.because) return `failed, because ${played.because}, and not ${whole.because}`
  const [one, other] = [failingLook(whole), failingLook(played)]
  return one === other ? undefined : `by other evidence, ${other} and not ${one}`
}

function failingLook({ report }: PlayedCanary): string {
  const look = report?.looks.find(({ verdict }) => verdict === 'fail')
  return look ? JSON.stringify({ ...look, because: look.because, members: look.members }) : 'none'
}

const usualErrors = '0.01'
const environments: Readonly<Record<CanaryStory['candidate'], Readonly<Record<string, string>>>> = {
  good: { ERROR_RATE: usualErrors },
  errors: { ERROR_RATE: '0.05' },
  slow: { ERROR_RATE: usualErrors, LATENCY_MS: '40' },
  'never answers': { NEVER_ANSWER: '1' },
  crashes: { CRASH_AFTER_MS: '3000' },
  dies: { ERROR_RATE: usualErrors, CRASH_AFTER_MS: '900000' },
  'brown-out': { ERROR_RATE: usualErrors },
  'hardly anybody': { ERROR_RATE: usualErrors },
  nobody: { ERROR_RATE: usualErrors },
}
const perSecond: Readonly<Record<CanaryStory['candidate'], number>> = {
  ...{ good: 20, errors: 20, slow: 20, 'never answers': 20, crashes: 20, dies: 20, 'brown-out': 20 },
  ...{ 'hardly anybody': 0.04, nobody: 0 },
}
/** From the start of the first run on; all tasks fail so many times as often. */
const brownOut = { fromMs: 8 * 60_000, toMs: 20 * 60_000, times: 20 }
/** After the signal the process is told that it is late, and then killed. */
const lateMs = 5_500
const killMs = 10_000
/** What is known of the baseline before anything begins. */
const pastSeconds = 600

export interface PlayedCanary extends Played {
  /** Why the last run ended as it did. */
  readonly because: string
  /** What the last judge had seen by its end. */
  readonly report: AnalysisReport | undefined
  /** Bad answers that the canary gave while it was judged. */
  readonly harmed: number
  /** After how many calls of the first run the canary had its first traffic. */
  readonly arrivedAtCall: number
}

/** How one run ended. `open`: there is something left that the next one takes up. */
export interface CanaryEnded {
  readonly text: string
  readonly outcome?: Outcome
  readonly because: string
  readonly open: boolean
}

/** One story. `tell` hears what the runs tell and write: a failing seed can be read. */
export async function playCanary(seed: number, story: CanaryStory, tell?: (line: string) => void): Promise<PlayedCanary> {
  const random = createRandom(seed ^ 0xca_1f)
  const begun: { atMs: number; watch?: CanaryWatch } = { atMs: Infinity }
  const load: ScriptedLoad = {
    perSecond: () => perSecond[story.candidate],
    tickMs: 60_000,
    errorRate: (atMs, own) => {
      const ms = atMs - begun.atMs
      return story.candidate === 'brown-out' && ms >= brownOut.fromMs && ms < brownOut.toMs ? Math.min(1, own * brownOut.times) : own
    },
    observe: (served) => begun.watch?.served(served),
  }
  const pair = simulatePairWorld(seed, {
    ...{ idleTasks: 0, second: story.second, sticky: false, scaled: story.scaled, propagationMs: 5_000 },
    ...{ live: { ERROR_RATE: usualErrors }, load },
  })
  const { time, stage, violations } = pair
  const made = parseSteps(story.steps)
  const steps = 'value' in made ? made.value.map(({ weight }) => weight) : []
  const watch = (begun.watch = createCanaryWatch({
    steps,
    greenArn: pair.groupArn.green,
    violations,
    opensUnsure: story.onInconclusive === 'pass',
  }))
  if (isHarmful(story)) pair.watch.excuse('green')
  const candidateArn = pair.register({ VERSION: '2', ...environments[story.candidate] })
  stage.pass(pastSeconds)
  const scaling = pair.scaling()
  const startMs = (begun.atMs = time.nowMs())
  let arrivedAtCall = Infinity
  let firstCalls = 0
  let judge: CanaryJudge | undefined
  const after = (delayMs: number, run: () => void): void => void time.at(time.nowMs() + delayMs, run)

  const attempt = async (run: string, number: number, asked: CanaryStep['asked']): Promise<CanaryEnded> => {
    const name = `${run}.${String(number)}`
    const isFirst = number === 1 && asked === 'roll'
    const say = (text: string): void => tell?.(`${((time.nowMs() - startMs) / 60_000).toFixed(2)} min, run ${name}: ${text}`)
    judge = undefined
    let calls = 0
    const slip = (index: number, operation: string): Slip | undefined => {
      calls = index + 1
      if (isFirst && story.crash?.index === index) return story.crash.how
      const { silence } = story
      const sinceMs = time.nowMs() - startMs
      const silent = silence && sinceMs >= silence.fromMs && sinceMs < silence.fromMs + silence.forMs
      if (silent && operation === 'cloudwatch:GetMetricData') return 'server error'
      if (story.slips === 0 || random() >= story.slips) return undefined
      return (['throttled', 'server error', 'answer lost'] as const)[Math.floor(random() * 3)]
    }
    let over = false
    const finish = await Promise.race([
      time.run(name, (runner) => {
        const { send, kill } = pair.connect(runner, {
          slip,
          latencyMs: () => 10 + Math.floor(random() * 40),
          before: (operation, input) => pair.watch.before(name, operation, input),
          after(operation, input) {
            pair.watch.after(name, operation, input)
            watch.wrote(name, operation, pair.watch.weights)
            if (!/:(Describe|List|Get)/.test(operation)) say(`${operation} ${JSON.stringify(input)}`)
          },
        })
        const controller = new AbortController()
        const late = new AbortController()
        let cancelledAtMs: number | undefined
        if (isFirst && story.cancelAfterMs !== undefined) {
          after(story.cancelAfterMs, () => {
            if (over) return
            cancelledAtMs = runner.clock.nowMs()
            controller.abort()
            after(lateMs, () => late.abort())
            after(killMs, () => {
              if (!over) kill()
            })
          })
        }
        const aws = { send, awsNowMs: () => time.nowMs() }
        return performCanary(
          { asked, story, candidateArn, holder: { run, attempt: number, job: 'deploy' }, aws, judgedBy: (each) => (judge = each) },
          {
            clock: runner.clock,
            reporter: {
              report(event) {
                if (event.kind === 'started') pair.watch.began(name)
                if (event.kind === 'arrived' && event.weight > 0 && isFirst) arrivedAtCall = Math.min(arrivedAtCall, calls)
                watch.told(name, event)
                say(JSON.stringify(event))
              },
            },
            cancellation: { signal: controller.signal, late: late.signal, atMs: () => cancelledAtMs },
            starting: () => undefined,
          },
        )
      }),
      new Promise<Finish<RolloutEnd>>((resolve) => {
        after(3 * story.timeoutMinutes * 60_000, () => {
          if (over) return
          violations.push(`run ${name} is stuck`)
          resolve({ kind: 'died' })
        })
      }),
    ])
    over = true
    if (isFirst) firstCalls = calls
    return endOf(finish)
  }

  const first = await attempt('100', 1, 'roll')
  const minutes = (time.nowMs() - startMs) / 60_000
  const all: CanaryEnded[] = [first]
  const last = (): CanaryEnded => all.at(-1)!
  for (let number = 2; number <= 5 && last().open && story.then !== 'nothing'; number += 1) {
    stage.pass(story.then === 'rerun' && number < 4 ? 5 : 70)
    all.push(
      story.then === 'rerun' && number < 4 ? await attempt('100', number, 'roll') : await attempt(`900${String(number)}`, 1, 'recover'),
    )
  }
  // Recovery comes on a schedule: an end that could not be written down is found by it.
  stage.pass(10)
  const record = recordOf(pair)
  if (story.then !== 'nothing' && isOpen(record) && record?.rest === undefined) {
    stage.pass(60)
    all.push(await attempt('999', 1, 'recover'))
  }
  stage.pass(60)
  for (const { text } of all) if (/INTERNAL_ERROR|threw [^A-Z]|no end/.test(text)) violations.push(`ended ${text}`)
  checkCanary(pair, story, { scaling, ends: all, requests: watch.canaryRequests(), bad: watch.bad() })
  return {
    ...{ first: first.text, last: last().text, because: last().because, calls: firstCalls, minutes, violations, report: judge?.report() },
    ...{ harmed: watch.bad().canary, arrivedAtCall },
  }
}

function endOf(finish: Finish<RolloutEnd>): CanaryEnded {
  if (finish.kind === 'died') return { text: 'died', because: '', open: true }
  if (finish.kind === 'threw') {
    const code = (finish.error as { reasonCode?: string }).reasonCode ?? String((finish.error as Error).stack ?? finish.error)
    return { text: `threw ${code}`, because: String(finish.error), open: /CREDENTIALS|THROTTLED|AWS_ERROR|CANCELLED_LEFT/.test(code) }
  }
  const { outcome, reasonCode, because, unfinished = false, rests = false } = lastOf(finish.value.history)
  return { text: `${outcome} ${reasonCode}${unfinished && !rests ? ' unfinished' : ''}`, outcome, because, open: unfinished && !rests }
}
