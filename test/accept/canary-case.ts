import { type Counted, serveCounts } from '../e2e/canary-counts.ts'
import { canaryStep, counted } from '../e2e/canary-step.ts'
import { openPairShop, type PairShop } from '../e2e/pair-shop.ts'
import { desiredCounts, recordOf, settingsStand, wholeSide } from '../e2e/pair-state.ts'
import { openSandbox } from '../e2e/sandbox.ts'
import { recoverPair } from '../e2e/swap-step.ts'
import { type Running, startStep, type ToldStep } from '../e2e/told-step.ts'
import { until } from '../e2e/until.ts'
import { openCutWire } from './cut-wire.ts'
import type { Moment } from './moments.ts'

export interface CanaryCase {
  readonly moment: Moment
  /** `worse`: by so little that it takes some looks to tell, and it must never serve all. */
  readonly candidate: 'good' | 'worse'
  /** What follows the step: the same step again by another attempt, the recovery job of another runner, or nothing but its post stage. */
  readonly then: 'rerun' | 'recovery' | 'nothing'
}

/** How a pair stood once nobody was at work any more. */
export interface CanaryStood {
  readonly ok: boolean
  readonly wrong: readonly string[]
  readonly first: string
  readonly then: string
  readonly side: string
  readonly calls: number
  readonly ms: number
  /** What failed the canary, with its minute, counts and boundary. */
  readonly verdict?: string
  readonly homeMs?: number
  readonly log?: string
}

/** Each second has the same counts, so what a run says depends on how many there were, and on nothing else. */
const countsOf: Readonly<Record<CanaryCase['candidate'], (side: string) => Counted>> = {
  good: (side) => (side === 'green' ? { n: 200, x: 40 } : { n: 800, x: 160 }),
  worse: (side) => (side === 'green' ? { n: 100, x: 27 } : { n: 400, x: 80 }),
}
/** A good one passes within the first of these, the other fails within the first as well. */
const steps = { good: '20@8s, 50@8s, 100', worse: '20@4m, 100' } as const

/** One canary in a sandbox of its own, struck at a moment. Whatever the moment: all traffic on one side that is good, settings back, nothing left open. */
export async function strikeCanary(given: CanaryCase, stroke: (step: Running) => void): Promise<CanaryStood> {
  const { moment, candidate, then } = given
  const sandbox = await openSandbox()
  const counts = await serveCounts(countsOf[candidate])
  try {
    const shop = await openPairShop(sandbox)
    const revision = await shop.register({ VERSION: 'v2' })
    const strikeNow = (): void => stroke(step)
    const wire = await openCutWire(sandbox.endpoint, moment.kind === 'call' && then !== 'nothing' ? moment : undefined, strikeNow)
    const inputs = { ...counted, metrics: counts.entry('orders', '{side}'), 'task-definition': revision, steps: steps[candidate] }
    const startMs = performance.now()
    const env = { AWS_ENDPOINT_URL: wire.endpoint }
    const step = startStep(shop.sandbox, { runId: '4711', inputs, env }, (all) => canaryStep(shop, all))
    const timer = moment.kind === 'time' ? setTimeout(strikeNow, moment.afterMs) : undefined
    const waiting = moment.kind === 'call' && then === 'nothing' ? strikeAtCall(step, wire.calls, moment.nth, strikeNow) : undefined
    const first = await step.ended
    await waiting
    clearTimeout(timer)
    const ms = Math.round(performance.now() - startMs)
    wire.close()
    const second = await follow(shop, then, inputs)
    const last = second ?? first
    const verdict = /^analysis: (orders: .*expected.*)$/.exec(last.outputs['reason'] ?? '')?.[1]
    const { side, wrong } = await standingOf(shop, candidate, second)
    shop.close()
    const log = wrong.length === 0 ? {} : { log: [first.stdout, first.post?.stdout ?? '', second?.stdout ?? ''].join('\n---\n') }
    return {
      ...{ ok: wrong.length === 0, wrong, side, ...log, first: first.signal ?? told(first), then: second ? told(second) : '' },
      ...{ calls: wire.calls(), ms, ...(verdict !== undefined && { verdict }) },
      ...(first.stoppedAfterMs !== undefined && { homeMs: first.stoppedAfterMs }),
    }
  } finally {
    counts.close()
    await sandbox.close()
  }
}

async function follow(shop: PairShop, then: CanaryCase['then'], inputs: Readonly<Record<string, string>>): Promise<ToldStep | undefined> {
  switch (then) {
    case 'rerun':
      return canaryStep(shop, { runId: '4711', attempt: 2, inputs })
    case 'recovery':
      return recoverPair(shop)
    case 'nothing':
      return undefined
  }
}

/** Strikes once so many calls were made; a step that ends before is not struck. */
async function strikeAtCall(step: Running, calls: () => number, nth: number, strikeNow: () => void): Promise<void> {
  let over = false
  void step.ended.then(() => (over = true))
  while (!over && calls() < nth) await new Promise((settle) => setTimeout(settle, 5))
  if (!over) strikeNow()
}

async function standingOf(
  shop: PairShop,
  candidate: CanaryCase['candidate'],
  second: ToldStep | undefined,
): Promise<{ readonly side: string; readonly wrong: readonly string[] }> {
  const wrong: string[] = []
  const check = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
    await until(what, holds, 5_000).catch(() => wrong.push(`not so: ${what}`))
  }
  await check('all traffic is on one side', async () => wholeSide(await shop.weights()) !== undefined)
  const side = wholeSide(await shop.weights()) ?? 'shared'
  if (side === 'green' && candidate !== 'good') wrong.push('a canary that is worse serves all')
  await check('ten requests are answered by one version', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => fetch(shop.url)))
    const version = side === 'green' ? 'v2' : 'v1'
    return answers.every((answer) => answer.ok && answer.headers.get('x-version') === version)
  })
  await check("the owner's settings are back", () => settingsStand(shop))
  // One who died before its first record, or after its last, leaves a claim that lapses by itself: there is nothing to recover.
  if (second?.outputs['outcome'] !== 'no-op') await check('nobody holds a claim', async () => (await recordOf(shop)).claims.length === 0)
  await check('the record is at its end', async () => {
    const { text } = await recordOf(shop)
    return text === '' || text.includes(' ended=')
  })
  const idle = side === 'green' ? 'blue' : 'green'
  const wanted = side === 'green' ? 2 : (await recordOf(shop)).text === '' ? 1 : 0
  if (side !== 'shared') await check(`${idle} is asked for ${wanted} tasks`, async () => (await desiredCounts(shop))[idle] === wanted)
  return { side, wrong }
}

function told({ outputs }: ToldStep): string {
  return `${outputs['outcome']}/${outputs['reason-code']}`
}
