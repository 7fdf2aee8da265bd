import type {
  CreateServiceRequest,
  CreateServiceResponse,
  DescribeServiceRevisionsResponse,
  DescribeServicesResponse,
  Service,
} from '@aws-sdk/client-ecs'
import { describe, expect, it } from 'vitest'
import { openPair } from './pair.ts'
import type { Stage } from './stage.ts'

const fault = (code: string) => expect.objectContaining({ code }) as Error

describe('services a pair cannot be made of', () => {
  function create(stage: Stage, input: Partial<CreateServiceRequest>): Service | undefined {
    return stage.ecs<CreateServiceResponse>('CreateService', {
      cluster: 'main',
      serviceName: 'other',
      taskDefinition: 'web:1',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      ...input,
    }).service
  }
  const described = (stage: Stage) => {
    stage.pass(60)
    return stage.ecs<DescribeServicesResponse>('DescribeServices', { cluster: 'main', services: ['other'] }).services?.[0]
  }

  it('show their Cloud Map and Service Connect, and change them by a deployment', () => {
    const { stage } = openPair()
    const serviceRegistries = [{ registryArn: 'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1' }]
    const serviceConnectConfiguration = { enabled: true, namespace: 'shop', services: [{ portName: 'web' }] }
    create(stage, { desiredCount: 1, serviceRegistries, serviceConnectConfiguration })
    const service = described(stage)
    expect(service).toMatchObject({ runningCount: 1, serviceRegistries, deployments: [{ serviceConnectConfiguration }] })
    const serviceRevisionArns = [service?.currentServiceRevisions?.[0]?.arn]
    const revision = stage.ecs<DescribeServiceRevisionsResponse>('DescribeServiceRevisions', { serviceRevisionArns }).serviceRevisions?.[0]
    expect(revision).toMatchObject({ serviceRegistries, serviceConnectConfiguration })
    const update = (input: object) => stage.ecs('UpdateService', { cluster: 'main', service: 'other', ...input })
    update({ serviceConnectConfiguration: { enabled: false }, serviceRegistries: [] })
    expect(described(stage)?.deployments?.[0]).toMatchObject({ serviceConnectConfiguration: { enabled: false } })
    expect(described(stage)?.serviceRegistries).toEqual([])
    expect(() => update({ volumeConfigurations: [{ name: 'disk' }] })).toThrow(fault('UnsupportedFeatureException'))
  })

  it.each<[string, Partial<CreateServiceRequest>, Partial<Service>]>([
    ['DAEMON', { schedulingStrategy: 'DAEMON' }, { schedulingStrategy: 'DAEMON', deploymentController: { type: 'ECS' } }],
    ['CODE_DEPLOY', { deploymentController: { type: 'CODE_DEPLOY' } }, { deploymentController: { type: 'CODE_DEPLOY' }, deployments: [] }],
    ['EXTERNAL', { deploymentController: { type: 'EXTERNAL' } }, { deploymentController: { type: 'EXTERNAL' }, deployments: [] }],
  ])('are described without tasks, and not moved: %s', (_kind, input, expected) => {
    const { stage } = openPair()
    expect(() => create(stage, { ...input, desiredCount: 1 })).toThrow(fault('UnsupportedFeatureException'))
    create(stage, input)
    const service = described(stage)
    expect(service).toMatchObject({ status: 'ACTIVE', desiredCount: 0, runningCount: 0, ...expected })
    expect(service?.taskDefinition).toMatch(/task-definition\/web:1$/)
    expect(() => stage.ecs('UpdateService', { cluster: 'main', service: 'other', forceNewDeployment: true })).toThrow(
      fault('UnsupportedFeatureException'),
    )
    stage.ecs('DeleteService', { cluster: 'main', service: 'other' })
    stage.pass(60)
    expect(described(stage)?.status).toBe('INACTIVE')
  })

  it('are described with a strategy of ECS and what belongs to it', () => {
    const { stage, blue, green, ruleArn } = openPair()
    const advancedConfiguration = { alternateTargetGroupArn: green, productionListenerRule: ruleArn, roleArn: 'arn:aws:iam::1:role/ecs' }
    const loadBalancers = [{ targetGroupArn: blue, containerName: 'web', containerPort: 8080, advancedConfiguration }]
    create(stage, { deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 }, loadBalancers })
    expect(described(stage)).toMatchObject({ deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 }, loadBalancers })
    expect(() => create(stage, { serviceName: 'rolling', loadBalancers })).toThrow(fault('UnsupportedFeatureException'))
  })
})
