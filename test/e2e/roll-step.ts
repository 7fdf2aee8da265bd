import { rollingPermissions } from '../../src/aws/permissions.ts'
import type { Shop } from './shop.ts'
import { actionsOf, toldStep, type ToldOptions, type ToldStep } from './told-step.ts'

export { isMutation, isRead } from './told-step.ts'

/** A step of rolling-ecs that ran. */
export type Rolled = ToldStep
export type RollOptions = ToldOptions

/** Every action an owner is told to allow. No run may ask for more. */
export const permitted = actionsOf(rollingPermissions)

/** Runs rolling-ecs on the shop's service. */
export function rollStep(shop: Shop, { inputs, ...options }: RollOptions = {}): Promise<Rolled> {
  return toldStep(shop.sandbox, permitted, { ...options, action: 'rolling-ecs', inputs: { cluster: 'shop', service: 'web', ...inputs } })
}
