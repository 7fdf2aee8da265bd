import type { DescribeServicesResponse, RegisterTaskDefinitionResponse } from '@aws-sdk/client-ecs'
import type {
  Action,
  CreateListenerOutput,
  CreateLoadBalancerOutput,
  CreateRuleOutput,
  CreateTargetGroupOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { DescribeScalableTargetsResponse } from '@aws-sdk/client-application-auto-scaling'
import type { ScriptedLoad } from '../../sandbox/matter/scripted/traffic.ts'
import { type Colour, colours, nameOf, type PerColour, serviceOf } from './colours.ts'
import { createPairWatch, type PairWatch } from './pair-watch.ts'
import { simulateCloud, type SimulatedCloud } from './world.ts'

export interface PairScript {
  /** What green runs at first, and how many tasks of it. */
  readonly idleTasks: number
  /** The second of the two places that share traffic: another rule, or the listener's default action. */
  readonly second: 'rule' | 'default action'
  /** Group stickiness of the rules as the owner has it. */
  readonly sticky: boolean
  /** Both services are scaled; the policies take tasks away from some minute on, because hardly anybody comes. */
  readonly scaled: 'no' | 'quiet' | 'scaling in'
  readonly propagationMs: number
  /** Further environment of what blue runs. */
  readonly live?: Readonly<Record<string, string>>
  /** Requests to each of the two places; hardly any, or none, when absent. */
  readonly load?: ScriptedLoad
}

export interface SimulatedPair extends SimulatedCloud {
  readonly watch: PairWatch
  /** Of the first target group, whose tags hold the record. */
  readonly groupArn: PerColour<string>
  /** Rules that share traffic, a listener for its default action. */
  readonly ruleArns: readonly string[]
  register(environment: Readonly<Record<string, string>>, container?: object): string
  /** Somebody else writes the weights of a rule. */
  weigh(ruleArn: string, weights: PerColour<number>): void
  /** As everybody will read it by and by. */
  desired(colour: Colour): number
  revision(colour: Colour): string
  scaling(): string
  tags(): Readonly<Record<string, string>>
}

export const tasks = 3
export const alarm = 'shop-5xx'

/** Blue and green behind one load balancer, blue serving with three tasks, everything steady and read by everyone. */
export function simulatePairWorld(seed: number, script: PairScript): SimulatedPair {
  const quiet: ScriptedLoad | undefined = script.scaled === 'scaling in' ? { perSecond: () => 2, tickMs: 60_000 } : undefined
  const load = script.load ?? quiet
  const open: { watch?: PairWatch } = {}
  const cloud = simulateCloud(seed, {
    propagationMs: script.propagationMs,
    ...(load && { load }),
    watch: (plane) => open.watch?.see(plane),
  })
  const { stage } = cloud
  const { ecs, elb } = stage

  ecs('CreateCluster', { clusterName: 'main' })
  const balancer = elb<CreateLoadBalancerOutput>('CreateLoadBalancer', { Name: 'front', Subnets: ['subnet-1', 'subnet-2'] })
    .LoadBalancers![0]!
  const groupArn = { blue: openGroup('blue'), green: openGroup('green') }
  const action = (weights: PerColour<number>): Action => ({
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: colours.map((colour) => ({ TargetGroupArn: groupArn[colour], Weight: weights[colour] })),
      TargetGroupStickinessConfig: script.sticky ? { Enabled: true, DurationSeconds: 600 } : { Enabled: false },
    },
  })
  const atFirst = action({ blue: 100, green: 0 })
  const notFound: Action = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }
  const listenerArn = elb<CreateListenerOutput>('CreateListener', {
    LoadBalancerArn: balancer.LoadBalancerArn,
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [script.second === 'rule' ? notFound : atFirst],
  }).Listeners![0]!.ListenerArn!
  const openRule = (priority: number, path: string): string =>
    elb<CreateRuleOutput>('CreateRule', {
      ListenerArn: listenerArn,
      Priority: priority,
      Conditions: [{ Field: 'path-pattern', Values: [path] }],
      Actions: [atFirst],
    }).Rules![0]!.RuleArn!
  const ruleArns = [openRule(10, '/shop/*'), script.second === 'rule' ? openRule(20, '/pay/*') : listenerArn]

  const register: SimulatedPair['register'] = (environment, container = {}) =>
    ecs<RegisterTaskDefinitionResponse>('RegisterTaskDefinition', {
      family: 'shop',
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
    }).taskDefinition!.taskDefinitionArn!
  const idleArn = register({ VERSION: '0' })
  const liveArn = register({ VERSION: '1', ...script.live })
  openService('blue', liveArn, tasks)
  openService('green', idleArn, script.idleTasks)
  stage.watch('PutMetricAlarm', {
    ...{ AlarmName: alarm, Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 1 },
    ...{ ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'ignore' },
  })
  ring(stage, false)
  const describe = (colour: Colour) =>
    ecs<DescribeServicesResponse>('DescribeServices', { cluster: 'main', services: [serviceOf(colour)] }).services![0]!
  stage.until('both sides are steady', () => colours.every((colour) => describe(colour).deployments?.[0]?.rolloutState === 'COMPLETED'))
  if (script.scaled !== 'no') for (const colour of colours) scale(colour)
  stage.pass(30)
  const watch = createPairWatch({
    stage,
    violations: cloud.violations,
    groupArn,
    weights: Object.fromEntries(ruleArns.map((arn) => [arn, { blue: 100, green: 0 }])),
    needed: tasks,
    propagationMs: script.propagationMs,
  })
  open.watch = watch

  return {
    ...cloud,
    watch,
    groupArn,
    ruleArns,
    register,
    weigh(arn, weights) {
      const actions = [action(weights)]
      if (arn === listenerArn) elb('ModifyListener', { ListenerArn: arn, DefaultActions: actions })
      else elb('ModifyRule', { RuleArn: arn, Actions: actions })
    },
    desired: (colour) => describe(colour).desiredCount ?? 0,
    revision: (colour) => nameOf(describe(colour).taskDefinition ?? ''),
    scaling() {
      const ResourceIds = colours.map((colour) => `service/main/${serviceOf(colour)}`)
      const { ScalableTargets = [] } = stage.scaling<DescribeScalableTargetsResponse>('DescribeScalableTargets', {
        ServiceNamespace: 'ecs',
        ResourceIds,
      })
      return JSON.stringify(
        ScalableTargets.map(({ MinCapacity, MaxCapacity, SuspendedState }) => [MinCapacity, MaxCapacity, SuspendedState]),
      )
    },
    tags() {
      const { TagDescriptions } = elb<{ TagDescriptions?: { Tags?: { Key?: string; Value?: string }[] }[] }>('DescribeTags', {
        ResourceArns: [groupArn.blue],
      })
      return Object.fromEntries((TagDescriptions?.[0]?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))
    },
  }

  function openGroup(Name: Colour): string {
    const { TargetGroups } = elb<CreateTargetGroupOutput>('CreateTargetGroup', {
      ...{ Name, Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-1', TargetType: 'ip' },
      ...{ HealthCheckPath: '/health', HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 5, HealthyThresholdCount: 2 },
      Tags: [{ Key: 'owner', Value: 'shop' }],
    })
    const arn = TargetGroups![0]!.TargetGroupArn!
    const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '10' }]
    elb('ModifyTargetGroupAttributes', { TargetGroupArn: arn, Attributes })
    return arn
  }

  function openService(colour: Colour, taskDefinition: string, desiredCount: number): void {
    ecs('CreateService', {
      ...{ cluster: 'main', serviceName: serviceOf(colour), taskDefinition, desiredCount, launchType: 'FARGATE' },
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      loadBalancers: [{ targetGroupArn: groupArn[colour], containerName: 'web', containerPort: 8080 }],
      healthCheckGracePeriodSeconds: 30,
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: false },
      },
    })
  }

  function scale(colour: Colour): void {
    const named = {
      ServiceNamespace: 'ecs',
      ResourceId: `service/main/${serviceOf(colour)}`,
      ScalableDimension: 'ecs:service:DesiredCount',
    }
    stage.scaling('RegisterScalableTarget', {
      ...named,
      MinCapacity: colour === 'blue' || script.scaled === 'scaling in' ? 1 : 0,
      MaxCapacity: 6,
    })
    if (script.scaled !== 'scaling in') return
    const suffix = (arn: string): string => arn.split(':').at(-1)!.replace('loadbalancer/', '')
    stage.scaling('PutScalingPolicy', {
      ...named,
      ...{ PolicyName: 'requests', PolicyType: 'TargetTrackingScaling' },
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 1_000_000,
        ...{ ScaleInCooldown: 60, ScaleOutCooldown: 60 },
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'ALBRequestCountPerTarget',
          ResourceLabel: `${suffix(balancer.LoadBalancerArn!)}/${suffix(groupArn[colour])}`,
        },
      },
    })
  }
}

/** The alarm of the owner, which nothing but this changes. */
export function ring(stage: SimulatedCloud['stage'], on: boolean): void {
  stage.watch('SetAlarmState', { AlarmName: alarm, StateValue: on ? 'ALARM' : 'OK', StateReason: on ? 'too many errors' : 'quiet' })
}
