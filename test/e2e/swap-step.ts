import { pairPermissions, rollbackPermissions } from '../../src/aws/permissions.ts'
import type { PairShop } from './pair-shop.ts'
import type { Shop } from './shop.ts'
import { actionsOf, type Running, startStep, toldStep, type ToldOptions, type ToldStep } from './told-step.ts'

/** Every action an owner is told to allow. No run may ask for more. */
export const permitted = { 'bluegreen-swap': actionsOf(pairPermissions), rollback: actionsOf(rollbackPermissions) } as const

/** How every step names the pair. The rules are found by the action itself, those for tests are listed. */
export function pairNames(shop: PairShop): Readonly<Record<string, string>> {
  return { ...bareNames, 'test-rules': Object.values(shop.testRules).join('\n') }
}

/** The names alone, as a recovery job has them. */
export const bareNames = { cluster: 'shop', blue: 'web-blue', green: 'web-green' } as const

/** Runs bluegreen-swap on the pair. */
export function swapStep(shop: PairShop, { inputs, ...options }: ToldOptions = {}): Promise<ToldStep> {
  return toldStep(shop.sandbox, permitted['bluegreen-swap'], {
    ...options,
    action: 'bluegreen-swap',
    inputs: { ...pairNames(shop), ...inputs },
  })
}

/** Starts bluegreen-swap and lets the test act while it runs. */
export function startSwap(shop: PairShop, options: ToldOptions): Running {
  return startStep(shop.sandbox, options, (all) => swapStep(shop, all))
}

/** Runs rollback; `inputs` name what is rolled back. */
export function rollbackStep({ sandbox }: PairShop | Shop, options: ToldOptions): Promise<ToldStep> {
  return toldStep(sandbox, permitted.rollback, { ...options, action: 'rollback' })
}

/** The recovery job of another runner: the names, and what nobody holds. */
export function recoverPair(shop: PairShop, options: ToldOptions = {}): Promise<ToldStep> {
  return rollbackStep(shop, { ...options, inputs: { ...bareNames, when: 'unfinished', ...options.inputs } })
}
