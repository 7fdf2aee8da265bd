import { describe, expect, test } from 'vitest'
import type { OneOffStart } from '../../src/domain/migration/one-off.ts'
import { alive, exited, outOfReach, play, succeeded, task } from './one-off-stage.ts'
import { SluiceError } from '../../src/domain/errors.ts'

const started: OneOffStart = { kind: 'started', task: task() }
const count = (calls: readonly string[], pattern: RegExp): number => calls.filter((each) => pattern.test(each)).length

describe('a one-off task that runs to its end', () => {
  test('is followed through its states, with its lines as they come, and succeeds', async () => {
    const { end, said, notes, events, seconds } = await play({
      look: (at) => (at < 10 ? alive('PENDING') : at < 30 ? alive('RUNNING') : succeeded),
      printed: (at) => Array.from({ length: Math.min(8, Math.floor(at / 4)) }, (_, index) => `line ${String(index)}`),
    })
    expect(end).toEqual({ kind: 'succeeded', task: 'a1', because: 'Task a1 (migrate) ended with exit code 0' })
    expect(said).toEqual(Array.from({ length: 8 }, (_, index) => `line ${String(index)}`))
    expect(notes).toEqual(['Task a1 is PENDING', 'Task a1 is RUNNING'])
    expect(events.map(({ kind }) => kind).slice(0, 2)).toEqual(['task-starting', 'task-begun'])
    expect(events[1]).toMatchObject({ kind: 'task-begun', task: 'a1', adopted: false, text: 'Task a1 runs main/job:7 (migrate)' })
    expect(seconds).toBeLessThan(45)
  })

  test('that fails is told with what ECS says, and its lines stay in the log', async () => {
    const { end, said } = await play({
      look: () => exited(),
      printed: () => Array.from({ length: 14 }, (_, index) => `line ${String(index)}`),
    })
    expect(end).toEqual({
      kind: 'failed',
      task: 'a1',
      reasonCode: 'TASK_EXITED',
      because: 'Task a1 (migrate) exited with code 3',
      hint: 'Correct it.',
      details: ['stopped: why'],
    })
    expect(said).toHaveLength(14)
  })

  test('is heard out: lines that come some seconds after its end are told', async () => {
    const { said, seconds } = await play({ look: () => succeeded, printed: (at) => (at < 4 ? [] : at < 8 ? ['late'] : ['late', 'later']) })
    expect(said).toEqual(['late', 'later'])
    expect(seconds).toBeLessThan(20)
  })

  test('whose log never ends is not heard out for ever', async () => {
    const { seconds } = await play({ look: () => succeeded, printed: (at) => Array.from({ length: Math.floor(at) }, () => 'again') })
    expect(seconds).toBeLessThanOrEqual(35)
  })

  test('without a log in CloudWatch says so once, and does not wait for lines', async () => {
    const { notes, seconds } = await play({
      never: 'migrate logs by awsfirelens, not to CloudWatch Logs',
      look: (at) => (at < 20 ? alive('RUNNING') : succeeded),
    })
    expect(notes.filter((each) => each.includes('no log lines'))).toEqual([
      'There are no log lines to show: migrate logs by awsfirelens, not to CloudWatch Logs',
    ])
    expect(seconds).toBe(20)
  })

  test('that goes on without its command is stopped, and the end of the command stands', async () => {
    const { end, calls } = await play({ look: () => exited(true) })
    expect(end).toMatchObject({ reasonCode: 'TASK_EXITED', because: 'Task a1 (migrate) exited with code 3' })
    expect(calls.at(-1)).toMatch(/stop: Sluice: its command has ended$/)
  })

  test('that goes by itself after its command is not stopped', async () => {
    const { calls } = await play({ look: (at) => exited(at < 10) })
    expect(count(calls, /stop/)).toBe(0)
  })
})

