import type { DescribeServicesResponse } from '@aws-sdk/client-ecs'
import { describe, expect, test } from 'vitest'
import { createRollingDriver } from '../../src/aws/rolling-driver.ts'
import type { WantedContent } from '../../src/aws/task-definitions.ts'
import type { RolloutRecord } from '../../src/domain/rollout.ts'
import { endOf, ref, setCloudStage, webDocument, type CloudStage } from './cloud-stage.ts'

const content: { wanted: WantedContent } = {
  wanted: { kind: 'document', document: webDocument({ VERSION: '2', START_DELAY_MS: '60000' }) },
}
const nextRun = { holder: { run: '101', attempt: 1, job: 'deploy' } }

function setAlarm({ stage }: CloudStage, state: 'OK' | 'ALARM'): void {
  stage.watch('SetAlarmState', { AlarmName: 'errors', StateValue: state, StateReason: 'set by hand' })
}

/** A service whose deployments ECS fails, without going back, while the alarm `errors` is on. */
function setGuarded(readLagMs: number): CloudStage {
  const alarms = { alarmNames: ['errors'], enable: true, rollback: false }
  const service = { healthCheckGracePeriodSeconds: 300, deploymentConfiguration: { alarms } }
  const cloud = setCloudStage({ service }, { readLagMs, seed: 11 })
  const { stage } = cloud
  const rule = { Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum', ComparisonOperator: 'GreaterThanThreshold', Threshold: 1 }
  stage.watch('PutMetricAlarm', { AlarmName: 'errors', ...rule, EvaluationPeriods: 60, Period: 60, TreatMissingData: 'ignore' })
  setAlarm(cloud, 'OK')
  return cloud
}

/** As a run with `rollback: none` leaves it: the primary deployment is of web:2 and has failed. */
async function setFailed(readLagMs: number): Promise<CloudStage> {
  const cloud = setGuarded(readLagMs)
  cloud.before = (operation) => {
    if (operation === 'ecs:UpdateService') cloud.after(20, () => setAlarm(cloud, 'ALARM'))
  }
  expect(endOf(await cloud.roll(content, { rollback: 'none' }))).toMatchObject({ outcome: 'failed', reasonCode: 'ALARM_TRIGGERED' })
  cloud.stage.pass(30)
  expect(cloud.web.history().map(({ status }) => status)).toEqual(['STOPPED', 'SUCCESSFUL'])
  expect(cloud.web.primary()).toMatchObject({ rolloutState: 'FAILED', taskDefinition: expect.stringMatching(/web:2$/) as string })
  setAlarm(cloud, 'OK')
  cloud.before = () => undefined
  cloud.calls.length = 0
  return cloud
}

function updates({ calls }: CloudStage): readonly object[] {
  return calls.filter(({ operation }) => operation === 'ecs:UpdateService').map(({ input }) => input)
}

describe.each([0, 5_000])('the same content again, reads lagging by up to %i ms', (readLagMs) => {
  test('a service left on a failed candidate is rolled by a new deployment of it', async () => {
    const cloud = await setFailed(readLagMs)
    expect(endOf(await cloud.roll(content, nextRun))).toMatchObject({ outcome: 'succeeded', reasonCode: 'DEPLOYED' })
    expect(updates(cloud)).toEqual([expect.objectContaining({ taskDefinition: 'web:2', forceNewDeployment: true })])
    expect(cloud.web.history().map(({ status }) => status)).toEqual(['SUCCESSFUL', 'STOPPED', 'SUCCESSFUL'])
  })

  test('a second failure is told of the second deployment, not of the first', async () => {
    const cloud = await setFailed(readLagMs)
    const sinceMs = cloud.clock.nowMs()
    cloud.before = (operation) => {
      if (operation === 'ecs:UpdateService') cloud.after(25, () => setAlarm(cloud, 'ALARM'))
    }
    expect(endOf(await cloud.roll(content, { ...nextRun, rollback: 'none' })).reasonCode).toBe('ALARM_TRIGGERED')
    expect(cloud.clock.nowMs() - sinceMs).toBeGreaterThan(25_000)
    expect(cloud.web.history()).toHaveLength(3)
  })

  test('a write whose answer is lost is found again and not forced twice', async () => {
    const cloud = await setFailed(readLagMs)
    let lost = false
    cloud.before = (operation, input) => {
      if (operation !== 'ecs:UpdateService' || lost) return undefined
      lost = true
      cloud.stage.cloud.call(operation, input)
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    }
    expect(endOf(await cloud.roll(content, nextRun)).outcome).toBe('succeeded')
    expect(cloud.web.history()).toHaveLength(3)
  })

  test('a deployment of it that is on its way is joined, not started anew', async () => {
    const cloud = setGuarded(readLagMs)
    cloud.web.update({ taskDefinition: cloud.web.register({ VERSION: '2', START_DELAY_MS: '60000' }) })
    cloud.stage.pass(15)
    expect(endOf(await cloud.roll(content))).toMatchObject({ outcome: 'succeeded', reasonCode: 'DEPLOYED' })
    expect(updates(cloud)).toEqual([expect.not.objectContaining({ forceNewDeployment: true })])
    expect(cloud.web.history()).toHaveLength(2)
  })
})

describe('a write where the service is set to the failed candidate already', () => {
  const revision = { baseline: 'web:1', candidate: 'web:2' }
  const act = { kind: 'size', side: 'candidate', revision: 'web:2', capacity: 'full' } as const
  const { signal } = new AbortController()
  const begun = (atMs: number): RolloutRecord => {
    return {
      schema: 1,
      plan: 'p',
      goals: [],
      committed: 2,
      run: '1',
      startedAtMs: atMs,
      goal: 0,
      heading: 'forward',
      revision,
      arrivals: [],
    }
  }
  const connect = (cloud: CloudStage) =>
    createRollingDriver({ send: cloud.send, awsNowMs: cloud.clock.nowMs, ref, region: 'eu-west-1', revision, alarms: [] })

  test('that started nothing, because an old read hid it, does not take the failed deployment for its own', async () => {
    const cloud = await setFailed(0)
    const driver = connect(cloud)
    const record = begun(cloud.clock.nowMs())
    cloud.before = (operation, input) => {
      if (operation !== 'ecs:DescribeServices') return undefined
      const { services } = cloud.stage.cloud.call(operation, input) as DescribeServicesResponse
      const [service] = services!
      return { services: [{ ...service, deployments: service!.deployments!.filter((each) => each.status !== 'PRIMARY') }] }
    }
    await driver.observe(['travel', 'service'], record, signal)
    cloud.before = () => undefined
    await driver.perform(act, signal)
    expect(cloud.web.history()).toHaveLength(2)
    expect((await driver.observe(['travel'], record, signal)).travel).toEqual({ kind: 'moving', attempt: '', stage: 'pending' })
  })

  test('does not force anew what was started since it was looked at, though that has failed too', async () => {
    const cloud = await setFailed(0)
    const driver = connect(cloud)
    const record = begun(cloud.clock.nowMs())
    await driver.observe(['travel', 'service'], record, signal)
    cloud.web.update({ forceNewDeployment: true })
    cloud.stage.pass(10)
    setAlarm(cloud, 'ALARM')
    cloud.stage.until('it has failed', () => cloud.web.history()[0]!.status === 'STOPPED')
    const started = cloud.web.history()[0]!.serviceDeploymentArn!
    await driver.perform(act, signal)
    expect(updates(cloud)).toEqual([expect.not.objectContaining({ forceNewDeployment: true })])
    cloud.stage.pass(10)
    expect((await driver.observe(['travel'], record, signal)).travel).toMatchObject({ kind: 'stopped', attempt: started })
    expect(cloud.web.history()).toHaveLength(3)
  })
})
