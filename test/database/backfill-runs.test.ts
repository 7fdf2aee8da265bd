import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import type { BackfillOrder } from '../../src/ports.ts'
import { type RunOrder, runBackfill } from './backfill-run.ts'
import { describeOnPostgres } from './on-postgres.ts'
import { ask, session, unhurried } from './sessions.ts'

type Line = Readonly<Record<string, unknown>>

const order: BackfillOrder = { table: 't', key: ['id'], sql: 'UPDATE t SET hits = hits + 1 WHERE :range' }
const rows = (count: number): string =>
  `CREATE TABLE t (id int PRIMARY KEY, hits int NOT NULL DEFAULT 0); INSERT INTO t SELECT i FROM generate_series(1, ${count}) i; ANALYZE t`

/** A run as a process; its lines, as they come. */
function start(run: RunOrder) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'backfill-run.ts'), JSON.stringify(run)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: Line[] = []
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line) as Line))
  const ended = once(child, 'close')
  return {
    lines,
    /** Dead at once, as by the kernel. */
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    cancel: () => void child.kill('SIGINT'),
    async end(): Promise<Line> {
      await ended
      const last = lines.at(-1)
      if (last === undefined) throw new Error(errors)
      return last
    },
  }
}

const state = async (url: string) => {
  const counts = 'count(*) FILTER (WHERE hits = 1)::int AS once, count(*) FILTER (WHERE hits > 1)::int AS again'
  const [row] = await ask(url, `SELECT ${counts}, (SELECT (backfill->>'rowsDone')::int FROM sluice.change) AS saved FROM t`)
  return row as { readonly once: number; readonly again: number; readonly saved: number | null }
}

