import { pairNames, recoverPair, startSwap } from '../e2e/swap-step.ts'
import { openPairShop } from '../e2e/pair-shop.ts'
import { openSandbox } from '../e2e/sandbox.ts'
import type { Running } from '../e2e/told-step.ts'
import { openCutWire } from './cut-wire.ts'
import type { Moment } from './moments.ts'
import { endOfStruck, standingOf, told } from './struck-pair.ts'

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
    const first = await endOfStruck(step, moment, strikeNow, !recovery ? wire.calls : undefined)
    const ms = Math.round(performance.now() - startMs)
    wire.close()
    const recovered = recovery ? await recoverPair(shop) : undefined
    const stood = await standingOf(shop, { good: candidate === 'good', standbyCount: standby === 'keep' ? 2 : 0 }, recovered)
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
