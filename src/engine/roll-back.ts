import { SluiceError } from '../domain/errors.ts'
import { evolve } from '../domain/evolve.ts'
import { readLagMs } from '../domain/looks.ts'
import { planIn } from '../domain/plan.ts'
import type { RolloutRecord } from '../domain/rollout.ts'
import { undoing } from '../domain/route.ts'
import type { Target } from '../ports.ts'
import { claimLifeMs, hasClaims, type Holder, liveRival } from './claim.ts'
import { conduct, type Order } from './conduct.ts'
import { isOpen, isUnsettled, recordIn, turnedHome } from './found-record.ts'
import { holding, interruptible, type RolloutEnd, type RolloutPorts } from './holding.ts'
import { patientTarget } from './patient-target.ts'

/** A revision, or a side of a pair with whatever it runs. */
export interface Destination {
  readonly revision?: string
  readonly side?: string
}

export interface RollbackOrder {
  readonly mode: 'apply' | 'plan'
  readonly holder: Holder
  /** `unfinished`: only what nobody holds and no other run left on purpose; `always` also undoes a rollout that has ended well. */
  readonly when: 'always' | 'unfinished'
  readonly deadlineMs: number
  /** What was named to return to, if anything was. */
  readonly to?: Destination
  /** The rollout that leads to a destination. */
  returning(to: Destination): { readonly order: Order; readonly target: Target }
}

/**
 * Leads an unfinished rollout home, from its record alone; undoes the last one where that has succeeded; or returns to what was named.
 * A committed one that nobody holds is led to its end, for that is where it is safe. Nothing to do is `no-op`. Throws SluiceError.
 */
export function rollBack(order: RollbackOrder, service: Target, ports: RolloutPorts): Promise<RolloutEnd> {
  return interruptible(ports, async (find) => {
    const target = patientTarget(service, ports)
    let { entries, atMs } = await target.store.read(ports.cancellation.signal)
    let record = find(recordIn(entries))
    if (order.mode === 'apply' && !isUnsettled(record) && hasClaims(entries)) {
      // What was begun a moment ago may not be readable yet; the claim that came before it is.
      await ports.clock.sleep(readLagMs, ports.cancellation.signal)
      ;({ entries, atMs } = await target.store.read(ports.cancellation.signal))
      record = find(recordIn(entries))
    }
    if (isUnsettled(record)) {
      if (order.mode === 'plan') return unsettledPlan(order, service, record, atMs)
      // Who has a claim may have taken it up since, which is readable only later: under our own claim it will be seen.
      const left = hasClaims(entries) ? undefined : leftAlone(order, service, record, atMs)
      if (left) return left
      const rival = await heldBy(order.holder, target, ports)
      if (rival !== undefined && order.when === 'unfinished') return nothing(service, record, `${rival} is at work on it`, atMs)
      const settled = await settle(order, service, ports, find)
      if (settled.end) return settled.end
      record = settled.record
      atMs = settled.atMs
    }
    const before = order.when === 'always' ? undone(record) : undefined
    const to = order.to ?? before
    if (!to) return nothing(service, record, 'Nothing is left to roll back', atMs)
    const back = order.returning(to)
    const expects = order.to === undefined && record ? { expects: record.revision.candidate } : {}
    return conduct({ ...back.order, ...expects }, back.target, ports)
  })
}

interface Settled {
  /** Where all that was asked for is done. */
  readonly end?: RolloutEnd
  readonly record: RolloutRecord | undefined
  readonly atMs: number
}

/** Ends what is unfinished, under the claim. */
function settle(
  order: RollbackOrder,
  service: Target,
  ports: RolloutPorts,
  find: (record: RolloutRecord | undefined) => RolloutRecord | undefined,
): Promise<Settled> {
  return holding(order.holder, service, ports, async ({ entries, atMs, run }): Promise<Settled> => {
    const record = find(recordIn(entries))
    // Whoever held it has ended it meanwhile.
    if (!isUnsettled(record)) return { record, atMs }
    const left = leftAlone(order, service, record, atMs)
    if (left) return { record, atMs, end: left }
    const plan = planIn(record, order.deadlineMs)
    const committed = isOpen(record) && record.goal >= record.committed
    if (committed && order.when === 'unfinished' && !order.to) return { record, atMs, end: await run({ plan, unfinished: record }) }
    if (committed) {
      // It has succeeded, and its standby is what the way back needs: it is left as it is.
      const ended = evolve(record, { kind: 'ended', atMs, outcome: 'succeeded', reasonCode: 'FINISHED', because: '' })
      await run({ plan, unfinished: ended })
      return { record: ended, atMs }
    }
    if (!isOpen(record)) {
      await run({ plan, unfinished: record })
      const end = nothing(service, record, 'Only settings were left to put back, and they are', atMs)
      return { record, atMs, ...(order.when === 'unfinished' && { end }) }
    }
    const home = turnedHome(record, atMs, `Run ${record.run} left it unfinished at ${placeOf(record)}`)
    const end = await run({ plan, unfinished: home, homeward: true })
    const { revision, names } = record
    const there = !order.to || order.to.revision === revision.baseline || (order.to.side !== undefined && order.to.side === names?.baseline)
    return { record, atMs, ...(there && { end }) }
  })
}

