import type { Sample } from './model.ts'

/** The member that counts requests whose connection to a target failed, where a source tells. It is no metric: nobody asks for it by name. */
export const connections = 'connections'

const burst = 5
const share = 0.1

/**
 * Whether the canary refuses connections as its baseline does not: at least five, a tenth of its requests, and ten times the baseline's share. Needs no
 * statistics and no maturity, for such counts only grow.
 */
export function refusesConnections({ canary, baseline }: Sample): boolean {
  const ours = canary.x / Math.max(1, canary.n)
  return canary.x >= burst && ours >= share && baseline.x / Math.max(1, baseline.n) <= ours / 10
}
