import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DeleteTargetGroupInput,
  DeleteTargetGroupOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
  ModifyTargetGroupInput,
  ModifyTargetGroupOutput,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { pageOf } from '../paging.ts'
import { AwsFault } from '../ports.ts'
import { arnOf, type World } from '../world.ts'
import { refuseLooseRules } from './actions.ts'
import { attributesOf, modifyAttributes } from './attributes.ts'
import { stopChecks } from './health-checks.ts'
import type { GroupRow, HealthCheck } from './model.ts'
import { groupChanged } from './plane.ts'
import { bornTagged } from './tags.ts'

const defaultAttributes: Readonly<Record<string, string>> = {
  'deregistration_delay.timeout_seconds': '300',
  'load_balancing.algorithm.anomaly_mitigation': 'off',
  'load_balancing.algorithm.type': 'round_robin',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'slow_start.duration_seconds': '0',
  'stickiness.app_cookie.cookie_name': '',
  'stickiness.app_cookie.duration_seconds': '86400',
  'stickiness.enabled': 'false',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'stickiness.type': 'lb_cookie',
  'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
}

export function createTargetGroup(world: World, input: CreateTargetGroupInput): CreateTargetGroupOutput {
  const name = input.Name ?? ''
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(name))
    throw new AwsFault('ValidationError', `Target group name '${name}' must contain only alphanumeric characters or hyphens`)
  if ([...world.elb.groups.values()].some((each) => each.name === name))
    throw new AwsFault('DuplicateTargetGroupName', `A target group with the same name '${name}' exists, but with different settings`)
  const protocol = input.Protocol ?? 'HTTP'
  if (protocol !== 'HTTP' && protocol !== 'HTTPS')
    throw new AwsFault('ValidationError', 'The sandbox models target groups of protocol HTTP and HTTPS only')
  const targetType = input.TargetType ?? 'instance'
  if (targetType !== 'ip' && targetType !== 'instance')
    throw new AwsFault('ValidationError', 'The sandbox models target types ip and instance only')
  if (input.Port === undefined) throw new AwsFault('ValidationError', 'A port must be specified')
  const fullName = `targetgroup/${name}/${world.random.hex(16)}`
  const arn = arnOf(world, 'elasticloadbalancing', fullName)
  const group: GroupRow = {
    arn,
    name,
    fullName,
    protocol,
    port: input.Port,
    vpcId: input.VpcId,
    targetType,
    check: checkOf(input, {
      protocol: 'HTTP',
      port: 'traffic-port',
      path: '/',
      intervalS: 30,
      timeoutS: 5,
      healthyCount: 5,
      unhealthyCount: 2,
      matcher: '200',
    }),
    attributes: new Map(Object.entries(defaultAttributes)),
    targets: new Map(),
    user: undefined,
    plane: undefined,
    ...bornTagged(input.Tags),
  }
  world.elb.groups.set(arn, group)
  return { TargetGroups: [render(group)] }
}

export function describeTargetGroups(world: World, input: DescribeTargetGroupsInput): DescribeTargetGroupsOutput {
  const all = [...world.elb.groups.values()]
  const { TargetGroupArns: arns, Names: names, LoadBalancerArn } = input
  const missing = [
    ...(arns ?? []).filter((arn) => !world.elb.groups.has(arn)),
    ...(names ?? []).filter((name) => !all.some((each) => each.name === name)),
  ]
  if (missing.length > 0) throw new AwsFault('TargetGroupNotFound', 'One or more target groups not found')
  if (LoadBalancerArn !== undefined && !world.elb.loadBalancers.has(LoadBalancerArn))
    throw new AwsFault('LoadBalancerNotFound', `Load balancers '[${LoadBalancerArn}]' not found`)
  const found = all.filter(
    (each) =>
      (!arns?.length || arns.includes(each.arn)) &&
      (!names?.length || names.includes(each.name)) &&
      (LoadBalancerArn === undefined || each.user?.arn === LoadBalancerArn),
  )
  const { page, nextToken } = pageOf(found, input.PageSize ?? 400, input.Marker)
  return { TargetGroups: page.map(render), ...(nextToken === undefined ? {} : { NextMarker: nextToken }) }
}

/** Changes the health check; running checks take the new settings from their next round on. */
export function modifyTargetGroup(world: World, input: ModifyTargetGroupInput): ModifyTargetGroupOutput {
  const group = requireGroup(world, input.TargetGroupArn)
  group.check = checkOf(input, group.check)
  return { TargetGroups: [render(group)] }
}