describe('the same work twice', () => {
  test('a task that does it already is followed, and none is started', async () => {
    const { end, calls, events } = await play({ live: () => [task('b2')], look: () => succeeded })
    expect(count(calls, /start/)).toBe(0)
    expect(events[0]).toMatchObject({ kind: 'task-begun', task: 'b2', adopted: true })
    expect(end).toMatchObject({ kind: 'succeeded', task: 'b2' })
  })

  test('one of another release is waited for, and then ours is started', async () => {
    const { end, notes, calls } = await play({ live: (at) => (at < 25 ? [task('b2', 'job:6')] : []) })
    expect(notes[0]).toBe('Task b2 of job:6 is at the same work: waiting for its end')
    expect(notes.filter((each) => each.includes('b2'))).toHaveLength(1)
    expect(calls.find((each) => each.includes('start'))).toBe('30 start 0')
    expect(end).toMatchObject({ kind: 'succeeded', task: 'a1' })
  })

  test('one of another release that does not end is named with how to end it', async () => {
    const { end, calls } = await play({ live: () => [task('b2', 'job:6')] }, { timeoutMs: 60_000 })
    expect(end).toMatchObject({
      kind: 'failed',
      reasonCode: 'LOCK_BUSY',
      because: 'Task b2 of job:6 has been at the same work for 1 min',
      hint: expect.stringContaining('aws ecs stop-task --task b2') as string,
    })
    expect(count(calls, /start|stop/)).toBe(0)
    const patient = await play({ live: () => [task('b2', 'job:6')] }, { timeoutMs: 60_000, maxWaitMs: 30_000 })
    expect(patient.end).toMatchObject({ reasonCode: 'LOCK_BUSY', because: 'Task b2 of job:6 has been at the same work for 30 s' })
  })

  test('the ended task of an earlier run is not taken for ours: the next turn starts another', async () => {
    const over = (id: string): OneOffStart => ({ kind: 'over', task: task(id) })
    const { end, calls } = await play({ start: (turn) => (turn < 2 ? over(`old${String(turn)}`) : { kind: 'started', task: task('new') }) })
    expect(calls.filter((each) => each.includes('start'))).toEqual(['0 start 0', '0 start 1', '0 start 2'])
    expect(end).toMatchObject({ kind: 'succeeded', task: 'new' })
  })

  test('work that is started over and over within the hour is refused', async () => {
    await expect(play({ start: () => ({ kind: 'over', task: task() }) })).rejects.toMatchObject({ reasonCode: 'PREFLIGHT_FAILED' })
  })
})

describe('a start', () => {
  test('whose answer was lost is asked for again in the same turn, and its task is ours even when it is over by then', async () => {
    const { end, calls } = await play({
      start: (_turn, _at, tries) => {
        if (tries === 1) throw outOfReach()
        return { kind: 'over', task: task('quick') }
      },
      look: () => exited(),
    })
    expect(calls.filter((each) => each.includes('start'))).toEqual(['0 start 0', '1 start 0'])
    expect(end).toMatchObject({ kind: 'failed', task: 'quick', reasonCode: 'TASK_EXITED' })
  })

  test('that stays out of reach is given up with the error of AWS', async () => {
    await expect(
      play({
        start: () => {
          throw outOfReach()
        },
      }),
    ).rejects.toMatchObject({ reasonCode: 'AWS_ERROR' })
  })

  test('that is denied is not repeated', async () => {
    const denied = new SluiceError('ACCESS_DENIED', 'iam:PassRole')
    await expect(
      play({
        start: (_turn, _at, tries) => {
          if (tries > 1) throw new Error('asked twice')
          throw denied
        },
      }),
    ).rejects.toBe(denied)
  })

  test('that finds no room is asked for again with another turn until there is some', async () => {
    const { end, calls, notes } = await play({
      start: (_turn, at) => (at < 30 ? { kind: 'no-room', because: 'no instance has enough memory left' } : started),
    })
    expect(calls.filter((each) => each.includes('start'))).toEqual(['0 start 0', '5 start 1', '15 start 2', '35 start 3'])
    expect(notes[0]).toBe('no instance has enough memory left: asking again until there is room')
    expect(end.kind).toBe('succeeded')
  })

  test('that never finds room fails, and says that nothing was started', async () => {
    const { end, seconds } = await play({ start: () => ({ kind: 'no-room', because: 'no room' }) }, { timeoutMs: 3_600_000 })
    expect(end).toMatchObject({
      kind: 'failed',
      task: '',
      reasonCode: 'TASK_START_FAILED',
      hint: expect.stringContaining('Nothing was started') as string,
    })
    expect(seconds).toBeGreaterThan(500)
    expect(seconds).toBeLessThanOrEqual(600)
  })

  test('that can never work fails at once', async () => {
    const { end, seconds } = await play({ start: () => ({ kind: 'refused', because: 'LOCATION', hint: 'Other subnets.' }) })
    expect(end).toEqual({
      kind: 'failed',
      task: '',
      reasonCode: 'TASK_START_FAILED',
      because: 'LOCATION',
      hint: 'Other subnets.',
      details: [],
    })
    expect(seconds).toBe(0)
  })
})

