import { SluiceError } from '../domain/errors.ts'
import { applyImages, type ContainerImage, type Made, type TaskDefinition } from '../domain/task-definition.ts'
import { sameContent } from '../domain/task-definition/content.ts'
import { parseTaskDefinition } from '../domain/task-definition/parse.ts'
import { awsErrorName } from './explain-error.ts'
import type { Input, Send } from './operations.ts'

/** What is to run: a document, a revision by family, `family:number` or ARN, or what runs now. */
export type WantedContent =
  | { readonly kind: 'document'; readonly document: unknown }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'running' }

/** A revision as it is registered. */
export interface RegisteredRevision {
  /** `family:number` */
  readonly revision: string
  readonly arn: string
  readonly active: boolean
  readonly definition: TaskDefinition
}

/** The content wanted, and the revision that has it already, if one has. */
export interface ResolvedRevision {
  readonly definition: TaskDefinition
  readonly existing: RegisteredRevision | undefined
}

/** `family:number` of a task definition's ARN; other names are given back as they are. */
export function revisionOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1) : nameOrArn
}

/** A revision by family (its latest ACTIVE one), `family:number` or ARN; undefined when there is none. */
export async function describeTaskDefinition(send: Send, nameOrArn: string, signal?: AbortSignal): Promise<RegisteredRevision | undefined> {
  try {
    const answer = await send('ecs:DescribeTaskDefinition', { taskDefinition: nameOrArn, include: ['TAGS'] }, signal)
    const described = answer.taskDefinition
    if (!described?.taskDefinitionArn) return undefined
    // An empty list of tags cannot be registered again.
    const tags = answer.tags?.length ? { tags: answer.tags } : {}
    const made = parseTaskDefinition({ taskDefinition: described, ...tags })
    if ('problems' in made) throw invalid(`${nameOrArn} cannot be read`, made.problems)
    return {
      revision: revisionOf(described.taskDefinitionArn),
      arn: described.taskDefinitionArn,
      active: described.status === 'ACTIVE',
      definition: made.value,
    }
  } catch (error) {
    // AWS has no error of its own for it: "Unable to describe task definition."
    if (awsErrorName(error) === 'ClientException') return undefined
    throw error
  }
}

/**
 * Finds the content wanted and the revision that has it: the one the service runs if it is equal, else the latest of the family.
 * Writes nothing. Throws INPUT_INVALID with everything that is wrong.
 */
export async function resolveRevision(
  send: Send,
  wanted: WantedContent,
  images: readonly ContainerImage[],
  running: RegisteredRevision | undefined,
  signal?: AbortSignal,
): Promise<ResolvedRevision> {
  if (wanted.kind === 'document') {
    const definition = unwrap(parseTaskDefinition(wanted.document), 'The task definition cannot be registered')
    return equalRevision(send, unwrap(applyImages(definition, images), 'The images do not fit the task definition'), running, signal)
  }
  const named = wanted.kind === 'running' ? running : await describeTaskDefinition(send, wanted.name, signal)
  if (!named) {
    throw new SluiceError(
      'INPUT_INVALID',
      `There is no task definition ${wanted.kind === 'named' ? wanted.name : 'that the service runs'}`,
      {
        hint: 'Give a family, family:revision or ARN of this account and region, or the path of a file.',
      },
    )
  }
  if (images.length === 0) return { definition: named.definition, existing: named }
  const definition = unwrap(applyImages(named.definition, images), `The images do not fit ${named.revision}`)
  return equalRevision(send, definition, running, signal)
}

/** Registers the content as the next revision of its family. AWS takes one a second: THROTTLED is the caller's to wait out. */
export async function registerRevision(send: Send, definition: TaskDefinition, signal?: AbortSignal): Promise<RegisteredRevision> {
  // Parsing held every member to the API's own shape.
  const answer = await send('ecs:RegisterTaskDefinition', definition as unknown as Input<'ecs:RegisterTaskDefinition'>, signal)
  const arn = answer.taskDefinition?.taskDefinitionArn
  if (arn === undefined)
    throw new SluiceError('AWS_ERROR', `AWS answered ecs:RegisterTaskDefinition of ${definition.family} without an ARN`)
  return { revision: revisionOf(arn), arn, active: true, definition }
}

async function equalRevision(
  send: Send,
  definition: TaskDefinition,
  running: RegisteredRevision | undefined,
  signal: AbortSignal | undefined,
): Promise<ResolvedRevision> {
  if (running?.active && sameContent(running.definition, definition)) return { definition, existing: running }
  const latest = await describeTaskDefinition(send, definition.family, signal)
  return { definition, existing: latest?.active && sameContent(latest.definition, definition) ? latest : undefined }
}

function unwrap<T>(made: Made<T>, what: string): T {
  if ('problems' in made) throw invalid(what, made.problems)
  return made.value
}

function invalid(what: string, problems: readonly string[]): SluiceError {
  return new SluiceError('INPUT_INVALID', [`${what}:`, ...problems.map((problem) => `  ${problem}`)].join('\n'))
}
