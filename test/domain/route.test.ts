import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Goal, GoalCapacity, RolloutEvent, Seen, Travel } from '../../src/domain/rollout.ts'
import { foreseen, healthyNeeded, holds, propagationMs, route, routeByUs, undoing } from '../../src/domain/route.ts'
import { blueGreenOf, byEcs, byUs, planOf, seenOf, startMs } from './situation.ts'

const plan = planOf()
const [home, away] = plan.goals as [Goal, Goal]
const forwards = { kind: 'size', side: 'candidate', revision: 'web:8', capacity: 'full' } as const
const back = { kind: 'size', side: 'baseline', revision: 'web:7', capacity: 'full' } as const
const recall = { kind: 'recall', attempt: 'a' } as const
const turned = (kind: 'returning' | 'returned' | 'stranded' | 'stopped'): Travel => ({
  kind,
  attempt: 'a',
  reasonCode: 'BREAKER_TRIPPED',
  because: 'x',
})

describe('moved by ECS', () => {
  test.each<[string, Travel, unknown, unknown]>([
    ['still', { kind: 'still' }, forwards, 'there'],
    ['moving', { kind: 'moving', attempt: 'a', stage: '' }, 'on-the-way', recall],
    ['moving without identity', { kind: 'moving', attempt: '', stage: '' }, 'on-the-way', back],
    ['arrived', { kind: 'arrived', attempt: 'a' }, 'there', back],
    ['stopped', turned('stopped'), 'on-the-way', back],
    ['returned', turned('returned'), 'on-the-way', 'there'],
    ['returning', turned('returning'), 'on-the-way', 'on-the-way'],
    ['stranded', turned('stranded'), 'on-the-way', 'on-the-way'],
    ['superseded', { kind: 'superseded', by: 'web:9' }, 'on-the-way', 'on-the-way'],
  ])('%s', (_, travel, forward, homeward) => {
    expect(route(seenOf({ travel }), away, plan, byEcs)).toEqual(forward)
    expect(route(seenOf({ travel }), home, plan, byEcs)).toEqual(homeward)
  })
})

