import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { startPgBouncer } from '../database/server.ts'
import { users } from './migrate-changes.ts'
import type { MigratePlace } from './migrate-step.ts'
import type { ToldStep } from './told-step.ts'
import { until } from './until.ts'

/** What must hold where something stands in the way. Answers with figures; throws where it does not hold. */
export type Situation = (place: MigratePlace) => Promise<Readonly<Record<string, unknown>>>

const emailIndex = { '0002_email/expand.sql': 'CREATE UNIQUE INDEX CONCURRENTLY users_full_name ON users (full_name);' } as const
const validSql = "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('users_full_name')"
/** A statement that takes as long as the table `pace` says when it is begun. */
const long = {
  '0002_long/expand.sql': `CREATE TABLE pace AS SELECT 60 AS seconds;
-- @allow call-function: it only takes its time
SELECT pg_sleep(seconds) FROM pace;
CREATE TABLE done ();
`,
} as const
const sleepingSql = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"

/** Two runs at once: the second waits, says for whom, and finds nothing to do. */
export const twoRuns: Situation = async ({ write, run, start, ask, hold }) => {
  write(users)
  reached(await run(), 'MIGRATED')
  write({ '0002_age/expand.sql': 'ALTER TABLE users ADD COLUMN age int;' })
  const reader = await hold('SELECT FROM users')
  const first = start({}, { runId: '4711' })
  await first.said('waits, without asking for its lock')
  const second = start()
  await second.said(/Another run holds the database, waiting for its end: .*4711/)
  await reader.close()
  const ends = await Promise.all([first.ended, second.ended])
  reached(ends[0], 'MIGRATED')
  reached(ends[1], 'NO_CHANGE')
  deepEqual(await ask('SELECT state, array_length(steps, 1) AS steps FROM sluice.change WHERE change = $$0002$$'), [
    { state: 'done', steps: 1 },
  ])
  return { first: ends[0].outputs['reason'], second: ends[1].outputs['reason'] }
}

/** SIGKILL within a long statement: the lock is free within seconds, and the next run goes on there. Postgres looks for its client from 14 on. */
export const killedWithin: Situation = async ({ write, run, start, ask }) => {
  write(long)
  const killed = start()
  await until('the statement to run', async () => (await ask(sleepingSql)).length > 0)
  killed.kill()
  equal((await killed.ended).signal, 'SIGKILL')
  const sinceMs = performance.now()
  await ask('UPDATE pace SET seconds = 0')
  const next = await run()
  reached(next, 'MIGRATED')
  match(next.outputs['reason'] ?? '', /^2 steps of 1 change done/)
  deepEqual(await ask("SELECT to_regclass('done') IS NOT NULL AS there"), [{ there: true }])
  return { statementSeconds: 60, nextRunDoneAfterMs: Math.round(performance.now() - sinceMs) }
}

/** Through a pool of transactions nothing is written, whichever session it deals out. */
export const pooled: Situation = async ({ write, run, ask, url }) => {
  write(users)
  const pooler = await startPgBouncer({ to: url, mode: 'transaction' })
  ok(pooler, 'there is no PgBouncer here')
  try {
    for (let tries = 0; tries < 5; tries += 1) {
      const step = await run({ 'database-url': pooler.url })
      reached(step, 'PREFLIGHT_FAILED')
      match(step.outputs['reason'] ?? '', /reached through a pool of transactions/)
      equal(step.outputs['started'], undefined)
    }
  } finally {
    await pooler.stop()
  }
  deepEqual(await ask("SELECT to_regclass('users') AS users, to_regnamespace('sluice') AS ledger"), [{ users: null, ledger: null }])
  return { refused: '5 of 5' }
}

