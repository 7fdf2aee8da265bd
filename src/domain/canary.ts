import type { ReasonCode } from './outcome.ts'
import { digest, openGate } from './plan.ts'
import type { Ability, Check, Gate, Goal, GoalShape, Plan, RolloutRecord, Side } from './rollout.ts'
import type { MatchCondition } from './match.ts'
import { type CanaryStep, shifts } from './steps.ts'

export interface CanarySpec {
  /** What identifies the target: cluster and both services. */
  readonly target: string
  readonly candidate: string
  readonly baseline: string
  /** What the owner calls the sides. */
  readonly names: Readonly<Record<Side, string>>
  /** The idle side ran the candidate before: going home leaves it as it is found. */
  readonly candidateWasThere: boolean
  /** Weights that rise, the first of them 0 for chosen users; at most the last is 100. */
  readonly steps: readonly CanaryStep[]
  /** Who is chosen, where the steps begin so. */
  readonly match?: readonly MatchCondition[]
  /** Each run takes one step, and nobody knows the next one yet. */
  readonly stepwise: boolean
  /** What earlier runs reached, where each takes one step. */
  readonly after?: RolloutRecord
  /** Judged at the idle side before it gets traffic. */
  readonly tests: readonly Check[]
  /** Judged while the candidate has a part of the traffic. */
  readonly judged: readonly Check[]
  /** Watched once it has all of it, where that is held. */
  readonly watched: readonly Check[]
  readonly everyMs: number
  /** The rows of the last step come so long after its end. */
  readonly lateMs: number
  readonly onInconclusive: Gate['onInconclusive']
  readonly early: boolean
  readonly unattended: boolean
  readonly standbyMs: 'keep' | number
  readonly deadlineMs: number
  readonly onCancel: Plan['onCancel']
  readonly success: ReasonCode
}

/** How long a source of evidence may be out of reach while the canary has traffic. */
const patienceMs = 600_000
const both = { baseline: 'full', candidate: 'full' } as const

/**
 * A canary: as blue-green, with more weights on the way. A step but the last opens unless the canary has failed; the last one before all traffic
 * opens on evidence. So the weights depend on nothing but "not failed yet", which the tests of a declared plan rest on.
 */
