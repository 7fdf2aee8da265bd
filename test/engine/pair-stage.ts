import { openGate } from '../../src/domain/plan.ts'
import { readRecord } from '../../src/domain/record-text.ts'
import type { Capacity, Check, Gate, Plan, RolloutRecord } from '../../src/domain/rollout.ts'
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

/** Blue-green: nothing of the baseline is taken away before the bake is over. */
export function blueGreen(
  changes: Partial<Plan> & { readonly standby?: Capacity; readonly onInconclusive?: Gate['onInconclusive'] } = {},
): Plan {
  const { standby = 'none', onInconclusive, ...rest } = changes
  const goals = [
    { name: 'baseline', weight: 0, capacity: { baseline: 'full', candidate: 'none' }, gate: openGate },
    { name: 'staged', weight: 0, capacity: both, gate: gateOf(0, [smoke], onInconclusive) },
    { name: 'swapped', weight: 100, capacity: both, gate: gateOf(5 * minuteMs, [errors], onInconclusive) },
    { name: 'finished', weight: 100, capacity: { baseline: standby, candidate: 'full' }, gate: openGate },
  ] as const
  return { ...base, goals, committed: 3, ...rest }
}

/** Canary: judged at every step. */
export function canary(changes: Partial<Plan> & { readonly onInconclusive?: Gate['onInconclusive'] } = {}): Plan {
  const { onInconclusive, ...rest } = changes
  const goals = [
    { name: 'baseline', weight: 0, capacity: { baseline: 'full', candidate: 'none' }, gate: openGate },
    { name: 'staged', weight: 0, capacity: both, gate: openGate },
    ...[5, 25, 50, 100].map((weight) => ({
      name: `${weight} %`,
      weight,
      capacity: both,
      gate: gateOf(10 * minuteMs, [errors], onInconclusive),
    })),
    { name: 'finished', weight: 100, capacity: { baseline: 'none', candidate: 'full' }, gate: openGate },
  ] as const
  return { ...base, goals, committed: goals.length - 1, deadlineMs: 120 * minuteMs, ...rest }
}

export interface PairStage {
  readonly time: FakeTime
  readonly startMs: number
  readonly pair: ScriptedPair
  readonly store: SharedStore
  run(plan: Plan, attempt?: Attempt): Promise<Finish<Told>>
  record(): RolloutRecord | undefined
  settle(): void
}

export function pairStage(script: Partial<PairScript> = {}): PairStage {
  const time = createFakeTime()
  const store = createSharedStore(
    () => time.nowMs(),
    () => 1_500,
  )
  const pair = createScriptedPair({ nowMs: () => time.nowMs(), at: (atMs, run) => void time.at(atMs, run), revision, ...script })
  return {
    time,
    startMs: time.nowMs(),
    pair,
    store,
    run: (plan, attempt = {}) =>
      time.run('runner', (runner) => attemptRollout(runner, time, store, plan, (boundary) => pair.driver(boundary), attempt)),
    record: () => readRecord(store.now()),
    settle: () => time.advanceTo(time.nowMs() + 60 * minuteMs),
  }
}
