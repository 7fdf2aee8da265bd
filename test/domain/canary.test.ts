import { describe, expect, test } from 'vitest'
import { type CanarySpec, canaryPlan, goalName, isStaged, notHeld } from '../../src/domain/canary.ts'
import { begin, evolve } from '../../src/domain/evolve.ts'
import { readRecord, writeRecord } from '../../src/domain/record-text.ts'
import type { Check, RolloutRecord } from '../../src/domain/rollout.ts'
import { blueGreenOf, startMs } from './situation.ts'

const minuteMs = 60_000
const analysis: Check = { name: 'analysis', kind: 'analysis', spec: {} }
const alarms: Check = { name: 'alarms', kind: 'alarms', spec: ['shop-5xx'] }

function spec(changes: Partial<CanarySpec> = {}): CanarySpec {
  return {
    ...{ target: 'prod/blue+green', candidate: 'web:8', baseline: 'web:7', names: { baseline: 'blue', candidate: 'green' } },
    ...{ candidateWasThere: false, stepwise: false, tests: [], judged: [analysis, alarms], watched: [alarms] },
    steps: [
      { weight: 5, holdMs: 10 * minuteMs },
      { weight: 25, holdMs: 10 * minuteMs },
      { weight: 100, holdMs: 0 },
    ],
    ...{ everyMs: minuteMs, lateMs: 0, onInconclusive: 'hold', early: false, unattended: false, standbyMs: 'keep' },
    ...{ deadlineMs: 3_600_000, onCancel: 'rollback', success: 'PROMOTED' },
    ...changes,
  }
}

const shape = (changes: Partial<CanarySpec> = {}) => canaryPlan(spec(changes)).goals.map(({ name, weight }) => `${name} ${String(weight)}`)

/** The record of a plan that has come to a goal. */
function recordAt(plan: ReturnType<typeof canaryPlan>, goal: number): RolloutRecord {
  let record = begin(plan, '100', startMs)
  for (let index = 1; index <= goal; index += 1) {
    const { name, weight } = plan.goals[index]!
    record = evolve(record, { kind: 'arrived', atMs: startMs + index * minuteMs, goal: index, name, weight })
  }
  return record
}

test('is blue-green with more weights on the way', () => {
  expect(shape()).toEqual(['live 0', 'staged 0', 'canary-5 5', 'canary-25 25', 'swapped 100', 'promoted 100'])
  expect(canaryPlan(spec()).committed).toBe(5)
  expect(shape({ standbyMs: 0 }).at(-1)).toBe('finished 100')
  expect(canaryPlan(spec({ candidateWasThere: true })).goals[0]!.capacity.candidate).toBe('any')
})

test('a step opens unless the canary has failed, the last one before all traffic on evidence', () => {
  const gates = canaryPlan(spec({ early: true })).goals.map(({ gate }) => gate)
  expect(gates.map(({ onInconclusive }) => onInconclusive).slice(2, 4)).toEqual(['pass', 'hold'])
  expect(gates.slice(2, 4).map(({ checks, early, patienceMs }) => [checks.length, early, patienceMs])).toEqual([
    [2, true, 600_000],
    [2, true, 600_000],
  ])
  expect(gates[4]).toEqual({ holdMs: 0, checks: [], onInconclusive: 'fail' })
})

test('what is held with all traffic is watched by facts alone: there is no baseline any more', () => {
  const { goals } = canaryPlan(
    spec({
      steps: [
        { weight: 10, holdMs: minuteMs },
        { weight: 100, holdMs: minuteMs },
      ],
    }),
  )
  expect(goals[3]).toMatchObject({ name: 'swapped', gate: { holdMs: minuteMs, checks: [alarms] } })
  expect(goals[2]!.gate.onInconclusive).toBe('hold')
})

test('its digest tells steps and revision, and not how it is judged', () => {
  const { digest } = canaryPlan(spec())
  expect(canaryPlan(spec({ judged: [], onInconclusive: 'pass', unattended: true, success: 'GATE_PASSED' })).digest).toBe(digest)
  expect(canaryPlan(spec({ candidate: 'web:9' })).digest).not.toBe(digest)
  expect(canaryPlan(spec({ steps: [{ weight: 5, holdMs: minuteMs }] })).digest).not.toBe(digest)
})

