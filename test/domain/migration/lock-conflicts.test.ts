import { expect, test } from 'vitest'
import { modesAgainst } from '../../../src/domain/migration/lock-conflicts.ts'
import { lockModes } from '../../../src/domain/migration/model.ts'

test('locks stand against each other both ways, and the strongest against all', () => {
  for (const one of lockModes) {
    for (const other of lockModes) expect(modesAgainst(one).includes(other)).toBe(modesAgainst(other).includes(one))
    expect(modesAgainst(one)).toContain('ACCESS EXCLUSIVE')
  }
})

test('readers and writers stand against what changes a table, and not against what reads it all', () => {
  expect(modesAgainst('SHARE UPDATE EXCLUSIVE')).not.toContain('ROW EXCLUSIVE')
  expect(modesAgainst('SHARE')).toContain('ROW EXCLUSIVE')
  expect(modesAgainst('SHARE ROW EXCLUSIVE')).not.toContain('ACCESS SHARE')
})
