import { expect } from 'vitest'
import { filledOnce, fillsSql, slowNames, users } from './migrate-changes.ts'
import { ended } from './migrate-ends.ts'
import type { MigratePlace } from './migrate-step.ts'
import type { MigrateTest } from './migrate-test.ts'
import { stoppedWithinMs } from './patience.ts'
import type { ToldStep } from './told-step.ts'
import { until } from './until.ts'

const sleepingSql = "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
const doneSql = "SELECT coalesce(max((backfill ->> 'rowsDone')::int), 0) AS rows FROM sluice.change WHERE phase = 'backfill'"
const small = { command: 'backfill', 'backfill-batch-size': '10' } as const

/** Runs that are ended from outside: nothing is lost, nothing is done twice, and the next run goes on. */
export function cancellations(migrateTest: MigrateTest): void {
  migrateTest('cancelled in the middle of a backfill', {}, async (place) => {
    await begun(place)
    const step = place.start(small)
    await someRowsDone(place)
    step.cancel()
    const end = await step.ended
    told(end)
    expect(end.summary).toContain('users, 0002')
    await goesOn(place)
  })

  migrateTest('cancelled within a long statement', {}, async ({ write, run, start, ask }) => {
    write({
      '0001_long/expand.sql': `CREATE TABLE pace AS SELECT 120 AS seconds;
-- @allow call-function: it only takes its time
SELECT pg_sleep(seconds) FROM pace;`,
    })
    const step = start()
    await until('the statement to run', async () => (await ask(sleepingSql)).length > 0)
    step.cancel()
    const end = await step.ended
    told(end)
    expect(end.outputs['reason']).toContain('step 2 of 2')
    await until('the statement to be ended', async () => (await ask(sleepingSql)).length === 0)
    await ask('UPDATE pace SET seconds = 0')
    ended(await run(), 'succeeded', 'MIGRATED')
  })

  migrateTest('cancelled while it waits for who holds the table', {}, async ({ write, run, start, hold }) => {
    write(users)
    ended(await run(), 'succeeded', 'MIGRATED')
    write({ '0002_age/expand.sql': 'ALTER TABLE users ADD COLUMN age int;' })
    const reader = await hold('SELECT FROM users')
    const step = start()
    await step.said('waits, without asking for its lock')
    step.cancel()
    told(await step.ended)
    await reader.close()
    ended(await run(), 'succeeded', 'MIGRATED')
  })

  migrateTest('cancelled while another run is at work', {}, async ({ write, run, start, hold }) => {
    write(users)
    ended(await run(), 'succeeded', 'MIGRATED')
    write({ '0002_age/expand.sql': 'ALTER TABLE users ADD COLUMN age int;' })
    const reader = await hold('SELECT FROM users')
    const first = start()
    await first.said('waits, without asking for its lock')
    const second = start()
    await second.said('Another run holds the database')
    second.cancel()
    told(await second.ended)
    await reader.close()
    ended(await first.ended, 'succeeded', 'MIGRATED')
  })

  migrateTest('killed in the middle of a backfill', {}, async (place) => {
    await begun(place)
    const step = place.start(small)
    await someRowsDone(place)
    step.kill()
    expect((await step.ended).signal).toBe('SIGKILL')
    await goesOn(place)
  })

  migrateTest('whose time is over', { thorough: true }, async (place) => {
    await begun(place)
    await place.ask('UPDATE pace SET seconds = 1')
    const end = await place.run({ ...small, 'backfill-batch-size': '1', 'timeout-minutes': '1' })
    ended(end, 'failed', 'TIMED_OUT')
    expect(end.outputs['reason']).toMatch(/^timeout-minutes \(1\) is over: /)
    expect(end.summary).not.toContain('CANCELLED')
    await goesOn(place)
  })

  migrateTest('whose time is over before it has reached the database', { thorough: true }, async ({ write, run }) => {
    write(users)
    const end = await run({ 'database-url': 'postgres://owner@127.0.0.1:1/nowhere', 'timeout-minutes': '1' })
    ended(end, 'failed', 'TIMED_OUT')
    expect(end.outputs['started']).toBeUndefined()
  })

  migrateTest('whose server ends its session goes on by itself', {}, async (place) => {
    await begun(place)
    const step = place.start(small)
    await someRowsDone(place)
    await place.ask(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'sluice/%' AND datname = current_database()",
    )
    await step.said('Connected anew')
    await place.ask('UPDATE pace SET seconds = 0')
    ended(await step.ended, 'succeeded', 'MIGRATED')
    expect(await place.ask(fillsSql)).toEqual(filledOnce)
  })
}

async function begun({ write, run }: MigratePlace): Promise<void> {
  write({ ...users, ...slowNames })
  ended(await run(), 'succeeded', 'MIGRATED')
}

async function someRowsDone({ ask }: MigratePlace): Promise<void> {
  await until('some rows to be done', async () => ((await ask(doneSql))[0]?.['rows'] as number) > 0)
}

/** In time, and with everything that later steps and people read. */
function told(end: ToldStep): void {
  ended(end, 'failed', 'CANCELLED')
  expect(end.stoppedAfterMs).toBeLessThan(stoppedWithinMs)
  expect(end.conclusion).toBe('cancelled')
}

async function goesOn({ ask, run }: MigratePlace): Promise<void> {
  await ask('UPDATE pace SET seconds = 0')
  const next = await run({ command: 'backfill' })
  ended(next, 'succeeded', 'MIGRATED')
  expect(next.stdout).toContain('Goes on with users')
  expect(await ask(fillsSql)).toEqual(filledOnce)
}
