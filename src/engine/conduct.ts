import { asSluiceError, SluiceError } from '../domain/errors.ts'
import { planIn } from '../domain/plan.ts'
import { foreseen } from '../domain/route.ts'
import type { Plan, RolloutEvent, RolloutRecord } from '../domain/rollout.ts'
import type { Problem, Survey, Target } from '../ports.ts'
import { type Holder, liveRival } from './claim.ts'
import { assertOver, isOpen, isUnsettled, recordIn, takeUp, turnedHome } from './found-record.ts'
import { holding, interruptible, type RolloutEnd, type RolloutPorts, unheldSteps } from './holding.ts'
import { patientTarget } from './patient-target.ts'

/** What a run was asked for. */
export interface Order {
  readonly mode: 'apply' | 'plan'
  readonly holder: Holder
  /** `resume` goes on with the same plan and refuses another; `rollback` leads home first whatever is unfinished. */
  readonly onUnfinished: 'resume' | 'rollback' | 'refuse'
  /** The plan for a candidate, from what was found; `unfinished` is what an earlier run left on the way to it. */
  plan(found: Found, candidate: string): Plan
  /** Whether what another action left is a beginning of this plan. */
  adopts?(record: RolloutRecord): boolean
  /** The goal at which this run stops; the last one when absent. */
  readonly until?: string
  /** Takes up what is under way, whatever it rolls out. */
  readonly continues?: boolean
  /** What is under way must have reached this goal. */
  readonly from?: string
  /** The revision that must serve now; another one is somebody else's. */
  readonly expects?: string
  readonly onEmpty: Plan['onEmpty']
  readonly deadlineMs: number
  /** Begins also what this very run has tried before: it was led home to begin anew. */
  readonly anew?: boolean
}

type Found = Pick<Survey, 'baseline' | 'names' | 'idle'> & { readonly unfinished?: RolloutRecord }

/**
 * A rollout from survey to end. Nothing is written before everything that can be refused has been refused.
 * Throws SluiceError for what prevents a rollout: PREFLIGHT_FAILED, ROLLOUT_IN_PROGRESS, PLAN_CHANGED, ACCESS_DENIED ...
 */
export function conduct(order: Order, service: Target, ports: RolloutPorts): Promise<RolloutEnd> {
  return interruptible(ports, async (find) => {
    const { signal } = ports.cancellation
    const target = patientTarget(service, ports)
    const first = await target.survey(signal)
    const before = await target.store.read(signal)
    if (order.mode === 'plan') return planned(order, target, first, before, ports)
    // What stands against a beginning (an alarm, say) must not stand against finishing what has begun.
    const still = isUnsettled(find(recordIn(before.entries))) ? undefined : beginning(order, target, first)
    if (still) return still

    let { anew = false } = order
    const end = await holding(order.holder, service, ports, async ({ entries, atMs, run }): Promise<RolloutEnd | undefined> => {
      // What was read before the claim may be stale, or the work of the run that held it.
      const survey = await target.survey(signal)
      const found = find(recordIn(entries))
      const over = isUnsettled(found) ? undefined : beginning(order, target, survey)
      if (over) return over
      if (ports.cancellation.atMs() !== undefined) throw new SluiceError('CANCELLED', 'Cancelled before anything was changed')
      for (const text of survey.warnings) ports.reporter.report({ kind: 'noted', atMs, text })

      const open = isOpen(found) ? found : undefined
      const wanted = (order.continues && open?.revision.candidate) || survey.candidate
      // Which side is live cannot be told from the weights once they have moved: the record knows.
      const roles = open && { baseline: open.revision.baseline, ...(open.names && { names: open.names }) }
      const seen = { ...survey, ...roles, ...(open && open.revision.candidate === wanted && { unfinished: open }) }
      const asked = wanted === undefined ? undefined : order.plan(seen, wanted)
      const start = takeUp(adopted(order, found, asked), asked, order.holder.run, atMs)
      if (start.kind === 'ended' && !anew) return again(start.record, atMs)
      if (open && start.kind !== 'return') assertMayTakeUp(order, open)
      if (isUnsettled(found) && (!open || (order.onUnfinished === 'rollback' && start.kind !== 'return'))) {
        // Home first, or what is owed first. Then everything begins anew, the claim too.
        const record = open ? turnedHome(open, atMs, 'Led home to begin anew, as asked by `on-unfinished`') : found
        const { history } = await run({ plan: planIn(record, order.deadlineMs), unfinished: record })
        if (open && lastOf(history).outcome !== 'rolled-back') throw notHome(open, lastOf(history).because)
        anew = open !== undefined
        return undefined
      }
      if (start.kind === 'changed') {
        await assertOver(start.record, target, signal)
        const stays = beginning(order, target, survey)
        if (stays) return stays
      }
      if (start.kind === 'resume' && asked) assertJudged(asked, start.record, ports)
      const unfinished = start.kind === 'resume' || start.kind === 'return' ? start.record : undefined
      if (!unfinished) ports.starting()
      const plan = order.plan(seen, unfinished?.revision.candidate ?? survey.candidate ?? (await target.register(signal)))
      const until = plan.goals.findIndex(({ name }) => name === order.until)
      const homeward = start.kind === 'return' ? { homeward: true as const } : {}
      return run({ plan, ...(unfinished && { unfinished }), ...(until !== -1 && { until }), ...homeward })
    })
    return end ?? conduct({ ...order, onUnfinished: 'refuse', anew }, service, ports)
  })
}

