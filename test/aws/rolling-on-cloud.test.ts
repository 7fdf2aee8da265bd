import { describe, expect, test } from 'vitest'
import { rollingPermissions } from '../../src/aws/permissions.ts'
import { asSluiceError } from '../../src/domain/errors.ts'
import type { WantedContent } from '../../src/aws/task-definitions.ts'
import { endOf, setCloudStage, webDocument, type CloudStage } from './cloud-stage.ts'

const wanted = (environment: Readonly<Record<string, string>>, container: object = {}): { wanted: WantedContent } => ({
  wanted: { kind: 'document', document: webDocument(environment, container) },
})

function runs({ web }: CloudStage): string {
  return web.describe().taskDefinition?.split('/').at(-1) ?? ''
}

function alarm({ stage }: CloudStage, name: string, state: 'OK' | 'ALARM'): void {
  stage.watch('PutMetricAlarm', {
    AlarmName: name,
    Namespace: 'Shop',
    MetricName: 'Errors',
    Statistic: 'Sum',
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 1,
    EvaluationPeriods: 60,
    Period: 60,
    TreatMissingData: 'ignore',
  })
  stage.watch('SetAlarmState', { AlarmName: name, StateValue: state, StateReason: 'set by hand' })
}

describe.each([0, 5_000])('over the modelled cloud, reads lagging by up to %i ms', (readLagMs) => {
  const set = (web: { service?: object } = {}) =>
    setCloudStage({ ...web, service: { healthCheckGracePeriodSeconds: 300, ...web.service } }, { readLagMs, seed: 7 })

  test('a new revision is registered once and rolled once', async () => {
    const cloud = set()
    const end = await cloud.roll(wanted({ VERSION: '2' }))
    expect(endOf(end)).toMatchObject({ outcome: 'succeeded', reasonCode: 'DEPLOYED' })
    expect(endOf(end).because).toContain('4 of 4 tasks of web:2 running, 4 healthy, weight 100 %')
    expect(end).toMatchObject({ from: 'web:1', to: 'web:2' })
    expect(cloud.mutations()).toEqual(['ecs:RegisterTaskDefinition', 'ecs:UpdateService'])
    expect(runs(cloud)).toBe('web:2')
  })

  test('the same content is neither registered nor deployed', async () => {
    const cloud = set()
    expect(endOf(await cloud.roll(wanted({})))).toMatchObject({ outcome: 'no-op', reasonCode: 'NO_CHANGE' })
    expect(cloud.mutations()).toEqual([])
  })

  test('a revision that was registered before is used again', async () => {
    const cloud = set()
    cloud.web.register({ VERSION: '2' })
    expect(endOf(await cloud.roll(wanted({ VERSION: '2' })))).toMatchObject({ outcome: 'succeeded' })
    expect(cloud.mutations()).toEqual(['ecs:UpdateService'])
  })

  test('a task that crashes at its start turns the rollout home with its exit code and last lines', async () => {
    const cloud = set()
    cloud.stage.logs('CreateLogGroup', { logGroupName: '/web' })
    const logConfiguration = { logDriver: 'awslogs', options: { 'awslogs-group': '/web', 'awslogs-stream-prefix': 'web', 'awslogs-region': 'eu-west-1' } } // prettier-ignore
    const end = await cloud.roll(wanted({ CRASH_AFTER_MS: '3000', EXIT_CODE: '3' }, { logConfiguration }))
    expect(endOf(end)).toMatchObject({ outcome: 'rolled-back', reasonCode: 'TASK_EXITED' })
    expect(endOf(end).because).toMatch(/^task \w{8}… \(web\) exited with code 3 after \d+ s: ".*scripted crash.*"/)
    expect(cloud.mutations()).toEqual(['ecs:RegisterTaskDefinition', 'ecs:UpdateService', 'ecs:StopServiceDeployment'])
    expect(runs(cloud)).toBe('web:1')
  })

  test('a container that cannot start is told in the words of ECS', async () => {
    const cloud = set()
    const end = await cloud.roll(wanted({}, { image: 'nothing:1' }))
    expect(endOf(end)).toMatchObject({ outcome: 'rolled-back', reasonCode: 'TASK_START_FAILED' })
    expect(endOf(end).because).toContain('could not start: CannotStartContainerError')
    expect(runs(cloud)).toBe('web:1')
  })

  test('a task that fails the health checks of its target group turns the rollout home', async () => {
    const cloud = set({ service: { healthCheckGracePeriodSeconds: 0 } })
    const end = await cloud.roll(wanted({ NEVER_ANSWER: 'all' }))
    expect(endOf(end)).toMatchObject({ outcome: 'rolled-back', reasonCode: 'TARGET_UNHEALTHY' })
    expect(runs(cloud)).toBe('web:1')
  })

  const quick = { enable: true, rollback: true, thresholdConfiguration: { type: 'COUNT', value: 1 } }
  const breaking = { service: { desiredCount: 40, deploymentConfiguration: { deploymentCircuitBreaker: quick } } }

  test('the circuit breaker is followed home and named where it is all there is to say', async () => {
    const cloud = set(breaking)
    cloud.before = (operation, input) => (operation === 'ecs:ListTasks' && 'desiredStatus' in input ? { taskArns: [] } : undefined)
    const end = await cloud.roll(wanted({ CRASH_AFTER_MS: '100' }))
    expect(endOf(end)).toMatchObject({ outcome: 'rolled-back', reasonCode: 'BREAKER_TRIPPED' })
    expect(endOf(end).because).toContain('circuit breaker threshold was exceeded')
    expect(cloud.mutations()).toEqual(['ecs:RegisterTaskDefinition', 'ecs:UpdateService'])
    expect(runs(cloud)).toBe('web:1')
  })

  test('the circuit breaker only counts; the tasks it counted are the cause', async () => {
    const cloud = set(breaking)
    const end = await cloud.roll(wanted({ CRASH_AFTER_MS: '100' }))
    expect(endOf(end)).toMatchObject({ outcome: 'rolled-back', reasonCode: 'TASK_EXITED' })
    expect(runs(cloud)).toBe('web:1')
  })

  test('ECS rolling back by itself ends rolled back with its reason', async () => {
    const cloud = set()
    cloud.after(40, () => {
      const newest = cloud.web.history()[0]
      cloud.stage.ecs('StopServiceDeployment', { serviceDeploymentArn: newest!.serviceDeploymentArn, stopType: 'ROLLBACK' })
    })
    const end = await cloud.roll(wanted({ VERSION: '2', START_DELAY_MS: '20000' }))
    expect(endOf(end)).toMatchObject({ outcome: 'rolled-back', reasonCode: 'DEPLOYMENT_STOPPED' })
    expect(endOf(end).because).toContain('StopServiceDeployment')
    expect(runs(cloud)).toBe('web:1')
  })

  test('a deployment of another revision right after ours supersedes it and is left alone', async () => {
    const cloud = set()
    const foreign = cloud.web.register({ VERSION: 'foreign' })
    cloud.before = (operation) => {
      if (operation === 'ecs:UpdateService') cloud.after(3, () => cloud.web.update({ taskDefinition: foreign }))
    }
    const end = await cloud.roll(wanted({ VERSION: '2' }))
    expect(endOf(end)).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
    expect(endOf(end).because).toContain('web:2 was started by somebody else')
    expect(cloud.mutations()).toEqual(['ecs:RegisterTaskDefinition', 'ecs:UpdateService'])
    expect(runs(cloud)).toBe('web:2')
  })

  test('the same revision deployed again by somebody else is followed to its end', async () => {
    const cloud = set()
    cloud.before = (operation) => {
      if (operation === 'ecs:UpdateService') cloud.after(20, () => cloud.web.update({ forceNewDeployment: true }))
    }
    const end = await cloud.roll(wanted({ VERSION: '2', START_DELAY_MS: '15000' }))
    expect(endOf(end)).toMatchObject({ outcome: 'succeeded', reasonCode: 'DEPLOYED' })
    expect(cloud.web.history().filter((each) => each.status === 'STOPPED')).toHaveLength(1)
  })

  test('a change during the bake supersedes, also one back to the baseline', async () => {
    const cloud = set()
    const baseline = cloud.web.describe().taskDefinition!
    cloud.after(400, () => cloud.web.update({ taskDefinition: baseline }))
    const end = await cloud.roll(wanted({ VERSION: '2' }), { bakeMs: 600_000 })
    expect(endOf(end)).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
    expect(runs(cloud)).toBe('web:1')
  })

  test('a service scaled to zero does not count as deployed', async () => {
    const cloud = set({ service: { desiredCount: 0 } })
    expect(endOf(await cloud.roll(wanted({ VERSION: '2' })))).toMatchObject({ outcome: 'failed', reasonCode: 'NO_TASKS' })
  })

  test('a crash during the bake goes home by a deployment of the baseline', async () => {
    const cloud = set()
    const end = await cloud.roll(wanted({ CRASH_AFTER_MS: '200000' }), { bakeMs: 900_000 })
    expect(endOf(end)).toMatchObject({ outcome: 'rolled-back', reasonCode: 'TASK_EXITED' })
    expect(cloud.mutations()).toEqual(['ecs:RegisterTaskDefinition', 'ecs:UpdateService', 'ecs:UpdateService'])
    expect(runs(cloud)).toBe('web:1')
    cloud.stage.until('everyone reads that it is done', () => cloud.web.primary().rolloutState === 'COMPLETED')
  })

  test('an alarm that goes off while it rolls turns the rollout home', async () => {
    const cloud = set()
    alarm(cloud, 'errors', 'OK')
    cloud.before = (operation) => {
      if (operation === 'ecs:UpdateService') cloud.after(20, () => alarm(cloud, 'errors', 'ALARM'))
    }
    const end = await cloud.roll({ ...wanted({ VERSION: '2', START_DELAY_MS: '40000' }), alarms: ['errors'] })
    expect(endOf(end)).toMatchObject({ outcome: 'rolled-back', reasonCode: 'ALARM_TRIGGERED' })
    expect(endOf(end).because).toContain('alarm errors is in ALARM: set by hand')
    expect(runs(cloud)).toBe('web:1')
  })

  test('alarms that are missing or in ALARM already, and everything else that is wrong, are refused in one list', async () => {
    const cloud = set({ service: { deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 110 } } })
    alarm(cloud, 'errors', 'ALARM')
    const document = webDocument({}, { portMappings: [{ containerPort: 9090 }] })
    const rolled = cloud.roll({ wanted: { kind: 'document', document }, alarms: ['errors', 'latency'], requireDigest: true })
    const refusal = await rolled.catch((error: unknown) => asSluiceError(error).message)
    for (const part of [
      'no alarm latency',
      'ALARM_TRIGGERED: The alarm errors',
      'neither start nor stop',
      'port 8080 of web, which maps 9090',
      'IMAGE_NOT_PINNED',
    ]) {
      expect(refusal).toContain(part)
    }
    expect(cloud.mutations()).toEqual([])
    expect(cloud.calls.filter(({ operation }) => operation === 'ecs:TagResource')).toEqual([])
  })

  test('a service without load balancer is rolled by its tasks alone', async () => {
    const cloud = setCloudStage({ loadBalanced: false }, { readLagMs, seed: 3 })
    expect(endOf(await cloud.roll(wanted({ VERSION: '2' })))).toMatchObject({ outcome: 'succeeded' })
    expect(cloud.calls.filter(({ operation }) => operation.startsWith('elasticloadbalancing:'))).toEqual([])
  })

  test('plan mode tells what would change and changes nothing', async () => {
    const cloud = set()
    const end = await cloud.roll(wanted({ SECRET: 'hunter2' }), { mode: 'plan' })
    expect(endOf(end)).toMatchObject({ outcome: 'no-op', reasonCode: 'PLANNED' })
    expect(end.planned?.survey.changes).toEqual(['containerDefinitions.web.environment.SECRET: absent -> set'])
    expect(cloud.calls.filter(({ operation }) => !/:(Describe|List)/.test(operation))).toEqual([])
  })

  test('only calls are made that the permissions name', async () => {
    const cloud = set()
    alarm(cloud, 'errors', 'OK')
    cloud.stage.logs('CreateLogGroup', { logGroupName: '/web' })
    const logConfiguration = { logDriver: 'awslogs', options: { 'awslogs-group': '/web', 'awslogs-stream-prefix': 'web' } }
    const bad = { ...wanted({ CRASH_AFTER_MS: '100000' }, { logConfiguration }), alarms: ['errors'] }
    await cloud.roll(bad, { bakeMs: 600_000 })
    cloud.stage.pass(10)
    await cloud.roll(wanted({ CRASH_AFTER_MS: '1000' }), { holder: { run: '101', attempt: 1, job: 'deploy' } })
    const called = new Set<string>(cloud.calls.map(({ operation }) => operation))
    const named = new Set<string>(rollingPermissions.map(({ action }) => action))
    named.delete('iam:PassRole')
    expect([...called].sort()).toEqual([...named].sort())
  })

  test.each([8, 10, 25, 40])('cancelled after %i s it is back where it was', async (seconds) => {
    const cloud = set()
    const end = await cloud.roll(wanted({ VERSION: '2', START_DELAY_MS: '5000' }), {}, seconds)
    expect(endOf(end)).toMatchObject({ outcome: 'rolled-back', reasonCode: 'CANCELLED' })
    cloud.stage.until('all is as before', () => cloud.web.deployments().length === 1 && cloud.web.primary().rolloutState === 'COMPLETED')
    expect(runs(cloud)).toBe('web:1')
  })

  test('a rollout that dies is taken up by the next attempt without a second deployment', async () => {
    const cloud = set()
    let dead = false
    cloud.before = (operation) => {
      if (operation === 'ecs:UpdateService') cloud.after(15, () => (dead = true))
      if (dead) throw Object.assign(new Error('the runner is gone'), { name: 'RunnerGone', status: 403 })
    }
    await cloud.roll(wanted({ VERSION: '2', START_DELAY_MS: '10000' }))
    dead = false
    cloud.before = () => undefined
    const end = await cloud.roll(wanted({ VERSION: '2', START_DELAY_MS: '10000' }), { holder: { run: '100', attempt: 2, job: 'deploy' } })
    expect(endOf(end).outcome).toBe('succeeded')
    expect(cloud.mutations().filter((operation) => operation === 'ecs:UpdateService')).toHaveLength(1)
    expect(cloud.web.history()).toHaveLength(2)
  })

  /** A rollout whose runner is gone soon after its write, while the deployment goes on. */
  async function abandoned(): Promise<CloudStage> {
    const cloud = set()
    let dead = false
    cloud.before = (operation) => {
      if (operation === 'ecs:UpdateService') cloud.after(15, () => (dead = true))
      if (dead) throw Object.assign(new Error('the runner is gone'), { name: 'RunnerGone', status: 403 })
    }
    await cloud.roll(wanted({ VERSION: '2', START_DELAY_MS: '250000' }))
    dead = false
    cloud.before = () => undefined
    return cloud
  }

  test('asking for the baseline leads home what a dead step of the same job left under way', async () => {
    const cloud = await abandoned()
    const end = await cloud.roll({ wanted: { kind: 'named', name: 'web:1' } })
    expect(endOf(end)).toMatchObject({ outcome: 'succeeded', reasonCode: 'ROLLED_BACK' })
    expect(end).toMatchObject({ from: 'web:2', to: 'web:1' })
    expect(runs(cloud)).toBe('web:1')
    expect(cloud.mutations()).toEqual(['ecs:RegisterTaskDefinition', 'ecs:UpdateService', 'ecs:StopServiceDeployment'])
  })

  test('cancelled before it is taken up, an unfinished rollout is told to be so', async () => {
    const cloud = await abandoned()
    const before = cloud.starts()
    const again = cloud.roll(wanted({ VERSION: '2', START_DELAY_MS: '250000' }), {}, 3)
    await expect(again).rejects.toMatchObject({ reasonCode: 'CANCELLED_LEFT_RUNNING' })
    expect(cloud.starts()).toBeGreaterThan(before)
  })

  test('plan mode tells what the record and the claim have against a rollout', async () => {
    const cloud = await abandoned()
    const plan = (run: string) => cloud.roll(wanted({ VERSION: '3' }), { mode: 'plan', holder: { run, attempt: 1, job: 'deploy' } })
    const codes = async (run: string) => (await plan(run)).planned!.survey.problems.map(({ code }) => code)
    expect(await codes('101')).toEqual(['ROLLOUT_IN_PROGRESS', 'PLAN_CHANGED'])
    cloud.stage.pass(200)
    expect(await codes('101')).toEqual(['PLAN_CHANGED'])
  })

  test('a service that runs the content without a task ends as on-empty says', async () => {
    const cloud = set()
    cloud.stage.ecs('UpdateService', { cluster: 'main', service: 'web', desiredCount: 0 })
    cloud.stage.pass(120)
    const end = (onEmpty: 'fail' | 'pass') => cloud.roll({ wanted: { kind: 'named', name: 'web:1' } }, { onEmpty }).then(endOf)
    expect(await end('fail')).toMatchObject({ outcome: 'failed', reasonCode: 'NO_TASKS' })
    expect(await end('pass')).toMatchObject({ outcome: 'no-op', reasonCode: 'NO_TASKS' })
  })

  test('other content waits for what a dead run left under way, and only for that long', async () => {
    const cloud = await abandoned()
    const before = cloud.mutations()
    const other = () => cloud.roll(wanted({ VERSION: '3' }), { holder: { run: '101', attempt: 1, job: 'deploy' } })

    await expect(other()).rejects.toMatchObject({ reasonCode: 'ROLLOUT_IN_PROGRESS' })
    cloud.stage.pass(200)
    await expect(other()).rejects.toMatchObject({ reasonCode: 'PLAN_CHANGED' })
    expect(cloud.mutations()).toEqual(before)

    cloud.stage.until('it has come to rest', () => cloud.web.deployments().length === 1)
    expect(endOf(await other()).outcome).toBe('succeeded')
  })

  test('while nothing happens there are at most 20 reads a minute, and two writes: of the claim', async () => {
    const cloud = set()
    await cloud.roll(wanted({ VERSION: '2', START_DELAY_MS: '150000' }), {})
    const start = cloud.calls.find(({ operation }) => operation === 'ecs:UpdateService')!.atMs
    for (const minute of [1, 2]) {
      const from = start + minute * 60_000
      const calls = cloud.calls.filter(({ atMs }) => atMs >= from && atMs < from + 60_000)
      const writes = calls.filter(({ operation }) => operation === 'ecs:TagResource')
      expect(calls.length - writes.length).toBeLessThanOrEqual(20)
      expect(writes.length).toBeLessThanOrEqual(2)
    }
  })
})
