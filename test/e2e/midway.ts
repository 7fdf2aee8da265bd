import type { CallMade } from '../../sandbox/wire/call-log.ts'
import { rollStep, type RollOptions, type Rolled } from './roll-step.ts'
import type { Shop } from './shop.ts'
import { until } from './until.ts'

/**
 * A container that runs and serves, but whose own health check does not decide for minutes of the model: the rollout stays under way
 * and nothing happens. Source of the bounds: RegisterTaskDefinition, HealthCheck (startPeriod <= 300, interval <= 300, retries <= 10).
 */
export const undecided = {
  healthCheck: { command: ['CMD-SHELL', 'exit 1'], interval: 300, timeout: 5, retries: 10, startPeriod: 300 },
} as const

export interface Running {
  readonly ended: Promise<Rolled>
  /** Cancels as a person does. */
  cancel(): void
  /** Calls of this step until now. */
  calls(): Promise<readonly CallMade[]>
  /** Waits until the step has made such a call with success; fails when it ends before. */
  called(operation: string): Promise<CallMade>
  readonly accessKeyId: string
}

let steps = 0

/** Starts a step and lets the test act while it runs. */
export function startRoll(shop: Shop, options: RollOptions): Running {
  steps += 1
  const accessKeyId = `MID${process.pid}N${steps}`
  const abort = new AbortController()
  let over = false
  const ended = rollStep(shop, { ...options, cancel: abort.signal, env: { ...options.env, AWS_ACCESS_KEY_ID: accessKeyId } })
  void ended.then(
    () => (over = true),
    () => (over = true),
  )
  const calls = (): Promise<readonly CallMade[]> => shop.sandbox.calls(accessKeyId)
  return {
    ended,
    cancel: () => abort.abort(),
    calls,
    accessKeyId,
    called: (operation) =>
      until(`a call of ${operation}`, async () => {
        const found = (await calls()).find((call) => call.operation === operation && call.status === 200)
        if (found === undefined && over) throw new Error(`the step ended without ${operation}: ${(await ended).stdout}`)
        return found
      }),
  }
}
