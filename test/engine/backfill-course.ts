import type { BackfillEvent } from '../../src/domain/migration/backfill-events.ts'
import { batchLimits } from '../../src/domain/migration/batch-size.ts'
import { backfill, type BackfillEnd, type BackfillPorts, type BackfillWork } from '../../src/engine/backfilling.ts'
import { createFakeBackfill, type FakeBackfill, type FakeBackfillOptions } from '../fakes/backfill-table.ts'
import { createFakeTime } from '../fakes/fake-clock.ts'
import { createRandom } from '../fakes/random.ts'

export interface Course {
  readonly end: BackfillEnd
  readonly events: readonly BackfillEvent[]
  readonly fake: FakeBackfill
  readonly tookMs: number
}

export interface Told extends Partial<BackfillWork> {
  readonly pressure?: (atMs: number) => readonly string[]
  readonly cancelAtMs?: number
  readonly rejoin?: BackfillPorts['rejoin']
}

/** One run, in time that moves only by sleeping. */
export async function course(table: FakeBackfillOptions, told: Told = {}): Promise<Course> {
  const { pressure, cancelAtMs, rejoin, ...work } = told
  const time = createFakeTime()
  const startMs = time.nowMs()
  const controller = new AbortController()
  let cancelledAtMs: number | undefined
  if (cancelAtMs !== undefined)
    time.at(startMs + cancelAtMs, () => {
      cancelledAtMs = time.nowMs()
      controller.abort()
    })
  const events: BackfillEvent[] = []
  let fake: FakeBackfill | undefined
  const finish = await time.run('runner', async ({ clock }) => {
    fake = createFakeBackfill(clock, table)
    return backfill(
      {
        change: '20261120T1530',
        digest: 'd',
        order: { table: 'users', key: ['id'], sql: 'UPDATE users SET a = 1 WHERE :range' },
        run: '7',
        attempt: 1,
        ...(table.found && { found: table.found }),
        limits: batchLimits(),
        lockMs: 100,
        maxWaitMs: 60_000,
        verify: [],
        ...work,
      },
      {
        database: fake.database,
        clock,
        cancellation: { signal: controller.signal, atMs: () => cancelledAtMs },
        nowMs: () => time.nowMs() - startMs,
        random: createRandom(1),
        pressures: pressure ? [async () => pressure(time.nowMs() - startMs)] : [],
        rejoin: rejoin ?? (async () => fake!.ledger()),
        tell: (event) => events.push(event),
      },
    )
  })
  if (finish.kind !== 'done') throw finish.kind === 'threw' ? finish.error : new Error('died')
  return { end: finish.value, events, fake: fake!, tookMs: time.nowMs() - startMs }
}

export const kinds = (events: readonly BackfillEvent[]): readonly string[] => events.map(({ kind }) => kind)
export const allOnce = (fake: FakeBackfill): boolean => fake.hits.every((count) => count === 1)
