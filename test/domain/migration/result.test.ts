import { expect, test } from 'vitest'
import type { MigrationEnd, MigrationEvent, Untimed } from '../../../src/domain/migration/events.ts'
import { migrationResult, type MigrationSubject } from '../../../src/domain/migration/result.ts'

const end: MigrationEnd = { outcome: 'failed', reasonCode: 'LOCK_BUSY', because: 'It is held', hint: 'End what holds it.' }
const subject: MigrationSubject = { action: 'migrate-expand-contract', database: 'db:5432/shop', environment: 'production', end }
const change = '0001'
const timed = (...events: readonly Untimed[]): readonly MigrationEvent[] =>
  events.map((event, index) => ({ atMs: 1_000 * (index + 1), ...event }) as MigrationEvent)
const progress = (rowsDone: number): Untimed =>
  ({ kind: 'backfilled', change, rowsDone, rowsEstimated: 1_000, batchRows: 10, batchMs: 50 }) as Untimed

test('says how it ended, of which database, and the next move', () => {
  expect(migrationResult(subject, timed({ kind: 'locked', waitedMs: 0 }, { kind: 'ended', ...end }), 9_000)).toMatchObject({
    schema: 1,
    action: 'migrate-expand-contract',
    outcome: 'failed',
    reasonCode: 'LOCK_BUSY',
    reason: 'It is held\nEnd what holds it.',
    runbook: 'docs/runbook.md#lock_busy',
    service: 'db:5432/shop',
    environment: 'production',
    startedAt: '1970-01-01T00:00:01.000Z',
    endedAt: '1970-01-01T00:00:02.000Z',
    timeline: [
      { at: '1970-01-01T00:00:01.000Z', kind: 'locked', text: 'No other run is at work' },
      { at: '1970-01-01T00:00:02.000Z', kind: 'ended', text: 'failed, LOCK_BUSY: It is held' },
    ],
    faults: [],
    undo: [],
  })
})

test('without events has the time it is told, and no timeline', () => {
  const result = migrationResult({ ...subject, plan: ['a', 'b'] }, [], 9_000)
  expect(result).toMatchObject({
    startedAt: '1970-01-01T00:00:09.000Z',
    endedAt: '1970-01-01T00:00:09.000Z',
    timeline: [],
    plan: ['a', 'b'],
  })
  expect(migrationResult(subject, [], 9_000)).not.toHaveProperty('plan')
})

test('of progress keeps the first and the last in a row', () => {
  const { timeline } = migrationResult(
    subject,
    timed(progress(100), progress(200), progress(300), { kind: 'backfill-paused', change, reasons: ['a replica lags'] }, progress(400), {
      kind: 'phase-done',
      change,
      phase: 'backfill',
    }),
    9_000,
  )
  expect(timeline.map(({ text }) => text.split(' ')[0])).toEqual(['100', '300', 'Waits:', '400', 'backfill'])
})

test('has what a failed task has left to read', () => {
  const failed = { task: 'arn:aws:ecs:eu-west-1:123456789012:task/main/abc', details: ['stopped: exit code 3', 'no such table'] }
  const [fault] = migrationResult({ ...subject, failed }, [], 0).faults
  expect(fault).toMatchObject({ reasonCode: 'LOCK_BUSY', because: 'It is held', details: ['stopped: exit code 3', 'no such table'] })
  expect(fault?.subject).toBe('abc')
  expect(JSON.stringify(fault)).not.toContain('123456789012')
})
