import type { Json, TaskDefinition } from '../task-definition.ts'

type Members = Readonly<Record<string, Json | undefined>>

/**
 * Whether registering one would give what the other is: equal after filling in what AWS fills in, without tags,
 * whatever the order where order means nothing.
 */
export function sameContent(a: TaskDefinition, b: TaskDefinition): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b))
}

/**
 * The one form of all documents that mean the same: defaults filled in, what is empty or off left out, keys and unordered lists sorted.
 * Source of the defaults: "Amazon ECS task definition parameters", Developer Guide.
 */
export function canonical(definition: TaskDefinition): Members {
  const { tags: _, ...content } = definition
  const networkMode = content['networkMode'] ?? 'bridge'
  const filled = {
    ...(content as Members),
    networkMode,
    containerDefinitions: definition.containerDefinitions.map((container) => fillContainer(container as Members, networkMode as string)),
    volumes: sortBy(each(content['volumes'], fillVolume), 'name'),
    requiresCompatibilities: [...((content['requiresCompatibilities'] ?? []) as readonly string[])].sort(),
  }
  return tidy(filled) as Members
}

function fillContainer(container: Members, networkMode: string): Members {
  return {
    ...container,
    cpu: container['cpu'] ?? 0,
    // Off is left out below, so what is on by default is kept the other way round.
    essential: container['essential'] === false ? 'no' : 'yes',
    versionConsistency: container['versionConsistency'] ?? 'enabled',
    environment: sortBy(container['environment'], 'name'),
    secrets: sortBy(container['secrets'], 'name'),
    portMappings: each(container['portMappings'], (port) => ({
      ...port,
      protocol: port['protocol'] ?? 'tcp',
      hostPort: hostPort(port, networkMode),
    })),
    ...(container['healthCheck'] !== undefined && {
      healthCheck: { interval: 30, timeout: 5, retries: 3, startPeriod: 0, ...(container['healthCheck'] as Members) },
    }),
  }
}

/** Where the task has an address of its own the ports are the same; else 0 asks for any free one. */
function hostPort(port: Members, networkMode: string): Json {
  const own = networkMode === 'awsvpc' || networkMode === 'host'
  return own && (port['hostPort'] ?? 0) === 0 ? (port['containerPort'] ?? 0) : (port['hostPort'] ?? 0)
}

function fillVolume(volume: Members): Members {
  const efs = volume['efsVolumeConfiguration'] as Members | undefined
  return efs === undefined ? volume : { ...volume, efsVolumeConfiguration: { rootDirectory: '/', ...efs } }
}

function each(list: Json | undefined, change: (item: Members) => Members): Members[] {
  return ((list ?? []) as readonly Members[]).map(change)
}

function sortBy(list: Json | undefined, member: string): Members[] {
  const key = (item: Members): string => String(item[member] ?? '')
  return [...((list ?? []) as readonly Members[])].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

/** Without members that are empty or off, keys in order. Items of lists stay, empty or not. */
function tidy(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(tidy)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value as Members)
    .map(([key, item]): [string, Json] => [key, item === undefined ? null : tidy(item)])
    .filter(([, item]) => !isNothing(item))
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function isNothing(value: Json): boolean {
  if (value === null || value === false) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
