import { describe, expect, test } from 'vitest'
import type { RolloutEvent } from '../../src/domain/rollout.ts'
import type { Mishap } from '../fakes/call-boundary.ts'
import type { Finish } from '../fakes/fake-clock.ts'
import { endOf, told } from './stage.ts'
import { type Call, type SwapStage, type SwapTold, swapStage } from './swap-stage.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const owned = { rules: 2, minimum: 2 } as const
/** Another run comes to put things right. */
const recovery = { run: '200', job: 'recover' } as const

const dying = (index: number, how: Mishap): Call => ({ trouble: { at: (at) => (at === index ? how : undefined) } })
const becauseOf = (finish: Finish<SwapTold>): string => (told(finish).history.at(-1) as RolloutEvent & { kind: 'ended' }).because

/** All traffic on one side, nothing held or owed, and no tasks that serve nobody. */
function expectSettled(stage: SwapStage, where = ''): void {
  const live = stage.live()
  expect(['blue', 'green'], where).toContain(live)
  const [serving, other] = live === 'green' ? (['green', 'blue'] as const) : (['blue', 'green'] as const)
  expect(stage.pair.services[serving], where).toMatchObject({ revision: live === 'green' ? 'web:8' : 'web:7', desired: 4, healthy: 4 })
  expect(stage.pair.services[other].desired, where).toBe(0)
  expect(stage.pair.violations, where).toEqual([])
  expect(stage.pair.scaling?.held() ?? false, where).toBe(false)
  expect(stage.record()?.owed, where).toBeUndefined()
  expect(stage.record()?.rest, where).toBeUndefined()
  if (stage.record()) expect(stage.record()!.ended, where).toBeDefined()
  expect(
    Object.keys(stage.store.now()).filter((key) => key.startsWith('claim.200')),
    where,
  ).toEqual([])
}

/** Calls worth a crash: all, but of a long row of looks some. */
function turningPoints(calls: readonly string[]): readonly number[] {
  return [...calls.keys()].filter((index) => calls[index] !== 'observe' || calls[index - 1] !== 'observe' || index % 7 === 0)
}

describe.each([
  ['a good candidate', {}],
  ['a bad candidate', { judge: (check: string) => (check === 'errors' ? 'fail' : 'pass') } as const],
])('a runner killed at every call: %s', (_, call) => {
  const whole = async () => told(await swapStage(owned).swap('run', call)).calls

  test('recovery by another run leads home, or to the end where it was committed', async () => {
    const calls = await whole()
    const ends = new Set<string>()
    for (const index of turningPoints(calls)) {
      for (const how of ['dies before', 'dies after'] as const) {
        const where = `call ${index} ${calls[index]!}, ${how}`
        const stage = swapStage(owned)
        expect(endOf(await stage.swap('run', { ...call, ...dying(index, how) })), where).toBe('died')
        const [record, live] = [stage.record(), stage.live()]
        const end = endOf(await stage.rollBack('unfinished', recovery))
        ends.add(end)
        expect(['succeeded ROLLED_BACK', 'succeeded FINISHED', 'no-op NO_CHANGE', 'failed ANALYSIS_FAILED'], where).toContain(end)
        stage.pass(minuteMs)
        expectSettled(stage, where)
        const committed = record !== undefined && record.goal >= record.committed
        expect(stage.live(), where).toBe(committed || (record?.ended && live === 'green') ? 'green' : 'blue')
        if (end === 'succeeded FINISHED') expect(committed, where).toBe(true)
        expect(endOf(await stage.rollBack('unfinished', { ...recovery, run: '201' })), where).toBe('no-op NO_CHANGE')
      }
    }
    expect(ends).toContain('succeeded ROLLED_BACK')
    if (!('judge' in call)) expect(ends).toContain('succeeded FINISHED')
  })

  test('the same step again ends as it would have', async () => {
    const calls = await whole()
    const end = endOf(await swapStage(owned).swap('run', call))
    for (const index of turningPoints(calls).filter((at) => at < calls.length - 1)) {
      for (const how of ['dies before', 'dies after'] as const) {
        const where = `call ${index} ${calls[index]!}, ${how}`
        const stage = swapStage(owned)
        expect(endOf(await stage.swap('run', { ...call, ...dying(index, how) })), where).toBe('died')
        expect(endOf(await stage.swap('run', { ...call, attempt: 2 })), where).toBe(end)
        stage.pass(minuteMs)
        expectSettled(stage, where)
      }
    }
  })
})

