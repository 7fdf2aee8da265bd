import { expect, test } from 'vitest'
import type { Mishap } from '../fakes/call-boundary.ts'
import { type Attempt, baseline, candidate, endOf, rolling, rollingStage, type Wish } from './stage.ts'

const minuteMs = 60_000
type Script = NonNullable<Parameters<typeof rollingStage>[0]>

interface Story {
  readonly script: (startMs: number) => Script
  readonly wish?: Wish
  readonly cancelAtMs?: number
  /** What one run ends with, and so what a rerun must end with too. */
  readonly end: string
  readonly target: string
}

const stories: Readonly<Record<string, Story>> = {
  'good candidate': { script: () => ({}), end: 'succeeded DEPLOYED', target: candidate },
  'bake under alarms': {
    script: (startMs) => ({ alarmsAtMs: startMs + 3 * minuteMs }),
    wish: rolling({ bakeMs: 5 * minuteMs, alarms: ['errors-high'] }),
    end: 'rolled-back ALARM_TRIGGERED',
    target: baseline,
  },
  'failing tasks': {
    script: () => ({ fates: { [candidate]: { kind: 'stuck', takesMs: 0, faultsFromMs: 20_000 } } }),
    end: 'rolled-back TASK_EXITED',
    target: baseline,
  },
  breaker: {
    script: () => ({ fates: { [candidate]: { kind: 'breaker', takesMs: minuteMs } } }),
    end: 'rolled-back BREAKER_TRIPPED',
    target: baseline,
  },
  cancelled: { script: () => ({}), cancelAtMs: minuteMs, end: 'rolled-back CANCELLED', target: baseline },
}

function stageOf(story: Story) {
  return rollingStage({ storeLagMs: () => 1_500, lagMs: () => 2_000, ...story.script(rollingStage().startMs) })
}

const dying = (index: number, how: Mishap, extra: Attempt): Attempt => ({
  ...extra,
  trouble: { at: (at) => (at === index ? how : undefined) },
})

async function callsOf(story: Story): Promise<number> {
  const stage = stageOf(story)
  const finish = await stage.roll(story.wish, story.cancelAtMs === undefined ? {} : { cancelAtMs: story.cancelAtMs })
  expect(endOf(finish)).toBe(story.end)
  return finish.kind === 'done' ? finish.value.calls.length : 0
}

for (const [name, story] of Object.entries(stories)) {
  const extra: Attempt = story.cancelAtMs === undefined ? {} : { cancelAtMs: story.cancelAtMs }

  test(`${name}: a crash at every call, then the same step again at once`, async () => {
    const calls = await callsOf(story)
    expect(calls).toBeGreaterThan(12)
    for (let index = 0; index < calls; index += 1) {
      for (const how of ['dies before', 'dies after'] as const) {
        const where = `call ${index}, ${how}`
        const stage = stageOf(story)
        expect(endOf(await stage.roll(story.wish, dying(index, how, extra))), where).toBe('died')
        const again = endOf(await stage.roll(story.wish, { attempt: 2 }))
        stage.settle()
        expect(stage.ecs.started.filter((revision) => revision === candidate).length, where).toBe(1)
        if (story.cancelAtMs === undefined) {
          // A run that died after its last write leaves nothing to do but to say so.
          expect([story.end, 'no-op NO_CHANGE'], where).toContain(again)
          expect(stage.ecs.target(), where).toBe(story.target)
        } else {
          // The signal died with the runner unless its call was accepted.
          expect(again, where).toMatch(/^(succeeded DEPLOYED|rolled-back .*)$/)
          expect(stage.ecs.target(), where).toBe(again === 'succeeded DEPLOYED' ? candidate : baseline)
        }
        expect(stage.record()?.ended, where).toBeDefined()
        expect(Object.keys(stage.store.now()), where).not.toContain('claim.100.2.deploy')
      }
    }
  })

  test(`${name}: a crash at every call, then nothing, then another run an hour later`, async () => {
    const calls = await callsOf(story)
    for (let index = 0; index < calls; index += 1) {
      for (const how of ['dies before', 'dies after'] as const) {
        const where = `call ${index}, ${how}`
        const stage = stageOf(story)
        expect(endOf(await stage.roll(story.wish, dying(index, how, extra))), where).toBe('died')
        stage.settle()
        expect(stage.ecs.started.filter((revision) => revision === candidate).length, where).toBeLessThanOrEqual(1)
        const left = stage.record()
        const again = endOf(await stage.roll(story.wish, { run: '101' }))
        expect(again, where).not.toMatch(/threw|died|no end|INTERNAL_ERROR|TIMED_OUT/)
        if (left !== undefined && left.ended === undefined) {
          // What was left unfinished is taken up, not begun again.
          expect(stage.ecs.started.filter((revision) => revision === candidate).length, where).toBeLessThanOrEqual(1)
        }
        stage.settle()
        expect(stage.ecs.target(), where).toBe(again.startsWith('succeeded') || again.startsWith('no-op') ? candidate : baseline)
        expect(stage.record()?.ended, where).toBeDefined()
      }
    }
  })
}

test('a crash of the rerun too, at every call of both', async () => {
  const story = stories['failing tasks']!
  const calls = await callsOf(story)
  for (let first = 8; first < calls; first += 1) {
    for (let second = 8; second < calls; second += 3) {
      const where = `calls ${first} and ${second}`
      const stage = stageOf(story)
      await stage.roll(story.wish, dying(first, 'dies after', {}))
      await stage.roll(story.wish, { ...dying(second, 'dies before', {}), attempt: 2 })
      expect(endOf(await stage.roll(story.wish, { attempt: 3 })), where).toBe(story.end)
      stage.settle()
      expect(stage.ecs.started.filter((revision) => revision === candidate).length, where).toBe(1)
      expect(stage.ecs.target(), where).toBe(baseline)
    }
  }
})
