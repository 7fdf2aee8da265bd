import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reasonCodes } from '../../src/domain/outcome.ts'

test('every reason code has its entry in the runbook with a next move, and no entry is left over', () => {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8')
  const entries = runbook.split(/^## /m).slice(1)
  expect(entries.map((entry) => entry.split('\n')[0])).toEqual([...reasonCodes])
  for (const entry of entries) expect(entry).toMatch(/\*\*Next:\*\* \S/)
})
