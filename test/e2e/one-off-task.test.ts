import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { CreateLogGroupCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type Task,
} from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OneOffEnd, OneOffEvent } from '../../src/domain/migration/one-off.ts'
import { ownerSettings } from './owner.ts'
import { stoppedWithinMs } from './patience.ts'
import { openSandbox, type Sandbox } from './sandbox.ts'
import { until } from './until.ts'

const program = resolve(import.meta.dirname, 'one-off-program.ts')
const folder = mkdtempSync(join(tmpdir(), 'sluice-one-off-'))
let sandbox: Sandbox
let ecs: ECSClient

beforeAll(async () => {
  sandbox = await openSandbox()
  const settings = ownerSettings(sandbox)
  ecs = new ECSClient(settings)
  const logs = new CloudWatchLogsClient(settings)
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/job' }))
  logs.destroy()
  await ecs.send(new CreateClusterCommand({ clusterName: 'main' }))
  await register('web', ['sleep', '1000'])
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
})
/** What the permissions of the action have to be about, whichever tests ran. */
const permitted = [
  'ecs:DescribeServices',
  'ecs:DescribeTaskDefinition',
  'ecs:DescribeTasks',
  'ecs:ListTasks',
  'ecs:RunTask',
  'ecs:StopTask',
  'logs:GetLogEvents',
]
afterAll(async () => {
  ecs.destroy()
  const calls = await sandbox.calls('SANDBOX')
  expect(calls.map(({ operation }) => operation).filter((each) => !permitted.includes(each))).toEqual([])
  await sandbox.close()
  rmSync(folder, { recursive: true })
})

/** A family whose container `migrate` runs a shell script, with what else there is beside it. */
async function register(family: string, command: readonly string[], beside: readonly object[] = []): Promise<void> {
  const options = { 'awslogs-group': '/job', 'awslogs-stream-prefix': family }
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        { name: 'migrate', image: 'tool:1', command: [...command], logConfiguration: { logDriver: 'awslogs', options } },
        ...beside,
      ],
    }),
  )
}

interface Step {
  readonly pid: number
  readonly events: OneOffEvent[]
  readonly end: Promise<OneOffEnd | undefined>
  signal(name: NodeJS.Signals): void
}

/** The step as a process of its own; its end is undefined when it was killed. */
function startStep(options: object): Step {
  const child = spawn(process.execPath, [program, JSON.stringify({ container: 'migrate', work: 'expand', ...options })], {
    env: { PATH: process.env['PATH'], ...sandbox.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const events: OneOffEvent[] = []
  let end: OneOffEnd | undefined
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as OneOffEvent | { readonly end: OneOffEnd }
    if ('end' in said) end = said.end
    else events.push(said)
  })
  return { pid: child.pid!, events, end: once(child, 'close').then(() => end), signal: (name) => void child.kill(name) }
}

const said = ({ events }: Step): readonly string[] => events.flatMap((event) => (event.kind === 'task-said' ? event.lines : []))
const begun = ({ events }: Step) =>
  events.find((event): event is Extract<OneOffEvent, { kind: 'task-begun' }> => event.kind === 'task-begun')
const describeOne = async (id: string): Promise<Task | undefined> =>
  (await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: [id] }))).tasks?.[0]

/** A file that is not there yet: the task goes on once it is. */
function goFile(): string {
  return join(mkdtempSync(join(folder, 'go-')), 'go')
}