/** What served before the last rollout, where that one succeeded, or failed and was left where it was. */
function undone(record: RolloutRecord | undefined): Destination | undefined {
  if (!record?.ended || record.revision.baseline === '') return undefined
  const { outcome, reasonCode } = record.ended
  const isLeft = outcome === 'failed' && record.attempt !== undefined && reasonCode !== 'SUPERSEDED' && reasonCode !== 'RECORD_LOST'
  if (outcome !== 'succeeded' && !isLeft) return undefined
  return record.names ? { side: record.names.baseline } : { revision: record.revision.baseline }
}

/** The end of a recovery that finds what another run left on purpose. */
function leftAlone(order: RollbackOrder, service: Target, record: RolloutRecord, atMs: number): RolloutEnd | undefined {
  if (order.when !== 'unfinished' || !isLeftOnPurpose(record, order.holder)) return undefined
  return nothing(service, record, `Run ${record.run} left it at ${placeOf(record)} on purpose (${record.rest.reasonCode})`, atMs)
}

/** Other jobs of the run that left it may lead it home, unless a person asked to leave it. A committed one is not far from its end. */
function isLeftOnPurpose(record: RolloutRecord, holder: Holder): record is RolloutRecord & Required<Pick<RolloutRecord, 'rest'>> {
  if (!isOpen(record) || record.rest === undefined || record.goal >= record.committed) return false
  return record.run !== holder.run || record.rest.reasonCode === 'CANCELLED_LEFT_RUNNING'
}

/**
 * Who else is at work, after waiting until a claim found has been renewed, which only the living do, or has lapsed.
 * A job that died takes no longer to be told than its claim lives.
 */
async function heldBy(holder: Holder, target: Target, { clock, cancellation }: RolloutPorts): Promise<string | undefined> {
  const { signal } = cancellation
  const read = async () => {
    const { entries, atMs } = await target.store.read(signal)
    return liveRival(entries, holder, atMs)
  }
  let watched = await read()
  let sinceMs = clock.nowMs()
  for (let now = watched; now; now = await read()) {
    const watchedMs = clock.nowMs() - sinceMs
    if (now.words !== watched!.words) sinceMs = clock.nowMs()
    // What the dead wrote last may be read only now.
    if (now.words !== watched!.words || watchedMs <= readLagMs) watched = now
    else if (now.text !== watched!.text || watchedMs >= claimLifeMs) return now.words
    await clock.sleep(pollMs, signal)
    if (signal.aborted) throw new SluiceError('CANCELLED', 'Cancelled before anything was changed')
  }
  return undefined
}
const pollMs = 5_000

function placeOf(record: RolloutRecord): string {
  return record.goals[record.goal]!.name
}

function nothing(service: Target, record: RolloutRecord | undefined, why: string, atMs: number): RolloutEnd {
  const { baseline = '', candidate = '' } = record?.revision ?? {}
  const subject = isOpen(record) ? `The rollout of ${candidate} on ${service.name} is left as it is` : `${service.name} is left as it is`
  return {
    from: candidate,
    to: baseline,
    ...(record?.names && { names: record.names }),
    history: [{ kind: 'ended', atMs, outcome: 'no-op', reasonCode: 'NO_CHANGE', because: `${subject}: ${why}` }],
    undo: [],
  }
}

function unsettledPlan(order: RollbackOrder, service: Target, record: RolloutRecord, atMs: number): RolloutEnd {
  const plan = planIn(record, order.deadlineMs)
  const driver = service.driver(record)
  const left: Parameters<typeof undoing>[1] = [
    { kind: 'resumed', atMs, run: record.run, goal: record.goal, heading: record.heading },
    { kind: 'ended', atMs, outcome: 'no-op', reasonCode: 'PLANNED', because: '' },
  ]
  const calls = undoing(plan, left, driver.ability).flatMap((act) => driver.explain(act))
  const because = `Nothing was changed: the rollout of ${record.revision.candidate} stands at ${placeOf(record)}, and this is what leads it home`
  return {
    from: record.revision.candidate,
    to: record.revision.baseline,
    history: [{ kind: 'ended', atMs, outcome: 'no-op', reasonCode: 'PLANNED', because }],
    undo: calls,
  }
}
