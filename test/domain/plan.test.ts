import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digest } from '../../src/domain/plan.ts'
import { planOf } from './situation.ts'

test('a rolling plan leads from the baseline straight to the candidate, and back until the end', () => {
  const plan = planOf({ bakeMs: 60_000, alarms: ['errors-high'] })
  expect(plan.goals.map(({ name, weight, capacity }) => [name, weight, capacity.baseline, capacity.candidate])).toEqual([
    ['baseline', 0, 'full', 'none'],
    ['deployed', 100, 'none', 'full'],
  ])
  expect(plan.goals[1]!.gate).toMatchObject({ holdMs: 60_000, checks: [{ kind: 'alarms', spec: ['errors-high'] }] })
  expect(plan.committed).toBe(plan.goals.length)
})

test('the digest covers target, candidate and goals, and nothing that may change between attempts', () => {
  const { digest: same } = planOf()
  for (const changes of [{ target: 'prod/api' }, { candidate: 'web:9' }, { bakeMs: 1 }, { alarms: ['x'] }])
    expect(planOf(changes).digest).not.toBe(same)
  for (const changes of [{ baseline: 'web:6' }, { deadlineMs: 1 }, { onCancel: 'leave' as const }])
    expect(planOf(changes).digest).toBe(same)
})

test('property: a digest fits a tag, repeats, and differs with the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(digest(a)).toMatch(/^[0-9a-f]{16}$/)
      expect(digest(structuredClone(a))).toBe(digest(a))
      expect(digest(a) === digest(b)).toBe(JSON.stringify(a) === JSON.stringify(b))
    }),
  )
})
