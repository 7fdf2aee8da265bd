import { notHeld } from '../domain/canary.ts'
import { SluiceError } from '../domain/errors.ts'
import { undoing } from '../domain/route.ts'
import type { Ability, Plan, RolloutEvent, RolloutRecord, Side } from '../domain/rollout.ts'
import type { Cancellation, Clock, Judge, Problem, Reporter, Survey, Target } from '../ports.ts'
import { type Holder, takeClaim } from './claim.ts'
import { isOpen } from './found-record.ts'
import { patientTarget } from './patient-target.ts'
import { createRecordKeeper, type RecordKeeper } from './record-keeper.ts'
import { runRollout } from './run.ts'

export interface RolloutPorts {
  readonly clock: Clock
  readonly reporter: Reporter
  readonly cancellation: Cancellation
  /** There may be something to undo from here on: before the first write, or where an unfinished rollout is found. */
  readonly starting: () => void
  /** For plans with checks that need evidence. */
  readonly judge?: (plan: Plan) => Judge
}

/** How it went, with what it was about. */
export interface RolloutEnd {
  readonly from: string
  readonly to: string
  /** Of a pair, the sides in this rollout. */
  readonly names?: Readonly<Record<Side, string>>
  readonly history: readonly RolloutEvent[]
  /** Only in plan mode: what was found, the calls that would be made, and what a judge would be able to see. */
  readonly planned?: { readonly survey: Survey; readonly calls: readonly string[]; readonly forecast?: readonly string[] }
  /** Commands that lead back by hand, or do what was left to do. */
  readonly undo: readonly string[]
}

/** The time in which the claim is ours. */
export interface Held {
  /** What stands beside the service, read after the claim was taken. */
  readonly entries: Readonly<Record<string, string>>
  readonly atMs: number
  /** Runs a rollout to an end, which gives the claim back: once at most. */
  run(rollout: Rollout): Promise<RolloutEnd>
}

interface Rollout {
  readonly plan: Plan
  readonly unfinished?: RolloutRecord
  readonly until?: number
  /** Going home is what was asked for: reaching it is success. */
  readonly homeward?: true
}

/** Takes the claim, does the work, and gives the claim back however it ends. */
export async function holding<T>(holder: Holder, service: Target, ports: RolloutPorts, work: (held: Held) => Promise<T>): Promise<T> {
  const { clock, cancellation } = ports
  const { store } = patientTarget(service, ports)
  const claim = await takeClaim(store, clock, holder, cancellation.signal)
  let keeper: RecordKeeper | undefined
  try {
    const { entries, atMs } = await store.read(cancellation.signal)
    return await work({
      entries,
      atMs,
      async run({ plan, unfinished, until, homeward }) {
        const roles = unfinished ?? plan
        const driver = service.driver(roles)
        const [unheld] = homeward ? [] : unheldSteps(plan, driver.ability)
        if (unheld) throw new SluiceError(unheld.code, unheld.text, { hint: 'Nothing was changed.' })
        ports.starting()
        keeper = createRecordKeeper(service.store, clock, claim, entries)
        const input = { plan, run: holder.run, atMs, ...(unfinished && { unfinished }), ...(until !== undefined && { until }) }
        const heard = homeward ? asAsked : (event: RolloutEvent) => event
        const reporter: Reporter = { report: (event) => ports.reporter.report(heard(event)) }
        const history = await runRollout(input, { ...ports, reporter, driver, keeper, claim, judge: ports.judge?.(plan) ?? noEvidence })
        const { baseline, candidate } = roles.revision
        const undo = undoing({ ...plan, revision: roles.revision }, history, driver.ability).flatMap((act) => driver.explain(act))
        const [from, to] = homeward ? [candidate, baseline] : [baseline, candidate]
        return { from, to, ...(roles.names && { names: roles.names }), history: history.map(heard), undo }
      },
    })
  } finally {
    // A rollout that ran has given the claim back with its last save.
    if (!keeper) await service.store.write(claim.released, new AbortController().signal).catch(() => undefined)
  }
}

/** Goals that the topology cannot hold, and the nearest it can. */
export function unheldSteps(plan: Plan, ability: Ability): readonly Problem[] {
  const unheld = notHeld(plan, ability)
  if (!unheld) return []
  const { weights, nearest } = unheld
  const list = (numbers: readonly number[]): string => numbers.map((number) => `${String(number)} %`).join(', ')
  const text = `The canary cannot have ${list(weights)} of the traffic here. The nearest it can: ${list(nearest.filter((weight) => weight > 0))}`
  return [{ code: 'STEPS_NOT_NATIVE', text }]
}

function asAsked(event: RolloutEvent): RolloutEvent {
  if (event.kind !== 'ended' || event.outcome !== 'rolled-back' || event.unfinished) return event
  return { ...event, outcome: 'succeeded', reasonCode: 'ROLLED_BACK' }
}

/** Should a plan without a judge hold a check that needs evidence, none is found, and none is never a pass. */
const noEvidence: Judge = { judge: () => Promise.resolve([]) }

/**
 * A call cut short by the signal fails in words of its own; these say what it means for the rollout. `find` is told of every record that
 * is read. Once a rollout runs, nothing is thrown any more.
 */
export async function interruptible<T>(
  { cancellation, starting }: Pick<RolloutPorts, 'cancellation' | 'starting'>,
  work: (find: (record: RolloutRecord | undefined) => RolloutRecord | undefined) => Promise<T>,
): Promise<T> {
  let unfinished: RolloutRecord | undefined
  try {
    return await work((record) => {
      unfinished = isOpen(record) ? record : undefined
      if (unfinished) starting()
      return record
    })
  } catch (error) {
    if (cancellation.atMs() === undefined) throw error
    if (!unfinished) throw new SluiceError('CANCELLED', 'Cancelled before anything was changed', { cause: error })
    const { revision, run } = unfinished
    throw new SluiceError(
      'CANCELLED_LEFT_RUNNING',
      `Cancelled before the rollout of ${revision.candidate}, left by run ${run}, was taken up`,
      {
        hint: 'It is as that run left it. Run this step again to finish it.',
        cause: error,
      },
    )
  }
}
