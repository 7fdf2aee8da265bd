import fc from 'fast-check'
import { expect, test } from 'vitest'
import { begin } from '../../src/domain/evolve.ts'
import { digest, goingOn, openGate, planIn } from '../../src/domain/plan.ts'
import { readRecord, writeRecord } from '../../src/domain/record-text.ts'
import type { Check, Plan } from '../../src/domain/rollout.ts'
import { blueGreenOf, planOf, startMs } from './situation.ts'

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

const alarms: Check = { name: 'alarms', kind: 'alarms', spec: ['errors-high'] }
const smoke: Check = { name: 'smoke', kind: 'smoke', spec: [{ path: '/health' }] }

test('a blue-green plan: both full, tested, swapped and watched, committed, and the old side gone', () => {
  const plan = blueGreenOf({ tests: [smoke], watch: [alarms], bakeMs: 60_000, standbyMs: 3_600_000 })
  expect(
    plan.goals.map(({ name, weight, capacity, gate }) => [name, weight, capacity.baseline, capacity.candidate, gate.holdMs, gate.checks]),
  ).toEqual([
    ['live', 0, 'full', 'none', 0, []],
    ['staged', 0, 'full', 'full', 0, [smoke]],
    ['swapped', 100, 'full', 'full', 60_000, [alarms]],
    ['promoted', 100, 'any', 'full', 3_600_000, []],
    ['finished', 100, 'none', 'full', 0, []],
  ])
  expect(plan.goals[plan.committed]!.name).toBe('promoted')
  expect(plan.goals.every(({ gate }) => gate.checks.length === 0 || gate.onInconclusive === 'fail')).toBe(true)
})

test('a standby that is kept has no end; a side that ran the candidate before is left as it is', () => {
  expect(blueGreenOf({ standbyMs: 'keep' }).goals.map(({ name }) => name)).toEqual(['live', 'staged', 'swapped', 'promoted'])
  expect(blueGreenOf({ standbyMs: 'keep' }).goals.at(-1)!.gate).toEqual({ holdMs: 0, checks: [], onInconclusive: 'fail' })
  expect(blueGreenOf({ candidateWasThere: true }).goals[0]!.capacity).toEqual({ baseline: 'full', candidate: 'any' })
})

test('jobs that stage and swap the same may watch other alarms, bake and wait otherwise, and call success by other names', () => {
  const { digest: same } = blueGreenOf({ tests: [smoke], success: 'STAGED' })
  const others = [
    { watch: [alarms], success: 'SWAPPED' },
    { watch: [{ ...alarms, spec: ['latency'] }], bakeMs: 1, candidateWasThere: true },
    { standbyMs: 86_400_000, baseline: 'web:6', deadlineMs: 1, onCancel: 'leave' },
    { standbyMs: 'keep' },
  ] as const
  for (const changes of others) expect(blueGreenOf(changes).digest).toBe(same)
  for (const changes of [{ target: 'prod/other' }, { candidate: 'web:9' }, { names: { baseline: 'green', candidate: 'blue' } }] as const)
    expect(blueGreenOf(changes).digest).not.toBe(same)
})

test('what the record keeps is enough to lead home: the plan in it has the same shape, and nothing that is judged', () => {
  const shapeOf = (plan: Plan) =>
    plan.goals.map(({ name, weight, capacity, gate: { holdMs } }) => ({ name, weight, capacity, gate: { ...openGate, holdMs } }))
  const plans = [
    planOf({ bakeMs: 5, alarms: ['errors-high'] }),
    blueGreenOf({ tests: [smoke], watch: [alarms], standbyMs: 60_000 }),
    blueGreenOf({ standbyMs: 'keep', candidateWasThere: true }),
  ]
  for (const plan of plans) {
    const entries = Object.entries(writeRecord(begin(plan, '100', startMs))).flatMap(([key, value]) =>
      value === null ? [] : [[key, value]],
    )
    const found = planIn(readRecord(Object.fromEntries(entries) as Record<string, string>)!, 7_000)
    const { digest: known, revision, names, committed } = plan
    expect(found).toEqual({
      ...{ digest: known, revision, committed, goals: shapeOf(plan), deadlineMs: 7_000 },
      ...(names && { names }),
      ...{ rollback: 'auto', onCancel: 'rollback', onEmpty: 'pass', success: 'FINISHED' },
    })
  }
})

test('a plan that goes on begins where its record says, whatever is there by now', () => {
  const begun = begin(blueGreenOf({ baseline: 'web:6' }), '100', startMs)
  const now = blueGreenOf({ baseline: 'web:8', candidateWasThere: true, bakeMs: 7, watch: [alarms] })
  const plan = goingOn(now, begun)
  expect(plan.goals[0]!.capacity).toEqual({ baseline: 'full', candidate: 'none' })
  expect(plan.goals.slice(1)).toEqual(now.goals.slice(1))
  expect(plan.revision).toEqual({ baseline: 'web:6', candidate: 'web:8' })
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
