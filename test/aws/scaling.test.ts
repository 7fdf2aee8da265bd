import type { DescribeScalableTargetsResponse } from '@aws-sdk/client-application-auto-scaling'
import { describe, expect, test } from 'vitest'
import type { OperationName } from '../../src/aws/operations.ts'
import { describeScalableSides, resourceIdsOf } from '../../src/aws/scalable-sides.ts'
import { createScaling } from '../../src/aws/scaling.ts'
import { explained } from '../fakes/explained-send.ts'
import { openPair } from '../sandbox/pair.ts'

const ids = resourceIdsOf({ cluster: 'main', services: { blue: 'web', green: 'green' }, rules: 'auto', testRules: [] })
const roles = { names: { baseline: 'blue', candidate: 'green' } }
const { signal } = new AbortController()
const identity = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' }

/** A pair of two tasks each whose sides may be scaled between the bounds given. */
function setScaling(bounds: Partial<Record<'blue' | 'green', readonly [min: number, max: number]>>, readLagMs = 0) {
  const pair = openPair({ readLagMs })
  const { stage } = pair
  const register = (side: 'blue' | 'green', input: object) =>
    stage.scaling('RegisterScalableTarget', { ...identity, ResourceId: ids[side], ...input })
  for (const side of ['blue', 'green'] as const) {
    const [MinCapacity, MaxCapacity] = bounds[side] ?? []
    if (MinCapacity !== undefined) register(side, { MinCapacity, MaxCapacity })
  }
  stage.pass(60)
  const calls: OperationName[] = []
  const broken = new Set<string>()
  const send = explained((operation, input) => {
    calls.push(operation)
    const answer = stage.cloud.call(operation, input)
    if (broken.has(operation)) throw Object.assign(new Error('lost'), { name: 'InternalServerException', status: 500 })
    return answer
  })
  const now = () => {
    const input = { ServiceNamespace: 'ecs', ResourceIds: [ids.blue, ids.green] }
    const { ScalableTargets } = stage.scaling<DescribeScalableTargetsResponse>('DescribeScalableTargets', input)
    const words = (ScalableTargets ?? []).map(({ ResourceId, MinCapacity, MaxCapacity, SuspendedState: state }) => {
      const flags = [state?.DynamicScalingInSuspended, state?.DynamicScalingOutSuspended, state?.ScheduledScalingSuspended]
      return `${ResourceId === ids.blue ? 'blue' : 'green'} ${MinCapacity}-${MaxCapacity} ${flags.map(Number).join('')}`
    })
    return words.sort()
  }
  return {
    ...pair,
    register,
    calls,
    broken,
    send,
    now,
    connect: () => createScaling(send, ids, roles),
    writes: () => calls.filter((operation) => operation.endsWith('RegisterScalableTarget')).length,
  }
}

describe('the settings found', () => {
  test('are none where neither side is scaled', async () => {
    const { connect, calls } = setScaling({})
    expect(await connect().look(4, signal)).toBeUndefined()
    expect(calls).toEqual(['application-autoscaling:DescribeScalableTargets'])
  })

  test('hold what both sides had and what the candidate shall have, in characters of a tag', async () => {
    const { connect, register } = setScaling({ blue: [2, 10], green: [1, 10] })
    register('green', { SuspendedState: { DynamicScalingOutSuspended: true } })
    const settings = await connect().look(4, signal)
    expect(settings).toEqual({ found: 'blue:2-2:000/green:1-4:010', held: false })
    expect(settings?.found).toMatch(/^[A-Za-z0-9+=._:/@-]{1,100}$/)
  })

  test.each([
    [4, [1, 10], 'green:1-4:000'],
    [4, [6, 10], 'green:6-6:000'],
    [4, [1, 3], 'green:1-3:000'],
  ] as const)('of a candidate that is to have %i tasks within %j: %s', async (full, green, found) => {
    expect(await setScaling({ green }).connect().look(full, signal)).toEqual({ found, held: false })
  })
})

