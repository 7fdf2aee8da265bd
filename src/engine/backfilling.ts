import { paceOf, stepped, type Stride } from '../domain/migration/backfill-rate.ts'
import type { BackfillEvent } from '../domain/migration/backfill-events.ts'
import { busyBatchRows, firstBatchRows, nextBatchRows } from '../domain/migration/batch-size.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'
import { entryOf } from '../domain/migration/ledger-entry.ts'
import type { BackfillProgress, LedgerEntry } from '../domain/migration/model.ts'
import { isLookDue, isNews, pressureEveryMs, throttled, unthrottled } from '../domain/migration/throttle.ts'
import { grouped } from '../domain/render/migration-events.ts'
import { span } from '../domain/render/time.ts'
import type { BackfillTable } from '../ports.ts'
import type { BackfillEnd, BackfillPorts, BackfillWork } from './backfill-work.ts'
import { type Doing, placeOf, refusedHint, refusedWords, rowsText, statementTimeout } from './backfill-refused.ts'
import { pressed } from './pressed.ts'

export type { BackfillEnd, BackfillPorts, BackfillWork } from './backfill-work.ts'

const progressEveryMs = 5_000
const [firstPauseMs, longestPauseMs] = [100, 5_000]
/** A batch that takes this many times as long as it should has another reason than its size. */
const [slowFactor, leastStatementMs] = [20, 5_000]
const slowTries = 3
const longestBreathMs = 1_000
/** A session that is lost again and again while nothing gets done is lost by what it does. */
const mostLosses = 5
/** Who holds rows for a shorter time was met by chance. */
const blockerAgeMs = 1_000

/**
 * Fills a table in batches, behind the cursor that the ledger has, and checks it at its end. A lost session is replaced, and the cursor read
 * anew: what a batch was doing then is done or not done, as the ledger says. Throws what `rejoin` throws.
 */
