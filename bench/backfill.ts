import { loadavg } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { runBackfill } from '../test/database/backfill-run.ts'
import { availableVersions } from '../test/database/server.ts'
import { hasPgbench, pgbenchWaits } from './backfill-pgbench.ts'
import { type BackfillStage, fillSql, startBackfillStage, startWriters, withClient } from './backfill-stage.ts'
import type { WritersReport } from './backfill-writers.ts'
import { type Figure, median, spread } from './figure.ts'

/** One way to fill the table, measured beside writers. */
export interface BackfillRun {
  readonly rowsPerSecond: number
  readonly seconds: number
  readonly walMB: number
  readonly writers: WritersReport
  readonly load: number
}

export interface BackfillComparison {
  readonly version: number
  readonly rows: number
  readonly plain: readonly BackfillRun[]
  readonly ours: readonly BackfillRun[]
  /** The same writers with nobody beside them: what the machine makes them wait. */
  readonly alone: readonly WritersReport[]
  readonly voided: number
  readonly pgbench?: { readonly done: number; readonly maxMs: number; readonly p99Ms: number }
}

/** A generator that is late itself says nothing of those it writes to. */
const mostLatenessMs = 20
const mostVoid = 9
const aloneMs = 10_000
const order = { table: 'users', key: ['id'], sql: `${fillSql} AND :range` }

type Fill = (url: string) => Promise<void>

const plainly: Fill = async (url) => {
  await withClient(url, (client) => client.query(fillSql))
}

const byUs: Fill = async (url) => {
  const end = await runBackfill({ url, order, run: 'bench' }, () => undefined, new AbortController().signal)
  if (end.kind !== 'done') throw new Error(`the backfill ended ${end.kind}: ${end.because}`)
}

/** Both ways in turn on copies of one table, so that what the machine does besides meets both; a run with late writers is void, and repeated. */
export async function compareBackfills(rows: number, rounds: number, say: (text: string) => void): Promise<BackfillComparison> {
  const version = availableVersions().includes(15) ? 15 : (availableVersions().at(-1) ?? 0)
  const stage = await startBackfillStage(rows, version)
  const plain: BackfillRun[] = []
  const ours: BackfillRun[] = []
  const alone: WritersReport[] = []
  let voided = 0
  try {
    while (ours.length < rounds || plain.length < rounds) {
      const mine = ours.length < plain.length
      if (!mine && alone.length <= plain.length) {
        alone.push(await writersAlone(stage))
        say(`writers alone: ${Math.round(alone.at(-1)!.maxMs)} ms at most`)
      }
      const run = await measure(stage, mine ? byUs : plainly)
      const { writers } = run
      const words = `${Math.round(run.rowsPerSecond)} rows/s, writers ${Math.round(writers.maxMs)} ms at most, late ${writers.latenessP99Ms.toFixed(1)} ms, load ${run.load.toFixed(1)}`
      const late = writers.latenessP99Ms > mostLatenessMs
      say(`${mine ? 'batches' : 'one UPDATE'}: ${words}${late ? ': void' : ''}`)
      if (!late) (mine ? ours : plain).push(run)
      else if ((voided += 1) > mostVoid) throw new Error(`${voided} runs were void: this machine is too busy to tell`)
    }
    const seconds = Math.ceil(median(ours.map((run) => run.seconds))) + 3
    const pgbench = hasPgbench() ? await crossCheck(stage, seconds) : undefined
    return { version, rows, plain, ours, alone, voided, ...(pgbench && { pgbench }) }
  } finally {
    await stage.stop()
  }
}

async function measure(stage: BackfillStage, fill: Fill): Promise<BackfillRun> {
  const url = await stage.copy()
  const writers = await startWriters(url, stage.rows)
  try {
    writers.start()
    // Caches and plans of the writers, not of what is measured.
    await delay(1_000)
    const from = await walBytes(url)
    const load = loadavg()[0] ?? 0
    const sinceMs = performance.now()
    await fill(url)
    const seconds = (performance.now() - sinceMs) / 1_000
    const report = await writers.stop()
    const walMB = ((await walBytes(url)) - from) / 1_000_000
    await assertFilled(url, stage.rows, report.done)
    return { rowsPerSecond: stage.rows / seconds, seconds, walMB, writers: report, load }
  } finally {
    writers.kill()
    await stage.drop(url)
  }
}

