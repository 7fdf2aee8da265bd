import { describe, expect, test } from 'vitest'
import { documentsOf } from '../../src/actions/documents.ts'
import { inputs } from '../../src/actions/migrate-fields.ts'
import { migrateRules, workerOf } from '../../src/actions/migrate-rules.ts'
import { readInputs } from '../../src/runner/inputs.ts'
import { recordHost } from '../runner/recorded-host.ts'

type Given = Readonly<Record<string, string>>

const files = {
  '/workspace/db/changes/0001_a/expand.sql': 'SELECT 1',
  '/workspace/readme/a.txt': '',
  '/workspace/certificate.pem': 'no PEM',
  '/workspace/broken.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  '/workspace/broken.sql': 'CREAT TABLE a ();',
}
const url = { 'database-url': 'postgres://app:pa55@db/shop' }
const task = { command: 'expand', 'run-task-cluster': 'main', 'run-task-service': 'web', 'aws-region': 'eu-west-1' }

async function read(given: Given) {
  const { host } = recordHost(
    Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    files,
  )
  return readInputs(inputs, host, { rules: migrateRules(host, documentsOf(host)) })
}

async function mistakesOf(given: Given): Promise<readonly string[]> {
  try {
    await read(given)
    return []
  } catch (error) {
    return error instanceof Error ? error.message.split('\n').slice(1) : []
  }
}

describe('what can be begun', () => {
  test.each([
    [{}],
    [{ command: 'expand', ...url }],
    [{ command: 'backfill', ...url, 'max-duration': '45m', 'timeout-minutes': '60', 'lock-timeout': '50ms' }],
    [{ command: 'expand', 'database-secret': 'production/shop', 'aws-region': 'eu-west-1' }],
    [{ command: 'expand', 'database-secret': 'production/shop', 'database-host': 'db:5432', 'aws-region': 'eu-west-1' }],
    [{ command: 'expand', ...url, 'tool-command': 'npx prisma migrate deploy' }],
    [task],
    [{ ...task, 'run-task-command': '[npx, prisma, migrate, deploy]' }],
    [{ ...task, migrations: 'readme' }],
    [{ ...task, migrations: 'nowhere' }],
    [{ command: 'expand', ...url, 'tool-command': 'bin/rails db:migrate', migrations: 'nowhere' }],
    [{ command: 'lint', 'lint-database-url': 'postgres://postgres@localhost/scratch' }],
  ] as readonly (readonly [Given])[])('%o', async (given) => {
    expect(await mistakesOf(given)).toEqual([])
  })
})

