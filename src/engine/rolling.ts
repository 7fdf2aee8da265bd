import { rollingPlan, type RollingSpec } from '../domain/plan.ts'
import type { Target } from '../ports.ts'
import { conduct, type Order } from './conduct.ts'
import type { RolloutEnd, RolloutPorts } from './holding.ts'

export interface RollingOrder extends Omit<RollingSpec, 'target' | 'candidate' | 'baseline'>, Pick<Order, 'mode' | 'holder'> {
  readonly onUnfinished?: Order['onUnfinished']
}

/** A rolling rollout from survey to end; throws as `conduct` does. */
export function roll(order: RollingOrder, target: Target, ports: RolloutPorts): Promise<RolloutEnd> {
  return conduct(
    {
      ...order,
      onUnfinished: order.onUnfinished ?? 'resume',
      plan: ({ baseline }, candidate) => rollingPlan({ ...order, target: target.name, candidate, baseline }),
    },
    target,
    ports,
  )
}
