import { readRecord } from '../../src/domain/record-text.ts'
import type { Act, Evidence, Plan, RolloutEvent, RolloutRecord, Seen } from '../../src/domain/rollout.ts'
import { takeClaim } from '../../src/engine/claim.ts'
import { createRecordKeeper } from '../../src/engine/record-keeper.ts'
import { roll, type RollingOrder } from '../../src/engine/rolling.ts'
import { resume } from '../../src/engine/resume.ts'
import { runRollout } from '../../src/engine/run.ts'
import type { Cancellation, Driver, Judge, Target, Survey } from '../../src/ports.ts'
import { type Boundary, createBoundary, createSharedStore, type SharedStore, storeThrough, type Trouble } from '../fakes/call-boundary.ts'
import { createFakeTime, type FakeTime, type Finish, type Runner } from '../fakes/fake-clock.ts'
import { createScriptedEcs, type EcsScript, type ScriptedEcs } from '../fakes/scripted-ecs-driver.ts'

export const baseline = 'web:7'
export const candidate = 'web:8'
const minuteMs = 60_000

export type Wish = Omit<RollingOrder, 'mode' | 'holder'>

export function rolling(changes: Partial<Wish> = {}): Wish {
  return { bakeMs: 0, alarms: [], deadlineMs: 20 * minuteMs, rollback: 'auto', onCancel: 'rollback', onEmpty: 'fail', ...changes }
}

export interface Attempt {
  readonly run?: string
  readonly attempt?: number
  readonly candidate?: string
  readonly trouble?: Trouble
  readonly judge?: (checkName: string, fromMs: number, toMs: number) => Evidence['verdict']
  /** Tells each call as it comes, so that a test can act at it. */
  readonly cancelAtMs?: number
}

export interface Told {
  readonly history: readonly RolloutEvent[]
  /** Everything reported, notes among it. */
  readonly reported: readonly RolloutEvent[]
  readonly calls: readonly string[]
  /** How often it was said that writing begins. */
  readonly starts: number
}

/** One run of a rolling rollout from survey to end. Throws what prevents a rollout. */
async function attemptRolling(
  runner: Runner,
  time: FakeTime,
  store: SharedStore,
  wish: Wish,
  ecs: ScriptedEcs,
  attempt: Attempt,
): Promise<Told> {
  const boundary = createBoundary(runner, attempt.trouble)
  const reported: RolloutEvent[] = []
  const survey = (): Survey => ({
    atMs: time.nowMs(),
    problems: [],
    warnings: [],
    baseline: ecs.serving(),
    current: ecs.target(),
    candidate: attempt.candidate ?? candidate,
    desired: 4,
    unchanged: ecs.rests() && ecs.target() === (attempt.candidate ?? candidate),
    changes: [],
  })
  const target: Target = {
    name: 'prod/web',
    store: storeThrough(boundary, store),
    survey: (signal) => boundary.call('survey', survey, signal),
    register: () => Promise.reject(new Error('Registered already')),
    driver: () => ecs.driver(boundary),
    arnOf: (revision) => revision,
  }
  const holder = { run: attempt.run ?? '100', attempt: attempt.attempt ?? 1, job: 'deploy' }
  let starts = 0
  const { history } = await roll({ ...wish, mode: 'apply', holder }, target, {
    clock: runner.clock,
    reporter: { report: (event) => reported.push(event) },
    cancellation: cancelling(runner, time, attempt.cancelAtMs),
    starting: () => (starts += 1),
  })
  return { history, reported, calls: boundary.calls, starts }
}

