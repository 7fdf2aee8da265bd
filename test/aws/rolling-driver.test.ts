import type { DescribeTargetHealthOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import { describe, expect, test } from 'vitest'
import { AwsFault } from '../../sandbox/cloud/ports.ts'
import { createRollingDriver } from '../../src/aws/rolling-driver.ts'
import { healthyShare } from '../../src/aws/rolling-sides.ts'
import type { RolloutRecord } from '../../src/domain/rollout.ts'
import type { Driver } from '../../src/ports.ts'
import { type CloudStage, ref, setCloudStage } from './cloud-stage.ts'

const account = '123456789012'
const arn = (rest: string): string => `arn:aws:ecs:eu-west-1:${account}:${rest}`

const look = ['travel', 'service', 'health', 'tasks', 'alarms'] as const
const revision = { baseline: 'web:1', candidate: 'web:2' }

function connect(cloud: CloudStage): Driver {
  return createRollingDriver({ send: cloud.send, awsNowMs: cloud.clock.nowMs, ref, region: 'eu-west-1', revision, alarms: [] })
}

/** What is kept of a rollout of web:2 whose deployment is the newest one. */
function recordOf({ web, clock }: CloudStage): RolloutRecord {
  const attempt = web.history()[0]!.serviceDeploymentArn!
  const startedAtMs = clock.nowMs()
  return {
    schema: 1,
    plan: 'p',
    goals: [],
    committed: 2,
    run: '1',
    startedAtMs,
    goal: 0,
    heading: 'forward',
    revision,
    attempt,
    arrivals: [],
  }
}

test.each(['addresses', 'instances'])('targets that are %s: both sides have their healthy ones while both run', async (kind) => {
  const cloud = setCloudStage({ service: { deploymentConfiguration: { maximumPercent: 150 } } })
  const { stage, web } = cloud
  web.update({ taskDefinition: web.register({ VERSION: '2' }) })
  const record = recordOf(cloud)
  stage.until('two of web:2 are healthy', () => web.targetStates().filter((state) => state === 'healthy').length === 6)
  cloud.before = (operation, input) => {
    if (kind === 'addresses' || operation !== 'elasticloadbalancing:DescribeTargetHealth') return undefined
    const answer = stage.cloud.call(operation, input) as DescribeTargetHealthOutput
    const onInstance = { Id: 'i-0123456789abcdef0', Port: 32_768 }
    return { TargetHealthDescriptions: answer.TargetHealthDescriptions!.map((each) => ({ ...each, Target: onInstance })) }
  }
  const { sides } = await connect(cloud).observe(look, record, new AbortController().signal)
  expect(sides.candidate).toMatchObject({ running: 2, healthy: 2 })
  expect(sides.baseline).toMatchObject({ running: 4, healthy: 4 })
  const asked = cloud.calls.filter(({ operation, input }) => operation === 'ecs:ListTasks' && !('desiredStatus' in input))
  expect(asked).toHaveLength(kind === 'addresses' ? 1 : 0)
})

test.each([
  [5, 1, 4, 1],
  [4, 1, 4, 0],
  [5, 4, 1, 4],
  [9, 2, 4, 2],
  [5, 2, 4, 1],
  [3, 0, 4, 0],
])('%i healthy targets that do not tell whose they are: %i running tasks beside %i have %i of them', (healthy, running, others, share) => {
  expect(healthyShare(healthy, running, others)).toBe(share)
})

describe('a deployment that ECS has turned round by itself', () => {
  const turned = async (after: (cloud: CloudStage) => void) => {
    const cloud = setCloudStage()
    const { stage, web } = cloud
    web.update({ taskDefinition: web.register({ VERSION: '2', START_DELAY_MS: '20000' }) })
    stage.pass(10)
    const record = recordOf(cloud)
    const driver = connect(cloud)
    const { signal } = new AbortController()
    await driver.observe(look, record, signal)
    const arn = record.attempt!
    stage.ecs('StopServiceDeployment', { serviceDeploymentArn: arn, stopType: 'ROLLBACK' })
    after(cloud)
    // A deployment that goes back refuses to be asked again while AWS is at it.
    cloud.before = (operation) => {
      if (operation === 'ecs:StopServiceDeployment') throw new AwsFault('ConflictException', 'The service deployment is being rolled back.')
    }
    return { cloud, arn, driver, record, signal, status: web.history()[0]!.status! }
  }

  test.each([
    ['ROLLBACK_REQUESTED', () => undefined],
    [
      'ROLLBACK_IN_PROGRESS',
      ({ stage, web }: CloudStage) => void stage.until('going back', () => web.history()[0]!.status === 'ROLLBACK_IN_PROGRESS'),
    ],
    [
      'ROLLBACK_SUCCESSFUL',
      ({ stage, web }: CloudStage) => void stage.until('back', () => web.history()[0]!.status === 'ROLLBACK_SUCCESSFUL'),
    ],
  ])('is not called back a second time at %s', async (expected, after) => {
    const { cloud, arn, driver, record, signal, status } = await turned(after)
    expect(status).toBe(expected)
    await driver.perform({ kind: 'recall', attempt: arn }, signal)
    expect(cloud.mutations()).toEqual(['ecs:StopServiceDeployment'])
    const { travel } = await driver.observe(['travel'], { ...record, heading: 'home' }, signal)
    expect(['returning', 'returned', 'moving']).toContain(travel.kind)
    cloud.stage.until('back', () => cloud.web.history()[0]!.status === 'ROLLBACK_SUCCESSFUL')
    expect((await driver.observe(['travel'], { ...record, heading: 'home' }, signal)).travel.kind).toBe('returned')
  })

  test('one that has arrived by then is replaced by one of the baseline', async () => {
    const cloud = setCloudStage()
    cloud.web.update({ taskDefinition: cloud.web.register({ VERSION: '2' }) })
    const record = recordOf(cloud)
    cloud.stage.until('arrived', () => cloud.web.history()[0]!.status === 'SUCCESSFUL')
    const { signal } = new AbortController()
    const driver = connect(cloud)
    await driver.observe(look, record, signal)
    await driver.perform({ kind: 'recall', attempt: record.attempt! }, signal)
    expect(cloud.mutations()).toEqual(['ecs:StopServiceDeployment', 'ecs:UpdateService'])
    expect(cloud.web.describe().taskDefinition).toMatch(/web:1$/)
  })
})

test('what a person may run by hand names cluster, service and deployment, and no account', () => {
  const cloud = setCloudStage()
  const driver = createRollingDriver({
    send: cloud.send,
    awsNowMs: cloud.clock.nowMs,
    ref: { cluster: arn('cluster/main'), service: arn('service/main/web') },
    region: 'eu-west-1',
    revision: { baseline: 'web:1', candidate: 'web:2' },
    alarms: [],
  })
  expect(driver.explain({ kind: 'size', side: 'baseline', revision: 'web:1', capacity: 'full' })).toEqual([
    'aws ecs update-service --cluster main --service web --task-definition web:1',
  ])
  const recall = driver.explain({ kind: 'recall', attempt: arn('service-deployment/main/web/aBc-1') }).join('\n')
  expect(recall).toContain('list-service-deployments --cluster main --service web')
  expect(recall).toContain("ends_with(serviceDeploymentArn, '/aBc-1')")
  expect(recall).toMatch(/^aws ecs stop-service-deployment .* --stop-type ROLLBACK$/)
  expect(recall).not.toContain(account)
})
