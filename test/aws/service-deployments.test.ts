import { describe, expect, test } from 'vitest'
import { describeService, listDeployments, nameOf } from '../../src/aws/service-deployments.ts'
import { explained } from '../fakes/explained-send.ts'
import { setStage } from '../sandbox/stage.ts'
import { runWebService } from '../sandbox/web-service.ts'

function set() {
  const stage = setStage()
  const web = runWebService(stage)
  return { stage, web, send: explained((operation, input) => stage.cloud.call(operation, input)) }
}

describe('a service that is not there', () => {
  test.each(['absent', 'arn:aws:ecs:eu-west-1:123456789012:cluster/absent'])('for want of the cluster, given as %s', async (cluster) => {
    await expect(describeService(set().send, { cluster, service: 'web' })).rejects.toMatchObject({
      reasonCode: 'PREFLIGHT_FAILED',
      message: 'There is no cluster "absent" in this region',
      hint: 'Check the input `cluster`, the region and the account.',
    })
  })

  test.each(['absent', 'arn:aws:ecs:eu-west-1:123456789012:service/main/absent'])('by itself, given as %s', async (service) => {
    await expect(describeService(set().send, { cluster: 'main', service })).rejects.toMatchObject({
      reasonCode: 'PREFLIGHT_FAILED',
      message: 'There is no service "absent" in cluster "main"',
      hint: 'Check the input `service`, the region and the account.',
    })
  })
})

test('deployments since a time are read to the last page, the newest first', async () => {
  const { stage, web, send } = set()
  stage.pass(60)
  const sinceMs = stage.timeline.nowMs()
  const made: string[] = []
  for (let i = 0; i < 45; i += 1) {
    web.update({ forceNewDeployment: true })
    made.unshift(web.history()[0]!.serviceDeploymentArn!)
    stage.pass(400)
  }
  const ref = { cluster: 'main', service: 'web' }
  const found = await listDeployments(send, ref, sinceMs)
  expect(found.map(({ serviceDeploymentArn }) => serviceDeploymentArn)).toEqual(made)
  // Without a time only what is new matters: one call.
  expect(await listDeployments(send, ref, undefined)).toEqual(found.slice(0, 20))
})

test('a name is the last part of an ARN', () => {
  expect(nameOf('arn:aws:ecs:eu-west-1:123456789012:service/main/web')).toBe('web')
  expect(nameOf('web')).toBe('web')
})
