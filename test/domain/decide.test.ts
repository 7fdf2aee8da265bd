import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { home } from '../../src/domain/homeward.ts'
import type { Situation } from '../../src/domain/situation.ts'
import type { Plan, RolloutRecord, Step, Travel } from '../../src/domain/rollout.ts'
import { byUs, evidenceOf, faultOf, planOf, recordOf, seenOf, situationOf, startMs } from './situation.ts'

const moving: Travel = { kind: 'moving', attempt: 'a', stage: '' }
const arrived: Travel = { kind: 'arrived', attempt: 'a' }
const turnedTravel = (kind: 'returning' | 'returned' | 'stranded' | 'stopped'): Travel => ({
  kind,
  attempt: 'a',
  reasonCode: 'BREAKER_TRIPPED',
  because: 'it tripped',
})
const atMs = startMs + 10_000

/** `act size candidate`, `end failed NO_TASKS`, `record arrived`, `wait travel tasks until +5000` ... */
function brief(step: Step): string {
  switch (step.kind) {
    case 'act':
      return step.act.kind === 'size' ? `act size ${step.act.side}` : `act ${step.act.kind}`
    case 'record':
      return step.event.kind === 'turned-home' ? `turn ${step.event.reasonCode}` : `record ${step.event.kind}`
    case 'wait':
      return `wait +${step.untilMs - atMs} ${step.look.join(' ')}`
    case 'end':
      return `end ${step.outcome} ${step.reasonCode}${step.unfinished ? ' unfinished' : ''}`
    case 'measure':
    case 'freeze':
      return step.kind
  }
}

const plan = planOf()
const under = (changes: Partial<RolloutRecord>, of: Plan = plan): RolloutRecord => recordOf(of, changes)
const identified = under({ attempt: 'a' })
const turned = { reasonCode: 'TASK_EXITED', because: 'A task exited', atMs } as const
const homeward = under({ attempt: 'a', heading: 'home', turned })
const atGoal = (of: Plan, changes: Partial<RolloutRecord> = {}) =>
  under(
    {
      attempt: 'a',
      goal: 1,
      arrivals: [
        { goal: 0, atMs: startMs },
        { goal: 1, atMs: startMs + 5_000 },
      ],
      ...changes,
    },
    of,
  )
const intent = (agoMs: number) => ({ act: 'size', before: 'before', atMs: atMs - agoMs }) as const
const cancelled = { cancelledAtMs: 1 }

