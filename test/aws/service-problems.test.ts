import type { Service } from '@aws-sdk/client-ecs'
import { describe, expect, test } from 'vitest'
import { isSteady } from '../../src/aws/rolling-preflight.ts'
import { deadlock, serviceProblems, serviceWarnings, targetGroupProblems } from '../../src/aws/service-problems.ts'
import type { TaskDefinition } from '../../src/domain/task-definition.ts'

const service: Service = {
  serviceName: 'web',
  serviceArn: 'arn:aws:ecs:eu-west-1:111122223333:service/main/web',
  status: 'ACTIVE',
  desiredCount: 4,
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
  deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED' }],
}

test('a plain service has neither problems nor warnings', () => {
  expect(serviceProblems(service)).toEqual([])
  expect(serviceWarnings(service)).toEqual([])
})

test.each<[string, Partial<Service>, string]>([
  ['CodeDeploy', { deploymentController: { type: 'CODE_DEPLOY' } }, 'change its deployment controller to ECS'],
  ['an external controller', { deploymentController: { type: 'EXTERNAL' } }, 'deployment controller EXTERNAL'],
  ['blue-green', { deploymentConfiguration: { strategy: 'BLUE_GREEN' } }, 'use the action bluegreen-swap'],
  ['canary', { deploymentConfiguration: { strategy: 'CANARY' } }, 'use the action canary-gate'],
  ['linear', { deploymentConfiguration: { strategy: 'LINEAR' } }, 'use the action canary-gate'],
  ['a Classic Load Balancer', { loadBalancers: [{ loadBalancerName: 'old' }] }, 'Classic Load Balancer'],
  ['five deployments', { deployments: Array.from({ length: 5 }, () => ({})) }, '5 deployments'],
  ['a service being deleted', { status: 'DRAINING' }, 'is DRAINING'],
  ['an ARN of the old format', { serviceArn: 'arn:aws:ecs:eu-west-1:111122223333:service/web' }, 'takes no tags'],
])('%s is refused with the way out', (_, more, words) => {
  const problems = serviceProblems({ ...service, ...more })
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatchObject({ code: 'PREFLIGHT_FAILED', text: expect.stringContaining(words) as string })
})

describe('limits', () => {
  test.each([
    [3, 100, 125, true],
    [2, 75, 100, true],
    [1, 100, 150, true],
    [4, 100, 125, false],
    [4, 75, 100, false],
    [1, 0, 100, false],
    [1, 100, 200, false],
    [0, 100, 100, false],
  ])('%i tasks between %i %% and %i %%: stuck %s', (desiredCount, minimumHealthyPercent, maximumPercent, stuck) => {
    expect(deadlock({ desiredCount, deploymentConfiguration: { minimumHealthyPercent, maximumPercent } }) !== undefined).toBe(stuck)
  })

  test('the way out it names is one', () => {
    for (let desiredCount = 1; desiredCount < 40; desiredCount += 1) {
      const text = deadlock({ desiredCount, deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 } })!
      const maximumPercent = Number(/raise maximumPercent to (\d+)/.exec(text)![1])
      expect(deadlock({ desiredCount, deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent } })).toBeUndefined()
    }
  })
})

test.each<[string, Partial<Service>, string]>([
  ['no breaker', { deploymentConfiguration: {} }, 'circuit breaker is off'],
  [
    'a breaker that does not roll back',
    { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } } },
    'does not roll back',
  ],
  ['no tasks', { desiredCount: 0 }, 'desired count of the service is 0'],
  ['a deployment under way', { deployments: [{ status: 'PRIMARY', rolloutState: 'IN_PROGRESS' }] }, 'under way'],
])('%s is a warning', (_, more, words) => {
  expect(serviceWarnings({ ...service, ...more })).toEqual([expect.stringContaining(words)])
})

test.each<[boolean, Partial<Service>]>([
  [true, {}],
  [false, { deployments: [] }],
  [false, { deployments: [{ rolloutState: 'FAILED' }] }],
  [false, { deployments: [{ rolloutState: 'COMPLETED' }, { rolloutState: 'COMPLETED' }] }],
  [true, { deployments: [{ runningCount: 2, desiredCount: 2 }] }],
  [false, { deployments: [{ runningCount: 1, desiredCount: 2 }] }],
])('steady %s: %j', (steady, more) => {
  expect(isSteady({ ...service, ...more })).toBe(steady)
})

describe('target groups', () => {
  const definition: TaskDefinition = {
    family: 'web',
    networkMode: 'awsvpc',
    containerDefinitions: [{ name: 'web', image: 'web:1', portMappings: [{ containerPort: 8080 }, { containerPortRange: '9000-9010' }] }],
  }
  const behind = (more: object): Service => ({
    ...service,
    loadBalancers: [{ targetGroupArn: 'tg', containerName: 'web', containerPort: 8080, ...more }],
  })
  const ip = [{ TargetGroupArn: 'tg', TargetGroupName: 'front', TargetType: 'ip' as const }]

  test.each([[{}], [{ containerPort: 9005 }]])('that fit are left alone: %j', (more) => {
    expect(targetGroupProblems(behind(more), ip, definition)).toEqual([])
  })

  test.each([
    [{ containerName: 'api' }, ip, 'container api, which web does not have; it has web'],
    [{ containerPort: 80 }, ip, 'port 80 of web, which maps 8080, 9000-9010'],
    [{}, [{ ...ip[0]!, TargetType: 'instance' as const }], 'targets of type instance; network mode awsvpc needs ip'],
    [{}, [], 'The target group tg of the service does not exist'],
  ])('that do not fit are told: %j', (more, groups, words) => {
    expect(targetGroupProblems(behind(more), groups, definition).map(({ text }) => text)).toEqual([expect.stringContaining(words)])
  })
})
