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
import type { LoadBalancer, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { freePort } from './free-port.ts'
import { baselineVersion } from './stories.ts'
import { until } from './until.ts'

export const cluster = 'production'
export const service = 'shop-web'
export const tasks = 4

/** The service a story is about, behind a load balancer, as any user would make it with the SDK. */
export interface Stage {
  /** Where the load balancer listens. */
  readonly url: string
  /** Settles once every task runs the baseline, and a request through the load balancer says so. */
  ready(cancelled: AbortSignal): Promise<void>
  /** Settles with the version served, once ECS has nothing left to do. */
  atRest(cancelled: AbortSignal): Promise<string>
  close(): void
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

/** Creates cluster, log group, load balancer, target group, alarm and a service of the baseline. */
export async function setStage(region: string, env: Readonly<Record<string, string>>, maximumPercent: number): Promise<Stage> {
  const settings = {
    region,
    endpoint: env['AWS_ENDPOINT_URL']!,
    credentials: { accessKeyId: env['AWS_ACCESS_KEY_ID']!, secretAccessKey: env['AWS_SECRET_ACCESS_KEY']! },
  }
  const ecs = new ECSClient(settings)
  const elb = new ElasticLoadBalancingV2Client(settings)
  const logs = new CloudWatchLogsClient(settings)
  const cloudWatch = new CloudWatchClient(settings)
  const close = (): void => [ecs, elb, logs, cloudWatch].forEach((client) => client.destroy())
  try {
    await ecs.send(new CreateClusterCommand({ clusterName: cluster }))
    await logs.send(new CreateLogGroupCommand({ logGroupName: `/ecs/${service}` }))
    const { url, loadBalancer, group } = await createEntrance(elb)
    await createAlarm(cloudWatch, loadBalancer, group)
    const baseline = await ecs.send(new RegisterTaskDefinitionCommand(taskDefinition(baselineVersion, {}, region)))
    await createService(ecs, baseline.taskDefinition!.taskDefinitionArn!, group.TargetGroupArn!, maximumPercent)
    return { url, close, ...conditions(ecs, elb, group.TargetGroupArn!, url) }
  } catch (error) {
    close()
    throw error
  }
}

async function createEntrance(elb: ElasticLoadBalancingV2Client): Promise<{ url: string; loadBalancer: LoadBalancer; group: TargetGroup }> {
  const balancers = await elb.send(new CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-a', 'subnet-b'] }))
  const loadBalancer = balancers.LoadBalancers![0]!
  const groups = await elb.send(
    new CreateTargetGroupCommand({
      Name: service,
      Protocol: 'HTTP',
      Port: 8080,
      TargetType: 'ip',
      VpcId: 'vpc-shop',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
    }),
  )
  const group = groups.TargetGroups![0]!
  await elb.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: group.TargetGroupArn!,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '20' }],
    }),
  )
  const port = await freePort(loadBalancer.DNSName!, 8080)
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancer.LoadBalancerArn!,
      Protocol: 'HTTP',
      Port: port,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: group.TargetGroupArn! }],
    }),
  )
  return { url: `http://${loadBalancer.DNSName}:${port}`, loadBalancer, group }
}

/** What comes after `loadbalancer/` and the whole of `targetgroup/...` are the dimensions of AWS's own metrics. */
async function createAlarm(cloudWatch: CloudWatchClient, loadBalancer: LoadBalancer, group: TargetGroup): Promise<void> {
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: `${service}-5xx`,
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'HTTPCode_Target_5XX_Count',
      Dimensions: [
        { Name: 'LoadBalancer', Value: loadBalancer.LoadBalancerArn!.split(':loadbalancer/')[1] },
        { Name: 'TargetGroup', Value: group.TargetGroupArn!.split(':').at(-1) },
      ],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    }),
  )
}

async function createService(ecs: ECSClient, revision: string, targetGroupArn: string, maximumPercent: number): Promise<void> {
  await ecs.send(
    new CreateServiceCommand({
      cluster,
      serviceName: service,
      taskDefinition: revision,
      desiredCount: tasks,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a', 'subnet-b'] } },
      loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080 }],
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent,
        // A net below the net: time runs ten times as fast here, and ECS's usual limit of three would come before anyone can look.
        deploymentCircuitBreaker: { enable: true, rollback: true, thresholdConfiguration: { type: 'COUNT', value: 10 } },
      },
    }),
  )
}

function conditions(
  ecs: ECSClient,
  elb: ElasticLoadBalancingV2Client,
  targetGroupArn: string,
  url: string,
): Pick<Stage, 'ready' | 'atRest'> {
  /** The revision of a service with one deployment, completed, with all its tasks. */
  const steadyRevision = async (): Promise<string | undefined> => {
    const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }))
    const { deployments = [], runningCount, desiredCount } = services[0] ?? {}
    const [only] = deployments
    const steady = deployments.length === 1 && only?.rolloutState === 'COMPLETED' && runningCount === desiredCount
    return steady ? only.taskDefinition : undefined
  }
  const allHealthy = async (): Promise<boolean> => {
    const { TargetHealthDescriptions: targets = [] } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }))
    return targets.length === tasks && targets.every((target) => target.TargetHealth?.State === 'healthy')
  }
  const atRest = async (cancelled: AbortSignal): Promise<string> => {
    const revision = await until('ECS has nothing left to do', steadyRevision, cancelled)
    await until(`${tasks} targets are healthy`, allHealthy, cancelled)
    const described = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: revision }))
    const environment = described.taskDefinition?.containerDefinitions?.[0]?.environment ?? []
    return environment.find(({ name }) => name === 'VERSION')?.value ?? 'unknown'
  }
  return {
    atRest,
    async ready(cancelled) {
      await atRest(cancelled)
      await until(
        `${url} answers`,
        () =>
          fetch(url).then(
            (answer) => answer.ok && answer.headers.get('x-version') === baselineVersion,
            () => false,
          ),
        cancelled,
      )
    },
  }
}
