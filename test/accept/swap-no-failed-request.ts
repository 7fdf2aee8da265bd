import type { LoadReport } from '../../sandbox/load/report.ts'
import { usualStreams } from '../../sandbox/load/order.ts'
import { startLoad } from '../e2e/load.ts'
import { openPairShop, type PairShop } from '../e2e/pair-shop.ts'
import { recordOf, servedBy, settingsStand } from '../e2e/pair-state.ts'
import { openSandbox } from '../e2e/sandbox.ts'
import { pairNames, rollbackStep, swapStep } from '../e2e/swap-step.ts'
import type { ToldStep } from '../e2e/told-step.ts'
import { until } from '../e2e/until.ts'
import type { Item } from './item.ts'

const desiredCount = 4
const swaps = 5
const mostVoid = 8

/** Requests of 5 s are in flight at every moment. */
const streams = usualStreams.map((stream) => (stream.name === 'slow' ? { ...stream, path: '/slow?ms=5000' } : stream))

interface Swapped {
  readonly report: LoadReport
  readonly step: ToldStep
  readonly kind: string
}

export const swapNoFailedRequest: Item = {
  name: 'no-failed-request',
  claim: `${swaps} swaps there and back under 100 requests a second (keep-alive, fresh, POST, 5 s long): no request fails`,
  async run(progress) {
    const sandbox = await openSandbox()
    try {
      // The owner's scaling takes tasks of the old side as soon as it may: at time scale 20 the usual drain of 300 s outlasts a request of 5 s.
      const scaling = { min: 2, max: 8, requestsPerTarget: 1_000_000 }
      const shop = await openPairShop(sandbox, { desiredCount, scaling, deregistrationDelaySeconds: 300 })
      const runs: Record<string, unknown>[] = []
      let voids = 0
      let ok = true
      for (let turn = 0; runs.length < swaps; turn += 1) {
        const { report, step, kind } = await swapUnderLoad(shop, turn)
        if (report.void) {
          voids += 1
          progress(`void: the generator itself was ${report.latenessMs.p99} ms late (p99)`)
          if (voids > mostVoid) return { ok: false, figures: { runs, voids, because: 'this machine is too busy to tell' } }
          continue
        }
        const outcome = `${step.outputs['outcome']}/${step.outputs['reason-code']}`
        const both = Object.values(report.byVersion).filter((count) => count > 100).length === 2
        const settled = await settingsStand(shop, 2)
        const good = report.failed === 0 && both && step.conclusion === 'success' && settled
        ok &&= good
        progress(
          `${good ? 'ok' : 'FAILED'}: ${kind}, ${outcome}: ${report.requests} requests, ${report.failed} failed, ${JSON.stringify(report.byVersion)}`,
        )
        const { requests, failed, byVersion, byStatus, byError, byStream, latencyMs, latenessMs } = report
        runs.push({
          kind,
          outcome,
          requests,
          failed,
          byVersion,
          byStatus,
          byError,
          byStream,
          latencyMs,
          latenessMs,
          settled,
          ...(!good && { log: step.stdout, record: await recordOf(shop) }),
        })
      }
      shop.close()
      return { ok, figures: { desiredCount, swaps, voids, runs } }
    } finally {
      await sandbox.close()
    }
  },
}

/** New revisions go to green, with blue kept or let go; back to blue it is by a swap, by rollback, or by the next revision. */
async function swapUnderLoad(shop: PairShop, turn: number): Promise<Swapped> {
  const from = (await fetch(shop.url)).headers.get('x-version')
  const load = await startLoad({ url: shop.url, ratePerSecond: 100, streams })
  await until('load arrives', async () => (await fetch(shop.url)).ok)
  const version = `v${turn + 2}`
  const fresh = async (standby: string): Promise<ToldStep> =>
    swapStep(shop, { inputs: { 'task-definition': await shop.register({ VERSION: version }), bake: '5s', standby } })
  const turns = [
    { kind: 'to a new revision, standby kept', run: () => fresh('keep') },
    { kind: 'back by command swap', run: () => swapStep(shop, { inputs: { command: 'swap' } }).then((step) => finished(shop, step)) },
    { kind: 'to a new revision again, standby kept', run: () => fresh('keep') },
    { kind: 'back by rollback', run: () => rollbackStep(shop, { inputs: pairNames(shop) }) },
    { kind: 'to a new revision, old side let go', run: () => fresh('scale-to-zero') },
  ]
  const { kind, run } = turns[turn % turns.length]!
  const step = await run()
  const [weights] = await shop.weights()
  const side = weights.green > 0 ? 'green' : 'blue'
  await until('another version serves', async () => (await fetch(shop.url)).headers.get('x-version') !== from)
  const revision = (await shop.service(side)).taskDefinition!.split('/').at(-1)!
  await servedBy(shop, side, revision, (await fetch(shop.url)).headers.get('x-version')!)
  // What was in flight when traffic moved counts as well.
  const movedAtMs = Date.now()
  await until('the long requests are over', () => Promise.resolve(Date.now() - movedAtMs > 6_000))
  return { report: await load.stop(), step, kind }
}

/** A swap alone rests where it is; the settings are the owner's again once it is finished. */
async function finished(shop: PairShop, step: ToldStep): Promise<ToldStep> {
  if (step.conclusion !== 'success') return step
  return swapStep(shop, { inputs: { command: 'finish' } })
}