describe('moved by us', () => {
  const goal = (weight: number, baseline: GoalCapacity, candidate: GoalCapacity): Goal => ({
    ...away,
    weight,
    capacity: { baseline, candidate },
  })
  const to = (seen: Seen, wanted: Goal) => route(seen, wanted, plan, byUs)
  const size = (side: 'baseline' | 'candidate', capacity: string) => ({
    kind: 'size',
    side,
    revision: side === 'baseline' ? 'web:7' : 'web:8',
    capacity,
  })

  test.each<[string, Seen, Goal, unknown]>([
    ['capacity first', seenOf({ candidate: { desired: 0 } }), goal(100, 'full', 'full'), size('candidate', 'full')],
    [
      'the right revision first',
      seenOf({ candidate: { revision: 'web:6', healthy: 4 } }),
      goal(5, 'full', 'full'),
      size('candidate', 'full'),
    ],
    ['then health', seenOf({ candidate: { healthy: 3 } }), goal(100, 'full', 'full'), 'on-the-way'],
    ['then traffic', seenOf({ candidate: { healthy: 4 } }), goal(100, 'full', 'full'), { kind: 'shift', weight: 100 }],
    ['a share needs its part only', seenOf({ candidate: { healthy: 1 } }), goal(5, 'full', 'full'), { kind: 'shift', weight: 5 }],
    ['and no less', seenOf({ candidate: { healthy: 2 } }), goal(50, 'full', 'full'), 'on-the-way'],
    ['there is both full and healthy', seenOf({ weight: 100, candidate: { healthy: 4 } }), goal(100, 'full', 'full'), 'there'],
    ['not there while one is not healthy', seenOf({ weight: 100, candidate: { healthy: 3 } }), goal(100, 'full', 'full'), 'on-the-way'],
    [
      'capacity goes after traffic',
      seenOf({ weight: 100, candidate: { healthy: 4 } }),
      goal(100, 'none', 'full'),
      size('baseline', 'none'),
    ],
    ['down to a standby', seenOf({ weight: 100, candidate: { healthy: 4 } }), goal(100, 'standby', 'full'), size('baseline', 'standby')],
    [
      'a standby is there',
      seenOf({ weight: 100, candidate: { healthy: 4 }, baseline: { desired: 1, healthy: 1 } }),
      goal(100, 'standby', 'full'),
      'there',
    ],
    [
      'home: traffic before capacity',
      seenOf({ weight: 25, candidate: { healthy: 4 } }),
      goal(0, 'full', 'none'),
      { kind: 'shift', weight: 0 },
    ],
    ['home: then capacity', seenOf({ weight: 0, candidate: { healthy: 4 } }), goal(0, 'full', 'none'), size('candidate', 'none')],
    ['home', seenOf({ weight: 0, candidate: { desired: 0 } }), goal(0, 'full', 'none'), 'there'],
    [
      'home needs a baseline that can carry it',
      seenOf({ weight: 100, baseline: { desired: 1, healthy: 1 } }),
      goal(0, 'full', 'none'),
      size('baseline', 'full'),
    ],
    ['and waits for its health', seenOf({ weight: 100, baseline: { healthy: 1 } }), goal(0, 'full', 'none'), 'on-the-way'],
    ['with any capacity none is asked for', seenOf({ weight: 100, candidate: { healthy: 4 } }), goal(100, 'any', 'full'), 'there'],
    [
      'nor given back, nor waited for',
      seenOf({ weight: 100, candidate: { healthy: 4 }, baseline: { desired: 1, healthy: 0, revision: 'web:5' } }),
      goal(100, 'any', 'full'),
      'there',
    ],
    ['home with any capacity', seenOf({ weight: 100 }), goal(0, 'full', 'any'), { kind: 'shift', weight: 0 }],
    ['is home at once', seenOf({ weight: 0, candidate: { healthy: 1 } }), goal(0, 'full', 'any'), 'there'],
    [
      'but a revision that is not ours is put right where tasks are wanted',
      seenOf({ weight: 0, baseline: { revision: 'web:6' } }),
      goal(0, 'full', 'any'),
      size('baseline', 'full'),
    ],
  ])('%s', (_, seen, wanted, act) => expect(to(seen, wanted)).toEqual(act))

  const ready = { candidate: { healthy: 4 } } as const
  const way = (seen: Seen, wanted: Goal, of = plan) => routeByUs(seen, wanted, of)

  test.each<[string, Seen, Goal, unknown]>([
    [
      'capacity that had traffic a moment ago',
      seenOf({ ...ready, weight: 100, shiftedAtMs: startMs }),
      goal(100, 'none', 'full'),
      'draining',
    ],
    [
      'until the load balancer has followed',
      seenOf({ ...ready, weight: 100, atMs: startMs + propagationMs - 1, shiftedAtMs: startMs }),
      goal(100, 'none', 'full'),
      'draining',
    ],
    [
      'and not a moment longer',
      seenOf({ ...ready, weight: 100, atMs: startMs + propagationMs, shiftedAtMs: startMs }),
      goal(100, 'none', 'full'),
      size('baseline', 'none'),
    ],
    ['home the same', seenOf({ ...ready, shiftedAtMs: startMs }), goal(0, 'full', 'none'), 'draining'],
    ['only what goes is waited for', seenOf({ ...ready, weight: 100, shiftedAtMs: startMs }), goal(100, 'full', 'full'), 'there'],
    ['what is gone needs no drain', seenOf({ candidate: { desired: 0 }, shiftedAtMs: startMs }), goal(0, 'full', 'none'), 'there'],
    ['no shift before capacity', seenOf({ candidate: { desired: 2 } }), goal(100, 'full', 'full'), size('candidate', 'full')],
    ['none before health', seenOf({ candidate: { healthy: 3 } }), goal(100, 'full', 'full'), 'warming'],
    ['there, but not well', seenOf({ candidate: { healthy: 4 }, baseline: { healthy: 3 } }), goal(0, 'full', 'full'), 'unready'],
  ])('draining and waiting: %s', (_, seen, wanted, expected) => expect(way(seen, wanted)).toEqual(expected))

  const chosen: Goal = { ...goal(0, 'full', 'full'), matched: true }
  const withMatch = { ...plan, goals: [chosen, goal(5, 'full', 'full')] }
  const match = (on: boolean) => ({ kind: 'match', on })
  const long = { shiftedAtMs: startMs - propagationMs }
  test.each<[string, Seen, Goal, unknown]>([
    ['come when the candidate could carry everybody', seenOf({ ...ready }), chosen, match(true)],
    ['and not before', seenOf({ candidate: { healthy: 3 } }), chosen, 'warming'],
    ['some of their rules are not all', seenOf({ ...ready, matched: 'some' }), chosen, match(true)],
    ['nor is what nobody knows', seenOf({ ...ready, matched: 'unsure' }), chosen, match(true)],
    ['are there with all', seenOf({ ...ready, matched: 'all' }), chosen, 'there'],
    ['go before the first weight', seenOf({ ...ready, matched: 'all' }), goal(5, 'full', 'full'), match(false)],
    ['which waits until it is known', seenOf({ ...ready, ...long, matched: 'unsure' }), goal(5, 'full', 'full'), 'draining'],
    ['and for the load balancer', seenOf({ ...ready, shiftedAtMs: startMs }), goal(5, 'full', 'full'), 'draining'],
    ['and no longer', seenOf({ ...ready, ...long }), goal(5, 'full', 'full'), { kind: 'shift', weight: 5 }],
    [
      'later weights wait for nothing',
      seenOf({ ...ready, weight: 5, shiftedAtMs: startMs }),
      goal(25, 'full', 'full'),
      { kind: 'shift', weight: 25 },
    ],
    [
      'go home before anything else',
      seenOf({ ...ready, matched: 'some', baseline: { desired: 1 } }),
      goal(0, 'full', 'none'),
      match(false),
    ],
    ['and traffic with them', seenOf({ ...ready, weight: 5, matched: 'unsure' }), goal(0, 'full', 'none'), { kind: 'shift', weight: 0 }],
    ['capacity waits until it is known', seenOf({ ...ready, ...long, matched: 'unsure' }), goal(0, 'full', 'none'), 'draining'],
    ['are gone at the end of every plan', seenOf({ ...ready, weight: 100, matched: 'all' }), goal(100, 'none', 'full'), match(false)],
  ])('chosen users: %s', (_, seen, wanted, expected) => expect(way(seen, wanted, withMatch)).toEqual(expected))

  test('a plan without chosen users shifts at once', () =>
    expect(way(seenOf({ ...ready, shiftedAtMs: startMs }), goal(5, 'full', 'full'))).toEqual({ kind: 'shift', weight: 5 }))

  test.each<[string, Seen, Goal, unknown]>([
    ['is not there, though the largest weight is right', seenOf({ ...ready, weight: 100, mixed: true }), goal(100, 'full', 'full'), 100],
    ['needs the candidate to carry what it will get', seenOf({ weight: 100, mixed: true }), goal(100, 'full', 'full'), 'warming'],
    ['goes home by one shift', seenOf({ weight: 100, mixed: true }), goal(0, 'full', 'none'), 0],
    ['which asks the baseline', seenOf({ weight: 100, mixed: true, baseline: { healthy: 3 } }), goal(0, 'full', 'none'), 'warming'],
    ['to less than its largest weight the candidate still gains', seenOf({ weight: 50, mixed: true }), goal(25, 'full', 'full'), 'warming'],
    ['loses no capacity', seenOf({ ...ready, weight: 100, mixed: true }), goal(100, 'none', 'full'), 100],
  ])('a shift cut short: %s', (_, seen, wanted, expected) => {
    expect(way(seen, wanted)).toEqual(typeof expected === 'number' ? { kind: 'shift', weight: expected } : expected)
    expect(holds(seen, wanted)).toBe(false)
    expect(holds(seen, goal(seen.weight, 'full', 'full'))).toBe(false)
  })

  test.each<[number, number, number | undefined, 'shift' | 'warming']>([
    [5, 1, undefined, 'shift'],
    [5, 1, 2, 'warming'],
    [5, 2, 2, 'shift'],
    [100, 3, 2, 'warming'],
    [5, 4, 9, 'shift'],
  ])('%i %% with %i healthy of at least %s', (weight, healthy, minHealthy, expected) => {
    const step = way(seenOf({ candidate: { healthy } }), goal(weight, 'full', 'full'), { ...plan, ...(minHealthy && { minHealthy }) })
    expect(typeof step === 'object' ? step.kind : step).toBe(expected)
  })

  test('property: no act takes capacity from a side under traffic or gives traffic to one that cannot carry it, and all lead there', () => {
    const count = fc.integer({ min: 0, max: 6 })
    const capacity = fc.constantFrom<GoalCapacity>('none', 'standby', 'full', 'any')
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        count,
        count,
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 1000 }),
        capacity,
        capacity,
        fc.boolean(),
        (full, candidate, baseline, from, toward, cb, cc, mixed) => {
          const weight = toward / 10
          // A goal that gives traffic to a side without capacity cannot be planned.
          const wanted = goal(weight, weight < 100 ? 'full' : cb, weight > 0 ? 'full' : cc)
          let seen = seenOf({
            full,
            weight: from / 10,
            ...(mixed && { mixed }),
            shiftedAtMs: startMs + 10_000,
            candidate: { desired: candidate, healthy: candidate },
            baseline: { desired: baseline, healthy: baseline },
          })
          for (let acts = 0; acts < 8; acts += 1) {
            const act = to(seen, wanted)
            if (act === 'there') return
            if (act === 'on-the-way') {
              const { sides } = seen
              seen = {
                ...seen,
                atMs: seen.atMs + propagationMs,
                sides: {
                  baseline: { ...sides.baseline, healthy: sides.baseline.desired },
                  candidate: { ...sides.candidate, healthy: sides.candidate.desired },
                },
              }
            } else if (act.kind === 'shift') {
              const gaining = act.weight > seen.weight || (seen.mixed && act.weight > 0) ? 'candidate' : 'baseline'
              const share = gaining === 'candidate' ? act.weight : 100 - act.weight
              expect(seen.sides[gaining].healthy).toBeGreaterThanOrEqual(Math.min(full, (full * share) / 100))
              expect(seen.sides[gaining].healthy).toBeGreaterThan(0)
              const { mixed: _, ...even } = seen
              seen = { ...even, weight: act.weight, shiftedAtMs: seen.atMs }
            } else if (act.kind === 'size') {
              const desired = { none: 0, standby: 1, full }[act.capacity]
              const share = act.side === 'candidate' ? seen.weight : 100 - seen.weight
              const shrinks = desired < seen.sides[act.side].desired
              if (share > 0 || seen.mixed) expect(shrinks).toBe(false)
              if (shrinks) expect(seen.atMs - seen.shiftedAtMs!).toBeGreaterThanOrEqual(propagationMs)
              const healthy = Math.min(desired, seen.sides[act.side].healthy)
              seen = { ...seen, sides: { ...seen.sides, [act.side]: { ...seen.sides[act.side], desired, healthy } } }
            }
          }
          expect(to(seen, wanted)).toBe('there')
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

test.each([
  [4, 0, 0],
  [4, 0.1, 1],
  [4, 5, 1],
  [4, 25, 2],
  [4, 50, 3],
  [4, 100, 4],
  [10, 50, 6],
  [10, 90, 10],
  [100, 5, 6],
])('of %i, %f %% needs %i', (full, share, needed) => expect(healthyNeeded(full, share)).toBe(needed))

describe('in plan mode', () => {
  const brief = (acts: ReturnType<typeof foreseen>) =>
    acts.map((act) => (act.kind === 'size' ? `${act.side} ${act.capacity}` : act.kind === 'shift' ? `shift ${act.weight}` : act.kind))

  test('a rolling rollout is one call', () => expect(brief(foreseen(planOf(), byEcs))).toEqual(['candidate full']))

  test.each([
    ['scaled to zero', 0, ['hold', 'candidate full', 'shift 100', 'restore', 'baseline none']],
    ['kept', 'keep', ['hold', 'candidate full', 'shift 100', 'restore']],
  ] as const)('blue-green, the old side %s: settings come back before capacity goes', (_, standbyMs, acts) => {
    expect(brief(foreseen(blueGreenOf({ standbyMs }), byUs))).toEqual(acts)
  })
})

describe('what leads back by hand', () => {
  const blueGreen = blueGreenOf()
  const resumed: RolloutEvent = { kind: 'resumed', atMs: 1, run: '100', goal: 1, heading: 'forward' }
  const ended = (outcome: 'failed' | 'rolled-back', unfinished?: true): RolloutEvent => ({
    ...{ kind: 'ended', atMs: 2, outcome, reasonCode: 'CANCELLED', because: 'x' },
    ...(unfinished && { unfinished }),
  })
  const [blue, home] = [{ ...back }, { kind: 'shift', weight: 0 }]

  test.each<[string, readonly RolloutEvent[], readonly unknown[]]>([
    ['nothing was touched', [ended('failed')], []],
    ['not home: the old side, then traffic', [resumed, ended('failed')], [blue, home]],
    ['home', [resumed, ended('rolled-back')], []],
    [
      'home in a hurry: settings, then capacity',
      [resumed, ended('rolled-back', true)],
      [
        { kind: 'restore', owed: '' },
        { ...forwards, capacity: 'none' },
      ],
    ],
  ])('%s', (_, history, acts) => expect(undoing(blueGreen, history, byUs)).toEqual(acts))

  test('of one service ECS needs one call, and none where it is on its way', () => {
    expect(undoing(plan, [resumed, ended('failed')], byEcs)).toEqual([back])
    expect(undoing(plan, [resumed, ended('rolled-back', true)], byEcs)).toEqual([])
    expect(undoing({ ...plan, revision: { baseline: '', candidate: 'web:8' } }, [resumed, ended('failed')], byEcs)).toEqual([])
  })
})
