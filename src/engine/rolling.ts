import { SluiceError } from '../domain/errors.ts'
import { rollingPlan, type RollingSpec } from '../domain/plan.ts'
import type { Plan, RolloutEvent, RolloutRecord } from '../domain/rollout.ts'
import type { Cancellation, Clock, Driver, Judge, Problem, Reporter, RollingTarget, Survey } from '../ports.ts'
import { type Holder, rivalOf, takeClaim } from './claim.ts'
import { assertOver, isOpen, recordIn, takeUp } from './found-record.ts'
import { patientTarget } from './patient-target.ts'
import { createRecordKeeper, type RecordKeeper } from './record-keeper.ts'
import { runRollout } from './run.ts'

export interface RollingOrder extends Omit<RollingSpec, 'target' | 'candidate' | 'baseline'> {
  readonly mode: 'apply' | 'plan'
  readonly holder: Holder
}

export interface RollingPorts {
  readonly clock: Clock
  readonly reporter: Reporter
  readonly cancellation: Cancellation
  /** There may be something to undo from here on: before the first write, or where an unfinished rollout is found. */
  readonly starting: () => void
}

/** How it went, with what it was about. */
export interface RollingEnd {
  readonly from: string
  readonly to: string
  readonly history: readonly RolloutEvent[]
  /** Only in plan mode: what was found, and the calls that would be made. */
  readonly planned?: { readonly survey: Survey; readonly calls: readonly string[] }
  /** Commands that lead back to the baseline by hand. */
  readonly undo: readonly string[]
}

/**
 * A rolling rollout from survey to end. Nothing is written before everything that can be refused has been refused.
 * Throws SluiceError for what prevents a rollout: PREFLIGHT_FAILED, ROLLOUT_IN_PROGRESS, PLAN_CHANGED, ACCESS_DENIED ...
 */
