import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import type { Situation } from '../../src/domain/situation.ts'
import type { Plan, RolloutRecord, Seen, Step } from '../../src/domain/rollout.ts'
import { propagationMs } from '../../src/domain/route.ts'
import { blueGreenOf, byUs, evidenceOf, faultOf, recordOf, seenOf, startMs } from './situation.ts'

const hourMs = 3_600_000
const atMs = startMs + 60_000
const arrivedAtMs = startMs + 30_000
const smoke = { name: 'smoke', kind: 'smoke', spec: [] } as const

const plan = blueGreenOf({ bakeMs: 10_000, standbyMs: 0 })
const baking = blueGreenOf({ bakeMs: hourMs })
const kept = blueGreenOf({ bakeMs: 10_000, standbyMs: 'keep' })
const onStandby = blueGreenOf({ bakeMs: 10_000, standbyMs: hourMs })

/** The record at a goal that was reached half a minute ago. */
const at = (goal: number, changes: Partial<RolloutRecord> = {}, of: Plan = plan): RolloutRecord =>
  recordOf(of, { goal, arrivals: [{ goal, atMs: arrivedAtMs }], ...changes })
const turned = { reasonCode: 'TASK_EXITED', because: 'A task exited', atMs } as const
const homeward = (goal: number, changes: Partial<RolloutRecord> = {}): RolloutRecord => at(goal, { heading: 'home', turned, ...changes })

const look = (weight: number, changes: Parameters<typeof seenOf>[0] = {}): Seen =>
  seenOf({ atMs, weight, candidate: { running: 4, healthy: 4 }, ...changes })
const untouched = look(0, { candidate: { revision: 'web:6', desired: 0, running: 0, healthy: 0 } })
const staged = look(0)
const swapped = look(100)
const found = (held: boolean): Pick<Seen, 'settings'> => ({ settings: { found: 'min=2', held } })
const owed = { owed: 'min=2' } as const
const cancelled = { cancelledAtMs: 1 } as const
const hurried = { ...cancelled, hurried: true } as const

/** `act size baseline none`, `end succeeded STAGED rests`, `record arrived`, `turn CANCELLED`, `wait` ... */
function brief(step: Step): string {
  switch (step.kind) {
    case 'act':
      if (step.act.kind === 'size') return `act size ${step.act.side} ${step.act.capacity}`
      return step.act.kind === 'shift' ? `act shift ${step.act.weight}` : `act ${step.act.kind}`
    case 'record':
      if (step.event.kind === 'turned-home') return `turn ${step.event.reasonCode}`
      return step.event.kind === 'arrived' ? `arrived ${step.event.name}` : `record ${step.event.kind}`
    case 'end':
      return `end ${step.outcome} ${step.reasonCode}${step.unfinished ? ' unfinished' : ''}${step.rests ? ' rests' : ''}`
    default:
      return step.kind
  }
}

