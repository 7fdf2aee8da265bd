import { decide } from '../domain/decide.ts'
import { asSluiceError, SluiceError } from '../domain/errors.ts'
import { begin, evolve } from '../domain/evolve.ts'
import { goingOn } from '../domain/plan.ts'
import { progress } from '../domain/progress.ts'
import { span } from '../domain/render/time.ts'
import type { Act, Course, Evidence, Look, Plan, RolloutEvent, RolloutRecord, Seen, Step } from '../domain/rollout.ts'
import type { Cancellation, Clock, Driver, Judge, Reporter } from '../ports.ts'
import { assume } from './assume.ts'
import { type Claim, claimedWhile } from './claim.ts'
import { isInterruption, mayPass, patiently, patienceMs, unless } from './patience.ts'
import type { RecordKeeper } from './record-keeper.ts'

export interface RolloutRun {
  readonly plan: Plan
  /** The workflow run that acts now. */
  readonly run: string
  /** AWS's time when it began. */
  readonly atMs: number
  /** What an earlier run left of the same plan. */
  readonly unfinished?: RolloutRecord
  /** The goal at which this run stops; the last one when absent. */
  readonly until?: number
}

export interface RunPorts {
  readonly clock: Clock
  readonly driver: Driver
  readonly keeper: RecordKeeper
  readonly claim: Claim
  readonly judge: Judge
  readonly reporter: Reporter
  readonly cancellation: Cancellation
}

/** After a signal the runner kills the process at 10 s; outputs need their share of it. */
const cancelBudgetMs = 5_000
/** From here on only the way home itself is begun. */
const hurriedMs = 2_500
/** The end is worth some tries; a runner that could not do it leaves a rollout that the next run takes up. */
const closePatienceMs = 30_000
/** Writes and the first look are not given up on a signal; how long one call may take is the adapter's matter. */
const uncancelled = new AbortController().signal
/** A look at metrics that takes longer has failed. */
const lookMs = 60_000
const everything = ['travel', 'service', 'health', 'tasks', 'alarms', 'traffic'] as const satisfies readonly Look[]

/**
 * Runs a rollout to an end: observe, decide, act, record. Returns its history, which always ends with `ended`; never throws for
 * what AWS or the candidate did. Order of every act: intent recorded, act, observation, record. Where this run cannot go on
 * although the rollout could, the record is left unfinished.
 */
