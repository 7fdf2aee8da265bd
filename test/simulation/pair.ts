import type { RolloutEvent } from '../../src/domain/rollout.ts'
import { lastOf } from '../../src/engine/conduct.ts'
import { isOpen } from '../../src/engine/found-record.ts'
import type { RolloutEnd } from '../../src/engine/holding.ts'
import type { Finish } from '../fakes/fake-clock.ts'
import { createRandom } from '../fakes/random.ts'
import { dieAtCalls, type Played, playSeeds, type Seeds } from './campaign.ts'
import { nameOf } from './colours.ts'
import { checkPair, recordOf } from './pair-check.ts'
import { meddle } from './pair-meddling.ts'
import { type Asked, deadlineMs, perform } from './pair-orders.ts'
import { drawPairStory, type PairStory, quietPair } from './pair-story.ts'
import { ring, simulatePairWorld } from './pair-world.ts'
import type { SimulationReport, Slip } from './world.ts'

export interface PairSimulation extends Seeds {
  /** `none`: a good candidate and a quiet cloud. */
  readonly faults: 'none' | 'all'
}

/** Whole blue-green rollouts in virtual time over the real adapters and the modelled cloud. The same seeds give the same report. */
export function simulatePair({ faults, ...seeds }: PairSimulation): Promise<SimulationReport> {
  return playSeeds(seeds, (seed) => (faults === 'none' ? quietPair : drawPairStory(seed)), playPair)
}

/** What happens when the first run dies at each of its calls, or at every so-many-th. */
export function simulatePairCrashes(
  seed: number,
  candidate: PairStory['candidate'],
  then: PairStory['then'],
  every = 1,
  story: Partial<PairStory> = {},
): Promise<SimulationReport> {
  const base: PairStory = { ...quietPair, ...story, candidate, then }
  return dieAtCalls(every, (crash) => playPair(seed, { ...base, ...(crash && { crash }) }))
}

const environments: Readonly<Record<PairStory['candidate'], Readonly<Record<string, string>>>> = {
  good: { VERSION: '2' },
  slow: { VERSION: '2', START_DELAY_MS: '40000' },
  crashes: { VERSION: '2', CRASH_AFTER_MS: '3000' },
  'never healthy': { VERSION: '2', NEVER_ANSWER: 'all' },
  'cannot start': { VERSION: '2' },
  'fails its test': { VERSION: '2' },
  'rings the alarm after the swap': { VERSION: '2' },
  'dies after the swap': { VERSION: '2', CRASH_AFTER_MS: '75000' },
}
/** Waiting for a rival, three ways of the deadline at most, and what is spent before and after. */
const stuckAfterMs = 3 * deadlineMs
/** After the signal the process is told that it is late, and then killed. */
const lateMs = 5_500
const killMs = 10_000

/** How one run ended. `open`: there is something left that the next one takes up. */
export interface Ended {
  readonly text: string
  readonly open: boolean
  readonly calls: number
  readonly event?: RolloutEvent & { readonly kind: 'ended' }
}

/** What befalls one run. */
type Lot = 'all' | 'slips' | 'cancel' | 'nothing'

