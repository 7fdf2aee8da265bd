import type { World } from '../world.ts'
import type { DeploymentRow } from './model.ts'

/** A rolling deployment with alarms goes on for a computed time after its tasks are up; it cannot be set (developer guide: less than five minutes). */
const BAKE_LEAST_MS = 60_000
const BAKE_MOST_MS = 5 * 60_000

/** Starts to watch the alarms of the service for a deployment, unless one of them is in ALARM already: then none is watched (developer guide, deployment alarms). */
export function watchAlarms(world: World, deployment: DeploymentRow): void {
  const { alarms } = deployment.service.deploymentConfiguration
  if (!alarms?.enable || !alarms.alarmNames?.length) return
  if (ringing(world, alarms.alarmNames).length > 0) return
  deployment.alarmsWatched = true
  if (deployment.serviceDeployment) deployment.serviceDeployment.alarmStatus = 'MONITORING'
}

/** Names of the watched alarms that are in ALARM now; none when alarms are not watched. */
export function triggeredAlarms(world: World, deployment: DeploymentRow): string[] {
  return deployment.alarmsWatched ? ringing(world, deployment.service.deploymentConfiguration.alarms?.alarmNames ?? []) : []
}

/** How long the deployment is watched once its tasks are up: the longest evaluation window among its alarms, within one and five minutes. */
export function alarmBakeMs(world: World, deployment: DeploymentRow): number {
  if (!deployment.alarmsWatched) return 0
  const windows = (deployment.service.deploymentConfiguration.alarms?.alarmNames ?? []).map((name) => {
    const alarm = world.cloudWatch.alarms.get(name)?.settings
    return (alarm?.Period ?? 60) * (alarm?.EvaluationPeriods ?? 1) * 1000
  })
  return Math.min(BAKE_MOST_MS, Math.max(BAKE_LEAST_MS, ...windows))
}

function ringing(world: World, names: readonly string[]): string[] {
  return names.filter((name) => world.cloudWatch.alarms.get(name)?.state === 'ALARM')
}