describe('what cannot', () => {
  test.each([
    [{ command: 'expand' }, /database-url: required for expand: .*run-task-cluster/],
    [{ command: 'backfill' }, /database-url: required for backfill: give database-url or database-secret$/],
    [
      { command: 'expand', ...url, 'database-secret': 'a', 'aws-region': 'eu-west-1' },
      /database-url, database-secret: both name the database/,
    ],
    [{ command: 'expand', 'database-secret': 'a' }, /aws-region: required/],
    [
      { command: 'backfill', ...url, 'throttle-metrics': '- { namespace: A, metric: B, statistic: Average, max: 1 }' },
      /aws-region: required/,
    ],
    [{ command: 'backfill', ...url, 'max-duration': '30m' }, /a backfill of 30 min does not end within the time-out of 30 min/],
    [{ command: 'expand', ...url, 'lint-database-url': 'postgres://a@b/c' }, /lint-database-url: given, but only command: lint measures/],
    [{ 'lint-schema': 'readme' }, /lint-schema|lint-database-url/],
    [{ migrations: 'nowhere' }, /migrations: there is no folder "nowhere" in the workspace/],
    [{ migrations: 'readme' }, /migrations: there is no \.sql file in "readme"/],
    [{ command: 'backfill', ...url, 'tool-command': 'true' }, /tool-command: a tool of your own runs with command: expand/],
    [{ ...task, ...url, 'tool-command': 'true' }, /tool-command: given beside run-task-\*/],
    [{ ...task, 'run-task-service': '' }, /a task needs both/],
    ...(['run-task-definition', 'run-task-container', 'run-task-command'] as const).map((name) => [
      { command: 'expand', ...url, [name]: 'migrate' },
      /run-task-cluster, run-task-service: a task needs both/,
    ]),
    ...(['database-url', 'database-secret', 'database-host', 'database-name', 'database-ca'] as const).map((name) => [
      { ...task, ...url, 'database-url': '', [name]: 'postgres://app@db/shop' },
      new RegExp(`${name}: given beside run-task-\\*, whose task finds its database by itself`),
    ]),
    [{ command: 'expand', ...url, 'database-host': 'db' }, /database-host: given without database-secret/],
    [{ command: 'expand', ...url, 'database-name': 'shop' }, /database-name: given without database-secret/],
    [{ command: 'expand', 'database-url': 'nonsense-pa55' }, /database-url: The URL of the database is no URL of the form/],
    [{ command: 'expand', 'database-url': 'nonsense', 'database-engine': 'mysql' }, /database-url: .*`mysql:\/\/user:password@host/],
    [{ command: 'expand', 'database-url': 'mysql://a:pa55@b/c' }, /database-engine: postgres, but the database is one of MySQL or MariaDB/],
    [{ command: 'expand', 'database-url': 'postgres://:pa55@db/c' }, /database-url: The URL of the database names no user; `postgres:/],
    [
      { command: 'expand', 'database-url': 'postgres://app@db/shop?password=pa55&host=other' },
      /database-url: The URL of the database says `password`, `host` behind its \?, where it is not read here/,
    ],
    [{ 'lint-database-url': 'nonsense' }, /lint-database-url: The URL of the database is no URL/],
    [{ 'lint-database-url': 'postgres://a@b/c', 'lint-schema': 'broken.sql' }, /lint-schema: broken\.sql:1 .*pg_dump/],
    [
      { command: 'expand', 'database-secret': 'a', 'aws-region': 'a', 'database-host': 'postgres://db:5432' },
      /database-host: a host, or host:port, is expected/,
    ],
    [{ command: 'expand', ...url, 'lint-after': '0001' }, /lint-after: given, but only command: lint passes over changes/],
    [{ ...task, 'run-task-command': '{ a: 1 }' }, /run-task-command/],
    [{ command: 'backfill', ...url, 'aws-region': 'a', 'throttle-metrics': '- { namespace: A }' }, /throttle-metrics/],
    [{ command: 'expand', ...url, 'database-ca': 'none.pem' }, /database-ca: there is no file "none\.pem" in the workspace/],
    [{ command: 'expand', ...url, 'database-ca': 'certificate.pem' }, /database-ca/],
    [{ command: 'expand', ...url, 'database-ca': 'broken.pem' }, /database-ca: certificate 1 of broken\.pem cannot be read/],
    [{ migrations: 'db/../../other' }, /migrations: "db\/\.\.\/\.\.\/other" leads out of the workspace/],
    [{ command: 'expand', ...url, 'lock-timeout': '11s' }, /lock-timeout: expected a duration from 10ms to 10s/],
    [{ command: 'expand', ...url, 'lock-timeout': '1ms' }, /lock-timeout: expected a duration from 10ms to 10s/],
    [{ command: 'expand', ...url, 'postgres-version': '19' }, /postgres-version: /],
    [{ command: 'expand', ...url, 'lint-database-url': 'postgres://a@b/c' }, /lint-database-url: given, but only command: lint measures/],
    [{ 'lint-schema': 'schema.sql' }, /lint-schema: there is no file/],
  ] as readonly (readonly [Given, RegExp])[])('%o', async (given, words) => {
    const mistakes = (await mistakesOf(given)).join('\n')
    expect(mistakes).toMatch(words)
    expect(mistakes).not.toContain('pa55')
  })

  test('of a URL is told beside the others', async () => {
    const mistakes = await mistakesOf({ command: 'expand', 'database-url': 'nonsense', 'max-wait': '10', 'lock-timeout': '1h' })
    expect(mistakes.filter((line) => /^ {2}(database-url|max-wait|lock-timeout): /.test(line))).toHaveLength(3)
  })

  test('is told all at once', async () => {
    const mistakes = await mistakesOf({ command: 'expand', migrations: 'nowhere', 'max-wait': '10', 'throttle-metrics': '{ a: 1 }' })
    expect(mistakes.filter((line) => /^ {2}\S/.test(line)).length).toBeGreaterThanOrEqual(4)
  })
})

test('what does the work follows from what is given', async () => {
  const workers = await Promise.all(
    [{ command: 'expand', ...url }, { command: 'expand', ...url, 'tool-command': 'true' }, task].map(async (given) =>
      workerOf((await read(given)).values),
    ),
  )
  expect(workers).toEqual(['sluice', 'tool', 'task'])
})