export async function backfill(work: BackfillWork, ports: BackfillPorts): Promise<BackfillEnd> {
  const { clock, cancellation, database } = ports
  const { signal } = cancellation
  const { order, change, limits } = work
  const of = `${order.table}(${order.key.join(', ')})`
  const beganMs = clock.nowMs()
  const tell = (event: WithoutPlace): void => ports.tell({ atMs: ports.nowMs(), change, ...event } as BackfillEvent)

  let entry = begunEntry(work)
  let progress: BackfillProgress = noProgress(of)
  let table: BackfillTable | undefined
  let rows = firstBatchRows(limits)
  let strides: readonly Stride[] = []
  let throttle = unthrottled(beganMs)
  let toldMs = -Infinity
  let changed = 0
  let lastBatch = { batchRows: 0, batchMs: 0 }
  let slow = 0
  let losses = 0
  let began = false
  let doing: Doing = 'filling'
  /** What each query of verify that was asked has found wrong. */
  let verified: readonly (readonly string[])[] = []
  let busy: { readonly sinceMs: number; readonly tries: number } | undefined

  /** Goes on from what the ledger has; an end where there is nothing to go on with. */
  const resume = (found: LedgerEntry | undefined): BackfillEnd | undefined => {
    progress = found?.backfill ?? noProgress(of, progress.rowsEstimated)
    entry = { ...entry, change: found?.change ?? change, backfill: progress }
    if (found?.state === 'done') return ended()
    if (progress.cursor === undefined || progress.of === undefined || progress.of === of) return undefined
    return failed('MIGRATION_FAILED', `The backfill of ${change} was begun over ${progress.of}, and is now written over ${of}`, {
      hint: 'A cursor of one key says nothing of another. Write the key it was begun with, or put this backfill into a change of its own.',
    })
  }

  const survey = async (): Promise<BackfillEnd | undefined> => {
    const fresh = database.backfill(order)
    const { problems, rowsEstimated } = await fresh.survey(signal)
    if (problems.length > 0) return failed('PREFLIGHT_FAILED', `${change} cannot be backfilled: ${problems.join('; ')}`)
    progress = { ...progress, rowsEstimated, of }
    entry = { ...entry, backfill: progress }
    if (!began) {
      await database.save(entry, signal)
      began = true
      tell({
        kind: 'backfill-began',
        table: order.table,
        rowsDone: progress.rowsDone,
        rowsEstimated,
        resumed: progress.cursor !== undefined,
        edited: progress.cursor !== undefined && work.found !== undefined && work.found.digest !== work.digest,
      })
    }
    table = fresh
    return undefined
  }

  /** Asks those who could be harmed, where it is time to; true while they say wait. */
  const waits = async (): Promise<boolean> => {
    if (ports.pressures.length === 0 || !isLookDue(throttle, clock.nowMs())) return throttle.reasons.length > 0
    const before = throttle
    doing = 'looking'
    const found = await pressed(ports.pressures, signal)
    throttle = throttled(throttle, found.reasons, clock.nowMs())
    // A new survey asks the session that works, which nobody would while it waits.
    if (found.lost) table = undefined
    const [was, is] = [before.reasons, throttle.reasons]
    if (isNews(is, was)) tell({ kind: 'backfill-paused', reasons: is })
    if (is.length === 0 && was.length > 0) tell({ kind: 'backfill-resumed', pausedMs: clock.nowMs() - before.sinceMs })
    return is.length > 0
  }

  const tellProgress = (): void => {
    const nowMs = clock.nowMs()
    strides = stepped(strides, { atMs: nowMs, rowsDone: progress.rowsDone })
    if (nowMs - toldMs < progressEveryMs) return
    toldMs = nowMs
    const { rowsDone, rowsEstimated } = progress
    tell({ kind: 'backfilled', rowsDone, rowsEstimated, ...lastBatch, ...paceOf(strides, rowsEstimated) })
  }

  /** True at the end of the table. */
  const batch = async (over: BackfillTable): Promise<boolean> => {
    const lockMs = Math.min(work.lockMs, limits.targetMs)
    const statementMs = Math.max(leastStatementMs, limits.targetMs * slowFactor)
    const done = await over.batch(entry, rows, { lockMs, statementMs }, signal)
    // What comes then is not done, and may be met again.
    if (done.rows === 0) return true
    busy = undefined
    verified = []
    slow = 0
    losses = 0
    progress = done.progress
    entry = { ...entry, backfill: progress }
    changed += done.changed
    lastBatch = { batchRows: done.rows, batchMs: done.tookMs }
    // The rest of a table says nothing of its size.
    if (done.rows * 2 >= rows) rows = nextBatchRows(done.rows, done.tookMs, limits)
    tellProgress()
    return false
  }

  const giveWay = async (fault: DatabaseFault): Promise<BackfillEnd | undefined> => {
    const nowMs = clock.nowMs()
    const { sinceMs, tries } = (busy = { sinceMs: busy?.sinceMs ?? nowMs, tries: (busy?.tries ?? 0) + 1 })
    const query = typeof doing === 'object' ? placeOf(doing) : undefined
    if (query === undefined) rows = busyBatchRows(rows, limits)
    const late = nowMs - sinceMs >= work.maxWaitMs
    // Doubling, so that what is held for minutes is told a few times.
    const telling = late || (tries & (tries - 1)) === 0
    const mode = query === undefined ? 'SHARE' : 'ACCESS SHARE'
    const blockers = telling ? await database.blockers([order.table], mode, blockerAgeMs, signal).catch(() => []) : []
    if (telling && query === undefined) tell({ kind: 'backfill-gave-way', tries, nextRows: rows, blockers })
    if (telling && query !== undefined) tell({ kind: 'verify-gave-way', place: query, tries, blockers })
    if (late) {
      const who = blockers.map(({ pid, application, ageMs }) => `session ${pid} (${application || 'without a name'}, for ${span(ageMs)})`)
      const holders = `held by ${who.join(', ')}`
      const by = who.length === 0 ? fault.message : query === undefined ? holders : `${order.table} is ${holders}`
      const what = query === undefined ? `Rows of ${order.table}` : `What ${query} reads`
      const hint = `End what holds them, then run this step again: it goes on behind ${rowsText(progress.rowsDone)}.`
      return failed('LOCK_BUSY', `${what} could not be had for ${span(nowMs - sinceMs)}: ${by}`, { hint })
    }
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries - 1, 10))
    await clock.sleep(pauseMs * (0.5 + ports.random()), signal)
    return undefined
  }

  /** What one turn met; an end where it is one. */
  const meet = async (error: unknown): Promise<BackfillEnd | undefined> => {
    if (!(error instanceof DatabaseFault)) throw error
    if (error.kind === 'cancelled' || signal.aborted) return undefined
    if (error.kind === 'busy') return giveWay(error)
    if (error.kind === 'lost') {
      losses += 1
      if (losses > mostLosses) return failed('MIGRATION_FAILED', `The session was lost ${losses} times in a row: ${error.message}`)
      table = undefined
      const end = resume(entryOf(await ports.rejoin(signal), change, 'backfill'))
      tell({ kind: 'backfill-reconnected', rowsDone: progress.rowsDone })
      return end
    }
    const tooSlow = error.sqlState === statementTimeout && doing === 'filling'
    // The smallest batch is tried as well: a trigger may take its time for each row.
    if (tooSlow && ((slow += 1) < slowTries || rows > limits.leastRows)) {
      rows = busyBatchRows(rows, limits)
      return undefined
    }
    return refuse(`${refusedWords(doing, change)}: ${error.message}`, refusedHint(doing, error.sqlState, progress))
  }

  const refuse = async (because: string, hint: string): Promise<BackfillEnd> => {
    await database.save({ ...entry, state: 'failed', error: because }, signal).catch(() => undefined)
    return failed('MIGRATION_FAILED', because, { hint })
  }

  const ended = (): BackfillEnd => ({ kind: 'done', because: `${rowsText(progress.rowsDone)} of ${order.table} are done` })

  const verify = async (): Promise<BackfillEnd | undefined> => {
    // One that could not have its locks is asked again, and not those before it.
    for (const query of work.verify.slice(verified.length)) {
      doing = query
      const [found = 0] = await database.verify([query.sql], signal)
      verified = [...verified, found > 0 ? [`${placeOf(query)} finds ${rowsText(found)}`] : []]
      busy = undefined
    }
    doing = 'filling'
    const wrong = verified.flat()
    if (wrong.length === 0) return undefined
    // What came behind the cursor is only found by another pass.
    entry = { ...entry, backfill: noProgress(of, progress.rowsEstimated) }
    const hint =
      'Old code may still write such rows: deploy what fills them itself, then run this step again. It goes over the whole table.'
    return refuse(`After the backfill of ${change} ${wrong.join(', ')}; none is well`, hint)
  }

  const turn = async (): Promise<BackfillEnd | undefined> => {
    doing = 'filling'
    if (table === undefined) return survey()
    if (await waits()) {
      await clock.sleep(pressureEveryMs, signal)
      return undefined
    }
    doing = 'filling'
    if (!(await batch(table))) {
      await clock.sleep(breathMs(lastBatch.batchMs, limits.targetMs), signal)
      return undefined
    }
    const wrong = await verify()
    if (wrong !== undefined) return wrong
    entry = { ...entry, state: 'done', backfill: progress }
    await database.save(entry, signal)
    tell({ kind: 'backfill-ended', rowsDone: progress.rowsDone, rowsChanged: changed, verified: work.verify.length })
    return ended()
  }

  const settled = resume(work.found)
  if (settled !== undefined) return settled
  for (;;) {
    if (signal.aborted)
      return { kind: 'cancelled', because: `Cancelled; ${order.table} stands at ${standing(progress)}, and the next run goes on there` }
    const passedMs = clock.nowMs() - beganMs
    if (work.maxDurationMs !== undefined && passedMs >= work.maxDurationMs)
      return {
        kind: 'waiting',
        because: `After ${span(passedMs)} ${order.table} stands at ${standing(progress)}; the next run goes on there`,
      }
    let end: BackfillEnd | undefined
    try {
      end = await turn()
    } catch (error) {
      end = await meet(error)
    }
    if (end !== undefined) return end
  }
}

