import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DescribeServiceRevisionsCommand } from '@aws-sdk/client-ecs'
import { createRandom } from '../../sandbox/cloud/random.ts'
import { revisionOf } from '../e2e/owner.ts'
import { rollStep } from '../e2e/roll-step.ts'
import { fast, openSandbox } from '../e2e/sandbox.ts'
import { openShop, type Shop } from '../e2e/shop.ts'
import { until } from '../e2e/until.ts'
import { openCutWire } from './cut-wire.ts'
import type { Item } from './item.ts'

const seed = 20_261_121
const moments = 20
const atOnce = 4

type Moment =
  { readonly kind: 'call'; readonly nth: number; readonly effect: 'before' | 'after' } | { readonly kind: 'time'; readonly afterMs: number }

interface Case {
  readonly moment: Moment
  /** A revision that cannot run must end with the old one serving. */
  readonly candidate: 'good' | 'crashing'
}

export const killedRunner: Item = {
  name: 'killed-runner',
  claim:
    'Killed at 20 moments and run again with the same run id: the new revision deployed once or the old one serving, never two deployments of it',
  async run(progress) {
    const reference = await tryCase({ moment: { kind: 'call', nth: Infinity, effect: 'before' }, candidate: 'good' })
    progress(`reference: ${reference.calls} calls in ${Math.round(reference.ms / 100) / 10} s`)
    const cases = drawCases(reference.calls, reference.ms)
    const rows: Record<string, unknown>[] = []
    let ok = reference.ok
    const queue = [...cases]
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const tried = await tryCase(next)
        ok &&= tried.ok
        rows.push({ ...next, ...tried })
        progress(
          `${tried.ok ? 'ok' : 'FAILED'}: ${JSON.stringify(next)} -> ${tried.second}, ${tried.deployments} deployment(s) of the new revision`,
        )
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    return { ok, figures: { seed, moments: cases.length, killed: rows.filter((row) => row['killed']).length, reference, rows } }
  },
}

function drawCases(calls: number, ms: number): readonly Case[] {
  const random = createRandom(seed)
  return Array.from({ length: moments }, (_, index): Case => {
    const candidate = index % 4 === 3 ? 'crashing' : 'good'
    if (index % 2 === 1) return { candidate, moment: { kind: 'time', afterMs: Math.round(random.next() * ms) } }
    return {
      candidate,
      moment: { kind: 'call', nth: 1 + Math.floor(random.next() * calls), effect: random.next() < 0.5 ? 'before' : 'after' },
    }
  })
}

interface Tried {
  readonly ok: boolean
  readonly killed: boolean
  readonly second: string
  readonly deployments: number
  readonly serving: string
  readonly calls: number
  readonly ms: number
}

async function tryCase({ moment, candidate }: Case): Promise<Tried> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-killed-'))
  const sandbox = await openSandbox(fast)
  try {
    const shop = await openShop(sandbox)
    const environment = candidate === 'good' ? { VERSION: 'v2' } : { VERSION: 'v2', CRASH_AFTER_MS: '0' }
    await writeFile(join(folder, 'web.json'), JSON.stringify(shop.definition(environment)))
    // The whole runner is lost: with the process alone killed, its post stage would lead the rollout home.
    const lost = new AbortController()
    const lose = (): void => lost.abort()
    const wire = await openCutWire(sandbox.endpoint, moment.kind === 'call' ? moment : undefined, lose)
    const step = { workspace: folder, runId: '4711', inputs: { 'task-definition': 'web.json' } }
    const startMs = performance.now()
    const timer = moment.kind === 'time' ? setTimeout(lose, moment.afterMs) : undefined
    const first = await rollStep(shop, { ...step, lose: lost.signal, env: { AWS_ENDPOINT_URL: wire.endpoint } })
    clearTimeout(timer)
    const ms = performance.now() - startMs
    wire.close()
    const killed = first.signal === 'SIGKILL'

    const second = await rollStep(shop, { ...step, attempt: 2 })
    const wanted = candidate === 'good' ? 'v2' : 'v1'
    const serving = await until('the service comes to rest', () => atRest(shop))
    const deployments = await deploymentsOfOthers(shop)
    const told = `${second.outputs['outcome']}/${second.outputs['reason-code']}`
    // Killed after the last record was written the second run finds nothing to do, or tells again how it ended.
    const expected = candidate === 'good' ? /^(succeeded\/DEPLOYED|no-op\/NO_CHANGE)$/ : /^rolled-back\/|^failed\/TASK_EXITED$/
    const ok = deployments <= 1 && (serving === 'v1' || deployments === 1) && serving === wanted && expected.test(told)
    shop.close()
    return { ok, killed, second: ok ? told : `${told}\n${second.stdout}`, deployments, serving, calls: wire.calls(), ms: Math.round(ms) }
  } finally {
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The version served once nothing moves any more. */
async function atRest(shop: Shop): Promise<string | undefined> {
  const { deployments = [], runningCount, desiredCount } = await shop.service()
  if (deployments.length !== 1 || deployments[0]?.rolloutState !== 'COMPLETED' || runningCount !== desiredCount) return undefined
  const answer = (await (await fetch(shop.url)).json()) as { version?: string }
  return answer.version
}

/** Deployments that ever targeted anything but the first revision. Going back targets the first one, and is not counted. */
async function deploymentsOfOthers(shop: Shop): Promise<number> {
  const targets = (await shop.deployments()).flatMap((each) => each.targetServiceRevisionArn ?? [])
  const { serviceRevisions = [] } = await shop.ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: [...new Set(targets)] }))
  const definitionOf = new Map(serviceRevisions.map((each) => [each.serviceRevisionArn, revisionOf(each.taskDefinition)]))
  return targets.filter((arn) => definitionOf.get(arn) !== 'web:1').length
}
