import { loadavg } from 'node:os'
import { type BackfillRun, compareBackfills } from '../../bench/backfill.ts'
import { median } from '../../bench/figure.ts'
import { availableVersions } from '../database/server.ts'
import type { Item } from './item.ts'

const rows = 1_000_000
const [leastRatio, mostWaitMs] = [0.5, 150]

/** The bars of design 7: what a backfill costs those who write, and what caution costs it. */
export const backfillBars: Item = {
  name: 'backfill',
  claim: `Of ${rows} rows beside 400 writes/s as many are filled a second as by half of one UPDATE, and nobody waits for longer than ${mostWaitMs} ms`,
  async run(progress) {
    if (availableVersions().length === 0) return { ok: false, skipped: 'no Postgres for this platform', figures: {} }
    const found = await compareBackfills(rows, 3, progress)
    const of = (runs: readonly BackfillRun[]) => ({
      rowsPerSecond: Math.round(median(runs.map((run) => run.rowsPerSecond))),
      longestWaitMs: Math.round(median(runs.map(({ writers }) => writers.maxMs))),
      longestWaitsMs: runs.map(({ writers }) => Math.round(writers.maxMs)),
      p99Ms: median(runs.map(({ writers }) => writers.p99Ms)),
      writesNotInTime: median(runs.map(({ writers }) => writers.due - writers.inTime)),
      walMB: Math.round(median(runs.map((run) => run.walMB))),
    })
    const [ours, plain] = [of(found.ours), of(found.plain)]
    const ratio = ours.rowsPerSecond / plain.rowsPerSecond
    return {
      ok: ratio >= leastRatio && ours.longestWaitMs <= mostWaitMs,
      figures: {
        postgres: found.version,
        ratio,
        batches: ours,
        oneUpdate: plain,
        writersAloneMs: found.alone.map(({ maxMs }) => Math.round(maxMs)),
        voided: found.voided,
        pgbench: found.pgbench ?? 'not installed',
        load: loadavg(),
      },
    }
  },
}
