import type {
  CreateListenerInput,
  CreateListenerOutput,
  DeleteListenerInput,
  DeleteListenerOutput,
  DescribeListenersInput,
  DescribeListenersOutput,
  Listener,
  ModifyListenerInput,
  ModifyListenerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { publish, seen, unseen } from '../../lag.ts'
import { pageOf } from '../paging.ts'
import { AwsFault } from '../ports.ts'
import { arnOf, type World } from '../world.ts'
import { normalised } from './actions.ts'
import { requireLoadBalancer } from './known-load-balancer.ts'
import type { ListenerRow } from './model.ts'
import { listenerChanged } from './plane.ts'
import { bornTagged } from './tags.ts'
import { reviewUsage } from './usage.ts'

const LISTENERS_MOST = 50

export function createListener(world: World, input: CreateListenerInput): CreateListenerOutput {
  const loadBalancer = requireLoadBalancer(world, input.LoadBalancerArn)
  const { Port: port, Protocol: protocol = 'HTTP' } = input
  if (port === undefined || port < 1 || port > 65535)
    throw new AwsFault('ValidationError', 'A listener port must be in the range of 1-65535')
  if (protocol !== 'HTTP' && protocol !== 'HTTPS') throw new AwsFault('UnsupportedProtocol', `Protocol '${protocol}' is not supported`)
  if ([...loadBalancer.listeners].some((each) => each.port === port))
    throw new AwsFault('DuplicateListener', 'A listener already exists on this port for this load balancer')
  if (loadBalancer.listeners.size >= LISTENERS_MOST)
    throw new AwsFault('TooManyListeners', 'The maximum number of listeners has been reached on this load balancer')
  const problem = world.options.traffic.listenerProblem?.(loadBalancer.dnsName, port)
  if (problem !== undefined) throw new AwsFault('ValidationError', problem)
  const defaultActions = normalised(world, loadBalancer, input.DefaultActions)
  const path = `${loadBalancer.fullName}/${world.random.hex(16)}`
  const listener: ListenerRow = {
    arn: arnOf(world, 'elasticloadbalancing', `listener/${path}`),
    loadBalancer,
    defaultRuleArn: arnOf(world, 'elasticloadbalancing', `listener-rule/${path}/${world.random.hex(16)}`),
    port,
    protocol,
    defaultActions,
    rules: [],
    seen: unseen(),
    plane: undefined,
    planeAtMs: 0,
    ...bornTagged(input.Tags),
  }
  world.elb.listeners.set(listener.arn, listener)
  publish(listener.seen, render(listener), world.nowMs(), 0)
  loadBalancer.listeners.add(listener)
  reviewUsage(world)
  listenerChanged(world, listener)
  return { Listeners: [render(listener)] }
}

/** Those named, or those of a load balancer. A new listener can be read at once, a change of one only after the read lag. */
export function describeListeners(world: World, input: DescribeListenersInput): DescribeListenersOutput {
  if (!input.ListenerArns?.length && input.LoadBalancerArn === undefined)
    throw new AwsFault('ValidationError', 'You must specify either listener ARNs or a load balancer ARN')
  const found = input.ListenerArns?.length
    ? input.ListenerArns.map((arn) => requireListener(world, arn))
    : [...requireLoadBalancer(world, input.LoadBalancerArn).listeners].filter((each) => world.elb.listeners.has(each.arn))
  const { page, nextToken } = pageOf(found, input.PageSize ?? 400, input.Marker)
  return { Listeners: page.map((listener) => seenListener(world, listener)), ...(nextToken === undefined ? {} : { NextMarker: nextToken }) }
}

/** Replaces the members given, each as a whole. */
export function modifyListener(world: World, input: ModifyListenerInput): ModifyListenerOutput {
  const listener = requireListener(world, input.ListenerArn)
  const defaultActions = input.DefaultActions ? normalised(world, listener.loadBalancer, input.DefaultActions) : listener.defaultActions
  if (input.Port !== undefined && [...listener.loadBalancer.listeners].some((each) => each !== listener && each.port === input.Port))
    throw new AwsFault('DuplicateListener', 'A listener already exists on this port for this load balancer')
  listener.defaultActions = defaultActions
  if (input.Port !== undefined) listener.port = input.Port
  if (input.Protocol === 'HTTP' || input.Protocol === 'HTTPS') listener.protocol = input.Protocol
  publish(listener.seen, render(listener), world.nowMs(), world.drawReadLagMs())
  reviewUsage(world)
  listenerChanged(world, listener)
  return { Listeners: [render(listener)] }
}

export function deleteListener(world: World, input: DeleteListenerInput): DeleteListenerOutput {
  removeListener(world, requireListener(world, input.ListenerArn))
  return {}
}

export function removeListener(world: World, listener: ListenerRow): void {
  for (const rule of listener.rules) world.elb.rules.delete(rule.arn)
  world.elb.listeners.delete(listener.arn)
  reviewUsage(world)
  world.at(Math.max(listener.planeAtMs, world.nowMs() + world.drawPropagationMs()), () => {
    listener.loadBalancer.listeners.delete(listener)
    world.elb.planeStale = true
  })
}

export function requireListener(world: World, arn: string | undefined): ListenerRow {
  const listener = world.elb.listeners.get(arn ?? '')
  if (!listener) throw new AwsFault('ListenerNotFound', 'One or more listeners not found')
  return listener
}

/** What a reader sees of a listener now. */
export function seenListener(world: World, listener: ListenerRow): Listener {
  return seen(listener.seen, world.nowMs()) ?? render(listener)
}

function render(listener: ListenerRow): Listener {
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancer.arn,
    Port: listener.port,
    Protocol: listener.protocol,
    DefaultActions: listener.defaultActions.map((action) => ({ ...action })),
  }
}