describe.concurrent('a one-off task over the wire', () => {
  it('succeeds by its own exit code though the container beside it ends with 143, and its lines are told', async () => {
    const deaf = ['sh', '-c', 'trap "exit 143" TERM; while :; do sleep 0.1; done']
    await register('well', ['true'], [{ name: 'proxy', image: 'tool:1', essential: false, stopTimeout: 120, command: deaf }])
    const step = startStep({ definition: 'well', command: ['sh', '-c', 'echo one; sleep 1; echo two'] })
    const end = await step.end
    expect(end).toMatchObject({ kind: 'succeeded', because: expect.stringContaining('(migrate) ended with exit code 0') as string })
    expect(said(step)).toEqual(['one', 'two'])
    const ended = await until('the task has stopped', async () => {
      const task = await describeOne(end!.task)
      return task?.lastStatus === 'STOPPED' ? task : undefined
    })
    expect(Object.fromEntries(ended.containers!.map(({ name, exitCode }) => [name, exitCode]))).toEqual({ migrate: 0, proxy: 143 })
  })

  it('fails by its exit code, and its lines are told', async () => {
    await register('bad', ['sh', '-c', 'echo "about to fail"; echo "no such table" >&2; exit 3'])
    const step = startStep({ definition: 'bad' })
    const end = await step.end
    expect(end).toMatchObject({
      kind: 'failed',
      reasonCode: 'TASK_EXITED',
      because: expect.stringContaining('(migrate) exited with code 3') as string,
    })
    expect(said(step)).toEqual(expect.arrayContaining(['about to fail', 'no such table']))
  })

  it('that is killed says so', async () => {
    await register('killed', ['sh', '-c', 'kill -9 $$'])
    const end = await startStep({ definition: 'killed' }).end
    expect(end).toMatchObject({ reasonCode: 'TASK_EXITED', because: expect.stringContaining('exited with code 137 (SIGKILL)') as string })
  })

  it('that cannot start says why', async () => {
    await register('missing', ['no-such-program'])
    const end = await startStep({ definition: 'missing' }).end
    expect(end).toMatchObject({
      reasonCode: 'TASK_START_FAILED',
      because: expect.stringContaining('executable file not found in $PATH') as string,
      hint: expect.stringContaining('image has the command') as string,
    })
  })

  it('is taken over when the runner that started it was killed: one task, its whole log, its real end', async () => {
    const go = goFile()
    await register('long', ['sh', '-c', `echo began; while ! [ -e '${go}' ]; do sleep 0.1; done; echo done`])
    const first = startStep({ definition: 'long', work: 'taken over' })
    await until('the task prints', () => Promise.resolve(said(first).includes('began')))
    first.signal('SIGKILL')
    expect(await first.end).toBeUndefined()
    const second = startStep({ definition: 'long', work: 'taken over' })
    await until('it to be taken over', () => Promise.resolve(begun(second)))
    writeFileSync(go, '')
    const end = await second.end
    expect(begun(second)).toMatchObject({ adopted: true, task: begun(first)?.task })
    expect(said(second)).toEqual(['began', 'done'])
    expect(end).toMatchObject({ kind: 'succeeded' })
  })

  it('is one task for two steps that begin at once', async () => {
    const go = goFile()
    await register('both', ['sh', '-c', `while ! [ -e '${go}' ]; do sleep 0.1; done; echo once`])
    const steps = [startStep({ definition: 'both', work: 'both' }), startStep({ definition: 'both', work: 'both' })]
    await until('both to follow a task', () => Promise.resolve(steps.every((step) => begun(step) !== undefined)))
    writeFileSync(go, '')
    const [one, two] = await Promise.all(steps.map(({ end }) => end))
    expect(one).toMatchObject({ kind: 'succeeded' })
    expect(two?.task).toBe(one?.task)
  })

  it('is stopped with the step', async () => {
    await register('endless', ['sh', '-c', 'echo began; while :; do sleep 0.1; done'])
    const step = startStep({ definition: 'endless' })
    await until('the task prints', () => Promise.resolve(said(step).includes('began')))
    const atMs = performance.now()
    step.signal('SIGINT')
    const end = await step.end
    expect(performance.now() - atMs).toBeLessThan(stoppedWithinMs)
    expect(end).toMatchObject({ kind: 'failed', reasonCode: 'CANCELLED' })
    const ended = await until('the task has stopped', async () => {
      const task = await describeOne(end!.task)
      return task?.lastStatus === 'STOPPED' ? task : undefined
    })
    expect(ended).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'Sluice: the step was cancelled' })
  })
})
