import { expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { blueGreenOf, byUs, recordOf, seenOf, startMs } from './situation.ts'

const plan = blueGreenOf({ bakeMs: 10_000, standbyMs: 0 })
const atMs = startMs + 60_000
/** Long enough for the hold to be over. */
const record = recordOf(plan, { goal: 2, arrivals: [{ goal: 2, atMs: startMs + 30_000 }] })
const look = (weight: number, mixed = false) =>
  seenOf({ atMs, weight, ...(mixed && { mixed: true }), candidate: { running: 4, healthy: 4 } })
const step = (seen: ReturnType<typeof look>, of = record) =>
  decide({ plan, record: of, seen, evidence: [], ability: byUs, beganAtMs: startMs + 50_000 })

test.each([
  ['all of it', look(0)],
  ['that of some rules', look(100, true)],
])('traffic that was sent back from a goal reached is not sent out again: %s', (_, seen) => {
  const { kind, ...rest } = step(seen)
  expect(kind).toBe('record')
  expect(rest).toMatchObject({ event: { kind: 'turned-home', reasonCode: 'CANCELLED' } })
})

test('traffic where the goal reached has it goes on', () => {
  expect(step(look(100))).toMatchObject({ kind: 'record', event: { kind: 'arrived', name: 'promoted' } })
})

test('a shift that was cut short on the way on is finished', () => {
  const staged = recordOf(plan, { goal: 1, arrivals: [{ goal: 1, atMs: startMs + 30_000 }] })
  expect(step(look(100, true), staged)).toMatchObject({ kind: 'act', act: { kind: 'shift', weight: 100 } })
})
