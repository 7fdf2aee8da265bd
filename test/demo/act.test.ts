import { expect, it } from 'vitest'
import { printedEntry } from '../../demo/act.ts'
import { logLines } from '../../src/domain/render/log.ts'

it('reads what a killed step printed as the entries of its timeline', () => {
  const lines = logLines({ kind: 'arrived', atMs: 6_000, goal: 1, name: 'staged', weight: 0 }, 0)
  expect(lines.flatMap((line) => printedEntry(line))).toMatchObject([{ kind: 'arrived', text: 'Reached staged' }])
  expect(printedEntry('  0:06  → Asked for weight 100 %')).toMatchObject([{ kind: 'acted', text: 'Asked for weight 100 %' }])
  for (const other of ['::group::The difference', '          │ last words', '', '0:06 → no clock'])
    expect(printedEntry(other), other).toEqual([])
})
