import { pairNames, recoverPair, startSwap } from '../e2e/swap-step.ts'
import { desiredCounts, recordOf, settingsStand, wholeSide } from '../e2e/pair-state.ts'
import { openPairShop, type PairShop } from '../e2e/pair-shop.ts'
import { revisionOf } from '../e2e/owner.ts'
import { openSandbox } from '../e2e/sandbox.ts'
import type { Running, ToldStep } from '../e2e/told-step.ts'
import { until } from '../e2e/until.ts'
import { openCutWire } from './cut-wire.ts'
import type { Moment } from './moments.ts'

/** What is rolled out: a candidate that holds, or one whose smoke test fails and which must never serve. */
export type Candidate = 'good' | 'fails its test'

export interface SwapCase {
  readonly moment: Moment
  readonly candidate: Candidate
  readonly standby: 'keep' | 'scale-to-zero'
}

/** How a pair stood once nobody was at work any more. */
export interface Stood {
  readonly ok: boolean
  /** Why not. */
  readonly wrong: readonly string[]
  readonly first: string
  readonly then: string
  readonly side: string
  readonly calls: number
  readonly ms: number
  readonly homeMs?: number
  readonly log?: string
}

/** What happens to the step at the moment. */
export type Stroke = (step: Running) => void

/**
 * One rollout of a pair in a sandbox of its own, struck at a moment; then, `recovery`, a job of another runner that knows the names alone.
 * Whatever the moment: all traffic on one side that is good, the owner's settings back, nothing left open.
 */
export async function strike(given: SwapCase, stroke: Stroke, recovery: boolean): Promise<Stood> {
  const sandbox = await openSandbox()
  try {
    const shop = await openPairShop(sandbox)
    const { moment, candidate, standby } = given
    const revision = await shop.register({ VERSION: 'v2', ...(candidate === 'good' ? {} : { ERROR_RATE: '1' }) })
    const strikeNow = (): void => stroke(step)
    const wire = await openCutWire(sandbox.endpoint, moment.kind === 'call' && recovery ? moment : undefined, strikeNow)
    const smoke = `- { path: /, headers: { host: '{side}.test.shop' }, retries: 0 }`
    const startMs = performance.now()
    const step = startSwap(shop, {
      inputs: { ...pairNames(shop), 'task-definition': revision, 'test-url': shop.url, smoke, bake: '10s', standby },
      env: { AWS_ENDPOINT_URL: wire.endpoint },
    })
    const timer = moment.kind === 'time' ? setTimeout(strikeNow, moment.afterMs) : undefined
    const waiting = moment.kind === 'call' && !recovery ? strikeAtCall(step, wire.calls, moment.nth, strikeNow) : Promise.resolve()
    const first = await step.ended
    await waiting
    clearTimeout(timer)
    const ms = Math.round(performance.now() - startMs)
    wire.close()
    const recovered = recovery ? await recoverPair(shop) : undefined
    const stood = await standingOf(shop, given, recovered)
    shop.close()
    const log = stood.wrong.length === 0 ? {} : { log: [first.stdout, first.post?.stdout ?? '', recovered?.stdout ?? ''].join('\n---\n') }
    return {
      ...{ ok: stood.wrong.length === 0, ...stood, ...log },
      ...{ first: first.signal ?? told(first), then: recovered ? told(recovered) : '', calls: wire.calls(), ms },
      ...(first.stoppedAfterMs !== undefined && { homeMs: first.stoppedAfterMs }),
    }
  } finally {
    await sandbox.close()
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
  { candidate, standby }: SwapCase,
  recovered: ToldStep | undefined,
): Promise<{ readonly side: string; readonly wrong: readonly string[] }> {
  const wrong: string[] = []
  const check = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
    await until(what, holds, 5_000).catch(() => wrong.push(`not so: ${what}`))
  }
  await check('all traffic is on one side', async () => wholeSide(await shop.weights()) !== undefined)
  const side = wholeSide(await shop.weights()) ?? 'shared'
  const serving = side === 'shared' ? '' : revisionOf((await shop.service(side)).taskDefinition)
  if (side === 'green' && (candidate !== 'good' || serving !== 'web:2')) wrong.push(`green serves ${serving}, which is ${candidate}`)
  if (side === 'blue' && serving !== 'web:1') wrong.push(`blue serves ${serving}`)
  await check('ten requests are answered by one version', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => fetch(shop.url)))
    const version = side === 'green' ? 'v2' : 'v1'
    return answers.every((answer) => answer.ok && answer.headers.get('x-version') === version)
  })
  await check("the owner's settings are back", () => settingsStand(shop))
  const { text } = await recordOf(shop)
  // One who died before its first record, or after its last, leaves a claim that lapses by itself: there is nothing to recover.
  if (recovered?.outputs['outcome'] !== 'no-op') await check('nobody holds a claim', async () => (await recordOf(shop)).claims.length === 0)
  await check('the record is at its end', async () => {
    const now = (await recordOf(shop)).text
    return now === '' || now.includes(' ended=')
  })
  const idle = side === 'green' ? 'blue' : 'green'
  // Where it went home the candidate's tasks are gone; where it stayed the old side is as was asked for.
  const wanted = side === 'green' ? (standby === 'keep' ? 2 : 0) : text === '' ? 1 : 0
  if (side !== 'shared') await check(`${idle} is asked for ${wanted} tasks`, async () => (await desiredCounts(shop))[idle] === wanted)
  return { side, wrong }
}

function told({ outputs }: ToldStep): string {
  return `${outputs['outcome']}/${outputs['reason-code']}`
}
