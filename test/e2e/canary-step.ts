import type { LoadReport } from '../../sandbox/load/report.ts'
import { canaryPermissions } from '../../src/aws/permissions.ts'
import { startLoad } from './load.ts'
import type { PairShop } from './pair-shop.ts'
import type { Sandbox } from './sandbox.ts'
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

/** The same by two seconds: a source of our own is asked for each interval, and for twenty minutes of the past. */
export const counted = { ...quick, 'metrics-period': '2s' } as const

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

/** Runs canary-gate around nothing that it knows: only what `metrics` read tells the arms apart. */
export function gateStep(sandbox: Sandbox, { inputs, ...options }: ToldOptions = {}): Promise<ToldStep> {
  return toldStep(sandbox, permitted, { ...options, action: 'canary-gate', inputs: { ...counted, ...inputs } })
}

/** Work under load of so many requests a second, and what the clients saw of it. */
export async function underLoad<T>(
  { url }: Pick<PairShop, 'url'>,
  ratePerSecond: number,
  work: () => Promise<T>,
  timeoutMs = 60_000,
): Promise<readonly [T, LoadReport]> {
  const load = await startLoad({ url, ratePerSecond, timeoutMs })
  try {
    const done = await work()
    return [done, await load.stop()]
  } catch (error) {
    await load.stop()
    throw error
  }
}
