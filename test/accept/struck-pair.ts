import { revisionOf } from '../e2e/owner.ts'
import type { PairShop } from '../e2e/pair-shop.ts'
import { desiredCounts, recordOf, settingsStand, wholeSide } from '../e2e/pair-state.ts'
import type { Running, ToldStep } from '../e2e/told-step.ts'
import { until } from '../e2e/until.ts'
import type { Moment } from './moments.ts'

/** How a step ended that is struck at a time, or, `calls` given, once so many were made. One that ends before is not struck. */
export async function endOfStruck(step: Running, moment: Moment, strike: () => void, calls?: () => number): Promise<ToldStep> {
  const timer = moment.kind === 'time' ? setTimeout(strike, moment.afterMs) : undefined
  const waiting = moment.kind === 'call' && calls ? strikeAtCall(step, calls, moment.nth, strike) : undefined
  const end = await step.ended
  await waiting
  clearTimeout(timer)
  return end
}

async function strikeAtCall(step: Running, calls: () => number, nth: number, strike: () => void): Promise<void> {
  let over = false
  void step.ended.then(() => (over = true))
  while (!over && calls() < nth) await new Promise((settle) => setTimeout(settle, 5))
  if (!over) strike()
}

export interface Expected {
  /** Whether the candidate may serve. */
  readonly good: boolean
  /** What the old side is asked for where the new one serves. */
  readonly standbyCount: number
}

/** What the pair's state says once nobody is at work any more; `last` is the step that took up what was struck. */
export async function standingOf(
  shop: PairShop,
  { good, standbyCount }: Expected,
  last: ToldStep | undefined,
): Promise<{ readonly side: string; readonly wrong: readonly string[] }> {
  const wrong: string[] = []
  const check = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
    await until(what, holds, 5_000).catch(() => wrong.push(`not so: ${what}`))
  }
  await check('all traffic is on one side', async () => wholeSide(await shop.weights()) !== undefined)
  const side = wholeSide(await shop.weights()) ?? 'shared'
  const serving = side === 'shared' ? '' : revisionOf((await shop.service(side)).taskDefinition)
  if (side === 'green' && (!good || serving !== 'web:2')) wrong.push(`green serves ${serving}, which is ${good ? 'good' : 'not good'}`)
  if (side === 'blue' && serving !== 'web:1') wrong.push(`blue serves ${serving}`)
  await check('ten requests are answered by one version', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => fetch(shop.url)))
    const version = side === 'green' ? 'v2' : 'v1'
    return answers.every((answer) => answer.ok && answer.headers.get('x-version') === version)
  })
  await check("the owner's settings are back", () => settingsStand(shop))
  // One who died before its first record, or after its last, leaves a claim that lapses by itself: there is nothing to recover.
  if (last?.outputs['outcome'] !== 'no-op') await check('nobody holds a claim', async () => (await recordOf(shop)).claims.length === 0)
  await check('the record is at its end', async () => {
    const { text } = await recordOf(shop)
    return text === '' || text.includes(' ended=')
  })
  const idle = side === 'green' ? 'blue' : 'green'
  // Where it went home the candidate's tasks are gone; one that never began is as its owner left it.
  const wanted = side === 'green' ? standbyCount : (await recordOf(shop)).text === '' ? 1 : 0
  if (side !== 'shared') await check(`${idle} is asked for ${wanted} tasks`, async () => (await desiredCounts(shop))[idle] === wanted)
  return { side, wrong }
}

/** `succeeded/PROMOTED`. */
export function told({ outputs }: ToldStep): string {
  return `${outputs['outcome']}/${outputs['reason-code']}`
}
