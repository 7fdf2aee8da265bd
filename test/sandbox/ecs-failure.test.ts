import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { setStage, type Stage } from './stage.ts'
import { openWebService, runWebService, type WebService } from './web-service.ts'

const breaker = (rollback: boolean, more: object = {}) => ({
  service: { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback, ...more } } },
})
const status = (web: WebService) => web.history()[0]?.status

function deploy(web: WebService, environment: Readonly<Record<string, string>>): string | undefined {
  return web.update({ taskDefinition: web.register(environment) }).deployments?.[0]?.id
}

describe('the circuit breaker', () => {
  it('rolls back to the last completed deployment, whose tasks never went', () => {
    const stage = setStage()
    const web = runWebService(stage, breaker(true))
    const good = web.primary().id
    const kept = web.tasks().map((task) => task.taskArn)
    const bad = deploy(web, { CRASH_AFTER_MS: '0', EXIT_CODE: '3' })
    stage.until('it has tripped', () => status(web) === 'ROLLBACK_IN_PROGRESS')
    expect(
      web.deployments().map(({ id, status: place, rolloutState, rolloutStateReason }) => ({ id, place, rolloutState, rolloutStateReason })),
    ).toEqual([
      {
        id: good,
        place: 'PRIMARY',
        rolloutState: 'IN_PROGRESS',
        rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${good}`,
      },
      { id: bad, place: 'ACTIVE', rolloutState: 'FAILED', rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.' },
    ])
    stage.until('home', () => status(web) === 'ROLLBACK_SUCCESSFUL')
    expect(web.history()[0]).toMatchObject({
      statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      rollback: { serviceRevisionArn: web.history()[1]?.targetServiceRevision?.arn },
      deploymentCircuitBreaker: { status: 'TRIGGERED', threshold: 3 },
    })
    expect(web.deployments()).toHaveLength(1)
    expect(web.tasks().map((task) => task.taskArn)).toEqual(kept)
    expect(web.events()).toContain(`(service web) (deployment ${bad}) deployment failed: tasks failed to start.`)
    expect(web.events()).toContain(`(service web) rolling back to deployment ${good}.`)
    const crashed = web.tasks('STOPPED').find((task) => task.stopCode === 'EssentialContainerExited')
    expect(crashed).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ exitCode: 3 }],
    })
  })

  it('without roll-back leaves a FAILED primary that starts nothing, and the old tasks in service', () => {
    const stage = setStage()
    const web = runWebService(stage, breaker(false))
    deploy(web, { CRASH_AFTER_MS: '0' })
    stage.until('it has tripped', () => web.primary().rolloutState === 'FAILED')
    expect(web.history()[0]).toMatchObject({ status: 'STOPPED', statusReason: expect.stringContaining('circuit breaker') as string })
    const started = web.events().filter((event) => event.includes('has started')).length
    stage.pass(1200)
    expect(web.events().filter((event) => event.includes('has started'))).toHaveLength(started)
    expect(web.deployments()[1]).toMatchObject({ status: 'ACTIVE', runningCount: 4 })
  })

  it('has nothing to roll back to on a first deployment', () => {
    const stage = setStage()
    const web = openWebService(stage, { ...breaker(true), environment: { CRASH_AFTER_MS: '0' } })
    stage.until('it has tripped', () => status(web) === 'ROLLBACK_FAILED')
    expect(web.history()[0]?.statusReason).toBe('No rollback candidate was found to run the rollback.')
  })

  it('counts exactly up to its threshold', () => {
    const stage = setStage()
    const web = runWebService(stage, {
      service: {
        desiredCount: 1,
        deploymentConfiguration: {
          deploymentCircuitBreaker: { enable: true, rollback: true, thresholdConfiguration: { type: 'COUNT', value: 5 } },
        },
      },
    })
    deploy(web, { CRASH_AFTER_MS: '0' })
    let most = 0
    stage.until('it has tripped', () => {
      most = Math.max(most, web.history()[0]?.deploymentCircuitBreaker?.failureCount ?? 0)
      return status(web) !== 'PENDING' && status(web) !== 'IN_PROGRESS'
    })
    expect(most).toBe(5)
    expect(web.tasks('STOPPED').filter((task) => task.stopCode === 'EssentialContainerExited')).toHaveLength(5)
  })

  it('without the breaker goes on for ever, ever more slowly, and says so', () => {
    const stage = setStage()
    const web = runWebService(stage, { service: { desiredCount: 1 } })
    deploy(web, { CRASH_AFTER_MS: '0' })
    const startedIn = (seconds: number) => {
      const before = web.primary().failedTasks ?? 0
      stage.pass(seconds)
      return (web.primary().failedTasks ?? 0) - before
    }
    const early = startedIn(600)
    stage.pass(1200)
    const late = startedIn(600)
    expect(late).toBeLessThan(early)
    expect(web.primary().rolloutState).toBe('IN_PROGRESS')
    expect(web.events().some((event) => event.includes('is unable to consistently start tasks successfully'))).toBe(true)
  })

  it('counts tasks the load balancer finds unhealthy, and names the group', () => {
    const stage = setStage()
    const web = runWebService(stage, breaker(true))
    deploy(web, { NEVER_ANSWER: 'all' })
    stage.until('home', () => status(web) === 'ROLLBACK_SUCCESSFUL')
    const reason = `Task failed ELB health checks in (target-group ${web.groupArn})`
    expect(web.tasks('STOPPED').filter((task) => task.stoppedReason === reason).length).toBeGreaterThanOrEqual(3)
    expect(web.events()).toContainEqual(
      expect.stringMatching(/\(task \w{32}\) \(port 8080\) is unhealthy in \(target-group .+\) due to \(reason Request timed out\)$/),
    )
  })

  it('forgets failures when a task becomes healthy, unless told to keep them', () => {
    const cycle = (resetOnHealthyTask: boolean) => {
      const stage = setStage()
      const web = runWebService(stage, {
        service: {
          desiredCount: 1,
          deploymentConfiguration: {
            deploymentCircuitBreaker: {
              enable: true,
              rollback: true,
              resetOnHealthyTask,
              thresholdConfiguration: { type: 'COUNT', value: 2 },
            },
            alarms: { enable: true, rollback: false, alarmNames: ['errors'] },
          },
        },
      })
      stage.watch('PutMetricAlarm', {
        AlarmName: 'errors',
        MetricName: 'x',
        Namespace: 'App',
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 1,
        Statistic: 'Sum',
      })
      // Healthy for a while, then ill: within the bake of the alarms each task succeeds once and fails once.
      deploy(web, { UNHEALTHY_AFTER_MS: '20000' })
      stage.pass(400)
      return status(web)
    }
    expect(cycle(true)).toBe('SUCCESSFUL')
    expect(cycle(false)).toMatch(/^ROLLBACK/)
  })
})

describe('a running service', () => {
  it('starts the replacement of an unhealthy task first, then stops it', () => {
    const stage = setStage()
    const web = runWebService(stage, { service: { desiredCount: 2 } })
    deploy(web, { UNHEALTHY_AFTER_MS: '90000' })
    stage.until('rolled out', () => web.primary().rolloutState === 'COMPLETED')
    stage.until('replaced', () => web.events().some((event) => event.includes('Amazon ECS replaced')))
    const ill = web.targetStates().filter((state) => state.startsWith('unhealthy Target.ResponseCodeMismatch'))
    expect(ill.length).toBeGreaterThan(0)
    expect(web.tasks().length).toBeGreaterThan(2)
    stage.until('the ill are stopped', () =>
      web.tasks('STOPPED').some((task) => task.stoppedReason?.startsWith('Task failed ELB health checks') && task.lastStatus === 'STOPPED'),
    )
    expect(web.primary().rolloutState).toBe('COMPLETED')
  })

  it('ignores bad health within the grace period', () => {
    const slow = (healthCheckGracePeriodSeconds: number) => {
      const stage = setStage()
      const web = openWebService(stage, { environment: { START_DELAY_MS: '30000' }, service: { healthCheckGracePeriodSeconds } })
      stage.pass(150)
      return web.primary().rolloutState
    }
    expect(slow(0)).toBe('IN_PROGRESS')
    expect(slow(60)).toBe('COMPLETED')
  })

  it('loses a task stopped by hand at once, and gets another', () => {
    const stage = setStage()
    const web = runWebService(stage)
    const [task] = web.tasks()
    stage.ecs('StopTask', { cluster: 'main', task: task?.taskArn, reason: 'by hand' })
    stage.pass(1)
    const stopped = () => web.tasks('STOPPED').find((each) => each.taskArn === task?.taskArn)
    // No wait for the drain: the process is gone while its target still drains.
    expect(stopped()).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'by hand', containers: [{ exitCode: 0 }] })
    expect(web.targetStates()).toContain('draining Target.DeregistrationInProgress')
    stage.until('whole again', () => web.targetStates().filter((state) => state === 'healthy').length === 4)
  })

  it('fails tasks whose log group does not exist, and writes their lines where it does', () => {
    const stage = setStage()
    const logging = {
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': '/web', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ecs' },
      },
    }
    const web = openWebService(stage, { container: logging, environment: { CRASH_AFTER_MS: '500' }, service: { desiredCount: 1 } })
    stage.until('a task has failed', () => web.tasks('STOPPED').length > 0)
    expect(web.tasks('STOPPED')[0]).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: expect.stringMatching(/^ResourceInitializationError: .*The specified log group does not exist/) as string,
    })
    stage.logs('CreateLogGroup', { logGroupName: '/web' })
    stage.until('a task has crashed', () => web.tasks('STOPPED').some((each) => each.stopCode === 'EssentialContainerExited'))
    const crashed = web.tasks('STOPPED').find((each) => each.stopCode === 'EssentialContainerExited')
    const stream = `ecs/web/${crashed?.taskArn?.split('/').at(-1)}`
    const { events } = stage.logs<{ events: { message: string }[] }>('GetLogEvents', {
      logGroupName: '/web',
      logStreamName: stream,
      limit: 10,
    })
    expect(events.map((event) => event.message)).toEqual(['Error: scripted crash'])
  })
})

describe('deployment alarms', () => {
  const alarms = { service: { deploymentConfiguration: { alarms: { enable: true, rollback: true, alarmNames: ['errors'] } } } }
  const put = (stage: Stage) =>
    stage.watch('PutMetricAlarm', {
      AlarmName: 'errors',
      Namespace: 'App',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 2,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'ignore',
    })
  const ring = (stage: Stage, StateValue: string) => stage.watch('SetAlarmState', { AlarmName: 'errors', StateValue, StateReason: 'test' })

  it('keep the deployment in progress for a bake after its tasks are up', () => {
    const stage = setStage()
    put(stage)
    const web = runWebService(stage, alarms)
    deploy(web, { VERSION: '2' })
    stage.until('only new tasks are left', () => web.deployments().length === 1)
    const bake = stage.until('complete', () => web.primary().rolloutState === 'COMPLETED')
    expect(bake).toBeGreaterThanOrEqual(115)
    expect(bake).toBeLessThanOrEqual(130)
    expect(web.history()[0]?.alarms).toMatchObject({ status: 'MONITORING_COMPLETE', alarmNames: ['errors'] })
  })

  it('roll back when one rings, also in the bake, when the old tasks are gone', () => {
    const stage = setStage()
    put(stage)
    const web = runWebService(stage, alarms)
    const old = web.describe().taskDefinition
    const bad = deploy(web, { VERSION: '2' })
    stage.until('only new tasks are left', () => web.deployments().length === 1)
    ring(stage, 'ALARM')
    stage.until('rolling back', () => status(web) === 'ROLLBACK_IN_PROGRESS')
    expect(web.events()).toContain(`(service web) (deployment ${bad}) deployment failed: alarm detected.`)
    expect(web.history()[0]?.alarms).toMatchObject({ status: 'TRIGGERED', triggeredAlarmNames: ['errors'] })
    stage.until('home', () => status(web) === 'ROLLBACK_SUCCESSFUL')
    expect(web.tasks().every((task) => task.taskDefinitionArn === old)).toBe(true)
  })

  it('are not watched when one rings already', () => {
    const stage = setStage()
    put(stage)
    const web = runWebService(stage, alarms)
    ring(stage, 'ALARM')
    deploy(web, { VERSION: '2' })
    stage.until('complete', () => web.primary().rolloutState === 'COMPLETED')
    expect(web.history()[0]).toMatchObject({ status: 'SUCCESSFUL', alarms: { status: 'DISABLED' } })
    const { MetricAlarms } = stage.watch<DescribeAlarmsOutput>('DescribeAlarms', { AlarmNames: ['errors'] })
    expect(MetricAlarms?.[0]?.StateValue).toBe('ALARM')
  })
})

describe('StopServiceDeployment', () => {
  it('rolls back a deployment under way, though no roll-back was configured, and refuses one that has ended', () => {
    const stage = setStage()
    const web = runWebService(stage)
    const old = web.describe().taskDefinition
    const stop = (index: number, stopType?: string) =>
      stage.ecs('StopServiceDeployment', { serviceDeploymentArn: web.history()[index]?.serviceDeploymentArn, stopType })
    expect(() => stop(0)).toThrow(expect.objectContaining({ code: 'ConflictException' }) as Error)
    deploy(web, { VERSION: '2' })
    stage.pass(25)
    expect(() => stop(0, 'ABORT')).toThrow(expect.objectContaining({ code: 'InvalidParameterException' }) as Error)
    stop(0, 'ROLLBACK')
    expect(status(web)).toBe('ROLLBACK_REQUESTED')
    stop(0)
    stage.until('home', () => status(web) === 'ROLLBACK_SUCCESSFUL')
    expect(web.describe().taskDefinition).toBe(old)
    expect(web.tasks().map((task) => task.taskDefinitionArn)).toEqual([old, old, old, old])
  })
})
