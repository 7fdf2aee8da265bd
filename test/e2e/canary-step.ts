import { canaryPermissions } from '../../src/aws/permissions.ts'
import type { PairShop } from './pair-shop.ts'
import { pairNames } from './swap-step.ts'
import { actionsOf, type Running, startStep, toldStep, type ToldOptions, type ToldStep } from './told-step.ts'

const permitted = actionsOf(canaryPermissions)

/** The gate by the second: the sandbox counts in seconds here, and nobody waits for minutes. */
export const quick = {
  'metrics-period': '1s',
  'metrics-delay': '1s',
  'warm-up': '2s',
  'bake-floor': '4s',
  'timeout-minutes': '5',
} as const

/** Runs canary-gate on the pair. */
export function canaryStep(shop: PairShop, { inputs, ...options }: ToldOptions = {}): Promise<ToldStep> {
  return toldStep(shop.sandbox, permitted, {
    ...options,
    action: 'canary-gate',
    inputs: { ...pairNames(shop), ...quick, metrics: '- errors', ...inputs },
  })
}

/** Starts canary-gate and lets the test act while it runs. */
export function startCanary(shop: PairShop, options: ToldOptions): Running {
  return startStep(shop.sandbox, options, (all) => canaryStep(shop, all))
}
