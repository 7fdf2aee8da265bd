import type { DescribeTasksResponse, ListTasksResponse, RunTaskRequest, RunTaskResponse, Task } from '@aws-sdk/client-ecs'
import type { GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import { describe, expect, it } from 'vitest'
import { setStage, type Stage } from './stage.ts'
import { openWebService } from './web-service.ts'

const network = { awsvpcConfiguration: { subnets: ['subnet-a', 'subnet-b'], securityGroups: ['sg-1'] } }
const fault = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) as string }) as unknown as Error

/** A cluster with a definition `job:1`: the container that is run, and one beside it. */
function openJob(options: Parameters<typeof setStage>[0] = {}, job: Readonly<Record<string, string>> = { CRASH_AFTER_MS: '2000' }) {
  const stage = setStage(options)
  const { ecs } = stage
  ecs('CreateCluster', { clusterName: 'main' })
  stage.logs('CreateLogGroup', { logGroupName: '/job' })
  const log = { logDriver: 'awslogs', options: { 'awslogs-group': '/job', 'awslogs-stream-prefix': 'job' } }
  const environment = Object.entries(job).map(([name, value]) => ({ name, value }))
  ecs('RegisterTaskDefinition', {
    family: 'job',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      { name: 'migrate', image: 'sandbox/web:1', environment, logConfiguration: log },
      { name: 'proxy', image: 'sandbox/web:1', essential: false, environment: [{ name: 'SHUTDOWN_MS', value: '100' }] },
    ],
  })
  const run = (more: Partial<RunTaskRequest> = {}) =>
    ecs<RunTaskResponse>('RunTask', {
      cluster: 'main',
      taskDefinition: 'job',
      launchType: 'FARGATE',
      networkConfiguration: network,
      ...more,
    })
  const describeOne = (arn: string | undefined): Task | undefined =>
    ecs<DescribeTasksResponse>('DescribeTasks', { cluster: 'main', tasks: [arn ?? ''] }).tasks?.[0]
  const list = (more: object = {}) => ecs<ListTasksResponse>('ListTasks', { cluster: 'main', ...more }).taskArns
  return { stage, run, describeOne, list }
}

function containerOf(task: Task | undefined, name: string) {
  return task?.containers?.find((container) => container.name === name)
}