async function writersAlone(stage: BackfillStage): Promise<WritersReport> {
  const url = await stage.copy()
  const writers = await startWriters(url, stage.rows)
  try {
    writers.start()
    await delay(aloneMs)
    return await writers.stop()
  } finally {
    writers.kill()
    await stage.drop(url)
  }
}

async function crossCheck(stage: BackfillStage, seconds: number): Promise<BackfillComparison['pgbench']> {
  const url = await stage.copy()
  try {
    const waits = pgbenchWaits(url, stage.rows, seconds)
    await delay(1_000)
    await byUs(url)
    return await waits
  } finally {
    await stage.drop(url)
  }
}

async function walBytes(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ bytes: number }>("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS bytes")
    return rows[0]!.bytes
  })
}

/** Each row filled once, and each write of the writers there: what is quick because it loses something is not quick. */
export async function assertFilled(url: string, rows: number, written: number | undefined): Promise<void> {
  const counts = 'count(*) FILTER (WHERE fills = 1 AND display_name = upper(full_name))::int AS filled, sum(touched)::int AS touched'
  const [found] = await withClient(
    url,
    async (client) => (await client.query<{ filled: number; touched: number }>(`SELECT ${counts} FROM users`)).rows,
  )
  if (found?.filled !== rows) throw new Error(`${found?.filled ?? 0} of ${rows} rows were filled once`)
  if (written !== undefined && found.touched !== written) throw new Error(`${found.touched} of ${written} writes of others are there`)
}

/** `rows` fewer than a million is for a quick look. */
export async function backfillFigures(rows = Number(process.env['BACKFILL_ROWS'] ?? 1_000_000), rounds = 3): Promise<readonly Figure[]> {
  const found = await compareBackfills(rows, rounds, (text) => process.stderr.write(`  ${text}\n`))
  const of = (runs: readonly BackfillRun[], value: (run: BackfillRun) => number): number => median(runs.map(value))
  const about = `Postgres ${found.version}, ${rows} rows, 400 writes/s, load ${spread(
    found.ours.map(({ load }) => load),
    '',
  )}, ${found.voided} void`
  const figure = (
    name: string,
    unit: string,
    bar: string,
    value: (run: BackfillRun) => number,
    met?: (ours: number, plain: number) => boolean,
  ): Figure => {
    const [ours, plain] = [of(found.ours, value), of(found.plain, value)]
    return {
      name,
      value: ours,
      unit,
      baseline: { name: 'one UPDATE', value: plain },
      ratio: ours / plain,
      bar,
      ...(met && { met: met(ours, plain) }),
      detail: `median of ${spread(found.ours.map(value), unit)}; one UPDATE ${spread(found.plain.map(value), unit)}; ${about}`,
    }
  }
  const lost = ({ writers }: BackfillRun): number => writers.due - writers.inTime
  return [
    figure(
      'backfill beside writers',
      'rows/s',
      '>= 0.5x of one UPDATE',
      (run) => run.rowsPerSecond,
      (ours, plain) => ours >= plain * 0.5,
    ),
    figure(
      'longest wait of a writer',
      'ms',
      '<= 150 ms, aim 50',
      ({ writers }) => writers.maxMs,
      (ours) => ours <= 150,
    ),
    figure('99 % of the writers wait for at most', 'ms', 'none', ({ writers }) => writers.p99Ms),
    {
      name: 'longest wait of a writer with nobody beside it',
      value: median(found.alone.map(({ maxMs }) => maxMs)),
      unit: 'ms',
      bar: 'none: this machine alone',
      detail: `10 s each, median of ${spread(
        found.alone.map(({ maxMs }) => maxMs),
        'ms',
      )}; ${about}`,
    },
    figure('writes not done when the backfill was', 'writes', 'none', lost),
    figure('WAL of a backfill', 'MB', 'none', (run) => run.walMB),
    ...(found.pgbench === undefined
      ? []
      : [
          {
            name: 'longest wait of a writer, by pgbench',
            value: found.pgbench.maxMs,
            unit: 'ms',
            bar: '<= 150 ms, a cross-check',
            met: found.pgbench.maxMs <= 150,
            detail: `once, ${found.pgbench.done} writes, 99 % within ${found.pgbench.p99Ms.toFixed(1)} ms; ${about}`,
          },
        ]),
  ]
}
