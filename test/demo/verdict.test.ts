import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { stories } from '../../demo/stories.ts'
import type { Expectation } from '../../demo/story.ts'
import type { StoryRecord } from '../../demo/story-record.ts'
import { deviationsOf, harmedS, kinds } from '../../demo/story-record.ts'
import { outcomes, reasonCodes } from '../../src/domain/outcome.ts'
import { loadOf, recorded, recordedPair, startedAtMs } from './recorded.ts'

const expected: Expectation = { outcome: 'succeeded', reasonCode: 'DEPLOYED', serving: 'v2', mostFailed: 0 }

describe('the stories', () => {
  it('expect what the suite can answer', () => {
    for (const { expected: each } of stories) {
      expect(outcomes).toContain(each.outcome)
      expect(reasonCodes).toContain(each.reasonCode)
    }
  })

  it('give the actions inputs that they have', () => {
    for (const { action, inputs } of stories.flatMap((story) => story.steps)) {
      const declared = parse(readFileSync(`actions/${action}/action.yml`, 'utf8')) as { readonly inputs: object }
      expect(Object.keys(declared.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs)))
    }
  })

  it('say how each step before the last ends, and have names and versions of their own', () => {
    for (const { steps, expected: each } of stories) {
      expect(each.earlier ?? []).toHaveLength(steps.length - 1)
      expect(steps.filter(({ killed }) => killed)).toHaveLength((each.earlier ?? []).filter((end) => end === 'lost').length)
    }
    expect(new Set(stories.map(({ name }) => name)).size).toBe(stories.length)
    expect(new Set(stories.map(({ candidate }) => candidate.version)).size).toBe(stories.length)
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
    ['another end of a step before', { earlier: ['lost'] }, /ends of the steps before: expected nothing, got lost/],
    ['settings that were not put back', { changed: ['the scaling of green is suspended'] }, /scaling of green/],
    ['no traffic after the end', { atRestAtMs: startedAtMs + 60_000 }, /no traffic was seen/],
  ])('did not with %s', (_, rest, told) => {
    const found = deviationsOf(expected, recorded(rest))
    expect(found.join('\n')).toMatch(told)
  })

  it('of a candidate that nobody may meet is held to answers and to weights', () => {
    const unmet: Expectation = { ...expected, serving: 'v1', mostAnswered: 0 }
    const home = { version: 'v1', load: loadOf(Array.from({ length: 17 }, () => ({ failed: 0, byVersion: { v1: 100 } }))) }
    const atRest = { rules: ['/'], weights: [{ atMs: startedAtMs, green: [0] }] }
    expect(deviationsOf(unmet, recordedPair({ ...home, pair: atRest }))).toEqual([])
    expect(deviationsOf(unmet, recordedPair(home))).toEqual(['green had a weight of 100 %, and was to have none'])
    expect(deviationsOf({ ...expected, mostAnswered: 0 }, recorded())).toEqual(['v2 answered 750 requests, at most 0 it may'])
  })

  it('of a shop that fails as ever may fail after the end, and any other may not', () => {
    const failing = recorded({ load: last({ v2: 100 }, 1) })
    const { mostFailed: _, ...any } = expected
    expect(deviationsOf(any, failing).join()).toMatch(/still failed/)
    expect(deviationsOf({ ...any, failsAsEver: true }, failing)).toEqual([])
  })

  it('that rests keeps the scaling held', () => {
    const resting: Expectation = { ...expected, outcome: 'no-op', held: true }
    const seen = recordedPair({ outcome: 'no-op' })
    expect(deviationsOf(resting, { ...seen, changed: ['the scaling of green is suspended'] })).toEqual([])
    expect(deviationsOf(resting, seen)).toHaveLength(1)
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

it('harm lasts from the first second with a failure to the last', () => {
  const seconds = [0, 3, 0, 1, 0].map((failed, index) => ({ atMs: startedAtMs + index * 1000, failed }))
  expect(harmedS({ seconds })).toBe(3)
  expect(harmedS({ seconds: seconds.slice(0, 1) })).toBe(0)
})
