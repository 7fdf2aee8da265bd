import { type Counted, serveCounts } from '../e2e/canary-counts.ts'
import { canaryStep, counted } from '../e2e/canary-step.ts'
import { openPairShop, type PairShop } from '../e2e/pair-shop.ts'
import { openSandbox } from '../e2e/sandbox.ts'
import { recoverPair } from '../e2e/swap-step.ts'
import { type Running, startStep, type ToldStep } from '../e2e/told-step.ts'
import { openCutWire } from './cut-wire.ts'
import type { Moment } from './moments.ts'
import { endOfStruck, standingOf, told } from './struck-pair.ts'

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
    const first = await endOfStruck(step, moment, strikeNow, then === 'nothing' ? wire.calls : undefined)
    const ms = Math.round(performance.now() - startMs)
    wire.close()
    const second = await follow(shop, then, inputs)
    const last = second ?? first
    const verdict = /^analysis: (orders: .*expected.*)$/.exec(last.outputs['reason'] ?? '')?.[1]
    const { side, wrong } = await standingOf(shop, { good: candidate === 'good', standbyCount: 2 }, second)
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
