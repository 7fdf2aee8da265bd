import type { DescribeServicesResponse, ListServiceDeploymentsResponse, ListTagsForResourceResponse } from '@aws-sdk/client-ecs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lagged, publish, seen, unseen } from '../../sandbox/lag.ts'
import { setStage } from './stage.ts'
import { runWebService } from './web-service.ts'

describe('a lagged row', () => {
  it('shows each answer within its delay, never goes back, and keeps a short history', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ pauseMs: fc.nat(50), delayMs: fc.nat(100) }), { minLength: 1, maxLength: 40 }), (writes) => {
        const row = lagged(0)
        const written: { value: number; atMs: number }[] = [{ value: 0, atMs: 0 }]
        let nowMs = 0
        let last = 0
        writes.forEach(({ pauseMs, delayMs }, index) => {
          nowMs += pauseMs
          publish(row, index + 1, nowMs, delayMs)
          written.push({ value: index + 1, atMs: nowMs })
          const read = seen(row, nowMs) ?? -1
          expect(read).toBeGreaterThanOrEqual(last)
          const due = written.filter((write) => write.atMs + 100 <= nowMs).length - 1
          expect(read).toBeGreaterThanOrEqual(due)
          last = read
        })
        expect(seen(row, nowMs + 100)).toBe(writes.length)
        publish(row, -1, nowMs + 101, 0)
        expect(row.versions).toHaveLength(1)
      }),
    )
  })

  it('is unseen until its first answer is visible', () => {
    const row = unseen<string>()
    publish(row, 'born', 10, 5)
    expect(seen(row, 14)).toBeUndefined()
    expect(seen(row, 15)).toBe('born')
  })
})

describe('reads behind writes', () => {
  it('answers the write itself with the new state while DescribeServices still shows the old one', () => {
    const stage = setStage({ readLagMs: 5_000 })
    const web = runWebService(stage)
    stage.pass(10)
    const before = web.primary().id
    const answer = web.update({ taskDefinition: web.register({ VERSION: '2' }) })
    const started = answer.deployments?.[0]?.id
    expect(started).not.toBe(before)
    expect(web.primary().id).toBe(before)
    stage.pass(5)
    expect(web.primary().id).toBe(started)
  })

  it('keeps naming the previous service deployment in the answer, and hides the new one for a while', () => {
    const stage = setStage({ readLagMs: 5_000 })
    const web = runWebService(stage)
    stage.pass(30)
    const list = () =>
      stage.ecs<ListServiceDeploymentsResponse>('ListServiceDeployments', { cluster: 'main', service: 'web' }).serviceDeployments ?? []
    const [first] = list()
    const answer = web.update({ forceNewDeployment: true })
    expect(answer.currentServiceDeployment).toBe(first?.serviceDeploymentArn)
    expect(list()).toHaveLength(1)
    stage.pass(12)
    expect(list()).toHaveLength(2)
    expect(web.describe().currentServiceDeployment).toBe(list()[0]?.serviceDeploymentArn)
  })

  it('shows tags late, and divides the lag by the time scale', () => {
    const stage = setStage({ readLagMs: 60_000, timeScale: 60 })
    const web = runWebService(stage)
    const resourceArn = web.describe().serviceArn
    const tags = () => stage.ecs<ListTagsForResourceResponse>('ListTagsForResource', { resourceArn }).tags
    stage.ecs('TagResource', { resourceArn, tags: [{ key: 'sluice.record', value: 'a' }] })
    expect(tags()).toEqual([])
    stage.pass(1)
    expect(tags()).toEqual([{ key: 'sluice.record', value: 'a' }])
  })

  it('is off when told so', () => {
    const stage = setStage()
    const web = runWebService(stage)
    const answer = web.update({ desiredCount: 7 })
    const { services } = stage.ecs<DescribeServicesResponse>('DescribeServices', { cluster: 'main', services: ['web'] })
    expect(services?.[0]?.desiredCount).toBe(answer.desiredCount)
  })
})
