import type { Service } from '@aws-sdk/client-ecs'
import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'
import { describe, expect, test } from 'vitest'
import { contentDisparities, type GroupSeen, placeDisparities, type SideSeen } from '../../src/aws/pair-parity.ts'
import type { ContainerDefinition, TaskDefinition } from '../../src/domain/task-definition.ts'

const attributes = {
  'deregistration_delay.timeout_seconds': '30',
  'stickiness.enabled': 'false',
  'stickiness.type': 'lb_cookie',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'slow_start.duration_seconds': '0',
  'load_balancing.algorithm.type': 'round_robin',
}
const group: TargetGroup = {
  TargetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web/1',
  Protocol: 'HTTP',
  ProtocolVersion: 'HTTP1',
  TargetType: 'ip',
  HealthCheckPath: '/health',
  HealthCheckPort: 'traffic-port',
  HealthCheckProtocol: 'HTTP',
  HealthCheckIntervalSeconds: 10,
  HealthCheckTimeoutSeconds: 5,
  HealthyThresholdCount: 2,
  UnhealthyThresholdCount: 2,
  Matcher: { HttpCode: '200' },
}
const service: Service = {
  launchType: 'FARGATE',
  platformVersion: '1.4.0',
  networkConfiguration: {
    awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' },
  },
  loadBalancers: [{ targetGroupArn: group.TargetGroupArn, containerName: 'web', containerPort: 8080 }],
  deploymentConfiguration: {
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    deploymentCircuitBreaker: { enable: true, rollback: true },
  },
  healthCheckGracePeriodSeconds: 30,
}
const web: ContainerDefinition = {
  name: 'web',
  image: 'web:1',
  environment: [{ name: 'LOG_LEVEL', value: 'info' }],
  secrets: [{ name: 'TOKEN', valueFrom: 'arn:secret' }],
  healthCheck: { command: ['CMD', 'true'], interval: 10 },
}
const definition: TaskDefinition = { family: 'web', cpu: '256', memory: '512', networkMode: 'awsvpc', containerDefinitions: [web] }
const seen: GroupSeen = { group, attributes }
const side: SideSeen = { service, groups: [seen], content: definition }

const place = (green: Partial<SideSeen>) => placeDisparities({ blue: side, green: { ...side, ...green } })
const content = (green: object) => contentDisparities({ blue: side, green: { ...side, content: { ...definition, ...green } } })
const container = (change: Partial<ContainerDefinition>) => content({ containerDefinitions: [{ ...web, ...change }] })

test('sides that are alike have none, whatever the order of lists', () => {
  const subnets = { awsvpcConfiguration: { subnets: ['subnet-2', 'subnet-1'], securityGroups: ['sg-1'] } }
  expect(place({ service: { ...service, networkConfiguration: subnets } })).toEqual([])
  expect(contentDisparities({ blue: side, green: side })).toEqual([])
})

describe('of services', () => {
  const network = service.networkConfiguration!.awsvpcConfiguration!
  const limits = service.deploymentConfiguration!
  test.each<[Partial<Service>, string]>([
    [{ launchType: 'EC2' }, 'launch type: blue FARGATE, green EC2'],
    [{ platformVersion: 'LATEST' }, 'platform version: blue 1.4.0, green LATEST'],
    [
      { networkConfiguration: { awsvpcConfiguration: { ...network, subnets: ['subnet-3'] } } },
      'subnets: blue subnet-1 subnet-2, green subnet-3',
    ],
    [
      { networkConfiguration: { awsvpcConfiguration: { ...network, securityGroups: ['sg-1', 'sg-2'] } } },
      'security groups: blue sg-1, green sg-1 sg-2',
    ],
    [
      { networkConfiguration: { awsvpcConfiguration: { ...network, assignPublicIp: 'ENABLED' } } },
      'public IP: blue DISABLED, green ENABLED',
    ],
    [{ loadBalancers: [{ ...service.loadBalancers![0], containerPort: 9090 }] }, 'load balancer: blue web:8080, green web:9090'],
    [{ deploymentConfiguration: { ...limits, minimumHealthyPercent: 50 } }, 'minimumHealthyPercent: blue 100, green 50'],
    [{ deploymentConfiguration: { ...limits, maximumPercent: 150 } }, 'maximumPercent: blue 200, green 150'],
    [
      { deploymentConfiguration: { ...limits, deploymentCircuitBreaker: { enable: true, rollback: false } } },
      'circuit breaker: blue rolls back, green on',
    ],
    [{ healthCheckGracePeriodSeconds: 0 }, 'grace period: blue 30 s, green 0 s'],
  ])('%j', (change, line) => {
    expect(place({ service: { ...service, ...change } })).toEqual([line])
  })

  test('capacity providers stand in the place of a launch type', () => {
    const capacityProviderStrategy = [
      { capacityProvider: 'FARGATE_SPOT', weight: 3 },
      { capacityProvider: 'FARGATE', weight: 1, base: 2 },
    ]
    expect(place({ service: { ...service, launchType: undefined, capacityProviderStrategy } })).toEqual([
      'launch type: blue FARGATE, green none',
      'capacity providers: blue none, green FARGATE weight 1 base 2, FARGATE_SPOT weight 3 base 0',
    ])
  })
})

