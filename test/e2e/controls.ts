import { DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs'
import type { LoadReport } from '../../sandbox/load/report.ts'
import type { Stream } from '../../sandbox/load/order.ts'
import { type Load, startLoad } from './load.ts'
import { openSandbox } from './sandbox.ts'
import { openShop, type Shop, type ShopOptions } from './shop.ts'
import { until } from './until.ts'

/** What a control found: the failures it must show, and a word on them. */
export interface Shown {
  readonly failures: number
  readonly seen: string
}

/** A way to lose requests or tasks that exists on AWS. One that shows no failure proves that the sandbox cannot say no. */
export interface Control {
  readonly name: string
  run(): Promise<Shown>
}

/** Each in a sandbox of its own, rolled by the owner's own UpdateService: nobody here protects the service. */
export const controls: readonly Control[] = [
  {
    name: 'no drain: deregistration delay 0 under slow requests',
    run: () =>
      rolled({ environment: { LATENCY_MS: '500' }, deregistrationDelaySeconds: 0 }, { VERSION: 'v2', LATENCY_MS: '500' }, (report) => ({
        failures: report.byStatus['502'] ?? 0,
        seen: '502 from the load balancer',
      })),
  },
  {
    name: 'a task deaf to SIGTERM is killed',
    run: () =>
      inShop({ environment: { IGNORE_SIGTERM: '1' } }, async (shop) => {
        await shop.deploy({ VERSION: 'v2' })
        const killed = await until('the old tasks have stopped', async () => {
          const { taskArns = [] } = await shop.ecs.send(
            new ListTasksCommand({ cluster: 'shop', serviceName: 'web', desiredStatus: 'STOPPED' }),
          )
          if (taskArns.length < 2) return undefined
          const { tasks = [] } = await shop.ecs.send(new DescribeTasksCommand({ cluster: 'shop', tasks: taskArns }))
          return tasks.every((task) => task.lastStatus === 'STOPPED') ? tasks : undefined
        })
        const failures = killed.filter((task) => task.containers?.some((container) => container.exitCode === 137)).length
        return { failures, seen: 'old tasks with exit code 137' }
      }),
  },
  {
    name: "a keep-alive shorter than the load balancer's idle time-out",
    run: () =>
      inShop({ environment: { KEEP_ALIVE_MS: '5' } }, async (shop) => {
        const streams: readonly Stream[] = [
          { name: 'keep-alive', method: 'POST', path: '/', connection: 'keep-alive', share: 1, bodyBytes: 64 },
        ]
        // The race between the target closing and the load balancer sending is lost where the pause between two requests is as long as the
        // target waits. Loads of rates that do not go into each other make pauses of every length; they go on until it was lost.
        for (let round = 1; ; round += 1) {
          const orders = [47, 61, 73].map((ratePerSecond) => ({ url: shop.url, ratePerSecond, durationMs: 4_000, streams }))
          const reports = await Promise.all(orders.map(async (order) => finished(await startLoad(order))))
          const failures = reports.reduce((sum, { byStatus }) => sum + (byStatus['502'] ?? 0), 0)
          const requests = reports.reduce((sum, report) => sum + report.requests, 0)
          if (failures > 0 || round === 12) return { failures, seen: `502 among ${requests} requests, round ${round}` }
        }
      }),
  },
  {
    name: 'a new revision that answers 500',
    run: () =>
      rolled({}, { VERSION: 'v2', ERROR_RATE: '0.5' }, (report) => ({
        failures: report.byStatus['500'] ?? 0,
        seen: '500 from the new revision',
      })),
  },
  {
    name: 'a new revision that never answers',
    run: () =>
      inShop({}, async (shop) => {
        const load = await startLoad({ url: shop.url, ratePerSecond: 50, timeoutMs: 2_000 })
        await shop.deploy({ VERSION: 'v2', NEVER_ANSWER: '1' })
        const report = await load.stop()
        return { failures: (report.byError['timeout'] ?? 0) + (report.byStatus['504'] ?? 0), seen: 'requests without an answer' }
      }),
  },
]

async function inShop(options: ShopOptions, work: (shop: Shop) => Promise<Shown>): Promise<Shown> {
  const sandbox = await openSandbox()
  try {
    const shop = await openShop(sandbox, options)
    try {
      return await work(shop)
    } finally {
      shop.close()
    }
  } finally {
    await sandbox.close()
  }
}

function rolled(options: ShopOptions, next: Readonly<Record<string, string>>, judge: (report: LoadReport) => Shown): Promise<Shown> {
  return inShop(options, async (shop) => {
    const load = await startLoad({ url: shop.url, ratePerSecond: 80 })
    await shop.deploy(next)
    return judge(await load.stop())
  })
}

/** A load whose duration is over by itself. */
async function finished(load: Load): Promise<LoadReport> {
  await load.over
  return load.stop()
}
