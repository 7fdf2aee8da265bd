import { expect, test } from 'vitest'
import { blockersText } from '../../../src/domain/migration/blocker-text.ts'
import type { Blocker } from '../../../src/domain/migration/model.ts'

const blocker = (overrides: Partial<Blocker> = {}): Blocker => ({
  ...({ pid: 7, application: 'report', user: 'analyst', state: 'idle in transaction', ageMs: 75_000, relation: 'users' } as const),
  mode: 'ACCESS SHARE',
  ...overrides,
})

test('tells who holds what for how long', () => {
  expect(blockersText([blocker()])).toBe('session 7 "report" (of analyst, idle in transaction) holds ACCESS SHARE on users for 1 min 15 s')
  expect(blockersText([blocker({ application: '', user: '', state: '' })])).toBe('session 7 holds ACCESS SHARE on users for 1 min 15 s')
  expect(blockersText([blocker({ relation: '' })])).toContain('holds a snapshot for')
  expect(blockersText([blocker({ pid: 0, application: 'prepared transaction', state: 'prepared' })])).toMatch(
    /^prepared transaction \(of analyst, prepared\)/,
  )
})

test('tells three, and how many more there are', () => {
  const text = blockersText([1, 2, 3, 4, 5].map((pid) => blocker({ pid })))
  expect(text).toContain('session 3 ')
  expect(text).not.toContain('session 4 ')
  expect(text).toMatch(/; and 2 more$/)
})
