import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { breakerThreshold, fewestHealthy, mostTasks } from '../../sandbox/cloud/ecs/bounds.ts'
import { setStage, type Stage } from './stage.ts'
import { openWebService, runWebService, type WebService } from './web-service.ts'

const percents = (minimumHealthyPercent: number, maximumPercent: number) => ({
  service: { deploymentConfiguration: { minimumHealthyPercent, maximumPercent } },
})

function roll(stage: Stage, web: WebService): number {
  web.update({ taskDefinition: web.register({ VERSION: '2' }) })
  return stage.until('the rollout is complete', () => web.primary().rolloutState === 'COMPLETED')
}

describe('bounds', () => {
  it.each([
    [2, 75, 2],
    [4, 75, 3],
    [3, 50, 2],
    [10, 100, 10],
    [1, 50, 1],
    [5, 0, 0],
  ])('of %i tasks, %i percent healthy are at least %i', (desired, minimumHealthyPercent, least) => {
    expect(fewestHealthy(desired, { minimumHealthyPercent })).toBe(least)
  })

  it.each([
    [3, 125, 3],
    [4, 125, 5],
    [1, 150, 1],
    [4, 200, 8],
    [5, 110, 5],
  ])('of %i tasks, %i percent are at most %i', (desired, maximumPercent, most) => {
    expect(mostTasks(desired, { maximumPercent })).toBe(most)
  })

  it.each([
    [1, undefined, 3],
    [25, undefined, 13],
    [400, undefined, 200],
    [1000, undefined, 200],
    [10, { type: 'BOUNDED_PERCENT', value: 10 } as const, 3],
    [10, { type: 'UNBOUNDED_PERCENT', value: 10 } as const, 1],
    [1000, { type: 'UNBOUNDED_PERCENT', value: 50 } as const, 500],
    [50, { type: 'COUNT', value: 2 } as const, 2],
  ])('%i tasks with threshold %j fail after %i failures', (desired, threshold, failures) => {
    expect(breakerThreshold(desired, threshold)).toBe(failures)
  })
})

