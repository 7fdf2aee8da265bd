import type {
  Cluster,
  CreateClusterRequest,
  CreateClusterResponse,
  DeleteClusterRequest,
  DeleteClusterResponse,
  DescribeClustersRequest,
  DescribeClustersResponse,
} from '@aws-sdk/client-ecs'
import { AwsFault } from '../ports.ts'
import { arnOf, type World } from '../world.ts'
import { isLive, type ClusterRow, type TaskRow } from './model.ts'
import { bornTagged, seenTagsOf } from './tagging.ts'

/** Creating a cluster that exists answers with it. */
export function createCluster(world: World, input: CreateClusterRequest): CreateClusterResponse {
  const name = input.clusterName ?? 'default'
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw new AwsFault('InvalidParameterException', 'Invalid cluster name.')
  const arn = arnOf(world, 'ecs', `cluster/${name}`)
  let cluster = world.ecs.clusters.get(arn)
  if (!cluster || cluster.status === 'INACTIVE') {
    cluster = {
      arn,
      name,
      status: 'ACTIVE',
      services: new Set(),
      standalone: new Set(),
      settings: [{ name: 'containerInsights', value: 'disabled' }],
      ...bornTagged(input.tags),
    }
    world.ecs.clusters.set(arn, cluster)
  }
  return { cluster: render(world, cluster) }
}

/** Unknown clusters come back as failures with the reason MISSING. */
export function describeClusters(world: World, input: DescribeClustersRequest): DescribeClustersResponse {
  const clusters: Cluster[] = []
  const failures = []
  for (const ref of input.clusters ?? ['default']) {
    const cluster = findCluster(world, ref)
    if (!cluster) failures.push({ arn: clusterArn(world, ref), reason: 'MISSING' })
    else clusters.push({ ...render(world, cluster), tags: input.include?.includes('TAGS') ? seenTagsOf(world, cluster) : [] })
  }
  return { clusters, failures }
}

/** Refused while services or tasks are in it. */
export function deleteCluster(world: World, input: DeleteClusterRequest): DeleteClusterResponse {
  const cluster = requireCluster(world, input.cluster)
  const active = [...cluster.services].filter((service) => service.status !== 'INACTIVE')
  if (active.length > 0) throw new AwsFault('ClusterContainsServicesException', 'The Cluster cannot be deleted while Services are active.')
  if ([...tasksOf(cluster)].some(isLive))
    throw new AwsFault('ClusterContainsTasksException', 'The Cluster cannot be deleted while Tasks are active.')
  cluster.status = 'INACTIVE'
  return { cluster: render(world, cluster) }
}

/** By name or ARN; `default` when absent. Throws ClusterNotFoundException unless it is there and active. */
export function requireCluster(world: World, ref: string | undefined): ClusterRow {
  const cluster = findCluster(world, ref ?? 'default')
  if (!cluster || cluster.status === 'INACTIVE') throw new AwsFault('ClusterNotFoundException', 'Cluster not found.')
  return cluster
}

/** All tasks of a cluster, stopped ones while they are kept: those of its services, then those of none. */
export function* tasksOf(cluster: ClusterRow): Generator<TaskRow> {
  for (const service of cluster.services) yield* service.tasks
  yield* cluster.standalone
}

function findCluster(world: World, ref: string): ClusterRow | undefined {
  return world.ecs.clusters.get(clusterArn(world, ref))
}

function clusterArn(world: World, ref: string): string {
  return ref.startsWith('arn:') ? ref : arnOf(world, 'ecs', `cluster/${ref}`)
}

function render(_world: World, cluster: ClusterRow): Cluster {
  let running = 0
  let pending = 0
  let active = 0
  for (const service of cluster.services) if (service.status === 'ACTIVE') active++
  for (const task of tasksOf(cluster)) {
    if (task.lastStatus === 'RUNNING') running++
    else if (task.lastStatus === 'PROVISIONING' || task.lastStatus === 'PENDING' || task.lastStatus === 'ACTIVATING') pending++
  }
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: running,
    pendingTasksCount: pending,
    activeServicesCount: active,
    statistics: [],
    tags: [...cluster.tags],
    settings: cluster.settings.map((setting) => ({ ...setting })),
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [],
  }
}
