import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { createRandom } from '../test/fakes/random.ts'

/** What the writers met, in milliseconds from when a write was due. */
export interface WritersReport {
  readonly due: number
  /** Done in the end, however late. */
  readonly done: number
  /** Done by the time they were told to stop; what came later was lost to those who waited. */
  readonly inTime: number
  readonly failed: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  readonly over100Ms: number
  /** How late the generator itself was: its own fault, or the machine's, and nobody's who is measured. */
  readonly latenessP99Ms: number
}

interface WritersOrder {
  readonly url: string
  readonly rows: number
  readonly perSecond: number
  readonly connections: number
}

/**
 * A process of its own that updates one random row at each due time, whatever became of those before: an open loop. Begins at a line on
 * its input, ends with the next one, and prints its report.
 */
async function main(order: WritersOrder): Promise<void> {
  const free = await Promise.all(Array.from({ length: order.connections }, () => connected(order.url)))
  const all = [...free]
  const random = createRandom(20_261_121)
  const waits: number[] = []
  const lateness: number[] = []
  const queue: number[] = []
  let failed = 0
  let stopped = false
  let inTime = 0
  let due = 0

  const write = async (client: Client, dueMs: number): Promise<void> => {
    const id = 1 + Math.floor(random() * order.rows)
    try {
      await client.query({ name: 'touch', text: 'UPDATE users SET touched = touched + 1 WHERE id = $1', values: [id] })
      waits.push(performance.now() - dueMs)
      if (!stopped) inTime += 1
    } catch {
      failed += 1
    }
    const next = queue.shift()
    if (next === undefined) free.push(client)
    else await write(client, next)
  }

  process.stdout.write('ready\n')
  const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  await orders.next()
  const told = orders.next().then(() => {
    stopped = true
  })
  const startMs = performance.now()
  const writing: Promise<void>[] = []
  while (!stopped) {
    const nowMs = performance.now()
    for (; ; due += 1) {
      const dueMs = startMs + (due * 1_000) / order.perSecond
      if (dueMs > nowMs) break
      lateness.push(nowMs - dueMs)
      const client = free.pop()
      if (client === undefined) queue.push(dueMs)
      else writing.push(write(client, dueMs))
    }
    await delay(1)
  }
  await told
  await Promise.all(writing)
  await Promise.all(all.map((client) => client.end()))
  const sorted = waits.toSorted((a, b) => a - b)
  const report: WritersReport = {
    due,
    done: waits.length,
    inTime,
    failed,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    maxMs: sorted.at(-1) ?? 0,
    over100Ms: sorted.filter((ms) => ms > 100).length,
    latenessP99Ms: quantile(
      lateness.toSorted((a, b) => a - b),
      0.99,
    ),
  }
  process.stdout.write(`${JSON.stringify(report)}\n`)
  process.stdin.destroy()
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'writers' })
  await client.connect()
  await client.query({ name: 'touch', text: 'UPDATE users SET touched = touched + 1 WHERE id = $1', values: [0] })
  return client
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

await main(JSON.parse(process.argv[2] ?? '{}') as WritersOrder)