/** An old snapshot of something else: an index is built beside it, whose holder is named, and is valid in the end. */
export const oldSnapshot: Situation = async ({ write, run, start, ask, hold }) => {
  write(users)
  reached(await run(), 'MIGRATED')
  await ask('CREATE TABLE other ()')
  const report = await hold('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT FROM other')
  await until('the snapshot to be old', async () => {
    const sql = `SELECT FROM pg_stat_activity WHERE pid = ${report.pid} AND xact_start < clock_timestamp() - interval '1.2 s'`
    return (await ask(sql)).length > 0
  })
  write(emailIndex)
  const step = start({ 'max-wait': '1s' })
  await step.said(/cannot be finished before these: session \d+ "report"/)
  await step.said('waiting for old snapshots')
  deepEqual(await ask(validSql), [{ valid: false }])
  const waitedMs = performance.now()
  await report.close()
  reached(await step.ended, 'MIGRATED')
  deepEqual(await ask(validSql), [{ valid: true }])
  return { doneAfterSnapshotMs: Math.round(performance.now() - waitedMs) }
}

/** Rows that are not unique under an index that says so: told without a value, no index is left, and the next run builds it when they are corrected. */
export const dirtyData: Situation = async ({ write, run, ask }) => {
  write(users)
  reached(await run(), 'MIGRATED')
  await ask("UPDATE users SET full_name = 'hidden' WHERE id IN (3, 4)")
  write(emailIndex)
  const step = await run()
  reached(step, 'MIGRATION_FAILED')
  match(step.outputs['reason'] ?? '', /could not create unique index "users_full_name" \(SQLSTATE 23505\)/)
  ok(!`${step.stdout}${step.summary}`.includes('hidden'), 'a value is told')
  deepEqual(await ask(validSql), [])
  await ask("UPDATE users SET full_name = 'Person ' || id")
  reached(await run(), 'MIGRATED')
  deepEqual(await ask(validSql), [{ valid: true }])
  return { reason: step.outputs['reason'] }
}

/** A file edited after a part of it has run: drift where it was done, and the way on where it has failed. */
export const editedFile: Situation = async ({ write, run, ask }) => {
  const file = (first: string, second: string) => ({ '0001_a/expand.sql': `CREATE TABLE ${first} ();\n${second};\nCREATE TABLE c ();\n` })
  write(file('a', 'COMMENT ON TABLE missing IS NULL'))
  const failed = await run()
  reached(failed, 'MIGRATION_FAILED')
  match(failed.outputs['reason'] ?? '', /step 2 of 3 \(db\/changes\/0001_a\/expand\.sql:2\)/)
  write(file('aa', 'CREATE TABLE b ()'))
  const drift = await run()
  reached(drift, 'DRIFT_FOUND')
  write(file('a', 'CREATE TABLE b ()'))
  reached(await run(), 'MIGRATED')
  const names = await ask("SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1")
  deepEqual(names, [{ name: 'a' }, { name: 'b' }, { name: 'c' }])
  return { drift: drift.outputs['reason'] }
}

/** What only a superuser may do: refused by the server, what was done before stays, and it is said how to go on. */
export const superuser: Situation = async ({ write, run, ask, url }) => {
  const [database, role] = [new URL(url).pathname.slice(1), `ordinary_${new URL(url).pathname.slice(1)}`]
  await ask(
    `CREATE ROLE ${role} LOGIN PASSWORD 'pa ss'; GRANT ALL ON DATABASE ${database} TO ${role}; GRANT CREATE ON SCHEMA public TO ${role}`,
  )
  const theirs = new URL(url)
  theirs.username = role
  theirs.password = 'pa ss'
  write({ '0001_a/expand.sql': 'CREATE TABLE a ();\nCREATE FUNCTION f() RETURNS int LEAKPROOF LANGUAGE sql AS $$ SELECT 1 $$;\n' })
  const step = await run({ 'database-url': theirs.href })
  reached(step, 'MIGRATION_FAILED')
  match(step.outputs['reason'] ?? '', /expand\.sql:2\) was refused by the database: .+ \(SQLSTATE 42501\)\n.*by a role that may/)
  deepEqual(await ask("SELECT to_regclass('a') IS NOT NULL AS there"), [{ there: true }])
  write({ '0001_a/expand.sql': 'CREATE TABLE a ();\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;\n' })
  reached(await run({ 'database-url': theirs.href }), 'MIGRATED')
  return { reason: step.outputs['reason'] }
}

function reached(step: ToldStep, reasonCode: string): void {
  equal(step.outputs['reason-code'], reasonCode, `${step.stdout}${step.stderr}`)
}