const table: Readonly<Record<string, Readonly<Record<string, readonly [Partial<Situation>, string]>>>> = {
  'before all': {
    'an ended record ends again': [
      { record: under({ ended: { outcome: 'succeeded', reasonCode: 'DEPLOYED', atMs } }) },
      'end succeeded DEPLOYED',
    ],
    superseded: [{ record: identified, seen: seenOf({ travel: { kind: 'superseded', by: 'web:9' } }) }, 'end failed SUPERSEDED'],
    'superseded on the way home': [
      { record: homeward, seen: seenOf({ travel: { kind: 'superseded', by: 'web:9' } }) },
      'end failed SUPERSEDED',
    ],
    'a foreign writer': [{ seen: seenOf({ writer: 'other' }) }, 'end failed SUPERSEDED'],
    'an identity is recorded first': [{ seen: seenOf({ travel: moving }) }, 'record identified'],
    'none is yet known': [{ seen: seenOf({ travel: { ...moving, attempt: '' } }) }, 'wait +5000 travel'],
  },
  forward: {
    'at rest it begins': [{}, 'act size candidate'],
    'a write not yet seen is waited for': [{ record: under({ intent: intent(2_000) }) }, 'wait +4000 travel'],
    'a write not seen for long did not happen': [{ record: under({ intent: intent(6_000) }) }, 'act size candidate'],
    'on the way': [{ record: identified, seen: seenOf({ travel: moving }) }, 'wait +5000 travel'],
    arrived: [{ record: identified, seen: seenOf({ travel: arrived }) }, 'record arrived'],
    'ECS turned back: look why first': [
      { record: identified, seen: seenOf({ travel: turnedTravel('returning'), lookedAtMs: { travel: atMs } }) },
      'wait +0 travel tasks service',
    ],
    'ECS turns back': [{ record: identified, seen: seenOf({ travel: turnedTravel('returning') }) }, 'turn BREAKER_TRIPPED'],
    'ECS stopped': [{ record: identified, seen: seenOf({ travel: turnedTravel('stopped') }) }, 'turn BREAKER_TRIPPED'],
    'ECS stopped and nobody may go back': [
      { plan: planOf({ rollback: 'none' }), record: identified, seen: seenOf({ travel: turnedTravel('stopped') }) },
      'end failed BREAKER_TRIPPED',
    ],
    'ECS turns back although nobody else may': [
      { plan: planOf({ rollback: 'none' }), record: identified, seen: seenOf({ travel: turnedTravel('returning') }) },
      'turn BREAKER_TRIPPED',
    ],
    'suspicion is looked into': [
      { record: identified, seen: seenOf({ travel: moving, suspicious: true, lookedAtMs: { travel: atMs, tasks: atMs - 1 } }) },
      'wait +0 travel tasks service',
    ],
    'suspicion that was looked into': [{ record: identified, seen: seenOf({ travel: moving, suspicious: true }) }, 'wait +5000 travel'],
    'the first fault counts while nothing is healthy': [
      { record: identified, seen: seenOf({ travel: moving, faults: [faultOf('t1')] }) },
      'turn TASK_EXITED',
    ],
    'a fault of the baseline does not': [
      { record: identified, seen: seenOf({ travel: moving, faults: [faultOf('t1', { side: 'baseline' })] }) },
      'wait +5000 travel',
    ],
    'one in ten is tolerated of a healthy candidate': [
      { record: identified, seen: seenOf({ travel: moving, candidate: { desired: 10, healthy: 5 }, faults: [faultOf('t1')] }) },
      'wait +5000 travel',
    ],
    'two in ten are not': [
      {
        record: identified,
        seen: seenOf({ travel: moving, candidate: { desired: 10, healthy: 5 }, faults: [faultOf('t1'), faultOf('t2')] }),
      },
      'turn TASK_EXITED',
    ],
    'one in four is not': [
      { record: identified, seen: seenOf({ travel: moving, candidate: { healthy: 3 }, faults: [faultOf('t1')] }) },
      'turn TASK_EXITED',
    ],
    'an alarm needs no count': [
      {
        record: identified,
        seen: seenOf({
          travel: moving,
          candidate: { desired: 100, healthy: 99 },
          faults: [faultOf('x', { reasonCode: 'ALARM_TRIGGERED' })],
        }),
      },
      'turn ALARM_TRIGGERED',
    ],
    'without leave to roll back it ends': [
      { plan: planOf({ rollback: 'none' }), record: identified, seen: seenOf({ travel: moving, faults: [faultOf('t1')] }) },
      'end failed TASK_EXITED',
    ],
    'without a baseline it ends': [
      { plan: planOf({ baseline: '' }), record: identified, seen: seenOf({ travel: moving, faults: [faultOf('t1')] }) },
      'end failed TASK_EXITED',
    ],
    'the deadline': [{ record: identified, seen: seenOf({ travel: moving, atMs: startMs + 600_000 }) }, 'turn TIMED_OUT'],
    'a rollout taken up late has its time again': [
      { record: identified, beganAtMs: startMs + 599_000, seen: seenOf({ travel: moving, atMs: startMs + 600_000 }) },
      'wait +595000 travel',
    ],
  },
  'at the last goal': {
    'the bake is waited for': [
      { plan: planOf({ bakeMs: 60_000 }), record: atGoal(plan), seen: seenOf({ travel: arrived }) },
      'wait +10000 travel',
    ],
    'the wait ends with the bake': [
      { plan: planOf({ bakeMs: 8_000 }), record: atGoal(plan), seen: seenOf({ travel: arrived }) },
      'wait +3000 travel',
    ],
    'the last word needs the service': [
      { record: atGoal(plan), seen: seenOf({ travel: arrived, lookedAtMs: { travel: atMs, service: startMs } }) },
      'wait +0 travel service',
    ],
    success: [{ record: atGoal(plan), seen: seenOf({ travel: arrived }) }, 'end succeeded DEPLOYED'],
    'nothing runs': [{ record: atGoal(plan), seen: seenOf({ travel: arrived, candidate: { desired: 0 } }) }, 'end failed NO_TASKS'],
    'nothing runs, as meant': [
      { plan: planOf({ onEmpty: 'pass' }), record: atGoal(plan), seen: seenOf({ travel: arrived, candidate: { desired: 0 } }) },
      'end succeeded NO_TASKS',
    ],
    'alarms must be looked at after the bake': [
      {
        plan: planOf({ alarms: ['x'] }),
        record: atGoal(plan),
        seen: seenOf({ travel: arrived, lookedAtMs: { travel: atMs, alarms: startMs } }),
      },
      'wait +0 travel alarms',
    ],
  },
  cancelled: {
    'before anything': [cancelled, 'end failed CANCELLED'],
    'a write may be under way': [{ ...cancelled, record: under({ intent: intent(100) }) }, 'turn CANCELLED'],
    'under way': [{ ...cancelled, record: identified, seen: seenOf({ travel: moving }) }, 'turn CANCELLED'],
    'tasks of the candidate were asked for': [
      { ...cancelled, ability: byUs, seen: seenOf({ candidate: { desired: 4 } }) },
      'turn CANCELLED',
    ],
    'nothing was asked for': [{ ...cancelled, ability: byUs, seen: seenOf({ candidate: { desired: 0 } }) }, 'end failed CANCELLED'],
    'left as asked': [
      { ...cancelled, plan: planOf({ onCancel: 'leave' }), record: identified, seen: seenOf({ travel: moving }) },
      'end failed CANCELLED_LEFT_RUNNING unfinished',
    ],
    'the call home comes first': [{ ...cancelled, record: homeward, seen: seenOf({ travel: moving }) }, 'act recall'],
    'its acceptance is enough': [
      { ...cancelled, record: { ...homeward, accepted: true }, seen: seenOf({ travel: moving }) },
      'end rolled-back TASK_EXITED',
    ],
    'ECS is on its way': [
      { ...cancelled, record: homeward, seen: seenOf({ travel: turnedTravel('returning') }) },
      'end rolled-back TASK_EXITED',
    ],
    'of a pair only the weight counts': [
      { ...cancelled, ability: byUs, record: under({ heading: 'home', turned, accepted: true }), seen: seenOf({ weight: 25 }) },
      'act shift',
    ],
    'the weight is home: capacity while there is time': [
      { ...cancelled, ability: byUs, record: under({ heading: 'home', turned, accepted: true }), seen: seenOf({ weight: 0 }) },
      'act size candidate',
    ],
    'the weight is home, in a hurry': [
      { ...cancelled, hurried: true, ability: byUs, record: under({ heading: 'home', turned }), seen: seenOf({ weight: 0 }) },
      'end rolled-back TASK_EXITED unfinished',
    ],
  },
  home: {
    'calls back what moves': [{ record: homeward, seen: seenOf({ travel: moving }) }, 'act recall'],
    'starts the baseline over what arrived': [{ record: homeward, seen: seenOf({ travel: arrived }) }, 'act size baseline'],
    'waits for what returns': [{ record: homeward, seen: seenOf({ travel: turnedTravel('returning') }) }, 'wait +5000 travel'],
    'is reached': [{ record: homeward, seen: seenOf({ travel: turnedTravel('returned') }) }, 'end rolled-back TASK_EXITED'],
    'there is none to reach': [
      { plan: planOf({ baseline: '' }), record: homeward, seen: seenOf({ travel: turnedTravel('stranded') }) },
      'end failed TASK_EXITED',
    ],
    'cannot be reached': [{ record: homeward, seen: seenOf({ travel: turnedTravel('stranded') }) }, 'end failed ROLLBACK_FAILED'],
    'replaces a write that is not seen yet': [{ record: under({ heading: 'home', turned, intent: intent(1_000) }) }, 'act size baseline'],
    once: [{ record: under({ heading: 'home', turned, accepted: true, intent: intent(1_000) }) }, 'wait +5000 travel'],
    'a write never seen did not happen': [
      { record: under({ heading: 'home', turned, intent: intent(7_000) }) },
      'end rolled-back TASK_EXITED',
    ],
    'has a deadline of its own': [
      { record: homeward, seen: seenOf({ travel: turnedTravel('returning'), atMs: atMs + 600_000 }) },
      'end failed ROLLBACK_FAILED',
    ],
    'even when each call for it fails': [
      { record: homeward, seen: seenOf({ travel: moving, atMs: atMs + 600_000 }) },
      'end failed ROLLBACK_FAILED',
    ],
  },
}

