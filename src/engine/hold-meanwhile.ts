import { asSluiceError, SluiceError } from '../domain/errors.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'
import { span } from '../domain/render/time.ts'
import { holdDatabase } from './hold-database.ts'
import type { MigrationStage } from './migration-stage.ts'

/** So often the lock is looked after. It also keeps the connection known to what stands between, such as a NAT. */
const lookEveryMs = 1_000
/** A server that has not answered for so long may have given up the session already. */
const answerMs = 15_000
/** Nobody knows whose the lock is while the server is away: so long the work goes on without. */
const outageMs = 30_000

/**
 * Does work of somebody else under the lock that is held already, and sees that it stays held: where the session is lost it is taken again at once, and
 * where another run was faster, or the server is gone, the work is told to end by its signal. Throws SluiceError then, once the work has ended, with
 * how that was, in words: LOCK_BUSY, DATABASE_UNREACHABLE, PREFLIGHT_FAILED.
 */
export async function holdMeanwhile<T>(
  stage: MigrationStage,
  work: (signal: AbortSignal) => Promise<T>,
  endText: (end: T) => string,
): Promise<T> {
  const lost = new AbortController()
  const done = new AbortController()
  const working = work(AbortSignal.any([stage.signal, lost.signal])).finally(() => done.abort())
  working.catch(() => undefined)
  let why: SluiceError | undefined
  try {
    while (!done.signal.aborted) {
      await stage.clock.sleep(lookEveryMs, done.signal)
      await keep(stage)
    }
  } catch (error) {
    // Whoever cancels wants the end of the work, and nothing else.
    if (!stage.signal.aborted) why = asSluiceError(error)
    lost.abort()
  }
  const end = await working
  if (why === undefined) return end
  throw new SluiceError(why.reasonCode, `The lock of the database was lost with its session. ${why.message}. ${endText(end)}`, {
    hint:
      why.reasonCode === 'LOCK_BUSY'
        ? 'Look at what both have done before you run this step again.'
        : `Look at what it has done. ${why.hint ?? 'Then run this step again.'}`,
    cause: why,
  })
}

/** The lock is still that of this session, or is taken again on a new one. */
async function keep(stage: MigrationStage): Promise<void> {
  let heldBy: string | undefined
  try {
    heldBy = await askWho(stage)
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error
    if (stage.signal.aborted) return
    stage.tell({ kind: 'lost', because: error.kind === 'cancelled' ? `no answer for ${span(answerMs)}` : error.message })
    await holdDatabase({ ...stage, limits: { ...stage.limits, lockWaitMs: 0, outageMs } }, true)
    return
  }
  if (heldBy !== undefined) throw new SluiceError('LOCK_BUSY', `Another run works on ${stage.database.name}: ${heldBy}`)
}

/** Asked by the session that has the lock, this takes nothing and says nothing. */
async function askWho({ database, clock, signal }: MigrationStage): Promise<string | undefined> {
  const [late, answered] = [new AbortController(), new AbortController()]
  void clock.sleep(answerMs, answered.signal).then(() => late.abort())
  try {
    return (await database.lock(AbortSignal.any([signal, late.signal]))).heldBy
  } finally {
    answered.abort()
  }
}
