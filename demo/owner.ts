import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling'
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs'
import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2'
import {
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { baselineVersion } from './story.ts'

export const cluster = 'production'
/** The service, the family of its revisions, and the stem of the names of a pair. */
export const service = 'shop-web'

/** The team that owns the shop, with its own clients, and what it makes for every stage. */
export interface Owner {
  readonly region: string
  readonly ecs: ECSClient
  readonly elb: ElasticLoadBalancingV2Client
  readonly autoscaling: ApplicationAutoScalingClient
  /** Cluster and log group. Answers with the revision of the baseline, which has this environment. */
  createBasis(environment?: Readonly<Record<string, string>>): Promise<string>
  createLoadBalancer(): Promise<LoadBalancer>
  /** A target group checked each 10 s, from which a connection is drained for 20 s. Answers with its ARN. */
  createGroup(name: string): Promise<string>
  /** More than ten answers of 5XX from the targets of a group in a minute. */
  createAlarm(loadBalancerArn: string, groupArn: string): Promise<void>
  createService(service: NewService): Promise<void>
  /** The revision of a service with one deployment, completed, with all its tasks; undefined while it is not so. */
  steadyRevision(name: string): Promise<string | undefined>
  /** Whether the group has so many targets, and all are healthy. */
  healthy(groupArn: string, targets: number): Promise<boolean>
  versionOf(revision: string): Promise<string>
  close(): void
}
export interface NewService {
  readonly name: string
  readonly revision: string
  readonly groupArn: string
  readonly tasks: number
  readonly maximumPercent: number
}

/** What a team keeps in its repository: the task definition of one version. */
export function taskDefinition(
  version: string,
  environment: Readonly<Record<string, string>>,
  region: string,
): RegisterTaskDefinitionCommandInput {
  return {
    family: service,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      {
        name: 'web',
        image: `sandbox/web:${version}`,
        essential: true,
        portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
        environment: Object.entries({ VERSION: version, ...environment }).map(([name, value]) => ({ name, value })),
        logConfiguration: {
          logDriver: 'awslogs',
          options: { 'awslogs-group': `/ecs/${service}`, 'awslogs-region': region, 'awslogs-stream-prefix': 'web' },
        },
      },
    ],
  }
}

function createOwner(region: string, env: Readonly<Record<string, string>>): Owner {
  const settings = {
    region,
    endpoint: env['AWS_ENDPOINT_URL']!,
    credentials: { accessKeyId: env['AWS_ACCESS_KEY_ID']!, secretAccessKey: env['AWS_SECRET_ACCESS_KEY']! },
  }
  const ecs = new ECSClient(settings)
  const elb = new ElasticLoadBalancingV2Client(settings)
  const logs = new CloudWatchLogsClient(settings)
  const cloudWatch = new CloudWatchClient(settings)
  const autoscaling = new ApplicationAutoScalingClient(settings)
  return {
    ...{ region, ecs, elb, autoscaling },
    async createBasis(environment = {}) {
      await ecs.send(new CreateClusterCommand({ clusterName: cluster }))
      await logs.send(new CreateLogGroupCommand({ logGroupName: `/ecs/${service}` }))
      const baseline = await ecs.send(new RegisterTaskDefinitionCommand(taskDefinition(baselineVersion, environment, region)))
      return baseline.taskDefinition!.taskDefinitionArn!
    },
    async createLoadBalancer() {
      const { LoadBalancers } = await elb.send(new CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-a', 'subnet-b'] }))
      return LoadBalancers![0]!
    },
    async createGroup(Name) {
      const { TargetGroups } = await elb.send(
        new CreateTargetGroupCommand({
          ...{ Name, Protocol: 'HTTP', Port: 8080, TargetType: 'ip', VpcId: 'vpc-shop', HealthCheckPath: '/health' },
          ...{ HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 5, HealthyThresholdCount: 2, UnhealthyThresholdCount: 2 },
        }),
      )
      const TargetGroupArn = TargetGroups![0]!.TargetGroupArn!
      const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '20' }]
      await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }))
      return TargetGroupArn
    },
    async createAlarm(loadBalancerArn, groupArn) {
      await cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName: `${service}-5xx`,
          Namespace: 'AWS/ApplicationELB',
          MetricName: 'HTTPCode_Target_5XX_Count',
          // What comes after `loadbalancer/` and the whole of `targetgroup/...` are the dimensions of AWS's own metrics.
          Dimensions: [
            { Name: 'LoadBalancer', Value: loadBalancerArn.split(':loadbalancer/')[1] },
            { Name: 'TargetGroup', Value: groupArn.split(':').at(-1) },
          ],
          ...{ Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 10 },
          ...{ ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'notBreaching' },
        }),
      )
    },
    async createService({ name, revision, groupArn, tasks, maximumPercent }) {
      await ecs.send(
        new CreateServiceCommand({
          cluster,
          serviceName: name,
          taskDefinition: revision,
          desiredCount: tasks,
          launchType: 'FARGATE',
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a', 'subnet-b'] } },
          loadBalancers: [{ targetGroupArn: groupArn, containerName: 'web', containerPort: 8080 }],
          healthCheckGracePeriodSeconds: 60,
          deploymentConfiguration: {
            minimumHealthyPercent: 100,
            maximumPercent,
            // A net below the net: time runs ten times as fast here, and ECS's usual limit of three would come before anyone can look.
            deploymentCircuitBreaker: { enable: true, rollback: true, thresholdConfiguration: { type: 'COUNT', value: 10 } },
          },
        }),
      )
    },
    async steadyRevision(name) {
      const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [name] }))
      const { deployments = [], runningCount, desiredCount } = services[0] ?? {}
      const [only] = deployments
      const steady = deployments.length === 1 && only?.rolloutState === 'COMPLETED' && runningCount === desiredCount
      return steady ? only.taskDefinition : undefined
    },
    async healthy(TargetGroupArn, targets) {
      const { TargetHealthDescriptions: found = [] } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }))
      return found.length === targets && found.every((target) => target.TargetHealth?.State === 'healthy')
    },
    async versionOf(revision) {
      const described = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: revision }))
      const environment = described.taskDefinition?.containerDefinitions?.[0]?.environment ?? []
      return environment.find(({ name }) => name === 'VERSION')?.value ?? 'unknown'
    },
    close: () => [ecs, elb, logs, cloudWatch, autoscaling].forEach((client) => client.destroy()),
  }
}

/** Lets an owner make something. Its clients are closed when that fails. */
export async function asOwner<T>(region: string, env: Readonly<Record<string, string>>, make: (owner: Owner) => Promise<T>): Promise<T> {
  const owner = createOwner(region, env)
  try {
    return await make(owner)
  } catch (error) {
    owner.close()
    throw error
  }
}
