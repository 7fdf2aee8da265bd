import { describe, expect, test } from 'vitest'
import type { MigrationEvent, Untimed } from '../../../src/domain/migration/events.ts'
import type { Blocker } from '../../../src/domain/migration/model.ts'
import type { StepPlace } from '../../../src/domain/migration/planned.ts'
import { eventLines, eventText, grouped } from '../../../src/domain/render/migration-events.ts'

const place: StepPlace = { change: '0001', phase: 'expand', path: 'db/changes/0001_a/expand.sql', line: 7, step: 2, of: 3 }
const where = '0001 expand, step 2 of 3 (db/changes/0001_a/expand.sql:7)'
const reader: Blocker = {
  ...{ pid: 7, application: 'report', user: 'ann', state: 'active', ageMs: 61_000 },
  ...{ relation: 'users', mode: 'ACCESS SHARE' as const },
}
const holds = 'session 7 "report" (of ann, active) holds ACCESS SHARE on users for 1 min 1 s'
const change = '0001'
const end = { outcome: 'failed', reasonCode: 'LOCK_BUSY', because: 'it is held' } as const

const told: readonly (readonly [Untimed, string])[] = [
  [{ kind: 'unreached', because: 'ECONNREFUSED' }, 'The server cannot be reached, trying again: ECONNREFUSED'],
  [{ kind: 'connected', database: 'db:5432/shop', server: 'Postgres 15' } as Untimed, 'Connected to db:5432/shop, Postgres 15'],
  [{ kind: 'lock-awaited', heldBy: 'run 7' }, 'Another run holds the database, waiting for its end: run 7'],
  [{ kind: 'locked', waitedMs: 999 }, 'No other run is at work'],
  [{ kind: 'locked', waitedMs: 90_000 }, 'The database is ours, after 1 min 30 s'],
  [
    {
      kind: 'pending',
      phases: [
        { change, name: 'users', phase: 'expand', steps: 3, done: 1 },
        { change: '0002', name: 'names', phase: 'backfill', steps: 1, done: 0 },
      ],
    },
    'To do: expand of 0001 users (1 of 3 steps are done); backfill of 0002 names',
  ],
  [{ kind: 'late', change, phase: 'expand', after: '0002' }, '0001 was merged after 0002, whose expand has run already: it is done now'],
  [
    { kind: 'abandoned', change, phase: 'expand', steps: 1, run: '7' },
    'expand of 0001, begun by run 7, has no file any more: it stays as it is, 1 step done',
  ],
  [
    { kind: 'abandoned', change, phase: 'expand', steps: 0, run: '7' },
    'expand of 0001, begun by run 7, has no file any more: it stays as it is, 0 steps done',
  ],
  [{ kind: 'blocked', place, by: [reader] }, `${where} waits, without asking for its lock: ${holds}`],
  [{ kind: 'outlasts', place, by: [reader] }, `${where} cannot be finished before these: ${holds}`],
  [{ kind: 'retried', place, tries: 2, pauseMs: 250 }, `${where} did not get its lock and gave way, try 2; again in 250 ms`],
  [{ kind: 'index-progress', place, text: 'building index: 40 %' }, `${where}: building index: 40 %`],
  [{ kind: 'index-dropped', place, index: 'users_email' }, `The index users_email, left invalid by ${where}, was dropped`],
  [{ kind: 'step-done', place, tries: 1, tookMs: 0.2 }, `${where} done in 1 ms`],
  [{ kind: 'step-done', place, tries: 3, tookMs: 90_000 }, `${where} done in 1 min 30 s, at try 3`],
  [{ kind: 'step-done', place, tries: 0, tookMs: 5 }, `${where} had been done before the session was lost`],
  [{ kind: 'phase-done', change, phase: 'expand' }, 'expand of 0001 is done'],
  [{ kind: 'lost', because: 'it was shut down' }, 'The session was lost, connecting anew: it was shut down'],
  [
    { kind: 'backfill-began', change, table: 'users', rowsDone: 0, rowsEstimated: 1_234_567, resumed: false, edited: false },
    'Begins users, 0 of about 1,234,567 rows',
  ],
  [
    { kind: 'backfill-began', change, table: 'users', rowsDone: 1, rowsEstimated: -1, resumed: true, edited: true },
    'Goes on with users, 1 row; the statement was edited since the rows before were done',
  ],
  [
    { kind: 'backfilled', change, rowsDone: 20_000, rowsEstimated: 100_000, batchRows: 2_000, batchMs: 48.4 } as Untimed,
    '20,000 of about 100,000 rows, batches of 2,000 in 48 ms',
  ],
  [
    {
      ...{ kind: 'backfilled', change, rowsDone: 20_000, rowsEstimated: 100_000, batchRows: 2_000, batchMs: 48.4 },
      ...{ rowsPerSecond: 40_000.4, remainingMs: 2_000 },
    } as Untimed,
    '20,000 of about 100,000 rows, 40,000 a second, about 2 s left, batches of 2,000 in 48 ms',
  ],
  [
    { kind: 'backfill-paused', change, reasons: ['replica a is 12 s behind', 'autovacuum works on users'] },
    'Waits: replica a is 12 s behind; autovacuum works on users',
  ],
  [{ kind: 'backfill-resumed', change, pausedMs: 65_000 }, 'Goes on after 1 min 5 s'],
  [
    { kind: 'backfill-gave-way', change, tries: 2, nextRows: 500, blockers: [reader] },
    `Rows are held by somebody else, try 2; the next batch has 500 rows: ${holds}`,
  ],
  [
    { kind: 'verify-gave-way', change, place: 'db/changes/1_a/verify.sql:3', tries: 2, blockers: [reader] },
    `A table that db/changes/1_a/verify.sql:3 reads is held by somebody else, try 2: ${holds}`,
  ],
  [{ kind: 'backfill-noted', change, text: 'The lag of 1 replica cannot be seen' }, 'The lag of 1 replica cannot be seen'],
  [{ kind: 'backfill-reconnected', change, rowsDone: 500 }, 'Connected anew behind 500 rows'],
  [{ kind: 'backfill-ended', change, rowsDone: 1_000, rowsChanged: 1, verified: 0 }, 'Filled: 1,000 rows seen, 1 row changed by this run'],
  [
    { kind: 'backfill-ended', change, rowsDone: 1_000, rowsChanged: 0, verified: 2 },
    'Filled: 1,000 rows seen, 0 rows changed by this run; 2 queries find nothing wrong',
  ],
  [{ kind: 'ended', ...end }, 'failed, LOCK_BUSY: it is held'],
]