/** One run of any plan from claim to end, as an action does it. Throws what prevents a rollout. */
export async function attemptRollout(
  runner: Runner,
  time: FakeTime,
  store: SharedStore,
  plan: Plan,
  driverFor: (boundary: Boundary) => Driver,
  attempt: Attempt = {},
): Promise<Told> {
  const boundary = createBoundary(runner, attempt.trouble)
  const own = storeThrough(boundary, store)
  const cancellation = cancelling(runner, time, attempt.cancelAtMs)
  const holder = { run: attempt.run ?? '100', attempt: attempt.attempt ?? 1, job: 'deploy' }
  const claim = await takeClaim(own, runner.clock, holder, cancellation.signal)
  const { entries, atMs } = await own.read(cancellation.signal)
  const start = resume(readRecord(entries), plan, holder.run)
  const reported: RolloutEvent[] = []
  if (start.kind === 'ended' || start.kind === 'changed') {
    await own.write(claim.released, cancellation.signal)
    const reasonCode = start.kind === 'changed' ? 'PLAN_CHANGED' : start.record.ended!.reasonCode
    const ended: RolloutEvent = { kind: 'ended', atMs, outcome: start.record.ended?.outcome ?? 'failed', reasonCode, because: 'again' }
    return { history: [ended], reported, calls: boundary.calls, starts: 0 }
  }
  const keeper = createRecordKeeper(own, runner.clock, claim, entries)
  const judge: Judge = {
    judge: (checks, fromMs, toMs, signal) =>
      boundary.call(
        'judge',
        () =>
          checks.map((check) => ({
            check: check.name,
            verdict: attempt.judge?.(check.name, fromMs, toMs) ?? 'pass',
            because: 'scripted',
            fromMs,
            toMs,
          })),
        signal,
      ),
  }
  const history = await runRollout(
    { plan, run: holder.run, atMs, ...(start.kind === 'resume' && { unfinished: start.record }) },
    {
      clock: runner.clock,
      driver: driverFor(boundary),
      keeper,
      claim,
      judge,
      reporter: { report: (event) => reported.push(event) },
      cancellation,
    },
  )
  return { history, reported, calls: boundary.calls, starts: 1 }
}

/** As the runner side has it. */
const lateMs = 5_500

export function cancelling(runner: Runner, time: FakeTime, cancelAtMs: number | undefined): Cancellation {
  const controller = new AbortController()
  const late = new AbortController()
  let heardAtMs: number | undefined
  if (cancelAtMs !== undefined) {
    time.at(time.nowMs() + cancelAtMs, () => {
      heardAtMs = runner.clock.nowMs()
      controller.abort()
    })
    time.at(time.nowMs() + cancelAtMs + lateMs, () => late.abort())
  }
  return { signal: controller.signal, late: late.signal, atMs: () => heardAtMs }
}

/** A service of ECS with a store beside it, and runs of rollouts on it. */
export interface RollingStage {
  readonly time: FakeTime
  readonly ecs: ScriptedEcs
  readonly store: SharedStore
  readonly startMs: number
  roll(wish?: Wish, attempt?: Attempt): Promise<Finish<Told>>
  record(): RolloutRecord | undefined
  /** Lets everything in AWS come to rest. */
  settle(): void
}

export function rollingStage(script: Partial<EcsScript> & { readonly storeLagMs?: () => number } = {}): RollingStage {
  const time = createFakeTime()
  const startMs = time.nowMs()
  const store = createSharedStore(() => time.nowMs(), script.storeLagMs)
  const ecs = createScriptedEcs({
    nowMs: () => time.nowMs(),
    at: (atMs, run) => void time.at(atMs, run),
    fates: { [candidate]: { kind: 'completes', takesMs: 2 * minuteMs } },
    revision: { baseline, candidate },
    identityMs: 3_000,
    ...script,
  })
  return {
    time,
    ecs,
    store,
    startMs,
    roll: (wish = rolling(), attempt = {}) => time.run('runner', (runner) => attemptRolling(runner, time, store, wish, ecs, attempt)),
    record: () => readRecord(store.now()),
    settle: () => time.advanceTo(time.nowMs() + 60 * minuteMs),
  }
}

/** How a run ended: `outcome REASON`, or what it threw, or `died`. */
export function endOf(finish: Finish<Told>): string {
  if (finish.kind === 'died') return 'died'
  if (finish.kind === 'threw') return `threw ${(finish.error as { reasonCode?: string }).reasonCode ?? String(finish.error)}`
  const ended = finish.value.history.at(-1)
  return ended?.kind === 'ended' ? `${ended.outcome} ${ended.reasonCode}` : 'no end'
}

export function told(finish: Finish<Told>): Told {
  if (finish.kind !== 'done') throw new Error(`The runner ${finish.kind}`, { cause: finish })
  return finish.value
}

export function actsOf(finish: Finish<Told>): readonly Act[] {
  return told(finish).history.flatMap((event) => (event.kind === 'acted' ? [event.act] : []))
}

export type { Seen }
