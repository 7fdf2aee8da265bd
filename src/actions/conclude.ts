import { asSluiceError } from '../domain/errors.ts'
import { logLines } from '../domain/render/log.ts'
import { planLines } from '../domain/render/plan.ts'
import { failedResult, resultOf } from '../domain/result.ts'
import type { RolloutEnd } from '../engine/holding.ts'
import type { RollingOrder } from '../engine/rolling.ts'
import type { Reporter, Target } from '../ports.ts'
import { finish } from '../runner/finish.ts'
import type { RunnerHost } from '../runner/host.ts'

export interface Concerning {
  readonly action: string
  readonly environment: string
  readonly order: RollingOrder
  /** Input, value, and where the value came from: shown in plan mode. */
  readonly settings: readonly (readonly [name: string, value: string, source: string])[]
  readonly target: Target
  readonly region: string
  /** AWS's time. */
  readonly nowMs: () => number
}

/** Runs a rollout, tells its events line by line as they happen, and writes everything an action leaves behind. */
export async function conclude(
  host: RunnerHost,
  about: Concerning,
  work: (ports: { readonly reporter: Reporter; readonly starting: () => void }) => Promise<RolloutEnd>,
): Promise<void> {
  const { action, environment, target } = about
  const service = target.name.slice(target.name.lastIndexOf('/') + 1)
  const { outputs } = host
  let startedAtMs: number | undefined
  const revisions = (from: string, to: string): void => {
    outputs.set('task-definition-arn', target.arnOf(to))
    outputs.set('previous-task-definition-arn', target.arnOf(from))
  }
  const reporter: Reporter = {
    report(event) {
      startedAtMs ??= event.atMs
      for (const line of logLines(event, startedAtMs)) host.log.line(line)
      // What a later step needs is on disk as soon as it is known: this process may be killed.
      if (event.kind === 'started') revisions(event.plan.revision.baseline, event.plan.revision.candidate)
      if (event.kind === 'identified' && !outputs.all().has('service-deployment-arn')) outputs.set('service-deployment-arn', event.attempt)
    },
  }
  const starting = (): void => {
    outputs.set('started', 'true')
    const [cluster, name] = target.name.split('/')
    outputs.set('rollout', JSON.stringify({ schema: 1, topology: 'native', region: about.region, cluster, service: name }))
  }
  try {
    const end = await work({ reporter, starting })
    const { from, to, undo, planned, history } = end
    const plan =
      planned && planLines({ ...planned.survey, ...planned, ...about.order, target: service, from, to, settings: about.settings })
    for (const line of plan ?? []) host.log.line(line)
    if (!planned) revisions(from, to)
    finish(host, resultOf({ action, service, environment, from, to, undo, ...(plan && { plan }) }, history))
  } catch (thrown) {
    const error = asSluiceError(thrown)
    if (error.reasonCode === 'INTERNAL_ERROR') host.log.debug(error.stack ?? error.message)
    finish(host, failedResult({ action, service, environment, from: '', to: '' }, error, about.nowMs()))
  }
}
