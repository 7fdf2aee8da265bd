import type { World } from '../world.ts'
import type { ServiceDeploymentRow, TaskRow } from './model.ts'

/** Marks the published answer of a task, and of its service if it has one, as stale. */
export function touchTask(world: World, task: TaskRow): void {
  task.version++
  world.ecs.staleTasks.add(task)
  if (task.deployment) world.ecs.staleServices.add(task.deployment.service)
}

/** Marks the published answers of a service deployment as stale; they are published with those of its service. */
export function touchServiceDeployment(world: World, row: ServiceDeploymentRow): void {
  row.updatedAt = world.now()
  world.ecs.staleServices.add(row.service)
}
