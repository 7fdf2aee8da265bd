import { blueGreenPlan, openGate } from '../../src/domain/plan.ts'
import { readRecord } from '../../src/domain/record-text.ts'
import type { Check, Gate, Plan, RolloutRecord } from '../../src/domain/rollout.ts'
import { createSharedStore, type SharedStore } from '../fakes/call-boundary.ts'
import { createFakeTime, type FakeTime, type Finish } from '../fakes/fake-clock.ts'
import { createScriptedPair, type PairScript, type ScriptedPair } from '../fakes/scripted-pair-driver.ts'
import { type Attempt, attemptRollout, type Told } from './stage.ts'

const minuteMs = 60_000
export const revision = { baseline: 'web:7', candidate: 'web:8' } as const

const gateOf = (holdMs: number, checks: readonly Check[], onInconclusive: Gate['onInconclusive'] = 'hold'): Gate => ({
  holdMs,
  checks,
  onInconclusive,
})
export const smoke: Check = { name: 'smoke', kind: 'smoke', spec: {} }
export const errors: Check = { name: 'errors', kind: 'analysis', spec: {} }

const both = { baseline: 'full', candidate: 'full' } as const
const base = {
  digest: 'd',
  revision,
  deadlineMs: 60 * minuteMs,
  rollback: 'auto',
  onCancel: 'rollback',
  onEmpty: 'fail',
  success: 'DEPLOYED',
} as const

/** Blue-green as the action plans it, with gates that ask as the test wishes. */
export function blueGreen(changes: Partial<Plan> & { readonly onInconclusive?: Gate['onInconclusive'] } = {}): Plan {
  const { onInconclusive = 'hold', ...rest } = changes
  const plan = blueGreenPlan({
    target: 'prod/blue+green',
    ...revision,
    names: { baseline: 'blue', candidate: 'green' },
    candidateWasThere: false,
    tests: [smoke],
    bakeMs: 5 * minuteMs,
    watch: [errors],
    standbyMs: 0,
    deadlineMs: 60 * minuteMs,
    onCancel: 'rollback',
    success: 'DEPLOYED',
  })
  const goals = plan.goals.map((goal) => ({ ...goal, gate: { ...goal.gate, onInconclusive } }))
  return { ...plan, goals, ...rest }
}

/** Canary: judged at every step. */
export function canary(changes: Partial<Plan> & { readonly onInconclusive?: Gate['onInconclusive'] } = {}): Plan {
  const { onInconclusive, ...rest } = changes
  const goals = [
    { name: 'live', weight: 0, capacity: { baseline: 'full', candidate: 'none' }, gate: openGate },
    { name: 'staged', weight: 0, capacity: both, gate: openGate },
    ...[5, 25, 50, 100].map((weight) => ({
      name: `at-${weight}`,
      weight,
      capacity: both,
      gate: gateOf(10 * minuteMs, [errors], onInconclusive),
    })),
    { name: 'finished', weight: 100, capacity: { baseline: 'none', candidate: 'full' }, gate: openGate },
  ] as const
  return { ...base, goals, committed: goals.length - 1, deadlineMs: 120 * minuteMs, ...rest }
}

export interface PairScene {
  readonly time: FakeTime
  readonly startMs: number
  readonly pair: ScriptedPair
  readonly store: SharedStore
  record(): RolloutRecord | undefined
  pass(ms: number): void
}

/** A pair with a store beside it. Settings are never held before it is written down how they were. */
export function pairScene(script: Partial<PairScript> = {}): PairScene {
  const time = createFakeTime()
  const store = createSharedStore(
    () => time.nowMs(),
    () => 1_500,
  )
  const record = (): RolloutRecord | undefined => readRecord(store.now())
  const onAct: PairScript['onAct'] = (act) => {
    if (act.kind === 'hold' && record()?.owed !== act.owed) throw new Error(`${act.owed} is held, and ${record()?.owed} is recorded`)
  }
  const clock = { nowMs: () => time.nowMs(), at: (atMs: number, run: () => void) => void time.at(atMs, run) }
  return {
    time,
    startMs: time.nowMs(),
    pair: createScriptedPair({ ...clock, revision, onAct, ...script }),
    store,
    record,
    pass: (ms) => time.advanceTo(time.nowMs() + ms),
  }
}

export interface PairStage extends PairScene {
  run(plan: Plan, attempt?: Attempt): Promise<Finish<Told>>
}

/** Runs of any plan over a pair. */
export function pairStage(script: Partial<PairScript> = {}): PairStage {
  const scene = pairScene(script)
  const { time, store, pair } = scene
  return {
    ...scene,
    run: (plan, attempt = {}) =>
      time.run('runner', (runner) => attemptRollout(runner, time, store, plan, (boundary) => pair.driver(boundary, plan), attempt)),
  }
}
