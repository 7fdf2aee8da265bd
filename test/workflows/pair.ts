import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type Service,
} from '@aws-sdk/client-ecs'
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeListenersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { freePort } from '../../demo/free-port.ts'
import { cluster, service, taskDefinition } from '../../demo/stage.ts'
import { until } from '../../demo/until.ts'

const colours = ['blue', 'green'] as const
type Colour = (typeof colours)[number]
type PerSide = Readonly<Record<Colour, string>>

/** Two services of the demo's shop behind one listener, blue live and green idle, as a team has them that followed docs/adopt.md. */
export interface PairOfShops {
  /** Where the load balancer listens. */
  readonly url: string
  /** Rules that lead whoever sends the header `x-sluice-side` to one side. */
  readonly testRules: PerSide
  /** What a rollout that is over must have put back, and has not. */
  leftOver(): Promise<readonly string[]>
  close(): void
}

const tasks = 2
const bounds = { MinCapacity: 0, MaxCapacity: 6 } as const
const scalable = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const

/** Settles once blue serves the baseline through the load balancer. */
export async function createPair(region: string, env: Readonly<Record<string, string>>): Promise<PairOfShops> {
  const settings = {
    region,
    endpoint: env['AWS_ENDPOINT_URL']!,
    credentials: { accessKeyId: env['AWS_ACCESS_KEY_ID']!, secretAccessKey: env['AWS_SECRET_ACCESS_KEY']! },
  }
  const ecs = new ECSClient(settings)
  const elb = new ElasticLoadBalancingV2Client(settings)
  const scaling = new ApplicationAutoScalingClient(settings)
  const logs = new CloudWatchLogsClient(settings)
  const { url, groups, listenerArn, testRules } = await createEntrance(elb)
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }))
  await logs.send(new CreateLogGroupCommand({ logGroupName: `/ecs/${service}` }))
  const { taskDefinition: baseline } = await ecs.send(new RegisterTaskDefinitionCommand(taskDefinition('v1', {}, region)))
  for (const colour of colours) {
    await ecs.send(
      new CreateServiceCommand({
        cluster,
        serviceName: `${service}-${colour}`,
        taskDefinition: baseline!.taskDefinitionArn!,
        desiredCount: colour === 'blue' ? tasks : 0,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a', 'subnet-b'] } },
        healthCheckGracePeriodSeconds: 60,
        loadBalancers: [{ targetGroupArn: groups[colour], containerName: 'web', containerPort: 8080 }],
        deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 },
      }),
    )
    const ResourceId = `service/${cluster}/${service}-${colour}`
    await scaling.send(new RegisterScalableTargetCommand({ ...scalable, ...bounds, ResourceId }))
  }
  const described = async (): Promise<readonly Service[]> => {
    const { services = [] } = await ecs.send(
      new DescribeServicesCommand({ cluster, services: colours.map((colour) => `${service}-${colour}`) }),
    )
    return services
  }
  const isAtRest = ({ deployments = [], runningCount, desiredCount }: Service): boolean =>
    deployments.length === 1 && deployments[0]?.rolloutState === 'COMPLETED' && runningCount === desiredCount
  const limit = AbortSignal.timeout(60_000)
  await until('both services are at rest', async () => (await described()).every(isAtRest), limit)
  await until(
    `${url} answers`,
    () =>
      fetch(url).then(
        ({ ok }) => ok,
        () => false,
      ),
    limit,
  )

  return {
    url,
    testRules,
    close: () => [ecs, elb, scaling, logs].forEach((client) => client.destroy()),
    async leftOver() {
      const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ ListenerArns: [listenerArn] }))
      const [blue] = await described()
      const { ScalableTargets = [] } = await scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs' }))
      const { TagDescriptions = [] } = await elb.send(new DescribeTagsCommand({ ResourceArns: [groups.blue] }))
      const weights = (Listeners[0]?.DefaultActions?.[0]?.ForwardConfig?.TargetGroups ?? []).map(({ Weight }) => Weight)
      const claims = (TagDescriptions[0]?.Tags ?? []).filter(({ Key = '' }) => Key.startsWith('sluice.claim.'))
      const changed = ScalableTargets.filter(
        ({ MinCapacity, MaxCapacity, SuspendedState: suspended = {} }) =>
          MinCapacity !== bounds.MinCapacity || MaxCapacity !== bounds.MaxCapacity || Object.values(suspended).includes(true),
      )
      return [
        ...(weights.join('/') === '100/0' ? [] : [`the weights of blue and green are ${weights.join('/')}`]),
        ...(blue?.runningCount === tasks ? [] : [`blue runs ${blue?.runningCount} tasks`]),
        ...claims.map(({ Key }) => `the tag ${Key} is still there`),
        ...changed.map((target) => `autoscaling is ${JSON.stringify(target)}`),
      ]
    },
  }
}

async function createEntrance(elb: ElasticLoadBalancingV2Client): Promise<{
  readonly url: string
  readonly groups: PerSide
  readonly listenerArn: string
  readonly testRules: PerSide
}> {
  const balancers = await elb.send(new CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-a', 'subnet-b'] }))
  const { LoadBalancerArn, DNSName } = balancers.LoadBalancers![0]!
  const groups = { blue: await createGroup(elb, 'blue'), green: await createGroup(elb, 'green') }
  const Port = await freePort(DNSName!, 8080)
  const TargetGroups = colours.map((colour) => ({ TargetGroupArn: groups[colour], Weight: colour === 'blue' ? 100 : 0 }))
  const { Listeners } = await elb.send(
    new CreateListenerCommand({
      ...{ LoadBalancerArn: LoadBalancerArn!, Protocol: 'HTTP', Port },
      DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
    }),
  )
  const listenerArn = Listeners![0]!.ListenerArn!
  const rule = async (colour: Colour, Priority: number): Promise<string> => {
    const { Rules } = await elb.send(
      new CreateRuleCommand({
        ...{ ListenerArn: listenerArn, Priority },
        Conditions: [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-sluice-side', Values: [colour] } }],
        Actions: [{ Type: 'forward', TargetGroupArn: groups[colour] }],
      }),
    )
    return Rules![0]!.RuleArn!
  }
  const testRules = { blue: await rule('blue', 1), green: await rule('green', 2) }
  return { url: `http://${DNSName}:${Port}`, groups, listenerArn, testRules }
}

async function createGroup(elb: ElasticLoadBalancingV2Client, colour: Colour): Promise<string> {
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      Name: `${service}-${colour}`,
      ...{ Protocol: 'HTTP', Port: 8080, TargetType: 'ip', VpcId: 'vpc-shop' },
      ...{ HealthCheckPath: '/health', HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 5 },
      ...{ HealthyThresholdCount: 2, UnhealthyThresholdCount: 2 },
    }),
  )
  const { TargetGroupArn } = TargetGroups![0]!
  const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '20' }]
  await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: TargetGroupArn!, Attributes }))
  return TargetGroupArn!
}