export async function runRollout(input: RolloutRun, ports: RunPorts): Promise<readonly RolloutEvent[]> {
  const { cancellation, claim, clock, driver, keeper } = ports
  const history: RolloutEvent[] = []
  const plan: Plan = input.unfinished ? goingOn(input.plan, input.unfinished) : input.plan
  const fresh = begin(plan, input.run, input.atMs)
  const { goals, committed } = fresh
  // Who only puts back what an ended one still owes has not taken it up.
  const run = input.unfinished?.ended ? input.unfinished.run : input.run
  let record: RolloutRecord = input.unfinished ? { ...input.unfinished, goals, committed, run } : fresh
  let failedActs = 0
  const cancelled = (): boolean => cancellation.atMs() !== undefined

  const tell = (event: RolloutEvent): void => {
    record = evolve(record, event)
    history.push(event)
    ports.reporter.report(event)
  }
  try {
    tell(
      input.unfinished
        ? { kind: 'resumed', atMs: input.atMs, run: input.unfinished.run, goal: record.goal, heading: record.heading }
        : { kind: 'started', atMs: input.atMs, run: input.run, plan },
    )
    await loop()
  } catch (thrown) {
    const error = asSluiceError(thrown)
    const because = error.hint === undefined ? error.message : `${error.message}. ${error.hint}`
    tell({ kind: 'ended', atMs: lastAtMs(), outcome: 'failed', reasonCode: error.reasonCode, because, unfinished: true })
  }
  await close()
  return history

  async function loop(): Promise<void> {
    let evidence: readonly Evidence[] = []
    let look: readonly Look[] = everything
    let seen: Seen | undefined
    let mustLook = true
    let refused: SluiceError | undefined
    let blind: string | undefined
    await save()

    for (;;) {
      if (seen === undefined) assertTimeLeft()
      // A cancelled run acts on what it knows: there is time for one call, not for looking round first.
      if (seen === undefined || (mustLook && !outOfTime()) || !cancelled()) {
        const before: Seen | undefined = seen
        seen = await observe(look, seen)
        for (const event of progress(before, seen)) tell(event)
      }
      // What stood against the write was seen as well: then the owner gets back what is owed before this ends.
      if (refused && seen.travel.kind !== 'superseded' && seen.writer !== 'other') throw refused
      refused = undefined
      mustLook = false
      const cancelledAtMs = cancellation.atMs()
      const { ability } = driver
      const step = decide({
        plan,
        record,
        seen,
        evidence,
        ability,
        beganAtMs: input.atMs,
        ...(cancelledAtMs !== undefined && { cancelledAtMs }),
        ...(cancelledAtMs !== undefined && clock.nowMs() - cancelledAtMs >= hurriedMs && { hurried: true as const }),
        ...(input.until !== undefined && { until: input.until }),
        ...(blind !== undefined && { blind }),
      })
      if (step.kind !== 'end') assertTimeLeft()
      switch (step.kind) {
        case 'record':
          tell(step.event)
          await save()
          look = ['travel']
          break
        case 'act': {
          const result = await act(step.act, seen)
          if (result === 'given up') break
          if (result instanceof SluiceError) {
            refused = result
            mustLook = true
            break
          }
          seen = assume(seen, step.act, ability, result === 'accepted' || record.heading === 'forward')
          mustLook = result === 'unknown'
          look = ['travel']
          break
        }
        case 'measure':
          evidence = [...evidence, ...(await measure(step, seen))]
          look = ['travel']
          break
        case 'freeze':
          blind = await freeze(seen)
          look = ['travel']
          break
        case 'wait':
          look = step.look
          await claim.renewIfDue(seen.atMs, uncancelled).catch(passing)
          if (cancelled()) {
            await clock.sleep(Math.min(step.untilMs - seen.atMs, 1_000))
            mustLook = true
          } else {
            await clock.sleep(step.untilMs - seen.atMs, cancellation.signal)
          }
          break
        case 'end': {
          const { kind: _, ...ending } = step
          tell({ ...ending, kind: 'ended', atMs: seen.atMs })
          return
        }
      }
    }
  }

  /**
   * `given up`: a signal came before the call. `unknown`: the call failed, and may have happened all the same. An error: the driver
   * refused, because somebody else has changed what it was about to write.
   */
  async function act(wanted: Act, seen: Seen): Promise<'accepted' | 'unknown' | 'given up' | SluiceError> {
    const intended = { kind: 'intended', atMs: seen.atMs, act: wanted, before: seen.mark } as const
    // Only what starts the candidate in ECS must be recognised later; the way home is the same however often it is asked for.
    const recorded = wanted.kind === 'size' && wanted.side === 'candidate' && driver.ability.mover === 'ecs'
    // Once cancelled, nothing comes before the call that leads home; what leads there may be repeated.
    if (!cancelled()) {
      const { signal } = cancellation
      await persist(() => (recorded ? keeper.save(evolve(record, intended), signal) : keeper.assertOurs(signal)))
      if (cancelled()) return 'given up'
    }
    if (recorded) tell(intended)
    try {
      if (!(await inTime(driver.perform(wanted, cancelled() ? uncancelled : cancellation.signal)))) return 'unknown'
    } catch (error) {
      if (error instanceof SluiceError && error.reasonCode === 'SUPERSEDED') return error
      if (!(cancelled() && isInterruption(error))) passing(error)
      note(seen.atMs, `A call to AWS did not go through: ${asSluiceError(error).message}`)
      await pauseAfter((failedActs += 1))
      return 'unknown'
    }
    failedActs = 0
    tell({ kind: 'acted', atMs: seen.atMs, act: wanted, before: seen.mark })
    await save()
    return 'accepted'
  }

  /** Longer from time to time, but never long on the way home. */
  function pauseAfter(failures: number): Promise<void> {
    if (cancelled()) return clock.sleep(1_000)
    return clock.sleep(Math.min(1_000 * 2 ** (failures - 1), record.heading === 'home' ? 4_000 : 16_000), cancellation.signal)
  }

  /** Looks, and looks again while AWS is out of reach, as long as patience lasts. */
  async function observe(look: readonly Look[], last: Seen | undefined): Promise<Seen> {
    if (!cancelled()) {
      const signal = last === undefined ? uncancelled : cancellation.signal
      const onTrouble = (error: unknown): void =>
        note(last?.atMs ?? input.atMs, `AWS did not answer, still trying: ${asSluiceError(error).message}`)
      const limitMs = Math.min(patienceMs, plan.deadlineMs)
      const found = await patiently(() => driver.observe(look, last ? record : asFound(), signal), {
        clock,
        cancellation,
        limitMs,
        onTrouble,
      })
      if (found) return found.value
      if (last) return last
    }
    for (;;) {
      assertTimeLeft()
      try {
        return await driver.observe(look, last ? record : asFound(), uncancelled)
      } catch (error) {
        if (last) return last
        passing(error)
        await clock.sleep(1_000)
      }
    }
  }

  /** The first look compares with what was left, a rest among it. */
  function asFound(): RolloutRecord {
    return { ...record, ...(input.unfinished?.rest && { rest: input.unfinished.rest }) }
  }

  /** No source of evidence is trusted to answer, to answer all, or to answer for the time it was asked for. */
  async function measure({ checks, fromMs, toMs }: Step & { kind: 'measure' }, seen: Seen): Promise<readonly Evidence[]> {
    let answers: readonly Evidence[] = []
    let silence = 'no answer'
    try {
      const over = new AbortController()
      const signal = AbortSignal.any([cancellation.signal, over.signal])
      const judging = persist(() => ports.judge.judge(checks, fromMs, toMs, signal, course()))
      // A test may take its time; a look at metrics may not, for meanwhile nobody looks at tasks and alarms.
      const limitMs = checks.some(({ kind }) => kind === 'smoke') ? Infinity : lookMs
      const found = await claimedWhile(claim, clock, seen.atMs, within(limitMs, judging, over.signal))
      over.abort()
      if (found === 'late') silence = `no answer within ${span(lookMs)}`
      else if (!found) return []
      else answers = found.value
    } catch (error) {
      passing(error)
      silence = asSluiceError(error).message
    }
    const evidence = checks.map((check): Evidence => {
      const answer = answers.find((item) => item.check === check.name)
      const blocks = answer?.blocks ? { blocks: answer.blocks } : {}
      return { check: check.name, verdict: answer?.verdict ?? 'error', because: answer?.because ?? silence, fromMs, toMs, ...blocks }
    })
    tell({ kind: 'judged', atMs: seen.atMs, goal: plan.goals[record.goal]!.name, evidence })
    return evidence
  }

  /** What comes in time. What comes later is heard by nobody. */
  async function within<T>(limitMs: number, work: Promise<T>, done: AbortSignal): Promise<T | 'late'> {
    if (limitMs === Infinity) return work
    work.catch(() => undefined)
    return Promise.race([work, clock.sleep(limitMs, done).then(() => 'late' as const)])
  }

  function course(): Course {
    const arrivals = record.arrivals.map(({ goal, atMs }) => ({ weight: plan.goals[goal]!.weight, atMs }))
    return { arrivals: arrivals.filter(({ weight }) => weight > 0), ...(record.frozen !== undefined && { frozen: record.frozen }) }
  }

  /** Why the judge could not, where it could not. */
  async function freeze(seen: Seen): Promise<string | undefined> {
    try {
      const freezing = persist(async () => ports.judge.freeze?.(seen.atMs, cancellation.signal).catch(awhile))
      const found = await claimedWhile(claim, clock, seen.atMs, freezing)
      if (!found) return undefined
      tell({ kind: 'frozen', atMs: seen.atMs, ...(found.value ?? { frozen: '-', lines: [] }) })
    } catch (thrown) {
      const error = asSluiceError(thrown)
      // That is no fault of a source.
      if (error.reasonCode === 'ROLLOUT_IN_PROGRESS' || error.reasonCode === 'RECORD_LOST') throw error
      return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`
    }
    await save()
    return undefined
  }

  /** A cancelled run saves once, at the end: the call that sends traffic home comes first. */
  async function save(): Promise<void> {
    if (!cancelled()) await persist(() => keeper.save(record, cancellation.signal))
  }

  function persist<T>(work: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
    return patiently(work, { clock, cancellation, limitMs: patienceMs })
  }

  async function close(): Promise<void> {
    try {
      const closing = (): Promise<void> => keeper.close(record, cancellation.signal)
      const closed = await patiently(closing, { clock, cancellation, limitMs: closePatienceMs })
      if (!closed && !(await inTime(closing())))
        note(lastAtMs(), 'The end of this rollout may not have been recorded: AWS did not answer in time')
    } catch (error) {
      note(lastAtMs(), `The end of this rollout could not be recorded: ${asSluiceError(error).message}`)
    }
  }

  /** What a call gives while there is time for it: until a signal comes, and after it until the process is about to be killed. */
  function inTime<T>(call: Promise<T>): Promise<{ readonly value: T } | undefined> {
    return unless(cancelled() ? cancellation.late : cancellation.signal, call)
  }

  function note(atMs: number, text: string): void {
    ports.reporter.report({ kind: 'noted', atMs, text })
  }

  function lastAtMs(): number {
    return history.at(-1)?.atMs ?? input.atMs
  }

  function outOfTime(): boolean {
    const atMs = cancellation.atMs()
    return atMs !== undefined && clock.nowMs() - atMs >= cancelBudgetMs
  }

  function assertTimeLeft(): void {
    if (!outOfTime()) return
    throw new SluiceError('CANCELLED', 'Cancelled, and the runner ends before AWS confirmed the way back', {
      hint: 'Run the step again or roll back by hand.',
    })
  }
}

/** Before the first shift a source that is out of reach is worth a wait: nobody is harmed by it. */
function awhile(thrown: unknown): never {
  const error = asSluiceError(thrown)
  if (error.reasonCode !== 'METRICS_UNAVAILABLE') throw error
  throw new SluiceError('AWS_ERROR', error.message, { cause: error, ...(error.hint !== undefined && { hint: error.hint }) })
}

/** Rethrows what waiting does not heal. */
function passing(error: unknown): void {
  if (!mayPass(error)) throw error
}