/** What another action began, as a beginning of this plan: it has come as far, and the same is to run. */
function adopted(order: Order, found: RolloutRecord | undefined, plan: Plan | undefined): RolloutRecord | undefined {
  const isBeginning = plan && isOpen(found) && found.revision.candidate === plan.revision.candidate && order.adopts?.(found)
  return isBeginning ? { ...found, plan: plan.digest } : found
}

/** What is found where nothing is unfinished: refuses, or says that there is nothing to do. */
function beginning(order: Order, target: Target, survey: Survey): RolloutEnd | undefined {
  if (order.from !== undefined) return nothingUnderWay(target, survey)
  refuse(survey)
  if (survey.unchanged) return noChange(order, target, survey)
  if (order.expects === undefined || survey.current === order.expects) return undefined
  throw new SluiceError(
    'SUPERSEDED',
    `${target.name} is set to ${survey.current || 'nothing'} by now, and not ${order.expects}: somebody else has changed it since`,
    {
      hint: 'Name what to return to: `to-revision`, or `to-side` of a pair.',
    },
  )
}

function assertMayTakeUp(order: Order, record: RolloutRecord): void {
  if (order.onUnfinished === 'refuse') {
    throw new SluiceError('PLAN_CHANGED', `Run ${record.run} left a rollout of ${record.revision.candidate} unfinished`, {
      hint: '`on-unfinished: refuse` takes up nothing. Finish it by the command it was begun with, or lead it home with the action `rollback`.',
    })
  }
  const needed = record.goals.findIndex(({ name }) => name === order.from)
  if (record.goal >= needed) return
  const at = record.goals[record.goal]!.name
  throw new SluiceError(
    'PREFLIGHT_FAILED',
    `The rollout of ${record.revision.candidate} is at ${at}, and only one that has reached ${order.from!} can be taken further by this command`,
    {
      hint: 'Nothing was changed. Run `command: swap` first.',
    },
  )
}

/** Refused now, and not by its first look, which may come after the first shift: nobody would judge what is shifted by then. */
function assertJudged(plan: Plan, { goal, heading, frozen }: RolloutRecord, { judge }: RolloutPorts): void {
  const isJudged = heading === 'forward' && plan.goals.slice(goal).some(({ gate }) => gate.checks.some(({ kind }) => kind === 'analysis'))
  if (isJudged && frozen !== undefined) judge?.(plan).assertJudges?.(frozen)
}

function notHome(record: RolloutRecord, because: string): SluiceError {
  return new SluiceError(
    'ROLLBACK_FAILED',
    `The rollout of ${record.revision.candidate} could not be led home, so none was begun: ${because}`,
  )
}

export function lastOf(history: readonly RolloutEvent[]): RolloutEvent & { kind: 'ended' } {
  const last = history.at(-1)
  if (last?.kind !== 'ended') throw new Error('A history ends with `ended`')
  return last
}

function refuse({ problems }: Survey): void {
  if (problems.length === 0) return
  const [only, ...others] = new Set(problems.map(({ code }) => code))
  const list = problems.map(({ code, text }) => `  ${code}: ${text}`)
  throw new SluiceError(others.length === 0 ? only! : 'PREFLIGHT_FAILED', ['This rollout cannot begin:', ...list].join('\n'), {
    hint: 'Nothing was changed.',
  })
}