/** Refused while a rule refers to the group; deleting what is not there succeeds. */
export function deleteTargetGroup(world: World, input: DeleteTargetGroupInput): DeleteTargetGroupOutput {
  const group = world.elb.groups.get(input.TargetGroupArn ?? '')
  if (!group) return {}
  if (group.user) throw new AwsFault('ResourceInUse', `Target group '${group.arn}' is currently in use by a listener or a rule`)
  for (const target of group.targets.values()) {
    stopChecks(world, target)
    target.cancelDrain?.()
  }
  world.elb.groups.delete(group.arn)
  world.elb.planeStale = true
  return {}
}

export function describeTargetGroupAttributes(
  world: World,
  input: DescribeTargetGroupAttributesInput,
): DescribeTargetGroupAttributesOutput {
  return { Attributes: attributesOf(requireGroup(world, input.TargetGroupArn).attributes) }
}

export function modifyTargetGroupAttributes(world: World, input: ModifyTargetGroupAttributesInput): ModifyTargetGroupAttributesOutput {
  const group = requireGroup(world, input.TargetGroupArn)
  const sticks = input.Attributes?.some(({ Key, Value }) => Key === 'stickiness.enabled' && Value === 'true') ?? false
  if (sticks) refuseLooseRules(world, group.arn)
  modifyAttributes(group.attributes, input.Attributes, 'Target group')
  world.at(world.nowMs() + world.drawPropagationMs(), () => groupChanged(world, group))
  return { Attributes: attributesOf(group.attributes) }
}

export function requireGroup(world: World, arn: string | undefined): GroupRow {
  const group = world.elb.groups.get(arn ?? '')
  if (!group) throw new AwsFault('TargetGroupNotFound', 'One or more target groups not found')
  return group
}

/** The health check with the members given. Interval 5-300, time-out 2-120 and below the interval, thresholds 2-10 (API reference, CreateTargetGroup). */
function checkOf(input: CreateTargetGroupInput | ModifyTargetGroupInput, old: HealthCheck): HealthCheck {
  const check: HealthCheck = {
    protocol: input.HealthCheckProtocol === undefined ? old.protocol : input.HealthCheckProtocol === 'TCP' ? 'TCP' : 'HTTP',
    port: input.HealthCheckPort ?? old.port,
    path: input.HealthCheckPath ?? old.path,
    intervalS: input.HealthCheckIntervalSeconds ?? old.intervalS,
    timeoutS: input.HealthCheckTimeoutSeconds ?? old.timeoutS,
    healthyCount: input.HealthyThresholdCount ?? old.healthyCount,
    unhealthyCount: input.UnhealthyThresholdCount ?? old.unhealthyCount,
    matcher: input.Matcher?.HttpCode ?? old.matcher,
  }
  within('Health check interval', check.intervalS, 5, 300)
  within('Health check timeout', check.timeoutS, 2, 120)
  within('Healthy threshold count', check.healthyCount, 2, 10)
  within('Unhealthy threshold count', check.unhealthyCount, 2, 10)
  if (check.timeoutS >= check.intervalS)
    throw new AwsFault('ValidationError', `Health check timeout '${check.timeoutS}' must be smaller than the interval '${check.intervalS}'`)
  if (!/^[2-5]\d\d([-,][2-5]\d\d)*$/.test(check.matcher))
    throw new AwsFault('ValidationError', `Health check matcher HTTP code '${check.matcher}' is invalid`)
  return check
}

function within(what: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new AwsFault('ValidationError', `${what} '${value}' must be in the range of ${least}-${most}`)
}

function render(group: GroupRow): TargetGroup {
  const { check } = group
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.protocol,
    ProtocolVersion: 'HTTP1',
    Port: group.port,
    VpcId: group.vpcId,
    HealthCheckProtocol: check.protocol,
    HealthCheckPort: check.port,
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: check.intervalS,
    HealthCheckTimeoutSeconds: check.timeoutS,
    HealthyThresholdCount: check.healthyCount,
    UnhealthyThresholdCount: check.unhealthyCount,
    HealthCheckPath: check.path,
    Matcher: { HttpCode: check.matcher },
    LoadBalancerArns: group.user ? [group.user.arn] : [],
    TargetType: group.targetType,
    IpAddressType: 'ipv4',
  }
}