describe('where each run takes one step', () => {
  const step = (weight: number, after?: RolloutRecord) =>
    canaryPlan(spec({ stepwise: true, steps: [{ weight, holdMs: 10 * minuteMs }], ...(after && { after }) }))

  test('all of them are one plan, and what was reached stays', () => {
    const first = step(5)
    expect(first.goals.map(({ name }) => name)).toEqual(['live', 'staged', 'canary-5', 'swapped', 'promoted'])
    const then = step(25, recordAt(first, 2))
    expect(then.digest).toBe(first.digest)
    expect(then.goals.map(({ name }) => name)).toEqual(['live', 'staged', 'canary-5', 'canary-25', 'swapped', 'promoted'])
    expect(then.goals[2]!.gate).toMatchObject({ holdMs: 10 * minuteMs, checks: [analysis, alarms], onInconclusive: 'pass' })
    expect(then.goals[3]!.gate).toMatchObject({ checks: [analysis, alarms], onInconclusive: 'hold' })
    expect(then.committed).toBe(5)
    const last = step(100, recordAt(then, 3))
    expect(last.goals.map(({ name }) => name)).toEqual(['live', 'staged', 'canary-5', 'canary-25', 'swapped', 'promoted'])
    expect(last.goals.map(({ gate }) => gate.checks.length)).toEqual([0, 0, 0, 2, 1, 0])
    expect(last.goals[3]!.gate.onInconclusive).toBe('hold')
  })

  test('what was committed is not judged again', () => {
    const after = recordAt(step(100), 3)
    expect(after.goals.map(({ name }) => name)).toEqual(['live', 'staged', 'swapped', 'promoted'])
    const again = step(100, after)
    expect(again.goals.map(({ name }) => name)).toEqual(['live', 'staged', 'swapped', 'promoted'])
    expect(again.committed).toBe(3)
    expect(again.goals[3]!.gate.checks).toEqual([])
  })

  test('a step asked for again is judged where it stands', () => {
    const again = step(5, recordAt(step(5), 2))
    expect(again.goals.map(({ name }) => name)).toEqual(['live', 'staged', 'canary-5', 'swapped', 'promoted'])
    expect(again.goals[2]!.gate.checks).toEqual([analysis, alarms])
  })

  test('one that died before its first shift begins where the plan does', () => {
    expect(step(10, recordAt(step(5), 1)).goals.map(({ name }) => name)).toEqual(['live', 'staged', 'canary-10', 'swapped', 'promoted'])
  })
})

test('the record keeps what was frozen', () => {
  const frozen = 'd.19.0a1b2c3d/errors/1.25/0.001+latency=0020=003e250ms//0.05'
  const record = evolve(begin(canaryPlan(spec()), '100', startMs), { kind: 'frozen', atMs: startMs, frozen, lines: ['seen by 12:00'] })
  expect(record.frozen).toBe(frozen)
  const written = Object.entries(writeRecord(record)).map(([key, value]) => [key, value!] as const)
  expect(readRecord(Object.fromEntries(written))).toEqual(record)
})

test('a side that another action has staged is a beginning of it', () => {
  const staged = recordAt(blueGreenOf(), 1)
  expect(isStaged(staged)).toBe(true)
  expect(isStaged(recordAt(blueGreenOf(), 2))).toBe(false)
  expect(isStaged({ ...staged, ended: { outcome: 'succeeded', reasonCode: 'STAGED', atMs: startMs } })).toBe(false)
  expect(
    blueGreenOf()
      .goals.slice(0, 2)
      .map(({ name }) => name),
  ).toEqual(
    canaryPlan(spec())
      .goals.slice(0, 2)
      .map(({ name }) => name),
  )
})

test('weights that a topology cannot hold are named with the nearest it can', () => {
  const plan = canaryPlan(spec())
  expect(notHeld(plan, { rests: 'any', mover: 'sluice' })).toBeUndefined()
  expect(notHeld(plan, { rests: [0, 5, 25, 100], mover: 'ecs' })).toBeUndefined()
  expect(notHeld(plan, { rests: [0, 10, 100], mover: 'ecs' })).toEqual({ weights: [5, 25], nearest: [0, 10, 100] })
  expect(goalName(2.5)).toBe('canary-2.5')
})

describe('chosen users', () => {
  const steps = [
    { weight: 0, holdMs: 30 * minuteMs },
    { weight: 5, holdMs: 10 * minuteMs },
    { weight: 100, holdMs: 0 },
  ]
  const match = [{ kind: 'header', name: 'x-canary', values: ['1'] }] as const

  test('have a goal of their own before the first weight, at which facts alone are watched', () => {
    const plan = canaryPlan(spec({ steps, match }))
    expect(plan.goals.map(({ name }) => name)).toEqual(['live', 'staged', 'matched', 'canary-5', 'swapped', 'promoted'])
    expect(plan.goals[2]).toMatchObject({
      weight: 0,
      matched: true,
      gate: { holdMs: 30 * minuteMs, checks: [alarms], onInconclusive: 'pass' },
    })
    expect(plan.goals[3]!.gate.onInconclusive).toBe('hold')
    expect(plan.goals.filter(({ matched }) => matched)).toHaveLength(1)
    expect(plan.committed).toBe(5)
    const record = readRecord(writeRecord(recordAt(plan, 2)) as Record<string, string>)!
    expect(record.goals[2]).toEqual({
      name: 'matched',
      weight: 0,
      matched: true,
      capacity: { baseline: 'full', candidate: 'full' },
      holdMs: 30 * minuteMs,
    })
  })

  test('are part of what makes a plan another one', () => {
    const digests = [
      canaryPlan(spec()),
      canaryPlan(spec({ steps, match })),
      canaryPlan(spec({ steps, match: [{ ...match[0], values: ['2'] }] })),
      canaryPlan(spec({ steps: [{ weight: 0, holdMs: minuteMs }, ...steps.slice(1)], match })),
    ].map(({ digest }) => digest)
    expect(new Set(digests).size).toBe(4)
  })
})