describe('a task that ECS does not know', () => {
  test('just after its start is waited for', async () => {
    const { end } = await play({ look: (at) => (at < 20 ? { kind: 'missing' } : succeeded) })
    expect(end.kind).toBe('succeeded')
  })

  test('a minute after its start was never there', async () => {
    const { end, seconds } = await play({ look: () => ({ kind: 'missing' }) })
    expect(end).toMatchObject({
      kind: 'failed',
      reasonCode: 'TASK_START_FAILED',
      because: expect.stringContaining('does not know it after 1 min') as string,
    })
    expect(seconds).toBe(60)
  })

  test('any more has ended, nobody knows how: that is no success', async () => {
    const { end } = await play({ look: (at) => (at < 20 ? alive('RUNNING') : { kind: 'missing' }), printed: () => ['working'] })
    expect(end).toMatchObject({
      kind: 'failed',
      reasonCode: 'TASK_EXITED',
      because: expect.stringContaining('how is not known any more') as string,
      details: [],
    })
  })
})

describe('AWS out of reach while a task runs', () => {
  test('for a while is waited out', async () => {
    const { end } = await play({
      look: (at) => {
        if (at > 10 && at < 100) throw outOfReach()
        return at < 120 ? alive('RUNNING') : succeeded
      },
    })
    expect(end.kind).toBe('succeeded')
  })

  test('for longer ends the step, says that the task goes on, and does not stop it', async () => {
    const { end, calls } = await play({
      look: (at) => {
        if (at > 10) throw outOfReach()
        return alive('RUNNING')
      },
      printed: () => ['at it'],
    })
    expect(end).toMatchObject({
      kind: 'failed',
      task: 'a1',
      reasonCode: 'AWS_ERROR',
      hint: expect.stringContaining('goes on in ECS') as string,
      details: [],
    })
    expect(count(calls, /stop/)).toBe(0)
  })

  test('because the credentials ended says what becomes of the task, and what it had printed', async () => {
    const { end } = await play({
      look: (at) => {
        if (at > 10) throw new SluiceError('CREDENTIALS_EXPIRED', 'The AWS credentials of this job expired', { hint: 'Ask for longer.' })
        return alive('RUNNING')
      },
      printed: () => ['at it'],
    })
    expect(end).toEqual({
      kind: 'failed',
      task: 'a1',
      reasonCode: 'CREDENTIALS_EXPIRED',
      because: 'What becomes of task a1 is not seen any more: The AWS credentials of this job expired',
      hint: 'Ask for longer. The task goes on in ECS without this step: run the step again to follow it to its end.',
      details: [],
    })
  })
})

