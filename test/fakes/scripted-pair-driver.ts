import { SluiceError } from '../../src/domain/errors.ts'
import type { Ability, Act, Fault, Look, Plan, Seen, Side } from '../../src/domain/rollout.ts'
import type { Driver } from '../../src/ports.ts'
import type { Boundary } from './call-boundary.ts'
import { createPairWorld, type PairWorld, type PairWorldScript } from './pair-world.ts'

export interface PairScript extends PairWorldScript {
  readonly revision: Readonly<Record<Side, string>>
  readonly rests?: Ability['rests']
  /** A fault of the candidate, from then on. */
  readonly faultAtMs?: number
  /** Hears of each act before it takes effect. */
  readonly onAct?: (act: Act) => void
}

/** Two services and the listener rules before them, in the words of the engine alone. Checks by itself what must never happen. */
export interface ScriptedPair extends PairWorld {
  driver(boundary: Boundary, roles?: Pick<Plan, 'revision' | 'names'>): Driver
  /** Every act in the order it took effect. */
  readonly acts: readonly Act[]
  /** Somebody else writes the rules. */
  meddle(weight: number): void
}

const blueLive = { baseline: 'blue', candidate: 'green' } as const

export function createScriptedPair(script: PairScript): ScriptedPair {
  const { nowMs } = script
  const world = createPairWorld(script)
  const acts: Act[] = []
  let meddled = 0

  const driver: ScriptedPair['driver'] = (boundary, roles = { revision: script.revision }) => {
    const names = (roles.names ?? blueLive) as Record<Side, 'blue' | 'green'>
    const greenPercent = (weight: number): number => (names.candidate === 'green' ? weight : 100 - weight)
    const meddledBefore = meddled
    let last: Seen | undefined
    /** As far as this driver knows: what it finds may have been written a moment ago. */
    let shiftedAtMs: number | undefined
    let matchedAtMs = -Infinity

    const seen = (look: readonly Look[]): Seen => {
      const atMs = nowMs()
      const weights = world.rules().map(greenPercent)
      const weight = Math.max(...weights)
      if (last?.weight !== weight || shiftedAtMs === undefined) shiftedAtMs = atMs
      const led = world.matches().filter((each) => each).length
      if (led > 0 && last?.matched === undefined) matchedAtMs = atMs
      const of = (side: Side) => ({ ...world.services[names[side]], running: world.services[names[side]].desired, draining: 0 })
      const faulty = script.faultAtMs !== undefined && atMs >= script.faultAtMs && of('candidate').desired > 0
      const known = last?.faults.length ? last.faults : []
      return {
        atMs,
        weight,
        ...(weights.some((each) => each !== weight) && { mixed: true as const }),
        ...(led > 0 && { matched: led === world.matches().length ? ('all' as const) : ('some' as const) }),
        shiftedAtMs: Math.max(shiftedAtMs, matchedAtMs),
        ...(world.scaling && { settings: { found: world.scaling.text(), held: world.scaling.held() } }),
        travel: { kind: 'still' },
        writer: meddled > meddledBefore ? 'other' : 'us',
        sides: { baseline: of('baseline'), candidate: of('candidate') },
        full: world.full,
        faults: faulty && look.includes('tasks') ? manyFaults : known,
        suspicious: faulty && known.length === 0,
        lookedAtMs: { ...last?.lookedAtMs, ...Object.fromEntries(look.map((kind) => [kind, atMs])) },
        mark: '',
        news: [],
      }
    }

    const perform = async (act: Act, signal: AbortSignal): Promise<void> => {
      script.onAct?.(act)
      const call = (effect: () => void): Promise<void> => boundary.call(`perform ${act.kind}`, effect, signal)
      if (act.kind === 'shift') {
        if (script.rests !== undefined && script.rests !== 'any' && !script.rests.includes(act.weight)) {
          throw new SluiceError('PREFLIGHT_FAILED', `The rules cannot hold ${act.weight} %`)
        }
        // A call for each rule: between two of them some have moved and others have not.
        for (const rule of world.rules().keys()) await call(() => world.shift(rule, greenPercent(act.weight)))
        shiftedAtMs = nowMs()
      } else if (act.kind === 'match') {
        for (const rule of world.matches().keys()) {
          await call(() => world.match(rule, act.on ? names.candidate : undefined))
          matchedAtMs = nowMs()
        }
      } else {
        await call(() => {
          if (act.kind === 'size')
            world.size(names[act.side], act.revision, { none: 0, standby: 1, full: world.full }[act.capacity], act.side)
          if (act.kind === 'hold') world.scaling?.hold(names.candidate)
          if (act.kind === 'restore') world.scaling?.restore(act.owed)
        })
      }
      acts.push(act)
    }

    return {
      ability: { rests: script.rests ?? 'any', mover: 'sluice' },
      explain: (act) => [JSON.stringify(act)],
      observe: (look, _record, signal) => boundary.call('observe', () => (last = seen(look)), signal),
      perform,
    }
  }

  return {
    ...world,
    driver,
    acts,
    meddle(weight) {
      for (const rule of world.rules().keys()) world.shift(rule, weight)
      meddled += 1
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
