import { createHash } from 'node:crypto'
import type { NetworkConfiguration, RunTaskRequest, Service } from '@aws-sdk/client-ecs'
import type { RegisteredRevision } from './task-definitions.ts'

/** What a one-off task is to run. */
export interface TaskWork {
  /** What it is for, such as the phase and the folder of the changes: with family and container the same work, of which one task runs at a time. */
  readonly work: string
  /** What the work is about this time, such as the names of the changes. */
  readonly content?: string
  readonly revision: RegisteredRevision
  readonly container: string
  /** In place of the container's own. */
  readonly command?: readonly string[]
}

/** Most characters of overrides, those of the JSON itself included (API reference, TaskOverride). */
const mostOverrides = 8_192

/** `RunTask` inside the network and on the capacity of a service, without its token; or everything that stands against it. */
export function runTaskRequest(
  cluster: string,
  service: Service,
  work: TaskWork,
): { readonly request: RunTaskRequest } | { readonly problems: readonly string[] } {
  const { revision, container, command } = work
  const problems: string[] = []
  const awsvpc = revision.definition['networkMode'] === 'awsvpc'
  const network = service.networkConfiguration ?? service.taskSets?.find((each) => each.status === 'PRIMARY')?.networkConfiguration
  if (awsvpc && network === undefined) {
    problems.push(
      `${revision.revision} needs a network of its own (awsvpc), and the service ${service.serviceName ?? ''} has none to copy: name another in run-task-service`,
    )
  }
  const providers = uninterrupted(service.capacityProviderStrategy ?? [])
  const fargate =
    providers.length > 0 ? providers.some((each) => each.capacityProvider?.startsWith('FARGATE')) : service.launchType === 'FARGATE'
  if (fargate && !runsOnFargate(revision))
    problems.push(
      `${revision.revision} is not made for Fargate, and the service ${service.serviceName ?? ''} runs there: name another in run-task-definition, or a service on instances in run-task-service`,
    )
  if (startsAnew(work))
    problems.push(
      `${container} of ${revision.revision} has a restartPolicy, so ECS would start it again after its end: take it out, or name another in run-task-definition`,
    )
  const overrides = command && { containerOverrides: [{ name: container, command: [...command] }] }
  const length = overrides === undefined ? 0 : JSON.stringify(overrides).length
  if (length > mostOverrides) {
    problems.push(
      `the command has ${String(length)} characters with all that belongs to it, and ECS takes ${String(mostOverrides)}: put it into the image`,
    )
  }
  if (problems.length > 0) return { problems }
  const onInstances = providers.length === 0 && service.launchType !== 'FARGATE'
  return {
    request: {
      cluster,
      taskDefinition: revision.arn,
      count: 1,
      startedBy: startedBy(work),
      group: groupOf(work),
      ...(awsvpc && { networkConfiguration: inOrder(network) }),
      ...(providers.length > 0 ? { capacityProviderStrategy: providers } : { launchType: service.launchType }),
      ...(service.platformVersion !== undefined && !onInstances && { platformVersion: service.platformVersion }),
      ...(service.placementConstraints?.length && { placementConstraints: service.placementConstraints }),
      ...(service.placementStrategy?.length && { placementStrategy: service.placementStrategy }),
      ...(overrides && { overrides }),
    },
  }
}

/** The order of subnets and groups means nothing, and a token is of one order. */
function inOrder(network: NetworkConfiguration | undefined): NetworkConfiguration {
  const { awsvpcConfiguration: vpc } = network ?? {}
  if (vpc === undefined) return { ...network }
  const securityGroups = vpc.securityGroups && [...vpc.securityGroups].sort()
  return { awsvpcConfiguration: { ...vpc, subnets: [...(vpc.subnets ?? [])].sort(), ...(securityGroups && { securityGroups }) } }
}

/** A migration should not be taken away halfway: where the service may also use plain Fargate, Spot is left out. No strategy may have weights of 0 alone. */
function uninterrupted(strategy: NonNullable<Service['capacityProviderStrategy']>): NonNullable<Service['capacityProviderStrategy']> {
  const plain = strategy.filter((each) => each.capacityProvider === 'FARGATE')
  return plain.length > 0 ? plain.map((each) => ({ ...each, weight: Math.max(1, each.weight ?? 0) })) : strategy
}

function runsOnFargate({ definition }: RegisteredRevision): boolean {
  const made = definition['requiresCompatibilities']
  return definition['networkMode'] === 'awsvpc' && (!Array.isArray(made) || made.length === 0 || made.includes('FARGATE'))
}

/** The command has ended, and runs a second time. */
function startsAnew({ revision, container }: TaskWork): boolean {
  const policy = revision.definition.containerDefinitions.find(({ name }) => name === container)?.['restartPolicy']
  return typeof policy === 'object' && policy !== null && 'enabled' in policy && policy.enabled === true
}

/** By which the tasks of this work are found again. Not by what they run: another release at the same work is to be seen. */
function startedBy({ work, revision, container }: TaskWork): string {
  return `sluice-${digest([work, revision.definition.family, container]).slice(0, 24)}`
}

/** By which those of them that do what we ask for are told from the others: a tag would need a permission more. */
function groupOf({ revision, command, content }: TaskWork): string {
  return `sluice-${digest([revision.arn, command ?? null, content ?? null]).slice(0, 24)}`
}

/**
 * The same for whoever asks for the same in the same turn: ECS then answers with the task it has started already. 64 characters are
 * allowed (developer guide, Ensuring idempotency).
 */
export function clientToken(request: RunTaskRequest, turn: number): string {
  return digest([request, turn])
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
