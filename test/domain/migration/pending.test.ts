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

test('a phase of the text of one that is done or begun, and has no file any more, was renamed; one that is there beside it is another', () => {
  const old = entry('20261120', { steps: ['a'], digest: 'same', run: '7' })
  const file = planned('20261121', ['a'], 'same')
  expect(pendingOf([file], [old]).renamed).toEqual([
    '20261121 expand has the text of 20261120 expand, which was done by run 7 and has no file any more',
  ])
  expect(pendingOf([file], [{ ...old, state: 'failed' }]).renamed).toEqual([expect.stringContaining('was begun by run 7') as unknown])
  expect(pendingOf([file], [{ ...old, steps: [], state: 'failed' }]).renamed).toEqual([])
  expect(pendingOf([file], [{ ...old, phase: 'contract' }]).renamed).toEqual([])
  expect(pendingOf([planned('20261120', ['a'], 'same'), file], [old]).renamed).toEqual([])
  // However it is spelled.
  expect(pendingOf([planned('0042', ['a'], 'same'), file], [{ ...old, change: '42' }]).renamed).toEqual([])
})

test('a line that was begun and has no file any more is told', () => {
  const left = entry('1', { state: 'failed', steps: ['a'] })
  expect(pendingOf([planned('2', ['b'])], [left, entry('0'), entry('3', { state: 'failed', phase: 'backfill' })]).abandoned).toEqual([left])
})
