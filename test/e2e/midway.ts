import { rollStep, type RollOptions } from './roll-step.ts'
import type { Shop } from './shop.ts'
import { type Running, startStep } from './told-step.ts'

export type { Running } from './told-step.ts'

/**
 * A container that runs and serves, but whose own health check does not decide for minutes of the model: the rollout stays under way
 * and nothing happens. Source of the bounds: RegisterTaskDefinition, HealthCheck (startPeriod <= 300, interval <= 300, retries <= 10).
 */
export const undecided = {
  healthCheck: { command: ['CMD-SHELL', 'exit 1'], interval: 300, timeout: 5, retries: 10, startPeriod: 300 },
} as const

/** Starts rolling-ecs and lets the test act while it runs. */
export function startRoll(shop: Shop, options: RollOptions): Running {
  return startStep(shop.sandbox, options, (all) => rollStep(shop, all))
}
