import { describe, expect, test } from 'vitest'
import { SluiceError } from '../../src/domain/errors.ts'
import type { Evidence, Gate, RolloutEvent } from '../../src/domain/rollout.ts'
import { watch, type WatchOrder } from '../../src/engine/watching.ts'
import type { Judge } from '../../src/ports.ts'
import { createFakeTime } from '../fakes/fake-clock.ts'
import { cancelling, endOf } from './stage.ts'

const minuteMs = 60_000

interface Scene extends Partial<Omit<WatchOrder, 'gate'>> {
  readonly gate?: Partial<Gate>
  readonly says: (minute: number) => Partial<Evidence>
  readonly cancelAtMs?: number
  readonly freeze?: Judge['freeze']
}

async function watched({ gate, says, cancelAtMs, freeze, ...order }: Scene) {
  const time = createFakeTime()
  const startMs = time.nowMs()
  const reported: RolloutEvent[] = []
  const asked: number[] = []
  const judge: Judge = {
    judge(checks, fromMs, toMs) {
      const minute = (toMs - fromMs) / minuteMs
      asked.push(minute)
      const judged = (name: string): Evidence => ({
        ...{ check: name, verdict: 'inconclusive', because: 'scripted', fromMs, toMs },
        ...says(minute),
      })
      return new Promise((resolve) => resolve(checks.map(({ name }) => judged(name))))
    },
    freeze: freeze ?? (() => Promise.resolve({ frozen: 'f', lines: ['sees 2x'] })),
  }
  const finish = await time.run('gate', (runner) =>
    watch(
      {
        ...{ name: 'the flag', deadlineMs: 30 * minuteMs, shadow: false, unattended: false },
        gate: {
          holdMs: 10 * minuteMs,
          checks: [{ name: 'analysis', kind: 'analysis', spec: {} }],
          onInconclusive: 'hold',
          patienceMs: 5 * minuteMs,
          ...gate,
        },
        ...order,
      },
      {
        ...{ clock: runner.clock, judge, reporter: { report: (event) => reported.push(event) } },
        ...{ cancellation: cancelling(runner, time, cancelAtMs), nowMs: () => time.nowMs() },
      },
    ),
  )
  if (finish.kind !== 'done') throw finish.kind === 'threw' ? finish.error : new Error('died')
  const { history } = finish.value
  return {
    end: endOf({ kind: 'done', value: { history, reported, calls: [], starts: 0 } }),
    history,
    asked,
    minutes: (time.nowMs() - startMs) / minuteMs,
  }
}

test('a pass counts at the end of the time, and each minute is judged', async () => {
  const { end, asked, minutes, history } = await watched({ says: (minute) => ({ verdict: minute >= 4 ? 'pass' : 'inconclusive' }) })
  expect(end).toBe('succeeded GATE_PASSED')
  expect(asked).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(minutes).toBe(10)
  expect(history.map(({ kind }) => kind).slice(0, 3)).toEqual(['noted', 'frozen', 'judged'])
})

test('a failure is heard at once', async () => {
  const { end, minutes } = await watched({ says: (minute) => (minute >= 3 ? { verdict: 'fail' } : {}) })
  expect(end).toBe('failed ANALYSIS_FAILED')
  expect(minutes).toBe(3)
})

test.each([
  ['hold', 'failed ANALYSIS_INCONCLUSIVE', 30],
  ['fail', 'failed ANALYSIS_INCONCLUSIVE', 10],
  ['pass', 'succeeded GATE_PASSED', 10],
  ['extend', 'failed ANALYSIS_INCONCLUSIVE', 30],
] as const)('without evidence, on-inconclusive %s: %s', async (onInconclusive, end, minutes) => {
  const found = await watched({ says: () => ({}), gate: { onInconclusive } })
  expect(found.end).toBe(end)
  expect(found.minutes).toBe(minutes)
})

test('where nobody need attend, it pauses, and what was never read does too, with the reason', async () => {
  expect(await watched({ says: () => ({}), unattended: true })).toMatchObject({ end: 'paused ANALYSIS_INCONCLUSIVE', minutes: 10 })
  const error = { verdict: 'error' } as const
  const late = (minute: number) => (minute > 8 ? error : {})
  expect(await watched({ says: late, unattended: true })).toMatchObject({ end: 'paused METRICS_UNAVAILABLE', minutes: 10 })
})

test('where nobody need attend, what is to be extended goes on all the same', async () => {
  const found = await watched({ says: () => ({}), gate: { onInconclusive: 'extend' }, unattended: true })
  expect(found).toMatchObject({ end: 'failed ANALYSIS_INCONCLUSIVE', minutes: 30 })
})

test('what was going on before is judged from its beginning', async () => {
  const { end, asked, minutes } = await watched({ says: () => ({ verdict: 'pass' }), sinceMs: createFakeTime().nowMs() - 8 * minuteMs })
  expect(end).toBe('succeeded GATE_PASSED')
  expect(asked).toEqual([8, 9, 10])
  expect(minutes).toBe(2)
})

describe('a source', () => {
  test('that stays broken is no failed canary', async () => {
    const { end, minutes } = await watched({ says: () => ({ verdict: 'error' }) })
    expect(end).toBe('failed METRICS_UNAVAILABLE')
    expect(minutes).toBe(6)
  })
  test('that is throttled for a while is asked again', async () => {
    const says = (minute: number): Partial<Evidence> => {
      if (minute >= 2 && minute < 5) throw new SluiceError('THROTTLED', 'Rate exceeded')
      return { verdict: 'pass' }
    }
    const { end, history } = await watched({ says })
    expect(end).toBe('succeeded GATE_PASSED')
    expect(history.flatMap((event) => (event.kind === 'judged' ? event.evidence : [])).slice(1, 3)).toMatchObject([
      { check: 'analysis', verdict: 'error', because: 'Rate exceeded' },
      { check: 'analysis', verdict: 'error', because: 'Rate exceeded' },
    ])
  })
  test('that cannot be used at all is told at once', async () => {
    const freeze = () => Promise.reject(new SluiceError('ACCESS_DENIED', 'no'))
    await expect(watched({ says: () => ({}), freeze })).rejects.toMatchObject({ reasonCode: 'ACCESS_DENIED' })
  })
})

test('a shadow tells what would have been, and fails nothing', async () => {
  const { end, history } = await watched({ says: () => ({ verdict: 'fail' }), shadow: true })
  expect(end).toBe('no-op ANALYSIS_FAILED')
  expect(history.at(-1)).toMatchObject({ because: expect.stringMatching(/^Would have ended failed\. /) as string })
})

test('a shadow whose sources cannot be used fails nothing either', async () => {
  const freeze = () => Promise.reject(new SluiceError('ACCESS_DENIED', 'no'))
  expect((await watched({ says: () => ({}), freeze, shadow: true })).end).toBe('no-op ACCESS_DENIED')
})

test('a plan says what would be seen, and judges nothing', async () => {
  const { end, asked, minutes, history } = await watched({ says: () => ({ verdict: 'fail' }), planned: true })
  expect(end).toBe('no-op PLANNED')
  expect(history.map(({ kind }) => kind)).toEqual(['noted', 'frozen', 'ended'])
  expect([asked.length, minutes]).toEqual([0, 0])
})

test('a signal ends it, and nothing needs to be undone', async () => {
  const { end, minutes } = await watched({ says: () => ({}), cancelAtMs: 90_000 })
  expect(end).toBe('failed CANCELLED')
  expect(minutes).toBeCloseTo(1.5, 1)
})