describe('a task that takes too long', () => {
  test('is stopped, and its end is waited for', async () => {
    const { end, calls } = await play(
      { look: (at, stopped) => (stopped && at > 80 ? exited() : alive('RUNNING')), printed: () => ['still at it'] },
      { timeoutMs: 60_000 },
    )
    expect(calls.filter((each) => each.includes('stop'))).toEqual(['60 stop: Sluice: it took longer than timeout-minutes'])
    expect(end).toMatchObject({
      kind: 'failed',
      reasonCode: 'TIMED_OUT',
      because: 'Not done after 1 min; task a1 was stopped',
      details: ['stopped: why'],
    })
  })

  test('and ends well in the last moment has ended well', async () => {
    const { end } = await play({ look: (_at, stopped) => (stopped ? succeeded : alive('RUNNING')) }, { timeoutMs: 60_000 })
    expect(end.kind).toBe('succeeded')
  })

  test('and does not stop is named with how to end it', async () => {
    const { end, seconds } = await play({ look: () => alive('RUNNING') }, { timeoutMs: 60_000 })
    expect(end).toMatchObject({ reasonCode: 'TIMED_OUT', hint: expect.stringContaining('aws ecs stop-task --task a1') as string })
    expect(seconds).toBe(210)
  })
})

describe('a signal', () => {
  test('while the task runs stops it with one call, and waits for nothing else', async () => {
    const { end, calls, seconds } = await play({ look: () => alive('RUNNING'), printed: () => ['half'] }, {}, 12)
    expect(calls.at(-1)).toBe('12 stop: Sluice: the step was cancelled')
    expect(seconds).toBe(12)
    expect(end).toMatchObject({
      kind: 'failed',
      reasonCode: 'CANCELLED',
      because: 'Cancelled; task a1 was told to stop',
      details: [],
    })
  })

  test('with on-cancel: leave lets it go on', async () => {
    const { end, calls } = await play({ look: () => alive('RUNNING') }, { onCancel: 'leave' }, 12)
    expect(count(calls, /stop/)).toBe(0)
    expect(end).toMatchObject({ reasonCode: 'CANCELLED_LEFT_RUNNING', because: 'Cancelled; task a1 goes on' })
  })

  test('whose call is refused or not answered says how to do it by hand, within seven seconds', async () => {
    const refused = await play(
      {
        look: () => alive('RUNNING'),
        stop: () => {
          throw new SluiceError('ACCESS_DENIED', 'may not do ecs:StopTask')
        },
      },
      {},
      12,
    )
    expect(refused.end).toMatchObject({
      reasonCode: 'CANCELLED_LEFT_RUNNING',
      because: 'Cancelled; task a1 could not be stopped: may not do ecs:StopTask',
      hint: 'By hand: aws ecs stop-task --task a1',
    })
    const silent = await play({ look: () => alive('RUNNING'), stop: () => new Promise(() => undefined) }, {}, 12)
    expect(silent.end).toMatchObject({ reasonCode: 'CANCELLED_LEFT_RUNNING', hint: 'By hand: aws ecs stop-task --task a1' })
    expect(silent.seconds).toBeLessThan(19)
  })

  test('before the start means that nothing was started', async () => {
    const { end, calls } = await play({ live: () => [task('b2', 'job:6')] }, {}, 12)
    expect(count(calls, /start/)).toBe(0)
    expect(end).toMatchObject({ kind: 'failed', task: '', reasonCode: 'CANCELLED' })
  })

  test('during the start waits a little for the answer, and stops what was started', async () => {
    const { end, calls } = await play({
      start: async (_turn, _at, _tries, cancel) => {
        cancel()
        await new Promise(setImmediate)
        return started
      },
      look: () => alive('RUNNING'),
    })
    expect(end).toMatchObject({ reasonCode: 'CANCELLED', task: 'a1' })
    expect(calls.map((each) => each.replace(/^\d+ /, ''))).toEqual(['live', 'start 0', 'stop: Sluice: the step was cancelled'])
  })

  test('during a start that is never answered says that nobody knows', async () => {
    const { end, seconds } = await play({
      start: (_turn, _at, _tries, cancel) => {
        cancel()
        return new Promise(() => undefined)
      },
    })
    expect(end).toMatchObject({ kind: 'failed', task: '', reasonCode: 'CANCELLED_LEFT_RUNNING' })
    expect(seconds).toBeLessThan(7)
  })
})