test('recovery killed at every call is done by the next one', async () => {
  const died = async () => {
    const stage = swapStage(owned)
    const at = (_: number, name: string) => (name === 'judge' && stage.live() === 'green' ? ('dies before' as const) : undefined)
    expect(endOf(await stage.swap('run', { trouble: { at } }))).toBe('died')
    expect(stage.live()).toBe('green')
    return stage
  }
  const { calls } = told(await (await died()).rollBack('unfinished', recovery))
  expect(calls.filter((call) => call === 'perform shift')).toHaveLength(2)
  for (const index of calls.keys()) {
    for (const how of ['dies before', 'dies after'] as const) {
      const where = `call ${index} ${calls[index]!}, ${how}`
      const stage = await died()
      expect(endOf(await stage.rollBack('unfinished', { ...recovery, ...dying(index, how) })), where).toBe('died')
      // The claim it wrote last may not be readable at once.
      stage.pass(10_000)
      expect(endOf(await stage.rollBack('unfinished', { ...recovery, run: '201' })), where).toMatch(/ROLLED_BACK|NO_CHANGE/)
      stage.pass(minuteMs)
      expectSettled(stage, where)
      expect(stage.live(), where).toBe('blue')
    }
  }
})

describe('what a run left on purpose', () => {
  const rested = async (call: Call = {}) => {
    const stage = swapStage(owned)
    expect(endOf(await stage.swap('stage', call))).toBe('succeeded STAGED')
    return stage
  }

  test('is left alone by the recovery of another run, however long it rests', async () => {
    const stage = await rested()
    stage.pass(24 * hourMs)
    const finish = await stage.rollBack('unfinished', recovery)
    expect(endOf(finish)).toBe('no-op NO_CHANGE')
    expect(becauseOf(finish)).toMatch(/web:8.*Run 100 left it at staged on purpose \(STAGED\)/)
    expect(stage.pair.services.green.desired).toBe(4)
    expect(stage.record()!.rest).toBeDefined()
    expect(endOf(await stage.swap('run', { run: '101' }))).toBe('succeeded DEPLOYED')
  })

  test('is led home by another job of the same run, which knows that something failed after it', async () => {
    const stage = await rested()
    expect(endOf(await stage.rollBack('unfinished', { run: '100', job: 'recover' }))).toBe('succeeded ROLLED_BACK')
    expectSettled(stage)
    expect(stage.live()).toBe('blue')
  })

  test('is led home by whoever asks for that', async () => {
    const stage = await rested()
    expect(endOf(await stage.rollBack('always', recovery))).toBe('succeeded ROLLED_BACK')
    expectSettled(stage)
  })

  test('is left alone by every job where a person asked so', async () => {
    const stage = swapStage(owned)
    expect(endOf(await stage.swap('run', { onCancel: 'leave', cancelAtMs: 4 * minuteMs }))).toBe('failed CANCELLED_LEFT_RUNNING')
    expect(stage.live()).toBe('green')
    for (const run of ['100', '200']) expect(endOf(await stage.rollBack('unfinished', { run, job: 'recover' }))).toBe('no-op NO_CHANGE')
    expect(stage.live()).toBe('green')
    expect(endOf(await stage.swap('run', { attempt: 2 }))).toBe('succeeded DEPLOYED')
  })

  test('is left alone by a recovery that was waiting for it', async () => {
    for (let startsAtMs = 8_000; startsAtMs < 70_000; startsAtMs += 2_003) {
      const stage = swapStage(owned)
      const [run, other] = await Promise.all([stage.swap('stage'), stage.rollBack('unfinished', { ...recovery, startsAtMs })])
      expect([run, other].map(endOf), `${startsAtMs}`).toEqual(['succeeded STAGED', 'no-op NO_CHANGE'])
      expect(stage.pair.services.green.desired, `${startsAtMs}`).toBe(4)
    }
  })

  test('once taken up and dropped it rests no more', async () => {
    const stage = await rested()
    const at = (_: number, name: string) => (name === 'judge' && stage.live() === 'green' ? ('dies before' as const) : undefined)
    expect(endOf(await stage.swap('swap', { run: '101', trouble: { at } }))).toBe('died')
    expect(endOf(await stage.rollBack('unfinished', recovery))).toBe('succeeded ROLLED_BACK')
    expectSettled(stage)
  })
})

