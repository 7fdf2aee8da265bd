import type { DescribeScalableTargetsResponse } from '@aws-sdk/client-application-auto-scaling'
import { describe, expect, test } from 'vitest'
import { pairPermissions, type Permission, rollbackPermissions } from '../../src/aws/permissions.ts'
import type { RolloutEnd } from '../../src/engine/holding.ts'
import { type Call, endOf } from './cloud-stage.ts'
import { type PairStage, setPairStage } from './pair-stage.ts'

const identity = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' }
const found = ['blue 2-10 000', 'green 1-10 010']
const held = ['blue 2-10 100', 'green 4-10 110']

interface Scaled extends PairStage {
  /** `side min-max flags` of both, the flags in, out and scheduled. */
  limits(): readonly string[]
  desired(): readonly (number | undefined)[]
}

/** A pair of which blue serves with four tasks; both sides are scaled, green without scaling out. */
function setScaled(readLagMs = 0): Scaled {
  const pair = setPairStage({ readLagMs, seed: 5 })
  const register = (side: string, input: object) =>
    pair.stage.scaling('RegisterScalableTarget', { ...identity, ResourceId: `service/main/${side}`, MaxCapacity: 10, ...input })
  register('blue', { MinCapacity: 2 })
  register('green', { MinCapacity: 1, SuspendedState: { DynamicScalingOutSuspended: true } })
  pair.stage.pass(120)
  return {
    ...pair,
    limits() {
      const ResourceIds = ['service/main/blue', 'service/main/green']
      const answer = pair.stage.scaling<DescribeScalableTargetsResponse>('DescribeScalableTargets', {
        ServiceNamespace: 'ecs',
        ResourceIds,
      })
      const words = (answer.ScalableTargets ?? []).map(({ ResourceId, MinCapacity, MaxCapacity, SuspendedState: state }) => {
        const flags = [state?.DynamicScalingInSuspended, state?.DynamicScalingOutSuspended, state?.ScheduledScalingSuspended]
        return `${ResourceId?.split('/').at(-1)} ${MinCapacity}-${MaxCapacity} ${flags.map(Number).join('')}`
      })
      return words.sort()
    },
    desired: () => [pair.service('blue').desiredCount, pair.service('green').desiredCount],
  }
}

function ended(end: RolloutEnd | 'died') {
  if (end === 'died') throw new Error('the runner died')
  return endOf(end)
}

/** What the limits were at each write that has to do with traffic or tasks. */
function limitsAtWrites(pair: Scaled): (readonly [string, readonly string[]])[] {
  const seen: (readonly [string, readonly string[]])[] = []
  pair.between.before = (operation) => {
    if (/:(UpdateService|ModifyRule)$/.test(operation)) seen.push([operation.split(':')[1]!, pair.limits()])
  }
  return seen
}

describe.each([0, 5_000])('scaling of both sides, reads lagging by up to %i ms', (readLagMs) => {
  test('is held before anything moves, and put back before the old side is let go', async () => {
    const pair = setScaled(readLagMs)
    const seen = limitsAtWrites(pair)
    let during: readonly string[] = []
    pair.after(150, () => (during = pair.limits()))
    expect(ended(await pair.run())).toMatchObject({ outcome: 'succeeded', reasonCode: 'SWAPPED' })
    expect(during).toEqual(held)
    expect(seen.map(([operation]) => operation)).toEqual(['UpdateService', 'ModifyRule', 'UpdateService'])
    pair.stage.pass(20)
    expect(pair.limits()).toEqual(found)
    // The minimum of blue is 2, and nothing fills it up again.
    expect(pair.desired()).toEqual([0, 4])
    expect(pair.record()?.owed).toBeUndefined()
  })

  test.each([
    ['the candidate fails', { EXIT_CODE: '3', CRASH_AFTER_MS: '0' }, undefined],
    ['it is cancelled while green comes up', {}, 15],
    ['it is cancelled during the bake', {}, 150],
  ] as const)('is as it was found after %s, and so are the tasks', async (_, environment, cancelAfterSeconds) => {
    const pair = setScaled(readLagMs)
    const revision = pair.register({ ...environment, VERSION: '3' })
    pair.stage.pass(20)
    const how = { wanted: revision, ...(cancelAfterSeconds !== undefined && { cancelAfterSeconds }) }
    expect(ended(await pair.run(how))).toMatchObject({ outcome: 'rolled-back' })
    if (cancelAfterSeconds !== undefined) await pair.recover()
    pair.stage.pass(120)
    expect(pair.limits()).toEqual(found)
    expect(pair.weights()).toEqual(['100:0'])
    expect(pair.service('blue').desiredCount).toBe(4)
    expect(pair.record()?.owed).toBeUndefined()
  })

  test.each([8, 15, 60, 100, 150])('is put back by whoever finds a runner dead after %i s', async (diesAfterSeconds) => {
    const pair = setScaled(readLagMs)
    expect(await pair.run({ diesAfterSeconds })).toBe('died')
    pair.stage.pass(300)
    await pair.recover()
    pair.stage.pass(120)
    expect(pair.limits()).toEqual(found)
    expect(pair.record()?.owed).toBeUndefined()
  })

  test('is held and put back again by a run that leads home first and begins anew', async () => {
    const pair = setScaled(readLagMs)
    const third = pair.register({ VERSION: '3' })
    pair.stage.pass(20)
    expect(await pair.run({ diesAfterSeconds: 100 })).toBe('died')
    pair.stage.pass(300)
    const end = ended(
      await pair.run({ wanted: third, order: { holder: { run: '101', attempt: 1, job: 'deploy' }, onUnfinished: 'rollback' } }),
    )
    expect(end).toMatchObject({ outcome: 'succeeded', reasonCode: 'SWAPPED' })
    pair.stage.pass(120)
    expect(pair.limits()).toEqual(found)
    expect(pair.service('green').taskDefinition).toBe(third)
    expect(pair.weights()).toEqual(['0:100'])
  })
})

test('a rollout and the way back make only calls that the permissions name', async () => {
  const pair = setScaled()
  expect(await pair.run({ diesAfterSeconds: 100 })).toBe('died')
  pair.stage.pass(300)
  const swapping = pair.calls.length
  await pair.recover()
  const unnamed = (calls: readonly Call[], permissions: readonly Permission[]) =>
    calls.map(({ operation }) => operation).filter((operation) => !permissions.some(({ action }) => action === operation))
  expect(unnamed(pair.calls.slice(0, swapping), pairPermissions)).toEqual([])
  expect(pair.calls.length).toBeGreaterThan(swapping)
  expect(unnamed(pair.calls.slice(swapping), rollbackPermissions)).toEqual([])
})
