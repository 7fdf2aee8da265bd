import { expect } from 'vitest'

import { filledOnce, fillsSql, names, slowNames, users } from './migrate-changes.ts'
import type { MigratePlace } from './migrate-step.ts'
import type { MigrateTest } from './migrate-test.ts'
import type { ToldStep } from './told-step.ts'
import { until } from './until.ts'

const blocking = {
  '0003_checks/expand.sql': `ALTER TABLE users ALTER COLUMN full_name SET NOT NULL;

CREATE INDEX users_full_name ON users (full_name);
-- @allow drop-column: nothing has ever read it
ALTER TABLE users DROP COLUMN fills;
`,
} as const

/** The ends a run comes to by itself. */
export function endings(migrateTest: MigrateTest): void {
  migrateTest('lint reads the files alone', {}, async ({ write, run, ask }) => {
    write({ ...users, ...names })
    const step = await run({ command: 'lint', 'database-url': '' })
    ended(step, 'succeeded', 'LINTED')
    expect(step.outputs['started']).toBeUndefined()
    expect(step.summary).toContain('SELECT FROM users WHERE display_name IS NULL')
    expect(await nothingWritten({ ask })).toBe(true)
  })

  migrateTest('what is unsafe is told at file and line, by lint and before a run, and nothing is run', {}, async ({ write, run, ask }) => {
    write({ ...users, ...blocking })
    for (const command of ['lint', 'expand']) {
      const step = await run({ command })
      ended(step, 'failed', 'MIGRATION_UNSAFE')
      const told = step.commands.filter(({ properties }) => properties['file'] !== undefined)
      expect(told.map(({ name, properties: { file, line, title } }) => [name, file, line, title])).toEqual([
        ['error', 'db/changes/0003_checks/expand.sql', '1', 'set-not-null'],
        ['error', 'db/changes/0003_checks/expand.sql', '3', 'add-index'],
        ['notice', 'db/changes/0003_checks/expand.sql', '5', 'drop-column'],
      ])
      expect(step.annotations.notice.join()).toContain('Allowed: nothing has ever read it')
      expect(step.summary).toContain('CREATE INDEX CONCURRENTLY users_full_name ON users (full_name);')
      expect(step.outputs['reason']?.includes('With `safe-rewrite: true`')).toBe(command === 'expand')
      expect(await nothingWritten({ ask })).toBe(true)
    }
  })

  migrateTest('a file that cannot be read is told with its line, and nothing is run', {}, async ({ write, run, ask }) => {
    write({ ...users, '0002_more/expand.sql': 'CREATE TABLE a ();\n\nCREATE TABEL b ();\n', '0002_more/expnad.sql': 'SELECT 1' })
    const step = await run()
    ended(step, 'failed', 'MIGRATION_UNSAFE')
    const told = step.commands.filter(({ properties }) => properties['file'] !== undefined)
    expect(told.map(({ properties: { file, line } }) => `${file}:${line}`).sort()).toEqual([
      'db/changes/0002_more/expand.sql:3',
      'db/changes/0002_more/expnad.sql:1',
    ])
    expect(await nothingWritten({ ask })).toBe(true)
  })

  migrateTest('a plan says what would run and who is in the way, and writes nothing', {}, async ({ write, run, ask, hold }) => {
    await ask('CREATE TABLE users (id int)')
    write({ '0002_age/expand.sql': 'ALTER TABLE users ADD COLUMN age int;' })
    const reader = await hold('SELECT FROM users')
    await aged(ask, reader.pid)
    const step = await run({ mode: 'plan' })
    ended(step, 'no-op', 'PLANNED')
    expect(step.told?.plan).toContain('expand: 1 of 1 change is pending')
    expect(step.told?.plan?.find((line) => line.startsWith('In the way now'))).toContain('"report"')
    expect(step.summary.match(/ADD COLUMN age/g)).toHaveLength(1)
    expect(step.outputs['started']).toBeUndefined()
    expect(await nothingWritten({ ask })).toBe(true)
  })

  migrateTest('expand is done once, and the outputs say where the schema stands', {}, async ({ write, run, ask }) => {
    write({ ...users, ...names })
    const first = await run()
    ended(first, 'succeeded', 'MIGRATED')
    expect(first.outputs).toMatchObject({ started: 'true', level: '0002', 'rollback-allowed': 'true' })
    expect(JSON.parse(first.outputs['pending']!)).toEqual([{ change: '0002', phase: 'backfill' }])
    const second = await run()
    ended(second, 'no-op', 'NO_CHANGE')
    expect(second.outputs['started']).toBeUndefined()
    expect(await ask('SELECT count(*)::int AS n FROM users')).toEqual([{ n: 1000 }])
  })

  migrateTest('safe-rewrite runs the safe form and prints it', {}, async ({ write, run, ask }) => {
    write(users)
    ended(await run(), 'succeeded', 'MIGRATED')
    write(blocking)
    const step = await run({ 'safe-rewrite': 'true' })
    ended(step, 'succeeded', 'MIGRATED')
    expect(step.stdout).toContain('\nCREATE INDEX CONCURRENTLY users_full_name ON users (full_name);\n')
    expect(step.summary).toContain('`CREATE INDEX CONCURRENTLY users_full_name ON users (full_name)`')
    expect(await ask("SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'users_full_name'::regclass")).toEqual([{ valid: true }])
    ended(await run({ 'safe-rewrite': 'true' }), 'no-op', 'NO_CHANGE')
  })

  migrateTest('a backfill is done once, and its queries find nothing', {}, async ({ write, run, ask }) => {
    write({ ...users, ...names })
    ended(await run(), 'succeeded', 'MIGRATED')
    const step = await run({ command: 'backfill', 'backfill-batch-size': '100' })
    ended(step, 'succeeded', 'MIGRATED')
    expect(step.outputs['pending']).toBe('[]')
    expect(step.summary).toContain('100 %')
    expect(await ask(fillsSql)).toEqual(filledOnce)
    ended(await run({ command: 'backfill' }), 'no-op', 'NO_CHANGE')
  })

  migrateTest('a backfill whose query finds rows has failed, with their number alone', {}, async ({ write, run }) => {
    write({ ...users, ...names, '0002_names/verify.sql': "-- each has a name\nSELECT full_name FROM users WHERE full_name = 'Person 7';" })
    ended(await run(), 'succeeded', 'MIGRATED')
    const step = await run({ command: 'backfill' })
    ended(step, 'failed', 'MIGRATION_FAILED')
    expect(step.outputs['reason']).toContain('db/changes/0002_names/verify.sql:2')
    expect(`${step.stdout}${step.summary}`).not.toContain('Person 7')
  })

  migrateTest('a backfill that has no more time goes on in the next run', {}, async ({ write, run, ask }) => {
    write({ ...users, ...slowNames })
    ended(await run(), 'succeeded', 'MIGRATED')
    const first = await run({ command: 'backfill', 'max-duration': '5s', 'backfill-batch-size': '10' })
    ended(first, 'waiting', 'BACKFILL_CONTINUES')
    expect(JSON.parse(first.outputs['pending']!)).toEqual([{ change: '0002', phase: 'backfill' }])
    await ask('UPDATE pace SET seconds = 0')
    const second = await run({ command: 'backfill' })
    ended(second, 'succeeded', 'MIGRATED')
    expect(second.stdout).toContain('Goes on with users')
    expect(await ask(fillsSql)).toEqual(filledOnce)
  })

  migrateTest('who holds the table for longer than is waited for is named', {}, async ({ write, run, ask, hold }) => {
    write(users)
    ended(await run(), 'succeeded', 'MIGRATED')
    write({ '0002_age/expand.sql': 'ALTER TABLE users ADD COLUMN age int;' })
    const reader = await hold('SELECT FROM users', 'nightly report')
    await aged(ask, reader.pid)
    const step = await run({ 'max-wait': '1s' })
    ended(step, 'failed', 'LOCK_BUSY')
    expect(step.outputs['reason']).toContain(
      `session ${reader.pid} "nightly report" (of owner, idle in transaction) holds ACCESS SHARE on users`,
    )
    await reader.close()
    ended(await run(), 'succeeded', 'MIGRATED')
  })

  migrateTest('a file that was changed after it was done is drift; spaces and comments are none', {}, async ({ write, run }) => {
    write(users)
    ended(await run(), 'succeeded', 'MIGRATED')
    write({ '0001_users/expand.sql': `-- the people\r\n${users['0001_users/expand.sql'].replaceAll(' AS n', '\r\n  AS n')}` })
    ended(await run(), 'no-op', 'NO_CHANGE')
    write({ '0001_users/expand.sql': users['0001_users/expand.sql'].replace('1000', '999') })
    ended(await run(), 'failed', 'DRIFT_FOUND')
  })

  migrateTest('a change that is merged late is done all the same', {}, async ({ write, run, ask }) => {
    write({ ...users, '0003_third/expand.sql': 'CREATE TABLE third ();' })
    ended(await run(), 'succeeded', 'MIGRATED')
    write({ '0002_second/expand.sql': 'CREATE TABLE second ();' })
    const step = await run()
    ended(step, 'succeeded', 'MIGRATED')
    expect(step.stdout).toContain('0002 was merged after 0003')
    expect(await ask("SELECT to_regclass('second') IS NOT NULL AS there")).toEqual([{ there: true }])
  })
}

/** The end of a step, in its exit code too. */
export function ended(step: ToldStep, outcome: string, reasonCode: string): void {
  expect(step.outputs, `${step.stdout}${step.stderr}`).toMatchObject({ outcome, 'reason-code': reasonCode })
  expect(step.exitCode).toBe(outcome === 'failed' ? 1 : 0)
  expect(step.told).toMatchObject({ outcome, reasonCode })
  expect(step.summary).toContain(`\`${reasonCode}\``)
  expect(step.stderr).toBe('')
}

/** Not even the place where it is written down what was done. */
export async function nothingWritten({ ask }: Pick<MigratePlace, 'ask'>): Promise<boolean> {
  const [found] = await ask("SELECT to_regnamespace('sluice') IS NULL AS none")
  return found?.['none'] === true
}

/** Waits until a transaction is one that a run waits for, and not one that is gone in a moment. */
export async function aged(ask: MigratePlace['ask'], pid: number): Promise<void> {
  const sql = `SELECT FROM pg_stat_activity WHERE pid = ${pid} AND xact_start < clock_timestamp() - interval '1.2 s'`
  await until('the transaction to be old', async () => (await ask(sql)).length > 0)
}
