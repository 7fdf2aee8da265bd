import type { ReasonCode } from './outcome.ts'
import type { Check, Evidence, Goal, Look, RolloutRecord, Seen } from './rollout.ts'

/** What a gate lets us do now. */
export type GateState =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed'; readonly untilMs: number }
  /** The hold is over, but a fact it needs was last looked at before its end. */
  | { readonly kind: 'look'; readonly look: readonly Look[] }
  | { readonly kind: 'measure'; readonly checks: readonly Check[]; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'failed'; readonly reasonCode: ReasonCode; readonly because: string }
  /** The hold is over, and what was judged does not suffice; judged again at `untilMs`. */
  | { readonly kind: 'undecided'; readonly reasonCode: ReasonCode; readonly because: string; readonly untilMs: number }

const measurePeriodMs = 60_000
const failureOf: Readonly<Record<Check['kind'], ReasonCode>> = {
  analysis: 'ANALYSIS_FAILED',
  threshold: 'ANALYSIS_FAILED',
  slo: 'ANALYSIS_FAILED',
  alarms: 'ALARM_TRIGGERED',
  smoke: 'SMOKE_FAILED',
  health: 'TARGET_UNHEALTHY',
}

/**
 * The state of the gate of the goal we are at. A failed check is heard at once; a pass counts only at the end of the hold, or as soon as all have
 * passed where the gate opens early. Silence is never a pass: every check must have been looked at or measured up to then.
 */
export function gateState(
  goal: Pick<Goal, 'gate'>,
  record: Pick<RolloutRecord, 'arrivals'>,
  seen: Pick<Seen, 'atMs' | 'lookedAtMs'>,
  evidence: readonly Evidence[],
): GateState {
  const { gate } = goal
  const arrivedAtMs = record.arrivals.at(-1)!.atMs
  const judged = gate.checks.filter((check) => check.kind !== 'alarms' && check.kind !== 'health')
  const said = judged.map((check) => ({
    check,
    all: evidence.filter((item) => item.check === check.name && item.fromMs === arrivedAtMs),
  }))
  const latest = said.map(({ check, all }): Latest => ({ check, evidence: all.at(-1) }))

  const failed = latest.find((item) => item.evidence?.verdict === 'fail')
  if (failed)
    return { kind: 'failed', reasonCode: failureOf[failed.check.kind], because: `${failed.check.name}: ${failed.evidence!.because}` }
  const blind = said.find(({ all }) => blindMs(all) >= (gate.patienceMs ?? Infinity))
  if (blind) return unavailable(blind.check, blind.all.at(-1)!)

  const periodMs = gate.everyMs ?? measurePeriodMs
  const measuredMs = Math.min(...latest.map((item) => item.evidence?.toMs ?? -Infinity))
  const hasPassed = latest.length > 0 && latest.every((item) => item.evidence?.verdict === 'pass')
  const openAtMs = Math.min(arrivedAtMs + gate.holdMs, gate.early && hasPassed ? measuredMs : Infinity)
  const dueAtMs = Math.min(openAtMs, Math.max(arrivedAtMs, measuredMs) + periodMs)
  const measure = { kind: 'measure', checks: judged, fromMs: arrivedAtMs, toMs: seen.atMs } as const
  if (latest.length > 0 && measuredMs < openAtMs && seen.atMs >= dueAtMs) return measure
  if (seen.atMs < openAtMs) return { kind: 'closed', untilMs: latest.length > 0 ? dueAtMs : openAtMs }

  const look = factsOf(gate.checks).filter((fact) => (seen.lookedAtMs[fact] ?? -Infinity) < openAtMs)
  const isLate = seen.atMs < openAtMs + (gate.lateMs ?? 0) && !hasPassed && measuredMs < openAtMs + (gate.lateMs ?? 0)
  if (isLate && latest.length > 0) return seen.atMs < measuredMs + periodMs ? { kind: 'closed', untilMs: measuredMs + periodMs } : measure
  const state = verdictOf(goal, latest)
  if (state.kind !== 'undecided') return state.kind === 'open' && look.length > 0 ? { kind: 'look', look } : state
  // More rows may decide it; the deadline of the rollout ends the asking.
  const untilMs = measuredMs + periodMs
  return seen.atMs < untilMs ? { ...state, untilMs } : measure
}

interface Latest {
  readonly check: Check
  readonly evidence: Evidence | undefined
}

/** For how long the source has failed without a break, up to its last answer. */
function blindMs(all: readonly Evidence[]): number {
  const since = all.findLastIndex(({ verdict }) => verdict !== 'error') + 1
  return since === all.length ? 0 : all.at(-1)!.toMs - all[since]!.toMs
}

function factsOf(checks: readonly Check[]): readonly Look[] {
  return checks.flatMap((check) => (check.kind === 'alarms' || check.kind === 'health' ? [check.kind] : []))
}

function unavailable({ name }: Check, { because }: Evidence): GateState & { kind: 'failed' } {
  return { kind: 'failed', reasonCode: 'METRICS_UNAVAILABLE', because: `${name}: ${because}` }
}

/** What the last word of each check means at the end of the hold. */
function verdictOf({ gate }: Pick<Goal, 'gate'>, latest: readonly Latest[]): GateState {
  const unsure = latest.filter((item) => item.evidence?.verdict !== 'pass')
  const first = unsure.find((item) => item.evidence?.verdict !== 'inconclusive' || item.evidence.blocks) ?? unsure[0]
  if (!first) return { kind: 'open' }
  const because = `${first.check.name}: ${first.evidence?.because ?? 'not measured'}`
  const undecided = { kind: 'undecided', reasonCode: 'ANALYSIS_INCONCLUSIVE', because, untilMs: Infinity } as const
  if (first.evidence?.verdict === 'error')
    return gate.patienceMs === undefined ? unavailable(first.check, first.evidence) : { ...undecided, reasonCode: 'METRICS_UNAVAILABLE' }
  if (first.evidence?.blocks && gate.onInconclusive !== 'fail') return undecided
  switch (gate.onInconclusive) {
    case 'pass':
      return { kind: 'open' }
    case 'fail':
      return { kind: 'failed', reasonCode: 'ANALYSIS_INCONCLUSIVE', because }
    case 'hold':
    case 'extend':
      return undecided
  }
}