/** One story. `tell` hears what the runs tell and write: a failing seed can be read. */
export async function playPair(seed: number, story: PairStory, tell?: (line: string) => void): Promise<Played> {
  const random = createRandom(seed ^ 0x9a_1f)
  const pair = simulatePairWorld(seed, story)
  const { time, stage, violations, watch } = pair
  const candidateArn = pair.register(environments[story.candidate], story.candidate === 'cannot start' ? { image: 'private/app:1' } : {})
  if (story.scaled === 'scaling in') watch.needs(1)
  // The policies take tasks away after a quarter of an hour at the earliest.
  stage.pass(story.scaled === 'scaling in' ? 660 + Math.floor(random() * 360) : 10)
  watch.keepsWhileHeld = story.candidate === 'good' && !story.foreign
  if (story.candidate === 'dies after the swap' || story.candidate === 'crashes') watch.excuse('green')
  if (story.candidate === 'rings the alarm after the swap') {
    watch.whenShifted(() => void time.at(time.nowMs() + Math.floor(random() * 45_000), () => ring(stage, true)))
  }
  const scaling = pair.scaling()
  const startMs = time.nowMs()
  const after = (delayMs: number | undefined, run: () => void): void => {
    if (delayMs !== undefined) time.at(time.nowMs() + delayMs, run)
  }
  let touchedAtMs = Infinity
  after(story.foreign?.afterMs, () => {
    if (meddle(pair, story.foreign!.hand)) touchedAtMs = time.nowMs()
  })

  const attempt = async (run: string, number: number, asked: Asked, lot: Lot, delayMs = 0): Promise<Ended> => {
    const isPost = asked.kind === 'recover' && !run.startsWith('9')
    const name = `${run}.${String(number)}${isPost ? ' post' : ''}`
    const say = (text: string): void => tell?.(`${((time.nowMs() - startMs) / 1_000).toFixed(1)} s, run ${name}: ${text}`)
    let calls = 0
    const slip = (index: number): Slip | undefined => {
      calls = index + 1
      if (lot === 'all' && story.crash?.index === index) return story.crash.how
      if (lot === 'all' && story.expiresAfterMs !== undefined && time.nowMs() - startMs >= story.expiresAfterMs) return 'expired'
      if ((lot !== 'all' && lot !== 'slips' && story.slipsIn === 'one') || random() >= story.slips) return undefined
      return (['throttled', 'server error', 'answer lost'] as const)[Math.floor(random() * 3)]
    }
    let over = false
    const finish = await Promise.race([
      time.run(name, async (runner) => {
        await runner.clock.sleep(delayMs)
        const { send, kill } = pair.connect(runner, {
          slip,
          latencyMs: () => 10 + Math.floor(random() * 40),
          before: (operation, input) => watch.before(name, operation, input),
          after(operation, input) {
            watch.after(name, operation, input)
            if (!/:(Describe|List)/.test(operation)) say(`${operation} ${JSON.stringify(input)}`)
          },
        })
        const controller = new AbortController()
        const late = new AbortController()
        let cancelledAtMs: number | undefined
        after(lot === 'all' ? story.cancelAfterMs : lot === 'cancel' ? story.cancelsAgain : undefined, () => {
          if (over) return
          cancelledAtMs = runner.clock.nowMs()
          controller.abort()
          after(lateMs, () => late.abort())
          after(killMs, () => {
            if (!over) kill()
          })
        })
        const aws = { send, awsNowMs: () => time.nowMs() }
        return perform(
          { asked, story, holder: { run, attempt: number, job: 'deploy' }, aws },
          {
            clock: runner.clock,
            reporter: {
              report(event) {
                if (event.kind === 'started') watch.began(name)
                const bakeMs = asked.kind === 'undo' ? 0 : story.bakeMs
                if (event.kind === 'arrived' && event.name === 'promoted') watch.promoted(name, bakeMs)
                say(JSON.stringify(event))
              },
            },
            cancellation: { signal: controller.signal, late: late.signal, atMs: () => cancelledAtMs },
            starting: () => undefined,
          },
        )
      }),
      new Promise<Finish<RolloutEnd>>((resolve) => {
        after(delayMs + stuckAfterMs, () => {
          if (over) return
          violations.push(`run ${name} is stuck`)
          resolve({ kind: 'died' })
        })
      }),
    ])
    over = true
    return { ...endOf(finish), calls }
  }

  const command = (kind: 'run' | 'stage' | 'swap' | 'finish'): Asked => ({ kind, candidateArn })
  const parts: readonly Asked[] =
    story.parts === 'stage, swap, finish'
      ? [command('stage'), command('swap'), command('finish')]
      : [command('run'), ...(story.parts === 'run, back' ? [{ kind: 'undo' } as const] : [])]
  const all: Ended[] = []
  let first: Ended | undefined
  let last: Ended | undefined
  let minutes = 0
  for (const [part, asked] of parts.entries()) {
    const run = String(100 + part)
    // What carries the load by then may be less.
    if (asked.kind === 'undo' && story.candidate === 'dies after the swap') watch.needs(1)
    const befalls = part === story.befalls % parts.length
    const [mine, second] = await Promise.all([
      attempt(run, 1, asked, befalls ? 'all' : 'nothing'),
      part === 0 && story.secondRunAfterMs !== undefined ? attempt('200', 1, command('run'), 'nothing', story.secondRunAfterMs) : undefined,
    ])
    all.push(mine, ...(second ? [second] : []))
    first ??= mine
    last = mine
    minutes ||= (time.nowMs() - startMs) / 60_000
    for (let number = 2; number <= 5 && (last.open || second?.open === true) && story.then !== 'nothing'; number += 1) {
      last = await goOn(run, number, asked)
      all.push(last)
    }
    if (!last.event || !/^(succeeded (STAGED|SWAPPED|DEPLOYED|FINISHED)|waiting)/.test(last.text)) break
    const dueMs = last.event.resumeAtMs
    if (dueMs !== undefined) {
      stage.pass(Math.max(0, dueMs - time.nowMs()) / 1_000 + 5)
      last = await attempt(`9${run}`, 1, { kind: 'recover' }, 'nothing')
      all.push(last)
      if (last.text !== 'succeeded FINISHED' && touchedAtMs === Infinity && story.slips === 0)
        violations.push(`recovery when due ended ${last.text}`)
    }
  }
  // Recovery comes on a schedule: an end that could not be written down is found by it.
  stage.pass(10)
  const isOurs = touchedAtMs === Infinity || /^(tasks|bounds)/.test(story.foreign?.hand ?? '')
  if (story.then !== 'nothing' && isOurs && isOpen(recordOf(pair))) {
    stage.pass(60)
    all.push(await attempt('999', 1, { kind: 'recover' }, 'nothing'))
  }
  stage.pass(story === quietPair ? 20 : 400)
  for (const { text } of all) if (/INTERNAL_ERROR|threw [^A-Z]|no end/.test(text)) violations.push(`ended ${text}`)
  checkPair(pair, story, { scaling, ends: all, touchedAtMs, candidate: nameOf(candidateArn) })
  return { first: first!.text, last: last!.text, calls: first!.calls, minutes, violations }

  /** What follows a run that left something open. */
  function goOn(run: string, number: number, asked: Asked): Promise<Ended> {
    const lot = number === 2 ? 'cancel' : 'nothing'
    if (story.then === 'rerun' && number < 4) {
      stage.pass(5)
      return attempt(run, number, asked, lot)
    }
    if (story.then === 'post' && number === 2) {
      stage.pass(1)
      return attempt(run, 1, { kind: 'recover' }, lot)
    }
    stage.pass(70)
    return attempt(`9${run}${String(number)}`, 1, { kind: 'recover' }, lot)
  }
}

function endOf(finish: Finish<RolloutEnd>): Omit<Ended, 'calls'> {
  if (finish.kind === 'died') return { text: 'died', open: true }
  if (finish.kind === 'threw') {
    const code = (finish.error as { reasonCode?: string }).reasonCode ?? String((finish.error as Error).stack ?? finish.error)
    return { text: `threw ${code}`, open: /CREDENTIALS|THROTTLED|AWS_ERROR|CANCELLED_LEFT/.test(code) }
  }
  const event = lastOf(finish.value.history)
  const { outcome, reasonCode, unfinished = false, rests = false } = event
  return { text: `${outcome} ${reasonCode}${unfinished && !rests ? ' unfinished' : ''}`, open: unfinished && !rests, event }
}