describe('of target groups', () => {
  test.each<[object, string]>([
    [{ 'deregistration_delay.timeout_seconds': '300' }, 'deregistration delay: blue 30 s, green 300 s'],
    [{ 'stickiness.enabled': 'true' }, 'stickiness of targets: blue off, green lb_cookie 86400 s'],
    [{ 'slow_start.duration_seconds': '60' }, 'slow start: blue off, green 60 s'],
    [{ 'load_balancing.algorithm.type': 'least_outstanding_requests' }, 'algorithm: blue round_robin, green least_outstanding_requests'],
  ])('%j', (change, line) => {
    expect(place({ groups: [{ group, attributes: { ...attributes, ...change } }] })).toEqual([line])
  })

  test.each<[Partial<TargetGroup>, string]>([
    [{ ProtocolVersion: 'HTTP2' }, 'protocol: blue HTTP HTTP1, green HTTP HTTP2'],
    [{ TargetType: 'instance' }, 'target type: blue ip, green instance'],
    [{ HealthCheckEnabled: false }, 'health check: blue on, green off'],
    [{ HealthCheckPath: '/' }, 'health check path: blue /health, green /'],
    [{ HealthCheckPort: '9000' }, 'health check port: blue traffic-port, green 9000'],
    [{ HealthCheckProtocol: 'HTTPS' }, 'health check protocol: blue HTTP, green HTTPS'],
    [{ Matcher: { HttpCode: '200-399' } }, 'health check codes: blue 200, green 200-399'],
    [{ HealthCheckIntervalSeconds: 30 }, 'health check interval: blue 10 s, green 30 s'],
    [{ HealthCheckTimeoutSeconds: 2 }, 'health check time-out: blue 5 s, green 2 s'],
    [{ HealthyThresholdCount: 5 }, 'healthy threshold: blue 2, green 5'],
    [{ UnhealthyThresholdCount: 3 }, 'unhealthy threshold: blue 2, green 3'],
  ])('%j', (change, line) => {
    expect(place({ groups: [{ group: { ...group, ...change }, attributes }] })).toEqual([line])
  })

  test('are told by their place where a side has several, and counted', () => {
    const slow = { group, attributes: { ...attributes, 'slow_start.duration_seconds': '60' } }
    const blue = { ...side, groups: [seen, seen] }
    expect(placeDisparities({ blue, green: { ...side, groups: [seen, slow] } })).toEqual([
      'slow start of target group 2: blue off, green 60 s',
    ])
    expect(placeDisparities({ blue: { ...side, groups: [] }, green: side })[0]).toBe('target groups: blue 0, green 1')
  })
})

describe('of the content', () => {
  test.each<[object, string]>([
    [{ cpu: '512' }, 'cpu of the task: blue 256, green 512'],
    [{ memory: '1024' }, 'memory of the task: blue 512, green 1024'],
    [{ networkMode: 'bridge' }, 'network mode: blue awsvpc, green bridge'],
    [{ containerDefinitions: [web, { name: 'agent', image: 'agent:1' }] }, 'containers: blue web, green agent web'],
  ])('%j', (change, line) => {
    expect(content(change)).toEqual([line])
  })

  test.each<[Partial<ContainerDefinition>, string]>([
    [{ cpu: 128 }, 'cpu of web: blue 0, green 128'],
    [{ memory: 256 }, 'memory of web: blue none, green 256'],
    [{ memoryReservation: 256 }, 'memory reservation of web: blue none, green 256'],
    [
      { healthCheck: { command: ['CMD', 'true'], interval: 30 } },
      'health check of web: blue {"command":["CMD","true"],"interval":10,"retries":3,"startPeriod":0,"timeout":5}, green {"command":["CMD","true"],"interval":30,"retries":3,"startPeriod":0,"timeout":5}',
    ],
  ])('%j', (change, line) => {
    expect(container(change)).toEqual([line])
  })

  test('images and values are what a rollout is for', () => {
    expect(container({ image: 'web:2', environment: [{ name: 'LOG_LEVEL', value: 'debug' }] })).toEqual([])
  })

  test('names of variables and secrets are told, and never a value', () => {
    const environment = [
      { name: 'MODE', value: 'hunter2' },
      { name: 'API', value: 'hunter2' },
    ]
    const lines = container({ environment, secrets: [] })
    expect(lines).toEqual(['environment of web: only blue has LOG_LEVEL; only green has API, MODE', 'secrets of web: only blue has TOKEN'])
    expect(lines.join('\n')).not.toContain('hunter2')
  })

  test('is not compared while it is unknown', () => {
    expect(contentDisparities({ blue: side, green: { ...side, content: undefined } })).toEqual([])
  })
})
