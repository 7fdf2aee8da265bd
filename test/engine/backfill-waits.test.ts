import { describe, expect, test } from 'vitest'
import { DatabaseFault } from '../../src/domain/migration/fault.ts'
import { busyFault, lostSession } from '../fakes/backfill-table.ts'
import { allOnce, course, kinds } from './backfill-course.ts'

describe('waiting for others', () => {
  test('it stands still while something speaks for it, for two looks more, and tells both', async () => {
    const pressure = (atMs: number) => (atMs >= 3_000 && atMs < 9_500 ? ['replica a is 12.0 s behind, limit 10.0 s'] : [])
    const { end, events, fake } = await course({ rows: 200_000 }, { pressure })
    expect(end.kind).toBe('done')
    expect(allOnce(fake)).toBe(true)
    const pauses = events.filter(({ kind }) => kind === 'backfill-paused' || kind === 'backfill-resumed')
    expect(pauses).toMatchObject([
      { kind: 'backfill-paused', reasons: ['replica a is 12.0 s behind, limit 10.0 s'] },
      { kind: 'backfill-resumed' },
    ])
    const [from, to] = pauses.map(({ atMs }) => atMs) as [number, number]
    expect(to - from).toBeGreaterThan(7_000)
    expect(events.filter(({ kind, atMs }) => kind === 'backfilled' && atMs > from && atMs < to)).toEqual([])
  })

  test('others are asked each second at most', async () => {
    const asked: number[] = []
    await course({ rows: 200_000 }, { pressure: (atMs) => (asked.push(atMs), []) })
    expect(asked.length).toBeGreaterThan(5)
    for (const [index, atMs] of asked.entries()) if (index > 0) expect(atMs - asked[index - 1]!).toBeGreaterThanOrEqual(1_000)
  })

  test('max-duration and a signal end the wait', async () => {
    const pressure = () => ['no']
    expect((await course({ rows: 10 }, { pressure, maxDurationMs: 30_000 })).end.kind).toBe('waiting')
    expect(await course({ rows: 10 }, { pressure, cancelAtMs: 30_500 })).toMatchObject({ end: { kind: 'cancelled' }, tookMs: 30_500 })
  })

  test('another reason is told too, and not the same one with other numbers', async () => {
    const lag = (atMs: number) => `replica reader-1 is ${(atMs / 1_000).toFixed(1)} s behind, limit 0.5 s`
    const pressure = (atMs: number) =>
      atMs < 6_000
        ? [lag(atMs)]
        : atMs < 9_000
          ? [lag(atMs), lag(atMs).replace('reader-1', 'reader-2')]
          : atMs < 12_000
            ? ['jobs wait']
            : []
    const { events } = await course({ rows: 10 }, { pressure })
    expect(events.flatMap((event) => (event.kind === 'backfill-paused' ? [event.reasons.length] : []))).toEqual([1, 2, 1])
    expect(kinds(events).filter((kind) => kind === 'backfill-resumed')).toHaveLength(1)
  })

  test('one that does not answer speaks for waiting', async () => {
    const silent = (atMs: number) => {
      if (atMs < 3_000) throw new DatabaseFault('refused', '57014', 'canceling statement due to statement timeout')
      return []
    }
    const { end, events, fake } = await course({ rows: 10_000 }, { pressure: silent })
    expect(end.kind).toBe('done')
    expect(fake.surveys()).toBe(1)
    expect(events.find(({ kind }) => kind === 'backfill-paused')).toMatchObject({
      reasons: ['what would speak for waiting is not known: canceling statement due to statement timeout'],
    })
  })

  test('one that lost its session speaks for waiting while the session that works is there, which is asked too', async () => {
    const lost = (atMs: number) => {
      if (atMs < 20_000) throw new DatabaseFault('lost', '53300', 'too many clients')
      return []
    }
    const { end, events, fake } = await course({ rows: 10_000 }, { pressure: lost })
    expect(end.kind).toBe('done')
    expect(fake.surveys()).toBeGreaterThan(15)
    expect(kinds(events)).not.toContain('backfill-reconnected')
    expect(kinds(events).filter((kind) => kind === 'backfill-paused')).toHaveLength(1)
  })

  test('a server that is gone meanwhile is not waited on, and neither is one that has become a copy', async () => {
    const gone = new Error('gone for good')
    const lost = () => {
      throw new DatabaseFault('lost', '', 'The connection failed')
    }
    const away = course(
      { rows: 10, surveys: (survey) => (survey > 0 ? lostSession : undefined) },
      { pressure: lost, rejoin: () => Promise.reject(gone) },
    )
    await expect(away).rejects.toBe(gone)
    let rejoined = false
    const copy = () => {
      if (!rejoined) throw new DatabaseFault('lost', '25006', 'The server has become a copy that cannot be written')
      return []
    }
    const { end, events } = await course(
      { rows: 10 },
      {
        pressure: copy,
        rejoin: () => {
          rejoined = true
          return Promise.resolve([])
        },
      },
    )
    expect(end.kind).toBe('done')
    expect(kinds(events)).toContain('backfill-reconnected')
    expect(kinds(events)).not.toContain('backfill-paused')
  })

  test('a question the database refuses ends it, and is told as such', async () => {
    const wrong = () => {
      throw new DatabaseFault('refused', '42P01', 'throttle-query: relation "jobs" does not exist (SQLSTATE 42P01)')
    }
    expect((await course({ rows: 10 }, { pressure: wrong })).end).toMatchObject({
      kind: 'failed',
      reasonCode: 'MIGRATION_FAILED',
      because:
        'Whether the backfill of 20261120T1530 has to wait could not be asked: throttle-query: relation "jobs" does not exist (SQLSTATE 42P01)',
      hint: 'What was done stays done: correct the query, then run this step again. It goes on behind 0 rows.',
    })
  })
})

