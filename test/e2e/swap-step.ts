import { pairPermissions, rollbackPermissions } from '../../src/aws/permissions.ts'
import type { PairShop } from './pair-shop.ts'
import { recorded } from './pair-state.ts'
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

/** A swap that bakes: all weight is on the new side, and reads show a record that says so, for the log says it before it is written. */
export async function startBaking(shop: PairShop, { inputs, ...options }: ToldOptions = {}): Promise<Running> {
  const content = { 'task-definition': await shop.register({ VERSION: 'v2' }), bake: '10m' }
  const step = startSwap(shop, { ...options, inputs: { ...content, ...inputs } })
  await step.said('Reached swapped')
  await recorded(shop, ' goal=2 ')
  return step
}

/** Runs rollback; `inputs` name what is rolled back. */
export function rollbackStep({ sandbox }: PairShop | Shop, options: ToldOptions): Promise<ToldStep> {
  return toldStep(sandbox, permitted.rollback, { ...options, action: 'rollback' })
}

/** The recovery job of another runner: the names, and what nobody holds. */
export function recoverPair(shop: PairShop, options: ToldOptions = {}): Promise<ToldStep> {
  return rollbackStep(shop, { ...options, inputs: { ...bareNames, when: 'unfinished', ...options.inputs } })
}
