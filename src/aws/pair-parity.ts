import type { Service } from '@aws-sdk/client-ecs'
import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Json, TaskDefinition } from '../domain/task-definition.ts'
import { canonical } from '../domain/task-definition/content.ts'
import { type Colour, colours } from './pair.ts'

/** A target group with its attributes by key, as AWS names them. */
export interface GroupSeen {
  readonly group: TargetGroup
  readonly attributes: Readonly<Record<string, string>>
}

/** One side as a swap would make it serve. */
export interface SideSeen {
  readonly service: Service
  /** In the order of the service's load balancers. */
  readonly groups: readonly GroupSeen[]
  /** What it runs, or of the idle side what it is to run. */
  readonly content: TaskDefinition | undefined
}

/** A quality of a side by its name, as text; what is absent differs from what is not. */
type Qualities = ReadonlyMap<string, string>
type Members = Readonly<Record<string, Json | undefined>>

/** What a swap would change besides the revision: of the services and their target groups. A line each: `slow start: blue off, green 30 s`. */
export function placeDisparities(sides: Readonly<Record<Colour, SideSeen>>): readonly string[] {
  return differences({ blue: placeOf(sides.blue), green: placeOf(sides.green) })
}

/** What a swap would change in the tasks: sizes, health checks, and the names of variables and secrets, never their values. */
export function contentDisparities(sides: Readonly<Record<Colour, SideSeen>>): readonly string[] {
  const { blue, green } = sides
  if (!blue.content || !green.content) return []
  const content = { blue: blue.content, green: green.content }
  // A container that only one side has is told by `containers` alone.
  const shared = containersOf(content.blue).filter((name) => containersOf(content.green).includes(name))
  return [
    ...differences({ blue: contentOf(content.blue, shared), green: contentOf(content.green, shared) }),
    ...shared.flatMap((container) => nameDisparities(content, container)),
  ]
}

function differences(sides: Readonly<Record<Colour, Qualities>>): readonly string[] {
  const names = new Set(colours.flatMap((colour) => [...sides[colour].keys()]))
  return [...names].flatMap((name) => {
    const [blue, green] = colours.map((colour) => sides[colour].get(name) ?? 'none')
    return blue === green ? [] : [`${name}: blue ${blue!}, green ${green!}`]
  })
}

function placeOf({ service, groups }: SideSeen): Qualities {
  const { deploymentConfiguration: limits, networkConfiguration } = service
  const network = networkConfiguration?.awsvpcConfiguration
  const strategy = (service.capacityProviderStrategy ?? []).map(
    ({ capacityProvider, weight = 0, base = 0 }) => `${capacityProvider ?? ''} weight ${String(weight)} base ${String(base)}`,
  )
  const breaker = limits?.deploymentCircuitBreaker
  const ports = (service.loadBalancers ?? []).map(
    ({ containerName, containerPort }) => `${containerName ?? ''}:${String(containerPort ?? '')}`,
  )
  return qualities([
    ['launch type', strategy.length > 0 ? undefined : service.launchType],
    ['capacity providers', strategy.sort().join(', ')],
    ['platform version', service.platformVersion],
    ['subnets', listed(network?.subnets)],
    ['security groups', listed(network?.securityGroups)],
    ['public IP', network && (network.assignPublicIp ?? 'DISABLED')],
    ['load balancer', listed(ports)],
    ['minimumHealthyPercent', String(limits?.minimumHealthyPercent ?? 100)],
    ['maximumPercent', String(limits?.maximumPercent ?? 200)],
    ['circuit breaker', breaker?.enable === true ? (breaker.rollback === true ? 'rolls back' : 'on') : 'off'],
    ['grace period', seconds(String(service.healthCheckGracePeriodSeconds ?? 0))],
    ['target groups', String(groups.length)],
    ...groups.flatMap((seen, index) => groupOf(seen).map(([name, value]) => [numbered(name, index, groups.length), value] as const)),
  ])
}

