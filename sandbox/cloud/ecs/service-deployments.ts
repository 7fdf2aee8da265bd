import type {
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse,
  Failure,
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse,
  ServiceDeployment,
  ServiceDeploymentBrief,
  ServiceRevision,
  StopServiceDeploymentRequest,
  StopServiceDeploymentResponse,
} from '@aws-sdk/client-ecs'
import { seen } from '../../lag.ts'
import { pageOf } from '../paging.ts'
import { AwsFault } from '../ports.ts'
import type { World } from '../world.ts'
import { requireCluster } from './clusters.ts'
import { isUnderWay } from './deployments.ts'
import { findService } from './services.ts'
import { touchServiceDeployment } from './touch.ts'
import { wake } from './wake.ts'

/** Newest first. A fresh deployment appears in the list only after the read lag. */
export function listServiceDeployments(world: World, input: ListServiceDeploymentsRequest): ListServiceDeploymentsResponse {
  const service = findService(world, requireCluster(world, input.cluster), input.service)
  if (!service) throw new AwsFault('ServiceNotFoundException', 'Service not found.')
  const nowMs = world.nowMs()
  const { after, before } = input.createdAt ?? {}
  const briefs: ServiceDeploymentBrief[] = []
  for (const row of service.serviceDeployments) {
    const answer = seen(row.seen, nowMs)
    if (!answer) continue
    if (input.status?.length && !input.status.includes(answer.status!)) continue
    if ((after && row.createdAt < after) || (before && row.createdAt > before)) continue
    briefs.push(brief(answer))
  }
  const { page, nextToken } = pageOf(briefs, input.maxResults ?? 20, input.nextToken)
  return { serviceDeployments: page, ...(nextToken === undefined ? {} : { nextToken }) }
}

export function describeServiceDeployments(world: World, input: DescribeServiceDeploymentsRequest): DescribeServiceDeploymentsResponse {
  const serviceDeployments: ServiceDeployment[] = []
  const failures: Failure[] = []
  for (const arn of limited(input.serviceDeploymentArns)) {
    const row = world.ecs.serviceDeployments.get(arn)
    const answer = row && seen(row.seen, world.nowMs())
    if (answer) serviceDeployments.push(answer)
    else failures.push({ arn, reason: 'MISSING' })
  }
  return { serviceDeployments, failures }
}

export function describeServiceRevisions(world: World, input: DescribeServiceRevisionsRequest): DescribeServiceRevisionsResponse {
  const serviceRevisions: ServiceRevision[] = []
  const failures: Failure[] = []
  for (const arn of limited(input.serviceRevisionArns)) {
    const revision = world.ecs.revisions.get(arn)
    if (revision) serviceRevisions.push(revision)
    else failures.push({ arn, reason: 'MISSING' })
  }
  return { serviceRevisions, failures }
}

/** Asks for a roll-back; it begins at the scheduler's next look. Refused once the deployment has ended (developer guide, stop a service deployment). */
export function stopServiceDeployment(world: World, input: StopServiceDeploymentRequest): StopServiceDeploymentResponse {
  const row = world.ecs.serviceDeployments.get(input.serviceDeploymentArn ?? '')
  if (!row) throw new AwsFault('ServiceDeploymentNotFoundException', 'Service deployment not found.')
  if (input.stopType === 'ABORT') throw new AwsFault('InvalidParameterException', 'Invalid stopType. The only supported value is ROLLBACK.')
  if (!isUnderWay(row))
    throw new AwsFault('ConflictException', 'The service deployment cannot be stopped because it is not in progress.', 400, {
      resourceIds: [row.arn],
    })
  if (row.status !== 'ROLLBACK_IN_PROGRESS') row.status = 'ROLLBACK_REQUESTED'
  touchServiceDeployment(world, row)
  wake(world, row.service)
  return { serviceDeploymentArn: row.arn }
}

function brief(answer: ServiceDeployment): ServiceDeploymentBrief {
  return {
    serviceDeploymentArn: answer.serviceDeploymentArn,
    serviceArn: answer.serviceArn,
    clusterArn: answer.clusterArn,
    startedAt: answer.startedAt,
    createdAt: answer.createdAt,
    finishedAt: answer.finishedAt,
    targetServiceRevisionArn: answer.targetServiceRevision?.arn,
    status: answer.status,
    statusReason: answer.statusReason,
  }
}

function limited(arns: readonly string[] | undefined): readonly string[] {
  if (!arns?.length || arns.length > 20) throw new AwsFault('InvalidParameterException', 'Between 1 and 20 ARNs must be given.')
  return arns
}
