import type { Deployment, Service, ServiceDeployment, ServiceDeploymentBrief } from '@aws-sdk/client-ecs'
import { SluiceError } from '../domain/errors.ts'
import { awsErrorName } from './explain-error.ts'
import type { Send } from './operations.ts'
import { revisionOf } from './task-definitions.ts'

/** Where a service is: names or ARNs. */
export interface ServiceRef {
  readonly cluster: string
  readonly service: string
}

/** The name of a cluster or a service, from its name or its ARN. */
export function nameOf(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1)
}

/**
 * The newest service deployment known, as `<created at, ms>/<id>`: what comes after it can be told from what was there.
 * Only characters a tag may hold.
 */
export type Mark = string

/** Before the first deployment of a service. */
export const noMark: Mark = '0/'

/** The clocks of the service, of its deployments and of its tasks may differ by so much. */
export const clockMarginMs = 5_000

type Known = Pick<ServiceDeploymentBrief, 'serviceDeploymentArn' | 'createdAt'>

/** The later of a mark and a deployment. */
export function laterMark(mark: Mark, deployment: Known): Mark {
  return isAfter(deployment, mark) ? `${String(createdAtMs(deployment))}/${idOf(deployment)}` : mark
}

/** Whether a deployment was created after the mark was taken. */
export function isAfter(deployment: Known, mark: Mark): boolean {
  const slash = mark.indexOf('/')
  return createdAtMs(deployment) >= Number(mark.slice(0, slash)) && idOf(deployment) !== mark.slice(slash + 1)
}

export function createdAtMs(deployment: Known): number {
  return deployment.createdAt?.getTime() ?? 0
}

/** The last part of a service deployment's ARN. */
export function idOf(deployment: Known): string {
  const arn = deployment.serviceDeploymentArn ?? ''
  return arn.slice(arn.lastIndexOf('/') + 1)
}

/** Whether a deployment has not come to its end; a status this code does not know yet counts as one on the way. */
export function isUnderWay({ status }: Pick<ServiceDeploymentBrief, 'status'>): boolean {
  return status !== 'SUCCESSFUL' && !endedShort({ status })
}

/** Whether a deployment came to an end without success. */
function endedShort({ status }: Pick<ServiceDeploymentBrief, 'status'>): boolean {
  return status === 'STOPPED' || status === 'ROLLBACK_SUCCESSFUL' || status === 'ROLLBACK_FAILED'
}

/**
 * Whether UpdateService with this revision would start nothing although something has to be started: the primary deployment has the
 * revision already, and the last service deployment failed or was stopped. A deployment after the mark is none of the past.
 * UpdateService compares task definitions only; a deployment that failed launches no more tasks (API reference, Deployment.rolloutState).
 */
export async function needsForce(send: Send, ref: ServiceRef, revision: string, mark: Mark, signal?: AbortSignal): Promise<boolean> {
  const primary = primaryOf(await describeService(send, ref, signal))
  if (revisionOf(primary?.taskDefinition ?? '') !== revision) return false
  const last = (await listDeployments(send, ref, undefined, signal))[0]
  if (!last || !endedShort(last) || isAfter(last, mark)) return false
  // Where the list lags behind the service, the primary deployment is a later one that may well be on its way.
  return (primary?.createdAt?.getTime() ?? 0) <= createdAtMs(last) + clockMarginMs
}

/** The deployment that the service is set to. */
export function primaryOf({ deployments }: Service): Deployment | undefined {
  return deployments?.find((each) => each.status === 'PRIMARY')
}

/** Newest first: those created at or after a time, all pages; without a time the newest page alone. */
export async function listDeployments(
  send: Send,
  { cluster, service }: ServiceRef,
  sinceMs: number | undefined,
  signal?: AbortSignal,
): Promise<readonly ServiceDeploymentBrief[]> {
  const found: ServiceDeploymentBrief[] = []
  let nextToken: string | undefined
  do {
    const answer = await send(
      'ecs:ListServiceDeployments',
      {
        cluster,
        service,
        ...(sinceMs !== undefined && sinceMs > 0 && { createdAt: { after: new Date(sinceMs) } }),
        ...(nextToken !== undefined && { nextToken }),
      },
      signal,
    )
    found.push(...(answer.serviceDeployments ?? []))
    nextToken = sinceMs === undefined ? undefined : answer.nextToken
  } while (nextToken !== undefined)
  return found.sort((a, b) => createdAtMs(b) - createdAtMs(a))
}

/** The deployment, or undefined while reads lag behind its creation. */
export async function describeDeployment(send: Send, arn: string, signal?: AbortSignal): Promise<ServiceDeployment | undefined> {
  const { serviceDeployments } = await send('ecs:DescribeServiceDeployments', { serviceDeploymentArns: [arn] }, signal)
  return serviceDeployments?.[0]
}

/** Task definitions (`family:number`) of service revisions. A service revision never changes, so each is asked for once. */
export interface RevisionNames {
  get(serviceRevisionArns: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>>
}

export function createRevisionNames(send: Send): RevisionNames {
  const known = new Map<string, string>()
  return {
    async get(arns, signal) {
      const unknown = [...new Set(arns)].filter((arn) => !known.has(arn))
      for (let i = 0; i < unknown.length; i += 20) {
        const answer = await send('ecs:DescribeServiceRevisions', { serviceRevisionArns: unknown.slice(i, i + 20) }, signal)
        for (const { serviceRevisionArn, taskDefinition } of answer.serviceRevisions ?? []) {
          if (serviceRevisionArn !== undefined && taskDefinition !== undefined) known.set(serviceRevisionArn, revisionOf(taskDefinition))
        }
      }
      return known
    },
  }
}

/** The service as described now. Throws PREFLIGHT_FAILED when there is none, or no such cluster. */
export async function describeService(send: Send, { cluster, service }: ServiceRef, signal?: AbortSignal): Promise<Service> {
  const { services } = await send('ecs:DescribeServices', { cluster, services: [service] }, signal).catch((error: unknown) => {
    if (awsErrorName(error) !== 'ClusterNotFoundException') throw error
    throw missing(`There is no cluster "${nameOf(cluster)}" in this region`, 'cluster', error)
  })
  const found = services?.[0]
  if (!found) throw missing(`There is no service "${nameOf(service)}" in cluster "${nameOf(cluster)}"`, 'service')
  return found
}

function missing(message: string, input: 'cluster' | 'service', cause?: unknown): SluiceError {
  return new SluiceError('PREFLIGHT_FAILED', message, { hint: `Check the input \`${input}\`, the region and the account.`, cause })
}
