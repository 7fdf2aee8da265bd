import type { Container, Task } from '@aws-sdk/client-ecs'
import { describe, expect, test } from 'vitest'
import { readTask } from '../../src/aws/run-task-end.ts'
import { readFailures } from '../../src/aws/run-task-start.ts'

const own = (more: Partial<Container>): Container => ({ name: 'migrate', lastStatus: 'STOPPED', ...more })
const task = (more: Partial<Task>): Task => ({
  taskArn: 'arn:aws:ecs:eu-west-1:111122223333:task/main/1a2b3c4d5e6f',
  lastStatus: 'STOPPED',
  desiredStatus: 'STOPPED',
  startedAt: new Date(110_000),
  stoppingAt: new Date(123_000),
  ...more,
})
const read = (more: Partial<Task>) => readTask(task(more), 'migrate')
const exited = 'EssentialContainerExited'

describe('a one-off task', () => {
  test.each(['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING', 'STOPPING'])('that is %s has not ended', (lastStatus) => {
    expect(read({ lastStatus, containers: [own({ lastStatus: 'RUNNING' })] })).toEqual({ kind: 'alive', status: lastStatus })
  })

  test('succeeds by the exit code 0 of its container, whatever the others end with', () => {
    const containers = [{ name: 'proxy', exitCode: 143 }, own({ exitCode: 0 }), { name: 'logs', exitCode: 1 }]
    expect(read({ stopCode: exited, containers })).toEqual({
      kind: 'ended',
      lingers: false,
      verdict: { kind: 'succeeded', because: 'Task 1a2b3c4d5e6f (migrate) ended with exit code 0 after 13 s' },
    })
  })

  test('has ended with its container, though the task goes on', () => {
    const containers = [own({ exitCode: 0 }), { name: 'proxy', lastStatus: 'RUNNING' }]
    expect(read({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING', containers })).toMatchObject({ kind: 'ended', lingers: true })
    expect(read({ lastStatus: 'STOPPING', desiredStatus: 'STOPPED', containers })).toMatchObject({ kind: 'ended', lingers: false })
  })

  test.each<[string, Partial<Task>, string, string, RegExp]>([
    [
      'an exit code',
      { stopCode: exited, stoppedReason: 'Essential container in task exited', containers: [own({ exitCode: 3 })] },
      'TASK_EXITED',
      'Task 1a2b3c4d5e6f (migrate) exited with code 3 after 13 s',
      /log says why/,
    ],
    [
      'a program that is not in the image',
      { stopCode: exited, containers: [own({ exitCode: 127 })] },
      'TASK_EXITED',
      'Task 1a2b3c4d5e6f (migrate) exited with code 127 after 13 s',
      /did not find the program/,
    ],
    [
      'too much memory',
      { stopCode: exited, containers: [own({ exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' })] },
      'TASK_EXITED',
      'Task 1a2b3c4d5e6f (migrate) was killed for using more memory than it may after 13 s',
      /more memory/,
    ],
    [
      'SIGKILL without a reason',
      { stopCode: exited, containers: [own({ exitCode: 137 })] },
      'TASK_EXITED',
      'Task 1a2b3c4d5e6f (migrate) exited with code 137 (SIGKILL) after 13 s',
      /memory, or because it did not heed SIGTERM/,
    ],
    [
      'another essential container that ended before it',
      { stopCode: exited, containers: [{ name: 'proxy', exitCode: 1 }, own({ exitCode: 143 })] },
      'TASK_EXITED',
      'Task 1a2b3c4d5e6f (migrate) exited with code 143 (SIGTERM) after 13 s, because the task was stopped when proxy exited with code 1',
      /why proxy ended/,
    ],
    [
      'an image that cannot be pulled',
      {
        stopCode: 'TaskFailedToStart',
        stoppedReason: 'CannotPullContainerError: pull image manifest has been retried 1 time(s)',
        startedAt: undefined,
        containers: [own({ reason: 'CannotPullContainerError: pull image manifest has been retried 1 time(s): not found' })],
      },
      'TASK_START_FAILED',
      'Task 1a2b3c4d5e6f (migrate) could not start: CannotPullContainerError: pull image manifest has been retried 1 time(s): not found',
      /registry/,
    ],
    [
      'a secret that cannot be had',
      {
        stopCode: 'TaskFailedToStart',
        stoppedReason:
          'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm',
        startedAt: undefined,
        containers: [own({})],
      },
      'TASK_START_FAILED',
      'Task 1a2b3c4d5e6f could not start: ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm',
      /execution role may read it/,
    ],
    [
      'a log group that is missing',
      {
        stopCode: 'TaskFailedToStart',
        stoppedReason: 'ResourceInitializationError: failed to validate logger args: The specified log group does not exist.',
        startedAt: undefined,
        containers: [own({})],
      },
      'TASK_START_FAILED',
      'Task 1a2b3c4d5e6f could not start: ResourceInitializationError: failed to validate logger args: The specified log group does not exist.',
      /Create the log group/,
    ],
    [
      'a command that is not in the image',
      {
        stopCode: 'TaskFailedToStart',
        startedAt: undefined,
        containers: [own({ reason: 'CannotStartContainerError: exec: "migrate": executable file not found in $PATH' })],
      },
      'TASK_START_FAILED',
      'Task 1a2b3c4d5e6f (migrate) could not start: CannotStartContainerError: exec: "migrate": executable file not found in $PATH',
      /image has the command/,
    ],
    [
      'a container beside it that cannot start',
      {
        stopCode: 'TaskFailedToStart',
        startedAt: undefined,
        containers: [{ name: 'proxy', reason: 'CannotPullContainerError: gone' }, own({})],
      },
      'TASK_START_FAILED',
      'Task 1a2b3c4d5e6f (proxy) could not start: CannotPullContainerError: gone',
      /registry/,
    ],
    [
      'no capacity after all',
      {
        stopCode: 'TaskFailedToStart',
        stoppedReason: 'Capacity is unavailable at this time. Please try again later or in a different availability zone',
        startedAt: undefined,
        containers: [own({})],
      },
      'TASK_START_FAILED',
      'Task 1a2b3c4d5e6f could not start: Capacity is unavailable at this time. Please try again later or in a different availability zone',
      /no place/,
    ],
    [
      'Spot',
      { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.', containers: [own({ exitCode: 143 })] },
      'TASK_EXITED',
      'Task 1a2b3c4d5e6f was taken away by Fargate Spot after 13 s (exit code 143): Your Spot Task was interrupted.',
      /off Spot/,
    ],
    [
      'somebody, even when the program then ends with 0',
      { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user', containers: [own({ exitCode: 0 })] },
      'TASK_EXITED',
      'Task 1a2b3c4d5e6f was stopped by somebody after 13 s (exit code 0): Task stopped by user',
      /CloudTrail/,
    ],
    [
      'the scheduler',
      { stopCode: 'ServiceSchedulerInitiated', containers: [own({ exitCode: 143 })] },
      'TASK_EXITED',
      'Task 1a2b3c4d5e6f was stopped by the scheduler of ECS after 13 s (exit code 143)',
      /drained/,
    ],
    [
      'its host',
      { stopCode: 'TerminationNotice', containers: [own({})] },
      'TASK_EXITED',
      'Task 1a2b3c4d5e6f was ended because its host goes away after 13 s',
      /again/,
    ],
    [
      'no exit code at all',
      {
        stopCode: exited,
        stoppedReason: 'Essential container in task exited',
        containers: [own({ reason: 'DockerTimeoutError: Could not transition' })],
      },
      'TASK_EXITED',
      'Task 1a2b3c4d5e6f (migrate) ended without an exit code after 13 s: DockerTimeoutError: Could not transition',
      /not known/,
    ],
    [
      'nothing that is told',
      { containers: [] },
      'TASK_EXITED',
      'Task 1a2b3c4d5e6f (migrate) ended without an exit code after 13 s: ECS gives no reason',
      /not known/,
    ],
  ])('failed by %s', (_, more, reasonCode, because, hint) => {
    const seen = read(more)
    expect(seen).toMatchObject({ kind: 'ended', verdict: { kind: 'failed', reasonCode, because } })
    expect(seen.kind === 'ended' && seen.verdict.kind === 'failed' && seen.verdict.hint).toMatch(hint)
  })

  test('that failed comes with every reason ECS gives', () => {
    const containers = [own({ exitCode: 1 }), { name: 'proxy', reason: 'it also' }]
    expect(read({ stopCode: exited, stoppedReason: 'Essential container in task exited', containers })).toMatchObject({
      verdict: { details: ['stopped: Essential container in task exited', 'proxy: it also'] },
    })
  })
})

describe('a start that started nothing', () => {
  test.each<[string, string]>([
    ['RESOURCE:MEMORY', 'no instance of the cluster has enough memory left'],
    ['RESOURCE:ENI', 'no instance of the cluster has enough eni left'],
    ['AGENT', 'the agent of an instance is not connected'],
    ['EMPTY CAPACITY PROVIDER', 'the cluster has no instance to run it on'],
    [
      'Capacity is unavailable at this time. Please try again later or in a different availability zone',
      'Fargate has no capacity in these zones now',
    ],
  ])('by %s may have room later', (reason, meaning) => {
    expect(readFailures([{ reason }], 'main/job:7')).toEqual({
      kind: 'no-room',
      because: `main/job:7 cannot be started: ${meaning} (${reason})`,
    })
  })

  test.each(['ATTRIBUTE', 'LOCATION', 'MemberOf placement constraint unsatisfied.', 'SOMETHING NEW'])(
    'by %s will not work later',
    (reason) => {
      const answer = readFailures([{ reason, detail: 'why' }], 'main/job:7')
      expect(answer).toMatchObject({ kind: 'refused', because: expect.stringContaining(`(${reason}: why)`) as string })
      expect(answer.kind === 'refused' && answer.hint).not.toBe('')
    },
  )

  test('without a word says so', () => {
    expect(readFailures([], 'main/job:7')).toMatchObject({ because: expect.stringContaining('ECS gives no reason') as string })
  })
})
