import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  type ListServiceDeploymentsResponse,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  type Service,
  type ServiceDeploymentBrief,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { createGroup, graceSeconds, ownerClients, type OwnerOptions, revisionOf, webDefinition } from './owner.ts'
import type { Sandbox } from './sandbox.ts'
import { until } from './until.ts'

export interface ShopOptions extends OwnerOptions {
  /** ECS's circuit breaker, with rollback: at this pace it often comes before the action's first look. Off unless asked for. */
  readonly breaker?: boolean
  /** False: nothing is waited for. */
  readonly settle?: boolean
}

/** A service `web` behind a load balancer in cluster `shop`, as its owner made it, with the owner's own clients. */
export interface Shop {
  readonly sandbox: Sandbox
  readonly ecs: ECSClient
  readonly elb: ElasticLoadBalancingV2Client
  readonly groupArn: string
  readonly loadBalancerArn: string
  /** Where requests go. */
  readonly url: string
  /** A registration input with this environment; for a file in the workspace. */
  definition(environment: Readonly<Record<string, string>>, container?: object): RegisterTaskDefinitionCommandInput
  /** Registers a revision and answers with `family:number`. */
  register(environment: Readonly<Record<string, string>>, container?: object): Promise<string>
  /** Registers a revision, has the owner deploy it, and waits until it alone is deployed. */
  deploy(environment: Readonly<Record<string, string>>): Promise<void>
  service(): Promise<Service>
  /** Until the revision alone is deployed, with all its tasks. */
  settled(revision: string): Promise<void>
  /** `family:number` of the revision the service runs now. */
  revision(): Promise<string>
  healthyTargets(): Promise<number>
  /** Service deployments, newest first. */
  deployments(): Promise<readonly ServiceDeploymentBrief[]>
  close(): void
}

export const listenerPort = 8080

/** Sets up cluster, load balancer and service through the public API. */
export async function openShop(sandbox: Sandbox, options: ShopOptions = {}): Promise<Shop> {
  const { ecs, elb } = ownerClients(sandbox)
  await ecs.send(new CreateClusterCommand({ clusterName: 'shop' }))
  const balancer = (await elb.send(new CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-1', 'subnet-2'] }))).LoadBalancers![0]!
  const groupArn = await createGroup(elb, 'web', options)
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: balancer.LoadBalancerArn!,
      Port: listenerPort,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: groupArn }],
    }),
  )

  const definition: Shop['definition'] = (environment, container) => webDefinition(options, environment, container)
  const register: Shop['register'] = async (environment, container) => {
    const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(definition(environment, container)))
    return revisionOf(taskDefinition!.taskDefinitionArn)
  }
  const service = async (): Promise<Service> => {
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'shop', services: ['web'], include: ['TAGS'] }))
    if (!services?.[0]) throw new Error('the service is missing')
    return services[0]
  }
  const settled = async (revision: string): Promise<void> => {
    await until(`${revision} alone is deployed`, async () => {
      const { deployments = [], desiredCount, runningCount } = await service()
      const [only] = deployments
      return (
        deployments.length === 1 &&
        only?.rolloutState === 'COMPLETED' &&
        revisionOf(only.taskDefinition) === revision &&
        desiredCount === runningCount
      )
    })
  }

  const first = await register({ VERSION: 'v1', ...options.environment })
  await ecs.send(
    new CreateServiceCommand({
      cluster: 'shop',
      serviceName: 'web',
      taskDefinition: first,
      desiredCount: options.desiredCount ?? 2,
      launchType: 'FARGATE',
      healthCheckGracePeriodSeconds: graceSeconds,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      loadBalancers: [{ targetGroupArn: groupArn, containerName: 'web', containerPort: 8080 }],
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: options.breaker ?? false, rollback: options.breaker ?? false },
      },
    }),
  )
  if (options.settle !== false) await settled(first)

  return {
    sandbox,
    ecs,
    elb,
    groupArn,
    loadBalancerArn: balancer.LoadBalancerArn!,
    url: `http://${balancer.DNSName}:${listenerPort}`,
    definition,
    register,
    async deploy(environment) {
      const revision = await register(environment)
      await ecs.send(new UpdateServiceCommand({ cluster: 'shop', service: 'web', taskDefinition: revision }))
      await settled(revision)
    },
    service,
    settled,
    async revision() {
      return revisionOf((await service()).taskDefinition)
    },
    async healthyTargets() {
      const { TargetHealthDescriptions = [] } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: groupArn }))
      return TargetHealthDescriptions.filter((target) => target.TargetHealth?.State === 'healthy').length
    },
    async deployments() {
      const all: ServiceDeploymentBrief[] = []
      let nextToken: string | undefined
      do {
        const page: ListServiceDeploymentsResponse = await ecs.send(
          new ListServiceDeploymentsCommand({ cluster: 'shop', service: 'web', ...(nextToken === undefined ? {} : { nextToken }) }),
        )
        all.push(...(page.serviceDeployments ?? []))
        nextToken = page.nextToken
      } while (nextToken !== undefined)
      return all
    },
    close() {
      ecs.destroy()
      elb.destroy()
    },
  }
}
