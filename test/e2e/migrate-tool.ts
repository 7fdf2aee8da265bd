import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { ended, nothingWritten } from './migrate-ends.ts'
import type { MigrateTest } from './migrate-test.ts'
import { stoppedWithinMs } from './patience.ts'
import { until } from './until.ts'

/** A folder of another tool. */
const foreign = { '20260101000000_init/migration.sql': 'CREATE TABLE a ();' } as const

/** A tool of the team in the runner. */
export function tools(migrateTest: MigrateTest): void {
  migrateTest(
    'a tool finds the database, and nobody else works on it meanwhile',
    {},
    async ({ write, start, run, ask, workspace, url }) => {
      write(foreign)
      const tool = start({
        'tool-command': 'printf %s "$DATABASE_URL" > seen; while ! [ -e go ]; do sleep 0.1; done; echo applied 1 migration',
      })
      await until('the tool to run', () => Promise.resolve(existsSync(join(workspace, 'seen'))))
      expect(readFileSync(join(workspace, 'seen'), 'utf8')).toBe(url)
      const other = start({ 'tool-command': 'true' })
      await other.said('Another run holds the database')
      writeFileSync(join(workspace, 'go'), '')
      const end = await tool.ended
      ended(end, 'succeeded', 'MIGRATED')
      expect(end.stdout).toContain('│ applied 1 migration\n')
      expect(end.outputs['started']).toBe('true')
      ended(await other.ended, 'succeeded', 'MIGRATED')
      const locked =
        "SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
      await until('no lock to be left', async () => (await ask(locked)).length === 0)
      expect((await run({ command: 'lint' })).outputs['reason-code']).toBe('LINTED')
    },
  )

  migrateTest('a tool that fails has failed the step, with its exit code; what it prints is no command', {}, async ({ write, run }) => {
    write(foreign)
    const step = await run({
      'tool-command': 'echo "no such table: orders"; echo "::set-output name=outcome::succeeded" >&2; echo "::add-mask::a"; exit 3',
    })
    ended(step, 'failed', 'MIGRATION_FAILED')
    expect(step.outputs['reason']).toContain('exit code 3')
    expect(step.stdout).toContain('no such table: orders')
    expect(step.commands.map(({ name }) => name)).not.toContain('set-output')
    expect(step.commands.filter(({ name, message }) => name === 'add-mask' && message === 'a')).toEqual([])
    // A tool may print values of rows.
    expect(step.summary).not.toContain('no such table: orders')
  })

  migrateTest('a tool is ended with the step, and nothing of it is left', {}, async ({ write, start, run, workspace }) => {
    write(foreign)
    const step = start({ 'tool-command': 'echo $$ > pid; (trap "" INT TERM; while :; do sleep 0.1; done) & echo began; wait' })
    await step.said('began')
    const pid = Number(readFileSync(join(workspace, 'pid'), 'utf8'))
    step.cancel()
    const end = await step.ended
    ended(end, 'failed', 'CANCELLED')
    expect(end.stoppedAfterMs).toBeLessThan(stoppedWithinMs)
    await until('the tool to be gone', () => Promise.resolve(!lives(pid)))
    ended(await run({ 'tool-command': 'true' }), 'succeeded', 'MIGRATED')
  })

  migrateTest('a tool goes on where its session is lost and nobody else is there', {}, async ({ write, start, ask, workspace }) => {
    write(foreign)
    const tool = start({ 'tool-command': 'echo began; while ! [ -e go ]; do sleep 0.1; done' })
    await tool.said('began')
    await ask(terminate)
    await tool.said('The session was lost')
    await until('the lock to be taken again', async () => (await ask(`SELECT FROM pg_locks WHERE ${held}`)).length > 0)
    writeFileSync(join(workspace, 'go'), '')
    ended(await tool.ended, 'succeeded', 'MIGRATED')
  })

  migrateTest('a tool is ended where another run has the lock by then', {}, async ({ write, start, ask, hold, workspace }) => {
    write(foreign)
    const tool = start({ 'tool-command': 'echo $$ > pid; echo began; while :; do sleep 0.1; done' })
    await tool.said('began')
    const pid = Number(readFileSync(join(workspace, 'pid'), 'utf8'))
    // It waits in the server, and so has the lock in the moment in which the session is gone.
    const taken = hold("SELECT pg_advisory_lock(hashtext(current_database()), hashtext('sluice'))", 'sluice/4711')
    await until('it to wait', async () => (await ask("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")).length > 0)
    await ask(terminate)
    await taken
    const end = await tool.ended
    ended(end, 'failed', 'LOCK_BUSY')
    expect(end.outputs['reason']).toMatch(
      /^The lock of the database was lost with its session\. Another run works on .*run 4711.*The tool was ended/,
    )
    expect(lives(pid)).toBe(false)
  })

  migrateTest('the end of what a tool prints is shown, however much it is', {}, async ({ write, run }) => {
    write(foreign)
    const step = await run({ 'tool-command': 'seq 1 1200; echo FATAL: the reason; exit 1' })
    ended(step, 'failed', 'MIGRATION_FAILED')
    expect(step.stdout).toContain('│ FATAL: the reason\n')
    expect(step.stdout).not.toContain('the rest is not shown')
  })

  migrateTest('what only a tool can read is not read here, and where it has its files is its own', {}, async ({ write, run }) => {
    ended(await run({ 'tool-command': 'true' }), 'succeeded', 'MIGRATED')
    write({ 'V1__init.sql': 'CREATE TABLE ${schema}.a ();', '20260101000000_init.rb': 'create_table :a' })
    ended(await run({ 'tool-command': 'true' }), 'succeeded', 'MIGRATED')
  })

  migrateTest('a plan runs no tool, and tries whether it could', {}, async ({ write, run, ask, workspace, url }) => {
    write(foreign)
    const step = await run({ mode: 'plan', 'tool-command': 'touch ran' })
    ended(step, 'no-op', 'PLANNED')
    expect(step.told?.plan?.join('\n')).toContain('touch ran')
    expect(step.stdout).toMatch(/^under the lock of .*: touch ran$/m)
    expect(existsSync(join(workspace, 'ran'))).toBe(false)
    expect(await nothingWritten({ ask })).toBe(true)
    const wrong = await run({ mode: 'plan', 'tool-command': 'touch ran', 'database-url': url.replace('owner', 'nobody') })
    ended(wrong, 'failed', 'PREFLIGHT_FAILED')
  })
}

/** The lock of a run, and the end of the session that has it. */
const held = "locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
const terminate = `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE ${held}`

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
