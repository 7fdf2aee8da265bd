import { SluiceError } from '../../src/domain/errors.ts'
import type { Ability, Act, Fault, Look, RolloutRecord, Seen, Side } from '../../src/domain/rollout.ts'
import type { Driver } from '../../src/ports.ts'
import type { Boundary } from './call-boundary.ts'

export interface PairScript {
  readonly nowMs: () => number
  readonly at: (atMs: number, run: () => void) => void
  readonly revision: Readonly<Record<Side, string>>
  readonly full?: number
  readonly rests?: Ability['rests']
  /** From asking for a task until it is healthy. */
  readonly startMs?: number
  /** The candidate's tasks never become healthy. */
  readonly sick?: boolean
  /** A fault of the candidate, from then on. */
  readonly faultAtMs?: number
}

/** Two services and the listener rules before them, in the words of the engine alone. Checks by itself what must never happen. */
export interface ScriptedPair {
  driver(boundary: Boundary): Driver
  /** Every weight that was written, from the first rest on. */
  readonly weights: readonly number[]
  /** Every act in the order it took effect. */
  readonly acts: readonly Act[]
  /** What must never happen, and did. */
  readonly violations: readonly string[]
  readonly sides: Readonly<Record<Side, { readonly revision: string; readonly desired: number; readonly healthy: number }>>
  /** Somebody else writes the rules. */
  meddle(weight: number): void
}

export function createScriptedPair(script: PairScript): ScriptedPair {
  const { nowMs } = script
  const full = script.full ?? 4
  const startMs = script.startMs ?? 40_000
  const sides = {
    baseline: { revision: script.revision.baseline, desired: full, healthy: full },
    candidate: { revision: '', desired: 0, healthy: 0 },
  }
  const weights = [0]
  const acts: Act[] = []
  const violations: string[] = []
  let foreign = false
  const weight = (): number => weights.at(-1)!

  const size = (side: Side, revision: string, wanted: number): void => {
    const state = sides[side]
    const share = side === 'candidate' ? weight() : 100 - weight()
    if (state.revision !== revision) {
      if (share > 0) violations.push(`${side} changes its revision under ${share} % of the traffic`)
      state.revision = revision
      state.healthy = 0
    }
    if (wanted === 0 && share > 0) violations.push(`${side} loses its tasks under ${share} % of the traffic`)
    state.desired = wanted
    state.healthy = Math.min(state.healthy, wanted)
    if (side === 'candidate' && script.sick === true) return
    script.at(nowMs() + startMs, () => {
      if (state.revision === revision) state.healthy = state.desired
    })
  }

  const shift = (next: number): void => {
    if (script.rests !== undefined && script.rests !== 'any' && !script.rests.includes(next)) {
      throw new SluiceError('PREFLIGHT_FAILED', `The rules cannot hold ${next} %`)
    }
    // As the design states it: a tenth more than the share, as far as the full load goes.
    for (const [side, share] of [
      ['candidate', next],
      ['baseline', 100 - next],
    ] as const) {
      const gains = side === 'candidate' ? next > weight() : next < weight()
      const needed = share === 0 ? 0 : Math.max(1, Math.min(full, Math.ceil((full * share * 11) / 1000)))
      if (gains && sides[side].healthy < needed)
        violations.push(`${side} gets ${share} % with ${sides[side].healthy} healthy, needs ${needed}`)
    }
    weights.push(next)
  }

  const driver = (boundary: Boundary): Driver => {
    let last: Seen | undefined
    return {
      ability: { rests: script.rests ?? 'any', mover: 'sluice' },
      explain: (act) => [JSON.stringify(act)],
      observe: (look, record, signal) =>
        boundary.call(
          'observe',
          () => {
            last = seen(look, record, last)
            return last
          },
          signal,
        ),
      perform: (act, signal) =>
        boundary.call(
          `perform ${act.kind}`,
          () => {
            if (act.kind === 'shift') shift(act.weight)
            if (act.kind === 'size') size(act.side, act.revision, { none: 0, standby: 1, full }[act.capacity])
            acts.push(act)
          },
          signal,
        ),
    }
  }

  const seen = (look: readonly Look[], _record: RolloutRecord, last: Seen | undefined): Seen => {
    const atMs = nowMs()
    const faulty = script.faultAtMs !== undefined && atMs >= script.faultAtMs && sides.candidate.desired > 0
    const known = last?.faults.length ? last.faults : []
    const side = (name: Side) => ({ ...sides[name], running: sides[name].desired, draining: 0 })
    return {
      atMs,
      weight: weight(),
      travel: { kind: 'still' },
      writer: foreign ? 'other' : 'us',
      sides: { baseline: side('baseline'), candidate: side('candidate') },
      full,
      faults: faulty && look.includes('tasks') ? manyFaults : known,
      suspicious: faulty && known.length === 0,
      lookedAtMs: { ...last?.lookedAtMs, ...Object.fromEntries(look.map((kind) => [kind, atMs])) },
      mark: '',
      news: [],
    }
  }

  return {
    driver,
    weights,
    acts,
    violations,
    sides,
    meddle(next) {
      weights.push(next)
      foreign = true
    },
  }
}

const manyFaults: readonly Fault[] = [1, 2].map((number) => ({
  side: 'candidate',
  subject: `task ${number}`,
  reasonCode: 'TASK_EXITED',
  because: `Task ${number} exited with code 137`,
  details: [],
}))