/** The same run asked again for what it has already tried: the answer stays the same, nothing is started twice. */
function again(record: RolloutRecord, atMs: number): RolloutEnd {
  const { outcome, reasonCode } = record.ended!
  const because = `${record.turned?.because ?? 'This run has tried this revision already'}. A new run may try again`
  const history: RolloutEvent[] = [{ kind: 'ended', atMs, outcome, reasonCode, because }]
  return { from: record.revision.baseline, to: record.revision.candidate, history, undo: [] }
}

function noChange(order: Order, target: Target, survey: Survey): RolloutEnd {
  const revision = survey.candidate ?? survey.baseline
  const because = `The service ${target.name} already runs ${revision}`
  if (survey.desired > 0) return still({ outcome: 'no-op', reasonCode: 'NO_CHANGE', because }, survey)
  const outcome = order.onEmpty === 'pass' ? 'no-op' : 'failed'
  return still({ outcome, reasonCode: 'NO_TASKS', because: `${because}, but no task of it runs: the desired count is 0` }, survey)
}

function nothingUnderWay(target: Target, survey: Survey): RolloutEnd {
  return still(
    { outcome: 'no-op', reasonCode: 'NO_CHANGE', because: `No rollout of ${target.name} is under way: nothing is left to finish` },
    survey,
  )
}

/** Plan mode: what was found, what stands against it, and the calls that would be made. */
async function planned(
  order: Order,
  target: Target,
  survey: Survey,
  { entries, atMs }: { readonly entries: Readonly<Record<string, string>>; readonly atMs: number },
  ports: RolloutPorts,
): Promise<RolloutEnd> {
  const candidate = survey.candidate ?? 'the revision registered above'
  const plan = order.plan(survey, candidate)
  const driver = target.driver(plan)
  const calls = [
    ...(survey.candidate === undefined ? ['aws ecs register-task-definition (the content above)'] : []),
    ...(survey.unchanged ? [] : foreseen(plan, driver.ability).flatMap((act) => driver.explain(act))),
  ]
  const unheld = unheldSteps(plan, driver.ability)
  const foreseeing = survey.missing ? { lines: [], problems: [] } : await foreseenBy(plan, survey.atMs, ports)
  const kept = [...foreseeing.problems, ...problemsKept(order.holder, entries, atMs)]
  const found = { ...survey, problems: [...survey.problems, ...unheld, ...kept] }
  const because = `Nothing was changed: this is what a rollout of ${target.name} would do`
  return {
    ...still({ outcome: 'no-op', reasonCode: 'PLANNED', because }, survey),
    planned: { survey: found, calls, forecast: foreseeing.lines },
  }
}

/** What the judge of a plan would be able to see, or why it could not see anything. */
async function foreseenBy(
  plan: Plan,
  atMs: number,
  { judge, cancellation }: RolloutPorts,
): Promise<{ readonly lines: readonly string[]; readonly problems: readonly Problem[] }> {
  if (!plan.goals.some(({ gate }) => gate.checks.some(({ kind }) => kind === 'analysis'))) return { lines: [], problems: [] }
  try {
    const found = await judge?.(plan).freeze?.(atMs, cancellation.signal)
    return { lines: found?.lines ?? [], problems: [] }
  } catch (thrown) {
    if (cancellation.atMs() !== undefined) throw thrown
    return { lines: [], problems: [{ code: 'METRICS_UNAVAILABLE', text: asSluiceError(thrown).message }] }
  }
}

/** What the claim and the record beside the service have against a rollout. */
function problemsKept(holder: Holder, entries: Readonly<Record<string, string>>, atMs: number): readonly Problem[] {
  const problems: Problem[] = []
  const rival = liveRival(entries, holder, atMs)
  if (rival) problems.push({ code: 'ROLLOUT_IN_PROGRESS', text: `Another rollout of this service is under way: ${rival.words}` })
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

/** An end without a rollout. */
export function still(ending: Omit<RolloutEvent & { kind: 'ended' }, 'kind' | 'atMs'>, survey: Survey): RolloutEnd {
  const { atMs, baseline, names } = survey
  const to = survey.candidate ?? 'a new revision'
  return { from: baseline, to, ...(names && { names }), history: [{ kind: 'ended', atMs, ...ending }], undo: [] }
}
