import { expect, test } from 'vitest'
import { begin, evolve } from '../../src/domain/evolve.ts'
import type { Act, RolloutEvent, RolloutRecord } from '../../src/domain/rollout.ts'
import { planOf, startMs } from './situation.ts'

const plan = planOf()
const start = begin(plan, '100', startMs)
const size: Act = { kind: 'size', side: 'candidate', revision: 'web:8', capacity: 'full' }
const shift: Act = { kind: 'shift', weight: 5 }
const atMs = startMs + 1
const intended: RolloutEvent = { kind: 'intended', atMs, act: size, before: 'm' }
const turned: RolloutEvent = { kind: 'turned-home', atMs, reasonCode: 'TASK_EXITED', because: 'x', faults: [] }
const ended: RolloutEvent = { kind: 'ended', atMs, outcome: 'failed', reasonCode: 'THROTTLED', because: 'x' }
const owed: RolloutEvent = { kind: 'owed', atMs, owed: 'min=2' }
const rested: RolloutEvent = {
  kind: 'ended',
  atMs,
  outcome: 'succeeded',
  reasonCode: 'STAGED',
  because: 'x',
  unfinished: true,
  rests: true,
}
const fold = (...events: readonly RolloutEvent[]): RolloutRecord => events.reduce(evolve, start)
const intent = { act: 'size', before: 'm', atMs }

test('a rollout begins at what is there', () => {
  expect(start).toEqual({
    schema: 1,
    plan: plan.digest,
    goals: [
      { name: 'baseline', weight: 0, capacity: { baseline: 'full', candidate: 'none' }, holdMs: 0 },
      { name: 'deployed', weight: 100, capacity: { baseline: 'none', candidate: 'full' }, holdMs: 0 },
    ],
    committed: 2,
    run: '100',
    startedAtMs: startMs,
    goal: 0,
    heading: 'forward',
    revision: { baseline: 'web:7', candidate: 'web:8' },
    arrivals: [{ goal: 0, atMs: startMs }],
  })
})

test.each<[string, readonly RolloutEvent[], Partial<RolloutRecord>]>([
  ['an intent stays', [intended], { intent: intent as RolloutRecord['intent'] & object }],
  [
    'until the deployment has an identity',
    [intended, { kind: 'acted', atMs, act: size, before: 'm' }],
    { intent: intent as RolloutRecord['intent'] & object },
  ],
  ['which replaces it', [intended, { kind: 'identified', atMs, attempt: 'a' }], { attempt: 'a' }],
  [
    'a goal settles it too',
    [intended, { kind: 'arrived', atMs, goal: 1, name: 'g', weight: 100 }],
    {
      goal: 1,
      arrivals: [
        { goal: 0, atMs: startMs },
        { goal: 1, atMs },
      ],
    },
  ],
  ['a shift is done when it was accepted', [{ kind: 'acted', atMs, act: shift, before: '' }], {}],
  ['turning home says why and when', [turned], { heading: 'home', turned: { reasonCode: 'TASK_EXITED', because: 'x', atMs } }],
  [
    'on the way home acceptance is kept',
    [turned, { kind: 'acted', atMs, act: shift, before: '' }],
    { heading: 'home', turned: { reasonCode: 'TASK_EXITED', because: 'x', atMs }, accepted: true },
  ],
  ['the end closes it', [intended, ended], { ended: { outcome: 'failed', reasonCode: 'THROTTLED', atMs } }],
  ['unless only the run ended', [intended, { ...ended, unfinished: true }], { intent: intent as RolloutRecord['intent'] & object }],
  ['what is owed is written down', [owed], { owed: 'min=2' }],
  ['holding does not settle it', [owed, { kind: 'acted', atMs, act: { kind: 'hold', owed: 'min=2' }, before: '' }], { owed: 'min=2' }],
  ['putting it back does', [owed, { kind: 'acted', atMs, act: { kind: 'restore', owed: 'min=2' }, before: '' }], {}],
  [
    'on the way home it is no call home',
    [owed, turned, { kind: 'acted', atMs, act: { kind: 'restore', owed: 'min=2' }, before: '' }],
    { heading: 'home', turned: { reasonCode: 'TASK_EXITED', because: 'x', atMs } },
  ],
  ['an end does not forget it', [owed, ended], { owed: 'min=2', ended: { outcome: 'failed', reasonCode: 'THROTTLED', atMs } }],
  ['a rest is written down, and leaves it open', [rested], { rest: { reasonCode: 'STAGED', atMs } }],
  ['until it is taken up', [rested, { kind: 'resumed', atMs, run: '101', goal: 0, heading: 'forward' }], {}],
  [
    'what is told changes nothing',
    [
      { kind: 'noted', atMs, text: 'x' },
      { kind: 'judged', atMs, goal: 'g', evidence: [] },
    ],
    {},
  ],
])('%s', (_, events, changes) => expect(fold(...events)).toEqual({ ...start, ...changes }))
