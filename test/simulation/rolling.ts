import type { DescribeServiceRevisionsResponse } from '@aws-sdk/client-ecs'
import { createRollingTarget } from '../../src/aws/rolling-target.ts'
import { readRecord } from '../../src/domain/record-text.ts'
import type { RolloutEvent } from '../../src/domain/rollout.ts'
import { roll } from '../../src/engine/rolling.ts'
import type { Finish } from '../fakes/fake-clock.ts'
import { createRandom } from '../fakes/random.ts'
import { dieAtCalls, type Played, playSeeds, type Seeds } from './campaign.ts'
import { simulateService, type SimulatedService, type SimulationReport, type Slip } from './world.ts'

export interface RollingSimulation extends Seeds {
  /** `none`: a good candidate and a quiet cloud. */
  readonly faults: 'none' | 'all'
}

/** Whole rolling rollouts in virtual time over the real adapters and the modelled cloud. The same seeds give the same report. */
export function simulateRolling({ faults, ...seeds }: RollingSimulation): Promise<SimulationReport> {
  return playSeeds(seeds, (seed) => (faults === 'none' ? quietStory : drawStory(seed)), play)
}

/** What happens when the first run dies at each of its calls, or at every so-many-th. */
export function simulateCrashes(
  seed: number,
  candidate: Story['candidate'],
  then: 'rerun' | 'nothing',
  every = 1,
): Promise<SimulationReport> {
  const base: Story = { ...quietStory, candidate, then }
  return dieAtCalls(every, (crash) => play(seed, { ...base, ...(crash && { crash }) }))
}

export interface Story {
  readonly candidate: 'good' | 'slow' | 'crashes' | 'never healthy' | 'cannot start'
  readonly breaker: boolean
  readonly minimumHealthyPercent: number
  readonly bakeMs: number
  /** Share of calls that slip. */
  readonly slips: number
  readonly expiresAfterMs?: number
  readonly cancelAfterMs?: number
  readonly scaleInAfterMs?: number
  readonly foreignDeployAfterMs?: number
  readonly foreignTagAfterMs?: number
  readonly secondRunAfterMs?: number
  readonly crash?: { readonly index: number; readonly how: 'dies before' | 'dies after' }
  /** What follows a run that died or could not go on: the same run again soon, or another one much later. */
  readonly then: 'rerun' | 'nothing'
}

const quietStory: Story = { candidate: 'good', breaker: true, minimumHealthyPercent: 100, bakeMs: 0, slips: 0, then: 'rerun' }