describe('verify', () => {
  const verify = [
    { path: 'db/changes/1_a/verify.sql', line: 1, sql: 'SELECT 1' },
    { path: 'db/changes/1_a/verify.sql', line: 4, sql: 'SELECT 2' },
  ]

  test('finds nothing: done', async () => {
    const { end, events } = await course({ rows: 10 }, { verify })
    expect(end.kind).toBe('done')
    expect(events.at(-1)).toMatchObject({ kind: 'backfill-ended', verified: 2 })
  })

  test('is refused: the query is named by its place', async () => {
    const wrong = new DatabaseFault('refused', '42703', 'column "b" does not exist (SQLSTATE 42703)')
    const { end } = await course(
      {
        rows: 10,
        verify: (sql) => {
          if (sql === 'SELECT 2') throw wrong
          return 0
        },
      },
      { verify },
    )
    expect(end).toMatchObject({
      kind: 'failed',
      because: 'db/changes/1_a/verify.sql:4 was refused by the database: column "b" does not exist (SQLSTATE 42703)',
      hint: 'What was done stays done: correct the query, then run this step again. It goes on behind 10 rows.',
    })
  })

  test('is not blamed where the ledger refuses what comes after it', async () => {
    const wrong = new DatabaseFault('refused', '53100', 'could not extend file (SQLSTATE 53100)')
    const { end } = await course({ rows: 10, saves: (_, save) => (save === 1 ? { before: wrong } : undefined) }, { verify })
    expect(end).toMatchObject({ because: expect.stringMatching(/^The backfill of/) as string })
  })

  describe('reads a table that somebody holds', () => {
    const heldUntil = (tries: number) => {
      let tried = 0
      return () => {
        if ((tried += 1) <= tries) throw busyFault
        return 0
      }
    }

    test('it is tried again, with growing pauses, and told', async () => {
      const { end, events, fake } = await course({ rows: 2_000, verify: heldUntil(4) }, { verify })
      expect(end.kind).toBe('done')
      expect(allOnce(fake)).toBe(true)
      expect(events.filter(({ kind }) => kind === 'verify-gave-way')).toMatchObject([
        { place: 'db/changes/1_a/verify.sql:1', tries: 1 },
        { tries: 2 },
        { tries: 4 },
      ])
    })

    test('the queries before it are not asked again, and their time is none of waiting', async () => {
      const asked: string[] = []
      const { end } = await course(
        {
          rows: 10,
          verify: (query) => {
            asked.push(query)
            if (asked.length === 2) throw busyFault
            return 0
          },
        },
        { verify },
      )
      expect(end.kind).toBe('done')
      expect(asked).toEqual(['SELECT 1', 'SELECT 2', 'SELECT 2'])
    })

    test('that a query took long before is no time of waiting', async () => {
      const tried: string[] = []
      const { end } = await course(
        {
          rows: 10,
          async verify(query, { clock }) {
            tried.push(query)
            if (tried.filter((each) => each === query).length === 1) throw busyFault
            await clock.sleep(300_000)
            return 0
          },
        },
        { verify },
      )
      expect(end.kind).toBe('done')
    })

    test('rows that come meanwhile are filled, and then every query is asked anew', async () => {
      const asked: string[] = []
      const { end, fake } = await course(
        {
          rows: 10,
          verify(query, { grow }) {
            asked.push(query)
            if (asked.length !== 2) return 0
            grow(5)
            throw busyFault
          },
        },
        { verify },
      )
      expect(end.kind).toBe('done')
      expect(fake.hits).toEqual(Array.from({ length: 15 }, () => 1))
      expect(asked).toEqual(['SELECT 1', 'SELECT 2', 'SELECT 1', 'SELECT 2'])
    })

    test('for too long: it is given up after max-wait, and left to the next run after max-duration', async () => {
      expect((await course({ rows: 10, verify: heldUntil(Infinity) }, { verify })).end).toMatchObject({
        kind: 'failed',
        reasonCode: 'LOCK_BUSY',
        because: expect.stringMatching(/^What db\/changes\/1_a\/verify\.sql:1 reads could not be had for 1 min/) as string,
      })
      expect((await course({ rows: 10, verify: heldUntil(Infinity) }, { verify, maxDurationMs: 2_000 })).end.kind).toBe('waiting')
    })

    test('or that ends the session each time: it is given up', async () => {
      const { end } = await course(
        {
          rows: 10,
          verify: () => {
            throw lostSession
          },
        },
        { verify },
      )
      expect(end).toMatchObject({
        kind: 'failed',
        because: 'The session was lost 6 times in a row: terminating connection (SQLSTATE 57P01)',
      })
    })
  })

  test('finds rows: the query is named by its place, and the next run goes over the whole table', async () => {
    const { end, fake } = await course({ rows: 10_000, verify: (sql) => (sql === 'SELECT 2' ? 3 : 0) }, { verify })
    expect(end).toMatchObject({
      kind: 'failed',
      reasonCode: 'MIGRATION_FAILED',
      because: 'After the backfill of 20261120T1530 db/changes/1_a/verify.sql:4 finds 3 rows; none is well',
    })
    const [entry] = fake.ledger()
    expect(entry).toMatchObject({ state: 'failed', backfill: { rowsDone: 0 } })
    const again = await course({ rows: 10_000, found: entry! }, { verify })
    expect(again.end.kind).toBe('done')
    expect(again.fake.hits.every((count) => count === 1)).toBe(true)
  })
})