describe('holding', () => {
  test('raises the minimum of the candidate and suspends scaling in on both, and nothing else', async () => {
    const { connect, now, register } = setScaling({ blue: [2, 10], green: [1, 10] })
    register('blue', { SuspendedState: { ScheduledScalingSuspended: true } })
    register('green', { SuspendedState: { DynamicScalingOutSuspended: true } })
    const scaling = connect()
    const { found } = (await scaling.look(4, signal))!
    await scaling.hold(found, 4, signal)
    expect(now()).toEqual(['blue 2-10 101', 'green 4-10 110'])
    expect(await scaling.look(4, signal)).toMatchObject({ held: true })
  })

  test('writes nothing the second time, even where more tasks serve by then', async () => {
    const { connect, now, writes } = setScaling({ blue: [2, 10], green: [1, 10] })
    const first = connect()
    const { found } = (await first.look(4, signal))!
    await first.hold(found, 4, signal)
    expect(writes()).toBe(2)
    // Another run takes it up, which knows the record alone.
    const second = connect()
    expect(await second.look(6, signal)).toMatchObject({ held: false })
    await second.hold(found, 6, signal)
    expect(await second.look(6, signal)).toMatchObject({ held: true })
    expect(writes()).toBe(2)
    expect(now()).toEqual(['blue 2-10 100', 'green 4-10 100'])
  })

  test('asks for no more than the owner allows by then', async () => {
    const { connect, now, register } = setScaling({ blue: [2, 10], green: [1, 10] })
    const scaling = connect()
    const { found } = (await scaling.look(4, signal))!
    register('green', { MaxCapacity: 3 })
    await scaling.hold(found, 4, signal)
    expect(now()).toEqual(['blue 2-10 100', 'green 1-3 100'])
    expect(await scaling.look(4, signal)).toMatchObject({ held: true })
  })

  test('is seen to have been undone by somebody else, and is repeated', async () => {
    const { connect, now, register, stage } = setScaling({ blue: [2, 10] }, 2_000)
    const scaling = connect()
    const { found } = (await scaling.look(4, signal))!
    await scaling.hold(found, 4, signal)
    stage.pass(10)
    expect(await scaling.look(4, signal)).toMatchObject({ held: true })
    register('blue', { SuspendedState: { DynamicScalingInSuspended: false } })
    stage.pass(10)
    expect(await scaling.look(4, signal)).toMatchObject({ held: false })
    await scaling.hold(found, 4, signal)
    stage.pass(10)
    expect(now()).toEqual(['blue 2-10 100'])
  })

  test('is believed before a read shows it', async () => {
    const { connect, now } = setScaling({ blue: [2, 10], green: [1, 10] }, 3_000)
    const scaling = connect()
    const { found } = (await scaling.look(4, signal))!
    await scaling.hold(found, 4, signal)
    expect(now()).toEqual(['blue 2-10 000', 'green 1-10 000'])
    expect(await scaling.look(4, signal)).toMatchObject({ held: true })
  })

  test('is not believed where AWS did not answer', async () => {
    const { connect, broken } = setScaling({ blue: [2, 10], green: [1, 10] }, 3_000)
    const scaling = connect()
    const { found } = (await scaling.look(4, signal))!
    broken.add('application-autoscaling:RegisterScalableTarget')
    await expect(scaling.hold(found, 4, signal)).rejects.toMatchObject({ reasonCode: 'AWS_ERROR' })
    expect(await scaling.look(4, signal)).toMatchObject({ held: false })
  })
})

describe('putting back', () => {
  test('gives both sides what they had, while their tasks stay', async () => {
    const { connect, now, greenService, stage } = setScaling({ blue: [2, 10], green: [1, 10] })
    const scaling = connect()
    const { found } = (await scaling.look(4, signal))!
    await scaling.hold(found, 4, signal)
    stage.pass(60)
    expect(greenService()?.desiredCount).toBe(4)
    // Anybody can, with the record alone.
    await connect().restore(found, signal)
    expect(now()).toEqual(['blue 2-10 000', 'green 1-10 000'])
    expect(greenService()?.desiredCount).toBe(4)
  })

  test('writes nothing the second time', async () => {
    const { connect, writes } = setScaling({ blue: [2, 10], green: [1, 10] }, 3_000)
    const scaling = connect()
    const { found } = (await scaling.look(4, signal))!
    await scaling.hold(found, 4, signal)
    await scaling.restore(found, signal)
    await scaling.restore(found, signal)
    expect(writes()).toBe(4)
  })

  test('leaves what was suspended before', async () => {
    const { connect, now, register } = setScaling({ blue: [2, 10], green: [1, 10] })
    register('blue', { SuspendedState: { DynamicScalingInSuspended: true } })
    const scaling = connect()
    const { found } = (await scaling.look(4, signal))!
    await scaling.hold(found, 4, signal)
    await scaling.restore(found, signal)
    expect(now()).toEqual(['blue 2-10 100', 'green 1-10 000'])
  })

  test('leaves what somebody else has set since, and what is no longer scaled', async () => {
    const { connect, now, register, stage } = setScaling({ blue: [2, 10], green: [1, 10] })
    const scaling = connect()
    const { found } = (await scaling.look(4, signal))!
    await scaling.hold(found, 4, signal)
    register('green', { MinCapacity: 3, MaxCapacity: 20 })
    // That counts as held: it is the owner's word, and holding does not argue with it.
    expect(await scaling.look(4, signal)).toMatchObject({ held: true })
    stage.scaling('DeregisterScalableTarget', { ...identity, ResourceId: ids.blue })
    await scaling.restore(found, signal)
    expect(now()).toEqual(['green 3-20 000'])
  })

  test('comes through right after a hold that reads do not show yet, answered or not', async () => {
    for (const lost of [false, true]) {
      const { connect, now, broken, stage } = setScaling({ blue: [2, 10], green: [1, 10] }, 3_000)
      const scaling = connect()
      const { found } = (await scaling.look(4, signal))!
      if (lost) broken.add('application-autoscaling:RegisterScalableTarget')
      await scaling.hold(found, 4, signal).catch(() => undefined)
      broken.clear()
      await scaling.restore(found, signal)
      stage.pass(10)
      expect(now()).toEqual(['blue 2-10 000', 'green 1-10 000'])
    }
  })

  test('is refused in words where the record cannot be read', async () => {
    await expect(setScaling({}).connect().restore('blue:x', signal)).rejects.toMatchObject({
      reasonCode: 'RECORD_LOST',
      message: expect.stringContaining('"blue:x"') as string,
    })
  })
})

test('is told as commands, of the sides that are scaled and with the values surveyed', async () => {
  const { send } = setScaling({ green: [1, 10] })
  const scaling = createScaling(send, ids, roles, await describeScalableSides(send, ids))
  const command =
    'aws application-autoscaling register-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/main/green'
  const flags = (inward: boolean) =>
    `--suspended-state DynamicScalingInSuspended=${inward},DynamicScalingOutSuspended=false,ScheduledScalingSuspended=false`
  expect(scaling.explain('hold')).toEqual([`${command} --min-capacity <tasks of the live side> ${flags(true)}`])
  expect(scaling.explain('restore')).toEqual([`${command} --min-capacity 1 ${flags(false)}`])
})
