import { StopServiceDeploymentCommand, UntagResourceCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { expect } from 'vitest'
import { startRoll, undecided } from './midway.ts'
import { isMutation, rollStep } from './roll-step.ts'
import type { Shop } from './shop.ts'
import { shopTest } from './shop-test.ts'
import { until } from './until.ts'

export function foreignHands(): void {
  shopTest('is superseded by a foreign deployment and touches nothing any more', {}, async (shop) => {
    const candidate = await shop.register({ VERSION: 'v2' }, undecided)
    const foreign = await shop.register({ VERSION: 'v3' })
    const step = startRoll(shop, { inputs: { 'task-definition': candidate } })
    await step.called('ecs:UpdateService')
    await shop.ecs.send(new UpdateServiceCommand({ cluster: 'shop', service: 'web', taskDefinition: foreign }))
    const end = await step.ended
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'SUPERSEDED' })
    expect(end.conclusion).toBe('failure')
    expect(end.writes.filter(isMutation)).toEqual(['ecs:UpdateService'])
    await shop.settled(foreign)
  })

  shopTest('stopped by somebody is told as stopped and goes home', { thorough: true }, async (shop) => {
    const candidate = await shop.register({ VERSION: 'v2' }, undecided)
    const step = startRoll(shop, { inputs: { 'task-definition': candidate } })
    await step.called('ecs:UpdateService')
    await shop.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: await inProgress(shop), stopType: 'ROLLBACK' }))
    const end = await step.ended
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'rolled-back', 'reason-code': 'DEPLOYMENT_STOPPED' })
    expect(end.conclusion).toBe('failure')
    await shop.settled('web:1')
  })

  shopTest('whose record is removed by another tool stops with RECORD_LOST', {}, async (shop) => {
    const candidate = await shop.register({ VERSION: 'v2' }, undecided)
    const step = startRoll(shop, { inputs: { 'task-definition': candidate } })
    // The last it writes for now: whatever it wrote later would bring the record back.
    const { serviceArn, tags } = await until('the record to name the deployment', async () => {
      const service = await shop.service()
      return service.tags?.some(({ value }) => value?.includes(' attempt=')) ? service : undefined
    })
    const tagKeys = tags!.flatMap((tag) => (tag.key?.startsWith('sluice.') ? [tag.key] : []))
    await shop.ecs.send(new UntagResourceCommand({ resourceArn: serviceArn, tagKeys }))
    // What it would do next is to go home: that write must not happen on a record that is no longer its own.
    await shop.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: await inProgress(shop), stopType: 'ROLLBACK' }))
    const end = await step.ended
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'RECORD_LOST' })
    expect(end.writes.filter(isMutation)).toEqual(['ecs:UpdateService'])
  })

  shopTest('keeps a second run away', {}, async (shop) => {
    const candidate = await shop.register({ VERSION: 'v2' })
    const ends = await Promise.all([1, 2].map(() => rollStep(shop, { inputs: { 'task-definition': candidate } })))
    const codes = ends.map((end) => end.outputs['reason-code']).sort()
    expect(codes, ends.map((end) => end.stdout).join('\n---\n')).toEqual(['DEPLOYED', 'ROLLOUT_IN_PROGRESS'])
    expect(ends.flatMap((end) => end.writes.filter(isMutation))).toEqual(['ecs:UpdateService'])
    const refused = ends.find((end) => end.outputs['reason-code'] === 'ROLLOUT_IN_PROGRESS')!
    expect(refused.outputs['reason']).toMatch(/run \d+/)
    await shop.settled(candidate)
  })

  shopTest('whose credentials expire says that the rollout goes on without it', {}, async (shop) => {
    const candidate = await shop.register({ VERSION: 'v2' }, undecided)
    const step = startRoll(shop, { inputs: { 'task-definition': candidate } })
    await step.called('ecs:UpdateService')
    await shop.sandbox.order({ operation: '*', kind: 'expired-credentials', accessKeyId: step.accessKeyId, times: 100_000 })
    const end = await step.ended
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'CREDENTIALS_EXPIRED' })
    expect(end.told?.reason).toMatch(/expired/i)
  })

  shopTest('that may not deploy names the permission', { thorough: true }, async (shop) => {
    const candidate = await shop.register({ VERSION: 'v2' })
    await shop.sandbox.order({ operation: 'ecs:UpdateService', kind: 'access-denied', times: 100 })
    const end = await rollStep(shop, { inputs: { 'task-definition': candidate } })
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'ACCESS_DENIED' })
    expect(end.outputs['reason']).toContain('ecs:UpdateService')
    expect(await shop.revision()).toBe('web:1')
  })

  shopTest('throttled for a while only takes longer', { thorough: true }, async (shop) => {
    const candidate = await shop.register({ VERSION: 'v2' })
    const step = startRoll(shop, { inputs: { 'task-definition': candidate } })
    await step.called('ecs:UpdateService')
    await shop.sandbox.order({ operation: '*', kind: 'throttle', accessKeyId: step.accessKeyId, times: 8 })
    const end = await step.ended
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'DEPLOYED' })
    expect(end.calls.filter((call) => call.status === 400).length).toBe(8)
  })
}

/** ARN of the deployment under way; reads lag, so it may take a moment to show. */
function inProgress(shop: Shop): Promise<string> {
  return until(
    'the deployment shows',
    async () => (await shop.deployments()).find((each) => each.status === 'IN_PROGRESS')?.serviceDeploymentArn,
  )
}
