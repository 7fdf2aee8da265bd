import { tidy } from './fault-of.ts'
import type { Queries } from './session.ts'

/** Two numbers for one database: of its name and ours. */
const key = "hashtext(current_database()), hashtext('sluice')"

const holderSql = `
  SELECT held.pid, activity.application_name AS application, entry.attempt, entry.change, entry.phase
  FROM pg_catalog.pg_locks AS held
  LEFT JOIN pg_catalog.pg_stat_activity AS activity ON activity.pid = held.pid
  LEFT JOIN LATERAL (
    SELECT attempt, change, phase FROM sluice.change
    WHERE state = 'running' AND activity.application_name = 'sluice/' || run ORDER BY updated_at DESC LIMIT 1
  ) AS entry ON true
  WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 2
    AND held.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
    AND held.classid::bigint = hashtext(current_database())::bigint & 4294967295
    AND held.objid::bigint = hashtext('sluice')::bigint & 4294967295`

/**
 * Tries once to take the lock of the session, which replaces those with the processes `replaced`: it ends with it, however the runner ends. Never waits in the server, because CREATE INDEX
 * CONCURRENTLY would wait for whoever waits there.
 */
export async function tryRunLock(
  session: Queries,
  replaced: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<{ readonly heldBy?: string; readonly own?: true }> {
  const tried = await session.query(`SELECT pg_try_advisory_lock(${key}) AS taken`, [], signal)
  if (tried.rows[0]?.['taken'] === true) return {}
  const { rows } = await session.query(holderSql, [], signal)
  return { heldBy: wordsOf(rows[0]), ...(replaced.has(Number(rows[0]?.['pid'])) && { own: true }) }
}

function wordsOf(row: Readonly<Record<string, unknown>> | undefined): string {
  if (row === undefined) return 'a session that has ended since'
  const application = tidy(String(row['application'] ?? ''))
  const run = /^sluice\/(.+)$/.exec(application)?.[1]
  const who = run === undefined ? `an application that calls itself "${application}"` : `run ${run}`
  const attempt = typeof row['attempt'] === 'number' ? `, attempt ${String(row['attempt'])}` : ''
  const at = typeof row['change'] === 'string' ? `, at ${tidy(row['change'])} ${tidy(String(row['phase']))}` : ''
  return `${who}${attempt}${at} (session ${String(row['pid'])})`
}
