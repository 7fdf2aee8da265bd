import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs'
import type { Side, SideSeen, Travel } from '../domain/rollout.ts'
import { countsOf, type Counts } from './rolling-travel.ts'
import { revisionOf } from './task-definitions.ts'

/** Tasks by side from the service itself: deployments of the candidate's revision against all others. */
function countsOfService(service: Service, candidate: string): Readonly<Record<Side, Counts>> {
  const sum = (ours: boolean): Counts => {
    const deployments = (service.deployments ?? []).filter((each) => (revisionOf(each.taskDefinition ?? '') === candidate) === ours)
    return {
      requested: deployments.reduce((total, each) => total + (each.desiredCount ?? 0), 0),
      running: deployments.reduce((total, each) => total + (each.runningCount ?? 0), 0),
    }
  }
  return { candidate: sum(true), baseline: sum(false) }
}

/** Tasks by side: from the service where a read of it says more than the deployment does, else from the deployment. */
export function countsNow(
  deployment: { readonly seen: ServiceDeployment; readonly towards: Side } | undefined,
  service: Service | undefined,
  revisionName: (serviceRevisionArn: string) => string | undefined,
  candidate: string,
): Readonly<Record<Side, Counts>> {
  if (service) return countsOfService(service, candidate)
  if (deployment) return countsOf(deployment.seen, deployment.towards, revisionName, candidate)
  return { candidate: { requested: 0, running: 0 }, baseline: { requested: 0, running: 0 } }
}

/** Percent of the running tasks that are the candidate's, one decimal: a rolling service shares traffic evenly. */
export function weightOf(travel: Travel, sides: Readonly<Record<Side, Pick<SideSeen, 'running'>>>): number {
  if (travel.kind === 'arrived') return 100
  if (travel.kind === 'returned') return 0
  const total = sides.candidate.running + sides.baseline.running
  return total === 0 ? 0 : Math.round((sides.candidate.running / total) * 1000) / 10
}

/**
 * Healthy targets of a side with `running` tasks beside `others` of the other side, where targets do not tell whose they are: each
 * side has its share of them, rounded down, and never more than it has tasks. Some of a side's own may be ill and counted with the other.
 */
export function healthyShare(healthy: number, running: number, others: number): number {
  return running === 0 ? 0 : Math.min(running, Math.floor((healthy * running) / (running + others)))
}
