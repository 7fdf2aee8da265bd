import type { Service } from '@aws-sdk/client-ecs'
import type { TaskDefinition } from '../domain/task-definition.ts'
import type { Problem } from '../ports.ts'
import { type Colour, colours, type Pair } from './pair.ts'
import { isSteady } from './rolling-preflight.ts'
import type { ScalableSides } from './scalable-sides.ts'
import { primaryOf } from './service-deployments.ts'
import { anyServiceProblems, deadlock, targetGroupProblems } from './service-problems.ts'
import { revisionOf } from './task-definitions.ts'

/** What about a service forbids that it is a side of a pair. */
export function sideProblems(pair: Pair, colour: Colour, otherTraffic: 'refuse' | 'accept'): readonly Problem[] {
  const service = pair.services[colour]
  const name = service.serviceName ?? colour
  const texts = [...anyServiceProblems(service)]
  const strategy = service.deploymentConfiguration?.strategy ?? 'ROLLING'
  if (strategy !== 'ROLLING') {
    texts.push(
      `${name} has the deployment strategy ${strategy}, by which ECS shifts traffic itself: set both services to ROLLING, or name one of them alone as \`service\``,
    )
  }
  for (const { advancedConfiguration } of service.loadBalancers ?? []) {
    const managed = advancedConfiguration?.productionListenerRule
    if (managed !== undefined && managed !== '') {
      texts.push(
        `ECS manages the rule ${managed.split(':').at(-1) ?? managed} of ${name} (advancedConfiguration), and would write its weights over ours: remove the advancedConfiguration, which the strategy ROLLING does not need`,
      )
    }
  }
  if (service.schedulingStrategy === 'DAEMON') {
    texts.push(
      `${name} is a DAEMON, whose number of tasks is that of the instances: a side must be sized. Use the action rolling-ecs for it`,
    )
  }
  // With another controller the target groups are those of its task sets.
  if ((service.deploymentController?.type ?? 'ECS') === 'ECS') texts.push(...loadBalancerTexts(pair, colour, name))
  const other = otherTraffic === 'refuse' ? otherWays(service) : []
  return [...texts.map((text): Problem => ({ code: 'PREFLIGHT_FAILED', text })), ...other.map((way) => reachedOtherwise(name, way))]
}

function loadBalancerTexts({ groups }: Pair, colour: Colour, name: string): readonly string[] {
  if (groups[colour].length === 0) {
    return [
      `${name} has no target group, and traffic is shifted by the rules of an Application Load Balancer: use the action rolling-ecs for it`,
    ]
  }
  return groups[colour].flatMap(({ TargetGroupName = '', Protocol = 'HTTP' }) =>
    Protocol === 'HTTP' || Protocol === 'HTTPS'
      ? []
      : [
          `The target group ${TargetGroupName} of ${name} speaks ${Protocol}, as behind a Network Load Balancer, whose shifts cannot be watched: put the pair behind an Application Load Balancer, or use the action rolling-ecs`,
        ],
  )
}

/** Ways to the tasks past the load balancer. Those of Service Connect and VPC Lattice are told of a deployment. */
function otherWays(service: Service): readonly string[] {
  const primary = primaryOf(service)
  const ways: string[] = []
  const registries = (service.serviceRegistries ?? []).map(({ registryArn = '' }) => registryArn.split('/').at(-1))
  if (registries.length > 0) ways.push(`Cloud Map (${registries.join(', ')})`)
  const connect = primary?.serviceConnectConfiguration
  // A client of others only has no way to itself.
  if (connect?.enabled === true && (connect.services ?? []).length > 0)
    ways.push(`Service Connect (${connect.namespace ?? 'default namespace'})`)
  const lattice = primary?.vpcLatticeConfigurations ?? []
  if (lattice.length > 0) ways.push('VPC Lattice')
  return ways
}

function reachedOtherwise(name: string, way: string): Problem {
  const text = `${name} is reached through ${way} too, where no weight counts: clients there get both sides as long as both have tasks. Take it away, or say \`other-traffic: accept\``
  return { code: 'SIDE_HAS_OTHER_TRAFFIC', text }
}

