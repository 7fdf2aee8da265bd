import type {
  CreateServiceRequest,
  Deployment,
  DescribeServiceDeploymentsResponse,
  DescribeServicesResponse,
  DescribeTasksResponse,
  ListServiceDeploymentsResponse,
  ListTasksResponse,
  RegisterTaskDefinitionResponse,
  Service,
  ServiceDeployment,
  Task,
  UpdateServiceRequest,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs'
import type {
  CreateListenerOutput,
  CreateLoadBalancerOutput,
  CreateTargetGroupOutput,
  DescribeTargetHealthOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Stage } from './stage.ts'

export interface WebService {
  readonly loadBalancerArn: string
  readonly listenerArn: string
  readonly groupArn: string
  /** Registers a revision whose container has this environment; answers with its ARN. */
  register(environment?: Readonly<Record<string, string>>, container?: object): string
  update(input: Omit<UpdateServiceRequest, 'service'>): Service
  describe(): Service
  deployments(): Deployment[]
  primary(): Deployment
  events(): string[]
  tasks(desiredStatus?: 'RUNNING' | 'STOPPED'): Task[]
  /** Of service deployments, the newest first. */
  history(): ServiceDeployment[]
  targetStates(): string[]
}

export interface WebServiceOptions {
  readonly service?: Partial<CreateServiceRequest>
  readonly group?: object
  readonly groupAttributes?: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  readonly container?: object
  /** False for a worker without a load balancer. */
  readonly loadBalanced?: boolean
}

/** A service `web` of family `web` behind a load balancer, up and steady, in cluster `main`. */
export function runWebService(stage: Stage, options: WebServiceOptions = {}): WebService {
  const web = openWebService(stage, options)
  stage.until('the service is steady', () => web.primary().rolloutState === 'COMPLETED')
  return web
}

/** As `runWebService`, but just created. */
export function openWebService(stage: Stage, options: WebServiceOptions = {}): WebService {
  const { ecs, elb } = stage
  ecs('CreateCluster', { clusterName: 'main' })
  const loadBalancer = elb<CreateLoadBalancerOutput>('CreateLoadBalancer', { Name: 'front', Subnets: ['subnet-1', 'subnet-2'] })
    .LoadBalancers?.[0]
  const group = elb<CreateTargetGroupOutput>('CreateTargetGroup', {
    Name: 'web',
    Protocol: 'HTTP',
    Port: 8080,
    VpcId: 'vpc-1',
    TargetType: 'ip',
    HealthCheckPath: '/health',
    HealthCheckIntervalSeconds: 5,
    HealthCheckTimeoutSeconds: 2,
    HealthyThresholdCount: 2,
    ...options.group,
  }).TargetGroups?.[0]
  const groupArn = group?.TargetGroupArn ?? ''
  elb('ModifyTargetGroupAttributes', {
    TargetGroupArn: groupArn,
    Attributes: Object.entries({ 'deregistration_delay.timeout_seconds': '10', ...options.groupAttributes }).map(([Key, Value]) => ({
      Key,
      Value,
    })),
  })
  const listener = elb<CreateListenerOutput>('CreateListener', {
    LoadBalancerArn: loadBalancer?.LoadBalancerArn,
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: groupArn }],
  }).Listeners?.[0]
  const register = (environment: Readonly<Record<string, string>> = {}, container: object = {}) =>
    ecs<RegisterTaskDefinitionResponse>('RegisterTaskDefinition', {
      family: 'web',
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      requiresCompatibilities: ['FARGATE'],
      containerDefinitions: [
        {
          name: 'web',
          image: 'sandbox/web:1',
          portMappings: [{ containerPort: 8080 }],
          environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
          ...container,
        },
      ],
    }).taskDefinition?.taskDefinitionArn ?? ''
  ecs('CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: register(options.environment, options.container),
    desiredCount: 4,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    ...(options.loadBalanced === false ? {} : { loadBalancers: [{ targetGroupArn: groupArn, containerName: 'web', containerPort: 8080 }] }),
    ...options.service,
  })
  const describe = () => {
    const { services } = ecs<DescribeServicesResponse>('DescribeServices', { cluster: 'main', services: ['web'], include: ['TAGS'] })
    if (!services?.[0]) throw new Error('the service is missing')
    return services[0]
  }
  const deployments = () => describe().deployments ?? []
  return {
    loadBalancerArn: loadBalancer?.LoadBalancerArn ?? '',
    listenerArn: listener?.ListenerArn ?? '',
    groupArn,
    register,
    update: (input) => ecs<UpdateServiceResponse>('UpdateService', { cluster: 'main', service: 'web', ...input }).service ?? {},
    describe,
    deployments,
    primary() {
      const primary = deployments().find((deployment) => deployment.status === 'PRIMARY')
      if (!primary) throw new Error('there is no primary deployment')
      return primary
    },
    events: () => (describe().events ?? []).map((event) => event.message ?? ''),
    tasks(desiredStatus) {
      const { taskArns } = ecs<ListTasksResponse>('ListTasks', { cluster: 'main', serviceName: 'web', desiredStatus })
      if (!taskArns?.length) return []
      return ecs<DescribeTasksResponse>('DescribeTasks', { cluster: 'main', tasks: taskArns }).tasks ?? []
    },
    history() {
      const { serviceDeployments } = ecs<ListServiceDeploymentsResponse>('ListServiceDeployments', { cluster: 'main', service: 'web' })
      const serviceDeploymentArns = (serviceDeployments ?? []).map((each) => each.serviceDeploymentArn)
      if (serviceDeploymentArns.length === 0) return []
      return ecs<DescribeServiceDeploymentsResponse>('DescribeServiceDeployments', { serviceDeploymentArns }).serviceDeployments ?? []
    },
    targetStates() {
      const { TargetHealthDescriptions } = elb<DescribeTargetHealthOutput>('DescribeTargetHealth', { TargetGroupArn: groupArn })
      return (TargetHealthDescriptions ?? []).map(
        (each) => `${each.TargetHealth?.State}${each.TargetHealth?.Reason ? ` ${each.TargetHealth.Reason}` : ''}`,
      )
    },
  }
}
