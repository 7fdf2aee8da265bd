import type { Task } from '@aws-sdk/client-ecs'
import { describe, expect, test } from 'vitest'
import { explained } from '../fakes/explained-send.ts'
import type { Input, OperationName } from '../../src/aws/operations.ts'
import { failureOf } from '../../src/aws/stopped-tasks.ts'
import { createTaskFaults } from '../../src/aws/task-faults.ts'

const task = (more: Partial<Task>): Task => ({
  taskArn: 'arn:aws:ecs:eu-west-1:111122223333:task/main/1a2b3c4d5e6f',
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:2',
  lastStatus: 'STOPPED',
  createdAt: new Date(100_000),
  startedAt: new Date(110_000),
  stoppingAt: new Date(113_000),
  ...more,
})

describe('a task that ended for a reason of its own', () => {
  test.each<[string, Partial<Task>, string, string]>([
    [
      'an exit',
      { stopCode: 'EssentialContainerExited', containers: [{ name: 'web', exitCode: 1 }] },
      'TASK_EXITED',
      'task 1a2b3c4d… (web) exited with code 1 after 3 s',
    ],
    [
      'a clean exit',
      { stopCode: 'EssentialContainerExited', containers: [{ name: 'web', exitCode: 0 }] },
      'TASK_EXITED',
      '(web) exited with code 0',
    ],
    [
      'the container that ended by itself, not the one stopped after it',
      {
        stopCode: 'EssentialContainerExited',
        containers: [
          { name: 'proxy', exitCode: 143 },
          { name: 'web', exitCode: 0 },
        ],
      },
      'TASK_EXITED',
      '(web) exited with code 0',
    ],
    [
      'memory',
      {
        stopCode: 'EssentialContainerExited',
        containers: [{ name: 'web', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }],
      },
      'TASK_EXITED',
      '(web) was killed for using more memory than it may',
    ],
    [
      'SIGKILL',
      { stopCode: 'EssentialContainerExited', containers: [{ name: 'web', exitCode: 137 }] },
      'TASK_EXITED',
      'code 137 (SIGKILL)',
    ],
    [
      'an image that cannot be pulled',
      {
        stopCode: 'TaskFailedToStart',
        stoppedReason: 'Task failed to start',
        containers: [{ name: 'web', reason: 'CannotPullContainerError: manifest unknown' }],
      },
      'TASK_START_FAILED',
      'task 1a2b3c4d… (web) could not start: CannotPullContainerError: manifest unknown',
    ],
    [
      'a secret that cannot be read',
      { stopCode: 'TaskFailedToStart', stoppedReason: 'ResourceInitializationError: unable to pull secrets' },
      'TASK_START_FAILED',
      'could not start: ResourceInitializationError: unable to pull secrets',
    ],
    [
      "its target's health checks",
      { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed ELB health checks in (target-group arn:tg)' },
      'TARGET_UNHEALTHY',
      'Task failed ELB health checks in (target-group arn:tg)',
    ],
    [
      "its container's health check",
      {
        stopCode: 'ServiceSchedulerInitiated',
        stoppedReason: 'Task failed container health checks',
        containers: [{ name: 'a' }, { name: 'web', healthStatus: 'UNHEALTHY' }],
      },
      'CONTAINER_UNHEALTHY',
      '(web) failed its container health check',
    ],
  ])('%s', (_, more, reasonCode, words) => {
    expect(failureOf(task(more))).toMatchObject({ reasonCode, because: expect.stringContaining(words) as string })
  })
})

describe('a task that was ended', () => {
  test.each<[string, Partial<Task>]>([
    ['by scaling', { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)' }],
    ['by Spot', { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' }],
    ['by a person', { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user', containers: [{ name: 'web', exitCode: 137 }] }],
    ['by its host', { stopCode: 'InfrastructureHealth' as never, stoppedReason: 'Host degraded' }],
    ['by a notice of termination', { stopCode: 'TerminationNotice' }],
    ['for want of room', { stopCode: 'TaskFailedToStart', stoppedReason: 'Capacity is unavailable at this time. Please try again later' }],
  ])('%s is no fault of the revision', (_, more) => {
    expect(failureOf(task(more))).toBeUndefined()
  })
})

describe('watching', () => {
  const logged = {
    taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:2',
    family: 'web',
    containerDefinitions: [
      {
        name: 'web',
        image: 'web:2',
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/web', 'awslogs-stream-prefix': 'app' } },
      },
    ],
  }

  function watch(tasks: readonly Task[], logs: () => object, nowMs = 200_000) {
    const calls: { operation: OperationName; input: object }[] = []
    const send = explained((operation, input) => {
      calls.push({ operation, input })
      switch (operation) {
        case 'ecs:ListTasks':
          return { taskArns: tasks.map((each) => each.taskArn!) }
        case 'ecs:DescribeTasks':
          return { tasks: tasks.filter((each) => (input as Input<'ecs:DescribeTasks'>).tasks!.includes(each.taskArn!)) }
        case 'ecs:DescribeTaskDefinition':
          return { taskDefinition: logged }
        case 'logs:GetLogEvents':
          return logs()
        default:
          throw new Error(`unexpected ${operation}`)
      }
    })
    const ref = { cluster: 'main', service: 'web' }
    return { calls, watched: createTaskFaults({ send, awsNowMs: () => nowMs, ref, region: 'eu-west-1', candidate: 'web:2' }) }
  }

  const crashed = task({ stopCode: 'EssentialContainerExited', containers: [{ name: 'web', exitCode: 1 }] })

  test('tells the last lines, once', async () => {
    const { calls, watched } = watch([crashed], () => ({ events: [{ message: 'starting\n' }, { message: 'no DATABASE_URL\n' }] }))
    expect(await watched.look(0)).toBe('failed')
    expect(await watched.look(0)).toBe('nothing')
    expect(watched.faults).toHaveLength(1)
    expect(watched.faults[0]!.because).toBe('task 1a2b3c4d… (web) exited with code 1 after 3 s: "no DATABASE_URL"')
    expect(watched.faults[0]!.details).toContain('starting')
    expect(calls.find(({ operation }) => operation === 'logs:GetLogEvents')!.input).toMatchObject({
      logGroupName: '/web',
      logStreamName: 'app/web/1a2b3c4d5e6f',
      limit: 10,
    })
  })

  test.each([
    ['AccessDeniedException', 'allow logs:GetLogEvents on the log group /web'],
    ['ResourceNotFoundException', 'there is no log app/web/1a2b3c4d5e6f in the group /web'],
    ['ThrottlingException', 'its log cannot be read'],
  ])('%s of the log is a line of the report, never a failure', async (name, words) => {
    const { watched } = watch([crashed], () => {
      throw Object.assign(new Error('User is not allowed'), { name, status: 400 })
    })
    expect(await watched.look(0)).toBe('failed')
    expect(watched.faults[0]!.because).toBe('task 1a2b3c4d… (web) exited with code 1 after 3 s')
    expect(watched.faults[0]!.details.join('\n')).toContain(words)
  })

  test('waits a moment for lines that are not there yet', async () => {
    let lines: object[] = []
    const { watched } = watch([crashed], () => ({ events: lines }), 115_000)
    expect(await watched.look(0)).toBe('early')
    lines = [{ message: 'late' }]
    expect(await watched.look(0)).toBe('failed')
    expect(watched.faults[0]!.because).toContain('"late"')
  })

  test('tasks of the baseline and of an earlier rollout are not counted', async () => {
    const old = { ...crashed, taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1' }
    expect(await watch([old], () => ({})).watched.look(0)).toBe('nothing')
    expect(await watch([crashed], () => ({})).watched.look(100_001)).toBe('nothing')
  })

  test('a task that has not said why it ends is asked again', async () => {
    const ending: Task = task({ lastStatus: 'STOPPING' })
    const tasks = [ending]
    const { watched } = watch(tasks, () => ({ events: [{ message: 'x' }] }))
    expect(await watched.look(0)).toBe('nothing')
    tasks[0] = crashed
    expect(await watched.look(0)).toBe('failed')
  })
})
