import { lacksAnything, otherSide } from '../missing.ts'
import type { MissingPair } from '../missing.ts'
import { args, block, comment, hclString, list, optional } from './hcl.ts'
import { otherGroup, production, ruleName, tests } from './missing-terraform-rules.ts'

/**
 * What a pair lacks as Terraform for hashicorp/aws 5 and 6, in the order of dependence; nothing where it lacks nothing. Names and ARNs are
 * quoted, so that whatever AWS allows in them stays a name.
 */
export function missingAsTerraform(missing: MissingPair): readonly string[] {
  if (!lacksAnything(missing)) return []
  const parts = [
    ...(missing.lacks.group ? [targetGroup(missing)] : []),
    ...missing.rules.filter((rule) => !rule.both).map((rule) => production(missing, rule)),
    ...(missing.lacks.service ? [service(missing), ...scaling(missing)] : []),
    ...tests(missing),
    ...(missing.guards ? guards(missing) : []),
  ]
  return [
    '# What the pair lacks, for hashicorp/aws 5 or 6. Sluice creates none of it. Where your configuration has a resource already,',
    '# refer to it in place of the name or ARN written here.',
    ...parts.flatMap((part) => ['', ...part]),
  ]
}

function targetGroup({ group, found, other }: MissingPair): readonly string[] {
  const { healthCheck } = group
  return [
    comment(`The target group of ${otherSide(found)}, as the one of ${found} (${group.name}).`),
    ...block(
      `resource "aws_lb_target_group" "${otherSide(found)}"`,
      args({
        name: hclString(other.group),
        port: group.port,
        protocol: hclString(group.protocol),
        protocol_version: optional(group.protocolVersion),
        target_type: hclString(group.targetType),
        vpc_id: hclString(group.vpc),
        deregistration_delay: group.deregistrationDelaySeconds,
        slow_start: group.slowStartSeconds,
      }),
      healthCheck
        ? block(
            'health_check',
            args({
              path: optional(healthCheck.path),
              port: optional(healthCheck.port),
              protocol: optional(healthCheck.protocol),
              matcher: optional(healthCheck.matcher),
              interval: healthCheck.intervalSeconds,
              timeout: healthCheck.timeoutSeconds,
              healthy_threshold: healthCheck.healthy,
              unhealthy_threshold: healthCheck.unhealthy,
            }),
          )
        : [],
    ),
  ]
}

function service(missing: MissingPair): readonly string[] {
  const { service: found, other, cluster } = missing
  const side = otherSide(missing.found)
  const { network, breaker, capacityProviders = [] } = found
  const rules = missing.rules.filter((rule) => !rule.both).map((rule) => ruleName(rule).replace(' ', '.'))
  return [
    comment(`The service of ${side}, as ${found.name}. It starts empty and with what ${found.name} runs; from then on Sluice writes both.`),
    ...block(
      `resource "aws_ecs_service" "${side}"`,
      args({
        name: hclString(other.service),
        cluster: hclString(cluster),
        task_definition: hclString(found.revision),
        desired_count: 0,
        launch_type: optional(found.launchType),
        platform_version: optional(found.platformVersion),
        health_check_grace_period_seconds: found.graceSeconds,
        deployment_minimum_healthy_percent: found.minHealthyPercent,
        deployment_maximum_percent: found.maxPercent,
      }),
      ...capacityProviders.map(({ name, weight, base }) =>
        block('capacity_provider_strategy', args({ capacity_provider: hclString(name), weight, base })),
      ),
      breaker ? block('deployment_circuit_breaker', args(breaker)) : [],
      network
        ? block(
            'network_configuration',
            args({
              subnets: list(network.subnets),
              security_groups: list(network.securityGroups),
              assign_public_ip: network.publicIp,
            }),
          )
        : [],
      block(
        'load_balancer',
        args({ target_group_arn: otherGroup(missing), container_name: hclString(found.container), container_port: found.port }),
      ),
      block('lifecycle', args({ ignore_changes: '[task_definition, desired_count]' })),
      // ECS refuses a group that no load balancer uses.
      rules.length > 0 ? args({ depends_on: `[${rules.join(', ')}]` }) : [],
    ),
  ]
}

function scaling({ service: { name, scaling: limits }, found, other, cluster }: MissingPair): readonly (readonly string[])[] {
  if (!limits) return []
  const side = otherSide(found)
  return [
    [
      comment(`Autoscaling as of ${name}; give it the same policies. Registering it raises the service to min_capacity at once.`),
      ...block(
        `resource "aws_appautoscaling_target" "${side}"`,
        args({
          service_namespace: hclString('ecs'),
          resource_id: hclString(`service/${cluster.split('/').at(-1)!}/${other.service}`),
          scalable_dimension: hclString('ecs:service:DesiredCount'),
          min_capacity: limits.min,
          max_capacity: limits.max,
        }),
        [
          '# Without suspended_state where the provider does not have it.',
          ...block('lifecycle', args({ ignore_changes: '[min_capacity, suspended_state]' })),
        ],
        [`depends_on = [aws_ecs_service.${side}]`],
      ),
    ],
  ]
}

/** What Terraform would write back in the middle of a rollout. */
function guards({ found, service: { scaling: limits }, lacks, rules }: MissingPair): readonly (readonly string[])[] {
  const resource = (type: string, name: string, ignored: string): readonly string[] =>
    block(`resource "${type}" "${name}"`, ['# ... as it is'], block('lifecycle', args({ ignore_changes: `[${ignored}]` })))
  const sides = [found, ...(lacks.service ? [] : [otherSide(found)])]
  return [
    ['# What Terraform must leave alone, in resources you have already.'],
    block('provider "aws"', ['# ... as it is'], block('ignore_tags', args({ key_prefixes: '["sluice."]' }))),
    ...sides.map((side) => resource('aws_ecs_service', side, 'task_definition, desired_count')),
    ...(limits ? sides.map((side) => resource('aws_appautoscaling_target', side, 'min_capacity, suspended_state')) : []),
    ...rules
      .filter((rule) => rule.both)
      .map((rule) => {
        const [type = '', name = ''] = ruleName(rule).split(' ')
        return resource(type, name, rule.priority === 'default' ? 'default_action' : 'action')
      }),
  ]
}
