import type { World } from '../world.ts'
import type { ServiceRow } from './model.ts'

/** DescribeServices answers with at most so many events. */
const EVENTS_KEPT = 100

/** Adds a line to the events of a service, newest first. `text` follows the "(service name) " every event begins with; some name a task set too. */
export function addEvent(world: World, service: ServiceRow, text: string, taskSet?: string): void {
  const subject = taskSet === undefined ? `(service ${service.name})` : `(service ${service.name}, taskSet ${taskSet})`
  const event = { id: uuid(world), createdAt: world.now(), message: `${subject} ${text}` }
  service.events = [event, ...service.events.slice(0, EVENTS_KEPT - 1)]
  world.ecs.staleServices.add(service)
}

/** `(task a) (task b)`: how an event lists tasks. */
export function tasksText(tasks: readonly { readonly id: string }[]): string {
  return tasks.map((task) => `(task ${task.id})`).join(' ')
}

/** A random identifier in the form of a UUID. */
export function uuid(world: World): string {
  const hex = world.random.hex(32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