function drawStory(seed: number): Story {
  const random = createRandom(seed)
  const one = <T>(...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!
  const sometimes = (share: number, mostMs: number): number | undefined => (random() < share ? Math.floor(random() * mostMs) : undefined)
  const candidate = one<Story['candidate']>('good', 'good', 'slow', 'crashes', 'never healthy', 'cannot start')
  const expiresAfterMs = sometimes(0.1, 240_000)
  const cancelAfterMs = sometimes(0.25, 240_000)
  const scaleInAfterMs = sometimes(0.15, 180_000)
  const foreignDeployAfterMs = sometimes(0.12, 240_000)
  const foreignTagAfterMs = sometimes(0.08, 180_000)
  const secondRunAfterMs = sometimes(0.15, 60_000)
  return {
    candidate,
    breaker: random() < 0.7,
    minimumHealthyPercent: one(50, 100),
    bakeMs: one(0, 0, 60_000),
    slips: one(0, 0.05, 0.3),
    ...(expiresAfterMs !== undefined && { expiresAfterMs }),
    ...(cancelAfterMs !== undefined && { cancelAfterMs }),
    ...(scaleInAfterMs !== undefined && { scaleInAfterMs }),
    ...(foreignDeployAfterMs !== undefined && { foreignDeployAfterMs }),
    ...(foreignTagAfterMs !== undefined && { foreignTagAfterMs }),
    ...(secondRunAfterMs !== undefined && { secondRunAfterMs }),
    ...(random() < 0.3 && { crash: { index: Math.floor(random() * 90), how: one('dies before', 'dies after') } }),
    then: one('rerun', 'nothing'),
  }
}

const environments: Readonly<Record<Story['candidate'], Readonly<Record<string, string>>>> = {
  good: { VERSION: '2' },
  slow: { VERSION: '2', START_DELAY_MS: '40000' },
  crashes: { VERSION: '2', CRASH_AFTER_MS: '3000' },
  'never healthy': { VERSION: '2', NEVER_ANSWER: 'all' },
  'cannot start': { VERSION: '2' },
}
const deadlineMs = 900_000
/** Two ways of the deadline, and what is spent before and after. */
const stuckAfterMs = 3 * deadlineMs

async function play(seed: number, story: Story): Promise<Played> {
  const random = createRandom(seed ^ 0x51_ce)
  const breaker = { enable: story.breaker, rollback: story.breaker }
  const { minimumHealthyPercent } = story
  const service = simulateService(seed, { minimumHealthyPercent, maximumPercent: 200, deploymentCircuitBreaker: breaker })
  const { time, web, stage, violations } = service
  const startMs = time.nowMs()
  const settings = settingsOf(service)
  // Tasks that serve for a moment replace the old ones before they crash: that is how ECS rolls.
  const floorOf = (desired: number): number => (story.candidate === 'crashes' ? 0 : Math.ceil((desired * minimumHealthyPercent) / 100))
  service.floor = floorOf(4)
  const candidateArn = web.register(environments[story.candidate], story.candidate === 'cannot start' ? { image: 'private/app:1' } : {})
  const foreignArn = story.foreignDeployAfterMs === undefined ? '' : web.register({ VERSION: '3' })
  stage.pass(10)

  const after = (delayMs: number | undefined, run: () => void): void => {
    if (delayMs !== undefined) time.at(time.nowMs() + delayMs, run)
  }
  let foreignAtMs = Infinity
  let tagsTouched = false
  after(story.scaleInAfterMs, () => {
    service.floor = floorOf(2)
    web.update({ desiredCount: 2 })
  })
  after(story.foreignDeployAfterMs, () => {
    foreignAtMs = time.nowMs()
    web.update({ taskDefinition: foreignArn })
  })
  after(story.foreignTagAfterMs, () => {
    tagsTouched = true
    stage.ecs('TagResource', { resourceArn: web.describe().serviceArn, tags: [{ key: 'sluice.record.1', value: 'somebody else' }] })
  })

  const firstWriteMs: number[] = []
  const attempt = async (run: string, number: number, faulty: boolean, delayMs = 0) => {
    let calls = 0
    const slip = (index: number): Slip | undefined => {
      calls = index + 1
      if (!faulty) return undefined
      if (story.crash?.index === index) return story.crash.how
      if (story.expiresAfterMs !== undefined && time.nowMs() - startMs >= story.expiresAfterMs) return 'expired'
      if (random() >= story.slips) return undefined
      return (['throttled', 'server error', 'answer lost'] as const)[Math.floor(random() * 3)]
    }
    let over = false
    const finish = await Promise.race([
      time.run(`run ${run}.${number}`, async (runner) => {
        await runner.clock.sleep(delayMs)
        const { send } = service.connect(runner, { slip, latencyMs: () => 10 + Math.floor(random() * 40) })
        const controller = new AbortController()
        let cancelledAtMs: number | undefined
        if (faulty) {
          after(story.cancelAfterMs, () => {
            cancelledAtMs = runner.clock.nowMs()
            controller.abort()
          })
        }
        const watched: typeof send = (operation, input, signal) => {
          if (operation === 'ecs:UpdateService') firstWriteMs.push(time.nowMs())
          return send(operation, input, signal)
        }
        const target = createRollingTarget({
          send: watched,
          awsNowMs: () => time.nowMs(),
          region: 'eu-west-1',
          ref: { cluster: 'main', service: 'web' },
          wanted: { kind: 'named', name: candidateArn },
          images: [],
          alarms: [],
          requireDigest: false,
        })
        const order = {
          mode: 'apply',
          holder: { run, attempt: number, job: 'deploy' },
          bakeMs: story.bakeMs,
          alarms: [],
          deadlineMs,
        } as const
        const { history } = await roll({ ...order, rollback: 'auto', onCancel: 'rollback', onEmpty: 'fail' }, target, {
          clock: runner.clock,
          reporter: { report: () => undefined },
          cancellation: { signal: controller.signal, atMs: () => cancelledAtMs },
          starting: () => undefined,
        })
        return history
      }),
      new Promise<Finish<readonly RolloutEvent[]>>((resolve) => {
        after(delayMs + stuckAfterMs, () => {
          if (over) return
          violations.push(`run ${run}.${number} is stuck`)
          resolve({ kind: 'died' })
        })
      }),
    ])
    over = true
    return { finish, calls, end: endOf(finish) }
  }

  const both = await Promise.all([
    attempt('100', 1, true),
    ...(story.secondRunAfterMs === undefined ? [] : [attempt('101', 1, false, story.secondRunAfterMs)]),
  ])
  const minutes = (time.nowMs() - startMs) / 60_000
  const first = both[0]!
  let last = first
  const runs = new Set(both.map((_, index) => index))
  for (let number = 2; number <= 3 && mustGoOn(last.end) && !tagsTouched; number += 1) {
    stage.pass(story.then === 'nothing' ? 3_600 : 5)
    last = await attempt('100', number, false)
  }
  for (const { end } of [...both, last]) if (/INTERNAL_ERROR|threw [^A-Z]|no end/.test(end)) violations.push(`ended ${end}`)

  service.floor = 0
  // A rollout without trouble is watched for five minutes in all; what went wrong has time to come to rest.
  stage.pass(story === quietStory ? Math.max(10, 300 - minutes * 60) : 1_200)
  check(service, story, {
    settings,
    runs: runs.size,
    foreignAtMs,
    firstWriteMs,
    tagsTouched,
    candidateArn,
    foreignArn,
    ends: [...both.slice(1), last].map(({ end }) => end),
    first: first.end,
  })
  return { first: first.end, last: last.end, calls: first.calls, minutes, violations }
}

/** A run that died, or that could not go on although the rollout could. */
function mustGoOn(end: string): boolean {
  return /^died|CREDENTIALS_EXPIRED|THROTTLED|AWS_ERROR|failed CANCELLED|ROLLOUT_IN_PROGRESS/.test(end)
}

interface Outcome {
  readonly settings: string
  readonly runs: number
  readonly foreignAtMs: number
  readonly firstWriteMs: readonly number[]
  readonly tagsTouched: boolean
  readonly candidateArn: string
  readonly foreignArn: string
  readonly first: string
  readonly ends: readonly string[]
}

function check(service: SimulatedService, story: Story, outcome: Outcome): void {
  const { web, stage, violations } = service
  const nameOf = (arn: string | undefined): string => arn?.split('/').at(-1) ?? ''
  const now = nameOf(web.describe().taskDefinition)
  const candidate = nameOf(outcome.candidateArn)
  const foreign = outcome.foreignAtMs < Infinity

  const serviceRevisionArns = web.history().map((each) => each.targetServiceRevision?.arn)
  const { serviceRevisions } = stage.ecs<DescribeServiceRevisionsResponse>('DescribeServiceRevisions', { serviceRevisionArns })
  const towards = (serviceRevisions ?? []).filter((each) => nameOf(each.taskDefinition) === candidate).length
  if (towards > outcome.runs) violations.push(`${towards} deployments of the candidate by ${outcome.runs} runs`)

  if (settingsOf(service, story.scaleInAfterMs !== undefined) !== settingsWithout(outcome.settings, story.scaleInAfterMs !== undefined)) {
    violations.push(`settings of the owner: ${outcome.settings} became ${settingsOf(service)}`)
  }
  const healthy = story.candidate === 'good' || story.candidate === 'slow'
  if (!foreign && !outcome.tagsTouched) {
    const succeeded = outcome.ends.some((end) => /DEPLOYED|NO_CHANGE/.test(end))
    if (succeeded && !healthy) violations.push(`a bad candidate ended ${outcome.ends.join(', ')}`)
    if (!healthy && now === candidate) violations.push(`a bad candidate stays after ${outcome.ends.join(', ')}`)
    const last = outcome.ends.at(-1)!
    if (/^rolled-back/.test(last) && outcome.runs === 1 && now === candidate) violations.push(`the candidate stays after ${last}`)
    if (/DEPLOYED|NO_CHANGE/.test(last) && outcome.runs === 1 && now !== candidate) violations.push(`${now} runs after ${last}`)
    const tags = (web.describe().tags ?? []).filter(({ key }) => key?.startsWith('sluice.'))
    const entries = Object.fromEntries(tags.map(({ key, value }) => [key!.slice('sluice.'.length), value ?? '']))
    const record = readRecord(entries)
    if (record && !record.ended) violations.push(`the record is open after ${outcome.ends.join(', ')}`)
    if (web.deployments().length !== 1) violations.push('a deployment is still under way')
  }
  // What somebody else deployed stays, unless it came in the seconds in which nobody could see it or a signal left no time to look.
  const unseen = outcome.firstWriteMs.some((atMs) => atMs > outcome.foreignAtMs && atMs < outcome.foreignAtMs + 12_000)
  const later = outcome.ends.length > 1 || mustGoOn(outcome.first)
  if (foreign && !unseen && !later && story.cancelAfterMs === undefined && now !== nameOf(outcome.foreignArn)) {
    violations.push(`${now} runs instead of what somebody else deployed, after ${outcome.ends.join(', ')}`)
  }
}

/** What belongs to the owner. */
function settingsOf({ web }: SimulatedService, scaled = false): string {
  const { desiredCount, deploymentConfiguration, loadBalancers, networkConfiguration, healthCheckGracePeriodSeconds, tags } = web.describe()
  const own = (tags ?? []).filter(({ key }) => !key?.startsWith('sluice.'))
  return JSON.stringify({
    desiredCount: scaled ? 0 : desiredCount,
    deploymentConfiguration,
    loadBalancers,
    networkConfiguration,
    healthCheckGracePeriodSeconds,
    own,
  })
}

function settingsWithout(settings: string, scaled: boolean): string {
  return scaled ? JSON.stringify({ ...(JSON.parse(settings) as object), desiredCount: 0 }) : settings
}

function endOf(finish: Finish<readonly RolloutEvent[]>): string {
  if (finish.kind === 'died') return 'died'
  if (finish.kind === 'threw') return `threw ${(finish.error as { reasonCode?: string }).reasonCode ?? String(finish.error)}`
  const ended = finish.value.at(-1)
  return ended?.kind === 'ended' ? `${ended.outcome} ${ended.reasonCode}` : 'no end'
}