describeOnPostgres(
  'runs of a backfill',
  (server) => {
    test('killed three times midway: the ledger says what was done, and the last run ends with each row once', async () => {
      const url = await server().createDatabase()
      await ask(url, rows(40_000))
      let before = 0
      const somebody = await session(url, 'report')
      for (let kill = 0; kill < 3; kill += 1) {
        // It cannot come to its end, however late it is killed.
        await somebody.query(`BEGIN; SELECT FROM t WHERE id = ${String((kill + 1) * 12_000)} FOR UPDATE`, [], unhurried)
        const run = start({ url, order, run: String(kill), mostRows: 200 })
        await expect
          .poll(async () => (await ask(url, 'SELECT count(*)::int AS n FROM t WHERE hits > 0'))[0]!['n'], { interval: 20 })
          .toBeGreaterThan(before + 2_000)
        await run.kill()
        // The server may still do what it was told last.
        await expect
          .poll(
            async () =>
              (
                await ask(
                  url,
                  "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name LIKE 'sluice/%' AND datname = current_database()",
                )
              )[0]!['n'],
          )
          .toBe(0)
        const found = await state(url)
        expect(found).toEqual({ once: found.saved, again: 0, saved: found.saved })
        await somebody.query('COMMIT', [], unhurried)
        before = found.once
      }
      const last = start({ url, order, run: 'last', mostRows: 5_000 })
      expect(await last.end()).toMatchObject({ kind: 'done' })
      expect(last.lines[0]).toEqual({ kind: 'joined', rowsDone: before })
      expect(await state(url)).toEqual({ once: 40_000, again: 0, saved: 40_000 })
    })

    test('cancelled: the batch is ended in the server, and the next run goes on', async () => {
      const url = await server().createDatabase()
      await ask(url, rows(3_000))
      const slow = { ...order, sql: `${order.sql} AND pg_sleep(0.001) IS NOT NULL` }
      const run = start({ url, order: slow, run: '1' })
      await expect.poll(async () => (await state(url).catch(() => ({ once: 0 }))).once, { interval: 20 }).toBeGreaterThan(100)
      run.cancel()
      expect(await run.end()).toMatchObject({ kind: 'cancelled' })
      const found = await state(url)
      expect(found).toEqual({ once: found.saved, again: 0, saved: found.saved })
      expect(await start({ url, order, run: '2' }).end()).toMatchObject({ kind: 'done' })
      expect(await state(url)).toEqual({ once: 3_000, again: 0, saved: 3_000 })
    })

    test('a server that goes down and comes back: the session and its lock are taken anew', async () => {
      const url = await server().createDatabase()
      await ask(url, rows(30_000))
      const events: Line[] = []
      // It cannot come to its end before.
      const somebody = await session(url, 'report')
      await somebody.query('BEGIN; SELECT FROM t WHERE id = 20000 FOR UPDATE', [], unhurried)
      const run = runBackfill({ url, order, run: '1', mostRows: 100 }, (event) => events.push({ ...event }), unhurried)
      await expect.poll(async () => (await state(url).catch(() => ({ once: 0 }))).once, { interval: 20 }).toBeGreaterThan(1_000)
      await server().crash()
      expect(await run).toMatchObject({ kind: 'done' })
      expect(events.map(({ kind }) => kind)).toContain('backfill-reconnected')
      expect(await state(url)).toEqual({ once: 30_000, again: 0, saved: 30_000 })
    })

    test('a server that goes down while it waits for others: the session is taken anew, and it waits on', async () => {
      const url = await server().createDatabase()
      await ask(url, rows(2_000))
      const events: Line[] = []
      const stop = new AbortController()
      const held = { url, order, run: '1', throttleQuery: 'SELECT true' }
      const run = runBackfill(held, (event) => events.push({ ...event }), stop.signal)
      const paused = () => events.flatMap(({ kind, reasons }) => (kind === 'backfill-paused' ? (reasons as readonly string[]) : []))
      await expect.poll(paused).toContain('throttle-query answers true')
      await server().halt()
      await expect.poll(() => paused().join()).toContain('what would speak for waiting is not known')
      await server().start()
      await expect.poll(() => events.map(({ kind }) => kind)).toContain('backfill-reconnected')
      stop.abort()
      expect(await run).toMatchObject({ kind: 'cancelled' })
      expect(await state(url)).toMatchObject({ once: 0 })
    })

    test('a row that somebody holds for long: smaller batches, and the rest when it is let go', async () => {
      const url = await server().createDatabase()
      await ask(url, rows(5_000))
      const somebody = await session(url, 'report')
      await somebody.query('BEGIN', [], unhurried)
      await somebody.query('UPDATE t SET hits = hits WHERE id = 3333', [], unhurried)
      const events: Line[] = []
      const run = runBackfill({ url, order, run: '1' }, (event) => events.push({ ...event }), unhurried)
      // Who holds it is told once they have held it for a second, however small batches are by then.
      const told = {
        kind: 'backfill-gave-way',
        nextRows: 100,
        blockers: [expect.objectContaining({ application: 'report', relation: 't' })],
      }
      await expect.poll(() => events).toContainEqual(expect.objectContaining(told))
      await somebody.query('COMMIT', [], unhurried)
      expect(await run).toMatchObject({ kind: 'done' })
      expect(await state(url)).toEqual({ once: 5_000, again: 0, saved: 5_000 })
    })

    test('a query of the user holds it up, with its own words, and lets it go on; max-duration ends the wait', async () => {
      const url = await server().createDatabase()
      await ask(url, `${rows(2_000)}; CREATE TABLE lag (behind text); INSERT INTO lag VALUES ('replica a is 12 s behind')`)
      const held: RunOrder = { url, order, run: '1', throttleQuery: 'SELECT behind FROM lag;' }
      expect(await runBackfill({ ...held, maxDurationMs: 1_500 }, () => undefined, unhurried)).toMatchObject({ kind: 'waiting' })
      expect(await state(url)).toMatchObject({ once: 0 })
      const events: Line[] = []
      const run = runBackfill(held, (event) => events.push({ ...event }), unhurried)
      await expect
        .poll(() => events.find(({ kind }) => kind === 'backfill-paused'))
        .toMatchObject({
          reasons: ['throttle-query answers replica a is 12 s behind'],
        })
      await ask(url, 'DELETE FROM lag')
      expect(await run).toMatchObject({ kind: 'done' })
      expect(events.map(({ kind }) => kind)).toContain('backfill-resumed')
    })
  },
  { versions: [12, 15, 18] },
)
