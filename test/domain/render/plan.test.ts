import { expect, test } from 'vitest'
import { planLines } from '../../../src/domain/render/plan.ts'
import { elapsed, span } from '../../../src/domain/render/time.ts'

test('a plan tells what stands against it, the difference, the calls, the gates, and where each setting comes from', () => {
  const lines = planLines({
    target: 'production/web',
    from: 'web:6',
    to: 'a new revision',
    changes: ['containerDefinitions.web.image: web:1 -> web:2'],
    problems: [
      { code: 'PREFLIGHT_FAILED', text: 'no alarm x' },
      { code: 'INPUT_INVALID', text: 'The images do not fit:\n  web has no container a\n  nor b' },
    ],
    warnings: [],
    calls: [
      'aws ecs update-service --service web --task-definition web:7',
      'aws ecs update-service --service web --task-definition the revision registered above',
      'aws ecs update-service --service green --task-definition web:7 --desired-count 2',
      "aws ecs update-service --service green --task-definition 'the revision registered above' --desired-count 2",
    ],
    bakeMs: 600_000,
    deadlineMs: 1_800_000,
    settings: [['bake', '10m', 'input']],
  })
  expect(lines).toEqual([
    'production/web: web:6 -> a new revision',
    '',
    'Stands against it',
    '  PREFLIGHT_FAILED: no alarm x',
    '  INPUT_INVALID: The images do not fit:',
    '    web has no container a',
    '    nor b',
    '',
    'Changes to the task definition',
    '  containerDefinitions.web.image: web:1 -> web:2',
    '',
    'Gates',
    '  bake 10 min',
    '  rolled back when it has not ended after 30 min',
    '',
    'Calls',
    '  aws ecs update-service --service web --task-definition web:7',
    '  aws ecs update-service --service web --task-definition <the revision registered above>',
    '  aws ecs update-service --service green --task-definition web:7 --desired-count 2',
    '  aws ecs update-service --service green --task-definition <the revision registered above> --desired-count 2',
    '',
    'Settings',
    '  bake = 10m  (input)',
  ])
})

test('a plan against which nothing stands says so', () => {
  const none = { changes: [], problems: [], warnings: [], calls: [], settings: [], bakeMs: 0, deadlineMs: 60_000 }
  expect(planLines({ target: 'web', from: '', to: 'web:1', ...none }).slice(0, 4)).toEqual([
    'web: nothing -> web:1',
    '',
    'Stands against it',
    '  nothing',
  ])
})

test.each([
  [0, '0:00', '0 s'],
  [7_400, '0:07', '7 s'],
  [59_600, '1:00', '1 min'],
  [754_000, '12:34', '12 min 34 s'],
  [3_723_000, '1:02:03', '1 h 2 min'],
  [-5, '0:00', '0 s'],
])('%d ms is %s in a column and %s in a sentence', (ms, column, sentence) => {
  expect(elapsed(ms)).toBe(column)
  expect(span(ms)).toBe(sentence)
})
