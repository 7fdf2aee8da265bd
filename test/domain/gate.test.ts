import { expect, test } from 'vitest'
import { gateState, type GateState } from '../../src/domain/gate.ts'
import type { Check, Evidence, Gate, Goal } from '../../src/domain/rollout.ts'
import { evidenceOf, planOf, recordOf, seenOf, startMs } from './situation.ts'

const errors: Check = { name: 'errors', kind: 'analysis', spec: {} }
const latency: Check = { name: 'latency', kind: 'threshold', spec: {} }
const smoke: Check = { name: 'smoke', kind: 'smoke', spec: {} }
const alarms: Check = { name: 'alarms', kind: 'alarms', spec: [] }
const health: Check = { name: 'health', kind: 'health', spec: {} }
const minuteMs = 60_000

interface Row {
  readonly checks?: readonly Check[]
  readonly holdMs?: number
  readonly onInconclusive?: Gate['onInconclusive']
  readonly early?: true
  readonly everyMs?: number
  readonly patienceMs?: number
  readonly lateMs?: number
  readonly sinceMs: number
  readonly evidence?: readonly Evidence[]
  readonly lookedMs?: number
}

function stateAfter(row: Row): GateState {
  const { sinceMs, evidence = [], lookedMs, ...asked } = row
  const gate: Gate = { checks: [], holdMs: 5 * minuteMs, onInconclusive: 'hold', ...asked }
  const goal: Goal = { name: 'g', weight: 5, capacity: { baseline: 'full', candidate: 'full' }, gate }
  const atMs = startMs + sinceMs
  const lookedAtMs = lookedMs === undefined ? {} : { alarms: startMs + lookedMs, health: startMs + lookedMs }
  return gateState(goal, recordOf(planOf()), seenOf({ atMs, lookedAtMs }), evidence)
}