/** What makes two services no pair. */
export function pairingProblems({ services, groups }: Pair): readonly string[] {
  const { blue, green } = services
  if (blue.serviceArn === green.serviceArn) {
    return [`blue and green are both ${blue.serviceName ?? ''}: a pair is two services, each with a target group of its own`]
  }
  const greens = new Set(groups.green.map(({ TargetGroupArn }) => TargetGroupArn))
  const shared = groups.blue.filter(({ TargetGroupArn }) => greens.has(TargetGroupArn))
  return shared.map(
    ({ TargetGroupName, TargetGroupArn }) =>
      `${blue.serviceName ?? 'blue'} and ${green.serviceName ?? 'green'} register their tasks in the same target group, ${TargetGroupName ?? TargetGroupArn ?? ''}, so that no weight tells them apart: give each its own`,
  )
}

/** What about the side that serves forbids to begin. `healthy`: its targets. */
export function liveProblems(service: Service, healthy: number, minHealthy: number): readonly string[] {
  const name = service.serviceName ?? ''
  const desired = service.desiredCount ?? 0
  const texts: string[] = []
  if (!isSteady(service)) {
    const primary = primaryOf(service)
    const state = primary?.rolloutState ?? `${String(service.runningCount ?? 0)} of ${String(desired)} tasks running`
    texts.push(
      `${name} serves, and its deployment of ${revisionOf(primary?.taskDefinition ?? service.taskDefinition ?? '')} has not been completed (${state}): what is gone back to must be at rest. Wait for it, or set it right first`,
    )
  }
  if (healthy === 0) {
    texts.push(
      `${name} serves, and has no healthy target (desired count ${String(desired)}): there is nothing sound to go back to. See why first`,
    )
  } else if (minHealthy > healthy) {
    texts.push(
      `\`min-healthy\` is ${String(minHealthy)}, and ${name}, which serves, has ${String(healthy)} healthy targets: no side would ever be fit. Lower it, or scale the service out`,
    )
  }
  return texts
}

/** What keeps the idle side from getting as many tasks as the live one has. `wanted`: how many those are. */
export function idleProblems(
  pair: Pair,
  idle: Colour,
  wanted: number,
  scaling: ScalableSides,
  content: TaskDefinition | undefined,
): readonly string[] {
  const service = pair.services[idle]
  const name = service.serviceName ?? idle
  const texts: string[] = []
  // From no task at all there is always room to start some.
  const stuck = (service.runningCount ?? 0) > 0 ? deadlock({ ...service, desiredCount: wanted }) : undefined
  if (stuck !== undefined) texts.push(`${name}: ${stuck}`)
  const max = scaling[idle]?.max
  if (max !== undefined && max < wanted) {
    texts.push(
      `The MaxCapacity of ${name} is ${String(max)}, and the side that serves has ${String(wanted)} tasks: raise it to ${String(wanted)} or more`,
    )
  }
  if (content) texts.push(...targetGroupProblems(service, pair.groups[idle], content).map(({ text }) => text))
  return texts
}

/** AWS refuses to write such a rule: group stickiness has to be on where targets are sticky ("Sticky sessions", Application Load Balancers). */
export function stickinessProblems(
  { groups, rules }: Pair,
  attributesOf: (groupArn: string) => Readonly<Record<string, string>>,
): readonly string[] {
  const sticky = colours.flatMap((colour) =>
    groups[colour].filter(({ TargetGroupArn = '' }) => attributesOf(TargetGroupArn)['stickiness.enabled'] === 'true'),
  )
  if (sticky.length === 0) return []
  const names = sticky.map(({ TargetGroupName = '' }) => TargetGroupName).join(', ')
  return rules
    .filter(({ stickiness }) => !stickiness.enabled)
    .map(
      ({ words }) =>
        `Targets of ${names} are sticky, and ${words} has no group stickiness: AWS refuses to write its weights. Turn group stickiness on, or stickiness.enabled of the target groups off`,
    )
}
