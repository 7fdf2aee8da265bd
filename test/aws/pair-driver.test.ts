import type { Input } from '../../src/aws/operations.ts'
import type { RolloutEnd } from '../../src/engine/holding.ts'
import { describe, expect, test } from 'vitest'
import { endOf } from './cloud-stage.ts'
import { type PairStage, type PairStageOptions, setPairStage } from './pair-stage.ts'

function ended(end: RolloutEnd | 'died') {
  if (end === 'died') throw new Error('the runner died')
  return endOf(end)
}

const desired = (pair: PairStage) => [pair.service('blue').desiredCount, pair.service('green').desiredCount]
const swap = ['ecs:UpdateService', 'elasticloadbalancing:ModifyRule', 'ecs:UpdateService']

describe.each([0, 5_000])('over the modelled cloud, reads lagging by up to %i ms', (readLagMs) => {
  const set = (options: PairStageOptions = {}) => setPairStage({ readLagMs, seed: 7, ...options })
  const settled = (pair: PairStage) => {
    pair.stage.pass(10)
    return { weights: pair.weights(), desired: desired(pair) }
  }

  test('green is brought up, gets all traffic at once, and blue is let go after the bake', async () => {
    const pair = set()
    const end = ended(await pair.run())
    expect(end).toMatchObject({ outcome: 'succeeded', reasonCode: 'SWAPPED' })
    expect(end.because).toBe('web:2 serves all traffic: 4 of 4 tasks of web:2 running, 4 healthy, weight 100 %')
    expect(pair.writes()).toEqual(swap)
    expect(settled(pair)).toEqual({ weights: ['0:100'], desired: [0, 4] })
    expect(pair.service('green').taskDefinition).toMatch(/web:2$/)
  })

  test('a hot standby of another revision is replaced, and its old tasks count for nothing', async () => {
    const pair = set({ idleTasks: 4 })
    let healthyAtShift: readonly string[] = []
    let revisionsAtShift: readonly string[] = []
    pair.between.before = (operation) => {
      if (operation !== 'elasticloadbalancing:ModifyRule') return
      healthyAtShift = pair.health('green').filter((state) => state === 'healthy')
      revisionsAtShift = (pair.service('green').deployments ?? []).flatMap(({ taskDefinition, runningCount }) =>
        (runningCount ?? 0) > 0 ? (taskDefinition ?? '').split('/').slice(-1) : [],
      )
    }
    expect(ended(await pair.run())).toMatchObject({ outcome: 'succeeded', reasonCode: 'SWAPPED' })
    expect(healthyAtShift).toHaveLength(4)
    expect(revisionsAtShift).toEqual(['web:2'])
    expect(pair.writes()).toEqual(swap)
  })

  test('what green runs already gets the traffic without another deployment, and its tasks are watched all the same', async () => {
    const pair = set({ idleTasks: 4 })
    pair.stage.ecs('UpdateService', { cluster: 'main', service: 'green', taskDefinition: pair.register({ CRASH_AFTER_MS: '400000', EXIT_CODE: '9' }) }) // prettier-ignore
    pair.stage.pass(200)
    const end = ended(await pair.run({ wanted: 'web:3', spec: { bakeMs: 600_000 } }))
    expect(end).toMatchObject({ outcome: 'rolled-back', reasonCode: 'TASK_EXITED' })
    expect(end.because).toContain('exited with code 9')
    expect(pair.writes().filter((operation) => operation.includes('Modify'))).toHaveLength(2)
    expect(settled(pair).weights).toEqual(['100:0'])
  })

  test('rules and the default action move together, one call each', async () => {
    const pair = set({ sharedDefault: true, groupsPerSide: 2 })
    expect(ended(await pair.run())).toMatchObject({ outcome: 'succeeded' })
    expect(settled(pair).weights).toEqual(['0:100', '0:100', '0:100'])
    const shifts = pair.calls.filter(({ operation }) => /:Modify/.test(operation))
    expect(shifts.map(({ operation }) => operation).sort()).toEqual([
      'elasticloadbalancing:ModifyListener',
      'elasticloadbalancing:ModifyRule',
      'elasticloadbalancing:ModifyRule',
    ])
    expect(new Set(shifts.map(({ atMs }) => atMs)).size).toBe(1)
  })

  test('a side is as healthy as the emptiest of its groups', async () => {
    const pair = set({ groupsPerSide: 2 })
    // The checks of the second group expect what no task answers.
    pair.stage.elb('ModifyTargetGroup', { TargetGroupArn: pair.groups.green[1], Matcher: { HttpCode: '418' } })
    const end = ended(await pair.run({ order: { deadlineMs: 300_000 }, spec: { deadlineMs: 300_000 } }))
    expect(end.outcome).toBe('rolled-back')
    expect(pair.writes().filter((operation) => operation.includes('Modify'))).toEqual([])
  })

  test('going home writes the integers that were found', async () => {
    const pair = set({ weights: [7, 0], sharedDefault: true })
    const end = ended(await pair.run({ cancelAfterSeconds: 120 }))
    expect(end).toMatchObject({ outcome: 'rolled-back', reasonCode: 'CANCELLED' })
    expect(pair.writes().filter((operation) => operation.includes('Modify'))).toHaveLength(4)
    expect(settled(pair).weights).toEqual(['7:0', '7:0'])
  })

  test('a target of green that fails its checks under traffic sends it home, in the words of AWS', async () => {
    // In the grace period ECS leaves such tasks alone.
    const pair = set({ graceSeconds: 3600 })
    pair.register({ UNHEALTHY_AFTER_MS: '150000' })
    const end = ended(await pair.run({ wanted: 'web:3', spec: { bakeMs: 600_000 } }))
    expect(end).toMatchObject({ outcome: 'rolled-back', reasonCode: 'TARGET_UNHEALTHY' })
    expect(end.because).toMatch(/^target 10\.0\.0\.\d+ of green fails its health checks: Target\.\w+/)
    expect(settled(pair)).toEqual({ weights: ['100:0'], desired: [4, 0] })
    expect(pair.service('blue').taskDefinition).toMatch(/web:1$/)
  })

  test('a revision whose tasks crash never gets traffic', async () => {
    const pair = set()
    pair.register({ CRASH_AFTER_MS: '3000', EXIT_CODE: '3' })
    const end = ended(await pair.run({ wanted: 'web:3' }))
    expect(end).toMatchObject({ outcome: 'rolled-back', reasonCode: 'TASK_EXITED' })
    expect(pair.writes()).toEqual(['ecs:UpdateService', 'ecs:UpdateService'])
    expect(settled(pair)).toEqual({ weights: ['100:0'], desired: [4, 0] })
  })

  test('an alarm during the bake sends it home in one call for each rule', async () => {
    const pair = set()
    const alarm = (StateValue: 'OK' | 'ALARM') =>
      pair.stage.watch('SetAlarmState', { AlarmName: 'errors', StateValue, StateReason: 'by hand' })
    pair.stage.watch('PutMetricAlarm', { AlarmName: 'errors', Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum', ComparisonOperator: 'GreaterThanThreshold', Threshold: 1, EvaluationPeriods: 60, Period: 60, TreatMissingData: 'ignore' }) // prettier-ignore
    alarm('OK')
    pair.after(150, () => alarm('ALARM'))
    const spec = { bakeMs: 600_000, watch: [{ name: 'alarms', kind: 'alarms', spec: ['errors'] }] } as const
    const end = ended(await pair.run({ spec, target: { alarms: ['errors'] } }))
    expect(end).toMatchObject({ outcome: 'rolled-back', reasonCode: 'ALARM_TRIGGERED' })
    expect(pair.writes()).toEqual([...swap.slice(0, 2), ...swap.slice(1)])
    expect(settled(pair)).toEqual({ weights: ['100:0'], desired: [4, 0] })
  })

  test('a deployment that ECS gives up is named', async () => {
    const quick = { enable: true, rollback: false, thresholdConfiguration: { type: 'COUNT', value: 1 } }
    const pair = set()
    pair.stage.ecs('UpdateService', { cluster: 'main', service: 'green', deploymentConfiguration: { deploymentCircuitBreaker: quick } })
    pair.register({ CRASH_AFTER_MS: '100' })
    // Whatever ended, nobody tells.
    const { cloud } = pair.stage
    const call = cloud.call.bind(cloud)
    cloud.call = (operation, input) => (operation === 'ecs:ListTasks' ? { taskArns: [] } : call(operation, input))
    const end = ended(await pair.run({ wanted: 'web:3' }))
    expect(end).toMatchObject({ outcome: 'rolled-back', reasonCode: 'BREAKER_TRIPPED' })
    expect(end.because).toMatch(/^ECS gave up the deployment of web:3 on green: /)
  })

  test('a deployment that ECS rolls back by itself is not mistaken for the work of somebody else', async () => {
    const quick = { enable: true, rollback: true, thresholdConfiguration: { type: 'COUNT', value: 1 } }
    const pair = set()
    pair.stage.ecs('UpdateService', { cluster: 'main', service: 'green', deploymentConfiguration: { deploymentCircuitBreaker: quick } })
    pair.register({ CRASH_AFTER_MS: '100' })
    const { cloud } = pair.stage
    const call = cloud.call.bind(cloud)
    // Neither the tasks that ended nor the deployment that failed are told.
    cloud.call = (operation, input) => {
      if (operation === 'ecs:ListTasks') return { taskArns: [] }
      const answer = call(operation, input)
      if (operation !== 'ecs:DescribeServices') return answer
      const { services } = answer as { services: { deployments: { rolloutState: string }[] }[] }
      return {
        services: services.map((each) => ({ ...each, deployments: each.deployments.filter((one) => one.rolloutState !== 'FAILED') })),
      }
    }
    const end = ended(await pair.run({ wanted: 'web:3' }))
    expect(end).toMatchObject({ outcome: 'rolled-back', reasonCode: 'BREAKER_TRIPPED' })
    expect(end.because).toMatch(/^ECS has set green back from web:3 to web:1/)
    expect(settled(pair)).toEqual({ weights: ['100:0'], desired: [4, 0] })
  })

  test('the standby is kept as it is when asked to, and the next rollout goes the other way', async () => {
    const pair = set()
    expect(ended(await pair.run({ spec: { standbyMs: 'keep' } })).outcome).toBe('succeeded')
    expect(settled(pair)).toEqual({ weights: ['0:100'], desired: [4, 4] })
    const order = { holder: { run: '101', attempt: 1, job: 'deploy' } }
    const end = ended(await pair.run({ order, wanted: 'web:1' }))
    expect(end).toMatchObject({ outcome: 'succeeded' })
    expect(settled(pair)).toEqual({ weights: ['100:0'], desired: [4, 0] })
  })

  test('while it bakes, at most 20 reads a minute are made, whatever there is to look at', async () => {
    const pair = set({ sharedDefault: true, load: 100 })
    pair.stage.watch('PutMetricAlarm', { AlarmName: 'errors', Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum', ComparisonOperator: 'GreaterThanThreshold', Threshold: 1, EvaluationPeriods: 60, Period: 60, TreatMissingData: 'notBreaching' }) // prettier-ignore
    const spec = { bakeMs: 900_000, watch: [{ name: 'alarms', kind: 'alarms', spec: ['errors'] }] } as const
    expect(ended(await pair.run({ spec, target: { alarms: ['errors'] } })).outcome).toBe('succeeded')
    const shiftAtMs = pair.calls.find(({ operation }) => /:Modify/.test(operation))!.atMs
    const baking = pair.calls.filter(({ atMs }) => atMs > shiftAtMs + 120_000 && atMs <= shiftAtMs + 720_000)
    const reads = baking.filter(({ operation }) => /:(Describe|List|Get)/.test(operation))
    expect(reads.length / 10).toBeLessThanOrEqual(20)
    expect(reads.length / 10).toBeGreaterThan(15)
    expect(baking.filter(({ operation }) => /:(Update|Modify)/.test(operation))).toEqual([])
  })

  test('the requests of each side are told once a minute after the shift', async () => {
    const pair = set({ load: 100 })
    const end = await pair.run({ spec: { bakeMs: 600_000 } })
    if (end === 'died') throw new Error('died')
    const lines = end.history.flatMap((event) => (event.kind === 'noted' && event.text.startsWith('Requests') ? [event.text] : []))
    expect(lines.length).toBeGreaterThanOrEqual(5)
    expect(new Set(lines).size).toBe(lines.length)
    expect(lines.at(-1)).toMatch(/^Requests in the minute \d\d:\d\d: green \d,\d{3}, blue 0$/)
  })

  test('a role that may not read metrics is told so once, and nothing else comes of it', async () => {
    const pair = set({ load: 100 })
    pair.between.before = (operation) => {
      if (operation === 'cloudwatch:GetMetricData') throw Object.assign(new Error('User: x is not authorized to perform: cloudwatch:GetMetricData'), { name: 'AccessDenied', status: 403 }) // prettier-ignore
    }
    const end = await pair.run({ spec: { bakeMs: 600_000 } })
    expect(ended(end).outcome).toBe('succeeded')
    expect(pair.calls.filter(({ operation }) => operation === 'cloudwatch:GetMetricData')).toHaveLength(1)
  })

  test('the size of green follows what blue is meant to have, not only what of it is healthy', async () => {
    const pair = set({ tasks: 6 })
    let asked: number | undefined
    pair.between.before = (operation, input) => {
      if (operation === 'ecs:UpdateService') asked ??= (input as Input<'ecs:UpdateService'>).desiredCount
    }
    await pair.run()
    expect(asked).toBe(6)
  })
})
