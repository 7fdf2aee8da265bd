import type {
  DeregisterTargetsInput,
  DeregisterTargetsOutput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  RegisterTargetsInput,
  RegisterTargetsOutput,
  TargetHealth,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { AwsFault } from '../ports.ts'
import type { World } from '../world.ts'
import { zoneOfSubnet } from '../zones.ts'
import { startChecks, stopChecks } from './health-checks.ts'
import type { GroupRow, TargetRow } from './model.ts'
import { groupChanged } from './plane.ts'
import { requireGroup } from './target-groups.ts'

/** Shortest drain at any time scale, unless the delay is 0. */
const DRAIN_LEAST_MS = 500

const registering: TargetHealth = {
  State: 'initial',
  Reason: 'Elb.RegistrationInProgress',
  Description: 'Target registration is in progress',
}
export const checking: TargetHealth = {
  State: 'initial',
  Reason: 'Elb.InitialHealthChecking',
  Description: 'Initial health checks in progress',
}
export const notInUse: TargetHealth = {
  State: 'unused',
  Reason: 'Target.NotInUse',
  Description: 'Target group is not configured to receive traffic from the load balancer',
}
const draining: TargetHealth = {
  State: 'draining',
  Reason: 'Target.DeregistrationInProgress',
  Description: 'Target deregistration is in progress',
}
const notRegistered: TargetHealth = {
  State: 'unused',
  Reason: 'Target.NotRegistered',
  Description: 'Target is not registered to the target group',
}

export function registerTargets(world: World, input: RegisterTargetsInput): RegisterTargetsOutput {
  const group = requireGroup(world, input.TargetGroupArn)
  for (const { Id, Port } of input.Targets ?? []) {
    if (!Id || (group.targetType === 'ip' && !/^\d+\.\d+\.\d+\.\d+$/.test(Id)))
      throw new AwsFault('InvalidTarget', `The IP address '${Id}' is not a valid IPv4 address`)
    registerTarget(world, group.arn, Id, Port ?? group.port)
  }
  return {}
}

/** Targets that are not registered are passed over. */
export function deregisterTargets(world: World, input: DeregisterTargetsInput): DeregisterTargetsOutput {
  const group = requireGroup(world, input.TargetGroupArn)
  for (const { Id, Port } of input.Targets ?? [])
    for (const target of [...group.targets.values()])
      if (target.address === Id && (Port === undefined || target.port === Port))
        deregisterTarget(world, group.arn, target.address, target.port)
  return {}
}

export function describeTargetHealth(world: World, input: DescribeTargetHealthInput): DescribeTargetHealthOutput {
  const group = requireGroup(world, input.TargetGroupArn)
  const describe = (address: string, port: number, health: TargetHealth) => ({
    Target: { Id: address, Port: port, AvailabilityZone: group.targets.get(`${address}:${port}`)?.zone ?? zoneOf(world, address) },
    HealthCheckPort: group.check.port === 'traffic-port' ? String(port) : group.check.port,
    TargetHealth: health,
  })
  if (input.Targets?.length)
    return {
      TargetHealthDescriptions: input.Targets.map(({ Id = '', Port = group.port }) =>
        describe(Id, Port, group.targets.get(`${Id}:${Port}`)?.health ?? notRegistered),
      ),
    }
  const listed = [...group.targets.values()].filter(isListed)
  return { TargetHealthDescriptions: listed.map((target) => describe(target.address, target.port, target.health)) }
}

/** The state of one target, or undefined when it is not in the group. */
export function targetHealth(world: World, groupArn: string, address: string, port: number): TargetHealth | undefined {
  return world.elb.groups.get(groupArn)?.targets.get(`${address}:${port}`)?.health
}

/** Registers a target; the data plane learns of it after the propagation delay, and then health checks begin. */
export function registerTarget(world: World, groupArn: string, address: string, port: number): void {
  const group = world.elb.groups.get(groupArn)
  if (!group) return
  const key = `${address}:${port}`
  let target = group.targets.get(key)
  if (target && target.health.State !== 'draining' && isListed(target)) return
  target?.cancelDrain?.()
  target = {
    group,
    address,
    port,
    zone: zoneOf(world, address),
    health: group.user ? registering : notInUse,
    verdict: 'initial',
    inPlane: 'not yet',
    planeAtMs: world.nowMs() + world.drawPropagationMs(),
    successes: 0,
    failures: 0,
    cancelProbe: undefined,
    probeId: undefined,
    cancelDrain: undefined,
  }
  const registered = target
  group.targets.set(key, registered)
  world.at(registered.planeAtMs, () => {
    if (group.targets.get(key) !== registered || registered.inPlane !== 'not yet') return
    registered.inPlane = 'registered'
    if (registered.health === registering) registered.health = checking
    startChecks(world, registered)
    groupChanged(world, group)
  })
}

/**
 * Begins to drain a target; true when it drains, false when it is gone already. It shows as draining for the whole deregistration delay;
 * the data plane stops sending new requests only after the propagation delay.
 */
export function deregisterTarget(world: World, groupArn: string, address: string, port: number): boolean {
  const group = world.elb.groups.get(groupArn)
  const target = group?.targets.get(`${address}:${port}`)
  if (!group || !target) return false
  if (target.health.State === 'draining') return true
  stopChecks(world, target)
  if (!group.user) {
    remove(world, target)
    return false
  }
  target.health = draining
  world.targetChanged(group.arn, address)
  const delayS = Number(group.attributes.get('deregistration_delay.timeout_seconds'))
  const goneAtMs = world.nowMs() + (delayS === 0 ? 0 : Math.max(DRAIN_LEAST_MS, world.scaled(delayS * 1000)))
  target.planeAtMs = Math.max(target.planeAtMs, world.nowMs() + world.drawPropagationMs())
  const key = `${address}:${port}`
  const cancelPlane = world.at(target.planeAtMs, () => {
    target.inPlane = 'draining'
    groupChanged(world, group)
  })
  const cancelGone = world.at(goneAtMs, () => world.targetGone(group.arn, address))
  const cancelRemoval = world.at(Math.max(goneAtMs, target.planeAtMs), () => {
    if (group.targets.get(key) === target) remove(world, target)
  })
  const cancelHide = world.at(goneAtMs, () => {
    target.health = notRegistered
  })
  target.cancelDrain = () => {
    cancelPlane()
    cancelGone()
    cancelRemoval()
    cancelHide()
  }
  return true
}

/** Of the task that has the address; what is no task is taken to be in the first zone. */
function zoneOf(world: World, address: string): string {
  return world.ecs.tasksByAddress.get(address)?.zone ?? zoneOfSubnet(world, 0)
}

function remove(world: World, target: TargetRow): void {
  target.group.targets.delete(`${target.address}:${target.port}`)
  groupChanged(world, target.group)
  world.targetChanged(target.group.arn, target.address)
}

/** Whether the control plane still shows the target: with a drain shorter than the propagation it is gone before the data plane knows. */
export function isListed(target: TargetRow): boolean {
  return target.health !== notRegistered
}

/** The group has come into use, or has fallen out of it: its targets begin to be checked, or become unused. */
export function usageChanged(world: World, group: GroupRow): void {
  for (const target of group.targets.values()) {
    if (target.health.State === 'draining' || !isListed(target)) continue
    target.health = group.user ? (target.inPlane === 'registered' ? checking : registering) : notInUse
    target.verdict = 'initial'
    target.successes = 0
    target.failures = 0
    if (group.user) startChecks(world, target)
    else stopChecks(world, target)
    world.targetChanged(group.arn, target.address)
  }
  groupChanged(world, group)
}
