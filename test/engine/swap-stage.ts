import { canaryPlan, goalName, isStaged } from '../../src/domain/canary.ts'
import { blueGreenPlan } from '../../src/domain/plan.ts'
import type { Check, Evidence, Gate, Plan, RolloutRecord } from '../../src/domain/rollout.ts'
import type { CanaryStep } from '../../src/domain/steps.ts'
import { conduct, type Order } from '../../src/engine/conduct.ts'
import type { RolloutEnd, RolloutPorts } from '../../src/engine/holding.ts'
import { type Destination, rollBack, type RollbackOrder } from '../../src/engine/roll-back.ts'
import type { Judge, Survey, Target } from '../../src/ports.ts'
import { type Boundary, createBoundary, storeThrough, type Trouble } from '../fakes/call-boundary.ts'
import type { Finish, Runner } from '../fakes/fake-clock.ts'
import type { Colour } from '../fakes/pair-world.ts'
import type { PairScript } from '../fakes/scripted-pair-driver.ts'
import { errors, type PairScene, pairScene, revision, smoke } from './pair-stage.ts'
import { cancelling, type Told } from './stage.ts'

const minuteMs = 60_000

/** As the action has it: each command is a part of the same plan. */
const commands = {
  run: { success: 'DEPLOYED' },
  stage: { until: 'staged', success: 'STAGED' },
  swap: { until: 'swapped', continues: true, success: 'SWAPPED' },
  finish: { from: 'swapped', continues: true, success: 'FINISHED' },
} as const

export type Command = keyof typeof commands

export interface Call {
  readonly run?: string
  readonly attempt?: number
  readonly job?: string
  /** The revision wanted, where the command takes one. */
  readonly candidate?: string
  readonly mode?: 'apply' | 'plan'
  readonly onUnfinished?: Order['onUnfinished']
  readonly onCancel?: Plan['onCancel']
  readonly bakeMs?: number
  readonly standbyMs?: 'keep' | number
  readonly watch?: readonly Check[]
  readonly judge?: (check: string) => Evidence['verdict']
  readonly trouble?: Trouble
  readonly cancelAtMs?: number
  /** Waits so long before it begins. */
  readonly startsAtMs?: number
}

/** Steps, or one of them and then it is left there. Without a candidate it takes what is under way or staged. */
export interface Canary {
  readonly steps: readonly CanaryStep[]
  readonly stepwise?: boolean
  readonly complete?: 'promote' | 'hold'
  readonly unattended?: boolean
  readonly early?: boolean
  readonly onInconclusive?: Gate['onInconclusive']
  readonly candidate?: string
  readonly deadlineMs?: number
  readonly judge?: Judge
  /** Hears what each plan is made after. */
  readonly plans?: (candidate: string, after: RolloutRecord | undefined) => void
  /** Facts that are watched beside. */
  readonly watched?: readonly Check[]
}

export const analysis: Check = { name: 'analysis', kind: 'analysis', spec: {} }

export interface SwapTold extends Told {
  readonly end: RolloutEnd
}

export interface SwapStage extends PairScene {
  swap(command: Command, call?: Call): Promise<Finish<SwapTold>>
  /** As the action `canary-gate` orders it. */
  canary(asked: Canary, call?: Call): Promise<Finish<SwapTold>>
  rollBack(when: RollbackOrder['when'], call?: Call & { readonly to?: Destination }): Promise<Finish<SwapTold>>
  /** The colour all rules send to, `neither` while they differ or share. */
  live(): Colour | 'neither'
}

