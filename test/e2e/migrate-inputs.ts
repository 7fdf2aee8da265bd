import { expect } from 'vitest'
import { ended, nothingWritten } from './migrate-ends.ts'
import { users } from './migrate-changes.ts'
import type { MigrateTest } from './migrate-test.ts'

const mistaken = {
  command: 'expnad',
  migrations: 'db/chagnes',
  'lock-timeout': '1h',
  'max-wait': '10',
  'backfill-batch-size': '0',
  'safe-rewrite': 'yes',
  'postgres-version': '11',
  'database-ca': 'no/such.pem',
  'throttle-metrics': '- { namespace: AWS/RDS }',
  'run-task-cluster': 'production',
  mode: 'maybe',
} as const

/** What cannot be begun is refused in words, all of it at once, and never with a secret. */
export function refusals(migrateTest: MigrateTest): void {
  migrateTest('mistaken inputs, all of them in one message', {}, async ({ write, run, ask }) => {
    write(users)
    const step = await run({ ...mistaken, 'database-url': 'postgres://app:pa55@db/shop', 'database-secret': 'production/shop' })
    ended(step, 'failed', 'INPUT_INVALID')
    for (const name of Object.keys(mistaken)) expect(step.outputs['reason'], name).toMatch(new RegExp(`(^|\\s)${name}[:,]? `))
    expect(step.outputs['reason']).toContain('did you mean expand?')
    expect(step.annotations.error).toHaveLength(1)
    expect(step.calls).toEqual([])
    expect(`${step.stdout.replaceAll(/^::add-mask::.*$/gm, '')}${step.summary}${JSON.stringify(step.outputs)}`).not.toContain('pa55')
    expect(await nothingWritten({ ask })).toBe(true)
  })

  migrateTest('mistakes that only together are some', {}, async ({ write, run }) => {
    write(users)
    const none = await run({ 'database-url': '' })
    ended(none, 'failed', 'INPUT_INVALID')
    expect(none.outputs['reason']).toContain('required for expand')
    const both = await run({ 'database-secret': 'production/shop' })
    expect(both.outputs['reason'], both.stdout).toContain('both name the database')
    const tool = await run({ command: 'backfill', 'tool-command': 'true' })
    expect(tool.outputs['reason'], tool.stdout).toContain('runs with command: expand')
    const two = await run({ 'tool-command': 'true', 'run-task-cluster': 'main', 'run-task-service': 'web' })
    expect(two.outputs['reason'], two.stdout).toContain('either the runner runs a tool, or a task does')
  })

  migrateTest('a URL that is none, without a word of it', {}, async ({ write, run }) => {
    write(users)
    for (const url of [
      'pa55word',
      'postgres://app:pa55word@a,b/shop',
      'postgres://app:pa55%zzword@127.0.0.1/shop',
      'https://app:pa55word@db/shop',
    ]) {
      const step = await run({ 'database-url': url })
      ended(step, 'failed', 'INPUT_INVALID')
      expect(step.outputs['reason']).toContain('postgres://user:password@host')
      expect(`${step.stdout.replaceAll(/^::add-mask::.*$/gm, '')}${step.summary}${JSON.stringify(step.outputs)}`).not.toMatch(/pa55|zz/)
    }
  })

  migrateTest('a wrong password, a user or a database that is not there', {}, async ({ write, run, ask, url }) => {
    write(users)
    const database = new URL(url).pathname.slice(1)
    await ask(`CREATE ROLE known_${database} LOGIN PASSWORD 'right'`)
    const at = (user: string, password: string, name: string): string => {
      const to = new URL(url)
      to.username = user
      to.password = password
      to.pathname = `/${name}`
      return to.href
    }
    for (const [to, words] of [
      [at(`known_${database}`, 'pa55word', database), 'password authentication failed for user'],
      [at('nobody', 'pa55word', database), 'password authentication failed for user'],
      [at('owner', 'pa55word', 'nowhere'), 'database "nowhere" does not exist'],
    ] as const) {
      const step = await run({ 'database-url': to })
      ended(step, 'failed', 'PREFLIGHT_FAILED')
      expect(step.outputs['reason']).toContain(words)
      expect(step.outputs['started']).toBeUndefined()
      expect(`${step.stdout.replaceAll(/^::add-mask::.*$/gm, '')}${step.summary}${JSON.stringify(step.outputs)}`).not.toContain('pa55')
    }
  })

  migrateTest('a role that may not write down what was done', {}, async ({ write, run, ask, url }) => {
    write(users)
    const role = `reader_${new URL(url).pathname.slice(1)}`
    await ask(`CREATE ROLE ${role} LOGIN PASSWORD 'right'`)
    const to = new URL(url)
    to.username = role
    to.password = 'right'
    const step = await run({ 'database-url': to.href })
    ended(step, 'failed', 'PREFLIGHT_FAILED')
    expect(step.outputs['reason']).toMatch(/GRANT/)
  })

  migrateTest('a backfill before its expand', {}, async ({ write, run, ask }) => {
    write({ ...users, '0001_users/backfill.sql': '-- @backfill table=users key=id\nUPDATE users SET fills = 1 WHERE :range;' })
    const step = await run({ command: 'backfill' })
    ended(step, 'failed', 'PREFLIGHT_FAILED')
    expect(step.outputs['reason']).toContain('expand of 0001 is not done')
    expect(await ask("SELECT to_regclass('users') AS users")).toEqual([{ users: null }])
  })

  migrateTest('a server that does not answer is tried for a while', { thorough: true }, async ({ write, run, url }) => {
    write(users)
    const to = new URL(url)
    to.port = '1'
    const step = await run({ 'database-url': to.href })
    ended(step, 'failed', 'DATABASE_UNREACHABLE')
    expect(step.outputs['reason']).toContain('ECONNREFUSED')
    expect(step.stdout.match(/cannot be reached, trying again: .*ECONNREFUSED/g)).toHaveLength(1)
  })
}
