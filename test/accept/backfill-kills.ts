import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { assertFilled } from '../../bench/backfill.ts'
import { fillSql, startBackfillStage, startWriters, withClient } from '../../bench/backfill-stage.ts'
import { availableVersions } from '../database/server.ts'
import { until } from '../e2e/until.ts'
import type { Item } from './item.ts'

const rows = 1_000_000
const kills = [0.25, 0.5, 0.75]

/** Killed as the kernel kills, under writers: the ledger and the rows are never apart. */
export const backfillKills: Item = {
  name: 'kills',
  claim: `A backfill of ${rows} rows beside 400 writes/s is killed ${kills.length} times with SIGKILL: each time the ledger says what was done, the next run goes on there, and no row is lost or done twice`,
  async run(progress) {
    if (availableVersions().length === 0) return { ok: false, skipped: 'no Postgres for this platform', figures: {} }
    const version = availableVersions().at(-1)!
    const stage = await startBackfillStage(rows, version)
    try {
      const url = await stage.copy()
      const writers = await startWriters(url, rows)
      try {
        writers.start()
        const found = []
        for (const share of kills) {
          const run = startRun(url)
          const told = until(`the run has come to ${share * 100} %`, async () => ((await rowsDone(url)) >= share * rows ? true : undefined))
          await Promise.race([told, run.ended.then(() => Promise.reject(new Error('the run ended before it was killed')))])
          run.child.kill('SIGKILL')
          await run.ended
          await until('the server has let go of it', async () => ((await sessions(url)) === 0 ? true : undefined))
          const state = { saved: await rowsDone(url), filled: await filled(url) }
          progress(`killed: ${state.saved} rows in the ledger, ${state.filled.once} filled once, ${state.filled.again} twice`)
          found.push(state)
        }
        const last = startRun(url)
        const code = await last.ended
        const report = await writers.stop()
        await assertFilled(url, rows, report.done)
        const apart = found.filter(({ saved, filled: { once: done, again } }) => saved !== done || again > 0)
        const saved = await rowsDone(url)
        const resumedAt = last.lines.find(({ kind }) => kind === 'joined')?.['rowsDone']
        return {
          ok: apart.length === 0 && code === 0 && saved === rows && resumedAt === found.at(-1)?.saved && report.failed === 0,
          figures: {
            postgres: version,
            kills: found,
            resumedAt,
            saved,
            end: last.lines.at(-1),
            writes: { done: report.done, failed: report.failed, longestWaitMs: Math.round(report.maxMs) },
          },
        }
      } finally {
        writers.kill()
      }
    } finally {
      await stage.stop()
    }
  },
}

function startRun(url: string) {
  const order = { table: 'users', key: ['id'], sql: `${fillSql} AND :range` }
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../database/backfill-run.ts'), JSON.stringify({ url, order, run: 'kills' })],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const lines: Readonly<Record<string, unknown>>[] = []
  createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line) as Readonly<Record<string, unknown>>))
  return { child, lines, ended: once(child, 'close').then(([code]) => code as number | null) }
}

async function one<T>(url: string, sql: string): Promise<T> {
  return withClient(url, async (client) => (await client.query<{ value: T }>(sql)).rows[0]!.value)
}

async function rowsDone(url: string): Promise<number> {
  const there = await one<boolean>(url, `SELECT to_regclass('sluice.change') IS NOT NULL AS value`)
  return there ? one(url, `SELECT coalesce(max((backfill->>'rowsDone')::int), 0) AS value FROM sluice.change`) : 0
}

function filled(url: string): Promise<{ readonly once: number; readonly again: number }> {
  return one(
    url,
    `SELECT json_build_object('once', count(*) FILTER (WHERE fills = 1), 'again', count(*) FILTER (WHERE fills > 1)) AS value FROM users`,
  )
}

function sessions(url: string): Promise<number> {
  return one(
    url,
    `SELECT count(*)::int AS value FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'sluice/%'`,
  )
}
