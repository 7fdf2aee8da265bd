import type { World } from '../world.ts'
import type { ServiceRow } from './model.ts'
import { wake } from './wake.ts'

/** Says how many tasks a service is to have, which starts no deployment: its scheduler starts, or drains and stops, the difference. */
export function setDesiredCount(world: World, service: ServiceRow, count: number): void {
  service.desiredCount = count
  service.steady = false
  world.ecs.staleServices.add(service)
  wake(world, service)
}
