import { asSluiceError } from '../domain/errors.ts'
import { logLines } from '../domain/render/log.ts'
import { planLines } from '../domain/render/plan.ts'
import { failedResult, type Result, resultOf } from '../domain/result.ts'
import type { RolloutEvent, Side } from '../domain/rollout.ts'
import { lastOf } from '../engine/conduct.ts'
import type { RolloutEnd } from '../engine/holding.ts'
import type { Reporter } from '../ports.ts'
import { finish } from '../runner/finish.ts'
import type { RunnerHost } from '../runner/host.ts'
import { type Place, rolloutText, serviceOf } from './place.ts'
import { leaveForPost, tellPostSettled } from './post.ts'

export interface Concerning {
  readonly action: string
  readonly environment: string
  /** Absent where nothing is rolled out. */
  readonly place?: Place
  /** What it is about, where there is no place. */
  readonly subject?: string
  /** Plan mode only: how long is watched, when it is given up, and each input with its value and where that came from. */
  readonly bakeMs?: number
  /** Plan mode only: how it is judged, where that is more than a bake. */
  readonly gates?: readonly string[]
  readonly deadlineMs: number
  readonly settings: readonly (readonly [name: string, value: string, source: string])[]
  /** AWS's time. */
  readonly nowMs: () => number
  /** Outputs that follow from who is what; told when a rollout begins, and again at the end. */
  readonly outputsOf?: (roles: Pick<RolloutEnd, 'from' | 'to' | 'names'>) => Readonly<Record<string, string>>
  /** Outputs that follow from an event. */
  readonly outputsAt?: (event: RolloutEvent) => Readonly<Record<string, string>>
  /** What an action has to show and to leave besides, once its result is there. */
  readonly besides?: (result: Result) => { readonly sections: readonly string[]; readonly outputs: Readonly<Record<string, string>> }
}

/** Runs a rollout, tells its events line by line as they happen, and writes everything an action leaves behind. */
export async function conclude(
  host: RunnerHost,
  about: Concerning,
  work: (ports: { readonly reporter: Reporter; readonly starting: () => void }) => Promise<RolloutEnd>,
): Promise<void> {
  const { action, environment, place } = about
  const service = place ? serviceOf(place) : (about.subject ?? '')
  let startedAtMs: number | undefined
  let started = false
  let ran = false
  const tell = (outputs: Readonly<Record<string, string>> = {}): void => {
    for (const [name, value] of Object.entries(outputs)) if (host.outputs.all().get(name) !== value) host.outputs.set(name, value)
  }
  const reporter: Reporter = {
    report(event) {
      startedAtMs ??= event.atMs
      for (const line of logLines(event, startedAtMs)) host.log.line(line)
      ran ||= event.kind === 'started' || event.kind === 'resumed'
      // What a later step needs is on disk as soon as it is known: this process may be killed.
      if (event.kind === 'started') tell(about.outputsOf?.(rolesOf(event.plan)))
      tell(about.outputsAt?.(event))
    },
  }
  const starting = (): void => {
    if (started || !place) return
    started = true
    tell({ started: 'true', rollout: rolloutText(place) })
    leaveForPost(host, place)
  }
  try {
    const end = await work({ reporter, starting })
    const { from, to, undo, planned, history } = end
    const lines = planned && planLines({ ...planned.survey, bakeMs: about.bakeMs ?? 0, ...planned, ...about, target: service, from, to })
    for (const line of lines ?? []) host.log.line(line)
    if (!planned) tell(about.outputsOf?.(end))
    // What was found unfinished had ended meanwhile, or was left to others.
    if (started && !ran) tell({ started: 'false' })
    const result = resultOf({ action, service, environment, from, to, undo, ...(lines && { plan: lines }) }, history)
    const besides = besidesOf(host, about, result)
    tell(besides?.outputs)
    finish(host, result, besides?.sections)
    const last = lastOf(history)
    if (!last.unfinished || last.rests) tellPostSettled(host)
  } catch (thrown) {
    const error = asSluiceError(thrown)
    if (error.reasonCode === 'INTERNAL_ERROR') host.log.debug(error.stack ?? error.message)
    tellPostSettled(host)
    finish(host, failedResult({ action, service, environment, from: '', to: '' }, error, about.nowMs()))
  }
}

/** A report that cannot be written (the disk is full, say) makes no failure of a rollout that has succeeded. */
function besidesOf(host: RunnerHost, { besides }: Concerning, result: Result): ReturnType<NonNullable<Concerning['besides']>> | undefined {
  try {
    return besides?.(result)
  } catch (thrown) {
    host.log.warning(`The report could not be written: ${asSluiceError(thrown).message}`)
    return undefined
  }
}

function rolesOf({
  revision,
  names,
}: {
  readonly revision: Readonly<Record<Side, string>>
  readonly names?: Readonly<Record<Side, string>>
}): Pick<RolloutEnd, 'from' | 'to' | 'names'> {
  return { from: revision.baseline, to: revision.candidate, ...(names && { names }) }
}