describe('RunTask', () => {
  it('starts a task of no service, which lives, ends with its exit code and can be read for an hour', () => {
    const { stage, run, describeOne } = openJob({}, { CRASH_AFTER_MS: '2000', EXIT_CODE: '3' })
    const { tasks, failures } = run({ startedBy: 'sluice-1' })
    expect(failures).toEqual([])
    expect(tasks).toHaveLength(1)
    const arn = tasks?.[0]?.taskArn
    expect(tasks?.[0]).toMatchObject({ lastStatus: 'PROVISIONING', group: 'family:job', startedBy: 'sluice-1', launchType: 'FARGATE' })
    stage.until('it runs', () => describeOne(arn)?.lastStatus === 'RUNNING')
    stage.until('it has stopped', () => describeOne(arn)?.lastStatus === 'STOPPED')
    const ended = describeOne(arn)
    expect(ended).toMatchObject({ stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' })
    expect(containerOf(ended, 'migrate')?.exitCode).toBe(3)
    expect(containerOf(ended, 'proxy')?.exitCode).toBe(0)
    const stream = `job/migrate/${arn?.split('/').at(-1)}`
    const { events } = stage.logs<GetLogEventsResponse>('GetLogEvents', { logGroupName: '/job', logStreamName: stream })
    expect(events?.map((event) => event.message)).toEqual(['Error: scripted crash'])
    stage.pass(3_599)
    expect(describeOne(arn)).toBeDefined()
    stage.pass(2)
    expect(describeOne(arn)).toBeUndefined()
  })

  it('gives the named container another command and more environment, and tells so', () => {
    const { stage, run, describeOne } = openJob({}, { EXIT_CODE: '9' })
    const override = {
      name: 'migrate',
      command: ['migrate', 'up'],
      environment: [
        { name: 'EXIT_CODE', value: '4' },
        { name: 'CRASH_AFTER_MS', value: '0' },
      ],
    }
    const arn = run({ overrides: { containerOverrides: [override] } }).tasks?.[0]?.taskArn
    expect(describeOne(arn)?.overrides?.containerOverrides).toEqual([override, { name: 'proxy' }])
    stage.until('it has stopped', () => describeOne(arn)?.lastStatus === 'STOPPED')
    expect(containerOf(describeOne(arn), 'migrate')?.exitCode).toBe(4)
  })

  it('starts several, spread over the zones of their subnets', () => {
    const { run, list } = openJob()
    const { tasks } = run({ count: 4 })
    expect(tasks?.map((task) => task.availabilityZone).sort()).toEqual(['eu-west-1a', 'eu-west-1a', 'eu-west-1b', 'eu-west-1b'])
    expect(list()).toHaveLength(4)
  })

  it.each<[string, Partial<RunTaskRequest>, string, string]>([
    ['no network', { networkConfiguration: undefined }, 'InvalidParameterException', 'Network Configuration must be provided'],
    ['no launch type, where there are no instances', { launchType: undefined }, 'InvalidParameterException', 'No Container Instances'],
    [
      'launch type and strategy',
      { capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] },
      'InvalidParameterException',
      'both a launch type and capacity provider strategy',
    ],
    ['too many', { count: 11 }, 'InvalidParameterException', 'Count'],
    ['an unknown definition', { taskDefinition: 'nothing' }, 'ClientException', 'TaskDefinition not found'],
    [
      'an unknown container',
      { overrides: { containerOverrides: [{ name: 'web' }] } },
      'InvalidParameterException',
      'Override for container named web is not a container in the TaskDefinition.',
    ],
    [
      'a command that is too long',
      { overrides: { containerOverrides: [{ name: 'migrate', command: ['x'.repeat(8_192)] }] } },
      'InvalidParameterException',
      '8192',
    ],
    ['a startedBy with other characters', { startedBy: 'a b' }, 'InvalidParameterException', 'startedBy'],
    ['a token that is too long', { clientToken: 'x'.repeat(65) }, 'InvalidParameterException', 'token'],
  ])('refuses %s', (_, more, code, text) => {
    const { run, list } = openJob()
    expect(() => run(more)).toThrow(fault(code, text))
    expect(list()).toEqual([])
  })

  it('by a strategy goes to Fargate and names the provider', () => {
    const { run } = openJob()
    const { tasks } = run({ launchType: undefined, capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }] })
    expect(tasks?.[0]).toMatchObject({ launchType: 'FARGATE', capacityProviderName: 'FARGATE_SPOT' })
  })
})

describe('a token of RunTask', () => {
  it('stands for the task of its first call', () => {
    const { run, list } = openJob()
    const first = run({ clientToken: 'a' }).tasks?.[0]?.taskArn
    expect(run({ clientToken: 'a' }).tasks?.[0]?.taskArn).toBe(first)
    expect(run({ clientToken: 'b' }).tasks?.[0]?.taskArn).not.toBe(first)
    expect(list()).toHaveLength(2)
  })

  it('used with other parameters is a conflict that names the task', () => {
    const { run } = openJob()
    const arn = run({ clientToken: 'a' }).tasks?.[0]?.taskArn
    expect(() => run({ clientToken: 'a', startedBy: 'other' })).toThrow(
      expect.objectContaining({ code: 'ConflictException', members: { resourceIds: [arn] } }) as unknown as Error,
    )
  })

  it('tells little of a task that has stopped, and is free again an hour after', () => {
    const { stage, run, describeOne } = openJob()
    const arn = run({ clientToken: 'a' }).tasks?.[0]?.taskArn
    stage.until('it has stopped', () => describeOne(arn)?.lastStatus === 'STOPPED')
    expect(run({ clientToken: 'a' }).tasks).toEqual([{ taskArn: arn, lastStatus: 'STOPPED', desiredStatus: 'STOPPED' }])
    stage.pass(3_601)
    expect(run({ clientToken: 'a' }).tasks?.[0]?.taskArn).not.toBe(arn)
  })

  it('is free again after a day, though its task still runs', () => {
    const { stage, run } = openJob({}, {})
    const arn = run({ clientToken: 'a' }).tasks?.[0]?.taskArn
    stage.pass(86_399)
    expect(run({ clientToken: 'a' }).tasks?.[0]?.taskArn).toBe(arn)
    stage.pass(2)
    expect(run({ clientToken: 'a' }).tasks?.[0]?.taskArn).not.toBe(arn)
  })
})

