import { expect, test } from 'vitest'
import { describeScalableSides, resourceIdsOf } from '../../src/aws/scalable-sides.ts'
import { createScaling } from '../../src/aws/scaling.ts'
import { explained } from '../fakes/explained-send.ts'
import { openPair } from '../sandbox/pair.ts'

const ids = resourceIdsOf({ cluster: 'main', services: { blue: 'web', green: 'green' }, rules: 'auto', testRules: [] })
const { signal } = new AbortController()

/** A pair whose scaling is held, and writes of it that fail before AWS has done anything or after. */
async function held(readLagMs: number) {
  const { stage } = openPair({ readLagMs })
  for (const ResourceId of [ids.blue, ids.green]) {
    const identity = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount', ResourceId }
    stage.scaling('RegisterScalableTarget', { ...identity, MinCapacity: 1, MaxCapacity: 8 })
  }
  stage.pass(60)
  let failing: 'before' | 'after' | undefined
  const failure = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' })
  const send = explained((operation, input) => {
    const writes = operation === 'application-autoscaling:RegisterScalableTarget'
    if (writes && failing === 'before') throw failure
    const answer = stage.cloud.call(operation, input)
    if (writes && failing === 'after') throw failure
    return answer
  })
  const scaling = createScaling(send, ids, { names: { baseline: 'blue', candidate: 'green' } })
  const owed = (await scaling.look(4, signal))!.found
  await scaling.hold(owed, 4, signal)
  stage.pass(60)
  return {
    restore: (fails?: 'before' | 'after') => {
      failing = fails
      return scaling.restore(owed, signal)
    },
    async now() {
      stage.pass(60)
      const { blue, green } = await describeScalableSides(send, ids)
      return [blue, green].map((side) => [side?.min, side?.suspended.in])
    },
  }
}

test.each([
  ['before', 0],
  ['before', 5_000],
  ['after', 0],
  ['after', 5_000],
] as const)(
  'what could not be put back is put back when asked again: the write failed %s AWS did it, reads lag by %i ms',
  async (how, lag) => {
    const { restore, now } = await held(lag)
    await expect(restore(how)).rejects.toThrow('Rate exceeded')
    await restore()
    expect(await now()).toEqual([
      [1, false],
      [1, false],
    ])
  },
)