test.each<[string, Row, unknown]>([
  ['without checks or hold it is open', { holdMs: 0, sinceMs: 0 }, { kind: 'open' }],
  ['it is closed until its hold is over', { sinceMs: minuteMs }, { kind: 'closed', untilMs: startMs + 5 * minuteMs }],
  ['to the millisecond', { sinceMs: 5 * minuteMs - 1 }, { kind: 'closed' }],
  ['and then open', { sinceMs: 5 * minuteMs }, { kind: 'open' }],
  ['checks are measured each minute', { checks: [errors], sinceMs: 30_000 }, { kind: 'closed', untilMs: startMs + minuteMs }],
  ['from the arrival to now', { checks: [errors], sinceMs: minuteMs }, { kind: 'measure', fromMs: startMs, toMs: startMs + minuteMs }],
  [
    'not twice',
    { checks: [errors], sinceMs: minuteMs, evidence: [evidenceOf('errors', 'pass', startMs + minuteMs)] },
    { kind: 'closed', untilMs: startMs + 2 * minuteMs },
  ],
  ['without a hold at once', { checks: [smoke], holdMs: 0, sinceMs: 10 }, { kind: 'measure' }],
  [
    'a failure is heard before the end',
    { checks: [errors], sinceMs: minuteMs, evidence: [evidenceOf('errors', 'fail', startMs + minuteMs)] },
    { kind: 'failed', reasonCode: 'ANALYSIS_FAILED' },
  ],
  [
    'each kind by its name',
    { checks: [smoke], sinceMs: minuteMs, evidence: [evidenceOf('smoke', 'fail', startMs + minuteMs)] },
    { kind: 'failed', reasonCode: 'SMOKE_FAILED' },
  ],
  [
    'what was said at another goal is not heard',
    { checks: [errors], holdMs: 0, sinceMs: 0, evidence: [evidenceOf('errors', 'fail', startMs, startMs - 1)] },
    { kind: 'measure' },
  ],
  [
    'a pass of the past is no pass at the end',
    { checks: [errors], sinceMs: 5 * minuteMs, evidence: [evidenceOf('errors', 'pass', startMs + 4 * minuteMs)] },
    { kind: 'measure' },
  ],
  [
    'a pass at the end opens',
    { checks: [errors], sinceMs: 5 * minuteMs, evidence: [evidenceOf('errors', 'pass', startMs + 5 * minuteMs)] },
    { kind: 'open' },
  ],
  [
    'all must have been measured',
    { checks: [errors, latency], sinceMs: 5 * minuteMs, evidence: [evidenceOf('errors', 'pass', startMs + 5 * minuteMs)] },
    { kind: 'measure' },
  ],
  [
    'the last word counts',
    {
      checks: [errors],
      sinceMs: 5 * minuteMs,
      evidence: [evidenceOf('errors', 'error', startMs + minuteMs), evidenceOf('errors', 'pass', startMs + 5 * minuteMs)],
    },
    { kind: 'open' },
  ],
  [
    'no answer is no pass',
    { checks: [errors], sinceMs: 5 * minuteMs, evidence: [evidenceOf('errors', 'error', startMs + 5 * minuteMs)] },
    { kind: 'failed', reasonCode: 'METRICS_UNAVAILABLE' },
  ],
  [
    'undecided',
    { checks: [errors], sinceMs: 5 * minuteMs, evidence: [evidenceOf('errors', 'inconclusive', startMs + 5 * minuteMs)] },
    { kind: 'undecided' },
  ],
  [
    'undecided: pass',
    {
      checks: [errors],
      onInconclusive: 'pass',
      sinceMs: 5 * minuteMs,
      evidence: [evidenceOf('errors', 'inconclusive', startMs + 5 * minuteMs)],
    },
    { kind: 'open' },
  ],
  [
    'undecided: fail',
    {
      checks: [errors],
      onInconclusive: 'fail',
      sinceMs: 5 * minuteMs,
      evidence: [evidenceOf('errors', 'inconclusive', startMs + 5 * minuteMs)],
    },
    { kind: 'failed', reasonCode: 'ANALYSIS_INCONCLUSIVE' },
  ],
  [
    'undecided: extend',
    {
      checks: [errors],
      onInconclusive: 'extend',
      sinceMs: 5 * minuteMs,
      evidence: [evidenceOf('errors', 'inconclusive', startMs + 5 * minuteMs)],
    },
    { kind: 'undecided', untilMs: startMs + 6 * minuteMs },
  ],
  [
    'nothing seen is no pass, whatever is asked of inconclusive',
    {
      checks: [errors],
      onInconclusive: 'pass',
      sinceMs: 5 * minuteMs,
      evidence: [{ ...evidenceOf('errors', 'inconclusive', startMs + 5 * minuteMs), blocks: true }],
    },
    { kind: 'undecided' },
  ],
  [
    'as often as is asked',
    { checks: [errors], everyMs: 10_000, sinceMs: 25_000, evidence: [evidenceOf('errors', 'inconclusive', startMs + 20_000)] },
    { kind: 'closed', untilMs: startMs + 30_000 },
  ],
  [
    'early, once all have passed',
    {
      checks: [errors, latency],
      early: true,
      sinceMs: 2 * minuteMs,
      evidence: [evidenceOf('errors', 'pass', startMs + 2 * minuteMs), evidenceOf('latency', 'pass', startMs + 2 * minuteMs)],
    },
    { kind: 'open' },
  ],
  [
    'early, but not before the last has',
    {
      checks: [errors, latency],
      early: true,
      sinceMs: 2 * minuteMs,
      evidence: [evidenceOf('errors', 'pass', startMs + 2 * minuteMs), evidenceOf('latency', 'inconclusive', startMs + 2 * minuteMs)],
    },
    { kind: 'closed' },
  ],
  [
    'early, with facts looked at since',
    {
      checks: [errors, alarms],
      early: true,
      sinceMs: 2 * minuteMs,
      lookedMs: minuteMs,
      evidence: [evidenceOf('errors', 'pass', startMs + 2 * minuteMs)],
    },
    { kind: 'look', look: ['alarms'] },
  ],
  [
    'a broken source is waited for',
    {
      checks: [errors],
      patienceMs: 3 * minuteMs,
      sinceMs: 5 * minuteMs,
      evidence: [3, 5].map((minute) => evidenceOf('errors', 'error', startMs + minute * minuteMs)),
    },
    { kind: 'undecided' },
  ],
  [
    'until patience ends, in the middle of a hold too',
    {
      checks: [errors],
      patienceMs: 3 * minuteMs,
      holdMs: 60 * minuteMs,
      sinceMs: 5 * minuteMs,
      evidence: [1, 3, 5].map((minute) => evidenceOf('errors', 'error', startMs + minute * minuteMs)),
    },
    { kind: 'failed', reasonCode: 'METRICS_UNAVAILABLE' },
  ],
  [
    'and an answer in between restores it',
    {
      checks: [errors],
      patienceMs: 3 * minuteMs,
      holdMs: 60 * minuteMs,
      sinceMs: 5 * minuteMs,
      evidence: [
        evidenceOf('errors', 'error', startMs + minuteMs),
        evidenceOf('errors', 'inconclusive', startMs + 2 * minuteMs),
        evidenceOf('errors', 'error', startMs + 3 * minuteMs),
        evidenceOf('errors', 'error', startMs + 5 * minuteMs),
      ],
    },
    { kind: 'closed' },
  ],
  [
    'what may still come is waited for, whatever is asked of inconclusive',
    {
      checks: [errors],
      onInconclusive: 'fail',
      lateMs: 3 * minuteMs,
      sinceMs: 5 * minuteMs + 10_000,
      evidence: [evidenceOf('errors', 'inconclusive', startMs + 5 * minuteMs)],
    },
    { kind: 'closed', untilMs: startMs + 6 * minuteMs },
  ],
  [
    'and measured until it has',
    {
      checks: [errors],
      onInconclusive: 'fail',
      lateMs: 3 * minuteMs,
      sinceMs: 7 * minuteMs,
      evidence: [evidenceOf('errors', 'inconclusive', startMs + 6 * minuteMs)],
    },
    { kind: 'measure' },
  ],
  [
    'and then it is inconclusive',
    {
      checks: [errors],
      onInconclusive: 'fail',
      lateMs: 3 * minuteMs,
      sinceMs: 8 * minuteMs,
      evidence: [evidenceOf('errors', 'inconclusive', startMs + 8 * minuteMs)],
    },
    { kind: 'failed', reasonCode: 'ANALYSIS_INCONCLUSIVE' },
  ],
  [
    'a pass waits for nothing more',
    { checks: [errors], lateMs: 3 * minuteMs, sinceMs: 5 * minuteMs, evidence: [evidenceOf('errors', 'pass', startMs + 5 * minuteMs)] },
    { kind: 'open' },
  ],
  [
    'and measured again',
    {
      checks: [errors],
      onInconclusive: 'extend',
      sinceMs: 6 * minuteMs,
      evidence: [evidenceOf('errors', 'inconclusive', startMs + 5 * minuteMs)],
    },
    { kind: 'measure' },
  ],
  [
    'facts must be looked at after the hold',
    { checks: [alarms, health], sinceMs: 5 * minuteMs, lookedMs: 5 * minuteMs - 1 },
    { kind: 'look', look: ['alarms', 'health'] },
  ],
  ['facts looked at after it', { checks: [alarms, health], sinceMs: 5 * minuteMs, lookedMs: 5 * minuteMs }, { kind: 'open' }],
  ['facts never looked at', { checks: [alarms], holdMs: 0, sinceMs: 0 }, { kind: 'look', look: ['alarms'] }],
])('%s', (_, row, expected) => expect(stateAfter(row)).toMatchObject(expected as object))