const table: Readonly<Record<string, Readonly<Record<string, readonly [Partial<Situation>, string]>>>> = {
  'a goal is held, not only reached': {
    'the new side has grown, so the old one grows with it': [
      { plan: baking, record: at(2, {}, baking), seen: look(100, { full: 6, candidate: { desired: 6, running: 6, healthy: 6 } }) },
      'act size baseline full',
    ],
    'as many as there were': [{ plan: baking, record: at(2, {}, baking), seen: swapped }, 'wait'],
    'past commitment nobody grows the old side': [
      { plan: onStandby, record: at(3, {}, onStandby), seen: look(100, { full: 6 }) },
      'end waiting BAKE_CONTINUES unfinished rests',
    ],
  },
  'settings are held before anything moves': {
    'how they were is written down first': [{ seen: { ...untouched, ...found(false) } }, 'record owed'],
    'then they are held': [{ record: at(0, owed), seen: { ...untouched, ...found(false) } }, 'act hold'],
    'then capacity': [{ record: at(0, owed), seen: { ...untouched, ...found(true) } }, 'act size candidate full'],
    'held by somebody else, they are still owed': [{ seen: { ...untouched, ...found(true) } }, 'record owed'],
    'none to hold': [{ seen: untouched }, 'act size candidate full'],
    'let go meanwhile, they are held again before traffic moves': [
      { record: at(1, owed), seen: { ...staged, ...found(false) } },
      'act hold',
    ],
    'let go while it bakes, they are held again': [
      { plan: baking, record: at(2, owed, baking), seen: { ...swapped, ...found(false) } },
      'act hold',
    ],
    'then traffic': [{ record: at(1, owed), seen: { ...staged, ...found(true) } }, 'act shift 100'],
  },
  'settings are put back once it is committed, and before capacity goes': {
    'not while it bakes': [{ plan: baking, record: at(2, owed, baking), seen: { ...swapped, ...found(true) } }, 'wait'],
    'nor when it becomes committed': [{ record: at(2, owed), seen: { ...swapped, ...found(true) } }, 'arrived promoted'],
    'before the old side goes': [{ record: at(3, owed), seen: { ...swapped, ...found(true) } }, 'act restore'],
    'which then goes': [{ record: at(3), seen: { ...swapped, ...found(false) } }, 'act size baseline none'],
    'once it is drained': [{ record: at(3), seen: { ...swapped, shiftedAtMs: atMs - propagationMs + 1 } }, 'wait'],
    'before a wait that nobody watches': [{ plan: onStandby, record: at(3, owed, onStandby), seen: swapped }, 'act restore'],
    'before success': [{ plan: kept, record: at(3, owed, kept), seen: swapped }, 'act restore'],
  },
  'settings are put back at every end': {
    'an ended record that still owes': [
      { record: at(1, { ...owed, ended: { outcome: 'failed', reasonCode: 'CANCELLED', atMs } }), seen: staged },
      'act restore',
    ],
    superseded: [{ record: at(1, owed), seen: { ...staged, writer: 'other' } }, 'act restore'],
    'superseded, and put back': [{ record: at(1), seen: { ...staged, writer: 'other' } }, 'end failed SUPERSEDED'],
    'a failure with nothing to go back to': [
      { plan: { ...plan, revision: { ...plan.revision, baseline: '' } }, record: at(1, owed), seen: { ...staged, faults: [faultOf('t')] } },
      'act restore',
    ],
    'not in a hurry': [{ ...hurried, record: at(1, owed), seen: { ...staged, writer: 'other' } }, 'end failed SUPERSEDED'],
    'not for a rest': [{ until: 1, record: at(1, owed), seen: staged }, 'end succeeded DEPLOYED unfinished rests'],
    'nor for ever': [
      { record: at(1, owed), seen: { ...staged, writer: 'other', atMs: startMs + plan.deadlineMs + 60_000 } },
      'end failed SUPERSEDED',
    ],
    'but past the deadline': [
      { record: at(1, owed), seen: { ...staged, writer: 'other', atMs: startMs + plan.deadlineMs + 59_999 } },
      'act restore',
    ],
  },
  'a run that stops at a goal': {
    'goes there': [{ until: 1, seen: untouched }, 'act size candidate full'],
    'and rests': [{ until: 1, record: at(1), seen: staged }, 'end succeeded DEPLOYED unfinished rests'],
    'not before the gate is open': [
      { until: 1, plan: blueGreenOf({ tests: [smoke] }), record: at(1, {}, blueGreenOf({ tests: [smoke] })), seen: staged },
      'measure',
    ],
    'nor when it fails': [
      {
        ...{ until: 1, plan: blueGreenOf({ tests: [smoke] }), record: at(1, {}, blueGreenOf({ tests: [smoke] })), seen: staged },
        evidence: [evidenceOf('smoke', 'fail', atMs, arrivedAtMs)],
      },
      'turn SMOKE_FAILED',
    ],
    'after the bake': [{ until: 2, record: at(2), seen: swapped }, 'end succeeded DEPLOYED unfinished rests'],
    'not in it': [{ until: 2, plan: baking, record: at(2, {}, baking), seen: swapped }, 'wait'],
    'past it, it goes on': [{ until: 1, record: at(2), seen: swapped }, 'arrived promoted'],
    'the last goal is an end like any other': [{ until: 3, plan: kept, record: at(3, {}, kept), seen: swapped }, 'end succeeded DEPLOYED'],
  },
  'past the commitment': {
    'nobody waits': [{ plan: onStandby, record: at(3, {}, onStandby), seen: swapped }, 'end waiting BAKE_CONTINUES unfinished rests'],
    'until it is due': [
      { plan: onStandby, record: at(3, {}, onStandby), seen: { ...swapped, atMs: arrivedAtMs + hourMs }, beganAtMs: arrivedAtMs + hourMs },
      'act size baseline none',
    ],
    'a task that ends is not blamed': [{ record: at(3), seen: { ...swapped, faults: [faultOf('t')] } }, 'act size baseline none'],
    'nor an alarm': [
      { record: at(3), seen: { ...swapped, faults: [faultOf('x', { reasonCode: 'ALARM_TRIGGERED' })] } },
      'act size baseline none',
    ],
    'a moment before they are': [
      { plan: baking, record: at(2, {}, baking), seen: { ...swapped, faults: [faultOf('x', { reasonCode: 'ALARM_TRIGGERED' })] } },
      'turn ALARM_TRIGGERED',
    ],
    'the old side may be in any state': [
      { plan: kept, record: at(3, {}, kept), seen: look(100, { baseline: { desired: 0, healthy: 0 } }) },
      'end succeeded DEPLOYED',
    ],
    'out of time, the end is what is left': [
      { record: at(3), seen: { ...swapped, atMs: startMs + plan.deadlineMs, shiftedAtMs: startMs } },
      'turn TIMED_OUT',
    ],
    'home is the end': [{ record: homeward(3), seen: swapped }, 'act size baseline none'],
    'and is not called rolled back': [{ record: homeward(3), seen: look(100, { baseline: { desired: 0 } }) }, 'end failed TASK_EXITED'],
  },
  'cancelled with time left': {
    live: [{ ...cancelled, record: at(0), seen: untouched }, 'end failed CANCELLED'],
    'live, and settings may be held, which starts tasks': [{ ...cancelled, record: at(0, owed), seen: untouched }, 'turn CANCELLED'],
    'live, tasks asked for': [{ ...cancelled, record: at(0, owed), seen: staged }, 'turn CANCELLED'],
    staged: [{ ...cancelled, record: at(1, owed), seen: staged }, 'turn CANCELLED'],
    'staged and turned: settings first': [{ ...cancelled, record: homeward(1, owed), seen: staged }, 'act restore'],
    'then capacity': [{ ...cancelled, record: homeward(1), seen: staged }, 'act size candidate none'],
    'which is left to drain': [
      { ...cancelled, record: homeward(1), seen: { ...staged, shiftedAtMs: atMs - 1 } },
      'end rolled-back TASK_EXITED unfinished',
    ],
    'and then all is as it was': [{ ...cancelled, record: homeward(1), seen: untouched }, 'end rolled-back TASK_EXITED'],
    swapped: [{ ...cancelled, record: at(2, owed), seen: swapped }, 'turn CANCELLED'],
    'swapped and turned: traffic first': [{ ...cancelled, record: homeward(2, owed), seen: swapped }, 'act shift 0'],
    'all of it': [{ ...cancelled, record: homeward(2, owed), seen: { ...swapped, mixed: true } }, 'act shift 0'],
    'promoted: settings, and the rest is not undone': [{ ...cancelled, record: at(3, owed), seen: swapped }, 'act restore'],
    'nor finished early': [
      { ...cancelled, plan: onStandby, record: at(3, {}, onStandby), seen: swapped },
      'end failed CANCELLED unfinished',
    ],
    finished: [{ ...cancelled, record: at(4), seen: swapped }, 'end failed CANCELLED unfinished'],
    'left as asked': [
      { ...cancelled, plan: { ...plan, onCancel: 'leave' }, record: at(2, owed), seen: swapped },
      'end failed CANCELLED_LEFT_RUNNING unfinished rests',
    ],
  },
  'cancelled in a hurry': {
    live: [{ ...hurried, record: at(0), seen: untouched }, 'end failed CANCELLED'],
    staged: [{ ...hurried, record: at(1, owed), seen: staged }, 'turn CANCELLED'],
    'staged and turned: traffic is home, the rest is left': [
      { ...hurried, record: homeward(1, owed), seen: staged },
      'end rolled-back TASK_EXITED unfinished',
    ],
    swapped: [{ ...hurried, record: at(2, owed), seen: swapped }, 'turn CANCELLED'],
    'swapped and turned': [{ ...hurried, record: homeward(2, owed), seen: swapped }, 'act shift 0'],
    promoted: [{ ...hurried, record: at(3, owed), seen: swapped }, 'end failed CANCELLED unfinished'],
  },
  home: {
    'a baseline that cannot carry it is made ready first': [
      { record: homeward(2), seen: look(100, { baseline: { desired: 1, healthy: 1 } }) },
      'act size baseline full',
    ],
    'and waited for': [{ record: homeward(2), seen: look(100, { baseline: { healthy: 1 } }) }, 'wait'],
    'a drain is waited for': [{ record: homeward(2), seen: { ...staged, shiftedAtMs: atMs - 1 } }, 'wait'],
    'a side that is not quite well again is home all the same': [
      { record: homeward(2), seen: { ...untouched, sides: { ...untouched.sides, baseline: { ...untouched.sides.baseline, healthy: 3 } } } },
      'end rolled-back TASK_EXITED',
    ],
    'is not waited for without end': [
      { record: homeward(2), seen: { ...swapped, atMs: atMs + plan.deadlineMs } },
      'end failed ROLLBACK_FAILED',
    ],
  },
}

for (const [name, rows] of Object.entries(table)) {
  describe(name, () => {
    test.each(Object.entries(rows).map(([title, [changes, expected]]) => [title, changes, expected] as const))(
      '%s',
      (_, changes, expected) => {
        const of = changes.plan ?? plan
        const step = decide({
          plan: of,
          record: recordOf(of),
          seen: untouched,
          evidence: [],
          ability: byUs,
          beganAtMs: startMs,
          ...changes,
        })
        expect(brief(step)).toBe(expected)
      },
    )
  })
}

test('a wait says when it goes on, and a rest where it stands', () => {
  const waiting = decide({
    ...{ plan: onStandby, record: at(3, {}, onStandby), seen: swapped },
    ...{ evidence: [], ability: byUs, beganAtMs: startMs },
  })
  expect(waiting).toMatchObject({ resumeAtMs: arrivedAtMs + hourMs, because: expect.stringContaining('weight 100 %') as string })
  const resting = decide({ plan, until: 1, record: at(1), seen: staged, evidence: [], ability: byUs, beganAtMs: startMs })
  expect(resting).toMatchObject({ because: 'Reached staged: 4 of 4 tasks of web:8 running, 4 healthy, weight 0 %' })
})
