import type { World } from '../world.ts'
import type { ServiceRow } from './model.ts'

/** How often the service scheduler looks at a service that has something to do. */
const TICK_MS = 5_000

/** Asks for a look at the service's next tick. Asking twice is asking once. */
export function wake(world: World, service: ServiceRow): void {
  if (service.cancelWake) return
  const tickMs = world.scaled(TICK_MS)
  const nowMs = world.nowMs()
  const elapsed = Math.floor((nowMs - service.tickPhase) / tickMs)
  // Rounding may put the tick we are in the middle of one step ahead.
  const nextAtMs = service.tickPhase + (elapsed + 1) * tickMs
  service.cancelWake = world.at(nextAtMs > nowMs ? nextAtMs : nextAtMs + tickMs, () => {
    service.cancelWake = undefined
    world.reconcile(service)
  })
}
