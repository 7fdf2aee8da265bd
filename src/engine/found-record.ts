import { SluiceError } from '../domain/errors.ts'
import { evolve } from '../domain/evolve.ts'
import { readRecord, RecordUnreadable } from '../domain/record-text.ts'
import type { Plan, RolloutRecord } from '../domain/rollout.ts'
import type { Target } from '../ports.ts'
import { resume, type Resumption } from './resume.ts'

/** The record in the entries of a service. Throws RECORD_LOST where there is one that cannot be read. */
export function recordIn(entries: Readonly<Record<string, string>>): RolloutRecord | undefined {
  try {
    return readRecord(entries)
  } catch (error) {
    if (!(error instanceof RecordUnreadable)) throw error
    throw new SluiceError('RECORD_LOST', `The record in the tags sluice.record.* of the service cannot be read: ${error.message}`, {
      hint: 'See that no rollout is under way, remove these tags, and run this step again.',
      cause: error,
    })
  }
}

export function isOpen(record: RolloutRecord | undefined): record is RolloutRecord {
  return record !== undefined && record.ended === undefined
}

/** Open, or ended without having put back what it changed. */
export function isUnsettled(record: RolloutRecord | undefined): record is RolloutRecord {
  return record !== undefined && (record.ended === undefined || record.owed !== undefined)
}

/** The record on its way home; as it is where it is on its way already. */
export function turnedHome(record: RolloutRecord, atMs: number, because: string): RolloutRecord {
  return record.heading === 'home' ? record : evolve(record, { kind: 'turned-home', atMs, reasonCode: 'ROLLED_BACK', because, faults: [] })
}

/** How what was found is taken up. `return`: what is asked for is where an unfinished rollout came from, so it is led home. */
export type TakingUp = Resumption | { readonly kind: 'return'; readonly record: RolloutRecord }

/** `plan` is absent while the content wanted is not registered: it was never rolled out, so what is unfinished is something else. */
export function takeUp(found: RolloutRecord | undefined, plan: Plan | undefined, run: string, atMs: number): TakingUp {
  if (!plan) return isOpen(found) ? { kind: 'changed', record: found } : { kind: 'begin' }
  const { candidate } = plan.revision
  if (isOpen(found) && found.revision.baseline === candidate && found.revision.candidate !== candidate) {
    return { kind: 'return', record: turnedHome(found, atMs, `Asked to go back to ${candidate}`) }
  }
  return resume(found, plan, run)
}

/**
 * Another plan may begin only where ECS has brought the unfinished one to rest by itself; what we move never rests by itself.
 * Throws PLAN_CHANGED.
 */
export async function assertOver(record: RolloutRecord, target: Target, signal: AbortSignal): Promise<void> {
  const driver = target.driver(record)
  const unfinished = `A rollout of ${record.revision.candidate}, begun by run ${record.run}, is`
  if (driver.ability.mover === 'sluice') {
    throw new SluiceError('PLAN_CHANGED', `${unfinished} unfinished at ${record.goals[record.goal]!.name}`, {
      hint: 'Finish it by the command it was begun with, lead it home with the action `rollback`, or let this step do so first: `on-unfinished: rollback`.',
    })
  }
  const { travel } = await driver.observe(['travel'], record, signal)
  if (travel.kind !== 'moving' && travel.kind !== 'returning') return
  const deployment =
    travel.attempt === '' ? 'its deployment' : `the deployment ${travel.attempt.slice(travel.attempt.lastIndexOf('/') + 1)}`
  throw new SluiceError('PLAN_CHANGED', `${unfinished} still under way`, {
    hint: `Run that workflow again to finish it, roll out ${record.revision.baseline || 'the earlier revision'} to lead it home, or stop ${deployment} in ECS.`,
  })
}
