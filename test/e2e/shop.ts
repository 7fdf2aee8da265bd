import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
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
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sandbox } from './sandbox.ts'
import { until } from './until.ts'

export interface ShopOptions {
  /** Environment of the container in `web:1`; VERSION is v1 unless said otherwise. */
  readonly environment?: Readonly<Record<string, string>>
  /** Further members of the container definition in every revision. */
  readonly container?: object
  readonly desiredCount?: number
  /** ECS's circuit breaker, with rollback: at this pace it often comes before the action's first look. Off unless asked for. */
  readonly breaker?: boolean
  /** False: nothing is waited for. */
  readonly settle?: boolean
  readonly deregistrationDelaySeconds?: number
  readonly groupAttributes?: Readonly<Record<string, string>>
  readonly family?: string
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
  const settings = { endpoint: sandbox.endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'OWNER', secretAccessKey: 'owner' } }
  const ecs = new ECSClient(settings)
  const elb = new ElasticLoadBalancingV2Client(settings)
  await ecs.send(new CreateClusterCommand({ clusterName: 'shop' }))
  const balancer = (await elb.send(new CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-1', 'subnet-2'] }))).LoadBalancers![0]!
  const group = await elb.send(
    new CreateTargetGroupCommand({
      Name: 'web',
      Protocol: 'HTTP',
      Port: 8080,
      TargetType: 'ip',
      VpcId: 'vpc-1',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
    }),
  )
  const groupArn = group.TargetGroups![0]!.TargetGroupArn!
  const attributes = {
    'deregistration_delay.timeout_seconds': String(options.deregistrationDelaySeconds ?? 30),
    ...options.groupAttributes,
  }
  await elb.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: groupArn,
      Attributes: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })),
    }),
  )
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: balancer.LoadBalancerArn!,
      Port: listenerPort,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: groupArn }],
    }),
  )

  const definition: Shop['definition'] = (environment, container = {}) => ({
    family: options.family ?? 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      {
        name: 'web',
        image: 'sandbox/web:1',
        essential: true,
        portMappings: [{ containerPort: 8080 }],
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': '/shop/web',
            'awslogs-region': 'eu-west-1',
            'awslogs-stream-prefix': 'web',
            'awslogs-create-group': 'true',
          },
        },
        ...options.container,
        ...container,
      },
    ],
  })
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

/** `family:number` of an ARN. */
export function revisionOf(arn: string | undefined): string {
  return arn?.split('/').at(-1) ?? ''
}
