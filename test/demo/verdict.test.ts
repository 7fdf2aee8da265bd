import { describe, expect, it } from 'vitest'
import type { Expectation } from '../../demo/stories.ts'
import { stories } from '../../demo/stories.ts'
import type { StoryRecord } from '../../demo/story-record.ts'
import { deviationsOf, kinds } from '../../demo/story-record.ts'
import { outcomes, reasonCodes } from '../../src/domain/outcome.ts'
import { loadOf, recorded, startedAtMs } from './recorded.ts'

const expected: Expectation = { outcome: 'succeeded', reasonCode: 'DEPLOYED', serving: 'v2', mostFailed: 0 }

describe('the stories', () => {
  it('expect what the suite can answer', () => {
    for (const { expected: each } of stories) {
      expect(outcomes).toContain(each.outcome)
      expect(reasonCodes).toContain(each.reasonCode)
    }
  })
})

describe('a story', () => {
  it('went as told when all did', () => {
    expect(deviationsOf(expected, recorded())).toEqual([])
  })

  const last = (byVersion: Record<string, number>, failed = 0) =>
    loadOf([
      ...recorded()
        .load.seconds.slice(0, -1)
        .map(({ byVersion: own }) => ({ failed: 0, byVersion: own })),
      { failed, byVersion },
    ])

  it.each<[string, Partial<StoryRecord>, RegExp]>([
    ['another outcome', { outcome: 'rolled-back' }, /outcome: expected succeeded, got rolled-back/],
    ['no outcome', { outcome: '' }, /outcome: expected succeeded, got nothing/],
    ['another reason', { reasonCode: 'NO_CHANGE' }, /reason code: expected DEPLOYED, got NO_CHANGE/],
    ['another version in the end', { version: 'v1' }, /version of the service in the end: expected v2, got v1/],
    ['a red step', { exitCode: 1 }, /exit code 1/],
    ['one failed request', { load: last({ v2: 99 }, 1) }, /1 requests failed \(1 HTTP 502\)/],
    ['a stray answer after the end', { load: last({ v1: 1, v2: 99 }) }, /so did v1/],
    ['no traffic after the end', { atRestAtMs: startedAtMs + 60_000 }, /no traffic was seen/],
  ])('did not with %s', (_, rest, told) => {
    const found = deviationsOf(expected, recorded(rest))
    expect(found.join('\n')).toMatch(told)
  })

  it('must have a red step and a telling reason when it is rolled back', () => {
    const red: Expectation = { outcome: 'rolled-back', reasonCode: 'TASK_EXITED', serving: 'v2', tells: /code 3/ }
    const seen = { outcome: 'rolled-back', reasonCode: 'TASK_EXITED', reason: 'task 1a exited with code 3' }
    expect(deviationsOf(red, recorded({ ...seen, exitCode: 1 }))).toEqual([])
    expect(deviationsOf(red, recorded({ ...seen, exitCode: 0 }))).toHaveLength(1)
    expect(deviationsOf(red, recorded({ ...seen, exitCode: 1, reason: 'it failed' }))).toHaveLength(1)
  })
})

it('kinds of failure are named', () => {
  expect(kinds({ byStatus: { 200: 5, 302: 1, 502: 2 }, byError: { reset: 1 } })).toEqual(['2 HTTP 502', '1 reset'])
})
