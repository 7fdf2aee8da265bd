import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { PlaneAction, PlaneCondition, PlaneGroup, PlaneListener, PlaneRule } from '../../matter/ports.ts'
import type { World } from '../world.ts'
import type { GroupRow, ListenerRow } from './model.ts'

/** The targets of a group, or what the load balancer thinks of them, have changed in the data plane. */
export function groupChanged(world: World, group: GroupRow): void {
  group.plane = undefined
  world.elb.planeStale = true
}

/** The rules of a listener have changed: the data plane follows after the propagation delay, changes of one listener in their order. */
export function listenerChanged(world: World, listener: ListenerRow): void {
  const plane = render(world, listener)
  listener.planeAtMs = Math.max(listener.planeAtMs, world.nowMs() + world.drawPropagationMs())
  world.at(listener.planeAtMs, () => {
    listener.plane = plane
    world.elb.planeStale = true
  })
}

/** Applies the data plane if it has changed. */
export function settlePlane(world: World): void {
  if (!world.elb.planeStale) return
  world.elb.planeStale = false
  world.options.traffic.apply({
    loadBalancers: [...world.elb.loadBalancers.values()].map((loadBalancer) => ({
      arn: loadBalancer.arn,
      address: loadBalancer.dnsName,
      idleTimeoutMs: Number(loadBalancer.attributes.get('idle_timeout.timeout_seconds')) * 1000,
      listeners: [...loadBalancer.listeners].flatMap((listener) => listener.plane ?? []),
    })),
    groups: [...world.elb.groups.values()].map((group) => (group.plane ??= renderGroup(world, group))),
  })
}

function renderGroup(world: World, group: GroupRow): PlaneGroup {
  const targets: PlaneGroup['targets'][number][] = []
  for (const { address, port, inPlane, verdict } of group.targets.values()) {
    // A deregistered target goes on as it was until the data plane has heard of it.
    if (inPlane !== 'not yet') targets.push({ address, port, state: inPlane === 'draining' ? 'draining' : verdict })
  }
  const sticky = group.attributes.get('stickiness.enabled') === 'true' && group.attributes.get('stickiness.type') === 'lb_cookie'
  if (!sticky) return { arn: group.arn, targets }
  return { arn: group.arn, targets, stickyMs: world.scaled(Number(group.attributes.get('stickiness.lb_cookie.duration_seconds')) * 1000) }
}

function render(world: World, listener: ListenerRow): PlaneListener {
  const rules = listener.rules.map((rule) => renderRule(world, rule.arn, rule.conditions, rule.actions))
  rules.push(renderRule(world, listener.defaultRuleArn, [], listener.defaultActions))
  return { arn: listener.arn, port: listener.port, rules }
}

function renderRule(world: World, arn: string, conditions: readonly RuleCondition[], actions: readonly Action[]): PlaneRule {
  return { arn, conditions: conditions.map(renderCondition), action: renderAction(world, actions) }
}

function renderCondition(condition: RuleCondition): PlaneCondition {
  switch (condition.Field) {
    case 'http-header':
      return {
        field: 'http-header',
        name: condition.HttpHeaderConfig?.HttpHeaderName ?? '',
        values: condition.HttpHeaderConfig?.Values ?? [],
      }
    case 'query-string':
      return {
        field: 'query-string',
        pairs: (condition.QueryStringConfig?.Values ?? []).map(({ Key, Value }) => ({
          ...(Key === undefined ? {} : { key: Key }),
          value: Value ?? '',
        })),
      }
    case 'http-request-method':
      return { field: 'http-request-method', values: condition.HttpRequestMethodConfig?.Values ?? [] }
    case 'source-ip':
      return { field: 'source-ip', values: condition.SourceIpConfig?.Values ?? [] }
    case 'host-header':
      return { field: 'host-header', values: condition.HostHeaderConfig?.Values ?? condition.Values ?? [] }
    default:
      return { field: 'path-pattern', values: condition.PathPatternConfig?.Values ?? condition.Values ?? [] }
  }
}

/** The last action decides; those before it authenticate, which the data plane of the sandbox lets pass. */
function renderAction(world: World, actions: readonly Action[]): PlaneAction {
  const action = actions.at(-1)
  if (action?.Type === 'fixed-response') {
    const { StatusCode, ContentType, MessageBody } = action.FixedResponseConfig ?? { StatusCode: '503' }
    return { kind: 'fixed-response', status: Number(StatusCode), contentType: ContentType ?? 'text/plain', body: MessageBody ?? '' }
  }
  if (action?.Type === 'redirect') {
    const {
      Protocol = '#{protocol}',
      Host = '#{host}',
      Port = '#{port}',
      Path = '/#{path}',
      Query = '#{query}',
      StatusCode,
    } = action.RedirectConfig ?? {}
    return { kind: 'redirect', status: StatusCode === 'HTTP_302' ? 302 : 301, location: `${Protocol}://${Host}:${Port}${Path}?${Query}` }
  }
  const sticky = action?.ForwardConfig?.TargetGroupStickinessConfig
  return {
    kind: 'forward',
    groups: (action?.ForwardConfig?.TargetGroups ?? []).map(({ TargetGroupArn = '', Weight = 1 }) => ({
      arn: TargetGroupArn,
      weight: Weight,
    })),
    ...(sticky?.Enabled ? { stickyMs: world.scaled((sticky.DurationSeconds ?? 0) * 1000) } : {}),
  }
}
