import { expect, it } from 'vitest'
import { compareIds } from '../../../src/domain/migration/ids.ts'

it('orders numbers by value, dates by time, and dates behind numbers', () => {
  const ordered = [
    '1',
    '0002',
    '9',
    '10',
    '0010a',
    '0010b',
    '1000',
    '20251231',
    '20260101T0900',
    '20260101093000',
    '20260101T100000',
    '20260102',
    '99999999999999',
    'schema',
  ]
  const shuffled = [...ordered].reverse()
  expect(shuffled.sort(compareIds)).toEqual(ordered)
})

it.each([
  ['42', '0042', 0],
  ['20261120T1530', '20261120153000', 0],
  ['20261120', '20261120T0000', 0],
  ['1.2', '1.10', -1],
  ['1', '1.0', -1],
])('%s and %s', (one, other, expected) => {
  expect(compareIds(one, other)).toBe(expected)
  expect(compareIds(other, one)).toBe(-expected + 0)
})
