import { describe, expect, test } from 'vitest'
import type { RolloutEnd } from '../../src/engine/holding.ts'
import { endOf } from './cloud-stage.ts'
import { type PairStage, setPairStage } from './pair-stage.ts'

const identity = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const
const ids = ['service/main/blue', 'service/main/green'] as const

/** A pair whose sides are scaled. */
function scaled(readLagMs = 3_000): PairStage {
  const pair = setPairStage({ readLagMs })
  for (const ResourceId of ids) pair.stage.scaling('RegisterScalableTarget', { ...identity, ResourceId, MinCapacity: 0, MaxCapacity: 8 })
  pair.stage.pass(10)
  return pair
}

function settings(pair: PairStage): readonly unknown[] {
  pair.stage.pass(10)
  const { ScalableTargets = [] } = pair.stage.scaling<{
    ScalableTargets?: { MinCapacity?: number; SuspendedState?: { DynamicScalingInSuspended?: boolean } }[]
  }>('DescribeScalableTargets', { ServiceNamespace: 'ecs', ResourceIds: ids })
  return ScalableTargets.map(({ MinCapacity, SuspendedState }) => [MinCapacity, SuspendedState?.DynamicScalingInSuspended])
}
const asFound = [
  [0, false],
  [0, false],
]

function ended(end: RolloutEnd | 'died') {
  if (end === 'died') throw new Error('the runner died')
  return endOf(end)
}

describe('weights that no goal of the rollout has', () => {
  test('are left alone by recovery, which puts back what is owed and ends', async () => {
    const pair = scaled()
    await pair.run({ diesAfterSeconds: 100 })
    expect(pair.weights()).toEqual(['0:100'])
    pair.meddle(70, 30)
    pair.stage.pass(120)
    expect(ended(await pair.recover())).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
    expect(settings(pair)).toEqual(asFound)
    expect(pair.weights()).toEqual(['70:30'])
    expect(pair.record()).toMatchObject({ ended: { reasonCode: 'SUPERSEDED' } })
    expect(pair.record()).not.toHaveProperty('owed')
  })

  test('are left alone by the next run of the same rollout', async () => {
    const pair = scaled()
    await pair.run({ diesAfterSeconds: 100 })
    pair.meddle(95, 5)
    pair.stage.pass(10)
    expect(ended(await pair.run())).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
    pair.stage.pass(10)
    expect(pair.weights()).toEqual(['95:5'])
  })
})

test('all traffic sent back by hand after the commitment is not sent on again', async () => {
  const pair = setPairStage()
  const waiting = await pair.run({ spec: { standbyMs: 600_000 } })
  expect(ended(waiting)).toMatchObject({ outcome: 'waiting' })
  pair.meddle(100, 0)
  pair.stage.pass(700)
  expect(ended(await pair.recover())).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
  expect(pair.weights()).toEqual(['100:0'])
  expect(pair.service('blue').desiredCount).toBe(4)
})

test('a shift that finds the weights changed leaves them, puts back what is owed and ends the rollout', async () => {
  const pair = scaled(0)
  let meddled = false
  pair.between.after = (operation) => {
    // Between the look that finds the candidate fit and the read right before the shift.
    if (
      meddled ||
      operation !== 'elasticloadbalancing:DescribeTargetHealth' ||
      pair.health('green').join() !== 'healthy,healthy,healthy,healthy'
    )
      return
    meddled = true
    pair.meddle(60, 40)
  }
  expect(ended(await pair.run())).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
  expect(settings(pair)).toEqual(asFound)
  expect(pair.weights()).toEqual(['60:40'])
  expect(pair.record()).toMatchObject({ ended: { reasonCode: 'SUPERSEDED' } })
})

test('all traffic sent back by hand while the rollout rests after its swap is not sent on again', async () => {
  const pair = setPairStage()
  const rested = await pair.run({ order: { until: 'swapped' }, spec: { standbyMs: 0 } })
  expect(ended(rested)).toMatchObject({ outcome: 'succeeded', rests: true })
  expect(pair.weights()).toEqual(['0:100'])
  pair.meddle(100, 0)
  expect(ended(await pair.run({ order: { from: 'swapped', continues: true } }))).toMatchObject({ reasonCode: 'SUPERSEDED' })
  expect(pair.weights()).toEqual(['100:0'])
  expect(pair.service('blue').desiredCount).toBe(4)
})

test('a revision that somebody has just given the idle side is not replaced on the way home', async () => {
  const pair = setPairStage({ readLagMs: 1_000 })
  const mine = pair.register({ VERSION: '3' })
  let shifts = 0
  pair.between.after = (operation) => {
    if (operation !== 'elasticloadbalancing:ModifyRule' || (shifts += 1) !== 2) return
    // After traffic has gone home, and before its tasks are taken away, with no look at the services due in between.
    pair.after(17, () => void pair.stage.ecs('UpdateService', { cluster: 'main', service: 'green', taskDefinition: mine }))
  }
  const watch = [{ name: 'errors', kind: 'threshold', spec: {} }] as const
  expect(ended(await pair.run({ spec: { watch, bakeMs: 10_000 } }))).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
  pair.stage.pass(30)
  expect(pair.weights()).toEqual(['100:0'])
  expect(pair.service('green')).toMatchObject({ taskDefinition: mine, desiredCount: 4 })
})
