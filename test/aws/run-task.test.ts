import { describe, expect, test } from 'vitest'
import { AwsFault } from '../../sandbox/cloud/ports.ts'
import type { OneOffStart, OneOffTask } from '../../src/domain/migration/one-off.ts'
import type { Input } from '../../src/aws/operations.ts'
import { prepareRunTask } from '../../src/aws/run-task.ts'
import { setJobStage } from './run-task-stage.ts'

const signal = new AbortController().signal
const taskOf = (start: OneOffStart): OneOffTask => {
  if (start.kind !== 'started' && start.kind !== 'over') throw new Error(`it is ${start.kind}`)
  return start.task
}

describe('what is asked of RunTask', () => {
  test('is the network, the capacity and the platform of the service, and a command for the named container', async () => {
    const job = setJobStage({}, { platformVersion: '1.4.0' })
    const tasks = await job.prepare({ command: ['npx', 'prisma', 'migrate', 'deploy'] })
    expect(tasks.name).toBe('main/job:1 (migrate)')
    await tasks.start(0)
    const input = job.inputOf('ecs:RunTask') as Input<'ecs:RunTask'>
    expect(input).toEqual({
      cluster: 'main',
      taskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/job:1',
      count: 1,
      launchType: 'FARGATE',
      platformVersion: '1.4.0',
      networkConfiguration: {
        awsvpcConfiguration: { subnets: ['subnet-a', 'subnet-b'], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' },
      },
      overrides: { containerOverrides: [{ name: 'migrate', command: ['npx', 'prisma', 'migrate', 'deploy'] }] },
      startedBy: expect.stringMatching(/^sluice-[0-9a-f]{24}$/) as string,
      group: expect.stringMatching(/^sluice-[0-9a-f]{24}$/) as string,
      clientToken: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    expect(input.startedBy!.length).toBeLessThanOrEqual(36)
  })

  test('by a capacity provider leaves Spot out where plain Fargate may be used too, and names no launch type', async () => {
    const strategy = [
      { capacityProvider: 'FARGATE_SPOT', weight: 3 },
      { capacityProvider: 'FARGATE', weight: 1, base: 1 },
    ]
    const job = setJobStage({}, { capacityProviderStrategy: strategy })
    await (await job.prepare()).start(0)
    const input = job.inputOf('ecs:RunTask') as Input<'ecs:RunTask'>
    expect(input.capacityProviderStrategy).toEqual([strategy[1]])
    const base = setJobStage({}, { capacityProviderStrategy: [strategy[0], { capacityProvider: 'FARGATE', base: 1, weight: 0 }] })
    await (await base.prepare()).start(0)
    // AWS takes no strategy whose weights are all 0.
    expect((base.inputOf('ecs:RunTask') as Input<'ecs:RunTask'>).capacityProviderStrategy).toEqual([
      { capacityProvider: 'FARGATE', base: 1, weight: 1 },
    ])
    expect(input).not.toHaveProperty('launchType')
    const spot = setJobStage({}, { capacityProviderStrategy: [strategy[0]] })
    await (await spot.prepare()).start(0)
    expect((spot.inputOf('ecs:RunTask') as Input<'ecs:RunTask'>).capacityProviderStrategy).toEqual([strategy[0]])
  })

  test('without a definition is what the service runs, without a command what the image runs', async () => {
    const job = setJobStage()
    job.register()
    await (await job.prepare({ definition: undefined })).start(0)
    const input = job.inputOf('ecs:RunTask') as Input<'ecs:RunTask'>
    expect(input.taskDefinition).toMatch(/job:1$/)
    expect(input).not.toHaveProperty('overrides')
    await (await job.prepare()).start(0)
    expect((job.inputOf('ecs:RunTask') as Input<'ecs:RunTask'>).taskDefinition).toMatch(/job:2$/)
  })

  test('is told before, in words', async () => {
    const job = setJobStage()
    const { send } = job
    const { explain } = await prepareRunTask({ send, region: 'eu-west-1', cluster: 'main', service: 'web', work: 'x' })
    expect(explain).toBe('ecs:RunTask job:1 (migrate) in main, with the network and the capacity of web')
    const command = ['sh', '-c', 'exit 1']
    const told = await prepareRunTask({ send, region: 'eu-west-1', cluster: 'main', service: 'web', work: 'x', command })
    expect(told.explain).toBe(`${explain}; it runs sh -c "exit 1"`)
    expect(job.calls.slice(0, 2).map(({ operation }) => operation)).toEqual(['ecs:DescribeServices', 'ecs:DescribeTaskDefinition'])
  })
})

describe('what cannot be run is refused before anything is started', () => {
  test('all of it in one list', async () => {
    const job = setJobStage()
    job.register({}, {}, [{ name: 'proxy', image: 'sandbox/web:1' }])
    job.stage.ecs('DeregisterTaskDefinition', { taskDefinition: 'job:2' })
    job.before = (operation) =>
      operation === 'ecs:DescribeServices' ? { services: [{ serviceName: 'web', launchType: 'EC2' }] } : undefined
    const command = ['x'.repeat(8_192)]
    const length = JSON.stringify({ containerOverrides: [{ name: 'web', command }] }).length
    await expect(job.prepare({ definition: 'job:2', container: 'web', command })).rejects.toMatchObject({
      reasonCode: 'PREFLIGHT_FAILED',
      message: [
        'The task cannot be run:',
        '  job:2 is not active any more: name a revision that is',
        '  job:2 has no container web; it has migrate, proxy',
        '  job:2 needs a network of its own (awsvpc), and the service web has none to copy: name another in run-task-service',
        `  the command has ${String(length)} characters with all that belongs to it, and ECS takes 8192: put it into the image`,
      ].join('\n'),
    })
    await expect(job.prepare({ definition: 'job:2', container: undefined })).rejects.toMatchObject({
      message: expect.stringContaining('several containers (migrate, proxy): name one in run-task-container') as string,
    })
    expect(job.inputOf('ecs:RunTask')).toBeUndefined()
  })

  test('what cannot run where the service does, or would not end', async () => {
    const job = setJobStage()
    job.register({}, { restartPolicy: { enabled: true } })
    await expect(job.prepare()).rejects.toMatchObject({
      message: expect.stringContaining('migrate of job:2 has a restartPolicy') as string,
    })
    job.stage.ecs('RegisterTaskDefinition', {
      family: 'old',
      networkMode: 'bridge',
      requiresCompatibilities: ['EC2'],
      containerDefinitions: [{ name: 'migrate', image: 'sandbox/web:1', memory: 128 }],
    })
    await expect(job.prepare({ definition: 'old' })).rejects.toMatchObject({
      message: expect.stringContaining('old:1 is not made for Fargate, and the service web runs there') as string,
    })
  })

  const advice = 'check run-task-cluster, run-task-service, the region and the account'
  const noDefinition =
    'There is no task definition nothing: give run-task-definition a family, family:revision or ARN of this account and region'
  test.each([
    [{ definition: 'nothing' }, [noDefinition]],
    [{ service: 'nothing' }, [`There is no service "nothing" in cluster "main": ${advice}`]],
    [{ cluster: 'nothing', definition: 'nothing' }, [`There is no cluster "nothing" in this region: ${advice}`, noDefinition]],
    [{ service: 'nothing', definition: undefined }, [`There is no service "nothing" in cluster "main": ${advice}`]],
    [
      { service: 'nothing', container: 'web' },
      [`There is no service "nothing" in cluster "main": ${advice}`, 'job:1 has no container web; it has migrate'],
    ],
  ])('%o', async (options, problems) => {
    const message = ['The task cannot be run:', ...problems.map((each) => `  ${each}`)].join('\n')
    await expect(setJobStage().prepare(options)).rejects.toMatchObject({ reasonCode: 'PREFLIGHT_FAILED', message })
  })
})

describe('a turn', () => {
  test('asked for twice is one task, of two runners as well', async () => {
    const job = setJobStage()
    const [one, two] = [await job.prepare(), await job.prepare()]
    const first = taskOf(await one.start(0))
    expect(taskOf(await one.start(0))).toEqual(first)
    expect(taskOf(await two.start(0))).toEqual(first)
    expect(taskOf(await two.start(1)).id).not.toBe(first.id)
    expect(first.revision).toBe('job:1')
  })

  test('whose task is over says so, and the next turn is a new one', async () => {
    const job = setJobStage()
    const tasks = await job.prepare()
    const first = taskOf(await tasks.start(0))
    job.stage.pass(60)
    expect(await tasks.start(0)).toEqual({ kind: 'over', task: first })
    expect((await tasks.start(1)).kind).toBe('started')
  })

  test.each<[string, object | Error, string]>([
    ['failures', { tasks: [], failures: [{ reason: 'RESOURCE:CPU' }] }, 'no instance of the cluster has enough cpu left (RESOURCE:CPU)'],
    [
      'an error that is a failure',
      new AwsFault('ClientException', 'You’ve reached the limit on the number of vCPUs you can run concurrently'),
      'the account may not run more at once',
    ],
    [
      'no capacity',
      new AwsFault('ServerException', 'Capacity is unavailable at this time. Please try again later', 500),
      'Fargate has no capacity',
    ],
  ])('without room, by %s, may have some later', async (_, answer, because) => {
    const job = setJobStage()
    const tasks = await job.prepare()
    job.before = (operation) => {
      if (operation !== 'ecs:RunTask') return undefined
      if (answer instanceof Error) throw answer
      return answer
    }
    expect(await tasks.start(0)).toMatchObject({ kind: 'no-room', because: expect.stringContaining(because) as string })
  })

  test('that is denied throws what is missing', async () => {
    const job = setJobStage()
    const tasks = await job.prepare()
    job.before = (operation) => {
      if (operation !== 'ecs:RunTask') return undefined
      throw new AwsFault(
        'AccessDeniedException',
        'User: x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/task',
      )
    }
    await expect(tasks.start(0)).rejects.toMatchObject({
      reasonCode: 'ACCESS_DENIED',
      message: expect.stringContaining('iam:PassRole') as string,
    })
  })
})

describe('a task that does the same work', () => {
  test('is found while it lives, whatever revision it runs, and not by other work', async () => {
    const job = setJobStage()
    const tasks = await job.prepare()
    const first = taskOf(await tasks.start(0))
    job.register()
    const next = await job.prepare()
    expect(next.name).toBe('main/job:2 (migrate)')
    const seen = { id: first.id, revision: 'job:1' }
    expect(await next.live(signal)).toEqual([{ ...seen, same: false }])
    expect(await (await job.prepare({ work: 'expand of 2' })).live(signal)).toEqual([])
    // What it was asked to do tells ours from others, and hides none.
    expect(await (await job.prepare({ definition: 'job:1' })).live(signal)).toEqual([{ ...seen, same: true }])
    expect(await (await job.prepare({ definition: 'job:1', command: ['other'] })).live(signal)).toEqual([{ ...seen, same: false }])
    expect(await (await job.prepare({ definition: 'job:1', content: 'one more' })).live(signal)).toEqual([{ ...seen, same: false }])
    job.stage.pass(60)
    expect(await next.live(signal)).toEqual([])
  })

  test('is not found any more once its command has ended, though the rest of it goes on', async () => {
    const job = setJobStage()
    job.register({ CRASH_AFTER_MS: '2000', EXIT_CODE: '5' }, { essential: false }, [{ name: 'proxy', image: 'sandbox/web:1' }])
    const tasks = await job.prepare({ container: 'migrate' })
    const task = taskOf(await tasks.start(0))
    expect(await tasks.live(signal)).toHaveLength(1)
    job.stage.pass(60)
    expect(await tasks.live(signal)).toEqual([])
    expect(await tasks.look(task, signal)).toMatchObject({
      kind: 'ended',
      lingers: true,
      verdict: { kind: 'failed', reasonCode: 'TASK_EXITED' },
    })
    await tasks.stop(task, 'Sluice: its command has ended')
    job.stage.pass(60)
    expect(await tasks.look(task, signal)).toMatchObject({ kind: 'ended', lingers: false })
  })
})

describe('its log', () => {
  const lines = async (options: { readonly more?: object; readonly sendIn?: boolean } = {}) => {
    const job = setJobStage()
    job.register(undefined, options.more)
    const sendIn = (region: string) => {
      expect(region).toBe('us-east-1')
      return job.send
    }
    const tasks = await job.prepare(options.sendIn ? { sendIn } : {})
    const task = taskOf(await tasks.start(0))
    return { job, tasks, task }
  }

  test('is read on from where it was left, and is not there before its first line', async () => {
    const { job, tasks, task } = await lines()
    expect(await tasks.lines(task, undefined, signal)).toEqual({ lines: [], cursor: undefined, more: false })
    job.stage.pass(60)
    const first = await tasks.lines(task, undefined, signal)
    expect(first).toMatchObject({ lines: ['Error: scripted crash'], more: true })
    const second = await tasks.lines(task, first.cursor, signal)
    expect(second).toEqual({ lines: [], cursor: first.cursor, more: false })
    const logStreamName = `one/migrate/${task.id}`
    job.stage.logs('PutLogEvents', { logGroupName: '/job', logStreamName, logEvents: [{ timestamp: 9e12, message: 'a\nb\r\n' }] })
    expect(await tasks.lines(task, second.cursor, signal)).toMatchObject({ lines: ['a', 'b'] })
    expect(job.inputOf('logs:GetLogEvents')).toMatchObject({ logGroupName: '/job', logStreamName, startFromHead: true })
  })

  test('in another region is read there, and named where it cannot be', async () => {
    const elsewhere = {
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': '/job', 'awslogs-stream-prefix': 'one', 'awslogs-region': 'us-east-1' },
      },
    }
    const there = await lines({ more: elsewhere, sendIn: true })
    there.job.stage.pass(60)
    expect((await there.tasks.lines(there.task, undefined, signal)).lines).toEqual(['Error: scripted crash'])
    const here = await lines({ more: elsewhere })
    expect((await here.tasks.lines(here.task, undefined, signal)).never).toBe('its log is in us-east-1, in the group /job')
  })

  test.each<[object, string]>([
    [{ logConfiguration: undefined }, 'migrate has no logConfiguration'],
    [{ logConfiguration: { logDriver: 'awsfirelens' } }, 'migrate logs by awsfirelens, not to CloudWatch Logs'],
    [
      { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/job' } } },
      'migrate logs to /job without an awslogs-stream-prefix, so that its stream is not known',
    ],
  ])('that is not there says why: %o', async (more, never) => {
    const { tasks, task } = await lines({ more })
    expect(await tasks.lines(task, undefined, signal)).toEqual({ lines: [], cursor: undefined, more: false, never })
  })

  test('that may not be read says so; what may pass is silent', async () => {
    const { job, tasks, task } = await lines()
    const failing = (fault: AwsFault) => {
      job.before = (operation) => {
        if (operation === 'logs:GetLogEvents') throw fault
      }
      return tasks.lines(task, 'f/3', signal)
    }
    expect(await failing(new AwsFault('AccessDeniedException', 'no'))).toMatchObject({
      never: 'its log cannot be read: allow logs:GetLogEvents on the log group /job',
    })
    expect(await failing(new AwsFault('ThrottlingException', 'Rate exceeded'))).toEqual({ lines: [], cursor: 'f/3', more: false })
    expect(await failing(new AwsFault('InternalFailure', 'no', 500))).toEqual({ lines: [], cursor: 'f/3', more: false })
  })
})

test('the call that stops it is told as a command', async () => {
  const tasks = await setJobStage().prepare()
  expect(tasks.explainStop({ id: 'abc', revision: 'job:1', same: true })).toBe('aws ecs stop-task --cluster main --task abc')
})
