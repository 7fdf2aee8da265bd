import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Goal, Seen, Travel } from '../../src/domain/rollout.ts'
import { healthyNeeded, route } from '../../src/domain/route.ts'
import { byEcs, byUs, planOf, seenOf } from './situation.ts'

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
  const goal = (weight: number, baseline: 'none' | 'standby' | 'full', candidate: 'none' | 'standby' | 'full'): Goal => ({
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
  ])('%s', (_, seen, wanted, act) => expect(to(seen, wanted)).toEqual(act))

  test('property: no act takes capacity from a side under traffic or gives traffic to one that cannot carry it, and all lead there', () => {
    const count = fc.integer({ min: 0, max: 6 })
    const capacity = fc.constantFrom('none', 'standby', 'full')
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        count,
        count,
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 1000 }),
        capacity,
        capacity,
        (full, candidate, baseline, from, toward, cb, cc) => {
          const weight = toward / 10
          // A goal that gives traffic to a side without capacity cannot be planned.
          const wanted = goal(weight, weight < 100 ? 'full' : cb, weight > 0 ? 'full' : cc)
          let seen = seenOf({
            full,
            weight: from / 10,
            candidate: { desired: candidate, healthy: candidate },
            baseline: { desired: baseline, healthy: baseline },
          })
          for (let acts = 0; acts < 6; acts += 1) {
            const act = to(seen, wanted)
            if (act === 'there') return
            if (act === 'on-the-way') {
              const { sides } = seen
              seen = {
                ...seen,
                sides: {
                  baseline: { ...sides.baseline, healthy: sides.baseline.desired },
                  candidate: { ...sides.candidate, healthy: sides.candidate.desired },
                },
              }
            } else if (act.kind === 'shift') {
              const gaining = act.weight > seen.weight ? 'candidate' : 'baseline'
              const share = gaining === 'candidate' ? act.weight : 100 - act.weight
              expect(seen.sides[gaining].healthy).toBeGreaterThanOrEqual(Math.min(full, (full * share) / 100))
              expect(seen.sides[gaining].healthy).toBeGreaterThan(0)
              seen = { ...seen, weight: act.weight }
            } else if (act.kind === 'size') {
              const desired = { none: 0, standby: 1, full }[act.capacity]
              const share = act.side === 'candidate' ? seen.weight : 100 - seen.weight
              if (share > 0) expect(desired).toBeGreaterThanOrEqual(seen.sides[act.side].desired)
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
