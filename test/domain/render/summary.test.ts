import { expect, test } from 'vitest'
import type { Plan, RolloutEvent } from '../../../src/domain/rollout.ts'
import { rollingPlan } from '../../../src/domain/plan.ts'
import { logLines } from '../../../src/domain/render/log.ts'
import { summary } from '../../../src/domain/render/summary.ts'
import { failedResult, resultOf, type Subject } from '../../../src/domain/result.ts'
import { SluiceError } from '../../../src/domain/errors.ts'

const startMs = Date.parse('2026-01-02T03:04:05Z')
const plan: Plan = rollingPlan({
  target: 'production/shop-web',
  candidate: 'shop-web:7',
  baseline: 'shop-web:6',
  bakeMs: 0,
  alarms: [],
  deadlineMs: 600_000,
  rollback: 'auto',
  onCancel: 'rollback',
  onEmpty: 'fail',
})
const subject: Subject = {
  action: 'rolling-ecs',
  service: 'shop-web',
  environment: 'production',
  from: 'shop-web:6',
  to: 'shop-web:7',
  undo: [],
}
const at = (seconds: number): number => startMs + seconds * 1000
const fault = {
  side: 'candidate',
  subject: 't1',
  reasonCode: 'TASK_EXITED',
  because: 'task t1 (web) exited with code 1 after 3 s: "<b>boom</b>"',
  details: ['::error::boom', '```', '<script>'],
} as const
const crashed: readonly RolloutEvent[] = [
  { kind: 'started', atMs: at(0), run: '1', plan },
  { kind: 'noted', atMs: at(0), text: 'At rest', weight: 0 },
  { kind: 'acted', atMs: at(1), act: { kind: 'size', side: 'candidate', revision: 'shop-web:7', capacity: 'full' }, before: '' },
  { kind: 'noted', atMs: at(20), text: 'Under way', weight: 25 },
  { kind: 'noted', atMs: at(21), text: fault.because, detail: fault.details },
  { kind: 'turned-home', atMs: at(21), reasonCode: 'TASK_EXITED', because: fault.because, faults: [fault] },
  { kind: 'noted', atMs: at(40), text: 'Rolled back', weight: 0 },
  { kind: 'ended', atMs: at(41), outcome: 'rolled-back', reasonCode: 'TASK_EXITED', because: fault.because },
]

test('the picture comes before the table, and the table before the text', () => {
  const text = summary(resultOf(subject, crashed)).join('\n\n')
  const order = ['## ↩️ shop-web: rolled back', '█ new', '### Why', '<details><summary>Timeline']
  const places = order.map((part) => text.indexOf(part))
  expect(places.every((place) => place >= 0)).toBe(true)
  expect([...places].sort((a, b) => a - b)).toEqual(places)
})

test('revisions, environment, duration and reason code stand in the head, and the reason below', () => {
  const [head] = summary(resultOf(subject, crashed))
  expect(head).toContain('`shop-web:6` → `shop-web:7` · production · 41 s · `TASK_EXITED`')
  expect(head).toContain('> [!WARNING]\n> task t1 (web) exited with code 1 after 3 s: "&lt;b&gt;boom&lt;/b&gt;"')
})

test('the picture has a row for each change of weight', () => {
  const text = summary(resultOf(subject, crashed))[1]!
  expect(text.split('\n').slice(2, -1)).toEqual([
    `   0:00  ${'░'.repeat(24)}     0 %`,
    `   0:20  ${'█'.repeat(6)}${'░'.repeat(18)}    25 %`,
    `   0:40  ${'░'.repeat(24)}     0 %`,
  ])
})

test('the picture of a canary that went home ends at home', () => {
  const shift = (weight: number): RolloutEvent => ({ kind: 'acted', atMs: at(30), act: { kind: 'shift', weight }, before: '' })
  const sent: readonly RolloutEvent[] = [
    { kind: 'noted', atMs: at(0), text: 'At rest', weight: 0 },
    shift(5),
    { kind: 'arrived', atMs: at(31), name: 'canary-5', weight: 5, goal: 1 } as RolloutEvent,
    { ...shift(0), atMs: at(90) },
    { kind: 'ended', atMs: at(99), outcome: 'rolled-back', reasonCode: 'ANALYSIS_FAILED', because: 'worse' },
  ]
  const rows = summary(resultOf(subject, sent))[1]!.split('\n').slice(2, -1)
  expect(rows.map((row) => row.replaceAll(/[█░]+/g, '').trim().split(/ +/))).toEqual([
    ['0:00', '0', '%'],
    ['0:31', '5', '%'],
    ['1:30', '0', '%'],
  ])
})

test.each([
  ['DEPLOYED', 'deployed'],
  ['PROMOTED', 'promoted'],
  ['GATE_PASSED', 'passed'],
  ['SWAPPED', 'swapped'],
] as const)('a success of %s is called %s', (reasonCode, words) => {
  const ended: RolloutEvent = { kind: 'ended', atMs: at(0), outcome: 'succeeded', reasonCode, because: 'so' }
  expect(summary(resultOf(subject, [ended]))[0]).toContain(`## ✅ shop-web: ${words}\n`)
})

test('log lines of a task are in a block that they cannot leave', () => {
  const why = summary(resultOf(subject, crashed)).find((section) => section.startsWith('### Why'))!
  expect(why).toContain('````text\n::error::boom\n```\n<script>\n````')
})

test('what could not begin says so, as a list, without an empty picture or an empty revision', () => {
  const text = 'This rollout cannot begin:\n  PREFLIGHT_FAILED: no\n  INPUT_INVALID: The images do not fit:\n    no container a'
  const error = new SluiceError('PREFLIGHT_FAILED', text, { hint: 'Nothing was changed.' })
  const sections = summary(failedResult({ ...subject, from: '', to: '', environment: '' }, error, startMs))
  expect(sections).toEqual([
    [
      '## ❌ shop-web: failed',
      '',
      '`PREFLIGHT_FAILED`',
      '',
      '> [!CAUTION]',
      '> This rollout cannot begin:',
      '> - PREFLIGHT\\_FAILED: no',
      '> - INPUT\\_INVALID: The images do not fit:',
      '>   - no container a',
      '>',
      '> Nothing was changed.',
    ].join('\n'),
  ])
})

test('a plan is called one, and an action without a service goes by its own name', () => {
  const ended: RolloutEvent = { kind: 'ended', atMs: at(0), outcome: 'no-op', reasonCode: 'PLANNED', because: 'Nothing was changed' }
  expect(summary(resultOf({ ...subject, plan: ['web:6 -> web:7'] }, [ended]))[0]).toMatch(/^## 📋 shop-web: planned\n/)
  expect(summary(resultOf({ ...subject, service: '' }, [{ ...ended, reasonCode: 'NO_CHANGE' }]))[0]).toMatch(
    /^## ⚪ rolling-ecs: nothing to do\n/,
  )
})

test('the log has the time passed, a mark, and the details below', () => {
  const lines = crashed.flatMap((event) => logLines(event, startMs))
  expect(lines).toContain('  0:01  → Asked for shop-web:7')
  expect(lines).toContain('  0:21  ↩ Going home, TASK_EXITED: task t1 (web) exited with code 1 after 3 s: "<b>boom</b>"')
  expect(lines).toContain('          │ ::error::boom')
  expect(lines.at(-1)).toMatch(/^ {2}0:41 {2}✗ rolled-back, TASK_EXITED: /)
})
