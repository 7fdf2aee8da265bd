import { waitUntilServicesStable } from '@aws-sdk/client-ecs'
import { setTimeout as delay } from 'node:timers/promises'
import { putErrorAlarm } from '../test/e2e/alarm.ts'
import { startRoll, undecided } from '../test/e2e/midway.ts'
import { isRead, rollStep } from '../test/e2e/roll-step.ts'
import type { Shop } from '../test/e2e/shop.ts'
import { startSwap } from '../test/e2e/swap-step.ts'
import { until } from '../test/e2e/until.ts'
import { type Figure, median, spread } from './figure.ts'
import { inPair, inShop } from './shops.ts'

/** How long quiet is watched: several polls of every kind. */
const quietMs = 65_000
/** A pair is looked at in turns of 12, 36 and 60 s: as long as all of them take together. */
const pairQuietMs = 180_000

/** From the moment ECS calls the deployment done to the end of the step, beside the waiter most deploy steps use. */
export async function endFigure(rounds: number): Promise<Figure> {
  const pairs = await Promise.all(
    Array.from({ length: rounds }, () =>
      inShop(async (shop) => {
        const candidate = await shop.register({ VERSION: 'v2' })
        const stepping = rollStep(shop, { inputs: { 'task-definition': candidate } }).then((step) => ({ step, atMs: Date.now() }))
        await until('the new deployment shows', async () => (await shop.revision()) === candidate)
        await waitUntilServicesStable({ client: shop.ecs, maxWaitTime: 600 }, { cluster: 'shop', services: ['web'] })
        const waiterAtMs = Date.now()
        const { step, atMs } = await stepping
        if (step.outputs['outcome'] !== 'succeeded') throw new Error(`the rollout ended ${step.outputs['outcome']}: ${step.stdout}`)
        const finishedAt = (await shop.deployments())[0]?.finishedAt?.getTime()
        if (finishedAt === undefined) throw new Error('the deployment has no end')
        return { step: (atMs - finishedAt) / 1000, waiter: (waiterAtMs - finishedAt) / 1000 }
      }),
    ),
  )
  const own = pairs.map((pair) => pair.step)
  const waiter = pairs.map((pair) => pair.waiter)
  const value = Math.max(...own)
  return {
    name: 'end of the ECS deployment to the end of the step (longest)',
    value,
    unit: 's',
    baseline: { name: "the SDK's waiter, median", value: median(waiter) },
    bar: '<= one poll (5 s) + 2 s',
    met: value <= 7,
    detail: `${spread(own, 's')}; the waiter ${spread(waiter, 's')}`,
  }
}

/** What a rollout asks AWS while nothing happens: on the way, and while it bakes under an alarm. */
export async function readFigures(): Promise<readonly Figure[]> {
  const figure = (name: string, reads: number, ms = quietMs): Figure => ({
    name: `AWS reads per minute while nothing happens, ${name}`,
    value: (reads * 60_000) / ms,
    unit: 'calls',
    baseline: { name: 'one poll each 5 s', value: 12 },
    bar: '<= 20 per service',
    met: (reads * 60_000) / ms <= 20,
    detail: `${reads} reads in ${ms / 1000} s`,
  })
  const moving = inShop(async (shop) => {
    const step = startRoll(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }, undecided) } })
    await step.called('ecs:UpdateService')
    await until('the new tasks run', async () => (await shop.service()).deployments?.every((each) => each.runningCount === 2))
    // The last change has to be seen before it is quiet.
    await delay(12_000)
    const reads = await quiet(shop, step.accessKeyId)
    step.cancel()
    await step.ended
    return reads
  })
  const baking = inShop(async (shop) => {
    await putErrorAlarm(shop, 'web-5xx')
    const candidate = await shop.register({ VERSION: 'v2' })
    const step = startRoll(shop, { inputs: { 'task-definition': candidate, alarms: 'web-5xx', bake: '10m' } })
    await step.called('ecs:UpdateService')
    await shop.settled(candidate)
    await delay(12_000)
    const reads = await quiet(shop, step.accessKeyId)
    step.cancel()
    await step.ended
    return reads
  })
  const pair = inPair(async (shop) => {
    await putErrorAlarm({ ...shop, groupArn: shop.groups.green }, 'green-5xx')
    const inputs = { 'task-definition': await shop.register({ VERSION: 'v2' }), alarms: 'green-5xx', bake: '10m' }
    const step = startSwap(shop, { inputs })
    await step.said('Reached swapped')
    await delay(12_000)
    const reads = await quiet(shop, step.accessKeyId, pairQuietMs)
    step.cancel()
    await step.ended
    return reads
  })
  return [
    figure('on the way', await moving),
    figure('baking, one alarm', await baking),
    figure('a pair baking, one alarm', await pair, pairQuietMs),
  ]
}

async function quiet(shop: Pick<Shop, 'sandbox'>, accessKeyId: string, ms = quietMs): Promise<number> {
  const fromMs = Date.now()
  await delay(ms)
  const calls = await shop.sandbox.calls(accessKeyId)
  return calls.filter((call) => call.atMs >= fromMs && call.atMs < fromMs + ms && isRead(call.operation)).length
}
