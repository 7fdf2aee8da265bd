import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CreateClusterCommand, CreateServiceCommand, ECSClient, ListTasksCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, expect } from 'vitest'
import { names, users } from './migrate-changes.ts'
import { ended } from './migrate-ends.ts'
import { type MigrateGround, permitted } from './migrate-step.ts'
import type { MigrateTest } from './migrate-test.ts'
import { ownerSettings } from './owner.ts'
import { stoppedWithinMs } from './patience.ts'
import type { Sandbox } from './sandbox.ts'
import type { ToldStep } from './told-step.ts'
import { until } from './until.ts'

/** What no call log shows, or the sandbox does not have: a right that ECS checks for itself, keys of secrets, and RDS. */
const unseen = ['iam:PassRole', 'kms:Decrypt', 'rds:DescribeDBClusters', 'rds:DescribeDBInstances']
const password = 'p@ss/w?rd-4711'
const foreign = { '20260101000000_init/migration.sql': 'CREATE TABLE a ();' } as const
/** Tests that run at the same time name folders of their own: tasks of one folder are the same work. */
const job = { 'database-url': '', 'run-task-cluster': 'main', 'run-task-service': 'web' } as const

/** What AWS is asked for: the secret of a database, tasks, metrics. Nothing beyond what an owner is told to allow. */
export function inAws(migrateTest: MigrateTest, ground: () => MigrateGround): void {
  const used = new Set<string>()
  const use = (step: ToldStep): ToldStep => {
    for (const { operation } of step.calls) used.add(operation)
    return step
  }
  beforeAll(() => openJobs(ground().sandbox))
  afterAll(() => expect([...used].sort()).toEqual([...permitted].filter((each) => !unseen.includes(each)).sort()))

  migrateTest('the address in a secret, which is shown nowhere', {}, async ({ write, run, ask, url, sandbox }) => {
    const { hostname, port, pathname } = new URL(url)
    const database = pathname.slice(1)
    const role = `app_${database}`
    await ask(
      `CREATE ROLE ${role} LOGIN PASSWORD '${password}'; GRANT ALL ON DATABASE ${database} TO ${role}; GRANT CREATE ON SCHEMA public TO ${role}`,
    )
    const secret = { engine: 'postgres', host: hostname, port: Number(port), dbname: database, username: role, password }
    await createSecret(sandbox, `shop/${database}`, JSON.stringify(secret))
    write({ ...users, ...names })
    const inputs = { 'database-url': '', 'database-secret': `shop/${database}` }
    const steps = [use(await run({ ...inputs, mode: 'plan' })), use(await run(inputs))]
    expect(steps.map(({ outputs, stdout }) => outputs['reason-code'] ?? stdout)).toEqual(['PLANNED', 'MIGRATED'])
    expect(steps[0]!.calls.map(({ operation }) => operation)).toEqual(['secretsmanager:GetSecretValue'])
    await createSecret(sandbox, `wrong/${database}`, JSON.stringify({ ...secret, password: `${password}-not` }))
    const wrong = use(await run({ ...inputs, 'database-secret': `wrong/${database}` }))
    ended(wrong, 'failed', 'PREFLIGHT_FAILED')
    expect(wrong.outputs['reason']).toContain('password authentication failed')
    for (const step of [...steps, wrong]) {
      expect(step.commands.filter(({ name }) => name === 'add-mask').map(({ message }) => message)).toContain(
        step === wrong ? `${password}-not` : password,
      )
      const shown = step.stdout.replaceAll(/^::add-mask::.*$/gm, '')
      expect(`${shown}${step.stderr}${step.summary}${JSON.stringify(step.outputs)}`).not.toMatch(/p@ss|p%40ss|w\?rd|w%3Frd/)
    }
  })

  migrateTest('a secret that is not there', {}, async ({ write, run }) => {
    write(users)
    const step = use(await run({ 'database-url': '', 'database-secret': 'nobody/knows' }))
    ended(step, 'failed', 'PREFLIGHT_FAILED')
    expect(step.outputs['reason']).toContain('nobody/knows')
  })

  migrateTest('a secret that holds no address is named, and nothing of it shown', {}, async ({ write, run, sandbox }) => {
    write(users)
    await createSecret(sandbox, 'shop/slash', 'postgres://app:sekret/4711@db.example.com/shop')
    const step = use(await run({ 'database-url': '', 'database-secret': 'shop/slash' }))
    ended(step, 'failed', 'PREFLIGHT_FAILED')
    expect(step.outputs['reason']).toMatch(/^The secret shop\/slash cannot be used: The URL of the database is no URL.*\n.*\/ as %2F/)
    expect(`${step.stdout.replaceAll(/^::add-mask::.*$/gm, '')}${step.summary}${JSON.stringify(step.outputs)}`).not.toMatch(/sekret|4711/)
  })

  migrateTest('a backfill waits while a metric says so, and where it says nothing', {}, async ({ write, run, start }) => {
    write({ ...users, ...names })
    ended(await run(), 'succeeded', 'MIGRATED')
    const metric = '- { namespace: Shop, metric: Load, statistic: Average, max: 80 }'
    const step = start({ command: 'backfill', 'throttle-metrics': metric })
    await step.said('Waits: Average of Shop Load has no value')
    step.cancel()
    ended(use(await step.ended), 'failed', 'CANCELLED')
  })

  migrateTest('a task that ends well', {}, async ({ write, run }) => {
    write(foreign)
    const step = use(await run({ ...job, migrations: 'well', 'run-task-command': '[sh, -c, "echo applied 1 migration; sleep 1"]' }))
    ended(step, 'succeeded', 'MIGRATED')
    expect(step.stdout).toContain('│ applied 1 migration\n')
    expect(step.outputs['started']).toBe('true')
  })

  migrateTest('a task that exits with 3, whose lines are in the log alone', {}, async ({ write, run }) => {
    write(foreign)
    const command = '[sh, -c, "echo no such table: orders; echo ::set-output name=outcome::succeeded; exit 3"]'
    const step = use(await run({ ...job, migrations: 'exits', 'run-task-command': command }))
    ended(step, 'failed', 'TASK_EXITED')
    expect(step.outputs['reason']).toContain('exited with code 3')
    expect(step.told?.faults[0]?.details).toContain('stopped: Essential container in task exited')
    expect(step.stdout).toContain('│ no such table: orders\n')
    // It may print values of rows.
    expect(`${step.summary}${JSON.stringify(step.outputs)}`).not.toContain('no such table: orders')
    expect(step.commands.map(({ name }) => name)).not.toContain('set-output')
  })

  migrateTest('a task that cannot start', {}, async ({ write, run }) => {
    write(foreign)
    ended(use(await run({ ...job, migrations: 'never-begun', 'run-task-command': 'no-such-program' })), 'failed', 'TASK_START_FAILED')
  })

  migrateTest('a task is stopped with the step', {}, async ({ write, start }) => {
    write(foreign)
    const step = start({ ...job, migrations: 'endless', 'run-task-command': '[sh, -c, "echo began; while :; do sleep 0.1; done"]' })
    await step.said('began')
    step.cancel()
    const end = use(await step.ended)
    ended(end, 'failed', 'CANCELLED')
    expect(end.stoppedAfterMs).toBeLessThan(stoppedWithinMs)
    expect(end.calls.map(({ operation }) => operation)).toContain('ecs:StopTask')
  })

  migrateTest('a task that takes longer than its time is stopped, and its end waited for', { thorough: true }, async ({ run }) => {
    const command = '[sh, -c, "echo began; while :; do sleep 0.1; done"]'
    const step = use(await run({ ...job, migrations: 'late', 'timeout-minutes': '1', 'run-task-command': command }))
    ended(step, 'failed', 'TIMED_OUT')
    expect(step.outputs['reason']).toMatch(/^Not done after 1 min; task \w+ was stopped\n/)
  })

  migrateTest('a task that cannot be seen any more is named, and goes on', {}, async ({ run, sandbox }) => {
    const key = 'EXPIRED'
    await sandbox.order({ operation: 'ecs:DescribeTasks', kind: 'expired-credentials', accessKeyId: key, times: 100, after: 1 })
    const inputs = { ...job, migrations: 'unseen', 'run-task-command': '[sleep, "60"]' }
    const step = use(await run(inputs, { env: { AWS_ACCESS_KEY_ID: key } }))
    ended(step, 'failed', 'CREDENTIALS_EXPIRED')
    expect(step.told?.faults[0]?.subject).toMatch(/^[0-9a-f]{32}$/)
    expect(step.told?.timeline.map(({ kind }) => kind)).toContain('task-begun')
    expect(step.summary).toContain('The task goes on in ECS without this step')
  })

  migrateTest('a step that is cancelled while its task begins has started', {}, async ({ start, sandbox }) => {
    const step = start({ ...job, migrations: 'slow' })
    await sandbox.order({ operation: 'ecs:RunTask', kind: 'delay', delayMs: 9_000, accessKeyId: step.accessKeyId, times: 1 })
    const held = async (): Promise<boolean> => (await sandbox.faults()).every(({ accessKeyId }) => accessKeyId !== step.accessKeyId)
    await until('the call that starts it to be under way', held)
    step.cancel()
    const end = await step.ended
    ended(end, 'failed', 'CANCELLED_LEFT_RUNNING')
    expect(end.outputs['started']).toBe('true')
  })

  migrateTest(
    'a task of a release before, whose runner was lost, is waited for',
    { thorough: true },
    async ({ write, start, workspace }) => {
      write(foreign)
      const go = join(workspace, 'go')
      const work = `echo began; while ! [ -e '${go}' ]; do sleep 0.1; done; echo done`
      const first = start({ ...job, migrations: './db/changes/', 'run-task-command': JSON.stringify(['sh', '-c', work]) })
      await first.said('began')
      first.lose()
      await first.ended
      write({ '20260201000000_more/migration.sql': 'CREATE TABLE b ();' })
      const step = start({ ...job, 'run-task-command': '[sh, -c, "echo again"]' })
      await step.said('is at the same work: waiting for its end')
      writeFileSync(go, '')
      const second = await step.ended
      ended(second, 'succeeded', 'MIGRATED')
      expect(second.stdout).toContain('│ again')
      expect(second.stdout).not.toContain('│ done')
    },
  )

  migrateTest('a plan starts no task', {}, async ({ write, run, sandbox }) => {
    write(foreign)
    const step = use(await run({ ...job, mode: 'plan', 'run-task-command': 'never-run' }))
    ended(step, 'no-op', 'PLANNED')
    expect(step.told?.plan?.join('\n')).toContain('never-run')
    expect(step.writes).toEqual([])
    const ecs = new ECSClient(ownerSettings(sandbox))
    expect((await ecs.send(new ListTasksCommand({ cluster: 'main', family: 'never' }))).taskArns).toEqual([])
    ecs.destroy()
  })

  migrateTest('a service that is not there', {}, async ({ write, run }) => {
    write(foreign)
    const step = use(await run({ ...job, 'run-task-service': 'nowhere' }))
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'PREFLIGHT_FAILED' })
    expect(step.outputs['reason']).toContain('nowhere')
    expect(step.writes).toEqual([])
  })
}

async function createSecret(sandbox: Sandbox, name: string, text: string): Promise<void> {
  const secrets = new SecretsManagerClient(ownerSettings(sandbox))
  await secrets.send(new CreateSecretCommand({ Name: name, SecretString: text }))
  secrets.destroy()
}

/** A cluster with a service of no tasks, whose network the tasks get. */
async function openJobs(sandbox: Sandbox): Promise<void> {
  const settings = ownerSettings(sandbox)
  const [ecs, logs] = [new ECSClient(settings), new CloudWatchLogsClient(settings)]
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/job' }))
  await ecs.send(new CreateClusterCommand({ clusterName: 'main' }))
  const options = { 'awslogs-group': '/job', 'awslogs-stream-prefix': 'web' }
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'web', image: 'tool:1', command: ['true'], logConfiguration: { logDriver: 'awslogs', options } }],
    }),
  )
  await ecs.send(
    new CreateServiceCommand({
      cluster: 'main',
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: 0,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
    }),
  )
  ecs.destroy()
  logs.destroy()
}
