import type { World } from './world.ts'

/** The availability zone of the nth subnet of a list: subnets are names alone here, so the first is taken to be in the first zone. */
export function zoneOfSubnet(world: World, index: number): string {
  return `${world.options.region}${'abcdef'[index % 6]}`
}

/**
 * Where the next task of a service goes: the zone of its subnets with the fewest of its tasks, the first of equals. ECS balances the tasks of a
 * service across the zones it may use (developer guide, Fargate task placement).
 */
export function zoneOfNextTask(world: World, subnets: readonly string[], taken: readonly string[]): string {
  const zones = subnets.length === 0 ? [zoneOfSubnet(world, 0)] : subnets.map((_, index) => zoneOfSubnet(world, index))
  const tasksIn = (zone: string): number => taken.filter((each) => each === zone).length
  return zones.reduce((best, zone) => (tasksIn(zone) < tasksIn(best) ? zone : best))
}
