import { UpdateServiceCommand } from '@aws-sdk/client-ecs'
import type { LoadReport } from '../../sandbox/load/report.ts'
import type { Control, Shown } from './controls.ts'
import { startLoad } from './load.ts'
import { openPairShop, type PairShop, type PairShopOptions } from './pair-shop.ts'
import { openSandbox } from './sandbox.ts'
import { until } from './until.ts'

/** Ways to lose requests with a pair that exist on AWS: each swapped by the owner's own hand, with nobody who tests or watches. */
export const pairControls: readonly Control[] = [
  {
    name: 'a swap under stickiness with the old side emptied',
    run: () =>
      inPair({ stickiness: { Enabled: true, DurationSeconds: 3600 } }, async (shop) => {
        await setSide(shop, 'green', { VERSION: 'v2' })
        const clients = startClients(shop.url, 20)
        await until('every client has its side', () => Promise.resolve(clients.answered() > 100))
        await shop.setWeights({ blue: 0, green: 100 })
        await setSide(shop, 'blue', undefined)
        await until('some more requests', () => Promise.resolve(clients.answered() > 400 || clients.failed() > 20))
        return { failures: await clients.stop(), seen: 'clients with a cookie of the old side, answered 5XX' }
      }),
  },
  {
    name: 'a swap to a side that answers 500',
    run: () =>
      swapped({ VERSION: 'v2', ERROR_RATE: '0.5' }, {}, (report) => ({ failures: report.byStatus['500'] ?? 0, seen: '500 from green' })),
  },
  {
    name: 'a swap to a side that never answers',
    run: () =>
      swapped({ VERSION: 'v2', NEVER_ANSWER: '1' }, { timeoutMs: 2_000 }, (report) => ({
        failures: (report.byError['timeout'] ?? 0) + (report.byStatus['504'] ?? 0),
        seen: 'requests without an answer',
      })),
  },
  {
    name: 'a swap to a side without tasks',
    run: () => swapped(undefined, {}, (report) => ({ failures: report.byStatus['503'] ?? 0, seen: '503 from the load balancer' })),
  },
  {
    name: 'capacity taken away before the weights',
    run: () =>
      inPair({}, async (shop) => {
        await setSide(shop, 'green', { VERSION: 'v2' })
        const load = await startLoad({ url: shop.url, ratePerSecond: 80 })
        await setSide(shop, 'blue', undefined)
        // For as long as it takes many others to ask as well.
        let unanswered = 0
        await until('blue to have answered nobody for a while', async () => (unanswered += (await fetch(shop.url)).ok ? 0 : 1) >= 10)
        await shop.setWeights({ blue: 0, green: 100 })
        const report = await load.stop()
        return { failures: report.failed, seen: 'requests to a side that was emptied first' }
      }),
  },
]

/** The owner moves all traffic to green under load, whatever runs there. */
function swapped(
  environment: Readonly<Record<string, string>> | undefined,
  order: { readonly timeoutMs?: number },
  judge: (report: LoadReport) => Shown,
): Promise<Shown> {
  return inPair({}, async (shop) => {
    await setSide(shop, 'green', environment)
    const load = await startLoad({ url: shop.url, ratePerSecond: 80, ...order })
    await until('blue answers', async () => (await fetch(shop.url)).ok)
    await shop.setWeights({ blue: 0, green: 100 })
    const shiftedAtMs = Date.now()
    await until('some seconds of it', () => Promise.resolve(Date.now() - shiftedAtMs > 3_000))
    return judge(await load.stop())
  })
}

async function inPair(options: PairShopOptions, work: (shop: PairShop) => Promise<Shown>): Promise<Shown> {
  const sandbox = await openSandbox()
  try {
    const shop = await openPairShop(sandbox, { scaling: false, ...options })
    try {
      return await work(shop)
    } finally {
      shop.close()
    }
  } finally {
    await sandbox.close()
  }
}

/** Brings a side up with two tasks of a new revision, or takes all of its tasks away; settles when that is so. */
async function setSide(shop: PairShop, colour: 'blue' | 'green', environment: Readonly<Record<string, string>> | undefined): Promise<void> {
  const desiredCount = environment ? 2 : 0
  const revision = environment && { taskDefinition: await shop.register(environment) }
  await shop.ecs.send(new UpdateServiceCommand({ cluster: 'shop', service: `web-${colour}`, desiredCount, ...revision }))
  await until(`${colour} has ${desiredCount} tasks`, async () => {
    const { deployments = [], runningCount, desiredCount: wanted } = await shop.service(colour)
    return (
      deployments.length === 1 && deployments[0]?.rolloutState === 'COMPLETED' && runningCount === desiredCount && wanted === desiredCount
    )
  })
}

/** Browsers: each sends one request after the other and gives back the cookies it was given. */
function startClients(url: string, count: number): { answered(): number; failed(): number; stop(): Promise<number> } {
  let answered = 0
  let failed = 0
  let going = true
  const client = async (): Promise<void> => {
    let cookie = ''
    while (going) {
      const answer = await fetch(url, { headers: { cookie } })
      await answer.text()
      answered += 1
      if (!answer.ok) failed += 1
      const given = answer.headers.getSetCookie().map((each) => each.split(';')[0]!)
      if (given.length > 0) cookie = given.join('; ')
      await new Promise((settle) => setTimeout(settle, 100))
    }
  }
  const all = Promise.all(Array.from({ length: count }, client))
  return {
    answered: () => answered,
    failed: () => failed,
    async stop() {
      going = false
      await all
      return failed
    },
  }
}
