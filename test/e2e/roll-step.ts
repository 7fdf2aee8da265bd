import type { CallMade } from '../../sandbox/wire/call-log.ts'
import type { Result } from '../../src/domain/result.ts'
import { rollingPermissions } from '../../src/aws/permissions.ts'
import { runStep, type StepOptions, type StepResult } from './runner-harness.ts'
import type { Shop } from './shop.ts'

/** A step that ran, with the calls it made and the result it told. */
export interface Rolled extends StepResult {
  readonly calls: readonly CallMade[]
  /** Of the calls, those that change something, by name. */
  readonly writes: readonly string[]
  /** Output `result`, parsed; undefined when there was none. */
  readonly told: Result | undefined
}

export interface RollOptions extends Partial<StepOptions> {
  /** The workflow run; each step is a run of its own otherwise. */
  readonly runId?: string
  readonly attempt?: number
}

/** Every action an owner is told to allow. No run may ask for more. */
export const permitted: ReadonlySet<string> = new Set(rollingPermissions.map((each) => each.action))

let runs = 0

/** Runs rolling-ecs on the shop's service as the runner does. Its credentials are its own, so that its calls can be told from others. */
export async function rollStep(shop: Shop, { runId, attempt = 1, env, inputs, ...options }: RollOptions = {}): Promise<Rolled> {
  runs += 1
  const run = runId ?? `${process.pid}${runs}`
  const accessKeyId = env?.['AWS_ACCESS_KEY_ID'] ?? `RUN${process.pid}N${runs}`
  const step = await runStep({
    ...options,
    action: 'rolling-ecs',
    inputs: { cluster: 'shop', service: 'web', ...inputs },
    env: { ...shop.sandbox.env, AWS_ACCESS_KEY_ID: accessKeyId, GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: String(attempt), ...env },
  })
  const calls = await shop.sandbox.calls(accessKeyId)
  const unexpected = calls.map((call) => call.operation).filter((operation) => !permitted.has(operation))
  if (unexpected.length > 0) throw new Error(`calls that no listed permission allows: ${[...new Set(unexpected)].join(', ')}`)
  const result = step.outputs['result']
  return {
    ...step,
    calls,
    writes: calls.map((call) => call.operation).filter((operation) => !isRead(operation)),
    told: result === undefined || result === '' ? undefined : (JSON.parse(result) as Result),
  }
}

export function isRead(operation: string): boolean {
  return /:(Describe|List|Get)/.test(operation)
}

/** The one call that leads away from home or back, apart from tags and revisions. */
export function isMutation(operation: string): boolean {
  return !isRead(operation) && !/:(TagResource|UntagResource|RegisterTaskDefinition)$/.test(operation)
}