for (const [name, rows] of Object.entries(table)) {
  describe(name, () => {
    test.each(Object.entries(rows).map(([title, [changes, expected]]) => [title, changes, expected] as const))(
      '%s',
      (_, changes, expected) => {
        expect(brief(decide(situationOf(changes)))).toBe(expected)
      },
    )
  })
}

test('what ECS says and the last fault are told together', () => {
  const step = decide(situationOf({ record: identified, seen: seenOf({ travel: turnedTravel('returned'), faults: [faultOf('t1')] }) }))
  expect(step).toMatchObject({ event: { reasonCode: 'TASK_EXITED', because: 't1 exited. ECS: it tripped', faults: [faultOf('t1')] } })
})

test('a failed check leads home with its reason, an undecided one is held, or pauses where nobody need attend', () => {
  const checked: Plan = {
    ...plan,
    unattended: 'hold',
    goals: [
      plan.goals[0]!,
      { ...plan.goals[1]!, gate: { holdMs: 0, checks: [{ name: 'errors', kind: 'analysis', spec: {} }], onInconclusive: 'hold' } },
    ],
  }
  const at = (verdict: 'pass' | 'fail' | 'inconclusive' | 'error', of = checked) =>
    brief(
      decide(
        situationOf({
          plan: of,
          record: atGoal(checked),
          seen: seenOf({ travel: arrived }),
          evidence: [evidenceOf('errors', verdict, atMs, startMs + 5_000)],
        }),
      ),
    )
  expect(at('pass')).toBe('end succeeded DEPLOYED')
  expect(at('fail')).toBe('turn ANALYSIS_FAILED')
  expect(at('error')).toBe('turn METRICS_UNAVAILABLE')
  expect(at('inconclusive')).toBe('end paused ANALYSIS_INCONCLUSIVE unfinished')
  const { unattended: _, ...attended } = checked
  expect(at('inconclusive', attended)).toBe('wait +10000 travel')
  expect(at('inconclusive', { ...attended, deadlineMs: 10_000 })).toBe('turn ANALYSIS_INCONCLUSIVE')
  expect(brief(decide(situationOf({ plan: checked, record: atGoal(checked), seen: seenOf({ travel: arrived }) })))).toBe('measure')
})

test('home is where it started until the plan was committed, from there on where it leads', () => {
  expect(home(plan, recordOf(plan)).name).toBe('baseline')
  expect(home({ ...plan, committed: 1 }, atGoal(plan)).name).toBe('deployed')
  const step = decide(
    situationOf({ plan: { ...plan, committed: 1 }, record: atGoal(plan, { heading: 'home', turned }), seen: seenOf({ travel: arrived }) }),
  )
  expect(brief(step)).toBe('end failed TASK_EXITED')
})
