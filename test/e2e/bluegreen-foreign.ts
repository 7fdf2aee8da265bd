import { UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { RemoveTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { expect } from 'vitest'
import { oneShift, shifts } from './bluegreen-ends.ts'
import { servedBy } from './pair-state.ts'
import { pairTest } from './shop-test.ts'
import { startBaking, startSwap, swapStep } from './swap-step.ts'

/** Somebody else has their hands on the pair: what is theirs is never overwritten. */
export function foreignHands(): void {
  pairTest('is superseded by foreign weights and leaves them', {}, async (shop) => {
    const step = await startBaking(shop)
    await shop.setWeights({ blue: 70, green: 30 })
    const end = await step.ended
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'SUPERSEDED' })
    expect(end.conclusion).toBe('failure')
    expect(shifts(end)).toEqual(oneShift)
    const left = { blue: 70, green: 30 }
    expect(await shop.weights()).toEqual([left, left])
  })

  pairTest('is superseded by foreign weights of one rule alone', { thorough: true }, async (shop) => {
    const step = await startBaking(shop)
    await shop.setWeights({ blue: 1, green: 1 }, 'rule')
    const end = await step.ended
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'SUPERSEDED' })
    expect(shifts(end)).toEqual(oneShift)
    expect((await shop.weights())[1]).toEqual({ blue: 1, green: 1 })
  })

  pairTest('is superseded by a foreign deployment of a side', {}, async (shop) => {
    const foreign = await shop.register({ VERSION: 'v3' })
    const step = await startBaking(shop)
    await shop.ecs.send(new UpdateServiceCommand({ cluster: 'shop', service: 'web-green', taskDefinition: foreign }))
    const end = await step.ended
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'SUPERSEDED' })
    expect(shifts(end)).toEqual(oneShift)
    await servedBy(shop, 'green', foreign, 'v3')
  })

  pairTest('whose record is removed by another tool stops with RECORD_LOST', {}, async (shop) => {
    // With the end of the bake comes the next write of the record.
    const step = await startBaking(shop, { inputs: { bake: '20s' } })
    const TagKeys = Object.keys(await shop.recordTags())
    expect(TagKeys.length).toBeGreaterThan(1)
    await shop.elb.send(new RemoveTagsCommand({ ResourceArns: [shop.groups.blue], TagKeys }))
    const end = await step.ended
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'RECORD_LOST' })
    expect(shifts(end), end.stdout).toEqual(oneShift)
  })

  pairTest('keeps a second run away', {}, async (shop) => {
    const candidate = await shop.register({ VERSION: 'v2' })
    const ends = await Promise.all([1, 2].map(() => swapStep(shop, { inputs: { 'task-definition': candidate } })))
    const codes = ends.map((end) => end.outputs['reason-code']).sort()
    expect(codes, ends.map((end) => end.stdout).join('\n---\n')).toEqual(['DEPLOYED', 'ROLLOUT_IN_PROGRESS'])
    expect(ends.flatMap(shifts).sort()).toEqual(oneShift)
    expect(ends.find((end) => end.outputs['reason-code'] === 'ROLLOUT_IN_PROGRESS')!.outputs['reason']).toMatch(/run \d+/)
    await servedBy(shop, 'green', candidate, 'v2')
  })

  pairTest('throttled for a while only takes longer', { thorough: true }, async (shop) => {
    const step = startSwap(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }) } })
    await step.called('ecs:UpdateService')
    await shop.sandbox.order({ operation: '*', kind: 'throttle', accessKeyId: step.accessKeyId, times: 8 })
    const end = await step.ended
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'DEPLOYED' })
    expect(end.calls.filter((call) => call.status === 400).length).toBe(8)
  })

  pairTest('whose second rule cannot be written has the first one back', { thorough: true }, async (shop) => {
    await shop.sandbox.order({ operation: 'elasticloadbalancing:ModifyRule', kind: 'access-denied', times: 100 })
    const end = await swapStep(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }) } })
    expect(['rolled-back', 'failed'], end.stdout).toContain(end.outputs['outcome'])
    expect(end.outputs['reason']).toContain('elasticloadbalancing:ModifyRule')
    await servedBy(shop, 'blue', 'web:1', 'v1')
  })
}
