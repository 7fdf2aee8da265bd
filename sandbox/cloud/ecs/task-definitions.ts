import type {
  ContainerDefinition,
  DeregisterTaskDefinitionRequest,
  DeregisterTaskDefinitionResponse,
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse,
  ListTaskDefinitionsRequest,
  ListTaskDefinitionsResponse,
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
} from '@aws-sdk/client-ecs'
import { pageOf } from '../paging.ts'
import { AwsFault } from '../ports.ts'
import { arnOf, type World } from '../world.ts'
import type { TaskDefinitionRow } from './model.ts'
import { bornTagged, seenTagsOf } from './tagging.ts'

/** Answers with the definition as stored: what AWS fills in is filled in. */
export function registerTaskDefinition(world: World, input: RegisterTaskDefinitionRequest): RegisterTaskDefinitionResponse {
  const { family, containerDefinitions, tags } = input
  if (!family || !/^[A-Za-z0-9_-]{1,255}$/.test(family)) throw new AwsFault('ClientException', 'Family contains invalid characters.')
  if (!containerDefinitions?.length) throw new AwsFault('ClientException', 'Container list cannot be empty.')
  if (new Set(containerDefinitions.map((container) => container.name)).size < containerDefinitions.length)
    throw new AwsFault('ClientException', 'Container names must be unique.')
  const awsvpc = input.networkMode === 'awsvpc'
  const containers = containerDefinitions.map((container) => completed(container, awsvpc))
  if (!containers.some((container) => container.essential))
    throw new AwsFault('ClientException', 'A task definition must have at least one essential container.')
  const revisions = world.ecs.families.get(family) ?? []
  const revision = revisions.length + 1
  const arn = arnOf(world, 'ecs', `task-definition/${family}:${revision}`)
  const fargate = input.requiresCompatibilities?.includes('FARGATE')
  if (fargate && (!input.cpu || !input.memory))
    throw new AwsFault('ClientException', "Fargate requires that 'cpu' be defined at the task level.")
  const { tags: _, ...given } = input
  const row: TaskDefinitionRow = {
    arn,
    definition: {
      ...given,
      taskDefinitionArn: arn,
      family,
      revision,
      containerDefinitions: containers,
      volumes: input.volumes ?? [],
      placementConstraints: input.placementConstraints ?? [],
      status: 'ACTIVE',
      requiresAttributes: [],
      compatibilities: awsvpc && input.cpu && input.memory ? ['EC2', 'FARGATE'] : ['EC2'],
      registeredAt: world.now(),
      registeredBy: `arn:aws:iam::${world.options.accountId}:role/sandbox`,
    },
    ...bornTagged(tags),
  }
  revisions.push(row)
  world.ecs.families.set(family, revisions)
  world.ecs.taskDefinitions.set(arn, row)
  return { taskDefinition: row.definition, tags: [...row.tags] }
}

export function describeTaskDefinition(world: World, input: DescribeTaskDefinitionRequest): DescribeTaskDefinitionResponse {
  const row = findTaskDefinition(world, input.taskDefinition)
  if (!row) throw new AwsFault('ClientException', 'Unable to describe task definition.')
  return { taskDefinition: row.definition, ...(input.include?.includes('TAGS') ? { tags: seenTagsOf(world, row) } : {}) }
}

/** Running tasks and services that use it go on; new ones are refused. */
export function deregisterTaskDefinition(world: World, input: DeregisterTaskDefinitionRequest): DeregisterTaskDefinitionResponse {
  const row = input.taskDefinition?.includes(':') ? findTaskDefinition(world, input.taskDefinition) : undefined
  if (!row) throw new AwsFault('ClientException', 'The specified task definition does not exist.')
  row.definition = { ...row.definition, status: 'INACTIVE', deregisteredAt: world.now() }
  return { taskDefinition: row.definition }
}

/** ARNs by family and revision; ACTIVE ones unless asked otherwise. */
export function listTaskDefinitions(world: World, input: ListTaskDefinitionsRequest): ListTaskDefinitionsResponse {
  const status = input.status ?? 'ACTIVE'
  const arns = [...world.ecs.families]
    .filter(([family]) => input.familyPrefix === undefined || family === input.familyPrefix)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, rows]) => rows.filter((row) => row.definition.status === status).map((row) => row.arn))
  if (input.sort === 'DESC') arns.reverse()
  const { page, nextToken } = pageOf(arns, input.maxResults ?? 100, input.nextToken)
  return { taskDefinitionArns: page, ...(nextToken === undefined ? {} : { nextToken }) }
}

/** By ARN, `family:revision`, or family alone for its newest active revision. */
export function findTaskDefinition(world: World, ref: string | undefined): TaskDefinitionRow | undefined {
  if (ref === undefined) return undefined
  const name = ref.startsWith('arn:') ? ref.slice(ref.indexOf('/') + 1) : ref
  const colon = name.indexOf(':')
  if (colon >= 0) return world.ecs.families.get(name.slice(0, colon))?.[Number(name.slice(colon + 1)) - 1]
  return world.ecs.families.get(name)?.findLast((row) => row.definition.status === 'ACTIVE')
}

/** As `findTaskDefinition`, for those who want to run it: it must exist and be active. */
export function requireTaskDefinition(world: World, ref: string | undefined): TaskDefinitionRow {
  const row = findTaskDefinition(world, ref)
  if (!row) throw new AwsFault('ClientException', 'TaskDefinition not found.')
  if (row.definition.status !== 'ACTIVE') throw new AwsFault('ClientException', 'TaskDefinition is inactive')
  return row
}

function completed(container: ContainerDefinition, awsvpc: boolean): ContainerDefinition {
  if (!container.name || !container.image)
    throw new AwsFault('ClientException', 'Container.name and Container.image should not be null or empty.')
  return {
    ...container,
    cpu: container.cpu ?? 0,
    essential: container.essential ?? true,
    portMappings: (container.portMappings ?? []).map((mapping) => ({
      ...mapping,
      hostPort: mapping.hostPort ?? (awsvpc ? mapping.containerPort : 0),
      protocol: mapping.protocol ?? 'tcp',
    })),
    environment: container.environment ?? [],
    mountPoints: container.mountPoints ?? [],
    volumesFrom: container.volumesFrom ?? [],
    systemControls: container.systemControls ?? [],
    ...(container.healthCheck ? { healthCheck: { interval: 30, timeout: 5, retries: 3, ...container.healthCheck } } : {}),
  }
}