describe('a task of no service', () => {
  it('is listed by who started it, by family, and by what is wanted of it', () => {
    const { stage, run, list, describeOne } = openJob({}, {})
    const arn = run({ startedBy: 'sluice-1' }).tasks?.[0]?.taskArn
    run({ startedBy: 'sluice-2' })
    expect(list({ startedBy: 'sluice-1' })).toEqual([arn])
    expect(list({ family: 'job' })).toHaveLength(2)
    expect(list({ family: 'other' })).toEqual([])
    expect(() => list({ startedBy: 'sluice-1', family: 'job' })).toThrow(fault('InvalidParameterException', 'only filter'))
    stage.ecs('StopTask', { cluster: 'main', task: arn, reason: 'because' })
    expect(list({ startedBy: 'sluice-1' })).toEqual([])
    expect(list({ startedBy: 'sluice-1', desiredStatus: 'STOPPED' })).toEqual([arn])
    stage.until('it has stopped', () => describeOne(arn)?.lastStatus === 'STOPPED')
    expect(describeOne(arn)).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'because' })
  })

  it('is not seen by readers before they may see it', () => {
    const { stage, run, describeOne, list } = openJob({ readLagMs: 4_000, seed: 3 })
    const arn = run({ startedBy: 'sluice-1' }).tasks?.[0]?.taskArn
    expect(describeOne(arn)).toBeUndefined()
    expect(list({ startedBy: 'sluice-1' })).toEqual([])
    stage.pass(4)
    expect(list({ startedBy: 'sluice-1' })).toEqual([arn])
  })

  it('does not count for the service beside it, and the cluster counts both', () => {
    const stage = setStage()
    const web = openWebService(stage)
    stage.until('the service is steady', () => web.primary().rolloutState === 'COMPLETED')
    const { desiredCount } = web.describe()
    stage.ecs('RunTask', { cluster: 'main', taskDefinition: 'web', launchType: 'FARGATE', networkConfiguration: network })
    stage.pass(60)
    expect(web.describe()).toMatchObject({ desiredCount, runningCount: desiredCount, pendingCount: 0 })
    expect(web.tasks()).toHaveLength(desiredCount ?? 0)
    const { clusters } = stage.ecs<{ clusters: object[] }>('DescribeClusters', { clusters: ['main'] })
    expect(clusters[0]).toMatchObject({ runningTasksCount: (desiredCount ?? 0) + 1 })
  })

  it('whose image cannot be started says so, and has no exit code', () => {
    const { stage, run, describeOne } = openJob()
    registerWithout(stage)
    const arn = run({ taskDefinition: 'bare' }).tasks?.[0]?.taskArn
    stage.until('it has stopped', () => describeOne(arn)?.lastStatus === 'STOPPED')
    const ended = describeOne(arn)
    expect(ended?.stopCode).toBe('TaskFailedToStart')
    expect(containerOf(ended, 'migrate')).toMatchObject({ reason: expect.stringContaining('CannotStartContainerError') as string })
    expect(containerOf(ended, 'migrate')?.exitCode).toBeUndefined()
  })
})

/** A definition whose image has no command. */
function registerWithout(stage: Stage): void {
  stage.ecs('RegisterTaskDefinition', {
    family: 'bare',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'migrate', image: 'nothing:1' }],
  })
}
