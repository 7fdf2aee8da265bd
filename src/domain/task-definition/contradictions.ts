import type { ContainerDefinition, Json, TaskDefinition } from '../task-definition.ts'

/**
 * What RegisterTaskDefinition would refuse although every member is well formed, so that all of it is told at once.
 * Source: "Amazon ECS task definition parameters", Developer Guide.
 */
export function contradictions(definition: TaskDefinition): string[] {
  const containers = definition.containerDefinitions
  const problems: string[] = []
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(definition.family)) {
    problems.push(`family is ${JSON.stringify(definition.family)}: 1 to 255 letters, digits, hyphens and underscores are allowed`)
  }
  if (containers.length === 0) problems.push('containerDefinitions is empty: a task needs a container')
  const names = containers.map((container) => container.name)
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index))) {
    problems.push(`containerDefinitions: the name ${name} is given to more than one container`)
  }
  if (containers.length > 0 && containers.every((container) => container['essential'] === false)) {
    problems.push('containerDefinitions: no container is essential; one has to be')
  }
  const volumes = new Set(members(definition['volumes']).map((volume) => volume['name']))
  containers.forEach((container, index) => {
    const at = `containerDefinitions[${String(index)}]`
    problems.push(...ownContradictions(container, at), ...ports(container, at, definition))
    for (const { containerName } of members(container['dependsOn'])) {
      if (!names.includes(String(containerName)))
        problems.push(`${at}.dependsOn names ${String(containerName)}; there are ${names.join(', ')}`)
    }
    for (const { sourceVolume } of members(container['mountPoints'])) {
      if (sourceVolume !== undefined && !volumes.has(sourceVolume))
        problems.push(`${at}.mountPoints names the volume ${String(sourceVolume)}, which is not in volumes`)
    }
  })
  return [...problems, ...fargate(definition)]
}

function ownContradictions(container: ContainerDefinition, at: string): string[] {
  const problems: string[] = []
  const environment = members(container['environment']).map((each) => String(each['name']))
  const secrets = members(container['secrets']).map((each) => String(each['name']))
  for (const name of new Set(secrets.filter((each) => environment.includes(each)))) {
    problems.push(`${at}: ${name} is both in environment and in secrets`)
  }
  for (const [where, names] of [
    ['environment', environment],
    ['secrets', secrets],
  ] as const) {
    for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index)))
      problems.push(`${at}.${where}: ${name} is given twice`)
  }
  const { memory, memoryReservation } = container
  if (typeof memory === 'number' && typeof memoryReservation === 'number' && memory <= memoryReservation) {
    problems.push(`${at}: memory ${String(memory)} has to be more than memoryReservation ${String(memoryReservation)}`)
  }
  return problems
}

function ports(container: ContainerDefinition, at: string, definition: TaskDefinition): string[] {
  if (definition['networkMode'] !== 'awsvpc' && definition['networkMode'] !== 'host') return []
  return members(container['portMappings']).flatMap(({ containerPort, hostPort }) =>
    typeof hostPort === 'number' && hostPort !== 0 && hostPort !== containerPort
      ? [
          `${at}.portMappings: hostPort ${String(hostPort)} has to equal containerPort ${String(containerPort)} in network mode ${String(definition['networkMode'])}`,
        ]
      : [],
  )
}

function fargate(definition: TaskDefinition): string[] {
  const wanted = definition['requiresCompatibilities']
  if (!Array.isArray(wanted) || !wanted.includes('FARGATE')) return []
  const problems: string[] = []
  if (definition['networkMode'] !== 'awsvpc')
    problems.push(`networkMode is ${String(definition['networkMode'] ?? 'not given')}: FARGATE needs awsvpc`)
  for (const member of ['cpu', 'memory'])
    if (definition[member] === undefined) problems.push(`${member} is missing: FARGATE needs it for the task`)
  return problems
}

function members(list: Json | undefined): readonly Readonly<Record<string, Json | undefined>>[] {
  return Array.isArray(list) ? (list as readonly Readonly<Record<string, Json | undefined>>[]) : []
}