export function swapStage(script: Partial<PairScript> = {}): SwapStage {
  const scene = pairScene(script)
  const { time, store, pair } = scene
  const live = (): Colour | 'neither' => {
    const [first, ...others] = pair.rules()
    if ((first !== 0 && first !== 100) || others.some((each) => each !== first)) return 'neither'
    return first === 0 ? 'blue' : 'green'
  }

  /** What the target wants: a revision, the idle side as it is, or a side. */
  const surveyed = (wanted: { readonly revision?: string; readonly side?: string }): Survey => {
    const found = live()
    const serving: Colour = found === 'neither' ? 'blue' : found
    const idle: Colour = serving === 'blue' ? 'green' : 'blue'
    const candidate = wanted.revision ?? pair.services[idle].revision
    const both = found === 'neither' ? [{ code: 'PREFLIGHT_FAILED', text: 'Both sides have traffic' } as const] : []
    return {
      ...{ atMs: time.nowMs(), problems: both, warnings: [], changes: [], desired: pair.services[serving].desired },
      ...{
        baseline: pair.services[serving].revision,
        current: pair.services[serving].revision,
        candidate,
        names: { baseline: serving, candidate: idle },
      },
      idle: { revision: pair.services[idle].revision, running: pair.services[idle].desired },
      unchanged: wanted.revision !== undefined ? pair.services[serving].revision === wanted.revision : wanted.side === serving,
    }
  }

  const targetOf = (boundary: Boundary, wanted: Parameters<typeof surveyed>[0]): Target => ({
    name: 'prod/blue+green',
    store: storeThrough(boundary, store),
    survey: (signal) => boundary.call('survey', () => surveyed(wanted), signal),
    register: () => Promise.reject(new Error('Registered already')),
    driver: (roles) => pair.driver(boundary, roles),
    arnOf: (name) => name,
  })

  const orderOf = (call: Call, success: Plan['success'], judged: { readonly tests: readonly Check[]; readonly watch: readonly Check[] }) =>
    ({
      mode: call.mode ?? 'apply',
      holder: { run: call.run ?? '100', attempt: call.attempt ?? 1, job: call.job ?? 'deploy' },
      onUnfinished: call.onUnfinished ?? 'resume',
      onEmpty: 'fail',
      deadlineMs: 30 * minuteMs,
      plan: ({ baseline, names, idle }, candidate) =>
        blueGreenPlan({
          ...{ target: 'prod/blue+green', candidate, baseline, names: names!, candidateWasThere: idle?.revision === candidate },
          ...{ ...judged, bakeMs: call.bakeMs ?? 5 * minuteMs, standbyMs: call.standbyMs ?? 0, deadlineMs: 30 * minuteMs },
          ...{ onCancel: call.onCancel ?? 'rollback', success },
        }),
    }) satisfies Order

  const started = (name: string, call: Call, work: (boundary: Boundary, ports: RolloutPorts) => Promise<RolloutEnd>) =>
    time.run(name, async (runner: Runner): Promise<SwapTold> => {
      if (call.startsAtMs !== undefined) await runner.clock.sleep(call.startsAtMs)
      const boundary = createBoundary(runner, call.trouble)
      const reported: Told['history'][number][] = []
      let starts = 0
      const end = await work(boundary, {
        clock: runner.clock,
        reporter: { report: (event) => reported.push(event) },
        cancellation: cancelling(runner, time, call.cancelAtMs),
        starting: () => (starts += 1),
        judge: () => ({
          judge: (checks, fromMs, toMs, signal) =>
            boundary.call(
              'judge',
              () =>
                checks.map(({ name: check }) => ({
                  ...{ check, verdict: call.judge?.(check) ?? 'pass', because: 'scripted' },
                  ...{ fromMs, toMs },
                })),
              signal,
            ),
        }),
      })
      return { history: end.history, reported, calls: boundary.calls, starts, end }
    })

  return {
    ...scene,
    live,
    canary: ({ steps, stepwise = false, ...asked }, call = {}) =>
      started('canary', call, (boundary, ports) => {
        const last = steps.at(-1)!.weight
        const stops = asked.complete === 'hold' || last < 100
        const order: Order = {
          ...orderOf(call, 'PROMOTED', { tests: [smoke], watch: [] }),
          deadlineMs: asked.deadlineMs ?? 60 * minuteMs,
          ...(asked.candidate === undefined && { continues: true }),
          ...(stops && { until: goalName(last) }),
          adopts: isStaged,
          plan: ({ baseline, names, idle, unfinished }, candidate) => {
            asked.plans?.(candidate, unfinished)
            return canaryPlan({
              ...{ target: 'prod/blue+green', candidate, baseline, names: names!, candidateWasThere: idle?.revision === candidate },
              ...{ steps, stepwise, ...(stepwise && unfinished && { after: unfinished }) },
              ...{
                tests: [smoke],
                judged: [analysis],
                watched: asked.watched ?? [],
                everyMs: minuteMs,
                lateMs: 0,
                onInconclusive: asked.onInconclusive ?? 'hold',
              },
              ...{ early: asked.early ?? false, unattended: asked.unattended ?? false, standbyMs: call.standbyMs ?? 'keep' },
              ...{ deadlineMs: asked.deadlineMs ?? 60 * minuteMs, onCancel: call.onCancel ?? 'rollback' },
              success: stops ? 'GATE_PASSED' : 'PROMOTED',
            })
          },
        }
        const judge = asked.judge
        const target = targetOf(boundary, asked.candidate === undefined ? {} : { revision: asked.candidate })
        return conduct(order, target, judge ? { ...ports, judge: () => judge } : ports)
      }),
    swap: (command, call = {}) =>
      started(command, call, (boundary, ports) => {
        const { success, ...part } = commands[command]
        const order = { ...orderOf(call, success, { tests: [smoke], watch: call.watch ?? [errors] }), ...part }
        const wanted = 'continues' in part ? {} : { revision: call.candidate ?? revision.candidate }
        return conduct(order, targetOf(boundary, wanted), ports)
      }),
    rollBack: (when, call = {}) =>
      started('rollback', call, (boundary, ports) => {
        const back = orderOf({ bakeMs: 0, standbyMs: 'keep', ...call, onUnfinished: 'refuse' }, 'ROLLED_BACK', { tests: [], watch: [] })
        const { mode, holder, deadlineMs } = back
        const order: RollbackOrder = {
          ...{ mode, holder, deadlineMs, when },
          ...(call.to && { to: call.to }),
          returning: (to) => ({ order: back, target: targetOf(boundary, to) }),
        }
        return rollBack(order, targetOf(boundary, { side: 'none' }), ports)
      }),
  }
}