/** With several groups a side, the one they belong to is told by its place among the service's load balancers. */
function numbered(name: string, index: number, count: number): string {
  return count > 1 ? `${name} of target group ${String(index + 1)}` : name
}

function groupOf({ group, attributes }: GroupSeen): readonly (readonly [string, string | undefined])[] {
  const type = attributes['stickiness.type'] ?? ''
  const sticky = `${type} ${seconds(attributes[`stickiness.${type}.duration_seconds`]) ?? ''}`.trim()
  const slowStart = attributes['slow_start.duration_seconds']
  return [
    ['protocol', [group.Protocol, group.ProtocolVersion].filter(Boolean).join(' ')],
    ['target type', group.TargetType],
    ['deregistration delay', seconds(attributes['deregistration_delay.timeout_seconds'])],
    ['stickiness of targets', attributes['stickiness.enabled'] === 'true' ? sticky : 'off'],
    ['slow start', slowStart === undefined || slowStart === '0' ? 'off' : seconds(slowStart)],
    ['algorithm', attributes['load_balancing.algorithm.type']],
    ['health check', group.HealthCheckEnabled === false ? 'off' : 'on'],
    ['health check path', group.HealthCheckPath],
    ['health check port', group.HealthCheckPort],
    ['health check protocol', group.HealthCheckProtocol],
    ['health check codes', group.Matcher?.HttpCode ?? group.Matcher?.GrpcCode],
    ['health check interval', seconds(group.HealthCheckIntervalSeconds)],
    ['health check time-out', seconds(group.HealthCheckTimeoutSeconds)],
    ['healthy threshold', group.HealthyThresholdCount?.toString()],
    ['unhealthy threshold', group.UnhealthyThresholdCount?.toString()],
  ]
}

function contentOf(definition: TaskDefinition, shared: readonly string[]): Qualities {
  const task = canonical(definition)
  const containers = (task['containerDefinitions'] as readonly Members[]).map((each) => ({ ...each, name: text(each['name']) ?? '' }))
  return qualities([
    ['cpu of the task', text(task['cpu'])],
    ['memory of the task', text(task['memory'])],
    ['network mode', text(task['networkMode'])],
    ['containers', listed(containersOf(definition))],
    ...containers
      .filter(({ name }) => shared.includes(name))
      .flatMap((container: Members & { readonly name: string }) => [
        [`cpu of ${container.name}`, text(container['cpu'])] as const,
        [`memory of ${container.name}`, text(container['memory'])] as const,
        [`memory reservation of ${container.name}`, text(container['memoryReservation'])] as const,
        [`health check of ${container.name}`, text(container['healthCheck'])] as const,
      ]),
  ])
}

/** `environment of web: only blue has LOG_LEVEL`. */
function nameDisparities(content: Readonly<Record<Colour, TaskDefinition>>, container: string): readonly string[] {
  const namesOf = (colour: Colour, member: 'environment' | 'secrets'): readonly string[] => {
    const found = content[colour].containerDefinitions.find(({ name }) => name === container)
    return ((found?.[member] ?? []) as readonly { readonly name: string }[]).map(({ name }) => name).sort()
  }
  return (['environment', 'secrets'] as const).flatMap((member) => {
    const told = colours.flatMap((colour) => {
      const others = new Set(namesOf(colour === 'blue' ? 'green' : 'blue', member))
      const only = namesOf(colour, member).filter((name) => !others.has(name))
      return only.length === 0 ? [] : [`only ${colour} has ${only.join(', ')}`]
    })
    return told.length === 0 ? [] : [`${member} of ${container}: ${told.join('; ')}`]
  })
}

function containersOf({ containerDefinitions }: TaskDefinition): readonly string[] {
  return containerDefinitions.map(({ name }) => name)
}

function qualities(entries: readonly (readonly [string, string | undefined])[]): Qualities {
  return new Map(entries.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const])))
}

/** Lists whose order means nothing. */
function listed(items: readonly string[] | undefined): string | undefined {
  return items && items.length > 0 ? [...items].sort().join(' ') : undefined
}

function seconds(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : `${String(value)} s`
}

function text(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}
