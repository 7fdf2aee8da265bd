import type {
  Alarm,
  DeleteScalingPolicyRequest,
  DeleteScalingPolicyResponse,
  DescribeScalingPoliciesRequest,
  DescribeScalingPoliciesResponse,
  PutScalingPolicyRequest,
  PutScalingPolicyResponse,
  ScalingPolicy,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling'
import { putAlarm, removeAlarm } from '../cloudwatch/alarms.ts'
import { uuid } from '../ecs/service-events.ts'
import { pageOf } from '../paging.ts'
import { AwsFault } from '../ports.ts'
import { arnOf, type World } from '../world.ts'
import type { ScalableTargetRow, ScalingPolicyRow } from './model.ts'
import { requireTarget, textOf } from './named-service.ts'
import { evaluated } from './scaling.ts'

/** Consecutive minutes above the target before capacity is added, and below 0.9 of it before some is taken (what the alarms AWS makes show). */
const HIGH_PERIODS = 3
const LOW_PERIODS = 15
const LOW_SHARE = 0.9

const POLICIES_MOST = 50

/** Creates a policy and its alarms, or replaces the configuration of the one with this name. */
export function putScalingPolicy(world: World, input: PutScalingPolicyRequest): PutScalingPolicyResponse {
  const target = requireTarget(world, input)
  const name = input.PolicyName ?? ''
  if (!/^\P{Cc}{1,256}$/u.test(name)) throw new AwsFault('ValidationException', `The policy name '${name}' is not valid`)
  if (input.PolicyType !== 'TargetTrackingScaling')
    throw new AwsFault('ValidationException', 'The sandbox models policies of type TargetTrackingScaling only')
  const configuration = input.TargetTrackingScalingPolicyConfiguration
  if (!configuration)
    throw new AwsFault('ValidationException', 'TargetTrackingScaling policies require a TargetTrackingScalingPolicyConfiguration')
  validate(world, configuration)
  const label = configuration.PredefinedMetricSpecification?.ResourceLabel
  for (const other of target.policies.values())
    if (other.name !== name && other.configuration.PredefinedMetricSpecification?.ResourceLabel === label)
      throw new AwsFault('ValidationException', 'Only one TargetTrackingScaling policy for a given metric specification is allowed.')
  const known = target.policies.get(name)
  if (known) removePolicy(world, target, known)
  const policy = newPolicy(world, target, name, configuration, known)
  target.policies.set(name, policy)
  return { PolicyARN: policy.arn, Alarms: alarmsOf(world, policy) }
}

export function describeScalingPolicies(world: World, input: DescribeScalingPoliciesRequest): DescribeScalingPoliciesResponse {
  const { PolicyNames: names, ResourceId } = input
  const found: ScalingPolicy[] = []
  if (input.ServiceNamespace === 'ecs')
    for (const target of world.autoScaling.targets.values()) {
      if (ResourceId !== undefined && ResourceId !== target.resourceId) continue
      for (const policy of target.policies.values())
        if (!names?.length || names.includes(policy.name)) found.push(render(world, target, policy))
    }
  const { page, nextToken } = pageOf(found, input.MaxResults ?? POLICIES_MOST, input.NextToken, 'InvalidNextTokenException')
  return { ScalingPolicies: page, ...(nextToken === undefined ? {} : { NextToken: nextToken }) }
}

export function deleteScalingPolicy(world: World, input: DeleteScalingPolicyRequest): DeleteScalingPolicyResponse {
  const target = requireTarget(world, input)
  const policy = target.policies.get(input.PolicyName ?? '')
  if (!policy)
    throw new AwsFault('ObjectNotFoundException', `No scaling policy found for ${textOf(input)}, policy name: ${input.PolicyName}`)
  removePolicy(world, target, policy)
  return {}
}

/** Takes a policy away with its alarms. */
export function removePolicy(world: World, target: ScalableTargetRow, policy: ScalingPolicyRow): void {
  for (const name of [policy.high, policy.low]) removeAlarm(world, name)
  target.policies.delete(policy.name)
}

/** The one metric modelled is ALBRequestCountPerTarget, of a group its load balancer forwards to. */
function validate(world: World, configuration: TargetTrackingScalingPolicyConfiguration): void {
  const { TargetValue, PredefinedMetricSpecification: metric, ScaleInCooldown = 0, ScaleOutCooldown = 0 } = configuration
  if (metric?.PredefinedMetricType !== 'ALBRequestCountPerTarget')
    throw new AwsFault(
      'ValidationException',
      `The sandbox models the predefined metric ALBRequestCountPerTarget only, not ${metric?.PredefinedMetricType ?? 'a customized metric'}`,
    )
  if (TargetValue === undefined || TargetValue <= 0) throw new AwsFault('ValidationException', 'TargetValue must be greater than 0')
  if (ScaleInCooldown < 0 || ScaleOutCooldown < 0) throw new AwsFault('ValidationException', 'A cooldown must not be below 0')
  const label = splitLabel(metric.ResourceLabel)
  if (!label)
    throw new AwsFault(
      'ValidationException',
      'A resource label app/<load balancer>/<id>/targetgroup/<group>/<id> is required for ALBRequestCountPerTarget',
    )
  const group = [...world.elb.groups.values()].find((each) => each.fullName === label.group)
  if (group?.user?.fullName !== label.loadBalancer)
    throw new AwsFault('ValidationException', 'The load balancer does not route traffic to the target group.')
}

function newPolicy(
  world: World,
  target: ScalableTargetRow,
  name: string,
  configuration: TargetTrackingScalingPolicyConfiguration,
  known: ScalingPolicyRow | undefined,
): ScalingPolicyRow {
  const arn = known?.arn ?? arnOf(world, 'autoscaling', `scalingPolicy:${uuid(world)}:resource/ecs/${target.resourceId}:policyName/${name}`)
  const label = splitLabel(configuration.PredefinedMetricSpecification?.ResourceLabel)
  const alarm = (kind: 'High' | 'Low', old: string | undefined): string =>
    putAlarm(
      world,
      {
        AlarmName: old ?? `TargetTracking-${target.resourceId}-Alarm${kind}-${uuid(world)}`,
        AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${arn}.`,
        AlarmActions: [arn],
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'RequestCountPerTarget',
        Dimensions: [
          { Name: 'TargetGroup', Value: label?.group },
          { Name: 'LoadBalancer', Value: label?.loadBalancer },
        ],
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: kind === 'High' ? HIGH_PERIODS : LOW_PERIODS,
        Threshold: (configuration.TargetValue ?? 0) * (kind === 'High' ? 1 : LOW_SHARE),
        ComparisonOperator: kind === 'High' ? 'GreaterThanThreshold' : 'LessThanThreshold',
        TreatMissingData: 'missing',
      },
      (latest) => evaluated(world, target, policy, kind, latest),
    ).name
  const policy: ScalingPolicyRow = {
    arn,
    name,
    createdAt: known?.createdAt ?? world.now(),
    configuration,
    high: alarm('High', known?.high),
    low: configuration.DisableScaleIn ? undefined : alarm('Low', known?.low),
    latest: undefined,
  }
  return policy
}

function splitLabel(label: string | undefined): { readonly loadBalancer: string; readonly group: string } | undefined {
  const [, loadBalancer, group] = /^(app\/[^/]+\/[^/]+)\/(targetgroup\/[^/]+\/[^/]+)$/.exec(label ?? '') ?? []
  return loadBalancer !== undefined && group !== undefined ? { loadBalancer, group } : undefined
}

/** Those that nobody has deleted behind our back. */
function alarmsOf(world: World, policy: ScalingPolicyRow): Alarm[] {
  return [policy.high, policy.low].flatMap((name) => {
    const alarm = world.cloudWatch.alarms.get(name ?? '')
    return alarm ? { AlarmName: alarm.name, AlarmARN: alarm.arn } : []
  })
}

function render(world: World, target: ScalableTargetRow, policy: ScalingPolicyRow): ScalingPolicy {
  return {
    PolicyARN: policy.arn,
    PolicyName: policy.name,
    ServiceNamespace: 'ecs',
    ResourceId: target.resourceId,
    ScalableDimension: 'ecs:service:DesiredCount',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: policy.configuration,
    Alarms: alarmsOf(world, policy),
    CreationTime: policy.createdAt,
  }
}