describe('what is committed', () => {
  const waiting = async () => {
    const stage = swapStage(owned)
    expect(endOf(await stage.swap('run', { standbyMs: 2 * hourMs }))).toBe('waiting BAKE_CONTINUES')
    return stage
  }

  test('is finished by recovery when it is due, and not before', async () => {
    const stage = await waiting()
    stage.pass(hourMs)
    expect(endOf(await stage.rollBack('unfinished', recovery))).toBe('waiting BAKE_CONTINUES')
    expect(stage.pair.services.blue.desired).toBeGreaterThan(0)
    stage.pass(hourMs)
    expect(endOf(await stage.rollBack('unfinished', recovery))).toBe('succeeded FINISHED')
    expectSettled(stage)
    expect(stage.live()).toBe('green')
  })

  test('keeps its standby when the recovery is cancelled', async () => {
    const stage = await waiting()
    stage.pass(hourMs)
    for (let cancelAtMs = 5_000; cancelAtMs < 9_000; cancelAtMs += 50) {
      expect(endOf(await stage.rollBack('unfinished', { ...recovery, cancelAtMs })), `${cancelAtMs}`).toMatch(/CANCELLED|BAKE_CONTINUES/)
      expect(stage.pair.services.blue.desired, `${cancelAtMs}`).toBeGreaterThan(0)
      expect(stage.record()!.ended, `${cancelAtMs}`).toBeUndefined()
    }
  })

  test('is swapped back by whoever asks for that, by way of its standby', async () => {
    const stage = await waiting()
    expect(endOf(await stage.rollBack('always', recovery))).toBe('succeeded ROLLED_BACK')
    expect(stage.live()).toBe('blue')
    expect(stage.pair.violations).toEqual([])
    expect(stage.pair.scaling!.held()).toBe(false)
    expect(stage.record()!.names).toEqual({ baseline: 'green', candidate: 'blue' })
  })
})

describe('a cancelled run', () => {
  test('whenever the signal comes: traffic is home in time, and recovery does the rest', async () => {
    const moments = [
      ...Array.from({ length: 40 }, (_, index) => 6_000 + 61 * index),
      ...Array.from({ length: 90 }, (_, index) => 40_000 + 4_507 * index),
    ]
    const ends = new Set<string>()
    for (const cancelAtMs of moments) {
      const where = `${cancelAtMs}`
      const stage = swapStage(owned)
      const end = endOf(await stage.swap('run', { cancelAtMs }))
      ends.add(end)
      if (end === 'succeeded DEPLOYED') continue
      expect(stage.time.nowMs() - stage.startMs - cancelAtMs, where).toBeLessThan(7_000)
      if (end === 'rolled-back CANCELLED') expect(stage.live(), where).toBe('blue')
      expect(endOf(await stage.rollBack('unfinished', recovery)), where).toMatch(/ROLLED_BACK|FINISHED|NO_CHANGE/)
      stage.pass(minuteMs)
      expectSettled(stage, where)
    }
    expect([...ends]).toEqual(expect.arrayContaining(['rolled-back CANCELLED', 'succeeded DEPLOYED']))
  })

  test.each([
    ['AWS is slow', { at: () => undefined, latencyMs: 1_400 }],
    ['the call that puts them back hangs', { at: (_: number, name: string) => (name === 'perform restore' ? 'hangs' : undefined) }],
  ] as const)('in a hurry leaves what it owes in the record, says so, and recovery puts it back: %s', async (_, trouble) => {
    const stage = swapStage(owned)
    const finish = await stage.swap('run', { cancelAtMs: 4 * minuteMs, trouble })
    expect(endOf(finish)).toBe('rolled-back CANCELLED')
    expect(becauseOf(finish)).toMatch(/Traffic is home; what is left to tidy up is in the record/)
    expect(told(finish).history.at(-1)).toMatchObject({ unfinished: true })
    expect(stage.live()).toBe('blue')
    expect(stage.record()).toMatchObject({ owed: 'min=2' })
    expect(stage.pair.scaling!.held()).toBe(true)
    stage.pass(minuteMs)
    expect(endOf(await stage.rollBack('unfinished', recovery))).toBe('succeeded ROLLED_BACK')
    expectSettled(stage)
  })

  test('an end that could not put back what it owes leaves that to the next rollout, which holds it anew', async () => {
    const stage = swapStage(owned)
    stage.time.at(stage.startMs + 2 * minuteMs, () => stage.pair.meddle(0))
    const at = (_: number, name: string) => (name === 'perform restore' ? ('refused' as const) : undefined)
    expect(endOf(await stage.swap('run', { trouble: { at } }))).toBe('failed SUPERSEDED')
    expect(stage.record()).toMatchObject({ owed: 'min=2', ended: { reasonCode: 'SUPERSEDED' } })
    stage.pass(minuteMs)
    const acts = stage.pair.acts.length
    expect(endOf(await stage.swap('run', { run: '101' }))).toBe('succeeded DEPLOYED')
    expect(stage.pair.acts.slice(acts).map(({ kind }) => kind)).toEqual(['restore', 'hold', 'shift', 'restore', 'size'])
    expectSettled(stage)
  })

  test('or to recovery', async () => {
    const stage = swapStage(owned)
    stage.time.at(stage.startMs + 2 * minuteMs, () => stage.pair.meddle(0))
    const at = (_: number, name: string) => (name === 'perform restore' ? ('refused' as const) : undefined)
    await stage.swap('run', { trouble: { at } })
    stage.pass(minuteMs)
    await stage.rollBack('unfinished', recovery)
    expect(stage.pair.scaling!.held()).toBe(false)
    expect(stage.record()).toMatchObject({ ended: { reasonCode: 'SUPERSEDED' } })
    expect(stage.record()!.owed).toBeUndefined()
  })
})

