import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { aws_ec2 as ec2, aws_ecs as ecs, aws_elasticloadbalancingv2 as elb } from 'aws-cdk-lib'
import type { StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

export type Side = 'blue' | 'green'

export interface PairProps extends StackProps {
  /** The side that serves. The template must say what is live, or a change of the rule sends traffic to the other side. */
  readonly live: Side
  /** What each service runs now; the task definition of this stack where it is not said, as for the first deployment. */
  readonly revisions: Readonly<Record<Side, string | undefined>>
}

const sides = ['blue', 'green'] as const
const port = 8080
/** Of the production rule; the test rules stand before it. */
const priority = 100

/** A pair of services that bluegreen-swap can shift, with all it stands on. */
export class PairStack extends Stack {
  constructor(scope: Construct, id: string, props: PairProps) {
    super(scope, id, props)
    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1 })
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc })
    const balancer = new elb.ApplicationLoadBalancer(this, 'LoadBalancer', { vpc, internetFacing: true })
    const listener = balancer.addListener('Http', {
      port: 80,
      defaultAction: elb.ListenerAction.fixedResponse(404),
    })

    const definition = new ecs.FargateTaskDefinition(this, 'Definition', { family: 'shop-web', cpu: 256, memoryLimitMiB: 512 })
    definition.addContainer('web', {
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/httpd:2.4'),
      command: ['httpd-foreground', '-C', `Listen ${port}`],
      portMappings: [{ containerPort: port }],
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'web' }),
    })
    // CloudFormation deregisters a revision that it replaces, and a service cannot go back to one that is gone.
    definition.applyRemovalPolicy(RemovalPolicy.RETAIN)

    const groups = Object.fromEntries(sides.map((side) => [side, this.#group(side, vpc)])) as Record<Side, elb.ApplicationTargetGroup>
    const weight = (side: Side): number => (side === props.live ? 100 : 0)
    const hosts = elb.ListenerCondition.hostHeaders(['shop.example.com'])
    new elb.ApplicationListenerRule(this, 'Production', {
      listener,
      priority,
      conditions: [hosts],
      action: elb.ListenerAction.weightedForward(sides.map((side) => ({ targetGroup: groups[side], weight: weight(side) }))),
    })
    sides.forEach((side, index) => {
      new elb.ApplicationListenerRule(this, `${side}Test`, {
        listener,
        priority: priority - 2 + index,
        conditions: [hosts, elb.ListenerCondition.httpHeader('x-sluice-side', [side])],
        action: elb.ListenerAction.forward([groups[side]]),
      })
      this.#service(side, cluster, definition, groups[side], props.revisions[side])
    })
  }

  #group(side: Side, vpc: ec2.IVpc): elb.ApplicationTargetGroup {
    return new elb.ApplicationTargetGroup(this, `${side}Group`, {
      targetGroupName: `shop-web-${side}`,
      vpc,
      port,
      protocol: elb.ApplicationProtocol.HTTP,
      targetType: elb.TargetType.IP,
      deregistrationDelay: Duration.seconds(30),
      healthCheck: { path: '/', interval: Duration.seconds(10), timeout: Duration.seconds(5), healthyThresholdCount: 2 },
    })
  }

  #service(
    side: Side,
    cluster: ecs.Cluster,
    taskDefinition: ecs.FargateTaskDefinition,
    group: elb.ApplicationTargetGroup,
    runs?: string,
  ): void {
    // No desiredCount: any number here would be written at each change of this resource, to the side that serves as well.
    const service = new ecs.FargateService(this, `${side}Service`, {
      serviceName: `shop-web-${side}`,
      cluster,
      taskDefinition,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      healthCheckGracePeriod: Duration.seconds(30),
    })
    service.attachToApplicationTargetGroup(group)
    if (runs !== undefined) (service.node.defaultChild as ecs.CfnService).taskDefinition = runs
  }
}
