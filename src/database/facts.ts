import { randomUUID } from 'node:crypto'
import type { DatabaseFacts } from '../domain/migration/model.ts'
import type { Connection } from './connection.ts'
import type { Session } from './session.ts'

/**
 * How long the session may keep us waiting while another one holds what may be its own server process. Without a sign of anything in between it is
 * longer: a server that is merely slow is no pool.
 */
const heldUpMs = 2_000
const slowMs = 20_000

/** Who we are connected to. Changes nothing but a setting of our own in the session. Throws DatabaseFault. */
export async function readFacts(connection: Connection, signal: AbortSignal): Promise<DatabaseFacts> {
  const asked = [
    "current_setting('server_version_num')::int / 10000 AS version",
    "current_setting('is_superuser') = 'on' AS superuser",
    "pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS replica",
    '(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at',
  ]
  const { rows } = await connection.query(`SELECT ${asked.join(', ')}`, [], signal)
  const { version, superuser, replica, at } = rows[0] as { version: number; superuser: boolean; replica: boolean; at: number }
  return { server: `Postgres ${String(version)}`, version, superuser, replica, pooled: await isPooled(connection, signal), atMs: at }
}

/**
 * Whether each transaction may have another server process, as behind PgBouncer in transaction mode. A mark is left in the session; then other
 * sessions open transactions, so that they take whatever server processes are free, ours among them where there is a pool. Either one of them
 * sees our mark, or our next statement lands where the mark is not, or nowhere. A pool in between that keeps the process of a session is none.
 */
async function isPooled(connection: Connection, signal: AbortSignal): Promise<boolean> {
  const mark = randomUUID()
  const look = "SELECT current_setting('sluice.mark', true) AS mark, pg_backend_pid() AS pid"
  const marked = await connection.query("SELECT set_config('sluice.mark', $1, false), pg_backend_pid() AS pid", [mark], signal)
  const pid = marked.rows[0]?.['pid'] as number
  // Without anything in between the process is the one that was told when the session began.
  const [rounds, patienceMs] = pid === connection.pid ? [1, slowMs] : [3, heldUpMs]
  const others: Session[] = []
  try {
    for (let round = 0; round < rounds; round += 1) {
      const other = await connection.another(signal)
      others.push(other)
      await other.query('BEGIN', [], signal)
      const theirs = (await other.query(look, [], signal)).rows[0]
      if (theirs?.['mark'] === mark || theirs?.['pid'] === pid) return true
      const ours = await within(patienceMs, connection.query(look, [], signal))
      if (ours === undefined) return true
      const [found] = ours.rows
      if (found?.['mark'] !== mark || found['pid'] !== pid) return true
    }
    return false
  } finally {
    await Promise.all(others.map((other) => other.end()))
  }
}

/**
 * What a session of a run must be: it never times out by itself while it waits, and it ends soon after its runner. The server looks each second
 * whether the client is still there (14+), also in the middle of a statement. Values of keys are written so that they are read as the same.
 * Settings that a version does not have are left out.
 */
export async function prepareSession(connection: Connection, signal: AbortSignal): Promise<void> {
  const wanted = {
    client_encoding: 'UTF8',
    client_connection_check_interval: '1s',
    idle_in_transaction_session_timeout: '60s',
    idle_session_timeout: '0',
    transaction_timeout: '0',
    tcp_keepalives_idle: '30',
    tcp_keepalives_interval: '5',
    tcp_keepalives_count: '3',
    extra_float_digits: '3',
    DateStyle: 'ISO',
    IntervalStyle: 'postgres',
  }
  const names = Object.keys(wanted)
  const sql =
    'SELECT set_config(s.name, w.value, false) FROM unnest($1::text[], $2::text[]) AS w (name, value) JOIN pg_settings AS s ON s.name = w.name'
  await connection.query(sql, [names, Object.values(wanted)], signal)
  await connection.query(seeingAll('session'), [], signal)
}

/**
 * Rows that policies hide would be taken for rows that are done, so what they would hide some of is refused (42501). Where the setting was made
 * for the role or the database, somebody has said that its policies show it all.
 */
export function seeingAll(scope: 'session' | 'transaction'): string {
  const unset = "name = 'row_security' AND source IN ('default', 'configuration file')"
  return `SELECT set_config(name, 'off', ${String(scope === 'transaction')}) FROM pg_settings WHERE ${unset}`
}

async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  work.catch(() => undefined)
  try {
    return await Promise.race([work, new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)))])
  } finally {
    clearTimeout(timer)
  }
}