describe('whose claim it is', () => {
  test('the claim of the dead is waited out, and no longer', async () => {
    const stage = swapStage(owned)
    const at = (_: number, name: string) => (name === 'judge' && stage.live() === 'green' ? ('dies before' as const) : undefined)
    expect(endOf(await stage.swap('run', { trouble: { at } }))).toBe('died')
    const diedAtMs = stage.time.nowMs()
    expect(endOf(await stage.rollBack('unfinished', recovery))).toBe('succeeded ROLLED_BACK')
    expect(stage.time.nowMs() - diedAtMs).toBeLessThan(2.5 * minuteMs)
    expectSettled(stage)
  })

  test('to a living one recovery yields, whenever it comes', async () => {
    for (let startsAtMs = 8_000; startsAtMs < 6 * minuteMs; startsAtMs += 9_001) {
      const stage = swapStage(owned)
      const [run, other] = await Promise.all([stage.swap('run'), stage.rollBack('unfinished', { ...recovery, startsAtMs })])
      expect(endOf(run), `${startsAtMs}`).toBe('succeeded DEPLOYED')
      expect(endOf(other), `${startsAtMs}`).toBe('no-op NO_CHANGE')
      expect(becauseOf(other), `${startsAtMs}`).toMatch(/run 100, attempt 1, job deploy is at work on it|Nothing is left/)
      stage.pass(minuteMs)
      expectSettled(stage, `${startsAtMs}`)
    }
  })

  test('who asks for more than recovery is told who holds it', async () => {
    const stage = swapStage(owned)
    const [run, other] = await Promise.all([stage.swap('run'), stage.rollBack('always', { ...recovery, startsAtMs: 2 * minuteMs })])
    expect([run, other].map(endOf)).toEqual(['succeeded DEPLOYED', 'threw ROLLOUT_IN_PROGRESS'])
    expectSettled(stage)
  })
})

test('plan mode tells what would lead home, and changes nothing', async () => {
  const stage = swapStage(owned)
  expect(endOf(await stage.swap('stage'))).toBe('succeeded STAGED')
  const before = stage.store.now()
  const finish = await stage.rollBack('unfinished', { ...recovery, mode: 'plan' })
  expect(endOf(finish)).toBe('no-op PLANNED')
  expect(told(finish)).toMatchObject({ end: { undo: [expect.stringContaining('web:7') as string, '{"kind":"shift","weight":0}'] } })
  expect(stage.store.now()).toEqual(before)
})
