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
  | { readonly kind: 'undecided'; readonly because: string }

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
 * The state of the gate of the goal we are at. A failed check is heard at once; a pass counts only at the end of the hold.
 * Silence is never a pass: every check must have been looked at or measured up to the end of the hold.
 */
export function gateState(goal: Goal, record: RolloutRecord, seen: Seen, evidence: readonly Evidence[]): GateState {
  const { gate } = goal
  const arrivedAtMs = record.arrivals.at(-1)!.atMs
  const openAtMs = arrivedAtMs + gate.holdMs
  const judged = gate.checks.filter((check) => check.kind !== 'alarms' && check.kind !== 'health')
  const latest = judged.map((check) => ({
    check,
    evidence: evidence.findLast((item) => item.check === check.name && item.fromMs === arrivedAtMs),
  }))

  const failed = latest.find((item) => item.evidence?.verdict === 'fail')
  if (failed)
    return { kind: 'failed', reasonCode: failureOf[failed.check.kind], because: `${failed.check.name}: ${failed.evidence!.because}` }

  const measuredMs = Math.min(...latest.map((item) => item.evidence?.toMs ?? -Infinity))
  const dueAtMs = Math.min(openAtMs, Math.max(arrivedAtMs, measuredMs) + measurePeriodMs)
  if (latest.length > 0 && measuredMs < openAtMs && seen.atMs >= dueAtMs) {
    return { kind: 'measure', checks: judged, fromMs: arrivedAtMs, toMs: seen.atMs }
  }
  if (seen.atMs < openAtMs) return { kind: 'closed', untilMs: latest.length > 0 ? dueAtMs : openAtMs }

  if (gate.onInconclusive === 'extend' && latest.some((item) => item.evidence?.verdict === 'inconclusive')) {
    // More rows may decide it; the deadline of the rollout ends the asking.
    const againAtMs = measuredMs + measurePeriodMs
    return seen.atMs < againAtMs
      ? { kind: 'closed', untilMs: againAtMs }
      : { kind: 'measure', checks: judged, fromMs: arrivedAtMs, toMs: seen.atMs }
  }
  const look = factsOf(gate.checks).filter((fact) => (seen.lookedAtMs[fact] ?? -Infinity) < openAtMs)
  if (look.length > 0) return { kind: 'look', look }
  return verdictOf(goal, latest)
}

function factsOf(checks: readonly Check[]): readonly Look[] {
  return checks.flatMap((check) => (check.kind === 'alarms' || check.kind === 'health' ? [check.kind] : []))
}

function verdictOf(goal: Goal, latest: readonly { readonly check: Check; readonly evidence: Evidence | undefined }[]): GateState {
  const unsure = latest.find((item) => item.evidence?.verdict !== 'pass')
  if (!unsure) return { kind: 'open' }
  const because = `${unsure.check.name}: ${unsure.evidence?.because ?? 'not measured'}`
  if (unsure.evidence?.verdict === 'error') return { kind: 'failed', reasonCode: 'METRICS_UNAVAILABLE', because }
  switch (goal.gate.onInconclusive) {
    case 'pass':
      return { kind: 'open' }
    case 'fail':
      return { kind: 'failed', reasonCode: 'ANALYSIS_INCONCLUSIVE', because }
    case 'hold':
    case 'extend': // Never comes here: it was measured again.
      return { kind: 'undecided', because }
  }
}
