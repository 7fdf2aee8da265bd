import { setTimeout as delay } from 'node:timers/promises'
import { createPostgres } from '../../src/database/postgres.ts'
import { batchLimits } from '../../src/domain/migration/batch-size.ts'
import { DatabaseFault } from '../../src/domain/migration/fault.ts'
import type { LedgerEntry } from '../../src/domain/migration/model.ts'
import { backfill, type BackfillEnd } from '../../src/engine/backfilling.ts'
import type { BackfillOrder } from '../../src/ports.ts'
import { localClock } from '../../src/runner/clock.ts'

/** A backfill as a process of its own, so that it can be killed: `node backfill-run.ts <order as JSON>`. Prints what happens, a JSON document a line. */
export interface RunOrder {
  readonly url: string
  readonly order: BackfillOrder
  readonly run: string
  readonly targetMs?: number
  readonly mostRows?: number
  readonly maxDurationMs?: number
  readonly throttleQuery?: string
}

const change = '20261120T1530'

/** Runs it to its end in this process. `tell` hears events as they happen. */
export async function runBackfill(run: RunOrder, tell: (event: object) => void, signal: AbortSignal): Promise<BackfillEnd> {
  const database = createPostgres({ url: run.url, run: run.run })
  const join = async (): Promise<readonly LedgerEntry[]> => {
    for (const endsMs = performance.now() + 60_000; ; await delay(50)) {
      try {
        await database.connect(signal)
        for (; (await database.lock(signal)).heldBy !== undefined; await delay(20))
          if (performance.now() > endsMs) throw new Error('no lock')
        return await database.ledger(signal)
      } catch (error) {
        if (!(error instanceof DatabaseFault) || error.kind !== 'lost' || performance.now() > endsMs) throw error
      }
    }
  }
  try {
    const found = (await join()).find((entry) => entry.change === change)
    tell({ kind: 'joined', rowsDone: found?.backfill?.rowsDone ?? 0 })
    const limits = batchLimits({
      ...(run.targetMs !== undefined && { targetMs: run.targetMs }),
      ...(run.mostRows !== undefined && { mostRows: run.mostRows }),
    })
    const work = { change, digest: 'd', order: run.order, run: run.run, attempt: 1, limits, lockMs: 100, maxWaitMs: 60_000, verify: [] }
    return await backfill(
      { ...work, ...(found && { found }), ...(run.maxDurationMs !== undefined && { maxDurationMs: run.maxDurationMs }) },
      {
        database,
        clock: localClock,
        cancellation: { signal, atMs: () => (signal.aborted ? 0 : undefined) },
        nowMs: () => Date.now(),
        random: () => Math.random(),
        pressures: database.pressures(run.order.table, { lagMs: 10_000, waiterMs: 500 }, run.throttleQuery),
        rejoin: join,
        tell,
      },
    )
  } finally {
    await database.close()
  }
}

if (import.meta.main) {
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort())
  const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)
  print(await runBackfill(JSON.parse(process.argv[2] ?? '{}') as RunOrder, print, controller.signal))
}
