import { describe, expect, test } from 'vitest'
import type { RolloutEnd } from '../../src/engine/holding.ts'
import { endOf } from './cloud-stage.ts'
import { type PairStage, type PairStageOptions, setPairStage } from './pair-stage.ts'

function ended(end: RolloutEnd | 'died') {
  if (end === 'died') throw new Error('the runner died')
  return endOf(end)
}

const isShift = (operation: string): boolean => /:Modify/.test(operation)
const desired = (pair: PairStage) => [pair.service('blue').desiredCount, pair.service('green').desiredCount]

describe.each([0, 5_000])('reads lagging by up to %i ms', (readLagMs) => {
  const set = (options: PairStageOptions = {}) => setPairStage({ readLagMs, seed: 5, ...options })
  const settled = (pair: PairStage) => {
    pair.stage.pass(10)
    return { weights: pair.weights(), desired: desired(pair) }
  }

  /** Seconds from the begin of an undisturbed rollout to each of its writes. */
  const writeSeconds = async (options: PairStageOptions = {}): Promise<readonly number[]> => {
    const pair = set(options)
    const begunAtMs = pair.stage.timeline.nowMs()
    await pair.run()
    return pair.calls.flatMap(({ operation, atMs }) => (/:(Modify|Update)/.test(operation) ? [(atMs - begunAtMs) / 1000] : []))
  }

  test('a run that dies at any moment is finished by the next one, with one shift', async () => {
    const [size, shift, release] = await writeSeconds()
    const moments = [size! + 0.5, (size! + shift!) / 2, shift! + 0.5, shift! + 5, (shift! + release!) / 2]
    for (const diesAfterSeconds of moments) {
      const pair = set()
      expect(await pair.run({ diesAfterSeconds })).toBe('died')
      expect(ended(await pair.run())).toMatchObject({ outcome: 'succeeded', reasonCode: 'SWAPPED' })
      expect(settled(pair)).toEqual({ weights: ['0:100'], desired: [0, 4] })
      expect(pair.calls.filter(({ operation }) => isShift(operation))).toHaveLength(1)
    }
  })

  test('a run that dies before it is done is led home by the names of the services alone', async () => {
    const [size, shift, release] = await writeSeconds()
    for (const diesAfterSeconds of [size! + 0.5, (size! + shift!) / 2, shift! + 0.5, (shift! + release!) / 2]) {
      const pair = set({ sharedDefault: true })
      await pair.run({ diesAfterSeconds })
      pair.stage.pass(300)
      expect(ended(await pair.recover())).toMatchObject({ outcome: 'succeeded', reasonCode: 'ROLLED_BACK' })
      expect(settled(pair)).toEqual({ weights: ['100:0', '100:0'], desired: [4, 0] })
      expect(pair.record()?.ended).toMatchObject({ outcome: 'rolled-back' })
    }
  })

  test('a shift that was cut short between two rules is made whole, either way', async () => {
    for (const [way, weights] of [
      ['on', '0:100'],
      ['home', '100:0'],
    ] as const) {
      const pair = set({ groupsPerSide: 2 })
      let cutShort = false
      pair.between.before = (operation, input) => {
        if (!isShift(operation) || cutShort || !('RuleArn' in input) || input.RuleArn !== pair.ruleArns[1]) return
        cutShort = true
        // The runner dies here: nothing of it is answered any more.
        pair.after(0, () => undefined)
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
      }
      pair.between.after = (operation) => {
        if (isShift(operation) && cutShort) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
      }
      const [, shift] = await writeSeconds({ groupsPerSide: 2 })
      expect(await pair.run({ diesAfterSeconds: shift! + 0.2 })).toBe('died')
      delete pair.between.before
      delete pair.between.after
      pair.stage.pass(300)
      const end = ended(await (way === 'on' ? pair.run() : pair.recover()))
      expect(end.outcome).toBe('succeeded')
      expect(settled(pair).weights).toEqual([weights, weights])
    }
  })

  test('what somebody else has put on the staged side meanwhile is not overwritten', async () => {
    const pair = set()
    expect(ended(await pair.run({ order: { until: 'staged' }, spec: { success: 'STAGED' } }))).toMatchObject({ reasonCode: 'STAGED' })
    pair.stage.ecs('UpdateService', { cluster: 'main', service: 'green', taskDefinition: pair.register({ VERSION: 'foreign' }) })
    pair.stage.pass(300)
    const end = ended(await pair.run())
    expect(end).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
    expect(end.because).toBe('Somebody else set the service green to web:3, and it was web:2 before')
    expect(pair.service('green').taskDefinition).toMatch(/web:3$/)
    expect(pair.calls.filter(({ operation }) => isShift(operation))).toEqual([])
  })

  test('staged by one job and swapped by another, nothing is done twice', async () => {
    const pair = set()
    await pair.run({ order: { until: 'staged' }, spec: { success: 'STAGED' } })
    pair.stage.pass(3_600)
    expect(ended(await pair.run({ order: { holder: { run: '101', attempt: 1, job: 'swap' } } }))).toMatchObject({ outcome: 'succeeded' })
    expect(pair.writes()).toEqual(['ecs:UpdateService', 'elasticloadbalancing:ModifyRule', 'ecs:UpdateService'])
  })

  test('plan mode prints commands that name the account nowhere', async () => {
    const pair = set({ sharedDefault: true })
    const end = await pair.run({ order: { mode: 'plan' } })
    if (end === 'died') throw new Error('died')
    const calls = end.planned!.calls.join('\n')
    expect(calls).not.toContain('123456789012')
    expect(end.planned!.survey.problems).toEqual([])
    expect(pair.writes()).toEqual([])
    const lines = end.planned!.calls.filter((line) => !line.startsWith('aws application-autoscaling'))
    expect(lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'aws ecs update-service',
      'ACCOUNT=$(aws sts get-caller-identity',
      'aws elbv2 modify-rule',
      'aws elbv2 modify-listener',
      'aws ecs update-service',
    ])
    expect(lines[0]).toBe('aws ecs update-service --cluster main --service green --task-definition web:2 --desired-count 4')
  })
})
