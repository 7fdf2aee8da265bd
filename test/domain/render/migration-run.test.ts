import { describe, expect, test } from 'vitest'
import type { MigrationEvent, Untimed } from '../../../src/domain/migration/events.ts'
import type { StepPlace } from '../../../src/domain/migration/planned.ts'
import { runSections } from '../../../src/domain/render/migration-run.ts'

const change = '0002'
const place = (step: number): StepPlace => ({
  change: '0001',
  phase: 'expand',
  path: 'db/changes/0001_a/expand.sql',
  line: step * 2,
  step,
  of: 3,
})
const began = (rowsEstimated: number): Untimed => ({
  kind: 'backfill-began',
  change,
  table: 'users',
  rowsDone: 0,
  rowsEstimated,
  resumed: false,
  edited: false,
})
const filled = (rowsDone: number, rowsEstimated: number, rowsPerSecond?: number): Untimed =>
  ({
    kind: 'backfilled',
    change,
    rowsDone,
    rowsEstimated,
    batchRows: 100,
    batchMs: 50,
    ...(rowsPerSecond !== undefined && { rowsPerSecond }),
  }) as Untimed
const ended = (rowsDone: number): Untimed => ({ kind: 'backfill-ended', change, rowsDone, rowsChanged: rowsDone, verified: 0 })

/** The rows of the picture, of events ten seconds apart. */
function picture(...events: readonly Untimed[]): readonly string[] {
  const timed = events.map((event, index) => ({ atMs: index * 10_000, ...event }) as MigrationEvent)
  const [section = ''] = runSections(timed, () => '')
  return section.split('\n').filter((line) => !line.startsWith('```') && line !== '')
}

describe('the picture of a backfill', () => {
  test('shows the share that is done over time, how fast, and what it waited for', () => {
    const paused: Untimed = { kind: 'backfill-paused', change, reasons: ['replica a is 12 s behind'] }
    expect(picture(began(1_000), filled(250, 1_000, 25), paused, filled(500, 1_000, 25), ended(1_000))).toEqual([
      'users, 0002',
      '   0:00  ░░░░░░░░░░░░░░░░░░░░░░░░   0 %            0 rows',
      '   0:10  ██████░░░░░░░░░░░░░░░░░░  25 %          250 rows  25/s',
      '   0:20  ⏸ replica a is 12 s behind',
      '   0:30  ████████████░░░░░░░░░░░░  50 %          500 rows  25/s',
      '   0:40  ████████████████████████ 100 %        1,000 rows',
    ])
  })

  test('is about what was there in the end, where statistics were wrong or there were none', () => {
    expect(picture(began(-1), filled(500, -1), ended(1_000))[2]).toContain('████████████░░░░░░░░░░░░  50 %')
    expect(picture(began(300), filled(500, 300), ended(1_000))[2]).toContain('████████████░░░░░░░░░░░░  50 %')
  })

  test('has no share while nobody knows how many there are', () => {
    expect(picture(began(-1), filled(500, -1), filled(900, -1))[2]).toBe('   0:10  ░░░░░░░░░░░░░░░░░░░░░░░░     ?          500 rows')
  })

  test('of a long one has a bearable number of rows, the last among them', () => {
    const many = Array.from({ length: 500 }, (_, index) => filled(index * 2, 1_000))
    const rows = picture(began(1_000), ...many, ended(1_000))
    expect(rows.length).toBeLessThanOrEqual(27)
    expect(rows.at(-1)).toContain('100 %')
  })

  test('of several has a block for each', () => {
    const rows = picture(began(10), ended(10), { ...began(20), change: '0003' } as Untimed, { ...ended(20), change: '0003' } as Untimed)
    expect(rows.filter((line) => line.startsWith('users'))).toEqual(['users, 0002', 'users, 0003'])
  })

  test('is left out where none began', () => {
    expect(runSections([{ atMs: 0, kind: 'locked', waitedMs: 0 }], () => '')).toEqual([])
  })
})

describe('the table of steps', () => {
  test('shows each by its place and statement, its time, and what kept it', () => {
    const reader = {
      pid: 7,
      application: 'report',
      user: 'ann',
      state: 'active',
      ageMs: 5,
      relation: 'users',
      mode: 'ACCESS SHARE' as const,
    }
    const events: readonly MigrationEvent[] = [
      { atMs: 0, kind: 'step-done', place: place(1), tries: 1, tookMs: 0.3 },
      { atMs: 1, kind: 'blocked', place: place(2), by: [reader] },
      { atMs: 2, kind: 'step-done', place: place(2), tries: 4, tookMs: 1_234 },
      { atMs: 3, kind: 'step-done', place: place(3), tries: 1, tookMs: 75_000 },
    ]
    const [table = ''] = runSections(events, ({ step }) => `ALTER TABLE a|b ${String(step)}`)
    expect(table.split('\n')).toEqual([
      '| place | statement | took | |',
      '| :--- | :--- | ---: | :--- |',
      '| `0001 expand:2` | `ALTER TABLE a│b 1` | 1 ms |  |',
      '| `0001 expand:4` | `ALTER TABLE a│b 2` | 1,234 ms | 4 tries, waited for others |',
      '| `0001 expand:6` | `ALTER TABLE a│b 3` | 1:15 |  |',
    ])
  })

  test('ends with the one that was begun and not done', () => {
    const events: readonly MigrationEvent[] = [
      { atMs: 0, kind: 'step-begun', place: place(1), work: 'short' },
      { atMs: 1, kind: 'step-done', place: place(1), tries: 1, tookMs: 5 },
      { atMs: 2, kind: 'step-begun', place: place(2), work: 'short' },
    ]
    const rows = (told: readonly MigrationEvent[]): readonly string[] =>
      (runSections(told, ({ step }) => `step ${String(step)}`)[0] ?? '').split('\n').slice(2)
    const first = '| `0001 expand:2` | `step 1` | 5 ms |  |'
    expect(rows(events.slice(0, 2))).toEqual([first])
    expect(rows(events)).toEqual([first, '| `0001 expand:4` | `step 2` |  | ❌ not done |'])
  })

  test('of many says how many there are more', () => {
    const events = Array.from({ length: 70 }, (_, index): MigrationEvent => ({
      atMs: index,
      kind: 'step-done',
      place: place(index),
      tries: 1,
      tookMs: 1,
    }))
    expect(runSections(events, () => 'x')[0]).toMatch(/\n\nand 10 more$/)
  })
})