describe('a rolling deployment', () => {
  it('goes from start to steady state with the events AWS writes', () => {
    const stage = setStage()
    const web = runWebService(stage)
    const before = web.primary()
    roll(stage, web)
    const [primary, ...others] = web.deployments()
    expect(others).toEqual([])
    expect(primary).toMatchObject({ status: 'PRIMARY', desiredCount: 4, runningCount: 4, pendingCount: 0, failedTasks: 0 })
    expect(primary?.rolloutStateReason).toBe(`ECS deployment ${primary?.id} completed.`)
    const events = web.events()
    expect(events[0]).toBe('(service web) has reached a steady state.')
    expect(events[1]).toBe(`(service web) (deployment ${primary?.id}) deployment completed.`)
    expect(events).toContainEqual(
      expect.stringMatching(/^\(service web\) has started 4 tasks: \(task \w{32}\) \(task \w{32}\) \(task \w{32}\) \(task \w{32}\)\.$/),
    )
    expect(events).toContain(`(service web) registered 1 targets in (target-group ${web.groupArn})`)
    expect(events).toContain(`(service web, taskSet ${before.id}) has begun draining connections on 1 tasks.`)
    expect(events).toContain(`(service web) deregistered 1 targets in (target-group ${web.groupArn})`)
    expect(web.history()[0]).toMatchObject({ status: 'SUCCESSFUL', targetServiceRevision: { requestedTaskCount: 4, runningTaskCount: 4 } })
    expect(web.history()[0]?.lifecycleStage).toBeUndefined()
  })

  it('never breaks its bounds, whatever the percentages and however long tasks take', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(1_000_000),
          desired: fc.integer({ min: 1, max: 7 }),
          least: fc.integer({ min: 0, max: 100 }),
          most: fc.integer({ min: 101, max: 300 }),
          startDelayMs: fc.nat(20_000),
          balanced: fc.boolean(),
        }),
        ({ seed, desired, least, most, startDelayMs, balanced }) => {
          const stage = setStage({ seed })
          const web = runWebService(stage, {
            loadBalanced: balanced,
            service: {
              desiredCount: desired,
              healthCheckGracePeriodSeconds: 60,
              deploymentConfiguration: { minimumHealthyPercent: least, maximumPercent: most },
            },
          })
          const first = web.describe().taskDefinition
          web.update({ taskDefinition: web.register({ START_DELAY_MS: String(startDelayMs) }) })
          for (let seconds = 0; seconds < 900 && web.primary().rolloutState !== 'COMPLETED'; seconds++) {
            stage.pass(1)
            const tasks = web.tasks()
            // Tasks on their way out are listed as wanted STOPPED: these are the RUNNING and PENDING ones.
            expect(tasks.length).toBeLessThanOrEqual(Math.floor((desired * most) / 100))
            const nowMs = stage.timeline.nowMs()
            const healthy = balanced
              ? web.targetStates().filter((state) => state === 'healthy').length
              : tasks.filter((task) => task.startedAt && nowMs - task.startedAt.getTime() >= 40_000).length
            expect(healthy).toBeGreaterThanOrEqual(Math.ceil((desired * least) / 100))
          }
          const deadlocked = web.events().some((event) => event.includes('was unable to stop or start tasks'))
          const canStart = Math.floor((desired * most) / 100) > desired
          const canStop = Math.ceil((desired * least) / 100) < desired
          expect(deadlocked).toBe(!canStart && !canStop)
          if (deadlocked) expect(web.tasks().every((task) => task.taskDefinitionArn === first)).toBe(true)
          else expect(web.primary().rolloutState).toBe('COMPLETED')
        },
      ),
      { numRuns: 25 },
    )
  })

  it('says that its percentages allow no step, once', () => {
    const stage = setStage()
    const web = runWebService(stage, percents(75, 125))
    web.update({ desiredCount: 2 })
    stage.until('scaled in', () => web.describe().runningCount === 2)
    web.update({ taskDefinition: web.register({ VERSION: '2' }) })
    stage.pass(300)
    const said = web
      .events()
      .filter((event) =>
        event.endsWith(
          'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
        ),
      )
    expect(said).toHaveLength(1)
    expect(web.primary()).toMatchObject({ rolloutState: 'IN_PROGRESS', runningCount: 0 })
    web.update({ deploymentConfiguration: { maximumPercent: 200 } })
    stage.until('the deadlock is resolved', () => web.primary().rolloutState === 'COMPLETED')
  })

  it('counts a task without any check as healthy only 40 s after it runs', () => {
    const stage = setStage()
    const web = runWebService(stage, { loadBalanced: false })
    web.update({ taskDefinition: web.register({ VERSION: '2' }) })
    stage.until('all new tasks run', () => web.primary().runningCount === 4)
    stage.pass(30)
    expect(web.describe().runningCount).toBe(8)
    stage.until('old tasks are stopped', () => web.describe().runningCount === 4)
  })

  it('waits for the container check and for the target', () => {
    const stage = setStage()
    const check = { healthCheck: { command: ['CMD-SHELL', 'true'], interval: 60, retries: 1 } }
    const web = openWebService(stage, { container: check })
    stage.until('all targets are healthy', () => web.targetStates().filter((state) => state === 'healthy').length === 4)
    expect(web.tasks()[0]?.healthStatus).toBe('UNKNOWN')
    stage.pass(20)
    expect(web.primary().rolloutState).toBe('IN_PROGRESS')
    stage.until('complete', () => web.primary().rolloutState === 'COMPLETED')
    expect(web.tasks().every((task) => task.healthStatus === 'HEALTHY')).toBe(true)
  })

  it('drains before SIGTERM, and kills what is deaf to it after the stop time-out', () => {
    const stage = setStage()
    const web = runWebService(stage, {
      environment: { IGNORE_SIGTERM: '1' },
      container: { stopTimeout: 45 },
      groupAttributes: { 'deregistration_delay.timeout_seconds': '20' },
      service: { desiredCount: 1 },
    })
    const [old] = web.tasks()
    const task = () => web.tasks('STOPPED').find((each) => each.taskArn === old?.taskArn)
    web.update({ taskDefinition: web.register({ VERSION: '2' }) })
    stage.until('it leaves', () => task()?.lastStatus === 'DEACTIVATING')
    expect(web.targetStates()).toContain('draining Target.DeregistrationInProgress')
    const drained = stage.until('it has drained', () => task()?.lastStatus === 'STOPPING')
    expect(drained).toBeGreaterThanOrEqual(19)
    expect(drained).toBeLessThanOrEqual(21)
    expect(task()?.containers?.[0]?.lastStatus).toBe('RUNNING')
    const killed = stage.until('it is gone', () => task()?.containers?.[0]?.lastStatus === 'STOPPED')
    expect(killed).toBeGreaterThanOrEqual(44)
    expect(killed).toBeLessThanOrEqual(46)
    stage.pass(5)
    expect(task()).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: `Scaling activity initiated by (deployment ${web.primary().id})`,
      containers: [{ exitCode: 137 }],
    })
    stage.pass(3600)
    expect(task()).toBeUndefined()
  })

  it('leaves only the new deployment in the list while its rollout state is still in progress', () => {
    const stage = setStage()
    const web = runWebService(stage)
    web.update({ taskDefinition: web.register({ VERSION: '2' }) })
    stage.until('services-stable would return', () => web.deployments().length === 1 && web.describe().runningCount === 4)
    expect(web.primary().rolloutState).toBe('IN_PROGRESS')
  })
})

