import type { ServiceDeployment, ServiceRevisionSummary } from '@aws-sdk/client-ecs'
import type { ReasonCode } from '../domain/outcome.ts'
import type { Travel } from '../domain/rollout.ts'

/** What a service deployment says of where the rollout is. A stopped one may also have been superseded: that takes another call. */
export function travelOf(deployment: ServiceDeployment, towards: 'candidate' | 'baseline'): Travel {
  return towards === 'candidate' ? forward(deployment) : home(deployment)
}

function forward(deployment: ServiceDeployment): Travel {
  const attempt = deployment.serviceDeploymentArn ?? ''
  switch (deployment.status) {
    case 'SUCCESSFUL':
      return { kind: 'arrived', attempt }
    case 'ROLLBACK_REQUESTED':
    case 'ROLLBACK_IN_PROGRESS':
      return { kind: 'returning', attempt, ...reasonOf(deployment) }
    case 'ROLLBACK_SUCCESSFUL':
      return { kind: 'returned', attempt, ...reasonOf(deployment) }
    case 'ROLLBACK_FAILED':
      return { kind: 'stranded', attempt, ...reasonOf(deployment) }
    case 'STOPPED':
      return { kind: 'stopped', attempt, ...reasonOf(deployment) }
    case 'PENDING':
    case 'IN_PROGRESS':
    case 'STOP_REQUESTED':
    case undefined:
    default:
      return { kind: 'moving', attempt, stage: stageOf(deployment) }
  }
}

/** A deployment of the baseline that we started: it is the way home. */
function home(deployment: ServiceDeployment): Travel {
  const attempt = deployment.serviceDeploymentArn ?? ''
  const reason = reasonOf(deployment)
  switch (deployment.status) {
    case 'SUCCESSFUL':
      return { kind: 'returned', attempt, reasonCode: 'ROLLED_BACK', because: 'The baseline is deployed again' }
    case 'PENDING':
    case 'IN_PROGRESS':
    case 'STOP_REQUESTED':
    case undefined:
      return { kind: 'returning', attempt, reasonCode: 'ROLLED_BACK', because: 'the baseline is being deployed' }
    case 'STOPPED':
    case 'ROLLBACK_REQUESTED':
    case 'ROLLBACK_IN_PROGRESS':
    case 'ROLLBACK_SUCCESSFUL':
    case 'ROLLBACK_FAILED':
    default:
      return { kind: 'stranded', attempt, reasonCode: 'ROLLBACK_FAILED', because: reason.because }
  }
}

/** Whether ECS has been asked to go back and does not say yet why: the next read will. */
export function reasonFollows(deployment: ServiceDeployment): boolean {
  const { status, statusReason, rollback, deploymentCircuitBreaker, alarms } = deployment
  const said = statusReason ?? rollback?.reason ?? alarms?.triggeredAlarmNames?.[0]
  return status === 'ROLLBACK_REQUESTED' && said === undefined && deploymentCircuitBreaker?.status !== 'TRIGGERED'
}

/** What its status adds to the counts of tasks, in a word or two. */
function stageOf({ status }: ServiceDeployment): string {
  if (status === 'IN_PROGRESS') return ''
  return status === 'STOP_REQUESTED' ? 'stopping' : 'pending'
}

/** Why ECS turned back or stopped, in its own words. */
function reasonOf(deployment: ServiceDeployment): { readonly reasonCode: ReasonCode; readonly because: string } {
  const { statusReason, rollback, deploymentCircuitBreaker: breaker, alarms, status } = deployment
  const words = statusReason ?? rollback?.reason
  const triggered = alarms?.triggeredAlarmNames ?? []
  if (/circuit breaker/i.test(words ?? '') || breaker?.status === 'TRIGGERED') {
    const count = breaker?.failureCount === undefined ? '' : ` (${String(breaker.failureCount)} failed tasks)`
    return { reasonCode: 'BREAKER_TRIPPED', because: words ?? `The deployment circuit breaker tripped${count}` }
  }
  if (/alarm/i.test(words ?? '') || triggered.length > 0) {
    const names = triggered.filter((name) => !words?.includes(name))
    const suffix = names.length === 0 ? '' : ` (${names.join(', ')})`
    return { reasonCode: 'ALARM_TRIGGERED', because: `${words ?? 'A deployment alarm went off'}${suffix}` }
  }
  return { reasonCode: 'DEPLOYMENT_STOPPED', because: words ?? `ECS reports ${status ?? 'no status'} and gives no reason` }
}

/** Tasks of a side, as one deployment counts them. */
export interface Counts {
  readonly requested: number
  readonly running: number
}

/** Tasks by side. `towards` is where the deployment leads. */
export function countsOf(
  deployment: ServiceDeployment,
  towards: 'candidate' | 'baseline',
  revisionName: (serviceRevisionArn: string) => string | undefined,
  candidate: string,
): Readonly<Record<'candidate' | 'baseline', Counts>> {
  const target = sum(deployment.targetServiceRevision ? [deployment.targetServiceRevision] : [])
  const sources = deployment.sourceServiceRevisions ?? []
  if (towards === 'candidate') return { candidate: target, baseline: sum(sources) }
  const ofCandidate = sources.filter(({ arn }) => arn !== undefined && revisionName(arn) === candidate)
  const others = sources.filter((source) => !ofCandidate.includes(source))
  return {
    candidate: sum(ofCandidate),
    baseline: sum([...(deployment.targetServiceRevision ? [deployment.targetServiceRevision] : []), ...others]),
  }
}

function sum(revisions: readonly ServiceRevisionSummary[]): Counts {
  let requested = 0
  let running = 0
  for (const each of revisions) {
    requested += each.requestedTaskCount ?? 0
    running += each.runningTaskCount ?? 0
  }
  return { requested, running }
}