export function canaryPlan(spec: CanarySpec): Plan {
  const judgedUntil = shifts(spec.steps).findLastIndex(({ weight }) => weight < 100)
  const judged = (holdMs: number, onInconclusive: Gate['onInconclusive']): Gate => ({
    ...{ holdMs, checks: spec.judged, onInconclusive, everyMs: spec.everyMs, patienceMs },
    ...(spec.early && { early: true as const }),
  })
  const deciding = (holdMs: number): Gate => ({ ...judged(holdMs, spec.onInconclusive), lateMs: spec.lateMs })
  const stepGoals = shifts(spec.steps).map(({ weight, holdMs }, index): Goal => {
    const gate: Gate =
      weight === 100
        ? { holdMs, checks: holdMs > 0 ? spec.watched : [], onInconclusive: 'fail' }
        : index === judgedUntil
          ? deciding(holdMs)
          : judged(holdMs, 'pass')
    return { name: goalName(weight), weight, capacity: both, gate }
  })
  const begun: readonly Goal[] = [
    { name: 'live', weight: 0, capacity: { baseline: 'full', candidate: spec.candidateWasThere ? 'any' : 'none' }, gate: openGate },
    { name: 'staged', weight: 0, capacity: both, gate: { holdMs: 0, checks: spec.tests, onInconclusive: 'fail' } },
    ...spec.steps.slice(0, 1).flatMap(({ weight, holdMs }) => (weight === 0 ? [matched(spec, holdMs)] : [])),
  ]
  // Nobody judged since an earlier run left it: what holds at its step must hold now, before the next one is taken.
  const onward = shifts(spec.steps).at(-1)!.weight === 100 ? spec.onInconclusive : 'pass'
  const reached = (spec.after?.goals.slice(0, spec.after.goal + 1) ?? []).map((shape, index): Goal => {
    const left = index === spec.after!.goal && shape.weight > 0 && shape.weight < 100
    return left ? { ...asReached(shape), gate: judged(shape.holdMs, onward) } : asReached(shape)
  })
  const before = reached.length > begun.length ? reached : begun
  const ahead = stepGoals.filter(({ weight }) => weight > before.at(-1)!.weight)
  // A step asked for again is judged where it stands; none of these has the weight 0.
  const here = stepGoals.find(({ weight }) => weight === before.at(-1)!.weight)
  const way = [...before.slice(0, here ? -1 : undefined), ...(here ? [here] : []), ...ahead]
  const whole: readonly Goal[] = way.at(-1)!.weight === 100 ? [] : [{ name: goalName(100), weight: 100, capacity: both, gate: openGate }]
  const standbyMs = spec.standbyMs === 'keep' ? 0 : spec.standbyMs
  const planned: readonly Goal[] = [
    ...way,
    ...whole,
    { name: 'promoted', weight: 100, capacity: { baseline: 'any', candidate: 'full' }, gate: { ...openGate, holdMs: standbyMs } },
    ...(spec.standbyMs === 'keep'
      ? []
      : [{ name: 'finished', weight: 100, capacity: { baseline: 'none', candidate: 'full' }, gate: openGate } as const]),
  ]
  // What was committed stays so: it goes on to the end it had.
  const done = spec.after && spec.after.goal >= spec.after.committed ? spec.after : undefined
  const goals = done ? done.goals.map(({ holdMs, ...shape }): Goal => ({ ...shape, gate: { ...openGate, holdMs } })) : planned
  return {
    digest: digest([
      ...[spec.target, spec.names, spec.candidate, 'canary'],
      ...(spec.stepwise ? [] : spec.steps),
      ...(spec.match ? [spec.match] : []),
    ]),
    revision: { baseline: spec.baseline, candidate: spec.candidate },
    names: spec.names,
    goals,
    committed: done?.committed ?? way.length + whole.length,
    deadlineMs: spec.deadlineMs,
    rollback: 'auto',
    onCancel: spec.onCancel,
    onEmpty: 'fail',
    success: spec.success,
    ...(spec.unattended && { unattended: 'hold' }),
  }
}

/** The goal at which the candidate has so much of the traffic. With all of it, it is called as in a blue-green rollout. */
export function goalName(weight: number): string {
  return weight === 100 ? 'swapped' : `canary-${String(weight)}`
}

/** Facts are watched, and limits that the owner has set; users who were chosen are compared with nobody. */
function matched({ watched, everyMs }: CanarySpec, holdMs: number): Goal {
  const gate: Gate = { holdMs, checks: watched, onInconclusive: 'pass', everyMs, patienceMs }
  return { name: 'matched', weight: 0, matched: true, capacity: both, gate }
}

function asReached({ holdMs: _, ...shape }: GoalShape): Goal {
  return { ...shape, gate: openGate }
}

/** A rollout that was staged and left there on purpose, whichever action did it: a canary of the same candidate takes it further. */
export function isStaged(record: RolloutRecord): boolean {
  return record.ended === undefined && record.heading === 'forward' && record.goals[record.goal]!.name === 'staged'
}

/** The weights of a plan that a topology cannot hold, with those it can; undefined where it can hold all. */
export function notHeld(
  { goals }: Plan,
  { rests }: Ability,
): { readonly weights: readonly number[]; readonly nearest: readonly number[] } | undefined {
  if (rests === 'any') return undefined
  const weights = [...new Set(goals.map(({ weight }) => weight))]
  const missing = weights.filter((weight) => !rests.includes(weight))
  if (missing.length === 0) return undefined
  const nearestTo = (weight: number): number =>
    rests.reduce((best, each) => (Math.abs(each - weight) < Math.abs(best - weight) ? each : best))
  return { weights: missing, nearest: [...new Set(weights.map(nearestTo))].sort((a, b) => a - b) }
}
