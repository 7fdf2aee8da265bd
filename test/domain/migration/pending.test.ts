import { expect, test } from 'vitest'
import type { LedgerEntry } from '../../../src/domain/migration/model.ts'
import { pendingOf } from '../../../src/domain/migration/pending.ts'
import type { PlannedPhase } from '../../../src/domain/migration/planned.ts'

const planned = (
  id: string,
  steps: readonly string[],
  digest = `digest of ${id}`,
  phase: PlannedPhase['phase'] = 'expand',
): PlannedPhase => ({
  change: { id, name: 'x' },
  phase,
  digest,
  steps: steps.map((each, index) => ({
    step: { kind: 'short', sql: each, relations: [] },
    digest: each,
    path: `${id}/expand.sql`,
    line: index + 1,
  })),
})

const entry = (change: string, overrides: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...({ change, phase: 'expand', state: 'done', digest: `digest of ${change}`, steps: [], run: '1', attempt: 1 } as const),
  ...{ startedAtMs: 0, updatedAtMs: 0 },
  ...overrides,
})

test('what is left is what the ledger does not have as done, in the order of the files', () => {
  const files = ['1', '2', '3'].map((id) => planned(id, ['a', 'b']))
  const { phases, drift, late } = pendingOf(files, [entry('2'), entry('3', { state: 'running', steps: ['a'] })])
  expect(phases.map(({ planned: { change }, done }) => [change.id, done])).toEqual([
    ['1', 0],
    ['3', 1],
  ])
  expect(drift).toEqual([])
  expect(late.map(({ planned: { change }, after }) => [change.id, after])).toEqual([['1', '2']])
})

test('ids are compared by their order and not by their letters, and phases do not mix', () => {
  const { phases, late } = pendingOf([planned('9', ['a']), planned('0042', ['a'])], [entry('42'), entry('10', { phase: 'contract' })])
  expect(phases.map(({ planned: { change } }) => change.id)).toEqual(['9'])
  expect(late).toMatchObject([{ after: '42' }])
  expect(pendingOf([planned('9', ['a'])], [entry('8')]).late).toEqual([])
})

test.each([
  [
    'an edited script that is done',
    planned('1', ['a'], 'a new digest'),
    entry('1'),
    /1 expand was done with the digest digest of 1, and its file has a new digest/,
  ],
  [
    'a step that is done and edited',
    planned('1', ['b', 'c'], 'new'),
    entry('1', { state: 'failed', steps: ['a'] }),
    /Step 1 of 1 expand, one of 1 that are done, .* digest a, and has b now \(1\/expand\.sql:1\)/,
  ],
  [
    'a step that is done and gone',
    planned('1', ['a'], 'new'),
    entry('1', { state: 'running', steps: ['a', 'b'] }),
    /Step 2 of .* and is not there any more/,
  ],
])('%s is drift, with both digests', (_, file, known, words) => {
  const { drift } = pendingOf([file], [known])
  expect(drift).toHaveLength(1)
  expect(drift[0]).toMatch(words)
})

test('a script that is not done may be edited behind its steps that are', () => {
  const { drift, phases } = pendingOf(
    [planned('1', ['a', 'c', 'd'], 'new')],
    [entry('1', { state: 'failed', steps: ['a'], digest: 'old' })],
  )
  expect(drift).toEqual([])
  expect(phases).toMatchObject([{ done: 1 }])
})
