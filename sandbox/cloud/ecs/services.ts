import type {
  CreateServiceRequest,
  CreateServiceResponse,
  DeleteServiceRequest,
  DeleteServiceResponse,
  DescribeServicesRequest,
  DescribeServicesResponse,
  Failure,
  ListServicesRequest,
  ListServicesResponse,
  Service,
} from '@aws-sdk/client-ecs'
import { lagged, seen } from '../../lag.ts'
import { pageOf } from '../paging.ts'
import { AwsFault } from '../ports.ts'
import { arnOf, type World } from '../world.ts'
import { requireCluster } from './clusters.ts'
import { startDeployment } from './deployments.ts'
import type { ClusterRow, ServiceRow } from './model.ts'
import { kindOf, refuseUnkept } from './service-kinds.ts'
import { validLoadBalancers } from './service-load-balancers.ts'
import { renderService } from './service-view.ts'
import { bornTagged, seenTagsOf } from './tagging.ts'
import { requireTaskDefinition } from './task-definitions.ts'
import { wake } from './wake.ts'

/** Most services one DescribeServices call may name. */
const DESCRIBE_MOST = 10

export function createService(world: World, input: CreateServiceRequest): CreateServiceResponse {
  const cluster = requireCluster(world, input.cluster)
  const name = input.serviceName ?? ''
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw new AwsFault('InvalidParameterException', 'Invalid service name.')
  refuseUnkept(input)
  const kind = kindOf(input)
  const arn = arnOf(world, 'ecs', `service/${cluster.name}/${name}`)
  const existing = world.ecs.services.get(arn)
  if (existing && existing.status !== 'INACTIVE')
    throw existing.status === 'DRAINING'
      ? new AwsFault('InvalidParameterException', 'Unable to Start a service that is still Draining.')
      : new AwsFault('InvalidParameterException', 'Creation of service was not idempotent.')
  const definition = requireTaskDefinition(world, input.taskDefinition)
  const awsvpc = definition.definition.networkMode === 'awsvpc'
  if (awsvpc && !input.networkConfiguration?.awsvpcConfiguration?.subnets?.length)
    throw new AwsFault('InvalidParameterException', "Network Configuration must be provided when networkMode 'awsvpc' is specified.")
  const loadBalancers = validLoadBalancers(world, definition, input.loadBalancers ?? [], kind.moved)
  const service: ServiceRow = {
    arn,
    name,
    cluster,
    createdAt: world.now(),
    settings: {
      launchType: input.launchType ?? 'FARGATE',
      capacityProviderStrategy: input.capacityProviderStrategy,
      platformVersion: input.platformVersion ?? 'LATEST',
      networkConfiguration: input.networkConfiguration,
      healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds ?? (loadBalancers.length > 0 ? 0 : undefined),
      enableECSManagedTags: input.enableECSManagedTags,
      propagateTags: input.propagateTags,
      enableExecuteCommand: input.enableExecuteCommand,
      availabilityZoneRebalancing: input.availabilityZoneRebalancing,
      placementConstraints: input.placementConstraints,
      placementStrategy: input.placementStrategy,
      serviceRegistries: input.serviceRegistries,
      serviceConnectConfiguration: input.serviceConnectConfiguration,
      loadBalancers,
    },
    ...kind,
    firstDefinition: definition,
    status: 'ACTIVE',
    desiredCount: input.desiredCount ?? 0,
    deployments: [],
    serviceDeployments: [],
    currentServiceDeployment: undefined,
    lastCompleted: undefined,
    events: [],
    tasks: new Set(),
    seen: lagged<Service>({}),
    steady: false,
    cancelWake: undefined,
    tickPhase: world.nowMs() + world.random.between(0, world.scaled(5_000)),
    ...bornTagged(input.tags),
  }
  world.ecs.services.set(arn, service)
  cluster.services.add(service)
  if (existing) cluster.services.delete(existing)
  // Others have task sets, which are not modelled, and no deployments.
  if (kind.controller === 'ECS') startDeployment(world, service, definition)
  const answer = renderService(service)
  service.seen.versions[0] = { visibleAtMs: -Infinity, value: answer }
  return { service: { ...answer, tags: [...service.tags] } }
}

/** Unknown services come back as failures; inactive ones can still be described. */
export function describeServices(world: World, input: DescribeServicesRequest): DescribeServicesResponse {
  const cluster = requireCluster(world, input.cluster)
  if (!input.services?.length) throw new AwsFault('InvalidParameterException', 'Services cannot be empty.')
  if (input.services.length > DESCRIBE_MOST)
    throw new AwsFault('InvalidParameterException', `Services must have at most ${DESCRIBE_MOST} elements.`)
  const services: Service[] = []
  const failures: Failure[] = []
  const nowMs = world.nowMs()
  for (const ref of input.services) {
    const service = findService(world, cluster, ref)
    const answer = service && seen(service.seen, nowMs)
    if (!answer) failures.push({ arn: serviceArn(world, cluster, ref), reason: 'MISSING' })
    else services.push(input.include?.includes('TAGS') ? { ...answer, tags: seenTagsOf(world, service) } : answer)
  }
  return { services, failures }
}

/** A service scaled above 0 needs `force`. It is DRAINING until its last task has stopped, then INACTIVE. */
export function deleteService(world: World, input: DeleteServiceRequest): DeleteServiceResponse {
  const service = requireService(world, input.cluster, input.service)
  if (service.desiredCount > 0 && !input.force)
    throw new AwsFault('InvalidParameterException', 'The service cannot be stopped while it is scaled above 0.')
  service.status = 'DRAINING'
  service.desiredCount = 0
  world.ecs.staleServices.add(service)
  wake(world, service)
  return { service: { ...renderService(service), tags: [...service.tags] } }
}

export function listServices(world: World, input: ListServicesRequest): ListServicesResponse {
  const cluster = requireCluster(world, input.cluster)
  const arns = [...cluster.services].filter((service) => service.status !== 'INACTIVE').map((service) => service.arn)
  const { page, nextToken } = pageOf(arns, input.maxResults ?? 10, input.nextToken)
  return { serviceArns: page, ...(nextToken === undefined ? {} : { nextToken }) }
}

/** By name or ARN, in whatever status. */
export function findService(world: World, cluster: ClusterRow, ref: string | undefined): ServiceRow | undefined {
  return ref === undefined ? undefined : world.ecs.services.get(serviceArn(world, cluster, ref))
}

/** The service, which must be there and ACTIVE. */
export function requireService(world: World, clusterRef: string | undefined, ref: string | undefined): ServiceRow {
  const service = findService(world, requireCluster(world, clusterRef), ref)
  if (!service) throw new AwsFault('ServiceNotFoundException', 'Service not found.')
  if (service.status !== 'ACTIVE') throw new AwsFault('ServiceNotActiveException', 'Service was not ACTIVE.')
  return service
}

/** An ARN that names another cluster than the call does is a mistake, not a service that is missing (answer of the API, from memory). */
function serviceArn(world: World, cluster: ClusterRow, ref: string): string {
  if (ref.startsWith('arn:')) {
    const own = ref.split('/').at(-2)
    if (own !== cluster.name) throw new AwsFault('InvalidParameterException', `Identifier is for ${own}. Your cluster is ${cluster.name}`)
    return ref
  }
  return arnOf(world, 'ecs', `service/${cluster.name}/${ref}`)
}
