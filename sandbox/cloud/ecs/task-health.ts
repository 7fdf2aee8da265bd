import { targetHealth } from '../elb/targets.ts'
import type { World } from '../world.ts'
import { countSuccess } from './breaker.ts'
import { isLive, loadBalancersOf, type ContainerRow, type DeploymentRow, type TaskRow } from './model.ts'
import { addEvent } from './service-events.ts'
import { touchTask } from './touch.ts'
import { wake } from './wake.ts'

/** Without any check, a task counts as healthy so long after it runs (API reference, minimumHealthyPercent). */
const UNCHECKED_MS = 40_000

/**
 * Whether a task counts towards the minimum healthy percent: running and wanted, its essential container checks passed and, behind a
 * load balancer, its targets healthy; with neither, 40 seconds old.
 */
export function isHealthy(world: World, task: TaskRow): boolean {
  if (!isLive(task) || task.lastStatus !== 'RUNNING' || task.condemned !== undefined || !task.startedAt) return false
  let checked = false
  for (const container of task.containers) {
    if (!container.checked || !container.essential) continue
    checked = true
    if (container.health !== 'HEALTHY') return false
  }
  const loadBalancers = loadBalancersOf(task)
  for (const { targetGroupArn, containerPort } of loadBalancers) {
    if (targetGroupArn === undefined || containerPort === undefined) continue
    if (targetHealth(world, targetGroupArn, task.launch.address, containerPort)?.State !== 'healthy') return false
  }
  return checked || loadBalancers.length > 0 || world.nowMs() - task.startedAt.getTime() >= world.scaled(UNCHECKED_MS)
}

/** Looks at the health of a task after something about it changed: credits it once, or condemns it. */
export function reviewHealth(world: World, task: TaskRow): void {
  const { deployment } = task
  // Nobody replaces a task of no service, however ill it is.
  if (!deployment || !isLive(task) || task.lastStatus !== 'RUNNING' || !task.startedAt) return
  const { service } = deployment
  if (isHealthy(world, task)) {
    if (!task.wasHealthy) {
      task.wasHealthy = true
      countSuccess(deployment)
      world.ecs.staleServices.add(service)
    }
    wake(world, service)
    return
  }
  const graceEndsMs = task.startedAt.getTime() + world.scaled((service.settings.healthCheckGracePeriodSeconds ?? 0) * 1000)
  if (world.nowMs() < graceEndsMs) {
    world.at(graceEndsMs, () => reviewHealth(world, task))
    return
  }
  condemnIfUnhealthy(world, task, deployment)
}

/** The container check of a task changed its answer. */
export function containerHealth(world: World, task: TaskRow, container: ContainerRow, healthy: boolean): void {
  container.health = healthy ? 'HEALTHY' : 'UNHEALTHY'
  touchTask(world, task)
  reviewHealth(world, task)
}

/** Looks again once a task without any check is old enough to count. */
export function awaitUnchecked(world: World, task: TaskRow): void {
  if (loadBalancersOf(task).length > 0 || task.containers.some((container) => container.checked && container.essential)) return
  world.after(UNCHECKED_MS, () => reviewHealth(world, task))
}

function condemnIfUnhealthy(world: World, task: TaskRow, { service }: DeploymentRow): void {
  if (task.condemned !== undefined) return
  if (task.containers.some((container) => container.essential && container.health === 'UNHEALTHY')) {
    task.condemned = 'Task failed container health checks'
    addEvent(world, service, `(task ${task.id}) failed container health checks.`)
    wake(world, service)
    return
  }
  for (const { targetGroupArn, containerPort } of service.settings.loadBalancers) {
    if (targetGroupArn === undefined || containerPort === undefined) continue
    const health = targetHealth(world, targetGroupArn, task.launch.address, containerPort)
    if (health?.State !== 'unhealthy') continue
    task.condemned = `Task failed ELB health checks in (target-group ${targetGroupArn})`
    const reason = health.Description ?? 'Health checks failed'
    addEvent(
      world,
      service,
      `(task ${task.id}) (port ${containerPort}) is unhealthy in (target-group ${targetGroupArn}) due to (reason ${reason})`,
    )
    wake(world, service)
    return
  }
}