/**
 * A batch far beyond its time was not too large, or the one before had been too: disk or processors are short, and others wait for them too.
 * For as long as it was late they have them to themselves.
 */
function breathMs(tookMs: number, targetMs: number): number {
  return tookMs > 2 * targetMs ? Math.min(longestBreathMs, tookMs - targetMs) : 0
}

type WithoutPlace = BackfillEvent extends infer Each ? (Each extends BackfillEvent ? Omit<Each, 'atMs' | 'change'> : never) : never

function begunEntry({ change, digest, run, attempt, found }: BackfillWork): LedgerEntry {
  const times = { startedAtMs: found?.startedAtMs ?? 0, updatedAtMs: found?.updatedAtMs ?? 0 }
  return { change, phase: 'backfill', state: 'running', digest, steps: [], run, attempt, ...times }
}

function noProgress(of: string, rowsEstimated = -1): BackfillProgress {
  return { rowsDone: 0, rowsEstimated, of }
}

function failed(
  reasonCode: (BackfillEnd & { kind: 'failed' })['reasonCode'],
  because: string,
  more: { readonly hint?: string } = {},
): BackfillEnd {
  return { kind: 'failed', reasonCode, because, ...more }
}

function standing({ rowsDone, rowsEstimated }: BackfillProgress): string {
  return rowsEstimated >= rowsDone && rowsEstimated > 0
    ? `${grouped(rowsDone)} of about ${rowsText(Math.round(rowsEstimated))}`
    : rowsText(rowsDone)
}
