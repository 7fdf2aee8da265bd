import { describe, expect, test } from 'vitest'
import { actsOf, type Attempt, baseline, candidate, endOf, rolling, rollingStage, told } from './stage.ts'

const minuteMs = 60_000
const claimMs = 6_500

/** The time between the signal and the end of the run, with how it ended. */
async function cancelAt(cancelAtMs: number, plan = rolling(), attempt: Attempt = {}, script: Parameters<typeof rollingStage>[0] = {}) {
  const stage = rollingStage(script)
  const finish = await stage.roll(plan, { ...attempt, cancelAtMs })
  return { stage, finish, tookMs: stage.time.nowMs() - stage.startMs - cancelAtMs }
}

test('before anything was written: nothing to undo, and the same run may begin again', async () => {
  const { stage, finish, tookMs } = await cancelAt(claimMs, rolling(), {
    trouble: { at: (_, name) => (name.startsWith('perform') ? 'refused' : undefined) },
  })
  expect(endOf(finish)).toMatch(/CANCELLED/)
  expect(stage.ecs.started).toEqual([])
  expect(tookMs).toBeLessThan(7_000)
  expect(endOf(await stage.roll(rolling(), { attempt: 2 }))).toBe('succeeded DEPLOYED')
})

test('while waiting for the claim: it is given back', async () => {
  const { stage, finish } = await cancelAt(3_000)
  expect(endOf(finish)).toBe('threw CANCELLED')
  expect(stage.store.now()).toEqual({})
})

test('before and while the claim is written: none is left behind', async () => {
  for (let cancelAtMs = 0; cancelAtMs <= 400; cancelAtMs += 10) {
    const { stage, finish } = await cancelAt(cancelAtMs)
    expect(endOf(finish), `at ${cancelAtMs}`).toBe('threw CANCELLED')
    expect(stage.store.now(), `at ${cancelAtMs}`).toEqual({})
  }
})

test('during the roll: one call leads home, within 2 s', async () => {
  const { stage, finish, tookMs } = await cancelAt(minuteMs)
  expect(endOf(finish)).toBe('rolled-back CANCELLED')
  expect(actsOf(finish).slice(1)).toEqual([{ kind: 'recall', attempt: 'deployment/1' }])
  expect(tookMs).toBeLessThan(2_000)
  stage.settle()
  expect(stage.ecs.target()).toBe(baseline)
})

test('on-cancel leave: the deployment goes on, and the next run adopts it', async () => {
  const { stage, finish } = await cancelAt(minuteMs, rolling({ onCancel: 'leave' }))
  expect(endOf(finish)).toBe('failed CANCELLED_LEFT_RUNNING')
  expect(stage.record()!.ended).toBeUndefined()
  expect(endOf(await stage.roll(rolling({ onCancel: 'leave' }), { run: '101' }))).toBe('succeeded DEPLOYED')
  expect(stage.ecs.started).toEqual([candidate])
})

test('on the way home already: the reason stays the first one', async () => {
  const fates = { [candidate]: { kind: 'stuck', takesMs: 0, faultsFromMs: 20_000 } } as const
  const { stage, finish, tookMs } = await cancelAt(40_000, rolling(), {}, { fates })
  expect(endOf(finish)).toBe('rolled-back TASK_EXITED')
  expect(tookMs).toBeLessThan(2_000)
  stage.settle()
  expect(stage.ecs.target()).toBe(baseline)
})

test.each(['write', 'read', 'observe', 'perform'])(
  'while a %s hangs: the way home is taken all the same, and the end is told in time',
  async (kind) => {
    for (let index = 0; index < 25; index += 1) {
      const calls: string[] = []
      let hungAtMs = -Infinity
      const stage = rollingStage()
      // The signal comes half a second after the call that hangs was made.
      const at = (count: number, name: string) => {
        calls.push(name)
        if (count !== index || !name.startsWith(kind)) return undefined
        hungAtMs = stage.time.nowMs() - stage.startMs
        return 'hangs' as const
      }
      const probe = await stage.roll(rolling(), { trouble: { at } })
      expect(probe.kind).toBe('done')
      if (hungAtMs === -Infinity) continue
      const { finish, tookMs } = await cancelAt(hungAtMs + 500, rolling(), {
        trouble: { at: (count) => (count === index ? 'hangs' : undefined) },
      })
      const where = `${kind}, call ${index}`
      expect(endOf(finish), where).toMatch(/CANCELLED|DEPLOYED/)
      expect(tookMs, where).toBeLessThan(7_000)
    }
  },
)

describe('whenever the signal comes', () => {
  const moments = Array.from({ length: 120 }, (_, index) => 6_000 + index * 30)
  const later = Array.from({ length: 20 }, (_, index) => 10_000 + index * 7_013)

  test.each([
    ['all goes well', undefined],
    ['every call home is lost after its effect', 'answer lost'],
  ] as const)('all traffic ends home or the rollout had succeeded, in time: %s', async (_, mishap) => {
    for (const cancelAtMs of [...moments, ...later]) {
      const { stage, finish, tookMs } = await cancelAt(cancelAtMs, rolling(), {
        trouble: { at: (index, name) => (mishap && name.startsWith('perform') && index % 2 === 0 ? mishap : undefined) },
      })
      const end = endOf(finish)
      stage.settle()
      if (end === 'succeeded DEPLOYED') {
        expect(stage.ecs.target(), `${cancelAtMs}`).toBe(candidate)
        continue
      }
      expect(end, `${cancelAtMs}`).toMatch(/CANCELLED/)
      expect(stage.ecs.target(), `${cancelAtMs}`).toBe(baseline)
      expect(tookMs, `${cancelAtMs}`).toBeLessThan(7_000)
      expect(stage.ecs.started.filter((revision) => revision === candidate).length).toBeLessThanOrEqual(1)
    }
  })

  test('with AWS out of reach from then on, the run ends in time, says so, and another run brings traffic home', async () => {
    for (const cancelAtMs of later.slice(0, 8)) {
      const stage = rollingStage()
      const at = () => (stage.time.nowMs() - stage.startMs >= cancelAtMs ? ('refused' as const) : undefined)
      const finish = await stage.roll(rolling(), { cancelAtMs, trouble: { at } })
      expect(endOf(finish)).toBe('failed CANCELLED')
      expect(stage.time.nowMs() - stage.startMs - cancelAtMs).toBeLessThan(9_000)
      expect(stage.record()!.ended).toBeUndefined()
      expect(endOf(await stage.roll(rolling(), { attempt: 2 }))).toBe('succeeded DEPLOYED')
      expect(stage.ecs.started).toEqual([candidate])
    }
  })
})

test('a cancelled first look is not repeated without end', async () => {
  const stage = rollingStage()
  const at = (_: number, name: string) => (name.startsWith('observe') ? ('refused' as const) : undefined)
  const finish = await stage.roll(rolling(), { cancelAtMs: 20_000, trouble: { at } })
  expect(endOf(finish)).toBe('failed CANCELLED')
  expect(told(finish).calls.length).toBeLessThan(30)
})
