import { asSluiceError } from '../domain/errors.ts'
import { type GateState, gateState } from '../domain/gate.ts'
import type { Outcome, ReasonCode } from '../domain/outcome.ts'
import { span } from '../domain/render/time.ts'
import type { Course, Evidence, Gate, RolloutEvent } from '../domain/rollout.ts'
import type { Cancellation, Clock, Judge, Reporter } from '../ports.ts'
import type { RolloutEnd } from './holding.ts'
import { mayPass } from './patience.ts'

/** What only judges: around whatever somebody else rolls out. */
export interface WatchOrder {
  /** What is judged, for people. */
  readonly name: string
  readonly gate: Gate
  /** Since when the canary has traffic; from now on when absent. */
  readonly sinceMs?: number
  readonly deadlineMs: number
  /** An undecided gate is a person's matter, and ends `paused` instead of going on until the deadline. */
  readonly unattended: boolean
  /** Tells what the gate would do, and fails nothing. */
  readonly shadow: boolean
  /** Tells what would be seen, and judges nothing. */
  readonly planned?: boolean
}

export interface WatchPorts {
  readonly clock: Clock
  readonly judge: Judge
  readonly reporter: Reporter
  readonly cancellation: Cancellation
  /** AWS's time, or this machine's where AWS is not asked. */
  readonly nowMs: () => number
}

/** Judges until the gate opens, fails, or cannot tell. Writes nothing anywhere. Throws SluiceError where no source can be used. */
export async function watch(order: WatchOrder, ports: WatchPorts): Promise<RolloutEnd> {
  const { cancellation, clock, judge, nowMs } = ports
  const { gate } = order
  const history: RolloutEvent[] = []
  const tell = (event: RolloutEvent): void => {
    history.push(event)
    ports.reporter.report(event)
  }
  const end = (outcome: Outcome, reasonCode: ReasonCode, because: string): RolloutEnd => {
    const told =
      order.shadow && outcome !== 'no-op'
        ? ({ outcome: 'no-op', because: `Would have ended ${outcome}. ${because}` } as const)
        : { outcome, because }
    tell({ kind: 'ended', atMs: nowMs(), reasonCode, ...told })
    return { from: '', to: order.name, history, undo: [] }
  }
  const beganAtMs = nowMs()
  const sinceMs = order.sinceMs ?? beganAtMs
  tell({ kind: 'noted', atMs: beganAtMs, text: `Judging ${order.name} for ${span(gate.holdMs)}; nothing is shifted` })
  let frozen: Awaited<ReturnType<NonNullable<Judge['freeze']>>> | undefined
  try {
    frozen = await judge.freeze?.(sinceMs, cancellation.signal)
  } catch (thrown) {
    if (!order.shadow) throw thrown
    const { reasonCode, message } = asSluiceError(thrown)
    return end('failed', reasonCode, message)
  }
  if (frozen) tell({ kind: 'frozen', atMs: nowMs(), ...frozen })
  if (order.planned) return end('no-op', 'PLANNED', `Nothing was judged: this is what judging ${order.name} would see`)
  const course: Course = { arrivals: [{ weight: NaN, atMs: sinceMs }], ...(frozen && { frozen: frozen.frozen }) }
  const evidence: Evidence[] = []
  /** What may pass with time is the evidence `error`, and so is no answer. */
  const look = async ({ checks, fromMs, toMs }: GateState & { kind: 'measure' }): Promise<readonly Evidence[]> => {
    let answers: readonly Evidence[] = []
    let silence = 'no answer'
    try {
      answers = await judge.judge(checks, fromMs, toMs, cancellation.signal, course)
    } catch (thrown) {
      if (!mayPass(thrown)) throw thrown
      silence = thrown.message
    }
    const none = { verdict: 'error', because: silence, fromMs, toMs } as const
    return checks.map(({ name }) => answers.find(({ check }) => check === name) ?? { check: name, ...none })
  }
  for (;;) {
    const atMs = nowMs()
    if (cancellation.atMs() !== undefined) return end('failed', 'CANCELLED', 'Cancelled; nothing was changed by this step')
    const state = gateState({ gate }, { arrivals: [{ goal: 0, atMs: sinceMs }] }, { atMs, lookedAtMs: {} }, evidence)
    switch (state.kind) {
      case 'open':
        return end('succeeded', 'GATE_PASSED', evidence.at(-1)?.because ?? 'Nothing was asked for')
      case 'failed':
        return end('failed', state.reasonCode, state.because)
      case 'undecided':
        if (gate.onInconclusive === 'hold' && order.unattended) return end('paused', state.reasonCode, state.because)
        if (atMs >= beganAtMs + order.deadlineMs) return end('failed', state.reasonCode, state.because)
        await clock.sleep(state.untilMs - atMs, cancellation.signal)
        break
      case 'closed':
        if (atMs >= beganAtMs + order.deadlineMs) return end('failed', 'TIMED_OUT', `Not decided after ${span(order.deadlineMs)}`)
        await clock.sleep(Math.max(0, state.untilMs - atMs), cancellation.signal)
        break
      case 'measure': {
        const found = await look(state)
        if (cancellation.atMs() !== undefined) break
        evidence.push(...found)
        tell({ kind: 'judged', atMs, goal: order.name, evidence: found })
        break
      }
      case 'look':
        throw new Error('Nobody looks at alarms or health here')
    }
  }
}