describe('an event', () => {
  test.each(told)('%o is told', (event, text) => {
    expect(eventText({ atMs: 0, ...event } as MigrationEvent)).toBe(text)
  })

  test('that only matters to the picture is not', () => {
    expect(eventText({ atMs: 0, kind: 'step-begun', place, work: 'short' })).toBeUndefined()
    expect(eventLines({ atMs: 0, kind: 'step-begun', place, work: 'short' }, 0)).toEqual([])
  })

  test('has its time and its mark in the log', () => {
    const lines = (event: Untimed): readonly string[] => eventLines({ atMs: 66_000, ...event } as MigrationEvent, 1_000)
    expect(lines({ kind: 'phase-done', change, phase: 'expand' })).toEqual(['  1:05  ● expand of 0001 is done'])
    expect(lines({ kind: 'step-done', place, tries: 1, tookMs: 5 })).toEqual([`  1:05  → ${where} done in 5 ms`])
    expect(lines({ kind: 'locked', waitedMs: 0 })).toEqual(['  1:05  · No other run is at work'])
    expect(lines({ kind: 'ended', ...end })).toEqual(['  1:05  ✗ failed, LOCK_BUSY: it is held'])
    expect(lines({ kind: 'ended', ...end, outcome: 'waiting' })[0]).toContain('✓ waiting')
  })

  test('of a task that prints has its lines, and no words of ours', () => {
    expect(eventLines({ atMs: 0, kind: 'task-said', lines: ['one', 'two'] }, 0)).toEqual(['          │ one', '          │ two'])
  })
})

test('numbers have commas in groups of three', () => {
  expect([0, 999, 1_000, 12_345.6, 1_234_567].map(grouped)).toEqual(['0', '999', '1,000', '12,346', '1,234,567'])
})
