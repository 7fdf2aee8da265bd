import { describe, expect, test } from 'vitest'
import type { RolloutEnd } from '../../src/engine/holding.ts'
import { endOf } from './cloud-stage.ts'
import { type PairStage, type PairStageOptions, setPairStage } from './pair-stage.ts'

function ended(end: RolloutEnd | 'died') {
  if (end === 'died') throw new Error('the runner died')
  return endOf(end)
}

const isShift = (operation: string): boolean => /:Modify/.test(operation)
const refused = (): Error => Object.assign(new Error('You are not allowed'), { name: 'AccessDenied', status: 403 })
const broken = (): Error => Object.assign(new Error('Internal failure'), { name: 'InternalFailure', status: 500 })
const cut = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
const shifts = (pair: PairStage) => pair.calls.filter(({ operation }) => isShift(operation))

describe.each([0, 5_000])('reads lagging by up to %i ms', (readLagMs) => {
  const set = (options: PairStageOptions = {}) => setPairStage({ readLagMs, seed: 11, ...options })
  const settled = (pair: PairStage): readonly string[] => {
    pair.stage.pass(10)
    return pair.weights()
  }

  describe('weights that somebody else wrote', () => {
    test('before our first shift stop the rollout at the first look that shows them', async () => {
      const pair = set()
      pair.after(20, () => pair.meddle(60, 40))
      const end = ended(await pair.run())
      expect(end).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
      expect(end.because).toBe(
        'Somebody else changed the weights of app/shop :80, rule 10 (host shop.example): blue 60, green 40, where green had 0 % of the traffic before',
      )
      expect(shifts(pair)).toEqual([])
      expect(settled(pair)).toEqual(['60:40'])
    })

    test('are found before the shift even where no look has shown them', async () => {
      const pair = set()
      pair.between.before = (operation) => {
        // Right before the look that comes with every shift.
        const healthy = pair.health('green').filter((state) => state === 'healthy')
        if (operation !== 'elasticloadbalancing:DescribeRules' || healthy.length < 4 || pair.weights()[0] !== '100:0') return
        pair.meddle(60, 40)
        pair.stage.pass(6)
      }
      expect(ended(await pair.run())).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
      expect(shifts(pair)).toEqual([])
      expect(settled(pair)).toEqual(['60:40'])
    })

    test('during the bake are believed when they stay, and left', async () => {
      const pair = set()
      pair.after(120, () => pair.meddle(60, 40))
      const end = ended(await pair.run({ spec: { bakeMs: 600_000 } }))
      expect(end).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
      expect(end.because).toContain('blue 60, green 40, where green had 100 % of the traffic before')
      expect(shifts(pair)).toHaveLength(1)
      expect(settled(pair)).toEqual(['60:40'])
      // The side that has traffic by now keeps its tasks.
      expect([pair.service('blue').desiredCount, pair.service('green').desiredCount]).toEqual([4, 4])
    })

    test('that are gone again at the second look are forgotten', async () => {
      const pair = set()
      let reads = 0
      const call = pair.stage.cloud.call.bind(pair.stage.cloud)
      pair.stage.cloud.call = (operation, input) => {
        const answer = call(operation, input)
        if (operation !== 'elasticloadbalancing:DescribeRules' || shifts(pair).length === 0) return answer
        reads += 1
        if (reads !== 2) return answer
        const text = JSON.stringify(answer).replace('"Weight":0', '"Weight":60').replace('"Weight":100', '"Weight":40')
        return JSON.parse(text) as object
      }
      expect(ended(await pair.run({ spec: { bakeMs: 300_000 } }))).toMatchObject({ outcome: 'succeeded' })
      expect(reads).toBeGreaterThan(5)
      expect(shifts(pair)).toHaveLength(1)
    })

    test('that put back what we had changed are not overruled', async () => {
      const pair = set()
      pair.after(120, () => pair.meddle(100, 0))
      const end = ended(await pair.run({ spec: { bakeMs: 600_000 } }))
      expect(end).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
      expect(end.because).toContain('blue 100, green 0, where green had 100 % of the traffic before')
      expect(shifts(pair)).toHaveLength(1)
    })

    test('do not let a side go that gets traffic again', async () => {
      const pair = set()
      let bakedAtMs = Infinity
      pair.between.after = (operation) => {
        if (isShift(operation)) bakedAtMs = pair.stage.timeline.nowMs() + 120_000
      }
      pair.between.before = (operation) => {
        if (operation !== 'ecs:DescribeServices' || pair.stage.timeline.nowMs() < bakedAtMs) return
        bakedAtMs = Infinity
        pair.meddle(100, 0)
        pair.stage.pass(6)
      }
      const end = ended(await pair.run())
      expect(end).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
      expect(bakedAtMs).toBe(Infinity)
      expect(pair.service('blue').desiredCount).toBe(4)
    })
  })

  test('another revision on either side supersedes the rollout', async () => {
    for (const service of ['blue', 'green']) {
      const pair = set()
      pair.after(100, () => void pair.stage.ecs('UpdateService', { cluster: 'main', service, taskDefinition: pair.register({ VERSION: 'foreign' }) })) // prettier-ignore
      const end = ended(await pair.run({ spec: { bakeMs: 600_000 } }))
      expect(end).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
      const before = service === 'blue' ? 'web:1' : 'web:2'
      expect(end.because).toBe(`Somebody else set the service ${service} to web:3, and it was ${before} before`)
    }
  })

  test('a side that is deleted supersedes the rollout', async () => {
    const pair = set()
    pair.after(100, () => void pair.stage.ecs('DeleteService', { cluster: 'main', service: 'blue', force: true }))
    const end = ended(await pair.run({ spec: { bakeMs: 600_000 } }))
    expect(end).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
    expect(end.because).toMatch(/^The service blue is (INACTIVE|DRAINING): somebody deleted it$/)
  })

  test('a rule that is deleted supersedes the rollout', async () => {
    const pair = set({ groupsPerSide: 2 })
    pair.after(100, () => void pair.stage.elb('DeleteRule', { RuleArn: pair.ruleArns[1] }))
    const end = ended(await pair.run({ spec: { bakeMs: 600_000 } }))
    expect(end).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
    expect(end.because).toContain('Somebody deleted a rule of this rollout: ')
  })

  test('other counts are the business of autoscaling', async () => {
    const pair = set()
    pair.after(100, () => void pair.stage.ecs('UpdateService', { cluster: 'main', service: 'green', desiredCount: 6 }))
    expect(ended(await pair.run({ spec: { bakeMs: 300_000 } }))).toMatchObject({ outcome: 'succeeded' })
    expect(pair.service('green').desiredCount).toBe(6)
  })

  describe('one of two rules', () => {
    const failingOnce = (pair: PairStage, error: () => Error, when: (nth: number) => boolean) => {
      let nth = 0
      pair.between.before = (operation, input) => {
        if (!isShift(operation) || !('RuleArn' in input) || input.RuleArn !== pair.ruleArns[1]) return
        nth += 1
        if (when(nth)) throw error()
      }
    }

    test('that cannot be shifted gets the other one back where it was, and nothing has happened', async () => {
      const pair = set({ groupsPerSide: 2, weights: [9, 0] })
      failingOnce(pair, refused, () => true)
      const end = ended(await pair.run())
      expect(end).toMatchObject({ outcome: 'failed', reasonCode: 'ACCESS_DENIED' })
      expect(shifts(pair)).toHaveLength(3)
      expect(settled(pair)).toEqual(['9:0', '9:0'])
      const ofFirst = shifts(pair).filter(({ input }) => 'RuleArn' in input && input.RuleArn === pair.ruleArns[0])
      expect(ofFirst).toHaveLength(2)
    })

    test('that fails for a moment is tried again, with the other', async () => {
      const pair = set({ groupsPerSide: 2 })
      failingOnce(pair, broken, (nth) => nth === 1)
      expect(ended(await pair.run())).toMatchObject({ outcome: 'succeeded' })
      expect(settled(pair)).toEqual(['0:100', '0:100'])
      // Both, the first back, both.
      expect(shifts(pair)).toHaveLength(5)
    })

    test('that fails on the way home leaves the other one there, and is tried again', async () => {
      const pair = set({ groupsPerSide: 2 })
      failingOnce(pair, broken, (nth) => nth === 2)
      expect(ended(await pair.run({ cancelAfterSeconds: 120 }))).toMatchObject({ outcome: 'rolled-back', reasonCode: 'CANCELLED' })
      expect(settled(pair)).toEqual(['100:0', '100:0'])
      expect(shifts(pair)).toHaveLength(5)
    })

    test('that cannot be put back is named', async () => {
      const pair = set({ groupsPerSide: 2 })
      let denied = false
      pair.between.before = (operation, input) => {
        if (!isShift(operation)) return
        if (denied || ('RuleArn' in input && input.RuleArn === pair.ruleArns[1])) throw refused()
      }
      pair.between.after = (operation) => void (denied ||= isShift(operation))
      const end = ended(await pair.run())
      expect(end).toMatchObject({ outcome: 'failed', reasonCode: 'ACCESS_DENIED' })
      expect(end.because).toContain('what had been changed before could not be put back: app/shop :80, rule 10 (host shop.example)')
      expect(pair.record()?.ended).toBeUndefined()
    })
  })

  describe('an answer that is lost', () => {
    const losing = (pair: PairStage, what: (operation: string) => boolean, times: number, reaches: boolean) => {
      let lost = 0
      pair.between[reaches ? 'after' : 'before'] = (operation) => {
        if (!what(operation) || lost >= times) return
        lost += 1
        throw cut()
      }
    }

    test.each([true, false])('of a shift is found out; reached AWS: %s', async (reaches) => {
      const pair = set()
      losing(pair, isShift, 2, reaches)
      expect(ended(await pair.run())).toMatchObject({ outcome: 'succeeded', reasonCode: 'SWAPPED' })
      expect(settled(pair)).toEqual(['0:100'])
      expect(shifts(pair).length).toBeLessThanOrEqual(4)
    })

    test.each([true, false])('of a size is found out; reached AWS: %s', async (reaches) => {
      const pair = set()
      losing(pair, (operation) => operation === 'ecs:UpdateService', 1, reaches)
      expect(ended(await pair.run())).toMatchObject({ outcome: 'succeeded' })
      pair.stage.pass(10)
      expect([pair.service('blue').desiredCount, pair.service('green').desiredCount]).toEqual([0, 4])
      expect(pair.service('green').deployments).toHaveLength(1)
    })

    test('of the shift out is taken for one that happened when a signal comes right after it', async () => {
      const pair = set()
      let lost = false
      pair.between.after = (operation) => {
        if (!isShift(operation) || lost) return
        lost = true
        throw cut()
      }
      // The signal comes in the second in which the call is repeated.
      const at = shiftSecond(set)
      const end = ended(await pair.run({ cancelAfterSeconds: (await at) + 0.5 }))
      expect(end).toMatchObject({ outcome: 'rolled-back', reasonCode: 'CANCELLED' })
      expect(settled(pair)).toEqual(['100:0'])
    })
  })

  describe('group stickiness', () => {
    const sticky = { Enabled: true, DurationSeconds: 3600 }
    const now = (pair: PairStage) => {
      pair.stage.pass(10)
      return pair.actions()[0]?.ForwardConfig?.TargetGroupStickinessConfig
    }

    test.each([
      ['keep', sticky],
      ['off', { Enabled: false, DurationSeconds: 3600 }],
      [60, { Enabled: true, DurationSeconds: 60 }],
    ] as const)('asked for as %s is so after the shift', async (stickiness, expected) => {
      const pair = set({ stickiness: sticky })
      expect(ended(await pair.run({ target: { stickiness } })).outcome).toBe('succeeded')
      expect(now(pair)).toEqual(expected)
      expect(shifts(pair)).toHaveLength(1)
    })

    test('is off with the call that leads home', async () => {
      const pair = set({ stickiness: sticky })
      expect(ended(await pair.run({ cancelAfterSeconds: 120 })).outcome).toBe('rolled-back')
      expect(now(pair)).toMatchObject({ Enabled: false })
      expect(shifts(pair)).toHaveLength(2)
    })

    test('is as short as it gets where a group keeps clients by a cookie', async () => {
      const pair = set({ stickiness: sticky })
      const Attributes = [
        { Key: 'stickiness.enabled', Value: 'true' },
        { Key: 'stickiness.type', Value: 'lb_cookie' },
      ]
      for (const [TargetGroupArn] of [pair.groups.blue, pair.groups.green])
        pair.stage.elb('ModifyTargetGroupAttributes', { TargetGroupArn, Attributes })
      const end = ended(await pair.run({ cancelAfterSeconds: 120 }))
      expect(end).toMatchObject({ outcome: 'rolled-back', reasonCode: 'CANCELLED' })
      expect(now(pair)).toEqual({ Enabled: true, DurationSeconds: 1 })
      expect(shifts(pair)).toHaveLength(2)
      const asked = pair.calls.filter(({ operation }) => operation === 'elasticloadbalancing:DescribeTargetGroupAttributes')
      expect(asked.length).toBeLessThanOrEqual(6)
    })
  })
})

/** When the shift of an undisturbed rollout comes, in seconds after its begin. */
async function shiftSecond(set: () => PairStage): Promise<number> {
  const pair = set()
  const begunAtMs = pair.stage.timeline.nowMs()
  await pair.run()
  return (shifts(pair)[0]!.atMs - begunAtMs) / 1000
}