describe('a service named by its ARN', () => {
  it('is found in its own cluster only', () => {
    const stage = setStage()
    const { serviceArn } = runWebService(stage).describe()
    stage.ecs('CreateCluster', { clusterName: 'other' })
    expect(stage.ecs('DescribeServices', { cluster: 'main', services: [serviceArn] })).toMatchObject({ services: [{ serviceName: 'web' }] })
    for (const [operation, input] of [
      ['DescribeServices', { services: [serviceArn] }],
      ['UpdateService', { service: serviceArn, forceNewDeployment: true }],
      ['ListServiceDeployments', { service: serviceArn }],
    ] as const) {
      expect(() => stage.ecs(operation, { cluster: 'other', ...input })).toThrow(
        expect.objectContaining({ code: 'InvalidParameterException', message: 'Identifier is for main. Your cluster is other' }) as Error,
      )
    }
  })
})

describe('UpdateService', () => {
  it('starts nothing for the same task definition, counts and settings', () => {
    const stage = setStage()
    const web = runWebService(stage)
    const { id } = web.primary()
    const { taskDefinition, networkConfiguration } = web.describe()
    web.update({ taskDefinition, networkConfiguration, desiredCount: 5, healthCheckGracePeriodSeconds: 7 })
    web.update({ deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } })
    stage.until('scaled out', () => web.describe().runningCount === 5)
    expect(web.primary().id).toBe(id)
    expect(web.history()).toHaveLength(1)
    expect(web.describe().deploymentConfiguration).toMatchObject({ maximumPercent: 200, deploymentCircuitBreaker: { enable: true } })
  })

  it('starts a deployment of the same revision when forced', () => {
    const stage = setStage()
    const web = runWebService(stage)
    const before = web.tasks().map((task) => task.taskArn)
    const { taskDefinition } = web.describe()
    web.update({ forceNewDeployment: true })
    stage.until('restarted', () => web.primary().rolloutState === 'COMPLETED')
    expect(web.describe().taskDefinition).toBe(taskDefinition)
    expect(web.tasks().filter((task) => before.includes(task.taskArn))).toEqual([])
  })

  it('supersedes the deployment under way: its service deployment ends STOPPED, its tasks go', () => {
    const stage = setStage()
    const web = runWebService(stage)
    const first = web.update({ taskDefinition: web.register({ VERSION: '2' }) }).deployments?.[0]?.id
    stage.pass(12)
    web.update({ taskDefinition: web.register({ VERSION: '3' }) })
    expect(web.deployments().map((each) => each.status)).toEqual(['PRIMARY', 'ACTIVE', 'ACTIVE'])
    expect(web.history().map((each) => each.status)).toEqual(['PENDING', 'STOPPED', 'SUCCESSFUL'])
    expect(web.history()[1]).toMatchObject({
      stoppedAt: expect.any(Date) as Date,
      statusReason: expect.stringContaining('newer') as string,
    })
    stage.until('done', () => web.primary().rolloutState === 'COMPLETED')
    expect(web.deployments().some((each) => each.id === first)).toBe(false)
    expect(web.events().some((event) => /stopped 4 pending tasks\./.test(event))).toBe(true)
  })

  it('refuses a sixth deployment', () => {
    const stage = setStage()
    const web = runWebService(stage, { groupAttributes: { 'deregistration_delay.timeout_seconds': '3600' } })
    const next = () => web.update({ forceNewDeployment: true })
    for (let count = 0; count < 4; count++) {
      next()
      stage.pass(40)
    }
    expect(web.deployments()).toHaveLength(5)
    expect(next).toThrow(expect.objectContaining({ code: 'InvalidParameterException' }) as Error)
  })

  it.each([
    [{ taskDefinition: 'web:99' }, 'ClientException'],
    [{ service: 'other' }, 'ServiceNotFoundException'],
    [{ cluster: 'other' }, 'ClusterNotFoundException'],
    [{ desiredCount: -1 }, 'InvalidParameterException'],
    [{ deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 100 } }, 'InvalidParameterException'],
  ])('answers %j with %s and changes nothing', (input: object, code) => {
    const stage = setStage()
    const web = runWebService(stage)
    const before = web.describe()
    expect(() => web.update(input)).toThrow(expect.objectContaining({ code }) as Error)
    expect(web.describe()).toEqual(before)
  })
})

describe('DeleteService', () => {
  it('needs force above 0, drains, and leaves an INACTIVE service that can be described and made anew', () => {
    const stage = setStage()
    const web = runWebService(stage)
    expect(() => stage.ecs('DeleteService', { cluster: 'main', service: 'web' })).toThrow(
      expect.objectContaining({ code: 'InvalidParameterException' }) as Error,
    )
    stage.ecs('DeleteService', { cluster: 'main', service: 'web', force: true })
    expect(web.describe().status).toBe('DRAINING')
    stage.until('inactive', () => web.describe().status === 'INACTIVE')
    expect(web.tasks()).toEqual([])
    expect(() => web.update({ desiredCount: 1 })).toThrow(expect.objectContaining({ code: 'ServiceNotActiveException' }) as Error)
  })
})