export async function roll(order: RollingOrder, target: RollingTarget, ports: RollingPorts): Promise<RollingEnd> {
  let unfinished: RolloutRecord | undefined
  const find = (record: RolloutRecord | undefined): RolloutRecord | undefined => {
    unfinished = isOpen(record) ? record : undefined
    if (unfinished) ports.starting()
    return record
  }
  try {
    return await conduct(order, target, ports, find)
  } catch (error) {
    // A call cut short by the signal fails in words of its own. Once this run has begun, nothing is thrown any more.
    if (ports.cancellation.atMs() === undefined) throw error
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

async function conduct(
  order: RollingOrder,
  service: RollingTarget,
  ports: RollingPorts,
  find: (record: RolloutRecord | undefined) => RolloutRecord | undefined,
): Promise<RollingEnd> {
  const { clock, cancellation, reporter } = ports
  const target = patientTarget(service, ports)
  const first = await target.survey(cancellation.signal)
  const before = await target.store.read(cancellation.signal)
  if (order.mode === 'plan') return planned(order, target, first, before)
  // What stands against a beginning (an alarm, say) must not stand against finishing what has begun.
  if (!isOpen(find(recordIn(before.entries)))) {
    refuse(first)
    if (first.unchanged) return noChange(order, target, first)
  }

  const claim = await takeClaim(target.store, clock, order.holder, cancellation.signal)
  let keeper: RecordKeeper | undefined
  try {
    // What was read before the claim may be stale, or the work of the run that held it.
    const survey = await target.survey(cancellation.signal)
    const { entries, atMs } = await target.store.read(cancellation.signal)
    const found = find(recordIn(entries))
    if (!isOpen(found)) {
      refuse(survey)
      if (survey.unchanged) return noChange(order, target, survey)
    }
    if (cancellation.atMs() !== undefined) throw new SluiceError('CANCELLED', 'Cancelled before anything was changed')
    for (const text of survey.warnings) reporter.report({ kind: 'noted', atMs, text })

    const planOf = (candidate: string): Plan => rollingPlan({ ...order, target: target.name, candidate, baseline: survey.baseline })
    const start = takeUp(found, survey.candidate === undefined ? undefined : planOf(survey.candidate), order.holder.run, atMs)
    if (start.kind === 'ended') return again(start.record, atMs)
    if (start.kind === 'changed') {
      await assertOver(start.record, target, cancellation.signal)
      refuse(survey)
      if (survey.unchanged) return noChange(order, target, survey)
    }

    ports.starting()
    const unfinished = start.kind === 'resume' || start.kind === 'return' ? start.record : undefined
    const candidate = unfinished?.revision.candidate ?? survey.candidate ?? (await target.register(cancellation.signal))
    const plan = planOf(candidate)
    const revision = unfinished?.revision ?? plan.revision
    const driver = target.driver(revision)
    keeper = createRecordKeeper(service.store, clock, claim, entries)
    const run = { plan, run: order.holder.run, atMs, ...(unfinished && { unfinished }) }
    const history = await runRollout(run, { ...ports, driver, keeper, claim, judge: noEvidence })
    if (start.kind === 'return') return { from: revision.candidate, to: revision.baseline, history: history.map(asAsked), undo: [] }
    return { from: revision.baseline, to: revision.candidate, history, undo: undo(history, revision.baseline, driver) }
  } finally {
    // A rollout that ran has given the claim back with its last save.
    if (!keeper) await target.store.write(claim.released, new AbortController().signal).catch(() => undefined)
  }
}

/** A rolling plan holds facts only. Should it ever hold a check that needs evidence, none is found, and none is never a pass. */
const noEvidence: Judge = { judge: () => Promise.resolve([]) }

/** Going back was what this run was asked for. */
function asAsked(event: RolloutEvent): RolloutEvent {
  return event.kind === 'ended' && event.outcome === 'rolled-back' ? { ...event, outcome: 'succeeded', reasonCode: 'ROLLED_BACK' } : event
}

/** The commands that lead back by hand. None where the baseline serves again, or never ceased to. */
function undo(history: readonly RolloutEvent[], baseline: string, driver: Driver): readonly string[] {
  const ended = history.findLast((event) => event.kind === 'ended')
  const touched = history.some((event) => event.kind === 'intended' || event.kind === 'identified' || event.kind === 'resumed')
  if (baseline === '' || !touched || ended?.outcome === 'rolled-back') return []
  return driver.explain({ kind: 'size', side: 'baseline', revision: baseline, capacity: 'full' })
}

function refuse({ problems }: Survey): void {
  if (problems.length === 0) return
  const only = problems.length === 1 ? problems[0]!.code : undefined
  const list = problems.map(({ code, text }) => `  ${code}: ${text}`)
  throw new SluiceError(only ?? 'PREFLIGHT_FAILED', ['This rollout cannot begin:', ...list].join('\n'), { hint: 'Nothing was changed.' })
}

/** The same run asked again for what it has already tried: the answer stays the same, nothing is started twice. */
function again(record: RolloutRecord, atMs: number): RollingEnd {
  const { outcome, reasonCode } = record.ended!
  const because = `${record.turned?.because ?? 'This run has tried this revision already'}. A new run may try again`
  const history: RolloutEvent[] = [{ kind: 'ended', atMs, outcome, reasonCode, because }]
  return { from: record.revision.baseline, to: record.revision.candidate, history, undo: [] }
}

function noChange(order: RollingOrder, target: RollingTarget, survey: Survey): RollingEnd {
  const revision = survey.candidate ?? survey.baseline
  const because = `The service ${target.name} already runs ${revision}`
  if (survey.desired > 0) return still({ outcome: 'no-op', reasonCode: 'NO_CHANGE', because }, survey)
  const outcome = order.onEmpty === 'pass' ? 'no-op' : 'failed'
  return still({ outcome, reasonCode: 'NO_TASKS', because: `${because}, but no task of it runs: the desired count is 0` }, survey)
}

/** Plan mode: what was found, what stands against it, and the calls that would be made. */
function planned(
  order: RollingOrder,
  target: RollingTarget,
  survey: Survey,
  { entries, atMs }: { readonly entries: Readonly<Record<string, string>>; readonly atMs: number },
): RollingEnd {
  const candidate = survey.candidate ?? 'the revision registered above'
  const driver = target.driver({ baseline: survey.baseline, candidate })
  const calls = [
    ...(survey.candidate === undefined ? ['aws ecs register-task-definition (the content above)'] : []),
    ...(survey.unchanged ? [] : driver.explain({ kind: 'size', side: 'candidate', revision: candidate, capacity: 'full' })),
  ]
  const found = { ...survey, problems: [...survey.problems, ...problemsKept(order.holder, entries, atMs)] }
  const because = `Nothing was changed: this is what a rollout of ${target.name} would do`
  return { ...still({ outcome: 'no-op', reasonCode: 'PLANNED', because }, survey), planned: { survey: found, calls } }
}

/** What the claim and the record beside the service have against a rollout. */
function problemsKept(holder: Holder, entries: Readonly<Record<string, string>>, atMs: number): readonly Problem[] {
  const problems: Problem[] = []
  const rival = rivalOf(entries, holder, atMs)
  if (rival !== undefined) problems.push({ code: 'ROLLOUT_IN_PROGRESS', text: `Another rollout of this service is under way: ${rival}` })
  try {
    const record = recordIn(entries)
    if (isOpen(record)) {
      const text = `Run ${record.run} left a rollout of ${record.revision.candidate} unfinished; only the same content, or going back to ${record.revision.baseline}, may go on while it moves`
      problems.push({ code: 'PLAN_CHANGED', text })
    }
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    problems.push({ code: error.reasonCode, text: error.message })
  }
  return problems
}

function still(ending: Omit<RolloutEvent & { kind: 'ended' }, 'kind' | 'atMs'>, survey: Survey): RollingEnd {
  const to = survey.candidate ?? 'a new revision'
  return { from: survey.baseline, to, history: [{ kind: 'ended', atMs: survey.atMs, ...ending }], undo: [] }
}
