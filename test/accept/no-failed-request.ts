import type { LoadReport } from '../../sandbox/load/report.ts'
import { startLoad } from '../e2e/load.ts'
import { rollStep } from '../e2e/roll-step.ts'
import { openSandbox } from '../e2e/sandbox.ts'
import { openShop, type Shop } from '../e2e/shop.ts'
import { until } from '../e2e/until.ts'
import type { Item } from './item.ts'

const desiredCount = 4
const mostVoid = 8

interface Rolled {
  readonly report: LoadReport
  readonly leastHealthy: number
  readonly samples: number
  readonly outcome: string | undefined
}

export const noFailedRequest: Item = {
  name: 'no-failed-request',
  claim: 'v1 to v2 under 100 requests a second, three times in a row: no request fails, and never fewer healthy targets than asked for',
  async run(progress) {
    const runs: Record<string, unknown>[] = []
    let voids = 0
    let ok = true
    while (runs.length < 3) {
      const { report, leastHealthy, samples, outcome } = await rollUnderLoad()
      if (report.void) {
        voids += 1
        progress(`void: the generator itself was ${report.latenessMs.p99} ms late (p99)`)
        if (voids > mostVoid) return { ok: false, figures: { runs, voids, because: 'this machine is too busy to tell' } }
        continue
      }
      const good = outcome === 'succeeded' && report.failed === 0 && leastHealthy >= desiredCount && (report.byVersion['v2'] ?? 0) > 0
      ok &&= good
      progress(`${good ? 'ok' : 'FAILED'}: ${report.requests} requests, ${report.failed} failed, at least ${leastHealthy} healthy targets`)
      const { requests, failed, byVersion, byStatus, byError, byStream, latencyMs, latenessMs } = report
      runs.push({ outcome, requests, failed, byVersion, byStatus, byError, byStream, latencyMs, latenessMs, leastHealthy, samples })
    }
    return { ok, figures: { desiredCount, minimumHealthyPercent: 100, voids, runs } }
  },
}

async function rollUnderLoad(): Promise<Rolled> {
  const sandbox = await openSandbox()
  try {
    const shop = await openShop(sandbox, { desiredCount })
    await until('all targets are healthy', async () => (await shop.healthyTargets()) >= desiredCount)
    const load = await startLoad({ url: shop.url, ratePerSecond: 100 })
    await until('load arrives', async () => (await fetch(shop.url)).ok)
    const watch = watchHealth(shop)
    const step = await rollStep(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }) } })
    // What hides behind the end of a rollout counts as well: the last old task, the last connection.
    await shop.settled('web:2')
    const report = await load.stop()
    const { least, samples } = await watch.stop()
    shop.close()
    return { report, leastHealthy: least, samples, outcome: step.outputs['outcome'] }
  } finally {
    await sandbox.close()
  }
}

/** Asks five times a second how many targets are healthy. */
function watchHealth(shop: Shop): { stop(): Promise<{ readonly least: number; readonly samples: number }> } {
  let least = Infinity
  let samples = 0
  let going = true
  const watching = (async () => {
    while (going) {
      least = Math.min(least, await shop.healthyTargets())
      samples += 1
      await new Promise((settle) => setTimeout(settle, 200))
    }
  })()
  return {
    async stop() {
      going = false
      await watching
      return { least, samples }
    },
  }
}
