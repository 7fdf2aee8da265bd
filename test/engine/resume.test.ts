import { expect, test } from 'vitest'
import { begin, evolve } from '../../src/domain/evolve.ts'
import type { Outcome, ReasonCode } from '../../src/domain/outcome.ts'
import { rollingPlan } from '../../src/domain/plan.ts'
import type { RolloutRecord } from '../../src/domain/rollout.ts'
import { resume } from '../../src/engine/resume.ts'

const planOf = (candidate: string) =>
  rollingPlan({
    target: 'prod/web',
    candidate,
    baseline: 'web:7',
    bakeMs: 0,
    alarms: [],
    deadlineMs: 60_000,
    rollback: 'auto',
    onCancel: 'rollback',
    onEmpty: 'fail',
  })
const plan = planOf('web:8')
const open = begin(plan, '100', 0)
const home = evolve(open, { kind: 'turned-home', atMs: 1, reasonCode: 'TASK_EXITED', because: 'x', faults: [] })
const ended = (record: RolloutRecord, outcome: Outcome, reasonCode: ReasonCode) =>
  evolve(record, { kind: 'ended', atMs: 2, outcome, reasonCode, because: 'x' })

test.each<[string, RolloutRecord | undefined, string, string]>([
  ['nothing', undefined, '100', 'begin'],
  ['the same plan, unfinished', open, '100', 'resume'],
  ['the same plan, unfinished by another run', open, '101', 'resume'],
  ['the same plan on its way home', home, '101', 'resume'],
  ['another plan, unfinished', begin(planOf('web:9'), '100', 0), '100', 'changed'],
  ['rolled back by this run', ended(home, 'rolled-back', 'TASK_EXITED'), '100', 'ended'],
  ['rolled back by another run', ended(home, 'rolled-back', 'TASK_EXITED'), '101', 'begin'],
  ['failed in this run', ended(open, 'failed', 'SUPERSEDED'), '100', 'ended'],
  ['cancelled by this run under way', ended(home, 'rolled-back', 'CANCELLED'), '100', 'ended'],
  ['cancelled by this run before anything', ended(open, 'failed', 'CANCELLED'), '100', 'begin'],
  ['succeeded in this run', ended(open, 'succeeded', 'DEPLOYED'), '100', 'begin'],
  ['another plan, ended by this run', ended(begin(planOf('web:9'), '100', 0), 'rolled-back', 'TASK_EXITED'), '100', 'begin'],
])('%s', (_, found, run, kind) => {
  const start = resume(found, plan, run)
  expect(start.kind).toBe(kind)
  if (start.kind !== 'begin') expect(start.record).toBe(found)
})
